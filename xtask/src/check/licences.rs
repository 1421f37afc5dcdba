//! Holds `deny.toml` against the crates that are really compiled: their licences, and the ones we
//! decided against. A line that nothing needs any more is told as well, so that the list stays true.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Run, expression};
use crate::run::{cargo, output, root};

#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    /// Crates that may bring it all the same.
    #[serde(default)]
    wrappers: Vec<String>,
    reason: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

pub fn check(_: &mut Run) -> Result<()> {
    let text =
        std::fs::read_to_string(root().join("deny.toml")).context("deny.toml cannot be read")?;
    let deny: Deny = toml::from_str(&text).context("deny.toml is not what was expected")?;
    let host = "x86_64-unknown-linux-gnu";
    let metadata = output(&mut cargo(&[
        "metadata",
        "--format-version=1",
        "--filter-platform",
        host,
    ])?)?;
    let metadata: Metadata =
        serde_json::from_str(&metadata).context("cargo metadata has changed its form")?;

    let mut amiss = Vec::new();
    licences(&deny.licenses, &metadata, &mut amiss);
    bans(&deny.bans, &metadata, &mut amiss);
    if !amiss.is_empty() {
        bail!(
            "deny.toml and the dependencies part ways:\n{}",
            amiss.join("\n")
        );
    }
    println!("{} crates", metadata.packages.len());
    Ok(())
}

fn licences(licences: &Licences, metadata: &Metadata, amiss: &mut Vec<String>) {
    let mut met = BTreeSet::new();
    // Our own crates have no source.
    for package in metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
    {
        let expression = package.license.as_deref().unwrap_or_default();
        let mut allowed = |licence: &str| {
            let known = licences.allow.iter().any(|allowed| allowed == licence);
            if known {
                met.insert(licence.to_owned());
            }
            known
        };
        if !expression::is_allowed(expression, &mut allowed) {
            amiss.push(format!(
                "{} {}: licence `{expression}` is not allowed",
                package.name, package.version
            ));
        }
    }
    let unmet = licences
        .allow
        .iter()
        .filter(|licence| !met.contains(*licence));
    amiss.extend(
        unmet.map(|licence| format!("licence `{licence}` is allowed, but no crate has it")),
    );
}

fn bans(bans: &Bans, metadata: &Metadata, amiss: &mut Vec<String>) {
    let name_of = |id: &str| {
        let package = metadata.packages.iter().find(|package| package.id == id);
        package
            .map(|package| package.name.as_str())
            .unwrap_or_default()
    };
    for ban in &bans.deny {
        let users: BTreeSet<&str> = metadata
            .resolve
            .nodes
            .iter()
            .filter(|node| node.dependencies.iter().any(|id| name_of(id) == ban.name))
            .map(|node| name_of(&node.id))
            .collect();
        for user in users
            .iter()
            .filter(|user| !ban.wrappers.iter().any(|wrapper| wrapper == *user))
        {
            amiss.push(format!(
                "{user} brings `{}`, which is banned: {}",
                ban.name, ban.reason
            ));
        }
        for wrapper in ban
            .wrappers
            .iter()
            .filter(|wrapper| !users.contains(wrapper.as_str()))
        {
            amiss.push(format!(
                "`{wrapper}` may bring `{}`, but does not",
                ban.name
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        let package = |name: &str, license: &str, ours: bool| {
            serde_json::json!({
                "id": name, "name": name, "version": "1.0.0", "license": license,
                "source": if ours { serde_json::Value::Null } else { "registry".into() },
            })
        };
        let metadata = serde_json::json!({
            "packages": [
                package("ours", "AGPL-3.0-or-later", true),
                package("free", "MIT OR GPL-3.0", false),
                package("bound", "GPL-3.0", false),
                package("time", "MIT", false),
            ],
            "resolve": { "nodes": [
                { "id": "ours", "dependencies": ["free", "bound"] },
                { "id": "free", "dependencies": ["time"] },
            ] },
        });
        serde_json::from_value(metadata).unwrap()
    }

    #[test]
    fn a_licence_not_allowed_and_one_not_needed_are_told() {
        let allow = ["MIT", "ISC"].map(str::to_owned).to_vec();
        let mut amiss = Vec::new();
        licences(&Licences { allow }, &metadata(), &mut amiss);
        assert_eq!(
            amiss,
            [
                "bound 1.0.0: licence `GPL-3.0` is not allowed",
                "licence `ISC` is allowed, but no crate has it"
            ]
        );
    }

    #[test]
    fn a_banned_crate_comes_only_by_those_who_may_bring_it() {
        let told = |wrappers: &[&str]| {
            let wrappers = wrappers.iter().map(ToString::to_string).collect();
            let ban = Ban {
                name: "time".into(),
                wrappers,
                reason: "jiff".into(),
            };
            let mut amiss = Vec::new();
            bans(&Bans { deny: vec![ban] }, &metadata(), &mut amiss);
            amiss
        };
        assert_eq!(told(&[]), ["free brings `time`, which is banned: jiff"]);
        assert_eq!(told(&["free"]), Vec::<String>::new());
        assert_eq!(
            told(&["free", "bound"]),
            ["`bound` may bring `time`, but does not"]
        );
    }
}
