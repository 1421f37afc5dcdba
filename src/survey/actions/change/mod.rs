//! Making a change: claimed by its id, merged field by field, written with its event and the figures it
//! moves, all at once or not at all.

mod merging;
mod odds;
mod persons;
pub mod reading;
mod revising;

use db::Tx;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::open::Open;
use super::{reach, record};
use crate::access::{Cx, Ground};
use crate::alike;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::PersonId;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::deed::{CannotChange, Change, Deed};
use crate::survey::fields::{self, Fields};
use crate::survey::handle::Handle;
use crate::survey::model::{Household, Person, PersonState};
use crate::survey::store::{self, changes, write};

/// A phone's day is believed so far back, and no day ahead: the clocks of cheap phones stand anywhere.
const BELIEVED: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Makes a change; made before, it changes nothing. Gives the households it touched.
pub async fn make(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    change: &Change,
) -> Result<Vec<Handle>, Error> {
    make_on(app, cx, incident, change, None).await
}

/// As [`make`], on a ground that the caller found and answers for.
pub async fn make_on(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    change: &Change,
    vouched: Option<Ground>,
) -> Result<Vec<Handle>, Error> {
    let made = Making {
        app,
        cx,
        incident,
        change,
        vouched,
    };
    db::write!(app.db, |tx| made.make_in(tx).await)
}

/// The day a fact counts for: the phone's, where that can be.
fn day_told(made_at: Timestamp, now: Timestamp) -> Date {
    let back = now.duration_since(made_at);
    let is_believed = !back.is_negative() && back <= BELIEVED;
    clock::day(if is_believed { made_at } else { now })
}

struct Making<'a> {
    app: &'a App,
    cx: &'a Cx,
    incident: &'a Incident,
    change: &'a Change,
    /// Why the actor may change this household though they reach it by nothing of their own.
    vouched: Option<Ground>,
}

impl Making<'_> {
    fn preset(&self) -> &'static Preset {
        self.incident.preset
    }

    fn today(&self) -> Date {
        clock::day(self.cx.now)
    }

    async fn make_in(&self, tx: &mut Tx) -> Result<Vec<Handle>, Error> {
        let change = self.change;
        let new = changes::NewChange {
            id: change.id,
            household: change.household,
            person: change.deed.person(),
            kind: change.deed.kind(),
            fields: change.deed.names(),
            account: self.cx.account(),
            fingerprint: &change.fingerprint,
            made_at: change.made_at,
            at: self.cx.now,
        };
        match changes::claim(tx, &new).await? {
            changes::Claim::Ours => {}
            changes::Claim::MadeBefore => return Ok(vec![change.household]),
            changes::Claim::Another => return Err(CannotChange::UsedForAnother.into()),
        }
        if let Deed::Record { fields, persons } = &change.deed {
            return self.record(tx, fields, persons).await;
        }
        let mut open = self.open(tx, change.household).await?;
        let kept = self.goes_on_with_kept(tx, &mut open).await?;
        let whom = |person: &PersonId| kept.unwrap_or(*person);
        match &change.deed {
            Deed::Record { .. } => {}
            Deed::Change { now, was } => self.household(tx, &mut open, now, was).await?,
            Deed::AddPerson { person, fields } => {
                self.add_person(tx, &mut open, *person, fields).await?;
            }
            Deed::ChangePerson { person, now, was } => {
                self.person(tx, &mut open, whom(person), now, was).await?;
            }
            Deed::MovePerson { person, to } => {
                return self.move_person(tx, open, whom(person), *to).await;
            }
            Deed::Dose {
                person,
                dose,
                fields,
            } => {
                let is_kept = kept.is_some();
                self.give(tx, &mut open, whom(person), (*dose, fields), is_kept)
                    .await?;
            }
            Deed::Talk { person, now, was } => {
                self.talk(tx, &mut open, whom(person), now, was).await?;
            }
            Deed::Revise { fields, persons } => {
                self.revise(tx, &mut open, fields, persons).await?;
            }
            Deed::Solve { conflict, take } => {
                let moves = self.solve(tx, &mut open, *conflict, *take).await?;
                if let Some((person, to)) = moves {
                    return self.move_to(tx, open, person, to).await;
                }
            }
        }
        let handle = open.household.handle();
        self.close(tx, open).await?;
        Ok(vec![handle])
    }

    /// Finds the household, or where the person now lives who was known to live there.
    async fn open(&self, tx: &mut Tx, handle: Handle) -> Result<Open, Error> {
        let mut at = handle;
        let adds = matches!(self.change.deed, Deed::AddPerson { .. });
        if let Some(person) = self.change.deed.person()
            && !adds
            && let Some(lives) = write::household_of(tx, handle.province, person).await?
        {
            at.id = lives;
        }
        let named = store::find(tx, handle)
            .await?
            .ok_or(CannotChange::NotThere)?;
        let reach = reach::of(tx, self.cx).await?;
        let mut ground = reach.ground(self.app, self.cx, &named);
        let household = if at == handle {
            named
        } else {
            let other = store::find(tx, at).await?.ok_or(CannotChange::NotThere)?;
            ground = ground.or_else(|| reach.ground(self.app, self.cx, &other));
            other
        };
        let ground = ground.or(self.vouched).ok_or(CannotChange::NotTheirs)?;
        self.opened(tx, household, ground).await
    }

    /// What is told of somebody who was made one with another counts for the one who was kept: then that
    /// one's household is opened instead. Nothing where the deed's person, if any, stands for themselves.
    async fn goes_on_with_kept(
        &self,
        tx: &mut Tx,
        open: &mut Open,
    ) -> Result<Option<PersonId>, Error> {
        let told = self.change.deed.person();
        let known = told.and_then(|person| open.known.person(person));
        let Some(person) = known.filter(|one| one.facts.state == PersonState::Merged) else {
            return Ok(None);
        };
        // Where somebody lives is what the merge was about; the form says the same of it.
        if let Deed::ChangePerson { now, .. } = &self.change.deed
            && now.contains_key("state")
        {
            let mut problems = web::Problems::default();
            problems.add("state", "survey-merged-stays");
            return Err(problems.into());
        }
        let province = open.household.province;
        let kept = alike::store::kept(tx, province, person.id).await?;
        let lives = write::household_of(tx, province, kept).await?;
        let id = lives.ok_or(CannotChange::NoSuchPerson)?;
        let household = store::find(tx, Handle { province, id }).await?;
        let household = household.ok_or(CannotChange::NotThere)?;
        *open = self.opened(tx, household, open.ground).await?;
        Ok(Some(kept))
    }

    async fn opened(
        &self,
        tx: &mut Tx,
        household: Household,
        ground: Ground,
    ) -> Result<Open, Error> {
        Ok(Open::of(self.app, tx, self.preset(), household, ground).await?)
    }

    async fn close(&self, tx: &mut Tx, open: Open) -> Result<(), Error> {
        let kind = self.change.deed.kind();
        open.close(self.app, tx, self.cx, self.preset(), kind).await
    }

    /// Another household, of this person's reach as well.
    async fn open_at(&self, tx: &mut Tx, handle: Handle) -> Result<Open, Error> {
        let household = store::find(tx, handle)
            .await?
            .ok_or(CannotChange::NotThere)?;
        let reach = reach::of(tx, self.cx).await?;
        let ground = reach.ground(self.app, self.cx, &household);
        let ground = ground.ok_or(CannotChange::NotTheirs)?;
        self.opened(tx, household, ground).await
    }

    async fn record(
        &self,
        tx: &mut Tx,
        fields: &Fields,
        persons: &[(PersonId, Fields)],
    ) -> Result<Vec<Handle>, Error> {
        let mut fields = fields.clone();
        fields::fold_pin(&mut fields, None);
        let (app, incident) = (self.app, self.incident);
        let (mut facts, read) = reading::record(app, incident, self.today(), &fields, persons)?;
        let day = day_told(self.change.made_at, self.cx.now);
        let persons: Vec<Person> = read
            .into_iter()
            .map(|(id, facts)| Person {
                id,
                recorded_on: day,
                facts,
                doses: Vec::new(),
                next_talk_on: None,
            })
            .collect();
        if facts.contact_phone.is_none() {
            facts.contact_phone = persons.iter().find_map(|person| person.facts.phone.clone());
        }
        let kind = self
            .incident
            .preset
            .kinds
            .iter()
            .find(|kind| kind.household);
        let kind = kind.ok_or(Error::NotFound)?;
        let handle = self.change.household;
        let cx = self.cx;
        let household = record::born(app, cx, incident, &kind.code, handle, &facts, &persons);
        let told = (&facts, persons.as_slice());
        if record::record_in(app, tx, cx, self.preset(), &household, told).await? {
            Ok(vec![handle])
        } else {
            Err(CannotChange::RecordedBefore.into())
        }
    }
}

fn place_of(open: &Open, person: PersonId) -> Result<usize, CannotChange> {
    let mut persons = open.known.persons.iter();
    persons
        .position(|one| one.id == person)
        .ok_or(CannotChange::NoSuchPerson)
}
