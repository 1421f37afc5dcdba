//! The folder of pictures: `DIR/ab/cdef….jpg`, two files a photo. Several processes share it. A file is
//! written beside its name, synced and renamed, so that what bears a name is whole. Everything here
//! waits for the disk: call it beside the loop that answers.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use uuid::Uuid;

use super::model::{FileId, Size};

/// Where pictures lie that a sweep is about to remove, until it is certain.
const ASIDE: &str = "aside";
/// What the names of files begin with that are being written.
const UNFINISHED: &str = ".part-";

const SIZES: [Size; 2] = [Size::Large, Size::Small];

#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    pub fn new(root: impl Into<PathBuf>) -> Folder {
        Folder { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a picture lies.
    pub fn path(&self, id: FileId, size: Size) -> PathBuf {
        let name = id.name(size);
        let (drawer, rest) = name.split_at(2);
        self.root.join(drawer).join(rest)
    }

    /// A picture, unless there is none.
    pub fn read(&self, id: FileId, size: Size) -> io::Result<Option<Vec<u8>>> {
        none_if_missing(fs::read(self.path(id, size)))
    }

    /// Writes a picture unless it is there. When this returns it is on the disk, name and all.
    pub fn put(&self, id: FileId, size: Size, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(id, size);
        if path.is_file() {
            return Ok(());
        }
        let drawer = self.drawer_of(&path)?;
        let beside = drawer.join(format!("{UNFINISHED}{}", Uuid::now_v7().simple()));
        let write = || {
            let mut file = File::create_new(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))?;
        sync(&drawer)
    }

    /// A picture of another folder, under a second name where the file system can, else as a copy.
    pub fn put_link(&self, id: FileId, size: Size, other: &Folder) -> io::Result<()> {
        let path = self.path(id, size);
        let drawer = self.drawer_of(&path)?;
        match fs::hard_link(other.path(id, size), &path) {
            Ok(()) => sync(&drawer),
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(_) => {
                let bytes = fs::read(other.path(id, size))?;
                self.put(id, size, &bytes)
            }
        }
    }

    /// Removes a picture, if it is there.
    pub fn remove(&self, id: FileId, size: Size) -> io::Result<()> {
        none_if_missing(fs::remove_file(self.path(id, size)))?;
        Ok(())
    }

    /// Takes the pictures of a photo out of the way.
    pub fn set_aside(&self, id: FileId) -> io::Result<()> {
        fs::create_dir_all(self.root.join(ASIDE))?;
        for size in SIZES {
            none_if_missing(fs::rename(self.path(id, size), self.aside_of(id, size)))?;
        }
        Ok(())
    }

    /// Puts them back.
    pub fn put_back(&self, id: FileId) -> io::Result<()> {
        for size in SIZES {
            let path = self.path(id, size);
            let drawer = self.drawer_of(&path)?;
            none_if_missing(fs::rename(self.aside_of(id, size), &path))?;
            sync(&drawer)?;
        }
        Ok(())
    }

    /// Removes what was set aside of a photo.
    pub fn remove_aside(&self, id: FileId) -> io::Result<()> {
        for size in SIZES {
            none_if_missing(fs::remove_file(self.aside_of(id, size)))?;
        }
        Ok(())
    }

    /// What was set aside by a sweep that did not come to its end.
    pub fn aside(&self) -> io::Result<Vec<FileId>> {
        let mut found = Vec::new();
        for (name, _) in files(&self.root.join(ASIDE))? {
            found.extend(FileId::read_name(&name).map(|(id, _)| id));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Every photo whose large picture is there.
    pub fn all(&self) -> io::Result<Vec<FileId>> {
        let mut found = Vec::new();
        for drawer in self.drawers()? {
            for (rest, _) in files(&self.root.join(&drawer))? {
                let name = FileId::read_name(&format!("{drawer}{rest}"));
                found.extend(
                    name.filter(|(_, size)| *size == Size::Large)
                        .map(|(id, _)| id),
                );
            }
        }
        Ok(found)
    }

    /// Every photo whose large picture was last written before this instant.
    pub fn all_before(&self, instant: SystemTime) -> io::Result<Vec<FileId>> {
        let mut old = Vec::new();
        for id in self.all()? {
            if is_before(&self.path(id, Size::Large), instant)? {
                old.push(id);
            }
        }
        Ok(old)
    }

    /// Removes what was not written to its end before this instant.
    pub fn remove_unfinished(&self, instant: SystemTime) -> io::Result<()> {
        for drawer in self.drawers()? {
            for (name, path) in files(&self.root.join(&drawer))? {
                if name.starts_with(UNFINISHED) && is_before(&path, instant)? {
                    none_if_missing(fs::remove_file(path))?;
                }
            }
        }
        Ok(())
    }

    /// The folders named by the first two digits.
    fn drawers(&self) -> io::Result<Vec<String>> {
        let entries = match none_if_missing(fs::read_dir(&self.root))? {
            Some(entries) => entries,
            None => return Ok(Vec::new()),
        };
        let mut drawers = Vec::new();
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.len() == 2 && name.bytes().all(|letter| letter.is_ascii_hexdigit()) {
                drawers.push(name);
            }
        }
        drawers.sort_unstable();
        Ok(drawers)
    }

    fn aside_of(&self, id: FileId, size: Size) -> PathBuf {
        self.root.join(ASIDE).join(id.name(size))
    }

    /// The folder that a picture lies in, made and on the disk.
    fn drawer_of(&self, path: &Path) -> io::Result<PathBuf> {
        let drawer = path.parent().unwrap_or(&self.root);
        if !drawer.is_dir() {
            fs::create_dir_all(drawer)?;
            sync(&self.root)?;
        }
        Ok(drawer.to_owned())
    }
}

/// The files of a folder as names and paths; none where there is no folder.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let Some(entries) = none_if_missing(fs::read_dir(folder))? else {
        return Ok(Vec::new());
    };
    entries
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            Ok((name, entry.path()))
        })
        .collect()
}

/// What is gone meanwhile is of no age.
fn is_before(path: &Path, instant: SystemTime) -> io::Result<bool> {
    let known = none_if_missing(fs::metadata(path))?;
    let written = known.map(|known| known.modified()).transpose()?;
    Ok(written.is_some_and(|written| written < instant))
}

fn none_if_missing<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(err),
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
