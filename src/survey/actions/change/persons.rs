//! What is told of persons: changed, added, sent to another household, vaccinated.

use db::Tx;
use web::Problems;

use super::merging::{self, Merging};
use super::{Making, Open, day_told, place_of, reading};
use crate::error::Error;
use crate::ids::{DoseId, PersonId, TalkId};
use crate::survey::deed::CannotChange;
use crate::survey::fields::{self, Fields};
use crate::survey::handle::Handle;
use crate::survey::merge::{self, Told};
use crate::survey::model::{MOST_PERSONS, Person};
use crate::survey::rules;
use crate::survey::store::tasks::{self, Talk};
use crate::survey::store::{changes, write};
use crate::survey::tasks::talk_again;

impl Making<'_> {
    pub(super) async fn person(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        now: &Fields,
        was: &Fields,
    ) -> Result<(), Error> {
        let place = place_of(open, id)?;
        let before = open.known.persons[place].facts.clone();
        let present = fields::of_person(&before);
        let mut told = merging::told(&fields::OF_PERSON, &present, now, was, self.today())?;
        merging::know_the_paper(&mut told, &before);
        let (preset, today) = (self.preset(), self.today());
        let read = |fields: &Fields| reading::person(preset, today, fields, Some(&before));
        let merged = Merging::of(&present, told, read)?;
        if let Some(facts) = merged.facts {
            let (vault, province) = (&self.app.vault, open.household.province);
            write::update_person(tx, vault, province, id, &facts, self.cx.now).await?;
            open.known.persons[place].facts = facts;
            open.is_changed = true;
        }
        self.keep_at_odds(tx, open, Some(id), &merged.at_odds)
            .await?;
        self.settle(tx, open, Some(id), &merged.taken).await
    }

    pub(super) async fn add_person(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        fields: &Fields,
    ) -> Result<(), Error> {
        if open.known.persons.len() >= MOST_PERSONS {
            return Err(reading::too_many().into());
        }
        let facts = reading::person(self.preset(), self.today(), fields, None)?;
        if open
            .known
            .persons
            .iter()
            .any(|one| rules::is_same(&one.facts, &facts))
        {
            let mut problems = Problems::default();
            problems.add("name", "survey-person-twice");
            return Err(problems.into());
        }
        let person = Person {
            id,
            recorded_on: day_told(self.change.made_at, self.cx.now),
            facts,
            doses: Vec::new(),
            next_talk_on: None,
        };
        let (handle, place) = (open.household.handle(), open.known.persons.len());
        let vault = &self.app.vault;
        if !write::insert_person(tx, vault, handle, place, &person, self.cx.now).await? {
            return Err(CannotChange::UsedForAnother.into());
        }
        open.known.persons.push(person);
        open.is_changed = true;
        Ok(())
    }

    /// A person goes to another household. Two phones that sent them to different ones are at odds.
    pub(super) async fn move_person(
        &self,
        tx: &mut Tx,
        mut open: Open,
        id: PersonId,
        to: Handle,
    ) -> Result<Vec<Handle>, Error> {
        let from = open.household.handle();
        if to.province != from.province {
            return Err(CannotChange::AnotherProvince.into());
        }
        place_of(&open, id)?;
        let told = Told {
            field: "household".to_owned(),
            was: self.change.household.to_string(),
            now: to.to_string(),
        };
        let present = Fields::from([("household".to_owned(), from.to_string())]);
        let merged = merge::merge(&present, [told]);
        if merged.taken.is_empty() {
            self.keep_at_odds(tx, &mut open, Some(id), &merged.at_odds)
                .await?;
            self.close(tx, open).await?;
            return Ok(vec![from]);
        }
        self.move_to(tx, open, id, to).await
    }

    pub(super) async fn move_to(
        &self,
        tx: &mut Tx,
        mut open: Open,
        id: PersonId,
        to: Handle,
    ) -> Result<Vec<Handle>, Error> {
        let from = open.household.handle();
        let place = place_of(&open, id)?;
        let mut target = self.open_at(tx, to).await?;
        let person = open.known.persons.remove(place);
        write::move_person(tx, to, id, target.known.persons.len(), self.cx.now).await?;
        changes::move_conflicts(tx, id, to).await?;
        target.known.persons.push(person);
        (open.is_changed, target.is_changed) = (true, true);
        self.close(tx, open).await?;
        self.close(tx, target).await?;
        Ok(vec![from, to])
    }

    /// Writes a dose down, and brings the person's history up to what is known now. `is_kept`: it was told of
    /// somebody made one with this person, of whom it may be written down already.
    pub(super) async fn give(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        (dose, fields): (DoseId, &Fields),
        is_kept: bool,
    ) -> Result<(), Error> {
        let dose = reading::dose(self.preset(), self.today(), dose, fields)?;
        let place = place_of(open, id)?;
        let mut doses = open.known.persons[place].doses.iter();
        if is_kept && doses.any(|one| rules::is_same_dose(one, &dose)) {
            return Ok(());
        }
        let (province, by) = (open.household.province, self.cx.account());
        if !changes::insert_dose(tx, province, id, &dose, by, self.cx.now).await? {
            return Err(CannotChange::UsedForAnother.into());
        }
        let preset = self.preset();
        let person = &mut open.known.persons[place];
        person.doses.push(dose);
        if rules::learn_doses(preset, &mut person.facts, person.doses.len()) {
            let (vault, facts) = (&self.app.vault, &person.facts);
            write::update_person(tx, vault, province, id, facts, self.cx.now).await?;
        }
        open.is_changed = true;
        Ok(())
    }

    /// Writes down a talk, with what the person wishes now, and when they are talked with next.
    pub(super) async fn talk(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        now: &Fields,
        was: &Fields,
    ) -> Result<(), Error> {
        place_of(open, id)?;
        let mut now = now.clone();
        let next_on = reading::next_on(self.today(), now.remove("next_on"))?;
        let talk = Talk {
            id: TalkId(self.change.id.0),
            by: self.cx.account(),
            wish: now.get("wish").cloned().unwrap_or_default(),
            words: reading::talk_words(now.get("reason_words"))?,
            next_on,
            made_at: self.change.made_at,
        };
        let (province, at) = (open.household.province, self.cx.now);
        tasks::insert_talk(tx, province, id, &talk, at).await?;
        open.is_changed = true;
        if talk.wish.is_empty() {
            now.clear();
        }
        self.person(tx, open, id, &now, was).await?;
        // This talk is over: the next one is on the day agreed, or in a week.
        open.next_talk = Some((id, next_on.unwrap_or_else(|| talk_again(self.today()))));
        Ok(())
    }
}
