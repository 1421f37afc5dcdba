//! Photos in a backup: a folder beside the copy of the database, with the large pictures alone, each
//! read whole and held against its hash. The small ones are made from them when they are put back.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use crate::files::disk::Folder;
use crate::files::model::{FileId, Size};
use crate::files::photo;

/// What the name of the folder ends with; it begins with the name of the copy.
const ENDING: &str = ".files";

/// What was copied or put back, and what could not be.
#[derive(Debug, Default)]
pub struct Copied {
    pub whole: BTreeSet<FileId>,
    /// Their bytes are not those they had: the disk has lost them.
    pub damaged: BTreeSet<FileId>,
}

/// The folder that belongs to a copy of the database.
pub fn beside(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// Copies every photo of a folder, and those that are `known` to be kept, unless they were copied before.
/// What another copy in the same place holds is given a second name, so that many copies take little
/// more room than one, and what the disk lost since is still there.
pub fn back_up(
    from: &Folder,
    known: &[FileId],
    copy: &Path,
    mut copied: Copied,
) -> io::Result<Copied> {
    let to = Folder::new(beside(copy));
    let others = others(&to)?;
    let lying = from.all()?;
    for id in known.iter().chain(&lying).copied() {
        if copied.whole.contains(&id) {
            continue;
        }
        if !is_whole(&to, id) {
            to.remove(id, Size::Large)?;
            match others.iter().find(|folder| is_whole(folder, id)) {
                Some(other) => to.put_link(id, Size::Large, other)?,
                // No second name of our own file: what befalls the one must not befall the other.
                None => match from.read(id, Size::Large)? {
                    Some(bytes) if FileId::of(&bytes) == id => to.put(id, Size::Large, &bytes)?,
                    Some(_) => {
                        copied.damaged.insert(id);
                        continue;
                    }
                    // Lost, or swept away since it was listed.
                    None => continue,
                },
            }
        }
        copied.damaged.remove(&id);
        copied.whole.insert(id);
    }
    Ok(copied)
}

/// The folders of other copies in the same place.
fn others(to: &Folder) -> io::Result<Vec<Folder>> {
    let place = match to.root().parent() {
        Some(place) if place != Path::new("") => place,
        _ => Path::new("."),
    };
    let mut others = Vec::new();
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        let is_one = entry.file_name().to_string_lossy().ends_with(ENDING);
        if is_one
            && entry.path().is_dir()
            && Some(entry.file_name().as_os_str()) != to.root().file_name()
        {
            others.push(Folder::new(entry.path()));
        }
    }
    Ok(others)
}

fn is_whole(folder: &Folder, id: FileId) -> bool {
    let read = folder.read(id, Size::Large);
    read.is_ok_and(|bytes| bytes.is_some_and(|bytes| FileId::of(&bytes) == id))
}

/// Puts every photo of a copy where the program looks for them, beside those that are there.
pub fn restore(copy: &Path, to: &Folder) -> io::Result<Copied> {
    let from = Folder::new(beside(copy));
    let all = from.all()?;
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let share = all.len().div_ceil(hands).max(1);
    // The small pictures are work for every core.
    thread::scope(|scope| {
        let shares: Vec<_> = all
            .chunks(share)
            .map(|share| scope.spawn(|| put_back(&from, share, to)))
            .collect();
        let mut copied = Copied::default();
        for share in shares {
            let done = share
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("a picture could not be read")))?;
            copied.whole.extend(done.whole);
            copied.damaged.extend(done.damaged);
        }
        Ok(copied)
    })
}

fn put_back(from: &Folder, share: &[FileId], to: &Folder) -> io::Result<Copied> {
    let mut copied = Copied::default();
    for id in share {
        let bytes = from.read(*id, Size::Large)?.unwrap_or_default();
        let small = match FileId::of(&bytes) == *id {
            true => photo::small_of(&bytes).ok(),
            false => None,
        };
        match small {
            Some(small) => {
                to.put(*id, Size::Large, &bytes)?;
                to.put(*id, Size::Small, &small)?;
                copied.whole.insert(*id);
            }
            None => {
                copied.damaged.insert(*id);
            }
        }
    }
    Ok(copied)
}
