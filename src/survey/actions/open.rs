//! A household held open while something of it changes: what it counted for before; in the end its row, its
//! event, the tasks and figures that moved, and whether its persons may be others' found again.

use areas::AreaCode;
use db::Tx;
use jiff::civil::Date;
use serde_json::json;

use super::record;
use crate::access::{Cx, Grant, Ground};
use crate::alike::actions::find;
use crate::alike::rules::has_same_traces;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::ids::PersonId;
use crate::incidents::preset::Preset;
use crate::survey::count::Figures;
use crate::survey::model::{Household, HouseholdState, Particulars, Person};
use crate::survey::store::{self, write};
use crate::survey::tasks::{self, Task};
use crate::villages;

pub struct Open {
    pub household: Household,
    pub known: Particulars,
    pub is_changed: bool,
    /// By what right.
    pub ground: Ground,
    /// When somebody is talked with next.
    pub next_talk: Option<(PersonId, Date)>,
    /// As counted, placed, found and to be done before.
    before: Before,
}

struct Before {
    figures: Figures,
    area: AreaCode,
    state: HouseholdState,
    persons: Vec<Person>,
    tasks: Vec<(PersonId, Option<Task>)>,
}

impl Open {
    /// The caller answers for the right to it.
    pub async fn of(
        app: &App,
        tx: &mut Tx,
        preset: &Preset,
        household: Household,
        ground: Ground,
    ) -> Result<Open, db::Error> {
        let grant = Grant::of_look(household.id.0, ground);
        let known = store::particulars(tx, &app.vault, &household, grant).await?;
        let before = Before {
            figures: Figures::of(preset, &household, &known.persons),
            area: household.area,
            state: household.state,
            persons: known.persons.clone(),
            tasks: tasks_of(preset, &household, &known.persons),
        };
        Ok(Open {
            household,
            known,
            is_changed: false,
            ground,
            next_talk: None,
            before,
        })
    }

    /// Writes the household's own row, its event and the figures, where anything changed at all. `kind` is
    /// what was done, for the event.
    pub async fn close(
        mut self,
        app: &App,
        tx: &mut Tx,
        cx: &Cx,
        preset: &Preset,
        kind: &'static str,
    ) -> Result<(), Error> {
        if !self.is_changed {
            return Ok(());
        }
        let household = &mut self.household;
        let facts = &mut self.known.facts;
        if facts.village_code.is_none() && !facts.village.is_empty() {
            facts.village_code = villages::store::meant(tx, facts.area, &facts.village).await?;
        }
        household.area = facts.area;
        household.village.clone_from(&facts.village);
        household.village_code = facts.village_code;
        household.state = facts.state;
        household.n_persons = record::n_here(&self.known.persons);
        household.version += 1;
        household.changed_at = cx.now;
        write::update(tx, &app.vault, household, facts).await?;
        let has_moved = self.before.area != household.area;
        let event = NewEvent {
            province: household.province,
            name: "household.changed",
            subject: household.id.0,
            area: household.area,
            also: has_moved.then_some(self.before.area),
            payload: json!({ "kind": kind, "version": household.version }),
        };
        events::record_in(app, tx, cx, &event)?;
        let (persons, today) = (&self.known.persons, clock::day(cx.now));
        for (person, task) in &tasks_of(preset, household, persons) {
            let before = self.before.tasks.iter().find(|(one, _)| one == person);
            let is_new = before.is_none_or(|(_, before)| before != task);
            if is_new || (has_moved && task.is_some()) {
                store::tasks::put(tx, household, *person, task.as_ref(), today)?;
            }
        }
        if let Some((person, on)) = self.next_talk {
            store::tasks::put_off(tx, household.province, person, on).await?;
        }
        let is_found_otherwise = has_moved
            || self.before.state != household.state
            || !has_same_traces(&self.before.persons, persons);
        if is_found_otherwise {
            find::ask_in(tx, household.handle(), cx.now).await?;
        }
        let figures = Figures::of(preset, household, persons).since(self.before.figures);
        figures.book(tx, household)?;
        Ok(())
    }
}

fn tasks_of(
    preset: &Preset,
    household: &Household,
    persons: &[Person],
) -> Vec<(PersonId, Option<Task>)> {
    let ids = persons.iter().map(|person| person.id);
    ids.zip(tasks::of_all(preset, household, persons)).collect()
}
