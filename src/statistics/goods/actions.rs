//! Goods by item, province and risk group, for everybody.

use std::collections::{BTreeMap, HashMap};

use areas::AreaCode;

use super::model::{Goods, OfItem, Span, Sums};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::incidents::model::Incident;

pub async fn goods(app: &App, cx: &Cx, incident: &Incident, span: Span) -> Result<Goods, Error> {
    let today = clock::day(cx.now);
    let rows = db::read!(app.db, |tx| {
        match span.days() {
            None => store::of_all_days(tx, incident.id).await,
            // What comes after today is closed counts for tomorrow.
            Some(n) => {
                let first = today.saturating_sub(jiff::Span::new().days(n - 1));
                let last = today.saturating_add(jiff::Span::new().days(1));
                store::of_days(tx, incident.id, (first, last)).await
            }
        }
    })?;
    let mut items: HashMap<String, BTreeMap<u32, Sums>> = HashMap::new();
    for row in rows {
        let Some((item, by)) = row.dims.split_once('|') else {
            continue;
        };
        let provinces = items.entry(item.to_owned()).or_default();
        let sums = provinces.entry(row.province).or_default();
        sums.add(row.is_received, by, row.n);
    }
    let known = incident.preset.supply_items.iter();
    let items = known.filter_map(|item| {
        let of = items.remove(&item.code)?;
        Some(of_item(item.code.clone(), &of))
    });
    Ok(Goods {
        items: items.filter(|one| !one.total.is_empty()).collect(),
        span,
        at: cx.now,
    })
}

fn of_item(item: String, of: &BTreeMap<u32, Sums>) -> OfItem {
    let mut total = Sums::default();
    for sums in of.values() {
        for (is_received, parts) in [(true, &sums.received), (false, &sums.handed_out)] {
            for (by, n) in parts {
                total.add(is_received, by, *n);
            }
        }
    }
    let provinces = areas::register().children(AreaCode::COUNTRY).iter();
    OfItem {
        item,
        total,
        provinces: provinces
            .map(|area| {
                let sums = of.get(&u32::from(area.province()));
                (*area, sums.cloned().unwrap_or_default())
            })
            .collect(),
    }
}
