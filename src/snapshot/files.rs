//! Files that are there as a whole or not at all: written beside, brought to the disk, then renamed. What
//! says the same as before is left alone, with the time from which it says so.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use flate2::{Compression, GzBuilder};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What files begin and end with that are not finished.
const BESIDE: (&str, &str) = (".", ".new");
/// What is unfinished for so long was left by a process that died.
const FORGOTTEN: Duration = Duration::from_secs(3600);

/// A file as it should be.
pub struct Draft {
    pub name: String,
    pub body: Body,
}

pub enum Body {
    /// A JSON object, into which `made_at` is put.
    Object(Vec<u8>),
    Plain(Vec<u8>),
}

impl Draft {
    pub fn new(name: impl Into<String>, body: Body) -> Draft {
        Draft {
            name: name.into(),
            body,
        }
    }

    pub fn object(name: impl Into<String>, value: &serde_json::Value) -> Draft {
        Draft::new(name, Body::Object(value.to_string().into_bytes()))
    }
}

/// A file as the index lists it.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    made_at: Timestamp,
    sha256: String,
    bytes: usize,
    gzip_bytes: u64,
}

/// Without fractions, so that it is always as long.
pub fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Writes a file and its compressed twin, unless they say the same already.
pub fn put(folder: &Path, draft: &Draft, now: Timestamp) -> io::Result<Listed> {
    let (path, twin) = (
        folder.join(&draft.name),
        folder.join(format!("{}.gz", draft.name)),
    );
    if let (Ok(known), Ok(packed)) = (fs::read(&path), fs::metadata(&twin))
        && let Some(made_at) = same(&known, &draft.body, now)
    {
        return Ok(listed(&known, made_at, packed.len()));
    }
    let bytes = match &draft.body {
        Body::Plain(bytes) => bytes.clone(),
        Body::Object(object) => dated(object, now),
    };
    let packed = packed(&bytes)?;
    // A server that finds the twin sends it: it must not be older than what it stands for.
    replace(&twin, &packed)?;
    replace(&path, &bytes)?;
    let length = u64::try_from(packed.len()).unwrap_or(u64::MAX);
    Ok(listed(&bytes, second(now), length))
}

/// Whether a file says the same, whenever that was; gives since when.
fn same(known: &[u8], body: &Body, now: Timestamp) -> Option<Timestamp> {
    match body {
        Body::Plain(bytes) => (known == bytes).then(|| second(now)),
        Body::Object(object) => {
            let end = known.iter().position(|byte| *byte == b',')?;
            let (date, rest) = known.split_at_checked(end + 1)?;
            let date = std::str::from_utf8(date).ok()?;
            let date = date.strip_prefix("{\"made_at\":\"")?.strip_suffix("\",")?;
            (rest == object.get(1..)?).then(|| date.parse().ok())?
        }
    }
}

fn dated(object: &[u8], now: Timestamp) -> Vec<u8> {
    let mut bytes = format!("{{\"made_at\":\"{}\",", second(now)).into_bytes();
    bytes.extend(object.get(1..).unwrap_or_default());
    bytes
}

fn listed(bytes: &[u8], made_at: Timestamp, gzip_bytes: u64) -> Listed {
    let hash = Sha256::digest(bytes);
    Listed {
        made_at,
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: bytes.len(),
        gzip_bytes,
    }
}

/// The same bytes pack the same everywhere: no time stands in them.
fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::new(6));
    packer.write_all(bytes)?;
    packer.finish()
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = format!("{}{name}.{}{}", BESIDE.0, Uuid::now_v7().simple(), BESIDE.1);
    let beside = path.with_file_name(beside);
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first fault is told; what could not be removed is tidied at the next start.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes what processes that died have left. What another process finishes or removes meanwhile is none
/// of it.
pub fn tidy(folder: &Path) -> io::Result<()> {
    for folder in [folder, &folder.join("points")] {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(BESIDE.0) && name.ends_with(BESIDE.1) {
                match is_forgotten(&entry.path()).and_then(|yes| match yes {
                    true => fs::remove_file(entry.path()),
                    false => Ok(()),
                }) {
                    Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
                    _ => {}
                }
            }
        }
    }
    Ok(())
}

/// By the clock of the disk: a file written now tells what it says.
fn is_forgotten(path: &Path) -> io::Result<bool> {
    let age = fs::metadata(path)?.modified()?.elapsed();
    Ok(age.is_ok_and(|age| age > FORGOTTEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn object(text: &str) -> Draft {
        Draft::new("a.json", Body::Object(text.as_bytes().to_vec()))
    }

    #[test]
    fn what_says_the_same_keeps_its_time_and_what_does_not_gets_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let first = put(folder.path(), &object("{\"n\":1}"), at(0)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "{\"made_at\":\"2027-01-15T08:00:00Z\",\"n\":1}");
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        let again = put(folder.path(), &object("{\"n\":1}"), at(60)).unwrap();
        assert_eq!(again.made_at, first.made_at);
        assert_eq!(again.sha256, first.sha256);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        let other = put(folder.path(), &object("{\"n\":2}"), at(120)).unwrap();
        assert_eq!(other.made_at, at(120));
        assert_ne!(other.sha256, first.sha256);
        // A twin that is lost is made again.
        fs::remove_file(folder.path().join("a.json.gz")).unwrap();
        put(folder.path(), &object("{\"n\":2}"), at(180)).unwrap();
        assert!(folder.path().join("a.json.gz").exists());
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 2, "nothing unfinished is left");
    }
}
