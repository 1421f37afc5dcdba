//! Messages: nothing is missing, nothing is left over, and the public can read everything.

use std::path::Path;

use i18n::Language;
use i18n::scan::Finding;

/// The slices whose words the public meets: people who ask, or look for a place.
const PUBLIC_SLICES: &[&str] = &[
    "codes",
    "help_requests",
    "i18n",
    "invites",
    "layout",
    "map",
    "news",
    "points",
    "snapshot",
    "statistics",
    "survey",
    "terms",
];

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|letter| letter.is_ascii_lowercase())
}

#[test]
fn sources_templates_and_languages_are_in_step() {
    let findings = i18n::scan::scan(env!("CARGO_MANIFEST_DIR").as_ref(), PUBLIC_SLICES);
    // A plain word such as `save` is a key too.
    let findings: Vec<String> = findings
        .expect("the house is readable")
        .iter()
        .filter(|finding| !matches!(finding, Finding::Shape { key, .. } if is_word(key)))
        .map(ToString::to_string)
        .collect();
    assert!(
        findings.is_empty(),
        "{} to mend:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

#[test]
fn every_public_slice_is_written_in_every_language() {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    for language in Language::ALL {
        for slice in PUBLIC_SLICES {
            let file = locales.join(language.code()).join(format!("{slice}.ftl"));
            assert!(file.exists(), "{} is missing", file.display());
        }
    }
}
