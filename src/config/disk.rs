//! Asks the disk whether the files and folders that the settings name are there.

use std::{fs, io, path::Path};

use super::{Problem, Settings};

impl Settings {
    /// What would stop `serve` or a page later on; touches nothing.
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
        if let Some(path) = &self.sms_path
            && let Err(err) = fs::read_dir(parent(path))
        {
            tell("sms_path", parent(path), &err);
        }
        problems
    }
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
