//! Borders inside the one crate. Layers: a model knows no rule, a rule no store, a store no action, and
//! nobody below the pages knows HTTP. Floors: a slice calls slices of its own floor and below.

use super::{source::Source, uses};

/// From the ground up; a file may name its own layer and those below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Model,
    Rules,
    Store,
    Actions,
    Pages,
}

/// The layer of a part of a slice, by the name of its file or folder. Parts not listed are actions.
const PARTS: &[(&str, Layer)] = &[
    ("model", Layer::Model),
    ("reference", Layer::Model),
    ("role", Layer::Model),
    ("preset", Layer::Model),
    ("handle", Layer::Model),
    ("legend", Layer::Model),
    ("rules", Layer::Rules),
    ("photo", Layer::Rules),
    ("fields", Layer::Rules),
    ("merge", Layer::Rules),
    ("deed", Layer::Rules),
    ("tasks", Layer::Rules),
    ("store", Layer::Store),
    ("challenges", Layer::Store),
    ("decisions", Layer::Store),
    ("admins", Layer::Store),
    ("sessions", Layer::Store),
    ("numbers", Layer::Store),
    ("form", Layer::Pages),
    ("deeds", Layer::Pages),
    ("pages", Layer::Pages),
    ("api", Layer::Pages),
    ("tiles", Layer::Pages),
    ("geojson", Layer::Pages),
    ("how_to", Layer::Pages),
];

/// The layer of what is no slice: modules of our own beside them, and other crates.
const BESIDE: &[(&str, Layer)] = &[
    ("crate::ids", Layer::Model),
    ("crate::clock", Layer::Model),
    ("crate::error::Refusal", Layer::Rules),
    ("crate::error", Layer::Store),
    // A store demands the Grant; who acts, and when, is an action's business.
    ("crate::access::Grant", Layer::Store),
    ("crate::access::grant", Layer::Store),
    ("crate::layout", Layer::Pages),
    ("crate::api", Layer::Pages),
    ("crate::routes", Layer::Pages),
    ("crate::server", Layer::Pages),
    ("crate::cli", Layer::Pages),
    ("db", Layer::Store),
    // What a refusal says is a message's key, and an action may name the field that is amiss: words, not HTTP.
    ("web::Message", Layer::Rules),
    ("web::Problems", Layer::Actions),
    ("web::Typed", Layer::Actions),
    ("web::cursor", Layer::Actions),
    ("web", Layer::Pages),
    ("axum", Layer::Pages),
    ("askama", Layer::Pages),
    ("tower", Layer::Pages),
    ("tower_http", Layer::Pages),
];

/// From the ground up: what stands on one floor may call one another and all below.
const FLOORS: &[&[&str]] = &[
    &[
        "areas",
        "villages",
        "accounts",
        "incidents",
        "events",
        "tallies",
        "files",
        "access",
        "notifications",
        "organisations",
        "invites",
    ],
    &[
        "points",
        "survey",
        "rounds",
        "alike",
        "vaccination",
        "supplies",
        "volunteers",
        "news",
    ],
    &["help_requests"],
    &[
        "map",
        "statistics",
        "board",
        "interop",
        "imports",
        "point_imports",
        "officer_sheets",
    ],
    &["privacy", "snapshot", "reports"],
];

/// Crossings that are meant: file, what it names, why. One that is not needed any more is a fault.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "src/survey/actions/change/reading.rs",
        "crate::survey::form",
        "what a phone changed is read against what stands there, inside the transaction",
    ),
    (
        "src/survey/actions/change/reading.rs",
        "crate::accounts::form",
        "as above",
    ),
];

/// Drivers are `crates/db`'s affair.
const DRIVERS: &[&str] = &["rusqlite", "tokio_postgres", "deadpool_postgres"];

/// Names that stand in a layer above their file.
pub fn layers(sources: &[Source]) -> Vec<String> {
    crossings(sources, MEANT, |source, path| {
        if DRIVERS.contains(&path[0].as_str()) {
            return Some("a driver; slices name `db`".to_owned());
        }
        let here = layer_of_file(&source.path)?;
        if is_type_of_own_slice(&source.path, path) {
            return None;
        }
        let there = layer_of(path)?;
        (there > here).then(|| format!("{there:?} above {here:?}"))
    })
}

/// Slices that name a slice of a floor above. A page may show what is there: it names actions and models of any.
pub fn floors(sources: &[Source]) -> Vec<String> {
    crossings(sources, MEANT, |source, path| {
        let here = uses::module(&source.path);
        if path[0] != "crate" {
            return None;
        }
        let is_page = layer_of_file(&source.path) == Some(Layer::Pages);
        let shown = path
            .get(2)
            .is_some_and(|name| ["actions", "model"].contains(&name.as_str()));
        if is_page && shown {
            return None;
        }
        let (above, below) = (floor(path.get(1)?)?, floor(here.first()?)?);
        (above > below).then(|| format!("a floor above {}", here[0]))
    })
}

fn crossings(
    sources: &[Source],
    meant: &[(&str, &str, &str)],
    fault: impl Fn(&Source, &[String]) -> Option<String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| is_program(&source.path)) {
        for named in uses::named(source) {
            let Some(said) = fault(source, &named.path) else {
                continue;
            };
            let path = named.path.join("::");
            if !meant
                .iter()
                .any(|(file, name, _)| *file == source.path && path.starts_with(name))
            {
                faults.push(format!(
                    "{}:{} names `{path}`: {said}",
                    source.path, named.line
                ));
            }
        }
    }
    faults.dedup();
    faults
}

/// Listed crossings that no file needs any more.
pub fn stale(sources: &[Source]) -> Vec<String> {
    let needed = |file: &str, name: &str| {
        let mut named = sources
            .iter()
            .filter(|source| source.path == file)
            .flat_map(uses::named);
        named.any(|named| named.path.join("::").starts_with(name))
    };
    MEANT
        .iter()
        .filter(|(file, name, _)| !needed(file, name))
        .map(|(file, name, _)| format!("{file} no longer names `{name}`; take it off the list"))
        .collect()
}

/// Files of the program itself; tests may look anywhere.
fn is_program(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("src/")
        && path.ends_with(".rs")
        && !path.contains("/tests/")
        && name != "tests.rs"
        && !name.ends_with("_tests.rs")
}

/// What a slice's `mod.rs` declares for all its parts, such as `events::NewEvent`.
fn is_type_of_own_slice(file: &str, path: &[String]) -> bool {
    path.first().is_some_and(|root| root == "crate")
        && path.get(1) == uses::module(file).first()
        && path
            .get(2)
            .is_some_and(|name| name.starts_with(char::is_uppercase))
}

fn floor(slice: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&slice))
}

/// `src/help_requests/pages/ask.rs` is a page; a slice's `mod.rs` and what is no slice has no layer.
fn layer_of_file(path: &str) -> Option<Layer> {
    let module = uses::module(path);
    floor(module.first()?)?;
    Some(part(module.get(1)?))
}

fn part(name: &str) -> Layer {
    PARTS
        .iter()
        .find(|(part, _)| *part == name)
        .map_or(Layer::Actions, |(_, layer)| *layer)
}

fn layer_of(path: &[String]) -> Option<Layer> {
    let whole = path.join("::");
    let beside = BESIDE.iter().find(|(name, _)| {
        whole
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    if let Some((_, layer)) = beside {
        return Some(*layer);
    }
    if path[0] != "crate" {
        return None;
    }
    let slice = path.get(1)?;
    match (floor(slice), path.get(2)) {
        // A module by its name; what a slice itself offers (types and functions at its root) is for actions.
        (Some(_), Some(name)) => Some(part(name)),
        (Some(_), None) => Some(Layer::Actions),
        (None, _) => Some(Layer::Actions),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planted(path: &str, text: &str) -> [Source; 1] {
        [Source::planted(path, text)]
    }

    #[test]
    fn a_page_planted_in_a_store_is_found() {
        let faults = layers(&planted(
            "src/help_requests/store.rs",
            "use crate::ids::HelpRequestId;\nuse super::model::HelpRequest;\nuse crate::layout::Page;\n",
        ));
        assert_eq!(
            faults,
            ["src/help_requests/store.rs:3 names `crate::layout::Page`: Pages above Store"]
        );
    }

    #[test]
    fn each_layer_is_kept() {
        for (file, line) in [
            ("model", "use super::rules::take;"),
            ("model", "use db::Row;"),
            ("rules", "use super::store;"),
            ("rules", "use crate::access::Cx;"),
            ("rules", "fn f() { crate::app::App::build() }"),
            ("store", "use super::actions::take;"),
            ("store", "use tokio_postgres::Client;"),
            ("actions/take", "use axum::response::Redirect;"),
            ("actions/take", "use web::csrf::Token;"),
            ("rules", "use web::Problems;"),
            ("actions/take", "use crate::help_requests::pages::show;"),
        ] {
            let path = format!("src/help_requests/{file}.rs");
            assert_eq!(layers(&planted(&path, line)).len(), 1, "{file}: {line}");
        }
        for (file, line) in [
            ("model", "use crate::ids::HelpRequestId;"),
            (
                "rules",
                "use super::model::HelpRequest;\nuse crate::error::Refusal;",
            ),
            ("store", "use db::{Tx, sql};\nuse crate::access::Grant;"),
            ("actions/take", "use super::super::{rules, store};"),
            ("pages/show", "use crate::help_requests::actions;"),
            ("rules", "use web::Message;"),
            ("store", "use super::NewEvent;"),
            ("api", "use crate::accounts::actions;"),
        ] {
            let path = format!("src/help_requests/{file}.rs");
            assert_eq!(
                layers(&planted(&path, line)),
                Vec::<String>::new(),
                "{file}: {line}"
            );
        }
    }

    #[test]
    fn a_call_upward_is_found() {
        let up = planted(
            "src/accounts/actions.rs",
            "use crate::help_requests::model::State;",
        );
        assert_eq!(floors(&up).len(), 1);
        let shown = planted(
            "src/accounts/pages/own.rs",
            "use crate::help_requests::actions::see;",
        );
        assert_eq!(floors(&shown), Vec::<String>::new());
        let down = planted(
            "src/help_requests/actions.rs",
            "use crate::accounts::model::Account;",
        );
        assert_eq!(floors(&down), Vec::<String>::new());
    }
}
