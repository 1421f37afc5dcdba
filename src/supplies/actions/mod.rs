//! What officers of supply units do: enter, send, acknowledge, count and close; what those above arrange.

mod alert;
mod arrive;
mod book;
mod count;
mod day;
mod entered;
mod headcounts;
pub mod import;
mod look;
mod parents;
mod photo;
mod pocket;
mod promises;
mod receivers;
mod remind;
mod report;
mod reserve;
mod seats;
mod sheet;
mod ship;
mod trace;
mod tree;
mod units;
mod verify;
mod when;

pub use alert::alert;
pub use arrive::{Came, acknowledge, undo};
pub use book::{HandOut, Loss, Receipt, hand_out, lose, receive, reverse};
pub use count::{count, line_now};
pub use day::{Today, close, close_quiet, today};
pub use entered::{entered, reverse_once};
pub use headcounts::{Served, headcounts, served, tell_headcount};
pub use look::{Home, Listed, Month, Own, PAGE, entries, entry, home, month, own};
pub use parents::{Parents, parents};
pub use photo::set_photo;
pub use pocket::{Pocket, pocket};
pub use promises::{
    OnEnd, Promised, free_of, keeps_in, lapse, of_request, request_ended, reservation,
    reservations, stands_for,
};
pub use receivers::{Receivers, living, needs, receivers};
pub use remind::remind;
pub use report::{Listed as Paper, Moved, PAPERS, Report, Reported, report};
pub use reserve::{HandOver, NewReservation, hand_over, release, reserve_in};
pub use seats::{NewOfficer, end_seat, name_officer, officers};
pub use ship::{NewAllocation, allocate, cancel};
pub use trace::{Onward, Trace, Traced, shipment, trace};
pub use tree::{Below, Tree, Unreported, below, of_area, tree, unreported};
pub use units::{change, close_unit, hang, make, make_once, make_root, make_root_once, unit};
pub use verify::{Verified, verify, verify_all};
pub use when::When;

use http::StatusCode;
use serde_json::json;
use web::Message;

use super::model::{Handle, Unit};
use super::rules::{self, Rights};
use super::store;
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::{Error, Refusal};
use crate::events::{self, NewEvent};
use crate::incidents;
use crate::incidents::model::Incident;

/// Why somebody who sees a unit does not do this there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    #[error("others keep the books of this unit")]
    Books,
    #[error("the unit above arranges this")]
    Arranging,
}

impl Refusal for NotYours {
    fn name(&self) -> &'static str {
        match self {
            NotYours::Books => "supply-books-of-others",
            NotYours::Arranging => "supply-arranged-above",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }

    fn said(&self) -> Message {
        match self {
            NotYours::Books => "supply-books-of-others".into(),
            NotYours::Arranging => "supply-arranged-above".into(),
        }
    }
}

/// A unit that somebody may see, with what they may do there.
async fn reach(tx: &mut db::Tx, who: &SignedIn, handle: Handle) -> Result<(Unit, Rights), Error> {
    let unit = store::units::find(tx, handle.id).await?;
    let unit = unit.filter(|unit| unit.province == handle.province);
    let unit = unit.ok_or(Error::NotFound)?;
    let rights = rights_to(tx, who, &unit).await?;
    match rights.sees {
        true => Ok((unit, rights)),
        false => Err(Error::NotFound),
    }
}

async fn rights_to(tx: &mut db::Tx, who: &SignedIn, unit: &Unit) -> Result<Rights, db::Error> {
    let held = store::seats::held(tx, who.account.id).await?;
    let is_admin = who.is_admin_of(unit.area);
    if held.is_empty() && !is_admin {
        return Ok(Rights::default());
    }
    let chain = store::units::chain(tx, unit.id).await?;
    Ok(rules::rights(&chain, &held, is_admin))
}

/// A unit whose books are this person's to keep.
async fn keeper(tx: &mut db::Tx, who: &SignedIn, handle: Handle) -> Result<Unit, Error> {
    let (unit, rights) = reach(tx, who, handle).await?;
    match rights.keeps {
        true => Ok(unit),
        false => Err(NotYours::Books.into()),
    }
}

fn signed_in(cx: &Cx) -> Result<&SignedIn, Error> {
    cx.signed_in().ok_or(Error::SignInNeeded)
}

/// The incident of a unit, with the items it knows.
pub async fn incident_of(app: &App, cx: &Cx, unit: &Unit) -> Result<Incident, Error> {
    let all = incidents::actions::all(app, cx.now).await?;
    let incident = all.iter().find(|incident| incident.id == unit.incident);
    Ok(incident.ok_or(Error::NotFound)?.clone())
}

fn record(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    name: &'static str,
    unit: &Unit,
    payload: serde_json::Value,
) -> Result<(), db::Error> {
    let mut payload = payload;
    if let Some(map) = payload.as_object_mut() {
        map.insert("unit".to_owned(), json!(unit.handle().to_string()));
    }
    let event = NewEvent {
        province: unit.province,
        name,
        subject: unit.id.0,
        area: unit.area,
        also: None,
        payload,
    };
    events::record_in(app, tx, cx, &event)
}
