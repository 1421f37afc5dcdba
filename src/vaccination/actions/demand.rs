//! What an area asks for, from the live figures.

use std::collections::BTreeMap;

use areas::AreaCode;

use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::tallies::{self, Metric};
use crate::vaccination::model::{Demand, Session};
use crate::vaccination::{rules, store};

/// Days listed beside the demand.
const SESSIONS: i64 = 50;

/// The demand of an area by the areas below it, and its days of vaccination.
#[derive(Debug, Clone)]
pub struct Seen {
    pub area: AreaCode,
    pub parts: Vec<(AreaCode, Demand)>,
    pub total: Demand,
    pub sessions: Vec<Session>,
}

/// Who plans: the admins of an area.
pub fn planner(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// The demand within an area, or within the planner's own where none is named.
pub async fn see(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    area: Option<AreaCode>,
) -> Result<Seen, Error> {
    let who = planner(cx)?;
    let area = area.unwrap_or_else(|| who.home());
    if !who.is_admin_of(area) {
        return Err(Error::NotFound);
    }
    let (sums, sessions) = db::read!(app.db, |tx| {
        let sums = tallies::store::sums(tx, incident.id, Metric::Tasks, area).await?;
        let sessions = store::list(tx, incident.id, area, SESSIONS).await?;
        Ok::<_, db::Error>((sums, sessions))
    })?;
    let mut parts: BTreeMap<u32, Demand> = BTreeMap::new();
    let mut total = Demand::default();
    for sum in sums {
        let one = rules::demand(&sum.dims, sum.n);
        *parts.entry(sum.area).or_default() += one;
        total += one;
    }
    let parts = parts
        .into_iter()
        .filter(|(_, demand)| *demand != Demand::default())
        .filter_map(|(code, demand)| Some((AreaCode::new(code)?, demand)));
    Ok(Seen {
        area,
        parts: parts.collect(),
        total,
        sessions,
    })
}
