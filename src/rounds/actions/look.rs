//! Looking at rounds: their admins with all that is done, admins of parts with their part, volunteers
//! with their shares.

use std::collections::HashMap;

use areas::{AreaCode, Level};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::admin;
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::RoundId;
use crate::incidents;
use crate::incidents::preset::Preset;
use crate::rounds::handle::Handle;
use crate::rounds::model::{Given, Living, OwnShare, Part, Round, Sums, Surveyor};
use crate::rounds::rules;
use crate::rounds::store::{self, Listed, Wanted, progress, shares};
use crate::villages;

/// How much of a round somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All, and it is theirs to change.
    Runs,
    /// The part that an admin answers for, which is theirs to divide.
    Part(AreaCode),
    /// Their own shares.
    Own,
}

impl Sight {
    fn of(who: &SignedIn, round: &Round) -> Option<Sight> {
        if who.is_admin_of(round.area) {
            return Some(Sight::Runs);
        }
        let admin = who.held().filter(|seat| seat.role.is_admin());
        let within = admin.filter(|seat| round.area.contains(seat.area));
        let widest = within.map(|seat| seat.area).min_by_key(|area| area.level());
        widest.map(Sight::Part)
    }
}

/// A round as somebody sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub round: Round,
    pub sight: Sight,
    /// None where only own shares are seen.
    pub progress: Option<Progress>,
    /// Of whoever looks.
    pub own: Vec<OwnShare>,
}

/// What is done in an area of a round, and who does it.
#[derive(Debug, Clone)]
pub struct Progress {
    pub area: AreaCode,
    pub total: Sums,
    pub living: Living,
    pub parts: Vec<Part>,
    pub people: Vec<Surveyor>,
    pub shares: Vec<Given>,
}

/// The area that a view of a round is of: the one asked for, where it lies in what this person sees.
pub fn shown_area(round: &Round, sight: Sight, asked: Option<AreaCode>) -> Option<AreaCode> {
    let widest = match sight {
        Sight::Runs => round.area,
        Sight::Part(area) => area,
        Sight::Own => return None,
    };
    match asked {
        None => Some(widest),
        Some(asked) => widest.contains(asked).then_some(asked),
    }
}

pub async fn see(
    app: &App,
    cx: &Cx,
    handle: Handle,
    asked: Option<AreaCode>,
) -> Result<Seen, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let round = db::read!(app.db, |tx| { store::find(tx, handle).await })?;
    let round = round.ok_or(Error::NotFound)?;
    let own: Vec<OwnShare> = own_of(app, cx, who)
        .await?
        .into_iter()
        .filter(|own| own.share.round == round.id)
        .collect();
    let sight = match Sight::of(who, &round) {
        Some(sight) => sight,
        None if own.is_empty() => return Err(Error::NotFound),
        None => Sight::Own,
    };
    let progress = match (shown_area(&round, sight, asked), sight) {
        (Some(area), _) => Some(count(app, cx, &round, area).await?),
        (None, Sight::Own) => None,
        (None, _) => return Err(Error::NotFound),
    };
    Ok(Seen {
        round,
        sight,
        progress,
        own,
    })
}

/// On one snapshot, so that the table and its total agree.
async fn count(app: &App, cx: &Cx, round: &Round, area: AreaCode) -> Result<Progress, Error> {
    let preset = preset_of(app, cx, round).await?;
    let villages_apart = area.level() == Level::Subdistrict;
    let cut = rules::cut(area);
    let (rows, names, shares, newest, known_villages) = db::read!(app.db, |tx| {
        let rows = progress::count(tx, round, area, cut, villages_apart).await?;
        let names = progress::names(tx, round, area).await?;
        let shares = shares::given(tx, round.handle(), area).await?;
        let newest = villages::store::population::newest(tx, area).await?;
        let known_villages = match villages_apart {
            true => villages::store::of_area(tx, area).await?,
            false => Vec::new(),
        };
        Ok::<_, db::Error>((rows, names, shares, newest, known_villages))
    })?;
    let known: HashMap<AreaCode, i64> = newest
        .iter()
        .map(|one| (one.area, i64::from(one.n)))
        .collect();
    let living = |area: AreaCode| living(&known, area);
    let codes: Vec<u32> = known_villages.iter().map(|village| village.code).collect();
    Ok(Progress {
        area,
        total: rules::total(&rows, preset),
        living: living(area),
        parts: rules::by_part(area, &codes, &rows, preset, living),
        people: people(rules::by_person(&rows, preset), names, &shares),
        shares,
    })
}

async fn preset_of(app: &App, cx: &Cx, round: &Round) -> Result<&'static Preset, Error> {
    let all = incidents::actions::all(app, cx.now).await?;
    let incident = all.iter().find(|incident| incident.id == round.incident);
    Ok(incident.ok_or(Error::NotFound)?.preset)
}

/// How many people live in an area, from what is known of its subdistricts.
fn living(known: &HashMap<AreaCode, i64>, area: AreaCode) -> Living {
    let mut living = Living::default();
    let subdistricts = areas::register().areas_in(area).iter();
    for one in subdistricts.filter(|one| one.code.level() == Level::Subdistrict) {
        match known.get(&one.code) {
            Some(n) => {
                living.n += n;
                living.known += 1;
            }
            None => living.unknown += 1,
        }
    }
    living
}

/// Who recorded something, and below them whoever has a share and has not yet.
fn people(
    sums: Vec<(Option<crate::ids::AccountId>, Sums)>,
    names: Vec<(crate::ids::AccountId, String)>,
    shares: &[Given],
) -> Vec<Surveyor> {
    let names: HashMap<_, _> = names.into_iter().collect();
    let mut people: Vec<Surveyor> = sums
        .into_iter()
        .map(|(account, sums)| Surveyor {
            account,
            full_name: account
                .and_then(|account| names.get(&account).cloned())
                .unwrap_or_default(),
            sums,
        })
        .collect();
    for share in shares {
        if !people.iter().any(|one| one.account == Some(share.account)) {
            people.push(Surveyor {
                account: Some(share.account),
                full_name: share.full_name.clone(),
                sums: Sums::default(),
            });
        }
    }
    people
}

/// The shares of whoever looks, in rounds that last or are still to begin.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<OwnShare>, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.works() {
        true => own_of(app, cx, who).await,
        false => Err(Error::NotFound),
    }
}

async fn own_of(app: &App, cx: &Cx, who: &SignedIn) -> Result<Vec<OwnShare>, Error> {
    if !who.works() {
        return Ok(Vec::new());
    }
    let (account, today) = (who.account.id, clock::day(cx.now));
    Ok(db::read!(app.db, |tx| {
        shares::own(tx, account, today).await
    })?)
}

/// Volunteers to whom something in an area may be given, as username and name.
pub async fn volunteers(app: &App, area: AreaCode) -> Result<Vec<(String, String)>, Error> {
    Ok(db::read!(app.db, |tx| {
        shares::volunteers(tx, area).await
    })?)
}

/// One page of rounds, and the cursor of the next.
pub struct Found {
    pub items: Vec<Listed>,
    pub next: Option<String>,
}

/// The last row's sort values.
#[derive(Serialize, Deserialize)]
struct After(Timestamp, RoundId);

/// The rounds of an area, the newest first: for admins of it, and of areas in it.
pub async fn list(
    app: &App,
    cx: &Cx,
    wanted: Wanted,
    limit: usize,
    after: Option<&str>,
) -> Result<Found, Error> {
    let who = admin(cx)?;
    if !who.is_admin_of(wanted.area) {
        return Err(Error::NotFound);
    }
    let filter = format!("rounds|{}|{:?}", wanted.area.short(), wanted.open);
    let after = match after {
        None => None,
        Some(cursor) => {
            let After(at, id) =
                web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?;
            Some((at, id))
        }
    };
    let mut items = db::read!(app.db, |tx| {
        store::list(tx, wanted, cx.now, after, limit + 1).await
    })?;
    let more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| more);
    let next = last.map(|last| {
        let after = After(last.round.opened_at, last.round.id);
        web::cursor::write(&filter, &after)
    });
    Ok(Found { items, next })
}
