//! A household that was taken out of here and comes back on a sheet.

use db::Tx;
use jiff::Timestamp;
use uuid::Uuid;
use web::Problems;

use super::{Plan, Planning, amiss_of, dose_name, noon, shown};
use crate::access::{Grant, Ground};
use crate::household_sheets::columns::{self, Column};
use crate::household_sheets::model::Stage;
use crate::household_sheets::read::{Amiss, PersonTold, Told, placed};
use crate::household_sheets::rows::Row;
use crate::ids::{ChangeId, PersonId};
use crate::survey::actions::change::reading;
use crate::survey::actions::looks::Given;
use crate::survey::deed::{Change, Deed};
use crate::survey::fields::{self, Fields};
use crate::survey::handle::Handle;
use crate::survey::model::{Household, Particulars, Person};
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
        // One of another incident, such as a drill, is none of this sheet's.
        let found = found.filter(|one| one.incident == self.sheet.incident);
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
        for (place, (row, person)) in rows.iter().zip(&told.persons).enumerate() {
            let is_named = |other: &PersonTold| !person.id.is_empty() && other.id == person.id;
            // A row that was copied brings the hidden code of the person along.
            if told.persons[..place].iter().any(is_named) {
                let row = std::slice::from_ref(row);
                plan.add([amiss_of(row, columns::PERSON, "sheet-person-twice")]);
                continue;
            }
            self.of_person(n, row, person, &known, (handle, at), &mut plan);
        }
        if version != Some(base) && !plan.changes.is_empty() {
            let made = self.made(tx, n, handle, &told).await?;
            if made.is_empty() {
                plan.add([amiss_of(rows, columns::HOUSEHOLD, "sheet-meanwhile")]);
            }
            plan.changes.retain(|change| made.leaves(change));
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

    /// Which changes of this household were made when recording it was begun and cut off: then its version is
    /// one of our own making.
    async fn made(
        &self,
        tx: &mut Tx,
        n: u32,
        handle: Handle,
        told: &Told,
    ) -> Result<Made, db::Error> {
        let mut made = Made::default();
        if self.sheet.stage != Stage::Recording {
            return Ok(made);
        }
        let mut names = vec![(None, false, "change".to_owned())];
        for person in &told.persons {
            let id = match person.id.parse::<Uuid>() {
                Ok(id) => PersonId(id),
                Err(_) => self.added(n, person.line),
            };
            names.push((Some(id), false, format!("change {id}")));
            for dose in &person.doses {
                let text = |name: &str| dose.get(name).map_or("", String::as_str);
                names.push((Some(id), true, dose_name(id, text("brand"), text("on"))));
            }
        }
        for (person, is_dose, name) in names {
            let id = ChangeId(self.id(n, &name));
            if changes::is_made(tx, handle.province, id).await? {
                made.ids.push(id);
                if let Some(person) = person.filter(|_| is_dose) {
                    made.vaccinated.push(person);
                }
            }
        }
        Ok(made)
    }

    /// The id of a person whom a row adds to a household.
    fn added(&self, n: u32, line: u32) -> PersonId {
        PersonId(self.id(n, &format!("person of line {line}")))
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
        let preset = self.incident.preset;
        let today = self.today();
        if told.id.is_empty() {
            let id = self.added(n, row.line);
            if let Err(problems) = reading::person(preset, today, &told.fields, None) {
                plan.amiss.extend(of_row(row, &problems));
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
        self.keeps_doses(row, told, person, plan);
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
                plan.amiss.extend(of_row(row, &problems));
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

    /// A dose that was written down is not changed on a sheet: a changed day would be one more dose.
    fn keeps_doses(&self, row: &Row<'_>, told: &PersonTold, person: &Person, plan: &mut Plan) {
        for (n, dose) in person.doses.iter().take(columns::DOSES).enumerate() {
            let column = format!("dose_{}_on", n + 1);
            let is_told = told.doses.iter().any(|one| {
                let text = |name: &str| one.get(name).map_or("", String::as_str);
                text("brand") == dose.brand && text("on") == dose.on.to_string()
            });
            if self.cells.has(&column) && !is_told {
                let row = std::slice::from_ref(row);
                plan.add([amiss_of(row, &column, "sheet-dose-stays")]);
            }
        }
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

/// What the form found amiss with a person, on the row of that person.
fn of_row(row: &Row<'_>, problems: &Problems) -> Vec<Amiss> {
    let told = problems.iter().map(|(field, message)| Amiss {
        line: row.line,
        column: field.to_owned(),
        message: message.clone(),
    });
    told.collect()
}

/// What was made of a household before recording it was cut off.
#[derive(Default)]
struct Made {
    ids: Vec<ChangeId>,
    /// Whose doses were among it: what else their rows say was made before those, and a dose teaches the
    /// history, which then differs from the sheet.
    vaccinated: Vec<PersonId>,
}

impl Made {
    fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether a change is still to be made.
    fn leaves(&self, change: &Change) -> bool {
        let is_over = match &change.deed {
            Deed::ChangePerson { person, .. } => self.vaccinated.contains(person),
            _ => false,
        };
        !is_over && !self.ids.contains(&change.id)
    }
}
