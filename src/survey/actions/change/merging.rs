//! From the fields a phone sent to what is written and what is kept at odds. Pure.

use jiff::civil::Date;
use web::Problems;

use crate::survey::fields::{self, Fields};
use crate::survey::merge::{self, Told};
use crate::survey::model::PersonFacts;

/// What becomes of a change.
pub struct Merging<F> {
    /// What is to be written, where anything is.
    pub facts: Option<F>,
    pub taken: Vec<Told>,
    pub at_odds: Vec<Told>,
}

impl<F> Merging<F> {
    /// `read` reads fields as the form does. What the phone itself would have is read first: what is amiss
    /// there is for its owner to mend. If only the merger of two changes cannot be read, all of the second
    /// is at odds.
    pub fn of(
        present: &Fields,
        told: Vec<Told>,
        read: impl Fn(&Fields) -> Result<F, Problems>,
    ) -> Result<Merging<F>, Problems> {
        let whole = merge::with(present, &told);
        let phones = read(&whole)?;
        let mut merged = merge::merge(present, told);
        let facts = if merged.taken.is_empty() {
            None
        } else if merged.at_odds.is_empty() {
            Some(phones)
        } else {
            read(&merge::with(present, &merged.taken)).ok()
        };
        if facts.is_none() {
            merged.at_odds.append(&mut merged.taken);
        }
        Ok(Merging {
            facts,
            taken: merged.taken,
            at_odds: merged.at_odds,
        })
    }
}

/// The changed fields in the spelling they are kept in.
pub fn told(
    known: &[&str],
    present: &Fields,
    now: &Fields,
    was: &Fields,
    today: Date,
) -> Result<Vec<Told>, Problems> {
    let pin = present.get("pin").map(String::as_str);
    let (mut now, mut was) = (now.clone(), was.clone());
    if known.contains(&"pin") {
        fields::fold_pin(&mut now, pin);
        fields::fold_pin(&mut was, pin);
    }
    let mut problems = Problems::default();
    let mut told = Vec::new();
    for (field, text) in now {
        if !known.contains(&field.as_str()) {
            problems.add(field, "survey-field-unknown");
            continue;
        }
        let before = was.get(&field).map_or("", String::as_str);
        told.push(Told {
            was: fields::spelled(&field, before, today),
            now: fields::spelled(&field, &text, today),
            field,
        });
    }
    if problems.is_empty() {
        Ok(told)
    } else {
        Err(problems)
    }
}

/// Phones know the last letters of a paper's number alone: those stand for the number we have.
pub fn know_the_paper(told: &mut [Told], present: &PersonFacts) {
    let Some(document) = &present.document else {
        return;
    };
    let masked = document.masked();
    let of_number = told.iter_mut().filter(|one| one.field == "document_number");
    for one in of_number {
        for text in [&mut one.was, &mut one.now] {
            if text.replace('-', "") == masked.to_uppercase().replace('-', "") || *text == masked {
                text.clone_from(&document.number);
            }
        }
    }
}
