//! The pages of invites: making and ending them, and coming in by one.

pub mod join;
pub mod own;
pub mod qr;

use http::HeaderMap;
use http::header::HOST;

use super::model::Code;
use crate::layout::Page;

/// The whole address behind a code: under the public name of the installation, or the one that the
/// browser came by.
fn address(page: &Page, headers: &HeaderMap, code: &Code) -> String {
    let site = match &page.app.settings.public_url {
        Some(url) => url.as_str().to_owned(),
        None => {
            let host = headers.get(HOST).and_then(|host| host.to_str().ok());
            let scheme = if page.client.secure { "https" } else { "http" };
            format!("{scheme}://{}", host.unwrap_or("localhost"))
        }
    };
    format!("{site}/join/{code}")
}
