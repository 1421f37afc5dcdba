//! At the set hour: who has not closed the day is told, with them the unit above; an hour later the one above that.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::SupplyUnitId;
use crate::incidents;
use crate::notifications;
use crate::supplies::model::Unit;
use crate::supplies::store;

/// How far the word has gone up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// To the unit itself and the one above it.
    First,
    /// To the one above that.
    Risen,
}

impl Stage {
    fn at(app: &App, cx: &Cx) -> Option<Stage> {
        let hour = i64::from(cx.now.to_zoned(clock::thailand()).hour());
        match hour - i64::from(app.settings.supply_report_hour) {
            0 => Some(Stage::First),
            1 => Some(Stage::Risen),
            _ => None,
        }
    }

    /// The message key of what the units above are told.
    fn to_those_above(self) -> &'static str {
        match self {
            Stage::First => "notice-supply-unreported",
            Stage::Risen => "notice-supply-still-unreported",
        }
    }
}

/// Units that are looked at in one write.
const AT_ONCE: i64 = 200;

/// Tells whoever is to be told at this hour: of how many units. Done again within the hour nobody is told twice.
pub async fn remind(app: &App, cx: &Cx) -> Result<usize, Error> {
    let Some(stage) = Stage::at(app, cx) else {
        return Ok(0);
    };
    let today = clock::day(cx.now);
    let mut n = 0;
    for incident in incidents::actions::open(app, cx.now).await? {
        let root = db::read!(app.db, |tx| { store::units::root(tx, incident.id).await })?;
        if let Some(root) = root {
            n += of_tree(app, cx, &root, today, stage).await?;
        }
    }
    Ok(n)
}

async fn of_tree(
    app: &App,
    cx: &Cx,
    root: &Unit,
    today: Date,
    stage: Stage,
) -> Result<usize, Error> {
    let mut place = (0, SupplyUnitId(uuid::Uuid::nil()));
    let mut above: BTreeMap<uuid::Uuid, i64> = BTreeMap::new();
    let mut n = 0;
    loop {
        let units = db::read!(app.db, |tx| {
            store::days::unreported(tx, root, today, place, AT_ONCE).await
        })?;
        let Some((last, _)) = units.last() else {
            break;
        };
        place = (last.area.get(), last.id);
        n += units.len();
        for (unit, _) in &units {
            let told = match stage {
                Stage::First => unit.parent,
                Stage::Risen => parent_of(app, unit.parent).await?,
            };
            if let Some(told) = told {
                *above.entry(told.0).or_default() += 1;
            }
        }
        if stage == Stage::First {
            db::write!(app.db, |tx| {
                for (unit, _) in &units {
                    let link = format!("/supplies/{}/close?day={today}", unit.handle());
                    tell(app, tx, cx, unit, ("notice-supply-close", 1), &link).await?;
                }
                Ok::<_, db::Error>(())
            })?;
        }
    }
    for (unit, n) in above {
        let unit = db::read!(app.db, |tx| {
            store::units::find(tx, SupplyUnitId(unit)).await
        })?;
        if let Some(unit) = unit {
            let link = format!("/supplies/{}/units?day={today}", unit.handle());
            db::write!(app.db, |tx| {
                tell(app, tx, cx, &unit, (stage.to_those_above(), n), &link).await
            })?;
        }
    }
    Ok(n)
}

async fn parent_of(app: &App, unit: Option<SupplyUnitId>) -> Result<Option<SupplyUnitId>, Error> {
    let Some(unit) = unit else {
        return Ok(None);
    };
    let unit = db::read!(app.db, |tx| { store::units::find(tx, unit).await })?;
    Ok(unit.and_then(|unit| unit.parent))
}

async fn tell(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    unit: &Unit,
    (message, n): (&'static str, i64),
    link: &str,
) -> Result<(), db::Error> {
    for officer in store::seats::officers(tx, unit.id).await? {
        let args = json!({ "unit": unit.name, "n": n });
        notifications::tell_first_in(app, tx, cx, officer.account, message, args, link).await?;
    }
    Ok(())
}
