//! Forgetting the rows of sheets that nobody has touched for long.

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::error::Error;
use crate::household_sheets::store;

/// Rows are kept so long after the last thing that was done with their sheet.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Sweeps what is due; gives how many sheets.
pub async fn sweep(app: &App, now: Timestamp) -> Result<usize, Error> {
    let mut swept = 0;
    loop {
        let due = db::read!(app.db, |tx| { store::unswept(tx, now - KEPT).await })?;
        if due.is_empty() {
            return Ok(swept);
        }
        swept += due.len();
        db::write!(app.db, |tx| {
            for sheet in &due {
                store::sweep(tx, sheet).await?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
}
