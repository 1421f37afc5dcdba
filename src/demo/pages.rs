//! The last short message, for whoever tries the program without a gateway.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use sms::FileLine;

use crate::app::App;
use crate::error::Error;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "demo/templates/sms.html")]
struct LastSms<'a> {
    page: &'a Page,
    message: Option<&'a FileLine>,
}

/// `/demo/sms`: there is no such page but in a demonstration.
pub async fn sms(State(app): State<App>, page: Page) -> Result<Response, Failure> {
    if !app.is_demo {
        return Err(Error::NotFound.into());
    }
    let path = super::sms_path(&app.settings);
    let message = sms::last_in_file(&path)
        .map_err(|err| Error::fault("reading the file of messages", err))?;
    page.render(&LastSms {
        page: &page,
        message: message.as_ref(),
    })
}
