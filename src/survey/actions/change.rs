//! Making a change: claimed by its id, merged field by field, written with its event and the figures it
//! moves, all at once or not at all.

use areas::AreaCode;
use db::Tx;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use web::Problems;

use super::merging::{self, Merging};
use super::{reach, record};
use crate::access::{Cx, Grant, Ground};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::ids::{ConflictId, PersonId};
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::change::{CannotChange, Change, Deed, Take};
use crate::survey::count::Figures;
use crate::survey::fields::{self, Fields};
use crate::survey::form;
use crate::survey::handle::Handle;
use crate::survey::merge::Told;
use crate::survey::model::{Conflict, Dose, Household, MOST_PERSONS, Particulars, Person};
use crate::survey::store::{self, changes, write};
use crate::survey::{merge, rules};

/// A phone's day is believed so far back, and no day ahead: the clocks of cheap phones stand anywhere.
const BELIEVED: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Makes a change; made before, it changes nothing. Gives the households it touched.
pub async fn make(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    change: &Change,
) -> Result<Vec<Handle>, Error> {
    let made = Making {
        app,
        cx,
        incident,
        change,
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
}

/// A household while a change is made to it.
struct Open {
    household: Household,
    known: Particulars,
    /// As counted and placed before.
    before: Figures,
    area_before: AreaCode,
    is_changed: bool,
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
        match &change.deed {
            Deed::Record { .. } => {}
            Deed::Change { now, was } => self.household(tx, &mut open, now, was).await?,
            Deed::AddPerson { person, fields } => {
                self.add_person(tx, &mut open, *person, fields).await?;
            }
            Deed::ChangePerson { person, now, was } => {
                self.person(tx, &mut open, *person, now, was).await?;
            }
            Deed::MovePerson { person, to } => {
                return self.move_person(tx, open, *person, *to).await;
            }
            Deed::Dose {
                person,
                dose,
                fields,
            } => {
                let dose = self.dose(*dose, fields)?;
                self.give(tx, &mut open, *person, dose).await?;
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
        let named = store::find(tx, handle).await?.ok_or(CannotChange::NotThere)?;
        let reach = reach::of(tx, self.cx).await?;
        let mut ground = reach.ground(self.app, self.cx, &named);
        let household = if at == handle {
            named
        } else {
            let other = store::find(tx, at).await?.ok_or(CannotChange::NotThere)?;
            ground = ground.or_else(|| reach.ground(self.app, self.cx, &other));
            other
        };
        let ground = ground.ok_or(CannotChange::NotTheirs)?;
        self.opened(tx, household, ground).await
    }

    async fn opened(
        &self,
        tx: &mut Tx,
        household: Household,
        ground: Ground,
    ) -> Result<Open, Error> {
        let grant = Grant::of_look(household.id.0, ground);
        let known = store::particulars(tx, &self.app.vault, &household, grant).await?;
        Ok(Open {
            before: Figures::of(&household, &known.persons),
            area_before: household.area,
            household,
            known,
            is_changed: false,
        })
    }

    /// Writes the household's own row, its event and the figures, where anything changed at all.
    async fn close(&self, tx: &mut Tx, mut open: Open) -> Result<(), Error> {
        if !open.is_changed {
            return Ok(());
        }
        let household = &mut open.household;
        let facts = &open.known.facts;
        household.area = facts.area;
        household.village.clone_from(&facts.village);
        household.village_code = facts.village_code;
        household.state = facts.state;
        household.n_persons = record::n_here(&open.known.persons);
        household.version += 1;
        household.changed_at = self.cx.now;
        write::update(tx, &self.app.vault, household, facts).await?;
        let event = NewEvent {
            province: household.province,
            name: "household.changed",
            subject: household.id.0,
            area: household.area,
            also: (open.area_before != household.area).then_some(open.area_before),
            payload: json!({ "kind": self.change.deed.kind(), "version": household.version }),
        };
        events::record_in(self.app, tx, self.cx, &event)?;
        let figures = Figures::of(household, &open.known.persons).since(open.before);
        figures.book(tx, household)?;
        Ok(())
    }

    async fn record(
        &self,
        tx: &mut Tx,
        fields: &Fields,
        persons: &[(PersonId, Fields)],
    ) -> Result<Vec<Handle>, Error> {
        let mut problems = Problems::default();
        let mut fields = fields.clone();
        fields::fold_pin(&mut fields, None);
        let typed = fields::typed(&fields);
        let facts = form::household(self.app, self.incident, &typed, &mut problems);
        let mut read = Vec::new();
        let nobody = [(PersonId(uuid::Uuid::nil()), Fields::new())];
        let named = if persons.is_empty() { &nobody } else { persons };
        if named.len() > MOST_PERSONS {
            form::too_many(&mut problems);
        }
        for (number, (id, fields)) in named.iter().enumerate() {
            let prefix = format!("persons.{number}.");
            let typed = merging::prefixed(fields, &prefix);
            let (preset, today) = (self.preset(), self.today());
            if let Some(facts) = form::person(preset, &typed, &prefix, today, None, &mut problems) {
                read.push((number, *id, facts));
            }
        }
        form::tell_twice(
            read.iter().map(|(number, _, facts)| (*number, facts)),
            &mut problems,
        );
        let Some(mut facts) = facts.filter(|_| problems.is_empty()) else {
            return Err(problems.into());
        };
        let day = day_told(self.change.made_at, self.cx.now);
        let persons: Vec<Person> = read
            .into_iter()
            .map(|(_, id, facts)| Person {
                id,
                recorded_on: day,
                facts,
                doses: Vec::new(),
            })
            .collect();
        if facts.contact_phone.is_none() {
            facts.contact_phone = persons.iter().find_map(|person| person.facts.phone.clone());
        }
        let kind = self.incident.preset.kinds.iter().find(|kind| kind.household);
        let kind = kind.ok_or(Error::NotFound)?;
        let handle = self.change.household;
        let (app, cx) = (self.app, self.cx);
        let household = record::born(app, cx, self.incident, &kind.code, handle, &facts, &persons);
        if record::record_in(app, tx, cx, &household, &facts, &persons).await? {
            Ok(vec![handle])
        } else {
            Err(CannotChange::RecordedBefore.into())
        }
    }

    async fn household(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        now: &Fields,
        was: &Fields,
    ) -> Result<(), Error> {
        let present = fields::of_household(&open.known.facts);
        let told = merging::told(&fields::OF_HOUSEHOLD, &present, now, was, self.today())?;
        let read = |fields: &Fields| {
            let mut problems = Problems::default();
            let typed = fields::typed(fields);
            let facts = form::household(self.app, self.incident, &typed, &mut problems);
            facts.filter(|_| problems.is_empty()).ok_or(problems)
        };
        let merged = Merging::of(&present, told, read)?;
        if let Some(facts) = merged.facts {
            open.known.facts = facts;
            open.is_changed = true;
        }
        self.keep_at_odds(tx, open, None, &merged.at_odds).await?;
        self.settle(tx, open, None, &merged.taken).await
    }

    async fn person(
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
        let read = |fields: &Fields| {
            let mut problems = Problems::default();
            let typed = fields::typed(fields);
            let (preset, today) = (self.preset(), self.today());
            let facts = form::person(preset, &typed, "", today, Some(&before), &mut problems);
            facts.filter(|_| problems.is_empty()).ok_or(problems)
        };
        let merged = Merging::of(&present, told, read)?;
        if let Some(facts) = merged.facts {
            let (vault, province) = (&self.app.vault, open.household.province);
            write::update_person(tx, vault, province, id, &facts, self.cx.now).await?;
            open.known.persons[place].facts = facts;
            open.is_changed = true;
        }
        self.keep_at_odds(tx, open, Some(id), &merged.at_odds).await?;
        self.settle(tx, open, Some(id), &merged.taken).await
    }

    async fn add_person(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        fields: &Fields,
    ) -> Result<(), Error> {
        let mut problems = Problems::default();
        let (preset, today) = (self.preset(), self.today());
        let typed = fields::typed(fields);
        let facts = form::person(preset, &typed, "", today, None, &mut problems);
        if open.known.persons.len() >= MOST_PERSONS {
            form::too_many(&mut problems);
        }
        if let Some(facts) = &facts
            && open.known.persons.iter().any(|one| rules::is_same(&one.facts, facts))
        {
            problems.add("name", "survey-person-twice");
        }
        let Some(facts) = facts.filter(|_| problems.is_empty()) else {
            return Err(problems.into());
        };
        let person = Person {
            id,
            recorded_on: day_told(self.change.made_at, self.cx.now),
            facts,
            doses: Vec::new(),
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
    async fn move_person(
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
            self.keep_at_odds(tx, &mut open, Some(id), &merged.at_odds).await?;
            self.close(tx, open).await?;
            return Ok(vec![from]);
        }
        self.move_to(tx, open, id, to).await
    }

    async fn move_to(
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

    /// Another household, of this person's reach as well.
    async fn open_at(&self, tx: &mut Tx, handle: Handle) -> Result<Open, Error> {
        let household = store::find(tx, handle).await?.ok_or(CannotChange::NotThere)?;
        let reach = reach::of(tx, self.cx).await?;
        let ground = reach.ground(self.app, self.cx, &household);
        let ground = ground.ok_or(CannotChange::NotTheirs)?;
        self.opened(tx, household, ground).await
    }

    fn dose(&self, id: crate::ids::DoseId, fields: &Fields) -> Result<Dose, Error> {
        let mut problems = Problems::default();
        let typed = fields::typed(fields);
        let brand = typed.value("brand").trim().to_owned();
        if brand.is_empty() {
            problems.add("brand", "survey-dose-brand-missing");
        } else if !self.preset().vaccines.has(&brand) {
            problems.add("brand", "choice-unknown");
        }
        let on = form::person::day(&typed, "on", self.today(), &mut problems).flatten();
        if on.is_none() {
            problems.add("on", "survey-dose-day-missing");
        }
        let place = crate::accounts::form::words(&typed, "place", 200, &mut problems);
        match on {
            Some(on) if problems.is_empty() => Ok(Dose {
                id,
                brand,
                on,
                place,
            }),
            _ => Err(problems.into()),
        }
    }

    /// Writes a dose down, and brings the person's history up to what is known now.
    async fn give(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: PersonId,
        dose: Dose,
    ) -> Result<(), Error> {
        let place = place_of(open, id)?;
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

    /// Somebody decided for one of two values. Decided before, it stays as it was decided. Gives who moves
    /// where, if that was what was decided.
    async fn solve(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        id: ConflictId,
        take: Take,
    ) -> Result<Option<(PersonId, Handle)>, Error> {
        let Some(conflict) = open.known.conflicts.iter().find(|one| one.id == id).cloned() else {
            return Ok(None);
        };
        let (now, by, province) = (self.cx.now, self.cx.account(), open.household.province);
        changes::solve(tx, province, id, now, by, take.code()).await?;
        open.known.conflicts.retain(|one| one.id != id);
        open.is_changed = true;
        if take == Take::Kept {
            return Ok(None);
        }
        match (conflict.person, conflict.told.parse()) {
            (Some(person), Ok(to)) if conflict.field == "household" => Ok(Some((person, to))),
            _ => self.take(tx, open, &conflict).await.map(|()| None),
        }
    }

    /// Makes what was told stand, over whatever stands there.
    async fn take(&self, tx: &mut Tx, open: &mut Open, conflict: &Conflict) -> Result<(), Error> {
        let present = match conflict.person {
            None => fields::of_household(&open.known.facts),
            Some(person) => fields::of_person(&open.known.persons[place_of(open, person)?].facts),
        };
        let stands = present.get(&conflict.field).cloned().unwrap_or_default();
        let one = |text: &str| Fields::from([(conflict.field.clone(), text.to_owned())]);
        let (now, was) = (one(&conflict.told), one(&stands));
        match conflict.person {
            None => Box::pin(self.household(tx, open, &now, &was)).await,
            Some(person) => Box::pin(self.person(tx, open, person, &now, &was)).await,
        }
    }

    async fn keep_at_odds(
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
    async fn settle(
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
                    return self.take(tx, open, &conflict).await;
                }
            }
        }
        Ok(())
    }
}

fn place_of(open: &Open, person: PersonId) -> Result<usize, CannotChange> {
    let mut persons = open.known.persons.iter();
    persons
        .position(|one| one.id == person)
        .ok_or(CannotChange::NoSuchPerson)
}
