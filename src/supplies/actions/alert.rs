//! Officers, and those of the unit above, are told that a store runs out or that a lot is about to expire: once, until
//! it is so no more.

use std::collections::{BTreeMap, HashSet};

use areas::Level;
use jiff::Span;
use serde_json::json;

use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::{AccountId, SupplyUnitId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::notifications;
use crate::supplies::model::Goods;
use crate::supplies::rules::{self, Alert, Due, USED_DAYS};
use crate::supplies::store::{self, alerts::Told};

/// Nobody is woken by a store that runs low.
const HOURS: std::ops::Range<i8> = 6..21;
/// Alerts of one write.
const PIECE: usize = 100;

/// Looks at all stores of the open incidents: of how many things somebody was told now.
pub async fn alert(app: &App, cx: &Cx) -> Result<usize, Error> {
    if !HOURS.contains(&cx.now.to_zoned(clock::thailand()).hour()) {
        return Ok(0);
    }
    let provinces = areas::register().of_level(Level::Province);
    // 0 is the ministry's.
    let provinces: Vec<u8> = [0]
        .into_iter()
        .chain(provinces.map(|area| area.code.province()))
        .collect();
    let mut n = 0;
    for incident in incidents::actions::open(app, cx.now).await?.iter() {
        if incident.preset.supply_items.is_empty() {
            continue;
        }
        for province in &provinces {
            n += of_province(app, cx, incident, *province).await?;
        }
    }
    Ok(n)
}

#[derive(Default)]
struct Store {
    stock: Vec<Goods>,
    used: Vec<(String, i64)>,
}

async fn of_province(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    province: u8,
) -> Result<usize, Error> {
    let today = clock::day(cx.now);
    let since = today.saturating_sub(Span::new().days(USED_DAYS));
    let (stock, used, told) = db::read!(app.db, |tx| {
        let stock = store::alerts::stock_in(tx, incident.id, province).await?;
        let used = store::alerts::used_in(tx, incident.id, province, since).await?;
        let told = store::alerts::told_in(tx, incident.id, province).await?;
        Ok::<_, db::Error>((stock, used, told))
    })?;
    let mut stores: BTreeMap<uuid::Uuid, Store> = BTreeMap::new();
    for (unit, goods) in stock {
        stores.entry(unit.0).or_default().stock.push(goods);
    }
    for (unit, item, n) in used {
        stores.entry(unit.0).or_default().used.push((item, n));
    }
    let mut new: Vec<(SupplyUnitId, Due)> = Vec::new();
    let mut known: HashSet<Told> = told.into_iter().collect();
    for (unit, store) in stores {
        for due in rules::due(&store.stock, &store.used, today) {
            let unit = SupplyUnitId(unit);
            let code = due.alert.code().to_owned();
            if !known.remove(&(unit, code, due.item.clone(), due.lot.name.clone())) {
                new.push((unit, due));
            }
        }
    }
    // What is left of the known is so no more.
    let over: Vec<Told> = known.into_iter().collect();
    for piece in over.chunks(PIECE) {
        db::write!(app.db, |tx| {
            for told in piece {
                store::alerts::take(tx, province, told).await?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    for piece in new.chunks(PIECE) {
        db::write!(app.db, |tx| {
            for (unit, due) in piece {
                tell(app, tx, cx, incident, (*unit, due)).await?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    Ok(new.len())
}

async fn tell(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    incident: &Incident,
    (unit, due): (SupplyUnitId, &Due),
) -> Result<(), db::Error> {
    let Some(unit) = store::units::find(tx, unit).await? else {
        return Ok(());
    };
    if !store::alerts::put(tx, unit.handle(), due, cx.now).await? {
        return Ok(());
    }
    let item = incident.preset.supply_items.get(&due.item);
    let item: serde_json::Map<String, serde_json::Value> = i18n::Language::ALL
        .into_iter()
        .map(|language| {
            let label = item.map_or(due.item.as_str(), |item| item.labels.get(language));
            (language.code().to_owned(), json!(label))
        })
        .collect();
    let mut args = json!({ "unit": unit.name, "item": item });
    match due.alert {
        Alert::RunsOut => args["days"] = json!(due.days),
        Alert::RanOut => {}
        Alert::Expires => args["day"] = json!(due.lot.expires_on),
    }
    let link = format!("/supplies/{}", unit.handle());
    let mut accounts: Vec<AccountId> = Vec::new();
    for keeper in [Some(unit.id), unit.parent].into_iter().flatten() {
        let officers = store::seats::officers(tx, keeper).await?;
        accounts.extend(officers.iter().map(|officer| officer.account));
    }
    accounts.sort_unstable();
    accounts.dedup();
    for account in accounts {
        let (told, args) = (due.alert.label(), args.clone());
        notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
    }
    Ok(())
}
