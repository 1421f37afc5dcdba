//! Duplicates found: behind the scenes for every new request, and before sending for whoever asks.

use contact::Position;
use jiff::{SignedDuration, Timestamp};

use crate::access::{Actor, Cx};
use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::error::Error;
use crate::events::feed;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::rules::likeness::{self, NEAR_M, PROPOSED, SHARED_PHONE, WITHIN};
use crate::help_requests::store::duplicates::{self, Pair};
use crate::help_requests::store::traces::{self, Found};
use crate::help_requests::store::{self, listener};
use crate::ids::{HelpRequestId, IncidentId};

/// The finder's name among the listeners.
const FINDER: &str = "duplicates";
/// Events read in one go.
const BATCH: i64 = 200;
/// Requests compared by place.
const NEAREST: usize = 40;

/// Looks at every request asked since the last time; gives how many. Several processes may do it at
/// once: a pair is written once.
pub async fn catch_up(app: &App) -> Result<usize, Error> {
    let mut looked_at = 0;
    loop {
        let since = app.clock.now() - WITHIN;
        let events = db::read!(app.db, |tx| {
            let seq = listener::read(tx, FINDER, since).await?;
            feed::after(tx, seq, BATCH).await
        })?;
        let Some(last) = events.last() else {
            return Ok(looked_at);
        };
        for event in &events {
            if event.name == "help_request.asked" {
                let began = app.clock.now();
                find(app, event.province, HelpRequestId(event.subject)).await?;
                let took = app.clock.now().duration_since(began);
                metrics::histogram!("duplicates_find_seconds").record(took.as_secs_f64());
                looked_at += 1;
            }
        }
        let on = last.seq;
        db::claim!(app.db, |tx| { listener::advance(tx, FINDER, on).await })?;
    }
}

/// Compares one request with those it may repeat and writes down the likely pairs.
pub async fn find(app: &App, province: u8, id: HelpRequestId) -> Result<Vec<Pair>, Error> {
    let now = app.clock.now();
    let Some(own) = db::read!(app.db, |tx| { traces::find(tx, province, id).await })? else {
        return Ok(Vec::new());
    };
    let since = own.trace.asked_at - WITHIN;
    let near = nearest(app, &own);
    let (candidates, leaders) = db::read!(app.db, |tx| {
        let mut candidates: Vec<Found> = Vec::new();
        let mut leaders: Vec<Vec<u8>> = Vec::new();
        for phone in &own.trace.phones {
            let of_phone = traces::of_phone(tx, phone, since).await?;
            if of_phone.len() >= SHARED_PHONE {
                leaders.push(phone.clone());
            }
            candidates.extend(of_phone);
        }
        for (province, id) in &near {
            candidates.extend(traces::find(tx, *province, *id).await?);
        }
        if own.trace.position.is_none() {
            let area = own.trace.subdistrict;
            candidates.extend(traces::of_subdistrict(tx, area, since).await?);
        }
        Ok::<_, db::Error>((candidates, leaders))
    })?;
    let mut pairs: Vec<Pair> = Vec::new();
    for other in candidates {
        let earlier = (other.trace.asked_at, other.id) < (own.trace.asked_at, own.id);
        let fits = earlier
            && other.open
            && other.incident == own.incident
            && other.trace.asked_at > since
            && !pairs.iter().any(|pair| pair.other == other.id);
        if !fits {
            continue;
        }
        let by_leader = own
            .trace
            .phones
            .iter()
            .any(|phone| leaders.contains(phone) && other.trace.phones.contains(phone));
        let (score, shared) = likeness::compare(&own.trace, &other.trace, by_leader);
        if score >= PROPOSED {
            pairs.extend(pair(&own, &other, score, &shared, now));
        }
    }
    if !pairs.is_empty() {
        db::write!(app.db, |tx| {
            for pair in &pairs {
                duplicates::propose(tx, pair).await?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    Ok(pairs)
}

fn pair(
    own: &Found,
    other: &Found,
    score: u8,
    shared: &[likeness::Shared],
    now: Timestamp,
) -> Option<Pair> {
    Some(Pair {
        province: own.province,
        one: own.id,
        other_province: other.province,
        other: other.id,
        area: areas::AreaCode::new(own.trace.subdistrict)?,
        score,
        reasons: shared.iter().map(|one| one.code().to_owned()).collect(),
        found_at: now,
    })
}

/// Those around, as the map knows them.
fn nearest(app: &App, own: &Found) -> Vec<(u8, HelpRequestId)> {
    let Some((lat, lon)) = own.trace.position else {
        return Vec::new();
    };
    let Ok(at) = Position::new(lat, lon) else {
        return Vec::new();
    };
    let all = areas::AreaCode::COUNTRY;
    let found = app.map.nearest(at, NEAREST, all, None, &[]);
    found
        .into_iter()
        .filter(|near| near.metres <= NEAR_M && near.id != own.id)
        .map(|near| (near.province, near.id))
        .collect()
}

/// A request that whoever is about to ask may mean.
#[derive(Debug, Clone)]
pub struct Likely {
    pub request: HelpRequest,
    /// Rough, to 100 m; `None` for one's own.
    pub metres: Option<u32>,
    /// Asked by the asker's own verified phone.
    pub own: bool,
}

/// Told before sending: open requests of the kind near by, and one's own. The public learns their
/// kind, how long they wait and how far they are about; only one's own are more than that.
pub async fn likely(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    kind: &str,
    at: Option<Position>,
) -> Result<Vec<Likely>, Error> {
    let own_phone = match &cx.actor {
        Actor::Phone(_, holder) if holder.verified => Some(holder.phone.clone()),
        _ => None,
    };
    let kinds = [kind.to_owned()];
    let near = at.map_or_else(Vec::new, |at| {
        let all = areas::AreaCode::COUNTRY;
        app.map.nearest(at, MOST_LIKELY * 3, all, None, &kinds)
    });
    let since = cx.now - RECENT;
    let found = db::read!(app.db, |tx| {
        let mut found: Vec<Likely> = Vec::new();
        if let Some(phone) = &own_phone {
            let own = store::of_phone(tx, &app.vault, phone).await?;
            found.extend(own.into_iter().map(|request| Likely {
                request,
                metres: None,
                own: true,
            }));
        }
        for near in near.iter().filter(|near| near.metres <= LIKELY_M) {
            let request = store::find_by_id(tx, near.province, near.id).await?;
            let known =
                |request: &HelpRequest| found.iter().any(|one| one.request.id == request.id);
            if let Some(request) = request.filter(|request| !known(request)) {
                let hundreds = (near.metres / 100.0).ceil().max(1.0) as u32;
                found.push(Likely {
                    request,
                    metres: Some(hundreds * 100),
                    own: false,
                });
            }
        }
        Ok::<_, db::Error>(found)
    })?;
    let own_hash = own_phone.map(|phone| phone_hash(&app.vault, &phone));
    let mut likely: Vec<Likely> = found
        .into_iter()
        .filter(|likely| {
            let request = &likely.request;
            let mine = own_hash
                .is_some_and(|hash| request.asker_phone_hash.as_deref() == Some(hash.as_slice()));
            request.incident == incident
                && request.kind == kind
                && request.progress.state().is_open()
                && request.asked_at > since
                && (mine || (request.verified && !request.practice))
        })
        .collect();
    likely.truncate(MOST_LIKELY);
    Ok(likely)
}

/// Shown at once.
const MOST_LIKELY: usize = 3;
/// About as far as one sees in a flood; places are blurred beside that.
const LIKELY_M: f64 = 300.0;
const RECENT: SignedDuration = SignedDuration::from_hours(72);
