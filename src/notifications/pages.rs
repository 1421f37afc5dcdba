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
    /// A notice in the reader's words; a role or an area among its arguments is named as they know it.
    fn words(&self, notice: &Notice) -> String {
        let language = self.page.language();
        let empty = serde_json::Map::new();
        let args: Vec<(&str, i18n::Arg<'_>)> = notice
            .args
            .as_object()
            .unwrap_or(&empty)
            .iter()
            .filter_map(|(name, value)| {
                let text = value.as_str()?;
                let role = (name == "role").then(|| Role::from_code(text)).flatten();
                let area = (name == "area").then(|| text.parse().ok()).flatten();
                let words = role
                    .map(|role| role.label(language))
                    .or_else(|| area.map(|area| crate::areas::name(language, area)))
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
