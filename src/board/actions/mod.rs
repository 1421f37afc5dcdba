//! Reading a board: who may, its figures, its list of cases, its people.

pub mod bulk;
mod cases;
mod people;

use std::collections::HashMap;

use areas::{AreaCode, register};
use db::Tx;

pub use cases::{Cases, list, referred_here};
pub use people::{People, people};

use super::count::{self, Counted, Eyes};
use super::model::{Figures, Filter, Holding, Part};
use crate::access::{Cx, SignedIn};
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::State;
use crate::incidents;
use crate::incidents::preset;
use crate::tallies::{self, Metric};

/// Admins of the area, and desk volunteers there, who see to what lies about.
pub fn may_see(who: &SignedIn, area: AreaCode) -> bool {
    who.is_admin_of(area) || who.volunteers_as(preset::Role::Desk, area)
}

/// Whose board a person is led to: the widest area they answer for.
pub fn home(who: &SignedIn) -> Option<AreaCode> {
    let desk = |role: Role| role == Role::Volunteer(preset::Role::Desk);
    who.held()
        .filter(|seat| seat.role.is_admin() || desk(seat.role))
        .map(|seat| seat.area)
        .min_by_key(|area| area.level())
}

/// Who looks at the board of an area, if they may.
pub fn looker(cx: &Cx, area: AreaCode) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !may_see(who, area) || register().get(area).is_none() {
        return Err(Error::NotFound);
    }
    Ok(who)
}

/// Figures, and who holds what, in one pass over the memory.
pub struct Counts {
    pub figures: Figures,
    pub holdings: Vec<Holding>,
    counted: Counted,
}

pub async fn counts(app: &App, cx: &Cx, area: AreaCode, filter: &Filter) -> Result<Counts, Error> {
    looker(cx, area)?;
    let incidents = incidents::actions::all(app, cx.now).await?;
    let book = app.map.book();
    let eyes = Eyes::new(&book, &incidents, cx.now);
    let mut counted = count::count(&book, &eyes, area, filter);
    Ok(Counts {
        figures: std::mem::take(&mut counted.figures),
        holdings: std::mem::take(&mut counted.holdings),
        counted,
    })
}

/// Every part of the area, in the order of the language's letters, with what was asked and confirmed
/// there in the incidents that go on.
pub async fn parts(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    filter: &Filter,
    counts: &Counts,
) -> Result<Vec<Part>, Error> {
    looker(cx, area)?;
    let open = incidents::actions::open(app, cx.now).await?;
    let ids: Vec<_> = match filter.incident {
        Some(one) => vec![one],
        None => open
            .iter()
            .filter(|incident| !incident.practice)
            .map(|incident| incident.id)
            .collect(),
    };
    let asked = db::read!(app.db, |tx| { asked(tx, area, &ids).await })?;
    let below = register().children_in_thai_order(area);
    let part = |part: &AreaCode| {
        let sums = asked.get(&part.get()).copied().unwrap_or_default();
        Part {
            area: *part,
            counts: counts.counted.part(area, *part),
            asked: sums.asked,
            helped: sums.helped,
            confirmed: sums.confirmed,
        }
    };
    Ok(below.iter().map(part).collect())
}

#[derive(Clone, Copy, Default)]
struct Sums {
    asked: i64,
    helped: i64,
    confirmed: i64,
}

async fn asked(
    tx: &mut Tx,
    area: AreaCode,
    incidents: &[crate::ids::IncidentId],
) -> Result<HashMap<u32, Sums>, db::Error> {
    let mut parts: HashMap<u32, Sums> = HashMap::new();
    for incident in incidents {
        let sums = tallies::store::sums(tx, *incident, Metric::Requests, area).await?;
        for sum in sums {
            let state = sum.dims.split('|').nth(1).and_then(State::from_code);
            let part = parts.entry(sum.area).or_default();
            part.asked += sum.n;
            match state {
                Some(State::Helped) => part.helped += sum.n,
                Some(State::Confirmed) => {
                    part.helped += sum.n;
                    part.confirmed += sum.n;
                }
                _ => {}
            }
        }
    }
    Ok(parts)
}
