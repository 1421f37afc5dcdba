//! Looking at two side by side: names and all, for the admins of the area both live in, each look written.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use areas::AreaCode;
use db::Tx;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Met, admin, meet_pair};
use crate::access::grant::Place;
use crate::access::{Cx, Grant, Ground, SignedIn};
use crate::alike::model::Pair;
use crate::alike::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::{HouseholdId, PairId, PersonId};
use crate::survey::actions::see::WHAT;
use crate::survey::model::{Household, Particulars, Person};
use crate::survey::store::particulars;

/// Pairs of one page: each is two looks at a household.
pub const PAGE: usize = 10;

/// One of two, as recorded.
#[derive(Debug, Clone)]
pub struct Side {
    pub household: Household,
    pub landmark: String,
    pub person: Person,
}

/// Two side by side; the other one of a hint is nobody's to see here.
#[derive(Debug, Clone)]
pub struct Seen {
    pub pair: Pair,
    pub one: Side,
    pub other: Option<Side>,
}

/// One page, and the cursor of the next.
#[derive(Debug)]
pub struct Found {
    pub items: Vec<Seen>,
    pub next: Option<String>,
}

/// The last row's sort values.
#[derive(Serialize, Deserialize)]
struct After(u32, Timestamp, PairId);

/// Whether what is known of the first was recorded after the second, so that its person is kept unless
/// somebody says otherwise.
pub fn is_later(one: &Household, other: &Household) -> bool {
    (one.recorded_at, one.id) > (other.recorded_at, other.id)
}

/// The pairs of an area: those that wait, or those that were decided, the last first.
pub async fn list(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    decided: bool,
    after: Option<&str>,
) -> Result<Found, Error> {
    let who = admin(cx)?;
    if !who.is_admin_of(area) {
        return Err(Error::NotFound);
    }
    let filter = format!("alike|{}|{decided}", area.short());
    let after = match after {
        None => None,
        Some(cursor) => {
            let After(area, at, id) =
                web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?;
            Some((area, at, id))
        }
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let looks = Looks { app, cx, who };
    let (items, last) = db::write!(app.db, |tx| {
        let mut pairs = if decided {
            let (_, at, id) = after.unwrap_or((0, cx.now + A_DAY, PairId(uuid::Uuid::max())));
            store::decided(tx, area, (at, id), limit).await?
        } else {
            store::to_decide(tx, area, after, limit).await?
        };
        let more = pairs.len() > PAGE;
        pairs.truncate(PAGE);
        let last = pairs.last().filter(|_| more).cloned();
        Ok::<_, Error>((looks.at(tx, pairs).await?, last))
    })?;
    let next = last.map(|pair| {
        let at = pair.decided_at.unwrap_or(pair.turn_at);
        web::cursor::write(&filter, &After(pair.area.get(), at, pair.id))
    });
    Ok(Found { items, next })
}

/// Nothing was decided later than this from now.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

struct Looks<'a> {
    app: &'a App,
    cx: &'a Cx,
    who: &'a SignedIn,
}

impl Looks<'_> {
    /// The pairs with both sides, as far as both are this admin's. Each household is looked at once.
    async fn at(&self, tx: &mut Tx, pairs: Vec<Pair>) -> Result<Vec<Seen>, Error> {
        let mut known: HashMap<HouseholdId, Particulars> = HashMap::new();
        let mut seen = Vec::new();
        for pair in pairs {
            // Somebody moved since it was found; the finder sets that right.
            let Some(Met { pair, one, other }) = meet_pair(tx, self.who, pair).await? else {
                continue;
            };
            let (is_one, is_other) = (pair.one, pair.other);
            let one = self.side(tx, &mut known, one, is_one).await?;
            let other = match other {
                None => None,
                Some(other) => match self.side(tx, &mut known, other, is_other).await? {
                    None => continue,
                    found => found,
                },
            };
            let Some(one) = one else { continue };
            seen.push(Seen { pair, one, other });
        }
        Ok(seen)
    }

    async fn side(
        &self,
        tx: &mut Tx,
        known: &mut HashMap<HouseholdId, Particulars>,
        household: Household,
        person: PersonId,
    ) -> Result<Option<Side>, Error> {
        let particulars = match known.entry(household.id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let subject = Place {
                    province: household.province,
                    subject: household.id.0,
                    what: WHAT,
                };
                let (app, account) = (self.app, self.who.account.id);
                let ground = Ground::AreaAdmin;
                let grant = Grant::logged(app, tx, self.cx, account, subject, ground).await?;
                place.insert(particulars(tx, &app.vault, &household, grant).await?)
            }
        };
        Ok(particulars.person(person).map(|person| Side {
            landmark: particulars.facts.landmark.clone(),
            person: person.clone(),
            household,
        }))
    }
}
