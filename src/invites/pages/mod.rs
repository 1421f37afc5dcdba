//! The pages of invites: making and ending them, and coming in by one.

pub mod join;
pub mod own;
pub mod qr;

use http::HeaderMap;

use super::model::Code;
use crate::layout::Page;

/// The whole address behind a code: under the public name of the installation, or the one that the
/// browser came by.
fn address(page: &Page, headers: &HeaderMap, code: &Code) -> String {
    page.whole_address(headers, &format!("/join/{code}"))
}
