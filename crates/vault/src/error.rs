//! What can be wrong with keys and with sealed texts, in words an operator can act on.

use std::io;
use std::path::{Path, PathBuf};

/// Why the keys cannot be used. No message ever holds a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key file {} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("the key file {} cannot be written: {source}", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error(
        "the key file {} may be read by others than its owner (mode {mode:03o}): run `chmod 600 {}`",
        path.display(), path.display()
    )]
    OpenToOthers { path: PathBuf, mode: u32 },
    #[error("the list of keys is empty; it needs at least one `ID:KEY` pair")]
    Empty,
    #[error("key {position} of the list is not `ID:KEY` with an ID from 1 to 255")]
    NotAPair { position: usize },
    #[error("key {id} is not 32 bytes in URL-safe base64 (43 letters)")]
    NotAKey { id: u8 },
    #[error("key id {id} stands in the list twice")]
    Twice { id: u8 },
    #[error("no key can be added: id 255 is in use")]
    Full,
}

impl KeyError {
    pub(crate) fn unreadable(path: &Path, source: io::Error) -> KeyError {
        KeyError::Unreadable {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn unwritable(path: &Path, source: io::Error) -> KeyError {
        KeyError::Unwritable {
            path: path.to_owned(),
            source,
        }
    }
}

/// Why a sealed text does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the sealed text is too short to be one")]
    TooShort,
    #[error("the sealed text needs key {0}, which is not in the list of keys")]
    UnknownKey(u8),
    #[error("the sealed text or its context was changed, or another key has the same id")]
    Changed,
}
