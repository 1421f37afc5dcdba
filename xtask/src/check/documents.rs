//! Links from one document of the repository to another lead to a file, and to a heading in it.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use super::Run;
use crate::run::{command, output, root};

pub fn check(_: &mut Run) -> Result<()> {
    let files = output(command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "*.md",
    ]))?;
    let mut amiss = Vec::new();
    for file in files.lines() {
        let path = root().join(file);
        // A file that git knows but that was just removed has no links.
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        for (line, target) in links(&text) {
            // The texts of the site lead to addresses of the site, and to phones.
            if file.starts_with("data/texts/") {
                continue;
            }
            if let Err(why) = follow(&path, target) {
                amiss.push(format!("{file}:{line}: [{target}] {why}"));
            }
        }
    }
    if !amiss.is_empty() {
        bail!("links that lead nowhere:\n{}", amiss.join("\n"));
    }
    println!("{} documents", files.lines().count());
    Ok(())
}

/// Line and target of each `](target)` outside of code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        // Odd parts stand between backticks.
        for prose in line.split('`').step_by(2) {
            for part in prose.split("](").skip(1) {
                if let Some((target, _)) = part.split_once(')') {
                    links.push((number + 1, target));
                }
            }
        }
    }
    links
}

fn follow(from: &Path, target: &str) -> Result<()> {
    if target.contains("://") || target.starts_with("mailto:") {
        return Ok(());
    }
    let (file, heading) = match target.split_once('#') {
        Some((file, heading)) => (file, Some(heading)),
        None => (target, None),
    };
    let path = match file {
        "" => from.to_owned(),
        file => from.parent().unwrap_or(Path::new("")).join(file),
    };
    if !path.exists() {
        bail!("is not there");
    }
    if let Some(heading) = heading {
        let text = fs::read_to_string(&path).context("is no text")?;
        let there = text
            .lines()
            .any(|line| line.starts_with('#') && anchor(line) == heading);
        if !there {
            bail!("has no such heading");
        }
    }
    Ok(())
}

/// The anchor that forges give to a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    // Thai vowels and tone marks are no letters to `char`, but stay in an anchor.
    let kept =
        |c: &char| c.is_alphanumeric() || "-_ ".contains(*c) || ('\u{e00}'..='\u{e7f}').contains(c);
    text.chars()
        .filter(kept)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_code_are_none() {
        let text = "see [a](a.md) and `[b](b.md)`\n```\n[c](c.md)\n```\n![d](d.png) [e](#here)\n";
        assert_eq!(links(text), [(1, "a.md"), (5, "d.png"), (5, "#here")]);
    }

    #[test]
    fn a_link_is_followed_to_its_heading() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("a.md");
        fs::write(&from, "# First things, first\n## ตั้งค่า\n").unwrap();
        assert!(follow(&from, "#first-things-first").is_ok());
        assert!(follow(&from, "a.md#ตั้งค่า").is_ok());
        assert!(follow(&from, "https://example.org/x").is_ok());
        assert_eq!(
            follow(&from, "#second").unwrap_err().to_string(),
            "has no such heading"
        );
        assert_eq!(
            follow(&from, "b.md").unwrap_err().to_string(),
            "is not there"
        );
    }
}
