//! The picture of a point. It says nothing of whether the place is open: no fact counts as checked by it.

use serde_json::json;

use super::write::record;
use super::{find_in, may, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::files::model::FileId;
use crate::files::store as files;
use crate::ids::PointId;
use crate::points::store;

/// Shows this photo, which is kept already, or none.
pub async fn set_photo(
    app: &App,
    cx: &Cx,
    id: PointId,
    photo: Option<FileId>,
) -> Result<(), Error> {
    let who = worker(cx)?;
    let hash = photo.map(|photo| photo.to_string());
    db::write!(app.db, |tx| {
        let point = find_in(tx, id).await?;
        let may = may(Some(who), point.told.area, point.told.owner);
        if !may.changes() || point.ended_at.is_some() {
            return Err(Error::NotFound);
        }
        if point.told.photo == hash {
            return Ok(());
        }
        if let Some(photo) = photo
            && !files::speak_for(tx, photo, cx.now).await?
        {
            return Err(Error::NotFound);
        }
        let version = point.version + 1;
        store::set_photo(tx, point.key, hash.as_deref(), version, cx.now).await?;
        let payload = json!({
            "version": version,
            "changes": { "photo": [point.told.photo, hash] },
        });
        record(
            app,
            tx,
            cx,
            point.key,
            &point.told,
            "point.changed",
            payload,
        )?;
        Ok::<_, Error>(())
    })
}
