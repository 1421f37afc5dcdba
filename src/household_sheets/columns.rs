//! The columns of a sheet: what each is called, what may stand in it, and which words stand for which code.

use std::collections::HashMap;
use std::sync::LazyLock;

use i18n::Language;

use crate::imports::rules::cells::folded;
use crate::incidents::preset::{Coded, Labels, List, Preset};
use crate::survey::model::{Consent, PersonState, Sex, TestKind, TestResult};

/// Doses of one person that a sheet has columns for.
pub const DOSES: usize = 4;

/// Which household of the sheet a row is of.
pub const NUMBER: &str = "household_no";
pub const AREA: &str = "area";
pub const SURVEYED_ON: &str = "surveyed_on";
/// The address of a household that was taken out of here, its version then, and a person's id.
pub const HOUSEHOLD: &str = "household";
pub const VERSION: &str = "version";
pub const PERSON: &str = "person";
/// What was amiss with a row, on the sheet that comes back to be mended; not read again.
pub const AMISS: &str = "amiss";

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    Words,
    /// One of a few words.
    Choice,
    /// Several words, parted by commas.
    Several,
    /// A word for yes, or nothing.
    Yes,
    Day,
    Phone,
    Age,
    /// Words, of which some are proposed.
    Proposed,
}

/// A column, by the name of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// The key of the words above it.
    label: &'static str,
    pub asks: Asks,
    /// Of the whole household: told on its first row, and on the others left out.
    pub of_household: bool,
    /// The number in the label, of columns that come several times.
    n: Option<usize>,
}

const fn of_household(name: &'static str, label: &'static str, asks: Asks) -> Column {
    Column {
        name,
        label,
        asks,
        of_household: true,
        n: None,
    }
}

const fn of_person(name: &'static str, label: &'static str, asks: Asks) -> Column {
    Column {
        name,
        label,
        asks,
        of_household: false,
        n: None,
    }
}

const fn of_dose(name: &'static str, label: &'static str, asks: Asks, n: usize) -> Column {
    Column {
        name,
        label,
        asks,
        of_household: false,
        n: Some(n),
    }
}

/// The columns people fill in, in their order.
pub const COLUMNS: [Column; 43] = [
    of_household(NUMBER, "sheet-household-no", Asks::Words),
    of_household(AREA, "sheet-area", Asks::Proposed),
    of_household("village", "survey-village", Asks::Proposed),
    of_household("landmark", "phone-survey-house", Asks::Words),
    of_person("name", "sheet-name", Asks::Words),
    of_person("nationality", "nationality", Asks::Choice),
    of_person("age", "survey-age", Asks::Age),
    of_person("age_band", "survey-age-band", Asks::Choice),
    of_person("sex", "phone-survey-sex", Asks::Choice),
    of_person("phone", "sheet-phone", Asks::Phone),
    of_person("history", "survey-history", Asks::Choice),
    of_dose("dose_1_brand", "sheet-dose-brand", Asks::Choice, 1),
    of_dose("dose_1_on", "sheet-dose-on", Asks::Day, 1),
    of_dose("dose_2_brand", "sheet-dose-brand", Asks::Choice, 2),
    of_dose("dose_2_on", "sheet-dose-on", Asks::Day, 2),
    of_dose("dose_3_brand", "sheet-dose-brand", Asks::Choice, 3),
    of_dose("dose_3_on", "sheet-dose-on", Asks::Day, 3),
    of_dose("dose_4_brand", "sheet-dose-brand", Asks::Choice, 4),
    of_dose("dose_4_on", "sheet-dose-on", Asks::Day, 4),
    of_person("wish", "survey-wish", Asks::Choice),
    of_person("reason", "survey-reason", Asks::Choice),
    of_person("reason_words", "phone-survey-reason-words", Asks::Words),
    of_person("mobile_team", "phone-survey-mobile-team", Asks::Yes),
    of_person("bedridden", "phone-survey-bedridden", Asks::Yes),
    of_person("risks", "phone-survey-risks", Asks::Several),
    of_person(
        "vulnerabilities",
        "phone-survey-vulnerabilities",
        Asks::Several,
    ),
    of_person("target_group", "phone-survey-group", Asks::Choice),
    of_person("document", "phone-survey-document", Asks::Choice),
    of_person("document_number", "phone-survey-number", Asks::Words),
    of_person("document_sure", "phone-survey-number-sure", Asks::Yes),
    of_person("test_kind", "phone-survey-test", Asks::Choice),
    of_person("test_on", "phone-survey-test-on", Asks::Day),
    of_person("test_result", "sheet-test-result", Asks::Choice),
    of_person("state", "phone-survey-state", Asks::Choice),
    of_household("contact_phone", "contact-phone", Asks::Phone),
    of_household("lat", "sheet-lat", Asks::Words),
    of_household("lon", "sheet-lon", Asks::Words),
    of_household("consent", "phone-survey-consent", Asks::Choice),
    of_household(SURVEYED_ON, "sheet-surveyed-on", Asks::Day),
    of_household("details", "survey-details", Asks::Words),
    of_household(HOUSEHOLD, "sheet-household", Asks::Words),
    of_household(VERSION, "sheet-version", Asks::Words),
    of_person(PERSON, "sheet-person", Asks::Words),
];

/// Columns that a sheet taken out of here has in the background, and an empty one has not.
pub const HIDDEN: [&str; 3] = [HOUSEHOLD, VERSION, PERSON];

impl Column {
    /// What people read above it.
    pub fn label(&self, language: Language) -> String {
        match self.n {
            Some(n) => {
                let n = i18n::Arg::Number(i64::try_from(n).unwrap_or(0));
                i18n::say(language, self.label, &[("n", n)])
            }
            None => i18n::text(language, self.label),
        }
    }

    pub fn is_hidden(&self) -> bool {
        HIDDEN.contains(&self.name)
    }

    /// The name of the field it fills: doses have fields of their own.
    pub fn dose(&self) -> Option<(usize, &'static str)> {
        let n = self.n?;
        let field = match self.asks {
            Asks::Choice => "brand",
            _ => "on",
        };
        Some((n, field))
    }
}

pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// Every way in which a column may be named: by its field, and by its words in any language.
static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for column in &COLUMNS {
        names.insert(folded(column.name), column.name);
        for language in Language::ALL {
            names
                .entry(folded(&column.label(language)))
                .or_insert(column.name);
        }
    }
    names
});

/// The column a heading stands above.
pub fn meant(heading: &str) -> Option<&'static str> {
    NAMES.get(&folded(heading)).copied()
}

/// How many cells of a row are headings.
pub fn understood(row: &[String]) -> usize {
    row.iter().filter(|cell| meant(cell).is_some()).count()
}

/// One of the words that may stand in a column.
#[derive(Debug, Clone)]
pub struct Choice {
    pub code: String,
    labels: Words,
}

#[derive(Debug, Clone)]
enum Words {
    OfPreset(Labels),
    Message(&'static str),
    Same(&'static str),
}

impl Choice {
    pub fn label(&self, language: Language) -> String {
        match &self.labels {
            Words::OfPreset(labels) => labels.get(language).to_owned(),
            Words::Message(key) => i18n::text(language, key),
            Words::Same(name) => (*name).to_owned(),
        }
    }
}

fn of_list<T: Coded>(list: &List<T>) -> Vec<Choice> {
    let choice = |one: &T| Choice {
        code: one.code().to_owned(),
        labels: Words::OfPreset(one.labels().clone()),
    };
    list.iter().map(choice).collect()
}

fn said(code: &str, key: &'static str) -> Choice {
    Choice {
        code: code.to_owned(),
        labels: Words::Message(key),
    }
}

/// What may stand in a column, in the order of the preset; nothing where any words may.
pub fn choices(preset: &Preset, column: &Column) -> Vec<Choice> {
    match column.name {
        "nationality" => of_list(&preset.nationalities),
        "age_band" => of_list(&preset.age_bands),
        "history" => of_list(&preset.vaccination_history),
        "wish" => of_list(&preset.wishes),
        "reason" => of_list(&preset.reasons),
        "risks" => of_list(&preset.risks_608),
        "vulnerabilities" => of_list(&preset.vulnerabilities),
        "target_group" => of_list(&preset.target_groups),
        "document" => of_list(&preset.documents),
        "sex" => Sex::ALL
            .iter()
            .map(|one| said(one.code(), one.label()))
            .collect(),
        "consent" => Consent::ALL
            .iter()
            .map(|one| said(one.code(), one.label()))
            .collect(),
        "test_kind" => TestKind::ALL
            .iter()
            .map(|one| Choice {
                code: one.code().to_owned(),
                labels: Words::Same(one.name()),
            })
            .collect(),
        "test_result" => TestResult::ALL
            .iter()
            .map(|one| said(one.code(), one.label()))
            .collect(),
        // A person made one with another stands elsewhere, and is on no sheet.
        "state" => [PersonState::Here, PersonState::MovedAway, PersonState::Died]
            .iter()
            .map(|one| said(one.code(), one.label()))
            .collect(),
        _ if column.dose().is_some_and(|(_, field)| field == "brand") => of_list(&preset.vaccines),
        _ if column.asks == Asks::Yes => vec![said("yes", "phone-survey-yes")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_columns_are_called_the_same() {
        for language in Language::ALL {
            let mut labels: Vec<String> = COLUMNS
                .iter()
                .map(|column| folded(&column.label(language)))
                .collect();
            labels.sort_unstable();
            let n = labels.len();
            labels.dedup();
            assert_eq!(labels.len(), n, "{language}");
        }
    }

    #[test]
    fn a_heading_is_known_by_its_field_and_in_every_language() {
        assert_eq!(meant("age"), Some("age"));
        assert_eq!(meant(" อายุหรือปีเกิด "), Some("age"));
        assert_eq!(meant("Age or year of birth"), Some("age"));
        assert_eq!(
            meant(&column("dose_2_on").unwrap().label(Language::Th)),
            Some("dose_2_on")
        );
        assert_eq!(meant("คะแนน"), None);
    }

    #[test]
    fn words_stand_for_one_code() {
        let preset = crate::incidents::preset::preset("covid19").unwrap();
        for column in COLUMNS.iter() {
            for language in Language::ALL {
                let mut words: Vec<String> = choices(preset, column)
                    .iter()
                    .map(|one| folded(&one.label(language)))
                    .collect();
                words.sort_unstable();
                let n = words.len();
                words.dedup();
                assert_eq!(words.len(), n, "{} in {language}", column.name);
            }
        }
    }
}
