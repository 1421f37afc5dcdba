//! What is done with photos: kept, read, swept away, copied for a backup and put back from it.

pub mod copies;
mod keep;
mod sweep;

pub use keep::{keep, keep_made};
pub use sweep::sweep;

use std::io;

use super::disk::Folder;
use super::model::{FileId, Size};
use crate::app::App;
use crate::error::Error;

/// The folder of this installation.
fn folder(app: &App) -> Folder {
    Folder::new(app.settings.files_folder())
}

/// A picture, for whoever has its address.
pub async fn read(app: &App, id: FileId, size: Size) -> Result<Vec<u8>, Error> {
    let folder = folder(app);
    let found = beside("reading a photo", move || folder.read(id, size)).await?;
    found.ok_or(Error::NotFound)
}

/// Waits for the disk beside the loop that answers.
async fn beside<T, F>(attempt: &'static str, work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> io::Result<T> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|err| Error::fault(attempt, err))?
        .map_err(|err| Error::fault(attempt, err))
}
