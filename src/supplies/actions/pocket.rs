//! Books as a phone keeps them for a time without network.

use jiff::civil::Date;

use super::look::with_units;
use super::signed_in;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::supplies::model::{Goods, Movement, Shipment, Unit};
use crate::supplies::store;

/// The books of a unit, so far as whoever keeps them needs them on the way.
#[derive(Debug, Clone)]
pub struct Pocket {
    pub unit: Unit,
    /// The last closed day.
    pub last_closed: Option<Date>,
    /// All lots, those that were used up as well.
    pub stock: Vec<Goods>,
    /// What of it is promised to requests.
    pub reserved: Vec<Goods>,
    /// What moved on each day after the last closed one, by item and lot.
    pub moved: Vec<(Date, String, String, Movement)>,
    /// What waits to be acknowledged, from whom.
    pub incoming: Vec<(Shipment, Unit, Vec<Goods>)>,
}

/// So many units fit into a pocket. Whoever keeps the books of more does it where there is a network.
const MOST: usize = 60;

/// The units of an incident whose books somebody keeps: their own first, then those below that have nobody; and
/// whether there are more.
pub async fn pocket(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
) -> Result<(Vec<Pocket>, bool), Error> {
    let who = signed_in(cx)?;
    let account = who.account.id;
    db::read!(app.db, |tx| {
        let mut units: Vec<Unit> = Vec::new();
        for id in store::seats::held(tx, account).await? {
            for unit in store::units::kept_from(tx, id, MOST).await? {
                let is_known = units.iter().any(|one| one.id == unit.id);
                if !is_known && unit.incident == incident && unit.closed_on.is_none() {
                    units.push(unit);
                }
            }
        }
        let has_more = units.len() > MOST;
        units.truncate(MOST);
        let mut all = Vec::new();
        for unit in units {
            let handle = unit.handle();
            let last_closed = store::days::last(tx, handle).await?.map(|last| last.day);
            let incoming = store::shipments::incoming(tx, unit.id).await?;
            let mut with_lines = Vec::new();
            for (shipment, from) in with_units(tx, incoming, |one| one.from).await? {
                let lines = store::shipments::lines(tx, shipment.handle()).await?;
                with_lines.push((shipment, from, lines));
            }
            let open_days = match last_closed {
                None => (unit.opened_on, Date::MAX),
                Some(day) => (day.tomorrow().unwrap_or(day), Date::MAX),
            };
            all.push(Pocket {
                last_closed,
                stock: store::stock::of_unit(tx, handle).await?,
                reserved: store::reservations::reserved(tx, handle, cx.now).await?,
                moved: store::entries::moved_on(tx, handle, open_days).await?,
                incoming: with_lines,
                unit,
            });
        }
        Ok::<_, Error>((all, has_more))
    })
}
