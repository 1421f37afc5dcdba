//! What is done with a list: brought in, matched, tried, imported, stopped, thrown away.

mod bring;
mod read;
mod steps;
mod sweep;
pub mod work;

pub use bring::{NewList, bring, parse};
pub use read::propose_kind;
pub use steps::{discard, map, map_again, start, stop};
pub use sweep::sweep;

use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::model::{Figures, Import, ImportRow, Verdict};
use crate::imports::rules::cells;
use crate::imports::store;

/// Rows looked at in one go.
const PIECE: i64 = 500;
/// Different words of one column that somebody is asked about.
const MOST_WORDS: usize = 40;

/// Who brings lists: whoever works at the desk.
fn worker(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.works_at_desk() {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// Says so to whoever brings no lists.
pub fn may_bring(cx: &Cx) -> Result<(), Error> {
    worker(cx).map(|_| ())
}

/// The lists this person brought.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<Import>, Error> {
    let me = worker(cx)?.account.id;
    Ok(db::read!(app.db, |tx| { store::of_account(tx, me).await })?)
}

/// One of them, and how far it is. Whoever brought a list reads it, and nobody else.
pub async fn find(app: &App, cx: &Cx, id: ImportId) -> Result<(Import, Figures), Error> {
    let me = worker(cx)?.account.id;
    db::read!(app.db, |tx| {
        let import = find_in(tx, me, id).await?;
        let figures = match import.kept_figures {
            Some(figures) => figures,
            None => store::figures(tx, id).await?,
        };
        Ok::<_, Error>((import, figures))
    })
}

async fn find_in(
    tx: &mut db::Tx,
    me: crate::ids::AccountId,
    id: ImportId,
) -> Result<Import, Error> {
    let import = store::find(tx, id).await?;
    import
        .filter(|import| import.account == me)
        .ok_or(Error::NotFound)
}

/// The first rows of a list.
pub async fn sample(app: &App, cx: &Cx, id: ImportId, n: i64) -> Result<Vec<ImportRow>, Error> {
    let me = worker(cx)?.account.id;
    db::read!(app.db, |tx| {
        find_in(tx, me, id).await?;
        Ok::<_, Error>(store::sample(tx, &app.vault, id, (0, n)).await?)
    })
}

/// Rows of one verdict, page by page.
pub async fn rows(
    app: &App,
    cx: &Cx,
    id: ImportId,
    verdict: Verdict,
    (after, limit): (u32, i64),
) -> Result<Vec<ImportRow>, Error> {
    let me = worker(cx)?.account.id;
    db::read!(app.db, |tx| {
        find_in(tx, me, id).await?;
        let place = (after, limit);
        Ok::<_, Error>(store::rows_of(tx, &app.vault, id, verdict, place).await?)
    })
}

/// The different words of a column, in the order they come; no more than somebody can be asked about.
pub async fn words(app: &App, cx: &Cx, id: ImportId, column: usize) -> Result<Vec<String>, Error> {
    let me = worker(cx)?.account.id;
    let mut words: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let mut after = 0;
    loop {
        let rows = db::read!(app.db, |tx| {
            find_in(tx, me, id).await?;
            Ok::<_, Error>(store::sample(tx, &app.vault, id, (after, PIECE)).await?)
        })?;
        for row in &rows {
            let cell = row.cells.get(column).map_or("", |cell| cell.trim());
            if !cell.is_empty() && known.insert(cells::folded(cell)) {
                words.push(cell.to_owned());
            }
            after = row.n;
        }
        let is_end = rows.len() < usize::try_from(PIECE).unwrap_or(usize::MAX);
        if is_end || words.len() > MOST_WORDS {
            words.truncate(MOST_WORDS);
            return Ok(words);
        }
    }
}
