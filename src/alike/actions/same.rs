//! Two are one: who is kept gets what they lack, what both told differently is kept at odds, doses, talks and
//! days of vaccination go along, and the other one counts for nothing any more. All at once or not at all.

use db::Tx;
use serde::{Deserialize, Serialize};
use vault::Vault;

use super::homes::Homes;
use super::{Met, admin, meet};
use crate::access::Cx;
use crate::alike::handle::Handle;
use crate::alike::model::{Decision, Keep, Pair};
use crate::alike::rules::{CannotDecide, Joined, join};
use crate::alike::store::{self, moves};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::{ConflictId, DoseId, HouseholdId, PersonId, TalkId, VaccinationSessionId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::actions::open::Open;
use crate::survey::fields::{self, Fields};
use crate::survey::model::{Conflict, Household, Person, PersonState};
use crate::survey::store::tasks::{self, Standing};
use crate::survey::store::{changes, write};
use crate::vaccination::rules::exchanged;
use crate::vaccination::store::guests;

const UNDO: &[u8] = b"person pair";

/// What undoes a merge.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Undo {
    /// What was told of the one kept.
    pub before: Fields,
    pub doses: Vec<DoseId>,
    pub talks: Vec<TalkId>,
    /// At odds by the merge.
    pub conflicts_made: Vec<ConflictId>,
    pub conflicts_moved: Vec<ConflictId>,
    pub task_of_kept: Option<Standing>,
    /// The task of the one kept as the merge left it.
    pub task_since: Option<Standing>,
    pub task_of_gone: Option<Standing>,
    /// Days of vaccination of which both have what was written of the other.
    #[serde(default)]
    pub exchanged: Vec<VaccinationSessionId>,
    pub after: After,
}

impl Undo {
    fn seal(&self, vault: &Vault) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(self)
            .map_err(|err| Error::fault("writing down what undoes a merge", err))?;
        Ok(vault.seal(&plain, UNDO))
    }

    pub fn open(vault: &Vault, sealed: &[u8]) -> Result<Undo, Error> {
        let fault = "reading what undoes a merge";
        let plain = vault.open(sealed, UNDO);
        let plain = plain.map_err(|err| Error::fault(fault, err))?;
        serde_json::from_slice(&plain).map_err(|err| Error::fault(fault, err))
    }
}

/// All that is known of both, as the merge left it: where it differs somebody worked on since, and nothing
/// is undone over their heads.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct After {
    kept: Side,
    gone: Side,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Side {
    household: HouseholdId,
    fields: Fields,
    doses: Vec<DoseId>,
    talks: Vec<TalkId>,
    conflicts: Vec<ConflictId>,
}

impl After {
    pub async fn of(
        tx: &mut Tx,
        homes: &Homes,
        kept: PersonId,
        gone: PersonId,
    ) -> Result<After, Error> {
        Ok(After {
            kept: side(tx, homes.of_kept(), kept).await?,
            gone: side(tx, homes.of_gone(), gone).await?,
        })
    }
}

async fn side(tx: &mut Tx, open: &Open, id: PersonId) -> Result<Side, Error> {
    let person = open.known.person(id).ok_or(CannotDecide::NotThere)?;
    let about = |conflict: &&Conflict| conflict.person == Some(id);
    let conflicts = open.known.conflicts.iter().filter(about);
    let mut conflicts: Vec<ConflictId> = conflicts.map(|conflict| conflict.id).collect();
    let mut doses: Vec<DoseId> = person.doses.iter().map(|dose| dose.id).collect();
    conflicts.sort_unstable();
    doses.sort_unstable();
    Ok(Side {
        household: open.household.id,
        fields: fields::of_person(&person.facts),
        doses,
        talks: moves::talks_of(tx, open.household.province, id).await?,
        conflicts,
    })
}

/// Makes two one. The one recorded last is kept where nobody says which. Done twice it is done once.
pub async fn same(app: &App, cx: &Cx, handle: Handle, keep: Option<Keep>) -> Result<Pair, Error> {
    let who = admin(cx)?;
    let all = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let Met {
            mut pair,
            one,
            other,
        } = meet(tx, who, handle).await?;
        let other = other.ok_or(CannotDecide::AnotherProvince)?;
        let keeps_one = keeps_one(&pair, [&one, &other], keep)?;
        let (kept_id, gone_id) = if keeps_one {
            (pair.one, pair.other)
        } else {
            (pair.other, pair.one)
        };
        match pair.decision {
            Some(Decision::Same) if pair.kept == Some(kept_id) => return Ok(pair),
            Some(_) => return Err(CannotDecide::Decided.into()),
            None => {}
        }
        let (kept, gone) = if keeps_one {
            (one, other)
        } else {
            (other, one)
        };
        let preset = preset_of(&all, &pair)?;
        let merging = Merging {
            app,
            cx,
            preset,
            kept: kept_id,
            gone: gone_id,
        };
        let undo = merging.merge(tx, kept, gone).await?;
        let by = (cx.now, who.account.id);
        let kept = Some((kept_id, undo.seal(&app.vault)?));
        store::decide(tx, &pair, Decision::Same, by, kept).await?;
        pair.decision = Some(Decision::Same);
        pair.decided_at = Some(cx.now);
        pair.kept = Some(kept_id);
        Ok::<_, Error>(pair)
    })
}

/// Whether the first person is kept.
fn keeps_one(
    pair: &Pair,
    [one, other]: [&Household; 2],
    keep: Option<Keep>,
) -> Result<bool, Error> {
    let are_of_two = one.id != other.id;
    match keep {
        None => Ok(super::see::is_later(one, other)),
        Some(Keep::Person(id)) if id == pair.one => Ok(true),
        Some(Keep::Person(id)) if id == pair.other => Ok(false),
        Some(Keep::Household(id)) if id == one.id && are_of_two => Ok(true),
        Some(Keep::Household(id)) if id == other.id && are_of_two => Ok(false),
        Some(_) => {
            let mut problems = web::Problems::default();
            problems.add("keep", "choice-unknown");
            Err(problems.into())
        }
    }
}

pub(super) fn preset_of(all: &[Incident], pair: &Pair) -> Result<&'static Preset, Error> {
    let incident = all.iter().find(|incident| incident.id == pair.incident);
    Ok(incident.ok_or(Error::NotFound)?.preset)
}

struct Merging<'a> {
    app: &'a App,
    cx: &'a Cx,
    preset: &'static Preset,
    kept: PersonId,
    gone: PersonId,
}

impl Merging<'_> {
    async fn merge(&self, tx: &mut Tx, kept: Household, gone: Household) -> Result<Undo, Error> {
        let (app, cx, preset) = (self.app, self.cx, self.preset);
        let (province, kept_id, gone_id) = (kept.province, self.kept, self.gone);
        let mut homes = Homes::open(app, tx, preset, &kept, &gone).await?;
        let before = here(homes.of_kept(), kept_id)?.clone();
        let other = here(homes.of_gone(), gone_id)?.clone();
        let joined = join(preset, &before, &other);
        let about = |conflict: &&Conflict| conflict.person == Some(gone_id);
        let conflicts = homes.of_gone().known.conflicts.iter().filter(about);
        let conflicts_moved: Vec<ConflictId> = conflicts.map(|conflict| conflict.id).collect();
        let doses = joined.dose_ids();
        let talks = moves::talks_of(tx, province, gone_id).await?;
        let task_of_kept = tasks::standing(tx, province, kept_id).await?;
        let task_of_gone = tasks::standing(tx, province, gone_id).await?;
        let conflicts_made = self.keep_at_odds(tx, &kept, &gone, &joined).await?;
        moves::move_conflicts(tx, &conflicts_moved, kept.handle(), kept_id).await?;
        moves::move_doses(tx, province, &doses, kept_id).await?;
        moves::move_talks(tx, province, &talks, kept_id).await?;
        let exchanged = self.exchange_seats(tx, province).await?;
        let (vault, now) = (&app.vault, cx.now);
        let mut away = other.facts;
        away.state = PersonState::Merged;
        write::update_person(tx, vault, province, kept_id, &joined.facts, now).await?;
        write::update_person(tx, vault, province, gone_id, &away, now).await?;
        let person = homes.person(kept_id)?;
        person.facts = joined.facts;
        person.doses.extend(joined.doses);
        person.doses.sort_by_key(|dose| (dose.on, dose.id));
        homes.person(gone_id)?.facts = away;
        homes.close(app, tx, cx, preset, "merge_person").await?;
        // As it stands in the rows, whatever was written there besides.
        let homes = Homes::open(app, tx, preset, &kept, &gone).await?;
        Ok(Undo {
            before: fields::of_person(&before.facts),
            doses,
            talks,
            conflicts_made,
            conflicts_moved,
            task_of_kept,
            task_since: tasks::standing(tx, province, kept_id).await?,
            task_of_gone,
            exchanged,
            after: After::of(tx, &homes, kept_id, gone_id).await?,
        })
    }

    /// Days of vaccination: the one kept has each once, and one to come.
    async fn exchange_seats(
        &self,
        tx: &mut Tx,
        province: u8,
    ) -> Result<Vec<VaccinationSessionId>, db::Error> {
        let kept = guests::seats(tx, province, self.kept).await?;
        let gone = guests::seats(tx, province, self.gone).await?;
        let exchanged = exchanged(&kept, &gone, clock::day(self.cx.now));
        guests::exchange(tx, province, &exchanged, (self.kept, self.gone)).await?;
        Ok(exchanged)
    }

    /// What the other household told differently, as told by whoever recorded it.
    async fn keep_at_odds(
        &self,
        tx: &mut Tx,
        kept: &Household,
        gone: &Household,
        joined: &Joined,
    ) -> Result<Vec<ConflictId>, Error> {
        let stands = fields::of_person(&joined.facts);
        let mut made = Vec::new();
        for (field, told) in &joined.at_odds {
            let conflict = Conflict {
                id: self.app.ids.at(self.cx.now),
                person: Some(self.kept),
                field: (*field).to_owned(),
                was: stands.get(*field).cloned().unwrap_or_default(),
                told: told.clone(),
                ahead: false,
                told_by: gone.recorded_by,
                told_at: self.cx.now,
            };
            let (vault, handle) = (&self.app.vault, kept.handle());
            changes::insert_conflict(tx, vault, handle, &conflict, gone.recorded_at).await?;
            made.push(conflict.id);
        }
        Ok(made)
    }
}

/// Somebody who still lives there.
fn here(open: &Open, id: PersonId) -> Result<&Person, CannotDecide> {
    let person = open.known.person(id).ok_or(CannotDecide::NotThere)?;
    match person.facts.state {
        PersonState::Here => Ok(person),
        _ => Err(CannotDecide::NotThere),
    }
}
