//! A photo within a form. It is kept as soon as it is read, so that a form refused for another field
//! comes back with its photo; browsers do not send a file twice by themselves.

use web::{Problems, Typed};

use super::actions;
use super::model::FileId;
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::layout::uploaded::File;

/// The photo that the field `name` says: the file sent, or the one that stood there. What is amiss with
/// it is added to the problems. Ask first whether whoever sent it may.
pub async fn read(
    app: &App,
    cx: &Cx,
    name: &str,
    (typed, file): (&mut Typed, Option<File>),
    problems: &mut Problems,
) -> Result<Option<FileId>, Error> {
    let file = file.filter(|file| !file.bytes.is_empty());
    let remove = format!("{name}_remove");
    if let Some(file) = file {
        typed.remove(&remove);
        return match actions::keep(app, cx, file.bytes).await {
            Ok(id) => {
                typed.set(name, id.to_string());
                Ok(Some(id))
            }
            Err(Error::Refused(why)) => {
                problems.add(name, why.said());
                Ok(None)
            }
            Err(err) => Err(err),
        };
    }
    if typed.chose(&remove, "yes") {
        typed.remove(&remove);
        typed.remove(name);
    }
    let hash = typed.value(name);
    if hash.is_empty() {
        return Ok(None);
    }
    let id = FileId::parse(hash);
    let kept = match id {
        Some(id) => db::read!(app.db, |tx| { store::is_kept(tx, id).await })?,
        None => false,
    };
    if !kept {
        typed.remove(name);
        problems.add(name, "photo-gone");
        return Ok(None);
    }
    Ok(id)
}
