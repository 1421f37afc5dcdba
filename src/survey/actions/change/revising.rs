//! A household and persons of it changed at once upon the version that was seen. Where phones merge, this
//! refuses: whoever sends it stands before a screen, can look again, and is to know what they overwrite.

use db::Tx;
use web::Problems;

use super::{Making, Open, place_of};
use crate::error::Error;
use crate::ids::PersonId;
use crate::survey::deed::CannotChange;
use crate::survey::fields::{self, Fields};

impl Making<'_> {
    /// Everything amiss is told at once, that of the nth person behind `persons.n.`, counted from 0 in the
    /// order they were sent.
    pub(super) async fn revise(
        &self,
        tx: &mut Tx,
        open: &mut Open,
        told: &Fields,
        persons: &[(PersonId, Fields)],
    ) -> Result<(), Error> {
        let version = open.household.version;
        if self.change.base != version {
            return Err(CannotChange::Meanwhile { version }.into());
        }
        let mut problems = Problems::default();
        if !told.is_empty() {
            let present = fields::of_household(&open.known.facts);
            let mut now = told.clone();
            fields::fold_pin(&mut now, present.get("pin").map(String::as_str));
            let was = standing(&present, &now);
            let made = self.household(tx, open, &now, &was).await;
            note(made, "", &mut problems)?;
        }
        for (number, (person, now)) in persons.iter().enumerate() {
            let place = place_of(open, *person)?;
            let present = fields::of_person(&open.known.persons[place].facts);
            let was = standing(&present, now);
            let made = self.person(tx, open, *person, now, &was).await;
            note(made, &format!("persons.{number}."), &mut problems)?;
        }
        match problems.is_empty() {
            true => Ok(()),
            false => Err(problems.into()),
        }
    }
}

/// What stands in the fields that are told now. What was seen is what stands, so nothing is at odds.
fn standing(present: &Fields, now: &Fields) -> Fields {
    let names = now.keys();
    names
        .map(|name| (name.clone(), present.get(name).cloned().unwrap_or_default()))
        .collect()
}

/// Keeps what is amiss, so that the rest is read as well.
fn note(made: Result<(), Error>, prefix: &str, problems: &mut Problems) -> Result<(), Error> {
    match made {
        Err(Error::Problems(theirs)) => {
            for (field, message) in theirs.iter() {
                problems.add(format!("{prefix}{field}"), message.clone());
            }
            Ok(())
        }
        other => other,
    }
}
