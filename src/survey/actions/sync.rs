//! Bringing phones and server together: what the phone made goes in one by one, each with its own answer,
//! then the phone is told what changed in its areas since it asked last.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::change;
use super::looks::{self, Given};
use super::reach::{self, Reach};
use crate::access::{Cx, Grant};
use crate::app::App;
use crate::error::Error;
use crate::events::feed;
use crate::incidents::model::Incident;
use crate::survey::deed::Change;
use crate::survey::handle::Handle;
use crate::survey::model::{Household, Particulars};
use crate::survey::store;
use crate::survey::store::pull::{self, After, Scope};

/// Households in one answer; a phone asks on while there are more.
const PAGE: i64 = 500;
/// Changes of different households that one letter has made at once. Many phones come back together; more
/// would only wait for a connection, too long at last.
const AT_ONCE: usize = 4;

/// What a phone is told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub households: Vec<Given>,
    /// Those it may have no longer, or that are not there any more.
    pub gone: Vec<Handle>,
    pub cursor: String,
    pub more: bool,
    /// The pull began anew: what is not given until `more` is false is not the phone's any more.
    pub reset: bool,
}

/// How far a phone has come.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Cursor {
    /// Events of the feed up to here are known.
    seq: i64,
    /// While the first pull is under way: which scope, and behind which household.
    loading: Option<(usize, After)>,
}

/// Makes changes, those of one household in the order they were sent. Each has an answer of its own.
pub async fn push(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    changes: Vec<Change>,
) -> Vec<(Change, Result<Vec<Handle>, Error>)> {
    let mut groups: BTreeMap<(u8, uuid::Uuid), Vec<(usize, Change)>> = BTreeMap::new();
    for (place, one) in changes.into_iter().enumerate() {
        let key = (one.household.province, one.household.id.0);
        groups.entry(key).or_default().push((place, one));
    }
    // What moves somebody touches two households: then all goes one after the other.
    let moves = groups
        .values()
        .flatten()
        .any(|(_, one)| one.deed.kind() == "move_person");
    let mut waiting: Vec<Vec<(usize, Change)>> = if moves {
        let mut all: Vec<(usize, Change)> = groups.into_values().flatten().collect();
        all.sort_by_key(|(place, _)| *place);
        vec![all]
    } else {
        groups.into_values().rev().collect()
    };
    let mut running = JoinSet::new();
    let mut done = Vec::new();
    while !waiting.is_empty() || !running.is_empty() {
        while running.len() < AT_ONCE
            && let Some(group) = waiting.pop()
        {
            let (app, cx, incident) = (app.clone(), cx.clone(), incident.clone());
            running.spawn(async move { make_all(&app, &cx, &incident, group).await });
        }
        if let Some(Ok(made)) = running.join_next().await {
            done.extend(made);
        }
    }
    done.sort_by_key(|(place, _, _)| *place);
    done.into_iter()
        .map(|(_, change, made)| (change, made))
        .collect()
}

type Made = (usize, Change, Result<Vec<Handle>, Error>);

async fn make_all(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    group: Vec<(usize, Change)>,
) -> Vec<Made> {
    let mut made = Vec::with_capacity(group.len());
    for (place, one) in group {
        // Each bears the instant at which it is made: a long letter takes a while.
        let cx = Cx {
            now: app.clock.now().max(cx.now),
            ..cx.clone()
        };
        let outcome = change::make(app, &cx, incident, &one).await;
        made.push((place, one, outcome));
    }
    made
}

/// What happened in a person's areas since the cursor, and the households just changed; with no cursor, or
/// one of other areas, everything from the start.
pub async fn pull(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    cursor: Option<&str>,
    touched: &BTreeSet<(u8, uuid::Uuid)>,
) -> Result<Told, Error> {
    let reach = db::read!(app.db, |tx| reach::of(tx, cx).await)?;
    let scopes = reach.scopes(cx);
    let filter = format!("survey {} {:?} {scopes:?}", incident.id, cx.account());
    let known: Option<Cursor> = cursor.and_then(|cursor| web::cursor::read(&filter, cursor));
    let mut told = Told {
        reset: known.is_none(),
        ..Told::default()
    };
    let pulling = Pulling {
        app,
        cx,
        incident,
        reach: &reach,
    };
    let mut found = BTreeMap::new();
    let next = match known {
        Some(Cursor { seq, loading: None }) => {
            pulling
                .since(seq, &scopes, touched, &mut found, &mut told)
                .await?
        }
        other => {
            let start = match other {
                Some(cursor) => cursor,
                None => Cursor {
                    // The head first: what happens while the pages are read is told again after them.
                    seq: db::look!(app.db, |tx| feed::head(tx).await)?,
                    loading: Some((0, After::START)),
                },
            };
            pulling
                .load(start, &scopes, touched, &mut found, &mut told)
                .await?
        }
    };
    told.cursor = web::cursor::write(&filter, &next);
    let given: Vec<Given> = found.into_values().collect();
    looks::log(app, cx, &reach, &given).await?;
    told.households = given;
    Ok(told)
}

type Found = BTreeMap<(u8, uuid::Uuid), Given>;

struct Pulling<'a> {
    app: &'a App,
    cx: &'a Cx,
    incident: &'a Incident,
    reach: &'a Reach,
}

impl Pulling<'_> {
    /// A page of the first pull.
    async fn load(
        &self,
        at: Cursor,
        scopes: &[Scope],
        touched: &BTreeSet<(u8, uuid::Uuid)>,
        found: &mut Found,
        told: &mut Told,
    ) -> Result<Cursor, Error> {
        let (mut scope, mut after) = at.loading.unwrap_or((0, After::START));
        let mut room = PAGE;
        while let Some(wanted) = scopes.get(scope).copied()
            && room > 0
        {
            let (vault, incident) = (&self.app.vault, self.incident.id);
            let (page, next) = db::read!(self.app.db, |tx| {
                pull::page(
                    tx,
                    vault,
                    incident,
                    wanted,
                    (after, Timestamp::UNIX_EPOCH),
                    room,
                )
                .await
            })?;
            room -= i64::try_from(page.len()).unwrap_or(room);
            for (household, known) in page {
                self.give(household, known, found);
            }
            match next {
                Some(next) => after = next,
                None => (scope, after) = (scope + 1, After::START),
            }
        }
        for key in touched {
            self.read_one(*key, found, told).await?;
        }
        told.more = scope < scopes.len();
        Ok(Cursor {
            seq: at.seq,
            loading: told.more.then_some((scope, after)),
        })
    }

    /// What changed since.
    async fn since(
        &self,
        seq: i64,
        scopes: &[Scope],
        touched: &BTreeSet<(u8, uuid::Uuid)>,
        found: &mut Found,
        told: &mut Told,
    ) -> Result<Cursor, Error> {
        let (changed, reached, head) = db::read!(self.app.db, |tx| {
            let head = feed::head(tx).await?;
            let mut reached = head.max(seq);
            let mut changed = BTreeSet::new();
            for scope in scopes {
                let mut parts = Vec::new();
                match scope {
                    Scope::Area { from, to, .. } => {
                        parts.push(pull::changed(tx, (*from, *to), (seq, head), PAGE).await?);
                    }
                    Scope::Own(who) => {
                        for area in pull::own_areas(tx, self.incident.id, *who).await? {
                            let own = (area, *who);
                            parts.push(pull::changed_own(tx, own, (seq, head), PAGE).await?);
                        }
                    }
                }
                for (handles, upto) in parts {
                    reached = reached.min(upto);
                    changed.extend(handles.into_iter().map(|one| (one.province, one.id.0)));
                }
            }
            Ok::<_, db::Error>((changed, reached, head))
        })?;
        for key in changed.union(touched) {
            self.read_one(*key, found, told).await?;
        }
        told.more = reached < head;
        Ok(Cursor {
            seq: reached,
            loading: None,
        })
    }

    async fn read_one(
        &self,
        (province, id): (u8, uuid::Uuid),
        found: &mut Found,
        told: &mut Told,
    ) -> Result<(), Error> {
        if found.contains_key(&(province, id)) {
            return Ok(());
        }
        let handle = Handle {
            province,
            id: id.into(),
        };
        let (app, cx) = (self.app, self.cx);
        let read = db::read!(app.db, |tx| {
            let Some(household) = store::find(tx, handle).await? else {
                return Ok(None);
            };
            let Some(ground) = self.reach.ground(app, cx, &household) else {
                return Ok(None);
            };
            let grant = Grant::of_look(household.id.0, ground);
            let known = store::particulars(tx, &app.vault, &household, grant).await?;
            Ok::<_, db::Error>(Some((household, known)))
        })?;
        match read {
            Some((household, known)) => self.give(household, known, found),
            None => told.gone.push(handle),
        }
        Ok(())
    }

    fn give(&self, household: Household, known: Particulars, found: &mut Found) {
        let given = Given::to(self.app, self.cx, household, known);
        let key = (given.household.province, given.household.id.0);
        found.insert(key, given);
    }
}

/// Where a person surveys, and how much a first pull would bring.
#[derive(Debug, Clone, Default)]
pub struct Area {
    /// Subdistricts.
    pub areas: BTreeSet<u32>,
    pub n_households: i64,
    pub n_persons: i64,
}

/// What is told before anything is fetched. Subdistricts the person recorded in before count as theirs.
pub async fn area(app: &App, cx: &Cx, incident: &Incident) -> Result<Area, Error> {
    let Some(account) = cx.account() else {
        return Err(Error::SignInNeeded);
    };
    db::read!(app.db, |tx| {
        let reach = reach::of(tx, cx).await?;
        let mut area = Area::default();
        for scope in reach.scopes(cx) {
            let (households, persons) = pull::count(tx, incident.id, scope).await?;
            area.n_households += households;
            area.n_persons += persons;
            if let Scope::Area { from, to, .. } = scope {
                area.areas
                    .extend((from..=to).filter(|code| is_subdistrict(*code)));
            }
        }
        area.areas
            .extend(pull::own_areas(tx, incident.id, account).await?);
        Ok::<_, Error>(area)
    })
}

fn is_subdistrict(code: u32) -> bool {
    let known = areas::AreaCode::new(code);
    known.is_some_and(|code| {
        code.level() == areas::Level::Subdistrict && areas::register().get(code).is_some()
    })
}
