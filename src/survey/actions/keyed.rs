//! Changes that programs send, under a key that makes one sent again the same change.

use uuid::Uuid;

use super::change;
use crate::access::Cx;
use crate::app::App;
use crate::error::{Error, Refusal as _};
use crate::idempotency::{self, Key};
use crate::ids::{ChangeId, PersonId};
use crate::incidents;
use crate::survey::deed::{CannotChange, Change, Deed};
use crate::survey::fields::Fields;
use crate::survey::model::Household;

/// The household as somebody revises it: the version they saw, and what is told now. A field that is not named
/// stays as it is.
#[derive(Debug, Clone)]
pub struct Revised {
    pub version: i64,
    pub fields: Fields,
    pub persons: Vec<(PersonId, Fields)>,
}

/// Changes a household and persons of it, all at once or not at all.
pub async fn revise(
    app: &App,
    cx: &Cx,
    household: &Household,
    revised: Revised,
    key: Option<&Key>,
) -> Result<(), Error> {
    let handle = household.handle();
    let change = Change {
        id: id(app, cx, key, &format!("revise {handle}")),
        made_at: cx.now,
        household: handle,
        base: revised.version,
        deed: Deed::Revise {
            fields: revised.fields,
            persons: revised.persons,
        },
        fingerprint: fingerprint(key),
    };
    make(app, cx, household, &change).await
}

/// The id of a change. `what` names the change and what is changed.
pub(super) fn id(app: &App, cx: &Cx, key: Option<&Key>, what: &str) -> ChangeId {
    let id = key.map(|key| key.id(app, what));
    ChangeId(id.unwrap_or_else(|| app.ids.at::<Uuid>(cx.now)))
}

/// Without a key a change has an id that nothing else is sent under.
pub(super) fn fingerprint(key: Option<&Key>) -> [u8; 32] {
    key.map(Key::fingerprint).unwrap_or_default()
}

/// Makes the change in the household's incident; whether it is theirs to make is asked there.
pub(super) async fn make(
    app: &App,
    cx: &Cx,
    household: &Household,
    change: &Change,
) -> Result<(), Error> {
    let all = incidents::actions::all(app, cx.now).await?;
    let incident = all
        .iter()
        .find(|incident| incident.id == household.incident);
    let incident = incident.ok_or(Error::NotFound)?;
    match change::make(app, cx, incident, change).await {
        Ok(_) => Ok(()),
        // The id of the change came from the key: it is the key that was used before.
        Err(Error::Refused(refusal)) if refusal.name() == CannotChange::UsedForAnother.name() => {
            Err(idempotency::UsedForAnother.into())
        }
        Err(err) => Err(err),
    }
}
