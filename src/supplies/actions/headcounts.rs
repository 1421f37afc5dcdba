//! How many people of each risk group units serve: told by whoever keeps or arranges them, summed up the tree where a
//! unit does not tell it itself, and what a total may be shared out by.

use serde_json::json;

use super::{NotYours, reach, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::supplies::model::{Handle, Headcount, Unit};
use crate::supplies::store;

/// What is known of the people of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    pub unit: Unit,
    /// Told of the unit itself; empty where nothing was told.
    pub told: Headcount,
    /// Told of the open units below it, which counts where nothing was told of itself.
    pub below: Headcount,
}

/// The unit itself first, then the open units one level down.
pub async fn headcounts(app: &App, cx: &Cx, handle: Handle) -> Result<Vec<Served>, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        if !rights.arranges {
            return Err(NotYours::Arranging.into());
        }
        let mut children = store::units::below(tx, unit.id).await?;
        children.retain(|one| one.closed_on.is_none());
        let known = store::headcounts::below(tx, unit.id).await?;
        let mut sum = Headcount::new();
        for (_, group, n) in &known {
            *sum.entry(group.clone()).or_default() += n;
        }
        let mut all = vec![Served {
            told: store::headcounts::of_unit(tx, handle).await?,
            unit,
            below: sum,
        }];
        for child in children {
            let told = store::headcounts::of_unit(tx, child.handle()).await?;
            let of_it = known.iter().filter(|(id, ..)| *id == child.id);
            let below = of_it.map(|(_, group, n)| (group.clone(), *n));
            all.push(Served {
                below: match told.is_empty() {
                    true => below.collect(),
                    false => Headcount::new(),
                },
                unit: child,
                told,
            });
        }
        Ok::<_, Error>(all)
    })
}

/// Tells how many people a unit serves; nothing takes back what was told. Told again nothing changes.
pub async fn tell_headcount(
    app: &App,
    cx: &Cx,
    handle: Handle,
    told: &Headcount,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        if !rights.arranges {
            return Err(NotYours::Arranging.into());
        }
        if store::headcounts::of_unit(tx, handle).await? == *told {
            return Ok(());
        }
        store::headcounts::tell(tx, handle, told, (who.account.id, cx.now)).await?;
        let payload = json!({ "persons": told.values().sum::<i64>() });
        record(app, tx, cx, "supply.headcount_told", &unit, payload)?;
        Ok::<_, Error>(())
    })
}

/// How many people of a risk group, or of all, each unit below one serves; zero where it is not known.
pub async fn served(
    app: &App,
    parent: Handle,
    units: Vec<Unit>,
    group: Option<&str>,
) -> Result<Vec<(Unit, i64)>, Error> {
    let known = db::read!(app.db, |tx| store::headcounts::below(tx, parent.id).await)?;
    let n = |unit: &Unit| {
        let of_it = known.iter().filter(|(id, ..)| *id == unit.id);
        let meant = of_it.filter(|(_, one, _)| group.is_none_or(|group| group == one));
        meant.map(|(.., n)| n).sum()
    };
    Ok(units
        .into_iter()
        .map(|unit| (n(&unit), unit))
        .map(|(n, unit)| (unit, n))
        .collect())
}
