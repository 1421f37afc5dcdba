//! Photos that nothing shows are removed a day after somebody last handed them in. A photo may be
//! handed in again at that very moment, by another process; so its pictures are first set aside, then
//! its row goes, if it still may, and only then the pictures. `keep` writes its pictures, then its row,
//! and then looks whether the pictures are still there: whichever comes first, none is lost.

use std::time::SystemTime;

use db::Sql;
use jiff::{SignedDuration, Timestamp};

use super::{beside, folder};
use crate::app::App;
use crate::error::Error;
use crate::files::disk::Folder;
use crate::files::model::FileId;
use crate::files::store;

/// Longer than anybody fills in a form.
const UNSHOWN: SignedDuration = SignedDuration::from_hours(24);

/// Sweeps once; gives how many photos went. `references` are the statements that find what shows one.
pub async fn sweep(app: &App, now: Timestamp, references: &[Sql]) -> Result<usize, Error> {
    let before = now - UNSHOWN;
    let (folder, instant) = (folder(app), SystemTime::from(before));
    let left = folder.clone();
    let aside = beside("sweeping photos", move || {
        left.remove_unfinished(instant)?;
        left.aside()
    })
    .await?;
    for id in aside {
        let is_kept = db::read!(app.db, |tx| { store::is_kept(tx, id).await })?;
        settle(&folder, id, is_kept).await?;
    }
    let mut swept = 0;
    let mut after = String::new();
    loop {
        let (old, unshown) = db::read!(app.db, |tx| {
            let old = store::old(tx, before, &after).await?;
            let mut unshown = Vec::new();
            for id in &old {
                if !store::is_shown(tx, *id, references).await? {
                    unshown.push(*id);
                }
            }
            Ok::<_, db::Error>((old, unshown))
        })?;
        for id in unshown {
            swept += usize::from(discard(app, &folder, id, before, references).await?);
        }
        match old.last() {
            Some(last) => after = last.to_string(),
            None => break,
        }
    }
    Ok(swept + strays(app, &folder, before, references).await?)
}

/// Pictures without a row: whoever wrote them did not come to it, or their row went and they stayed.
async fn strays(
    app: &App,
    folder: &Folder,
    before: Timestamp,
    references: &[Sql],
) -> Result<usize, Error> {
    let (all, instant) = (folder.clone(), SystemTime::from(before));
    let lying = beside("sweeping photos", move || all.all_before(instant)).await?;
    let mut swept = 0;
    for piece in lying.chunks(store::PIECE) {
        let stray = db::read!(app.db, |tx| {
            let mut stray = Vec::new();
            for id in piece {
                if !store::is_kept(tx, *id).await? {
                    stray.push(*id);
                }
            }
            Ok::<_, db::Error>(stray)
        })?;
        for id in stray {
            swept += usize::from(discard(app, folder, id, before, references).await?);
        }
    }
    Ok(swept)
}

/// Removes a photo unless it is shown or spoken for by now; `true` when it is gone.
async fn discard(
    app: &App,
    folder: &Folder,
    id: FileId,
    before: Timestamp,
    references: &[Sql],
) -> Result<bool, Error> {
    let pictures = folder.clone();
    beside("sweeping photos", move || pictures.set_aside(id)).await?;
    let stays = db::write!(app.db, |tx| {
        let is_shown = store::is_shown(tx, id, references).await?;
        if !is_shown {
            store::forget(tx, id, before).await?;
        }
        Ok::<_, db::Error>(is_shown || store::is_kept(tx, id).await?)
    });
    // Without an answer the pictures stay, and the next sweep asks again.
    settle(folder, id, *stays.as_ref().unwrap_or(&true)).await?;
    Ok(!stays?)
}

/// Puts what was set aside back, or removes it.
async fn settle(folder: &Folder, id: FileId, stays: bool) -> Result<(), Error> {
    let folder = folder.clone();
    beside("sweeping photos", move || match stays {
        true => folder.put_back(id),
        false => folder.remove_aside(id),
    })
    .await
}
