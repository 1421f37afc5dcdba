//! Two are one: who is kept gets what they lack, what both told differently is kept at odds, doses, talks and
//! days of vaccination go along, and the other one counts for nothing any more. All at once or not at all.

use db::Tx;
use serde::{Deserialize, Serialize};
use vault::Vault;

use super::{Met, admin, meet};
use crate::access::{Cx, Ground};
use crate::alike::handle::Handle;
use crate::alike::model::{Decision, Pair};
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
        (kept, is_kept): (&Open, PersonId),
        (gone, is_gone): (&Open, PersonId),
    ) -> Result<After, Error> {
        Ok(After {
            kept: side(tx, kept, is_kept).await?,
            gone: side(tx, gone, is_gone).await?,
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

/// Makes two one. `keep` is the household whose person is kept, the one recorded last when left out. Done
/// twice it is done once.
pub async fn same(
    app: &App,
    cx: &Cx,
    handle: Handle,
    keep: Option<HouseholdId>,
) -> Result<Pair, Error> {
    let who = admin(cx)?;
    let all = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let Met {
            mut pair,
            one,
            other,
        } = meet(tx, who, handle).await?;
        let other = other.ok_or(CannotDecide::AnotherProvince)?;
        let keeps_one = keeps_one(&one, &other, keep)?;
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
        if one.id == other.id {
            return Err(CannotDecide::NotThere.into());
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

/// Whether the person of the first household is kept.
fn keeps_one(one: &Household, other: &Household, keep: Option<HouseholdId>) -> Result<bool, Error> {
    match keep {
        None => Ok(super::see::is_later(one, other)),
        Some(id) if id == one.id => Ok(true),
        Some(id) if id == other.id => Ok(false),
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
    async fn open(&self, tx: &mut Tx, household: Household) -> Result<Open, db::Error> {
        Open::of(self.app, tx, self.preset, household, Ground::AreaAdmin).await
    }

    async fn merge(&self, tx: &mut Tx, kept: Household, gone: Household) -> Result<Undo, Error> {
        let province = kept.province;
        let (kept_at, gone_at) = (kept.clone(), gone.clone());
        let mut kept = self.open(tx, kept).await?;
        let mut gone = self.open(tx, gone).await?;
        let before = here(&kept, self.kept)?.clone();
        let other = here(&gone, self.gone)?.clone();
        let joined = join(self.preset, &before, &other);
        let about = |conflict: &&Conflict| conflict.person == Some(self.gone);
        let conflicts = gone.known.conflicts.iter().filter(about);
        let conflicts_moved: Vec<ConflictId> = conflicts.map(|conflict| conflict.id).collect();
        let (doses, talks) = (
            joined.dose_ids(),
            moves::talks_of(tx, province, self.gone).await?,
        );
        let task_of_kept = tasks::standing(tx, province, self.kept).await?;
        let task_of_gone = tasks::standing(tx, province, self.gone).await?;
        let conflicts_made = self.keep_at_odds(tx, &kept, &gone_at, &joined).await?;
        moves::move_conflicts(tx, &conflicts_moved, kept_at.handle(), self.kept).await?;
        moves::move_doses(tx, province, &doses, self.kept).await?;
        moves::move_talks(tx, province, &talks, self.kept).await?;
        let seats_of_kept = guests::seats(tx, province, self.kept).await?;
        let seats_of_gone = guests::seats(tx, province, self.gone).await?;
        let today = clock::day(self.cx.now);
        let exchanged = exchanged(&seats_of_kept, &seats_of_gone, today);
        guests::exchange(tx, province, &exchanged, (self.kept, self.gone)).await?;
        let (vault, now) = (&self.app.vault, self.cx.now);
        write::update_person(tx, vault, province, self.kept, &joined.facts, now).await?;
        let mut away = other.facts;
        away.state = PersonState::Merged;
        write::update_person(tx, vault, province, self.gone, &away, now).await?;
        for person in &mut kept.known.persons {
            if person.id == self.kept {
                person.facts = joined.facts.clone();
                person.doses.extend(joined.doses.iter().cloned());
                person.doses.sort_by_key(|dose| (dose.on, dose.id));
            }
        }
        for person in &mut gone.known.persons {
            if person.id == self.gone {
                person.facts = away.clone();
            }
        }
        (kept.is_changed, gone.is_changed) = (true, true);
        kept.close(self.app, tx, self.cx, self.preset, "merge_person")
            .await?;
        gone.close(self.app, tx, self.cx, self.preset, "merge_person")
            .await?;
        // As it stands in the rows, whatever was written there besides.
        let kept = self.open(tx, kept_at).await?;
        let gone = self.open(tx, gone_at).await?;
        Ok(Undo {
            before: fields::of_person(&before.facts),
            doses,
            talks,
            conflicts_made,
            conflicts_moved,
            task_of_kept,
            task_since: tasks::standing(tx, province, self.kept).await?,
            task_of_gone,
            exchanged,
            after: After::of(tx, (&kept, self.kept), (&gone, self.gone)).await?,
        })
    }

    /// What the other household told differently, as told by whoever recorded it.
    async fn keep_at_odds(
        &self,
        tx: &mut Tx,
        kept: &Open,
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
            let (vault, handle) = (&self.app.vault, kept.household.handle());
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
