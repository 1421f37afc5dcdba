//! A sheet is brought in: its rows are kept, sealed, and tried by and by.

use areas::AreaCode;

use super::{Bringer, work};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::household_sheets::file::Cells;
use crate::household_sheets::model::{Entry, Sheet, Stage, Verdict};
use crate::household_sheets::{rows, store};
use crate::ids::{HouseholdSheetId, IncidentId};
use crate::survey::model::Consent;

/// Households noted in one transaction.
const NOTED: usize = 500;

/// A sheet as somebody hands it in. The id was made with the form, so that the same form sent twice brings
/// one sheet.
#[derive(Debug, Clone)]
pub struct NewSheet {
    pub id: HouseholdSheetId,
    pub incident: IncidentId,
    pub area: AreaCode,
    pub consent: Consent,
    pub file_name: String,
}

/// Keeps a sheet. Sent again it changes nothing.
pub async fn bring(
    app: &App,
    cx: &Cx,
    new: NewSheet,
    cells: &Cells,
) -> Result<HouseholdSheetId, Error> {
    let me = Bringer::of(app, cx).await?.account;
    let again = new.clone();
    let sheet = Sheet {
        id: new.id,
        account: me,
        incident: new.incident,
        area: new.area,
        consent: new.consent,
        file_name: new.file_name,
        stage: Stage::Checking,
        round: 0,
        with_doubles: false,
        n_rows: i64::try_from(cells.rows.len()).unwrap_or(i64::MAX),
        created_at: cx.now,
        changed_at: cx.now,
        is_swept: false,
    };
    let sealed = cells.seal(&app.vault)?;
    let entries: Vec<Entry> = (0_u32..)
        .zip(rows::households(cells))
        .map(|(n, rows)| Entry {
            n,
            line: rows.first().map_or(0, |row| row.line),
            n_persons: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            verdict: Verdict::Waiting,
            like: None,
            household: None,
            problem: None,
        })
        .collect();
    let kept = db::write!(app.db, |tx| {
        if store::insert(tx, &sheet, &sealed).await? {
            return Ok(None);
        }
        // Another person's sheet of this id is none of theirs.
        super::find_in(tx, me, sheet.id).await?;
        Ok::<_, Error>(store::cells(tx, sheet.id).await?)
    })?;
    if let Some(kept) = kept
        && Cells::open(&app.vault, &kept)? != *cells
    {
        // The same form with another file, chosen after going back: a sheet of its own.
        let id = app.ids.at(cx.now);
        return Box::pin(bring(app, cx, NewSheet { id, ..again }, cells)).await;
    }
    // In pieces; cut off in the middle and sent again, it goes on where it was.
    for piece in entries.chunks(NOTED) {
        db::write!(app.db, |tx| {
            for entry in piece {
                store::put_entry(tx, sheet.id, entry)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    db::write!(app.db, |tx| {
        let kept = super::find_in(tx, me, sheet.id).await?;
        if kept.round == 0 {
            work::queue(tx, cx.now, &kept).await?;
        }
        Ok::<_, Error>(())
    })?;
    app.jobs_wake.notify_one();
    Ok(sheet.id)
}
