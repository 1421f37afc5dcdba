//! Words written about a case while doing something with it.

use db::Tx;

use crate::access::Cx;
use crate::app::App;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::store::notes::{self, Note};

/// What the words are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Given,
    Referred,
    SentBack,
    Transfer,
    Call,
    Merge,
    Skip,
    /// What was told of a place before it was told better.
    Landmark,
}

impl About {
    pub fn code(self) -> &'static str {
        match self {
            About::Given => "given",
            About::Referred => "referred",
            About::SentBack => "sent_back",
            About::Transfer => "transfer",
            About::Call => "call",
            About::Merge => "merge",
            About::Skip => "skip",
            About::Landmark => "landmark",
        }
    }
}

/// Writes words down; none, or of nobody with an account, are not written.
pub fn write_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    about: About,
    words: &str,
) -> Result<(), db::Error> {
    let words = words.trim();
    let Some(account) = cx.account().filter(|_| !words.is_empty()) else {
        return Ok(());
    };
    let note = Note {
        at: cx.now,
        account,
        about: about.code().to_owned(),
        words: words.chars().take(MOST).collect(),
    };
    notes::insert(tx, request, app.ids.at(cx.now), &note)
}

/// Letters of one note.
const MOST: usize = 1_000;
