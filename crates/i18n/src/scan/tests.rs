//! Small repositories in temporary folders.

use std::fs;

use tempfile::TempDir;

use super::*;

struct Repository(TempDir);

impl Repository {
    fn new(files: &[(&str, &str)]) -> Repository {
        let repository = Repository(TempDir::new().unwrap());
        for (path, text) in files {
            let path = repository.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        repository
    }

    fn findings(&self) -> Vec<String> {
        let found = scan(self.0.path(), &["ask"]).unwrap();
        found.iter().map(ToString::to_string).collect()
    }
}

/// One key in all languages, used by a template.
const WHOLE: [(&str, &str); 6] = [
    (
        "locales/en/ask.ftl",
        "ask-title = Ask for help, { $name }\n",
    ),
    (
        "locales/th/ask.ftl",
        "ask-title = ขอความช่วยเหลือ { $name }\n",
    ),
    ("locales/my/ask.ftl", "ask-title = my { $name }\n"),
    ("locales/km/ask.ftl", "ask-title = km { $name }\n"),
    ("locales/lo/ask.ftl", "ask-title = lo { $name }\n"),
    (
        "src/ask/ask.html",
        "<h1>\n{{ page.say(\"ask-title\", &[(\"name\", name)]) }}</h1>",
    ),
];

fn with(changes: &[(&'static str, &'static str)]) -> Vec<String> {
    let mut files = WHOLE.to_vec();
    for (path, text) in changes {
        files.retain(|(kept, _)| kept != path);
        files.push((path, text));
    }
    Repository::new(&files).findings()
}

#[test]
fn all_in_step() {
    assert_eq!(with(&[]), [""; 0]);
    assert_eq!(Repository::new(&[]).findings(), [""; 0]);
}

#[test]
fn a_key_used_but_not_written() {
    let found = with(&[(
        "src/ask/b.html",
        "\n\n{% if page.t(\"ask-gone\") == x %}{# t(\"ask-no\") #}",
    )]);
    assert_eq!(
        found,
        ["src/ask/b.html:3: the key \"ask-gone\" is not in locales/en"]
    );
    for source in [
        "fn a() { page.t(\"ask-gone\") }",
        "fn a() { i18n::text(lang, \"ask-gone\") }",
        "fn a() { i18n::say(lang, \"ask-gone\", &[(\"x-y\", 1.into())]) }",
        "fn a() { Message::new(\"ask-gone\").with(\"until\", t) }",
        "fn said(&self) -> Message { match self { A => \"ask-gone\".into(), B => key } } const X: &str = \"x-y\";",
        "fn a() { problems.add(\"full-name\", \"ask-gone\") }",
        "fn a() { page.say(if x { \"ask-gone\" } else { \"ask-title\" }, &[(\"name\", n)]) }",
        "fn a() { page.say(match x { Some(\"x-y\") => \"ask-gone\", _ => \"ask-title\" }, &[(\"name\", n)]) }",
        "#[cfg(not(test))] fn a() { page.t(\"ask-gone\") }",
        "#[cfg(test)] mod tests; fn a<'a>() { page.t(\"ask-gone\") }",
    ] {
        assert_eq!(
            with(&[("crates/web/src/a.rs", source)]),
            ["crates/web/src/a.rs:1: the key \"ask-gone\" is not in locales/en"],
            "{source}"
        );
    }
}

#[test]
fn what_is_no_use() {
    for source in [
        "fn text(name: &str) {}",
        "fn a() { html.text(\"plain\") }",
        "/// `page.t(\"ask-gone\")`\nfn a() {}",
        "#[cfg(test)] mod tests { fn a() { page.t(\"ask-gone\") } }",
        "#[test] fn a() { page.t(\"ask-gone\") }",
        "fn a() { other(\"ask-gone\") }",
        "trait A { fn said(&self) -> Message; } impl A { fn a() { other(\"ask-gone\") } }",
        "impl A { fn said(&self) { x } fn a() { other(\"ask-gone\") } }",
        "fn said() { page.say(\"ask-title\", \"name\", \"ask {x}\") }",
    ] {
        assert_eq!(with(&[("src/a.rs", source)]), [""; 0], "{source}");
    }
    assert_eq!(
        with(&[("src/tests/a.rs", "fn a() { t(\"ask-gone\") }")]),
        [""; 0]
    );
    assert_eq!(
        with(&[("tests/a.rs", "fn a() { t(\"ask-gone\") }")]),
        [""; 0]
    );
}

#[test]
fn a_key_nothing_uses() {
    let state = "ask-title = x { $name }\nask-state-open = open\n";
    let all: Vec<(&str, &str)> = ["th", "en", "my", "km", "lo"]
        .iter()
        .map(|language| {
            (
                *WHOLE
                    .iter()
                    .find(|it| it.0.contains(&format!("/{language}/")))
                    .map(|it| &it.0)
                    .unwrap(),
                state,
            )
        })
        .collect();
    let unused = "locales/en/ask.ftl:2: nothing uses the key \"ask-state-open\"; remove it in every language";
    assert_eq!(with(&all), [unused]);
    for source in [
        "const A: &str = \"ask-state-open\";",
        "fn a() { page.t(&format!(\"ask-state-{}\", state.code())) }",
        "fn a() { format!(\"ask-{state}-open\") }",
        "fn a() { [\"ask-state-\", code].concat() }",
    ] {
        let mut changes = all.clone();
        changes.push(("src/a.rs", source));
        assert_eq!(with(&changes), [""; 0], "{source}");
    }
    let mut changes = all.clone();
    changes.push(("src/b.html", "{{ page.t(\"ask-level-\" ~ level) }}"));
    assert_eq!(
        with(&changes),
        [
            "src/b.html:1: the key \"ask-level-…\" is not in locales/en",
            unused
        ]
    );
}

#[test]
fn a_key_used_inside_another() {
    let both = "ask-title = { ask-name } { $name }\nask-name = x\n";
    let found = with(&[
        ("locales/en/ask.ftl", both),
        ("locales/th/ask.ftl", both),
        ("locales/my/ask.ftl", both),
        ("locales/km/ask.ftl", both),
        ("locales/lo/ask.ftl", both),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn thai_without_the_key() {
    let found = with(&[("locales/th/ask.ftl", "")]);
    assert_eq!(
        found,
        ["locales/en/ask.ftl:1: the key \"ask-title\" is not in locales/th"]
    );
}

#[test]
fn other_arguments() {
    let found = with(&[(
        "locales/th/ask.ftl",
        "ask-title = { $count ->\n    [one] { $who }\n   *[other] x\n}\n",
    )]);
    assert_eq!(
        found,
        ["locales/th/ask.ftl:1: \"ask-title\" takes {name} in en, {count, who} in th"]
    );
}

#[test]
fn other_arguments_given() {
    for (source, given) in [
        ("fn a() { page.t(\"ask-title\") }", ""),
        ("fn a() { say(lang, \"ask-title\", &[]) }", ""),
        (
            "fn a() { page.say(\"ask-title\", &[(\"nam\", f(\"x\", (\"y\", 1)))]) }",
            "nam",
        ),
        ("fn a() { page.say(\"ask-title\", \"nam\", 1) }", "nam"),
        ("fn a() { Message::new(\"ask-title\") }", ""),
        (
            "fn a() { Message::new(\"ask-title\").with(\"name\", f(x)).with(\"n\", 2) }",
            "n, name",
        ),
        ("fn a() { problems.add(\"field\", \"ask-title\") }", ""),
    ] {
        let wanted = format!("src/a.rs:1: \"ask-title\" takes {{name}}, is given {{{given}}}");
        assert_eq!(with(&[("src/a.rs", source)]), [wanted], "{source}");
    }
    for source in [
        "fn a() { say(lang, \"ask-title\", &args) }",
        "fn a() { say(lang, \"ask-title\", &[(\"name\", x.into())]) }",
        "fn a() { page.say(\"ask-title\", &[(\"name\", page.say(\"ask-title\", &[(\"name\", 1)]))]) }",
        "fn a() { page.say(\"ask-title\", \"name\", \"plain\") }",
        "fn a() { page.say(match x { A => \"ask-title\", B => \"ask-title\" }, \"name\", f(\"x\")) }",
        "fn a() { Message::new(\"ask-title\").with(\"name\", \"x\") }",
        "fn a() { Message::new(\"ask-title\").with(name, \"x\") }",
        "fn a() { const A: &str = \"ask-title\"; }",
    ] {
        assert_eq!(with(&[("src/a.rs", source)]), [""; 0], "{source}");
    }
}

#[test]
fn a_key_english_has_not() {
    let found = with(&[(
        "locales/lo/ask.ftl",
        "ask-title = x { $name }\n\nask-more = y\n",
    )]);
    assert_eq!(
        found,
        ["locales/lo/ask.ftl:3: locales/lo has the key \"ask-more\", locales/en has not"]
    );
}

#[test]
fn public_messages_and_the_pending_list() {
    let missing = "locales/en/ask.ftl:1: the public key \"ask-title\" is not in locales/km";
    assert_eq!(with(&[("locales/km/ask.ftl", "")]), [missing]);
    let listed = ("locales/pending.txt", "# waiting\nkm ask-title # soon\n");
    assert_eq!(with(&[("locales/km/ask.ftl", ""), listed]), [""; 0]);
    assert_eq!(
        with(&[listed]),
        ["locales/pending.txt:2: \"km ask-title\" is no longer pending; remove the line"]
    );
}

#[test]
fn messages_for_staff_may_stay_untranslated() {
    let found = with(&[
        ("locales/en/desk.ftl", "desk-title = Desk\n"),
        ("locales/th/desk.ftl", "desk-title = โต๊ะ\n"),
        ("src/desk.html", "{{ page.t(\"desk-title\") }}"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn broken_files() {
    let found = with(&[(
        "locales/en/more.ftl",
        "\nask-title = again\nBad = x\n\nwhat is this\n",
    )]);
    assert_eq!(
        found,
        [
            "locales/en/more.ftl:3: nothing uses the key \"Bad\"; remove it in every language",
            "locales/en/more.ftl:3: the key \"Bad\" is not in locales/th",
            "locales/en/more.ftl:5: not readable as Fluent",
            "locales/en/more.ftl:2: \"ask-title\" is written a second time",
            "locales/en/more.ftl:3: \"Bad\" is not shaped like a key (small-letters-and-hyphens)",
        ]
    );
}

#[test]
fn a_file_that_is_no_text() {
    let repository = Repository::new(&WHOLE);
    fs::write(repository.0.path().join("src/a.rs"), [0xFF, 0xFE]).unwrap();
    let refused = scan(repository.0.path(), &[]).unwrap_err();
    assert!(refused.path.ends_with("src/a.rs"));
}

/// This crate's own messages, by the rules the whole repository is held to.
#[test]
fn own_messages_are_in_step() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let own = Path::new("i18n.ftl");
    let found: Vec<Finding> = scan(&root, &["i18n"])
        .unwrap()
        .into_iter()
        .filter(|finding| match finding {
            Finding::Missing { at, .. } => at.file.starts_with("crates/i18n"),
            Finding::Unused { at, .. }
            | Finding::NotInThai { at, .. }
            | Finding::Untranslated { at, .. }
            | Finding::NotInEnglish { at, .. }
            | Finding::Arguments { at, .. }
            | Finding::Given { at, .. }
            | Finding::Unreadable { at }
            | Finding::Twice { at, .. }
            | Finding::Shape { at, .. } => at.file.ends_with(own),
            Finding::Settled { .. } => false,
        })
        .collect();
    assert_eq!(found, []);
}
