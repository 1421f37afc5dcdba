//! What people at work wrote about a case. Free words, so personal data: listed only with a grant.

use db::{Tx, sql};
use jiff::Timestamp;

use crate::access::Grant;
use crate::help_requests::model::HelpRequest;
use crate::ids::{AccountId, NoteId};

/// Words written about a case, and by whom.
#[derive(Debug, Clone)]
pub struct Note {
    pub at: Timestamp,
    pub account: AccountId,
    /// What they are about, such as `given` or `referred`.
    pub about: String,
    pub words: String,
}

sql! { INSERT = "
    INSERT INTO case_notes (province, id, request, at, account, about, words)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
" }

pub fn insert(
    tx: &mut Tx,
    request: &HelpRequest,
    id: NoteId,
    note: &Note,
) -> Result<(), db::Error> {
    tx.post(
        INSERT,
        &[
            &request.province,
            &id,
            &request.id,
            &note.at,
            &note.account,
            &note.about,
            &note.words,
        ],
    )
}

sql! { OF_REQUEST = "
    SELECT at, account, about, words
    FROM case_notes
    WHERE province = $1 AND request = $2
    ORDER BY id
    LIMIT 500
" }

/// The notes of a case, the oldest first.
pub async fn of_request(
    tx: &mut Tx,
    request: &HelpRequest,
    grant: Grant,
) -> Result<Vec<Note>, db::Error> {
    let rows = tx
        .all(OF_REQUEST, &[&request.province, &request.id])
        .await?;
    if !grant.covers(request.id.0) {
        return Ok(Vec::new());
    }
    rows.iter()
        .map(|row| {
            Ok(Note {
                at: row.get("at")?,
                account: row.get("account")?,
                about: row.get("about")?,
                words: row.get("words")?,
            })
        })
        .collect()
}
