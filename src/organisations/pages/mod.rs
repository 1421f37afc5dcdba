//! The pages of organisations and teams.

pub mod edit;
pub mod list;
pub mod show;
pub mod team;

use i18n::Language;

use super::model::{Kind, Organisation};

/// The kinds as code and word, for a choice.
pub fn kinds(language: Language) -> Vec<(String, String)> {
    Kind::ALL
        .into_iter()
        .map(|kind| (kind.code().to_owned(), i18n::text(language, kind.label())))
        .collect()
}

/// Where an organisation works, in words.
pub fn areas_told(language: Language, organisation: &Organisation) -> Vec<String> {
    let areas = organisation.areas.iter();
    areas
        .map(|area| crate::areas::name(language, *area))
        .collect()
}
