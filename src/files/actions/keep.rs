//! Keeping what somebody sent as a photo.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{beside, folder};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::files::disk::Folder;
use crate::files::model::{FileId, Size};
use crate::files::photo::{self, NotAPhoto, Photo};
use crate::files::store;

/// One at a time: a large one takes some hundred megabytes while it is read.
static READING: Semaphore = Semaphore::const_new(1);

/// Makes a photo of what was sent and keeps it. The same photo twice is one file. For a day nobody needs
/// to show it; whoever keeps its id in a row says `store::speak_for` in the same transaction.
pub async fn keep(app: &App, cx: &Cx, bytes: Vec<u8>) -> Result<FileId, Error> {
    let photo = read(bytes).await?;
    keep_made(app, cx, &Arc::new(photo)).await
}

/// Keeps a photo that is made already.
pub async fn keep_made(app: &App, cx: &Cx, photo: &Arc<Photo>) -> Result<FileId, Error> {
    let id = FileId::of(&photo.large);
    put(folder(app), id, photo).await?;
    let by = cx.account();
    db::write!(app.db, |tx| {
        store::keep(tx, id, photo, by, cx.now).await
    })?;
    // A sweep that set an older one of the same hash aside before our row stood is overtaken here.
    put(folder(app), id, photo).await?;
    Ok(id)
}

async fn read(bytes: Vec<u8>) -> Result<Photo, Error> {
    let fault = |err: &dyn std::fmt::Display| Error::fault("reading a photo", err);
    let _turn = READING.acquire().await.map_err(|err| fault(&err))?;
    let read = tokio::task::spawn_blocking(move || photo::read(&bytes)).await;
    match read {
        Ok(done) => Ok(done?),
        // What makes a decoder fall over is no picture that could be shown.
        Err(err) if err.is_panic() => Err(NotAPhoto::Broken.into()),
        Err(err) => Err(fault(&err)),
    }
}

async fn put(folder: Folder, id: FileId, photo: &Arc<Photo>) -> Result<(), Error> {
    let photo = Arc::clone(photo);
    beside("keeping a photo", move || {
        folder.put(id, Size::Large, &photo.large)?;
        folder.put(id, Size::Small, &photo.small)
    })
    .await
}
