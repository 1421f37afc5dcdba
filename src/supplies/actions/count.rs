//! Counting between the days: of single lots, what differs is entered with its reason.

use serde_json::json;

use super::book::{claim, enter};
use super::sheet::Sheet;
use super::when::When;
use super::{keeper, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Key;
use crate::ids::SupplyEntryId;
use crate::supplies::model::{Goods, Handle, Line, Movement};
use crate::supplies::rules::{self, Asked};
use crate::supplies::store;
use crate::tallies;

/// What the books say of a lot now, as a day says it when it is closed.
pub fn line_now(goods: &Goods) -> Line {
    Line {
        item: goods.item.clone(),
        lot: goods.lot.clone(),
        opening: goods.quantity,
        moved: Movement::default(),
    }
}

/// Holds counts of some lots against what the books say of them now, by the rules of the close; what differs is
/// entered for today. The first entry, where there is one. Sent again under the same key it is entered once.
pub async fn count(
    app: &App,
    cx: &Cx,
    handle: Handle,
    asked: &Asked,
    key: Option<&Key>,
) -> Result<Option<SupplyEntryId>, Error> {
    let who = signed_in(cx)?;
    let id: SupplyEntryId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        if let Some(before) = claim(tx, cx, &unit, key, ("supply.count", id.0)).await? {
            let before = store::entries::find(tx, handle, SupplyEntryId(before)).await?;
            return Ok(before.map(|entry| entry.id));
        }
        let sheet = Sheet::of(tx, cx, &unit, When::Now).await?;
        let stock = store::stock::of_unit(tx, handle).await?;
        let counted = |goods: &&Goods| {
            let mut counts = asked.counts.iter();
            counts.any(|count| count.item == goods.item && count.lot == goods.lot.name)
        };
        let lines: Vec<Line> = stock.iter().filter(counted).map(line_now).collect();
        let (_, differences) = rules::closing(&lines, asked)?;
        let (entries, facts) = enter(app, tx, cx, &sheet, (id, differences)).await?;
        let payload = json!({ "lines": lines.len(), "differ": entries.len() });
        record(app, tx, cx, "supply.counted", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(entries.first().map(|entry| entry.id))
    })
}
