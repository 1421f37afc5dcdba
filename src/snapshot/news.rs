//! What everybody should know: the numbers to call, and what is announced.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::counts::in_all_languages;
use super::files::Draft;
use crate::app::App;
use crate::home::HOTLINES;

pub fn draft(app: &App, now: Timestamp) -> Draft {
    let hotlines = HOTLINES.iter().map(|(number, words)| {
        json!({ "number": number, "words": in_all_languages(|language| i18n::text(language, words)) })
    });
    let news = json!({
        "hotlines": hotlines.collect::<Vec<Value>>(),
        "news": news_in_force(app, now),
    });
    Draft::object("news.json", &news)
}

/// What is announced now.
fn news_in_force(_app: &App, _now: Timestamp) -> Vec<Value> {
    Vec::new()
}
