//! To whom a unit may send, and what each weighs when a total is shared out.

use areas::{AreaCode, Level};

use super::{keeper, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::supplies::model::{Goods, Handle, Unit};
use crate::supplies::rules;
use crate::supplies::store;
use crate::villages;

/// The units to which goods may go from one, and what it has to send.
#[derive(Debug, Clone, Default)]
pub struct Receivers {
    pub below: Vec<Unit>,
    pub beside: Vec<Unit>,
    pub above: Vec<Unit>,
    /// But for what is promised to requests.
    pub stock: Vec<Goods>,
}

impl Receivers {
    pub fn all(&self) -> Vec<Unit> {
        let parts = [&self.below, &self.beside, &self.above];
        parts.into_iter().flatten().cloned().collect()
    }

    /// The items that are there.
    pub fn items(&self) -> Vec<&str> {
        let there = self.stock.iter().filter(|goods| goods.quantity > 0);
        let mut items: Vec<&str> = there.map(|goods| goods.item.as_str()).collect();
        items.dedup();
        items
    }
}

pub async fn receivers(app: &App, cx: &Cx, handle: Handle) -> Result<Receivers, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let open = |unit: &Unit| unit.closed_on.is_none();
        let mut below = store::units::below(tx, unit.id).await?;
        below.retain(open);
        let (mut beside, mut above) = (Vec::new(), Vec::new());
        if let Some(parent) = unit.parent {
            beside = store::units::below(tx, parent).await?;
            beside.retain(|one| open(one) && one.id != unit.id);
            above.extend(store::units::find(tx, parent).await?.filter(open));
        }
        let stock = store::stock::of_unit(tx, handle).await?;
        let reserved = store::reservations::reserved(tx, handle, cx.now).await?;
        Ok::<_, Error>(Receivers {
            below,
            beside,
            above,
            stock: rules::free(&stock, &reserved),
        })
    })
}

/// How many people live in the areas of units, as far as it is known.
pub async fn living(app: &App, units: &[Unit]) -> Result<Vec<(AreaCode, i64)>, Error> {
    db::read!(app.db, |tx| {
        let mut all = Vec::new();
        for unit in units {
            let newest = villages::store::population::newest(tx, unit.area).await?;
            let of_subdistricts = newest
                .iter()
                .filter(|one| one.area.level() == Level::Subdistrict);
            all.push((unit.area, of_subdistricts.map(|one| i64::from(one.n)).sum()));
        }
        Ok::<_, Error>(all)
    })
}

/// What each handed out or sent on of an item in the last two weeks, less what it has.
pub async fn needs(
    app: &App,
    cx: &Cx,
    units: &[Unit],
    item: &str,
) -> Result<Vec<(Unit, i64)>, Error> {
    let first = clock::day(cx.now).saturating_sub(jiff::Span::new().days(rules::USED_DAYS));
    db::read!(app.db, |tx| {
        let mut all = Vec::new();
        for unit in units {
            let moved = store::entries::moved_since(tx, unit.handle(), first).await?;
            let used = moved.iter().find(|(of, ..)| of == item);
            let used = used.map_or(0, |(_, sent, out)| sent + out);
            let stock = store::stock::of_unit(tx, unit.handle()).await?;
            let there: i64 = stock
                .iter()
                .filter(|goods| goods.item == item)
                .map(|goods| goods.quantity)
                .sum();
            all.push((unit.clone(), (used - there).max(0)));
        }
        Ok::<_, Error>(all)
    })
}
