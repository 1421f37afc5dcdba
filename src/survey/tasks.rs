//! What is to be done for a person, as what is told of them says: bring the vaccine to whoever wants it or
//! waits for a second dose, talk again with whoever does not want it or is undecided. Pure.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::model::{DOES_NOT_WANT, WANTS};
use super::model::{Household, HouseholdState, Person, PersonState};
use crate::ids::PointId;
use crate::incidents::preset::Preset;

/// Somebody who does not want it is talked with again after so many days, unless another day was agreed.
const TALK_AGAIN: i64 = 7;
/// The wish of whoever has not decided.
const UNDECIDED: &str = "undecided";

/// Whether whoever wishes this is talked with again.
pub fn is_to_talk_about(wish: &str) -> bool {
    matches!(wish, DOES_NOT_WANT | UNDECIDED)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Vaccinate,
    Talk,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Vaccinate => "vaccinate",
            Kind::Talk => "talk",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        [Kind::Vaccinate, Kind::Talk]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// One task as it follows from what is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub kind: Kind,
    pub point: Option<PointId>,
    /// Of a second dose: the brand of the first. Else empty.
    pub brand: String,
    pub mobile_team: bool,
    /// From when on the vaccine may be given. A talk has none of its own: it is due [`TALK_AGAIN`] days
    /// after it became one, or on the day agreed.
    pub due_on: Option<Date>,
}

impl Task {
    /// How a task is counted: `kind|point|brand|mobile`.
    pub fn dims(&self) -> String {
        let point = self.point.map_or(String::new(), |point| point.to_string());
        let mobile = if self.mobile_team { "mobile" } else { "" };
        format!("{}|{point}|{}|{mobile}", self.kind.code(), self.brand)
    }
}

/// The task of a person, if there is any.
pub fn of(preset: &Preset, household: &Household, person: &Person) -> Option<Task> {
    let facts = &person.facts;
    if household.state != HouseholdState::Here || facts.state != PersonState::Here {
        return None;
    }
    let wish = facts
        .wish
        .as_ref()
        .map_or("", |wished| wished.wish.as_str());
    let (kind, due_on, brand) = match wish {
        wish if is_to_talk_about(wish) => (Kind::Talk, None, String::new()),
        WANTS => match second_dose(preset, person) {
            Some((on, brand)) => (Kind::Vaccinate, Some(on), brand),
            None => (Kind::Vaccinate, Some(person.recorded_on), String::new()),
        },
        _ => return None,
    };
    Some(Task {
        kind,
        point: facts.point,
        brand,
        mobile_team: facts.mobile_team || facts.bedridden,
        due_on,
    })
}

/// The day of a talk for which none was agreed.
pub fn talk_again(today: Date) -> Date {
    today.saturating_add(TALK_AGAIN.days())
}

/// When a second dose may be given, and of which brand, of somebody who had one that is written down.
pub fn second_dose(preset: &Preset, person: &Person) -> Option<(Date, String)> {
    let [first] = person.doses.as_slice() else {
        return None;
    };
    let days = preset.vaccines.get(&first.brand)?.second_after_days?;
    let on = first.on.checked_add(i32::from(days).days()).ok()?;
    Some((on, first.brand.clone()))
}

/// Each person's task, in the order of the persons.
pub fn of_all(preset: &Preset, household: &Household, persons: &[Person]) -> Vec<Option<Task>> {
    persons
        .iter()
        .map(|person| of(preset, household, person))
        .collect()
}
