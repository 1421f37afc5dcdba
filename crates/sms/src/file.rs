//! Messages kept in a file, one JSON object a line.

use crate::{ConfigFault, FileTarget, Sent, SmsError};
use contact::PhoneNumber;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Appends to a file, which may be moved away at any time.
#[derive(Debug)]
pub struct FileGateway {
    path: PathBuf,
}

/// One line of the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// `+66812345678`
    pub to: String,
    pub text: String,
    pub at: Timestamp,
}

impl FileGateway {
    /// # Errors
    /// When the file cannot be opened for writing.
    pub(crate) fn build(target: &FileTarget) -> Result<FileGateway, Vec<ConfigFault>> {
        let gateway = FileGateway {
            path: target.path.clone(),
        };
        match open(&gateway.path) {
            Ok(_) => Ok(gateway),
            Err(err) => {
                let why = format!(
                    "{} cannot be opened for writing: {err}",
                    target.path.display()
                );
                Err(vec![ConfigFault::new("path", why)])
            }
        }
    }

    pub(crate) async fn append(
        &self,
        to: &PhoneNumber,
        text: &str,
        at: Timestamp,
    ) -> Result<Sent, SmsError> {
        let line = FileLine {
            to: to.e164().to_owned(),
            text: text.to_owned(),
            at,
        };
        let mut bytes = serde_json::to_vec(&line).map_err(SmsError::unavailable)?;
        bytes.push(b'\n');
        let path = self.path.clone();
        // One write to a file opened for appending: lines of several processes do not mix.
        tokio::task::spawn_blocking(move || open(&path)?.write_all(&bytes))
            .await
            .map_err(SmsError::unavailable)?
            .map_err(SmsError::unavailable)?;
        Ok(Sent { reference: None })
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

/// The message written last, `None` where there is none yet.
///
/// # Errors
/// When the file cannot be read. A last line that is no message is passed over.
pub fn last_in_file(path: &Path) -> io::Result<Option<FileLine>> {
    /// Longer than any message.
    const TAIL: u64 = 64 * 1024;
    let mut file = match File::open(path) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let mut lines = tail.rsplit(|byte| *byte == b'\n');
    Ok(lines.find_map(|line| serde_json::from_slice(line).ok()))
}
