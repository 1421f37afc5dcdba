//! The files of the repository as texts.

use std::{fs, path::Path};

/// One file: its path from the root, with `/`, and what is in it.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// A file that is not there, to plant a fault in.
    #[cfg(test)]
    pub fn planted(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    pub fn is(&self, ending: &str) -> bool {
        self.path.ends_with(ending)
    }
}

/// Made by tools, or not in git.
const PASSED_OVER: &[&str] = &[".git", "target", "node_modules", "shots", "dist"];
const TEXTS: &[&str] = &[
    "rs", "toml", "sql", "html", "css", "ts", "mjs", "js", "json", "md", "ftl", "sh", "run", "yml",
];

/// Every text file below the root.
pub fn read(root: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    walk(root, root, &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn walk(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository can be read") {
        let path = entry.expect("its entries too").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !PASSED_OVER.contains(&name.as_str()) {
                walk(root, &path, sources);
            }
            continue;
        }
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !TEXTS.contains(&ending) || name == "package-lock.json" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_else(|err| panic!("{name}: {err}"));
        let path = path.strip_prefix(root).expect("below the root");
        let path = path.to_string_lossy().replace('\\', "/");
        sources.push(Source { path, text });
    }
}
