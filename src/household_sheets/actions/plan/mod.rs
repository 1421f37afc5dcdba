//! What one household of a sheet comes to: everything amiss with it, or the changes that bring it in, the
//! same however often they are worked out.

mod known;
mod like;

use std::collections::HashSet;

use db::Tx;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use uuid::Uuid;

use super::Bringer;
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::household_sheets::columns;
use crate::household_sheets::file::Cells;
use crate::household_sheets::model::{Sheet, Verdict};
use crate::household_sheets::read::{Amiss, PersonTold, Reader, Told, placed};
use crate::household_sheets::rows::Row;
use crate::ids::{ChangeId, DoseId, HouseholdId, PersonId};
use crate::incidents::model::Incident;
use crate::survey::actions::change::reading;
use crate::survey::actions::looks::Given;
use crate::survey::deed::{Change, Deed};
use crate::survey::fields::{self, Fields};
use crate::survey::form;
use crate::survey::handle::Handle;
use crate::survey::model::{HouseholdFacts, MOST_PERSONS, Person, PersonFacts};

/// What is needed for every household of a sheet.
pub struct Planning<'a> {
    pub app: &'a App,
    pub cx: &'a Cx,
    pub sheet: &'a Sheet,
    pub incident: &'a Incident,
    pub bringer: &'a Bringer,
    pub cells: &'a Cells,
    /// The ids of the households that this sheet makes: they are nobody's doubles.
    own: HashSet<Uuid>,
}

/// What a household comes to.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub amiss: Vec<Amiss>,
    /// In the order in which they are made.
    pub changes: Vec<Change>,
    /// The household they are made on.
    pub handle: Option<Handle>,
    /// It was recorded before.
    pub known: Option<Given>,
    /// As read, where nothing is amiss and the household is new.
    new: Option<(HouseholdFacts, Vec<PersonFacts>)>,
}

impl Plan {
    /// Of a household whose rows are not there.
    pub fn of_nothing(line: u32) -> Plan {
        let amiss = Amiss {
            line,
            column: "name".to_owned(),
            message: "import-file-empty".into(),
        };
        Plan {
            amiss: vec![amiss],
            ..Plan::default()
        }
    }

    pub fn verdict(&self) -> Verdict {
        if !self.amiss.is_empty() {
            Verdict::Problem
        } else if self.known.is_none() {
            Verdict::New
        } else if self.changes.is_empty() {
            Verdict::Unchanged
        } else {
            Verdict::Change
        }
    }
}

impl<'a> Planning<'a> {
    /// `n_households` as many as the sheet has.
    pub fn new(
        app: &'a App,
        (cx, bringer): (&'a Cx, &'a Bringer),
        (sheet, cells): (&'a Sheet, &'a Cells),
        incident: &'a Incident,
        n_households: usize,
    ) -> Planning<'a> {
        let mut planning = Planning {
            app,
            cx,
            sheet,
            incident,
            bringer,
            cells,
            own: HashSet::new(),
        };
        let own = (0_u32..)
            .take(n_households)
            .map(|n| planning.id(n, "household"));
        planning.own = own.collect();
        planning
    }

    pub fn reader(&self) -> Reader<'a> {
        let today = clock::day(self.cx.now);
        Reader::new(
            self.incident.preset,
            self.sheet.area,
            self.sheet.consent,
            today,
        )
    }

    fn today(&self) -> Date {
        clock::day(self.cx.now)
    }

    /// Works out one household, the `n`th of the sheet.
    pub async fn plan(
        &self,
        tx: &mut Tx,
        reader: &mut Reader<'_>,
        n: u32,
        rows: &[Row<'_>],
    ) -> Result<Plan, db::Error> {
        if rows.len() > MOST_PERSONS {
            let mut problems = web::Problems::default();
            form::too_many(&mut problems);
            let amiss = placed(rows, &problems);
            return Ok(Plan {
                amiss,
                ..Plan::default()
            });
        }
        let told = reader.read(rows);
        let address = rows.iter().map(|row| row.cell(columns::HOUSEHOLD));
        let address = address.into_iter().find(|cell| !cell.is_empty());
        match address {
            None => Ok(self.of_new(n, rows, told)),
            Some(address) => self.of_known(tx, n, rows, told, address).await,
        }
    }

    fn of_new(&self, n: u32, rows: &[Row<'_>], told: Told) -> Plan {
        let persons: Vec<(PersonId, Fields)> = told
            .persons
            .iter()
            .enumerate()
            .map(|(place, person)| {
                let id = self.id(n, &format!("person {place}"));
                (PersonId(id), person.fields.clone())
            })
            .collect();
        let (app, incident) = (self.app, self.incident);
        let read = reading::record(app, incident, self.today(), &told.fields, &persons);
        let mut plan = Plan {
            amiss: told.amiss,
            ..Plan::default()
        };
        let (facts, read) = match read {
            Ok(read) => read,
            Err(problems) => {
                plan.add(placed(rows, &problems));
                return plan;
            }
        };
        if !self
            .bringer
            .reaches(self.cx, facts.area, facts.village_code)
        {
            plan.add([self.not_theirs(rows)]);
        }
        if !plan.amiss.is_empty() {
            return plan;
        }
        let handle = Handle {
            province: facts.area.province(),
            id: HouseholdId(self.id(n, "household")),
        };
        let made_at = noon(told.on, self.cx.now);
        let deed = Deed::Record {
            fields: told.fields,
            persons,
        };
        plan.changes
            .push(self.change(n, "record", handle, (0, made_at), deed));
        let ids = read.iter().map(|(id, _)| *id);
        for (person, id) in told.persons.iter().zip(ids) {
            let doses = self.doses(n, handle, (0, made_at), id, person, &[]);
            plan.changes.extend(doses);
        }
        plan.handle = Some(handle);
        plan.new = Some((facts, read.into_iter().map(|(_, facts)| facts).collect()));
        plan
    }

    /// The doses of a row that are not written down yet.
    fn doses(
        &self,
        n: u32,
        handle: Handle,
        at: (i64, Timestamp),
        person: PersonId,
        told: &PersonTold,
        known: &[crate::survey::model::Dose],
    ) -> Vec<Change> {
        let text = |dose: &Fields, name: &str| dose.get(name).cloned().unwrap_or_default();
        let is_known = |dose: &&Fields| {
            let mut known = known.iter();
            known.any(|one| {
                one.brand == text(dose, "brand") && one.on.to_string() == text(dose, "on")
            })
        };
        let new = told.doses.iter().filter(|dose| !is_known(dose));
        new.map(|fields| {
            let (brand, on) = (text(fields, "brand"), text(fields, "on"));
            let what = dose_name(person, &brand, &on);
            let deed = Deed::Dose {
                person,
                dose: DoseId(self.id(n, &format!("{what} itself"))),
                fields: fields.clone(),
            };
            self.change(n, &what, handle, at, deed)
        })
        .collect()
    }

    fn change(
        &self,
        n: u32,
        what: &str,
        household: Handle,
        (base, made_at): (i64, Timestamp),
        deed: Deed,
    ) -> Change {
        let id = self.id(n, what);
        Change {
            id: ChangeId(id),
            made_at,
            household,
            base,
            // The id says all: what stands on a sheet does not change.
            fingerprint: vault::token_hash(&id.to_string()),
            deed,
        }
    }

    /// An id that is the same whenever this household is worked out.
    fn id(&self, n: u32, what: &str) -> Uuid {
        let name = format!("{} {n} {what}", self.sheet.id);
        let hash = self.app.vault.lookup("household sheet", name.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        uuid::Builder::from_custom_bytes(first).into_uuid()
    }

    fn not_theirs(&self, rows: &[Row<'_>]) -> Amiss {
        amiss_of(rows, columns::AREA, "sheet-not-your-area")
    }
}

impl Plan {
    fn add(&mut self, amiss: impl IntoIterator<Item = Amiss>) {
        for one in amiss {
            let is_told = self
                .amiss
                .iter()
                .any(|other| (other.line, &other.column) == (one.line, &one.column));
            if !is_told {
                self.amiss.push(one);
            }
        }
    }
}

/// What a sheet taken out of here says of a person.
pub fn shown(person: &Person) -> Fields {
    fields::shown(&person.facts)
}

fn amiss_of(rows: &[Row<'_>], column: &str, message: &'static str) -> Amiss {
    Amiss {
        line: rows.first().map_or(0, |row| row.line),
        column: column.to_owned(),
        message: message.into(),
    }
}

/// By what the change that notes a dose is known.
fn dose_name(person: PersonId, brand: &str, on: &str) -> String {
    format!("dose {person} {brand} {on}")
}

/// Noon of the day on the paper, or now.
fn noon(on: Option<Date>, now: Timestamp) -> Timestamp {
    let noon = on.and_then(|on| {
        let noon = on.to_datetime(Time::constant(12, 0, 0, 0));
        noon.to_zoned(clock::thailand()).ok()
    });
    noon.map_or(now, |noon| noon.timestamp().min(now))
}
