//! "Give me the next useful thing near here": one case is offered, with the reasons, and held back
//! for two minutes. Nobody else is offered the same one meanwhile.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use areas::AreaCode;
use contact::Position;
use jiff::{SignedDuration, Timestamp};

use super::see;
use crate::access::{Cx, SignedIn};
use crate::accounts::model::Standing;
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::CannotAct;
use crate::help_requests::rules::next::{self as rules, Candidate, Case, MEMORY, OFFER, REST, Why};
use crate::help_requests::store::{self, next as kept};
use crate::ids::HelpRequestId;
use crate::incidents;

/// Cases weighed, by urgency and by nearness each.
const MOST: usize = 150;

/// A case held back for whoever asked.
#[derive(Debug, Clone)]
pub struct Offered {
    pub request: HelpRequest,
    pub why: Vec<Why>,
    pub until: Timestamp,
}

/// Offers one case. Asked again while an offer runs, the same is given.
pub async fn next(app: &App, cx: &Cx, at: Option<Position>) -> Result<Option<Offered>, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let reach = reach(app, cx, who).await?;
    if let Some(offered) = running(app, cx, who, at).await? {
        return Ok(Some(offered));
    }
    let candidates = candidates(app, cx, who, &reach, at).await?;
    let until = cx.now + OFFER;
    for weighed in rules::weigh(candidates, who.account.area, cx.now) {
        let case = weighed.candidate.case;
        if !app.offers.try_first(case.id, cx.now) {
            continue;
        }
        let account = who.account.id;
        let mine = db::claim!(app.db, |tx| {
            if !kept::offer(tx, &case, account, until, cx.now).await? {
                return Ok(None);
            }
            store::find_by_id(tx, case.province, case.id).await
        })?;
        if let Some(request) = mine {
            return Ok(Some(Offered {
                request,
                why: weighed.why,
                until,
            }));
        }
    }
    Ok(None)
}

/// The cases this process has just tried to offer. Whoever read the same list a moment ago goes on to
/// the next case at once, instead of one after another finding the first ones gone. Only a hint: who
/// holds what is told by the row.
#[derive(Default)]
pub struct Offers(Mutex<HashMap<HelpRequestId, Timestamp>>);

/// A list that was read longer ago than this is acted upon by nobody.
const STALE: SignedDuration = SignedDuration::from_secs(1);
/// Hints kept before the old ones are thrown away.
const MANY: usize = 1_000;

impl Offers {
    /// Whether nobody tried to offer this case just now; from here on somebody did.
    fn try_first(&self, id: HelpRequestId, now: Timestamp) -> bool {
        let is_fresh = |at: &Timestamp| now.duration_since(*at) < STALE;
        let mut tried = self.tried();
        if tried.len() > MANY {
            tried.retain(|_, at| is_fresh(at));
        }
        if tried.get(&id).is_some_and(is_fresh) {
            return false;
        }
        tried.insert(id, now);
        true
    }

    /// The case may be offered again: it was given back, or passed over.
    pub fn forget(&self, id: HelpRequestId) {
        self.tried().remove(&id);
    }

    fn tried(&self) -> MutexGuard<'_, HashMap<HelpRequestId, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is offered to the actor now, if anything is.
pub async fn offered(app: &App, cx: &Cx) -> Result<Option<Offered>, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    reach(app, cx, who).await?;
    running(app, cx, who, None).await
}

async fn running(
    app: &App,
    cx: &Cx,
    who: &SignedIn,
    at: Option<Position>,
) -> Result<Option<Offered>, Error> {
    let account = who.account.id;
    let found = db::read!(app.db, |tx| { kept::offered_to(tx, account, cx.now).await })?;
    let Some(request) = found else {
        return Ok(None);
    };
    let Some(offer) = request.offered else {
        return Ok(None);
    };
    let metres = match at {
        Some(at) => near(app, at, request.area, &[]).remove(&request.id),
        None => None,
    };
    let candidate = Candidate {
        case: Case::from(&request),
        metres,
        skipped_by_others: 0,
        skips_of_kind: 0,
    };
    let weighed = rules::weigh(vec![candidate], who.account.area, cx.now);
    let only = weighed.into_iter().next();
    Ok(only.map(|weighed| Offered {
        request,
        why: weighed.why,
        until: offer.until,
    }))
}

/// An area and the kinds one may take there.
struct Reach {
    area: AreaCode,
    kinds: Vec<String>,
}

/// The areas of the seats, each with the kinds their roles may take in the incidents that are open.
async fn reach(app: &App, cx: &Cx, who: &SignedIn) -> Result<Vec<Reach>, Error> {
    let open = incidents::actions::open(app, cx.now).await?;
    let mut reach: Vec<Reach> = Vec::new();
    for seat in who.held() {
        let Role::Volunteer(role) = seat.role else {
            continue;
        };
        let kinds = open
            .iter()
            .flat_map(|incident| incident.preset.kinds.iter());
        let kinds: Vec<String> = kinds
            .filter(|kind| kind.may_be_taken_by(role))
            .map(|kind| kind.code.clone())
            .collect();
        match reach.iter_mut().find(|known| known.area == seat.area) {
            Some(known) => known.kinds.extend(kinds),
            None => reach.push(Reach {
                area: seat.area,
                kinds,
            }),
        }
    }
    for one in &mut reach {
        one.kinds.sort_unstable();
        one.kinds.dedup();
        one.kinds.truncate(kept::MOST_KINDS);
    }
    reach.retain(|one| !one.kinds.is_empty());
    if !reach.is_empty() {
        return Ok(reach);
    }
    let waits = who
        .seats
        .iter()
        .any(|seat| seat.standing == Standing::Waiting);
    match (waits, who.works()) {
        (true, _) => Err(CannotAct::RoleNotApproved.into()),
        (false, true) => Err(CannotAct::WrongRole.into()),
        (false, false) => Err(Error::NotFound),
    }
}

async fn candidates(
    app: &App,
    cx: &Cx,
    who: &SignedIn,
    reach: &[Reach],
    at: Option<Position>,
) -> Result<Vec<Candidate>, Error> {
    let account = who.account.id;
    let open = incidents::actions::open(app, cx.now).await?;
    let practice = open.iter().any(|incident| incident.practice);
    let mut metres: HashMap<HelpRequestId, f64> = HashMap::new();
    let mut nearest = Vec::new();
    if let Some(at) = at {
        for one in reach {
            let found = app
                .map
                .nearest(at, MOST, one.area, Some(State::Waiting), &one.kinds);
            metres.extend(found.iter().map(|near| (near.id, near.metres)));
            nearest.extend(found);
        }
    }
    let (mut cases, own, others) = db::read!(app.db, |tx| {
        let mut cases: Vec<Case> = Vec::new();
        let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
        for one in reach {
            let kinds = &one.kinds;
            cases.extend(
                kept::waiting(tx, one.area, kinds, account, practice, cx.now, limit).await?,
            );
        }
        let known: HashSet<HelpRequestId> = cases.iter().map(|case| case.id).collect();
        for near in nearest.iter().filter(|near| !known.contains(&near.id)) {
            cases.extend(kept::free(tx, (near.province, near.id), account, cx.now).await?);
        }
        let own = kept::skips_of(tx, account, cx.now - MEMORY).await?;
        let provinces: HashSet<u8> = cases.iter().map(|case| case.province).collect();
        let mut others = HashMap::new();
        for province in provinces {
            others.extend(kept::skipped_by_others(tx, province, account, cx.now - MEMORY).await?);
        }
        Ok::<_, db::Error>((cases, own, others))
    })?;
    let mut seen = HashSet::new();
    cases.retain(|case| {
        let rests = |(id, _, at): &(HelpRequestId, String, Timestamp)| {
            *id == case.id && *at + REST > cx.now
        };
        seen.insert(case.id) && !own.iter().any(rests)
    });
    Ok(cases
        .into_iter()
        .map(|case| {
            let of_kind = own.iter().filter(|(_, kind, _)| *kind == case.kind);
            Candidate {
                metres: metres.get(&case.id).copied(),
                skipped_by_others: others.get(&case.id).copied().unwrap_or_default(),
                skips_of_kind: u32::try_from(of_kind.count()).unwrap_or(u32::MAX),
                case,
            }
        })
        .collect())
}

fn near(app: &App, at: Position, area: AreaCode, kinds: &[String]) -> HashMap<HelpRequestId, f64> {
    let found = app.map.nearest(at, MOST, area, None, kinds);
    found
        .into_iter()
        .map(|near| (near.id, near.metres))
        .collect()
}

/// Passes a case over: it is free for others, and does not come again to this person for a while.
pub async fn skip(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    reason: &str,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let known = rules::SKIP_REASONS.iter().find(|(code, _)| *code == reason);
    let reason = known.map_or("other", |(code, _)| *code);
    // Each statement is right by itself, and hundreds may pass cases over at once.
    let passed_over = db::claim!(app.db, |tx| {
        let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if !see::works_there(cx, &request) {
            return Err(Error::NotFound);
        }
        kept::withdraw(tx, &request, who.account.id).await?;
        kept::skip(tx, &request, who.account.id, reason, cx.now).await?;
        Ok::<_, Error>(request)
    })?;
    app.offers.forget(passed_over.id);
    Ok(passed_over)
}
