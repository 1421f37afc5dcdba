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
