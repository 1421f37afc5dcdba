//! What is known of a household, in words.

use i18n::Language;

use super::Show;
use crate::layout::Page;
use crate::survey::fields;
use crate::survey::model::{Conflict, Person, Sex};
use crate::survey::rules;
use crate::survey::tasks;

impl Show<'_> {
    /// Facts of a person, as label and words.
    pub(super) fn about(&self, person: &Person) -> Vec<(String, String)> {
        let (page, preset, facts) = (self.page, self.incident.preset, &person.facts);
        let today = crate::clock::day(page.cx.now);
        let group = rules::target_group(preset, facts, today);
        let joined = |codes: &[String], label: &dyn Fn(&str) -> String| {
            codes
                .iter()
                .map(|code| label(code))
                .collect::<Vec<_>>()
                .join(" · ")
        };
        let document = facts.document.as_ref().map(|document| {
            let kind = self.label(&preset.documents, &document.kind);
            let sure = if document.sure {
                String::new()
            } else {
                format!(" ({})", page.t("survey-document-not-sure"))
            };
            format!("{kind} {}{sure}", document.masked())
        });
        let age = match facts.age.birth_year {
            None => self.label(&preset.age_bands, &facts.age.band),
            Some(year) => {
                let years = i64::from(year.years(today));
                let band = self.label(&preset.age_bands, &facts.age.band);
                format!("{} ({band})", page.say("survey-years", "n", years))
            }
        };
        let doses: Vec<String> = person
            .doses
            .iter()
            .map(|dose| {
                let brand = self.label(&preset.vaccines, &dose.brand);
                format!("{brand} {}", page.date(&dose.on))
            })
            .collect();
        let sex = facts.sex.map_or(String::new(), |sex| page.t(sex.label()));
        let test = facts.test.map_or(String::new(), |test| {
            let on = test.on.map_or(String::new(), |on| page.date(&on));
            format!("{} {} {on}", test.kind.name(), page.t(test.result.label()))
        });
        let mut about = vec![
            (
                "nationality",
                self.label(&preset.nationalities, &facts.nationality),
            ),
            ("survey-age", age),
            ("survey-sex", sex),
            ("survey-group", self.label(&preset.target_groups, group)),
            (
                "survey-risks",
                joined(&facts.risks, &|code| self.label(&preset.risks_608, code)),
            ),
            (
                "survey-vulnerabilities",
                joined(&facts.vulnerabilities, &|code| {
                    self.label(&preset.vulnerabilities, code)
                }),
            ),
            ("survey-document", document.unwrap_or_default()),
            (
                "survey-history",
                self.label(&preset.vaccination_history, &facts.history),
            ),
            ("survey-doses", doses.join(" · ")),
            ("survey-test", test),
        ];
        if let Some((on, brand)) = tasks::second_dose(preset, person) {
            let brand = self.label(&preset.vaccines, &brand);
            about.push(("survey-second-dose", format!("{brand} {}", page.date(&on))));
        }
        let mut needs = Vec::new();
        if facts.bedridden {
            needs.push(page.t("survey-bedridden"));
        }
        if facts.mobile_team {
            needs.push(page.t("survey-mobile-team"));
        }
        about.push(("survey-needs", needs.join(" · ")));
        about
            .into_iter()
            .filter(|(_, words)| !words.trim().is_empty())
            .map(|(key, words)| (page.t(key), words))
            .collect()
    }

    /// Who and which field two have told differently.
    pub(super) fn about_conflict(&self, conflict: &Conflict) -> String {
        let field = self.page.t(field_label(&conflict.field));
        let whose = conflict
            .person
            .and_then(|id| self.seen.particulars.person(id));
        match whose {
            None => field,
            Some(person) => format!("{} · {field}", person.facts.name.as_str()),
        }
    }

    pub(super) fn kept(&self, conflict: &Conflict) -> String {
        let known = &self.seen.particulars;
        let fields = match conflict.person.and_then(|id| known.person(id)) {
            None => fields::of_household(&known.facts),
            Some(person) => fields::shown(&person.facts),
        };
        self.said(
            &conflict.field,
            fields.get(&conflict.field).map_or("", String::as_str),
        )
    }

    pub(super) fn told(&self, conflict: &Conflict) -> String {
        if conflict.field == "document_number" {
            let tail: String = conflict.told.chars().rev().take(4).collect();
            return format!("…{}", tail.chars().rev().collect::<String>());
        }
        self.said(&conflict.field, &conflict.told)
    }

    /// A field's text as people say it.
    fn said(&self, field: &str, text: &str) -> String {
        let (page, preset) = (self.page, self.incident.preset);
        if text.is_empty() {
            return page.t("survey-nothing");
        }
        match field {
            "nationality" => self.label(&preset.nationalities, text),
            "history" => self.label(&preset.vaccination_history, text),
            "wish" => self.label(&preset.wishes, text),
            "reason" => self.label(&preset.reasons, text),
            "age_band" => self.label(&preset.age_bands, text),
            "age" => year(page, text),
            "sex" => Sex::from_code(text).map_or(text.to_owned(), |sex| page.t(sex.label())),
            "target_group" => self.label(&preset.target_groups, text),
            "area" => text
                .parse()
                .map_or(text.to_owned(), |area| page.area(&area)),
            "household" => page.t("survey-another-house"),
            "mobile_team" | "bedridden" | "document_sure" => page.t("survey-yes"),
            _ => text.to_owned(),
        }
    }
}

/// A year of birth as the reader counts years.
fn year(page: &Page, text: &str) -> String {
    let era = match page.language() {
        Language::Th => 543,
        _ => 0,
    };
    text.parse::<i16>()
        .map_or(text.to_owned(), |year| (year + era).to_string())
}

/// What a field is called.
fn field_label(field: &str) -> &'static str {
    match field {
        "area" => "area",
        "pin" => "place",
        "landmark" => "landmark",
        "village" => "survey-village",
        "contact_phone" | "phone" => "contact-phone",
        "consent" => "survey-ground",
        "name" => "survey-name",
        "nationality" => "nationality",
        "age" => "survey-age",
        "age_band" => "survey-age-band",
        "sex" => "survey-sex",
        "history" => "survey-history",
        "wish" => "survey-wish",
        "reason" => "survey-reason",
        "reason_words" => "survey-reason-words",
        "point" => "survey-point",
        "mobile_team" => "survey-mobile-team",
        "bedridden" => "survey-bedridden",
        "target_group" => "survey-group",
        "risks" => "survey-risks",
        "vulnerabilities" => "survey-vulnerabilities",
        "document" => "survey-document",
        "document_number" | "document_sure" => "survey-document",
        "test_kind" | "test_on" | "test_result" => "survey-test",
        "state" => "survey-lives-here",
        "household" => "survey-lives",
        _ => "survey-details",
    }
}
