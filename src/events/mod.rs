//! What happened, written in the transaction in which it happened. Rows in `events` are the history
//! of their subject; `feed` gives them the one order that listeners read by.

pub mod api;
pub mod feed;
pub mod live;
pub mod store;

use areas::AreaCode;
use db::Tx;
use serde_json::Value;
use uuid::Uuid;

use crate::access::Cx;
use crate::app::App;
use crate::ids::EventId;

/// An event to be written: `name` is the slice's singular and a past verb, `help_request.taken`.
/// The payload holds no personal data.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub province: u8,
    pub name: &'static str,
    pub subject: Uuid,
    pub area: AreaCode,
    /// Another area that is told.
    pub also: Option<AreaCode>,
    pub payload: Value,
}

/// Writes an event and puts it on its way to the feed.
pub fn record_in(app: &App, tx: &mut Tx, cx: &Cx, event: &NewEvent) -> Result<(), db::Error> {
    let id: EventId = app.ids.at(cx.now);
    store::insert(tx, id, cx.now, cx.account(), event)?;
    feed::append(tx, id, cx.now, event)
}
