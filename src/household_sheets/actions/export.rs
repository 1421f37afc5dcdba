//! Taking the households of an area out as a file, with what is known of everybody: for a stated purpose, each
//! look written down.

use areas::AreaCode;

use super::Bringer;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::household_sheets::model::MOST_ROWS;
use crate::household_sheets::{CannotBring, store};
use crate::incidents::model::Incident;
use crate::survey::actions::list::{self, Wanted};
use crate::survey::actions::looks::Given;
use crate::survey::actions::reach::Part;
use crate::survey::model::{HouseholdState, PersonState};

/// What somebody may take households out for, and the words for it.
pub const PURPOSES: [(&str, &str); 4] = [
    ("visits", "sheet-purpose-visits"),
    ("vaccination", "sheet-purpose-vaccination"),
    ("care", "sheet-purpose-care"),
    ("corrections", "sheet-purpose-corrections"),
];

/// What is taken out.
pub struct Exported {
    pub households: Vec<Given>,
}

/// The households of an area, as far as somebody may see them: those that are there, with everybody who is.
pub async fn export(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    area: AreaCode,
    purpose: &str,
) -> Result<Exported, Error> {
    let bringer = Bringer::of(app, cx).await?;
    let wanted = Wanted {
        part: Some(Part {
            area,
            village: None,
        }),
        changed_since: None,
    };
    let mut households: Vec<Given> = Vec::new();
    let mut n_persons = 0;
    let mut after: Option<String> = None;
    loop {
        let page = list::list(app, cx, incident, wanted, list::MOST, after.as_deref()).await?;
        for mut one in page.items {
            let is_there = |state: PersonState| {
                matches!(
                    state,
                    PersonState::Here | PersonState::MovedAway | PersonState::Died
                )
            };
            one.known
                .persons
                .retain(|person| is_there(person.facts.state));
            if one.household.state != HouseholdState::Mistake && !one.known.persons.is_empty() {
                n_persons += one.known.persons.len();
                households.push(one);
            }
        }
        if n_persons > MOST_ROWS {
            return Err(CannotBring::TooManyPersons.into());
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let export = store::Export {
        id: app.ids.at(cx.now),
        account: bringer.account,
        incident: incident.id,
        area,
        purpose: purpose.to_owned(),
        n_households: i64::try_from(households.len()).unwrap_or(i64::MAX),
        n_persons: i64::try_from(n_persons).unwrap_or(i64::MAX),
        made_at: cx.now,
    };
    db::write!(app.db, |tx| { store::put_export(tx, &export).await })?;
    Ok(Exported { households })
}
