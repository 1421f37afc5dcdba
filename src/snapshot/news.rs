//! What everybody should know: the numbers to call, and what is announced.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::counts::in_all_languages;
use super::files::Draft;
use crate::app::App;
use crate::home::HOTLINES;
use crate::news::memory;
use crate::news::model::{Announcement, Text};

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

/// What is announced now, all over the country; nothing of a drill.
fn news_in_force(app: &App, now: Timestamp) -> Vec<Value> {
    let is_drill = |one: &Announcement| {
        let group = one
            .incident
            .and_then(|incident| app.map.book().group(incident));
        group.is_some_and(|group| group.practice)
    };
    let announced = memory::in_force(app, now).into_iter();
    announced
        .filter(|one| !is_drill(one))
        .map(|one| told(&one))
        .collect()
}

fn told(one: &Announcement) -> Value {
    let by_language = |part: fn(&Text) -> &String| -> Value {
        let texts = one.texts.iter();
        texts
            .map(|(language, text)| (language.code().to_owned(), json!(part(text))))
            .collect()
    };
    json!({
        "id": one.id,
        "area": one.area.short(),
        "level": one.level.code(),
        "pinned": one.pinned,
        "titles": by_language(|text| &text.title),
        "words": by_language(|text| &text.words),
        "source": one.source.name,
        "link": one.source.link.as_ref().map(|link| link.as_str()),
        "from_at": one.from_at,
        "until_at": one.until_at,
        "changed_at": one.changed_at,
    })
}
