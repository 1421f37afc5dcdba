//! A household that was taken out of here and comes back on a sheet.

use db::Tx;
use jiff::Timestamp;
use uuid::Uuid;
use web::Problems;

use super::{Plan, Planning, amiss_of, noon, shown};
use crate::access::{Grant, Ground};
use crate::household_sheets::columns::{self, Column};
use crate::household_sheets::read::{Amiss, PersonTold, Told, placed};
use crate::household_sheets::rows::Row;
use crate::ids::{ChangeId, PersonId};
use crate::survey::actions::change::reading;
use crate::survey::actions::looks::Given;
use crate::survey::deed::{Change, Deed};
use crate::survey::fields::{self, Fields};
use crate::survey::handle::Handle;
use crate::survey::model::{Household, Particulars};
use crate::survey::store::{self, changes};

impl Planning<'_> {
    /// A household that was taken out of here and comes back: what differs is changed, as long as nobody
    /// changed it meanwhile.
    pub(super) async fn of_known(
        &self,
        tx: &mut Tx,
        n: u32,
        rows: &[Row<'_>],
        told: Told,
        address: &str,
    ) -> Result<Plan, db::Error> {
        let mut plan = Plan {
            amiss: told.amiss.clone(),
            ..Plan::default()
        };
        let found = match address.parse::<Handle>() {
            Ok(handle) => store::find(tx, handle).await?,
            Err(_) => None,
        };
        let ground = found
            .as_ref()
            .and_then(|one| self.bringer.reach.ground(self.app, self.cx, one));
        let Some((household, ground)) = found.zip(ground) else {
            plan.add([amiss_of(rows, columns::HOUSEHOLD, "sheet-not-there")]);
            return Ok(plan);
        };
        let known = self.look(tx, &household, ground).await?;
        let handle = household.handle();
        let version = rows.iter().map(|row| row.cell(columns::VERSION));
        let version: Option<i64> = version
            .filter(|cell| !cell.is_empty())
            .find_map(|cell| i18n::fold_digits(cell).parse().ok());
        let base = household.version;
        let at = (base, noon(told.on, self.cx.now));
        plan.handle = Some(handle);
        if let Some(change) = self.of_household(n, rows, &told, &known, (handle, at), &mut plan) {
            plan.changes.push(change);
        }
        for (row, person) in rows.iter().zip(&told.persons) {
            self.of_person(n, row, person, &known, (handle, at), &mut plan);
        }
        let is_meanwhile = version != Some(base) && !plan.changes.is_empty();
        if is_meanwhile && !self.is_begun(tx, n, handle, &plan).await? {
            plan.add([amiss_of(rows, columns::HOUSEHOLD, "sheet-meanwhile")]);
        }
        plan.known = Some(Given::to(self.app, self.cx, household, known));
        if !plan.amiss.is_empty() {
            plan.changes.clear();
        }
        Ok(plan)
    }

    async fn look(
        &self,
        tx: &mut Tx,
        household: &Household,
        ground: Ground,
    ) -> Result<Particulars, db::Error> {
        // Whoever tries or records a sheet writes the look down before anything is shown of it.
        let grant = Grant::of_look(household.id.0, ground);
        store::particulars(tx, &self.app.vault, household, grant).await
    }

    /// Whether recording this household was begun and cut off: then its version is one of our own making.
    async fn is_begun(
        &self,
        tx: &mut Tx,
        n: u32,
        handle: Handle,
        plan: &Plan,
    ) -> Result<bool, db::Error> {
        if self.sheet.round < 2 || plan.changes.is_empty() {
            return Ok(false);
        }
        let ids = std::iter::once(self.id(n, "change"));
        let persons = plan.changes.iter().filter_map(|one| one.deed.person());
        let ids = ids.chain(persons.map(|person| self.id(n, &format!("change {person}"))));
        for id in ids {
            if changes::is_made(tx, handle.province, ChangeId(id)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn of_household(
        &self,
        n: u32,
        rows: &[Row<'_>],
        told: &Told,
        known: &Particulars,
        (handle, at): (Handle, (i64, Timestamp)),
        plan: &mut Plan,
    ) -> Option<Change> {
        let mut present = fields::of_household(&known.facts);
        fields::unfold_pin(&mut present);
        let of_household = |column: &&Column| column.of_household && self.cells.has(column.name);
        let names = columns::COLUMNS.iter().filter(of_household);
        let names = names.map(|column| column.name).filter(|name| {
            let is_field = fields::OF_HOUSEHOLD.contains(name) || ["lat", "lon"].contains(name);
            // The ground that stands there is not overwritten by that of the whole sheet.
            let is_told = *name != "consent" || rows.iter().any(|row| !row.cell(name).is_empty());
            is_field && is_told
        });
        let differs = self.differs(names, &present, &told.fields);
        let (now, was) = differs?;
        let read = {
            let mut merged = present.clone();
            merged.extend(now.clone());
            fields::fold_pin(&mut merged, None);
            reading::household(self.app, self.incident, &merged)
        };
        match read {
            Err(problems) => plan.add(placed(rows, &problems)),
            Ok(facts)
                if !self
                    .bringer
                    .reaches(self.cx, facts.area, facts.village_code) =>
            {
                plan.add([self.not_theirs(rows)]);
            }
            Ok(_) => {}
        }
        Some(self.change(n, "change", handle, at, Deed::Change { now, was }))
    }

    fn of_person(
        &self,
        n: u32,
        row: &Row<'_>,
        told: &PersonTold,
        known: &Particulars,
        (handle, at): (Handle, (i64, Timestamp)),
        plan: &mut Plan,
    ) {
        let rows = std::slice::from_ref(row);
        let mut amiss = |problems: &Problems| {
            let persons = problems.iter().map(|(field, message)| Amiss {
                line: row.line,
                column: field.to_owned(),
                message: message.clone(),
            });
            plan.amiss.extend(persons);
        };
        let preset = self.incident.preset;
        let today = self.today();
        if told.id.is_empty() {
            let id = PersonId(self.id(n, &format!("person of line {}", row.line)));
            if let Err(problems) = reading::person(preset, today, &told.fields, None) {
                amiss(&problems);
            }
            let deed = Deed::AddPerson {
                person: id,
                fields: told.fields.clone(),
            };
            plan.changes
                .push(self.change(n, &format!("change {id}"), handle, at, deed));
            let doses = self.doses(n, handle, at, id, told, &[]);
            plan.changes.extend(doses);
            return;
        }
        let found = told.id.parse::<Uuid>().ok().map(PersonId);
        let Some(person) = found.and_then(|id| known.person(id)) else {
            plan.add([amiss_of(rows, columns::PERSON, "survey-no-such-person")]);
            return;
        };
        let present = shown(person);
        let of_person = |column: &&Column| {
            !column.of_household && column.dose().is_none() && self.cells.has(column.name)
        };
        let names = columns::COLUMNS.iter().filter(of_person);
        let names = names.map(|column| column.name);
        let names = names.filter(|name| fields::OF_PERSON.contains(name));
        if let Some((now, was)) = self.differs(names, &present, &told.fields) {
            let mut merged = present.clone();
            merged.extend(now.clone());
            merged.retain(|_, text| !text.is_empty());
            if let Err(problems) = reading::person(preset, today, &merged, Some(&person.facts)) {
                amiss(&problems);
            }
            let deed = Deed::ChangePerson {
                person: person.id,
                now,
                was,
            };
            let what = format!("change {}", person.id);
            plan.changes.push(self.change(n, &what, handle, at, deed));
        }
        let doses = self.doses(n, handle, at, person.id, told, &person.doses);
        plan.changes.extend(doses);
    }

    /// What the sheet says otherwise, with what stands there; a cell left empty empties the field.
    fn differs(
        &self,
        names: impl Iterator<Item = &'static str>,
        present: &Fields,
        told: &Fields,
    ) -> Option<(Fields, Fields)> {
        let (mut now, mut was) = (Fields::new(), Fields::new());
        let text = |fields: &Fields, name: &str| fields.get(name).cloned().unwrap_or_default();
        for name in names {
            let (before, after) = (text(present, name), text(told, name));
            let spelled = |text: &str| fields::spelled(name, text, self.today());
            if spelled(&before) != spelled(&after) {
                now.insert(name.to_owned(), after);
                was.insert(name.to_owned(), before);
            }
        }
        (!now.is_empty()).then_some((now, was))
    }
}
