//! The key file: made at once and whole, for its owner alone.

use crate::{KeyError, random_token};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

pub fn read(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    refuse_if_open_to_others(path)?;
    let text =
        std::fs::read_to_string(path).map_err(|source| KeyError::unreadable(path, source))?;
    Ok(Zeroizing::new(text))
}

/// Makes the file; where another process was faster, its file stays and ours is forgotten.
pub fn create(path: &Path, text: &str) -> Result<(), KeyError> {
    put(path, text, |draft| match std::fs::hard_link(draft, path) {
        Err(err) if err.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    })
}

/// Puts a new text in the place of the old one in one step.
pub fn replace(path: &Path, text: &str) -> Result<(), KeyError> {
    put(path, text, |draft| std::fs::rename(draft, path))
}

/// Writes a draft beside the file, safely on disk, and lets `publish` give it its name.
fn put(
    path: &Path,
    text: &str,
    publish: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), KeyError> {
    let draft = draft_beside(path);
    let done = write_draft(&draft, text)
        .and_then(|()| publish(&draft))
        .and_then(|()| sync_folder(path));
    // After a rename there is no draft any more; after a failure the failure is what counts.
    let _ = std::fs::remove_file(&draft);
    done.map_err(|source| KeyError::unwritable(path, source))
}

fn draft_beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.draft", random_token()));
    PathBuf::from(name)
}

fn write_draft(draft: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The name must be on disk as well: a key lost by a power cut would make the data unreadable.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|source| KeyError::unreadable(path, source))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::OpenToOthers {
            path: path.to_owned(),
            mode,
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_path: &Path) -> Result<(), KeyError> {
    Ok(())
}
