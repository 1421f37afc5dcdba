//! A decision is undone: two that were made one are as they were, unless somebody worked on since.

use db::Tx;

use super::homes::Homes;
use super::same::{After, Undo, preset_of};
use super::{Met, admin, meet};
use crate::access::Cx;
use crate::alike::handle::Handle;
use crate::alike::model::{Decision, Pair};
use crate::alike::rules::CannotDecide;
use crate::alike::store::{self, moves};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::incidents;
use crate::incidents::preset::Preset;
use crate::survey::actions::change::reading;
use crate::survey::model::{Dose, Household, Person, PersonState};
use crate::survey::store::tasks;
use crate::survey::store::write;
use crate::vaccination::store::guests;

/// The pair waits again, and so do both persons as they were.
pub async fn undo(app: &App, cx: &Cx, handle: Handle) -> Result<Pair, Error> {
    let who = admin(cx)?;
    let all = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let Met {
            mut pair,
            one,
            other,
        } = meet(tx, who, handle).await?;
        match (pair.decision, other) {
            (None, _) => return Err(CannotDecide::NotDecided.into()),
            (Some(Decision::Different), _) => {}
            (Some(Decision::Same), None) => return Err(CannotDecide::AnotherProvince.into()),
            (Some(Decision::Same), Some(other)) => {
                let undoing = Undoing {
                    app,
                    cx,
                    preset: preset_of(&all, &pair)?,
                };
                undoing.part(tx, &pair, one, other).await?;
            }
        }
        store::reopen(tx, &pair, cx.now).await?;
        pair.decision = None;
        pair.decided_at = None;
        pair.kept = None;
        Ok::<_, Error>(pair)
    })
}

struct Undoing<'a> {
    app: &'a App,
    cx: &'a Cx,
    preset: &'static Preset,
}

impl Undoing<'_> {
    async fn part(
        &self,
        tx: &mut Tx,
        pair: &Pair,
        one: Household,
        other: Household,
    ) -> Result<(), Error> {
        let sealed = store::undo(tx, pair.handle()).await?;
        let sealed = sealed.ok_or(CannotDecide::NotDecided)?;
        let undo = Undo::open(&self.app.vault, &sealed)?;
        let keeps_one = pair.kept == Some(pair.one);
        let (kept_id, gone_id) = if keeps_one {
            (pair.one, pair.other)
        } else {
            (pair.other, pair.one)
        };
        let (kept, gone) = if keeps_one {
            (one, other)
        } else {
            (other, one)
        };
        let (app, cx, preset) = (self.app, self.cx, self.preset);
        let mut homes = Homes::open(app, tx, preset, &kept, &gone).await?;
        if After::of(tx, &homes, kept_id, gone_id).await? != undo.after {
            return Err(CannotDecide::Meanwhile.into());
        }
        let province = pair.province;
        let moved = self
            .put_back(tx, province, homes.person(kept_id)?, &undo)
            .await?;
        self.let_live(tx, province, homes.person(gone_id)?, moved)
            .await?;
        moves::forget_conflicts(tx, province, &undo.conflicts_made).await?;
        moves::move_conflicts(tx, &undo.conflicts_moved, gone.handle(), gone_id).await?;
        moves::move_doses(tx, province, &undo.doses, gone_id).await?;
        moves::move_talks(tx, province, &undo.talks, gone_id).await?;
        // What was said since stays said, of whoever was asked to come.
        guests::exchange(tx, province, &undo.exchanged, (kept_id, gone_id)).await?;
        // A talk that was given to somebody else meanwhile stays theirs.
        let is_as_left = tasks::standing(tx, province, kept_id).await? == undo.task_since;
        homes.close(app, tx, cx, preset, "part_person").await?;
        let of_kept = undo.task_of_kept.filter(|_| is_as_left);
        for (person, before) in [(kept_id, of_kept), (gone_id, undo.task_of_gone)] {
            if let Some(before) = before {
                tasks::stand_again(tx, province, person, &before).await?;
            }
        }
        Ok(())
    }

    /// What is told of the one kept, as it was told before. Gives the doses that are not theirs.
    async fn put_back(
        &self,
        tx: &mut Tx,
        province: u8,
        person: &mut Person,
        undo: &Undo,
    ) -> Result<Vec<Dose>, Error> {
        let (today, present) = (clock::day(self.cx.now), Some(&person.facts));
        person.facts = reading::person(self.preset, today, &undo.before, present)?;
        let doses = std::mem::take(&mut person.doses).into_iter();
        let (moved, own) = doses.partition(|dose| undo.doses.contains(&dose.id));
        person.doses = own;
        self.write(tx, province, person).await?;
        Ok(moved)
    }

    /// The other one lives there again.
    async fn let_live(
        &self,
        tx: &mut Tx,
        province: u8,
        person: &mut Person,
        doses: Vec<Dose>,
    ) -> Result<(), Error> {
        person.facts.state = PersonState::Here;
        person.doses.extend(doses);
        person.doses.sort_by_key(|dose| (dose.on, dose.id));
        self.write(tx, province, person).await?;
        Ok(())
    }

    async fn write(&self, tx: &mut Tx, province: u8, person: &Person) -> Result<(), db::Error> {
        let (vault, now) = (&self.app.vault, self.cx.now);
        write::update_person(tx, vault, province, person.id, &person.facts, now).await
    }
}
