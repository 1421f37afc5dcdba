//! The filter of a board as it stands in the URL. What is not known of is no filter: an old link still
//! shows a board.

use web::Typed;

use super::model::{Filter, Mark, STATES, Sort, band_named};
use crate::help_requests::model::State;
use crate::ids::{AccountId, TeamId};
use crate::incidents::model::Incident;

/// One side of a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    Cases,
    Parts,
    People,
}

impl Tab {
    pub const ALL: [Tab; 3] = [Tab::Cases, Tab::Parts, Tab::People];

    pub fn code(self) -> &'static str {
        match self {
            Tab::Cases => "cases",
            Tab::Parts => "parts",
            Tab::People => "people",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Tab::Cases => "board-tab-cases",
            Tab::Parts => "board-tab-parts",
            Tab::People => "board-tab-people",
        }
    }
}

/// All that a board's URL says.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub filter: Filter,
    pub sort: Sort,
    pub tab: Tab,
    pub after: Option<String>,
}

pub fn read(typed: &Typed, incidents: &[Incident]) -> Asked {
    let named = |name: &str| Some(typed.value(name).trim()).filter(|text| !text.is_empty());
    let incident = named("incident").and_then(|prefix| {
        let mut incidents = incidents.iter();
        incidents.find(|one| one.prefix.as_str().eq_ignore_ascii_case(prefix))
    });
    let states = typed
        .all("state")
        .filter_map(State::from_code)
        .filter(|state| STATES.contains(state))
        .collect();
    let tab = Tab::ALL
        .into_iter()
        .find(|tab| tab.code() == typed.value("tab"));
    Asked {
        filter: Filter {
            incident: incident.map(|incident| incident.id),
            kind: named("kind").map(str::to_owned),
            states,
            band: band_named(typed.value("waited")),
            marks: typed.all("mark").filter_map(Mark::from_code).collect(),
            holder: named("holder").and_then(|id| id.parse::<AccountId>().ok()),
            team: named("team").and_then(|id| id.parse::<TeamId>().ok()),
        },
        sort: Sort::from_code(typed.value("sort")).unwrap_or_default(),
        tab: tab.unwrap_or_default(),
        after: named("after").map(str::to_owned),
    }
}
