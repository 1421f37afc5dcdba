//! What an entry was taken back by.

use db::{Tx, sql};

use crate::ids::SupplyEntryId;
use crate::supplies::model::{Entry, Handle};

sql! { OF = "SELECT id FROM supply_entries WHERE province = $1 AND reverses = $2" }

/// The entry by which one of a unit was taken back, if it was.
pub async fn of(
    tx: &mut Tx,
    unit: Handle,
    entry: SupplyEntryId,
) -> Result<Option<Entry>, db::Error> {
    match tx.optional(OF, &[&unit.province, &entry]).await? {
        None => Ok(None),
        Some(row) => super::entries::find(tx, unit, row.get("id")?).await,
    }
}
