//! What is told of the household itself, and values at odds: kept beside each other until a person decides,
//! or until what a phone had seen turns up.

use db::Tx;

use super::merging::{self, Merging};
use super::{Making, Open, place_of, reading};
use crate::error::Error;
use crate::ids::{ConflictId, PersonId};
use crate::survey::deed::Take;
use crate::survey::fields::{self, Fields};
use crate::survey::handle::Handle;
use crate::survey::merge::Told;
use crate::survey::model::Conflict;
use crate::survey::store::changes;

impl Making<'_> {
    pub(super) async fn household(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        now: &Fields,
        was: &Fields,
    ) -> Result<(), Error> {
        let present = fields::of_household(&open.known.facts);
        let told = merging::told(&fields::OF_HOUSEHOLD, &present, now, was, self.today())?;
        let read = |fields: &Fields| reading::household(self.app, self.incident, fields);
        let merged = Merging::of(&present, told, read)?;
        if let Some(facts) = merged.facts {
            open.known.facts = facts;
            open.is_changed = true;
        }
        self.keep_at_odds(tx, open, None, &merged.at_odds).await?;
        self.settle(tx, open, None, &merged.taken).await
    }

    /// Somebody decided for one of two values. Decided before, it stays as it was decided. Gives who moves
    /// where, if that was what was decided.
    pub(super) async fn solve(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: ConflictId,
        take: Take,
    ) -> Result<Option<(PersonId, Handle)>, Error> {
        let Some(conflict) = open
            .known
            .conflicts
            .iter()
            .find(|one| one.id == id)
            .cloned()
        else {
            return Ok(None);
        };
        let (now, by, province) = (self.cx.now, self.cx.account(), open.household.province);
        let group = fields::told_together(&conflict.field);
        let belongs = |one: &Conflict| {
            let told = |of: &Conflict| (of.person, of.told_by, of.told_at);
            one.id == id || (group.contains(&one.field.as_str()) && told(one) == told(&conflict))
        };
        let conflicts = std::mem::take(&mut open.known.conflicts).into_iter();
        let (solved, left) = conflicts.partition(belongs);
        open.known.conflicts = left;
        let solved: Vec<Conflict> = solved;
        for one in &solved {
            changes::solve(tx, province, one.id, now, by, take.code()).await?;
        }
        open.is_changed = true;
        if take == Take::Kept {
            return Ok(None);
        }
        match (conflict.person, conflict.told.parse()) {
            (Some(person), Ok(to)) if conflict.field == "household" => Ok(Some((person, to))),
            _ => self
                .take(tx, open, conflict.person, &solved)
                .await
                .map(|()| None),
        }
    }

    /// Makes what was told of somebody stand, over whatever stands there.
    async fn take(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        person: Option<PersonId>,
        conflicts: &[Conflict],
    ) -> Result<(), Error> {
        let present = match person {
            None => fields::of_household(&open.known.facts),
            Some(person) => fields::of_person(&open.known.persons[place_of(open, person)?].facts),
        };
        let stands = |field: &str| present.get(field).cloned().unwrap_or_default();
        let told = conflicts.iter();
        let now: Fields = told
            .map(|one| (one.field.clone(), one.told.clone()))
            .collect();
        let was: Fields = now
            .keys()
            .map(|field| (field.clone(), stands(field)))
            .collect();
        match person {
            None => Box::pin(self.household(tx, open, &now, &was)).await,
            Some(person) => Box::pin(self.person(tx, open, person, &now, &was)).await,
        }
    }

    pub(super) async fn keep_at_odds(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        person: Option<PersonId>,
        at_odds: &[Told],
    ) -> Result<(), Error> {
        for told in at_odds {
            let conflict = Conflict {
                id: self.app.ids.at(self.cx.now),
                person,
                field: told.field.clone(),
                was: told.was.clone(),
                told: told.now.clone(),
                ahead: self.change.base > open.household.version,
                told_by: self.cx.account(),
                told_at: self.cx.now,
            };
            let (vault, handle) = (&self.app.vault, open.household.handle());
            changes::insert_conflict(tx, vault, handle, &conflict, self.change.made_at).await?;
            open.known.conflicts.push(conflict);
            open.is_changed = true;
        }
        Ok(())
    }

    /// Conflicts that a change has settled by itself: the field says now what was told, or what a phone
    /// ahead of us had seen when it went on.
    pub(super) async fn settle(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        person: Option<PersonId>,
        taken: &[Told],
    ) -> Result<(), Error> {
        let (now, by, province) = (self.cx.now, self.cx.account(), open.household.province);
        for told in taken {
            let about = |one: &&Conflict| one.person == person && one.field == told.field;
            let conflicts: Vec<Conflict> =
                open.known.conflicts.iter().filter(about).cloned().collect();
            for conflict in conflicts {
                let goes_on = conflict.ahead && conflict.was == told.now;
                if !goes_on && conflict.told != told.now {
                    continue;
                }
                changes::solve(tx, province, conflict.id, now, by, Take::Told.code()).await?;
                open.known.conflicts.retain(|one| one.id != conflict.id);
                if goes_on {
                    let conflicts = std::slice::from_ref(&conflict);
                    return self.take(tx, open, person, conflicts).await;
                }
            }
        }
        Ok(())
    }
}
