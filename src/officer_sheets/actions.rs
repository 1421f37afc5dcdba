//! Naming the officers of a sheet, row by row: what is right is done, what is amiss is told with its line.

use std::collections::HashMap;

use web::{Message, Problems, Typed};

use super::sheet::{FULL_NAME, Row, UNIT, UNIT_NAME};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::supplies::actions::{self, Below, NewOfficer, NotYours};
use crate::supplies::model::{Handle, Unit};

/// What is amiss with a row.
#[derive(Debug)]
pub struct Amiss {
    pub line: u32,
    pub name: String,
    pub said: Vec<Message>,
}

/// What became of a sheet.
#[derive(Debug, Default)]
pub struct Outcome {
    pub n_named: usize,
    pub amiss: Vec<Amiss>,
}

/// The units one level below that are not closed, for whoever names their officers.
pub async fn units(app: &App, cx: &Cx, handle: Handle) -> Result<(Unit, Vec<Unit>), Error> {
    let (unit, rights) = actions::unit(app, cx, handle).await?;
    if !rights.arranges {
        return Err(NotYours::Arranging.into());
    }
    let tree = actions::tree(app, cx, handle, None, None).await?;
    let below = tree.below.into_iter().map(|Below { unit, .. }| unit);
    Ok((unit, below.filter(|one| one.closed_on.is_none()).collect()))
}

/// Who stands in a row, as far as it can be read.
pub type Read = (Row, Result<NewOfficer, Problems>);

/// Names them. Brought again nothing changes.
pub async fn bring(app: &App, cx: &Cx, handle: Handle, rows: &[Read]) -> Result<Outcome, Error> {
    let (_, units) = units(app, cx, handle).await?;
    let mut outcome = Outcome::default();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (Row { line, typed }, officer) in rows {
        let mut said = Vec::new();
        let unit = named(&units, typed);
        if unit.is_none() {
            said.push("supply-sheet-unit-unknown".into());
        }
        if let Err(problems) = officer {
            said.extend(problems.iter().map(|(_, message)| message.clone()));
        }
        if let (Some(unit), Ok(officer)) = (unit, officer) {
            let once = format!("{} {}", unit.handle(), officer.phone.e164());
            if let Some(first) = seen.insert(once, *line) {
                let first = i64::from(first);
                said.push(Message::new("supply-sheet-twice").with("line", first));
            } else {
                match actions::name_officer(app, cx, unit.handle(), officer).await {
                    Ok(_) => outcome.n_named += 1,
                    Err(Error::Refused(refusal)) => said.push(refusal.said()),
                    Err(err) => return Err(err),
                }
            }
        }
        if !said.is_empty() {
            outcome.amiss.push(Amiss {
                line: *line,
                name: typed.value(FULL_NAME).to_owned(),
                said,
            });
        }
    }
    Ok(outcome)
}

/// By its address where we wrote it, else by its code or its name, where only one is called so.
fn named<'a>(units: &'a [Unit], typed: &Typed) -> Option<&'a Unit> {
    if let Ok(handle) = typed.value(UNIT).trim().parse::<Handle>() {
        return units.iter().find(|unit| unit.handle() == handle);
    }
    let name = i18n::normalise(typed.value(UNIT_NAME));
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let is = |unit: &&Unit| unit.code == name || unit.name == name || unit.name_en == name;
    let mut found = units.iter().filter(is);
    found.next().filter(|_| found.next().is_none())
}
