//! The demand of an area, talks that are due, days of vaccination.

pub mod demand;
pub mod session;
pub mod talks;

use areas::AreaCode;

use crate::error::Error;
use crate::incidents::model::Incident;
use crate::layout::Page;

/// The incident that is asked for, or the first open one in which households are surveyed.
fn incident(page: &Page) -> Result<&Incident, Error> {
    let wanted = page.query.value("incident");
    let surveys = |one: &&Incident| one.preset.kinds.iter().any(|kind| kind.household);
    let mut open = page.incidents.iter().filter(surveys);
    let named = open
        .clone()
        .find(|one| one.prefix.as_str().eq_ignore_ascii_case(wanted));
    named.or_else(|| open.next()).ok_or(Error::NotFound)
}

/// The area of the query, if one is named.
fn area(page: &Page) -> Result<Option<AreaCode>, Error> {
    match page.query.value("area") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::NotFound),
    }
}
