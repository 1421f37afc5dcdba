//! The inbox.

use askama::Template;
use axum::response::Response;

use super::store::Notice;
use crate::accounts::role::Role;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "notifications/templates/inbox.html")]
struct Inbox<'a> {
    page: &'a Page,
    notices: Vec<Notice>,
}

impl Inbox<'_> {
    /// A notice in the reader's words; a role, an area or a day among its arguments is written as they know it, and
    /// what was told in several languages in theirs.
    fn words(&self, notice: &Notice) -> String {
        let language = self.page.language();
        let empty = serde_json::Map::new();
        let args: Vec<(&str, i18n::Arg<'_>)> = notice
            .args
            .as_object()
            .unwrap_or(&empty)
            .iter()
            .filter_map(|(name, value)| {
                if let Some(n) = value.as_i64() {
                    return Some((name.as_str(), i18n::Arg::Number(n)));
                }
                let own = value.get(language.code()).or_else(|| value.get("th"));
                let text = own.unwrap_or(value).as_str()?;
                let day = (name == "day").then(|| text.parse().ok()).flatten();
                let role = (name == "role").then(|| Role::from_code(text)).flatten();
                let area = (name == "area").then(|| text.parse().ok()).flatten();
                let words = role
                    .map(|role| role.label(language))
                    .or_else(|| area.map(|area| crate::areas::name(language, area)))
                    .or_else(|| day.map(|day| i18n::date::to_date(language, day)))
                    .unwrap_or_else(|| text.to_owned());
                Some((name.as_str(), i18n::Arg::from(words)))
            })
            .collect();
        i18n::say(language, &notice.message, &args)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let notices = super::inbox(&page.app, &page.cx).await?;
    page.render(&Inbox {
        page: &page,
        notices,
    })
}
