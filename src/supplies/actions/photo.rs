//! A picture of what came of a shipment: of what is broken or missing, or of the paper that was signed.

use serde_json::json;

use super::{keeper, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::files::model::FileId;
use crate::files::store as files;
use crate::supplies::model::{Handle, ShipmentHandle};
use crate::supplies::store;

/// Shows this photo, which is kept already, beside what its receiver said of a shipment; or none. What was not
/// acknowledged has none.
pub async fn set_photo(
    app: &App,
    cx: &Cx,
    (handle, shipment): (Handle, ShipmentHandle),
    photo: Option<FileId>,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    let hash = photo.map(|photo| photo.to_string());
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let arrival = store::arrivals::find(tx, handle, shipment.id).await?;
        let arrival = arrival.ok_or(Error::NotFound)?;
        if arrival.photo == hash {
            return Ok(());
        }
        if let Some(photo) = photo
            && !files::speak_for(tx, photo, cx.now).await?
        {
            return Err(Error::NotFound);
        }
        store::arrivals::set_photo(tx, handle, arrival.id, hash.as_deref()).await?;
        let payload = json!({ "shipment": shipment.to_string(), "photo": hash });
        record(app, tx, cx, "supply.arrival_shown", &unit, payload)?;
        Ok::<_, Error>(())
    })
}
