//! Asks the disk whether the files and folders that the settings name are there.

use std::path::{Path, PathBuf};
use std::{fs, io, process};

use super::{Problem, Settings};

impl Settings {
    /// Where the photos lie.
    pub fn files_folder(&self) -> PathBuf {
        let own = self.files.clone();
        own.unwrap_or_else(|| self.data.join("files"))
    }

    /// What would stop `serve` or a page later on; leaves everything as it was.
    pub fn problems_on_disk(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut tell = |name: &str, path: &Path, err: &io::Error| {
            let said = format!("{name}: {} {}", path.display(), in_words(err));
            problems.push(Problem::new(self.place_of(name), said));
        };
        let files = [
            ("tls_cert", &self.tls_cert),
            ("tls_key", &self.tls_key),
            ("secret_key_file", &self.secret_key_file),
            ("sms_config", &self.sms_config),
        ];
        for (name, path) in files {
            if let Some(path) = path
                && let Err(err) = fs::read(path)
            {
                tell(name, path, &err);
            }
        }
        // Opened, not read: it may be larger than the memory.
        if let Some(path) = &self.map_file
            && let Err(err) = fs::File::open(path)
        {
            tell("map_file", path, &err);
        }
        for (name, path) in [
            ("terms_dir", &self.terms_dir),
            ("privacy_dir", &self.privacy_dir),
        ] {
            if let Some(path) = path
                && let Err(err) = fs::read_dir(path)
            {
                tell(name, path, &err);
            }
        }
        // The data folder is made at the first start, but not the folders above it: those are more likely a slip.
        if !self.data.is_dir()
            && let Err(err) = fs::read_dir(parent(&self.data))
        {
            tell("data", parent(&self.data), &err);
        }
        let folder = self.files_folder();
        if self.files.is_some()
            && !folder.exists()
            && let Err(err) = fs::read_dir(parent(&folder))
        {
            tell("files", parent(&folder), &err);
        }
        if let Some(path) = &self.sms_path
            && let Err(err) = fs::read_dir(parent(path))
        {
            tell("sms_path", parent(path), &err);
        }
        if let Some(path) = &self.snapshot
            && let Err(err) = fs::read_dir(parent(path))
        {
            tell("snapshot", parent(path), &err);
        }
        if folder.exists()
            && let Err(err) = try_to_write_in(&folder)
        {
            let said = format!("files: {} {err}", folder.display());
            problems.push(Problem::new(self.place_of("files"), said));
        }
        problems
    }
}

/// Writes an empty file and removes it: rights alone do not tell of a disk that is full or read-only.
fn try_to_write_in(folder: &Path) -> Result<(), String> {
    if !folder.is_dir() {
        return Err("is no folder".to_owned());
    }
    let trial = folder.join(format!(".trial-{}", process::id()));
    fs::write(&trial, "")
        .and_then(|()| fs::remove_file(&trial))
        .map_err(|err| format!("cannot be written: {err}"))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn in_words(err: &io::Error) -> String {
    match err.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read by this user".to_owned(),
        io::ErrorKind::NotADirectory => "is no folder".to_owned(),
        _ => format!("cannot be read: {err}"),
    }
}
