//! The survey on a phone without network: a shell that is the same for everybody, with all words, lists
//! and pieces of forms as templates. What is of persons comes by the API and lies sealed on the phone.

use askama::Template;
use axum::response::Response;
use http::HeaderValue;

use super::household::ILLNESS;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Ages, Coded, Kind, List, Preset};
use crate::layout::{Failure, Page};
use crate::survey::model::WANTS;
use crate::survey::tasks::is_to_talk_about;

/// Cameras are shut to all pages but this one, which reads household cards.
const POLICY: HeaderValue =
    HeaderValue::from_static("geolocation=(self), camera=(self), microphone=(), payment=()");
/// Somebody has no document: no number is asked.
const NO_DOCUMENT: &str = "none";
/// The kinds of document whose number has thirteen digits and a check digit.
const WITH_CHECK_DIGIT: [&str; 2] = ["thai_id", "non_thai_id"];

#[derive(Template)]
#[template(path = "survey/templates/phone.html")]
struct Shell<'a> {
    page: &'a Page,
    survey: Option<Survey<'a>>,
}

/// What is surveyed, and how.
struct Survey<'a> {
    page: &'a Page,
    incident: &'a Incident,
    kind: &'a Kind,
}

/// One answer to choose; the script reads the mark, so that it knows no codes of its own.
struct Choice {
    code: String,
    label: String,
    mark: String,
}

impl Survey<'_> {
    fn preset(&self) -> &Preset {
        self.incident.preset
    }

    fn online(&self) -> String {
        format!("/ask/{}/{}", self.incident.prefix.as_str(), self.kind.code)
    }

    fn choices<T: Coded>(&self, list: &List<T>, mark: impl Fn(&T) -> String) -> Vec<Choice> {
        let language = self.page.language();
        list.iter()
            .map(|entry| Choice {
                code: entry.code().to_owned(),
                label: entry.labels().get(language).to_owned(),
                mark: mark(entry),
            })
            .collect()
    }

    fn plain<T: Coded>(&self, list: &List<T>) -> Vec<Choice> {
        self.choices(list, |_| String::new())
    }

    fn histories(&self) -> Vec<Choice> {
        self.choices(&self.preset().vaccination_history, |one| {
            flag("data-asks", !one.complete)
        })
    }

    fn wishes(&self) -> Vec<Choice> {
        self.choices(&self.preset().wishes, |one| {
            flag("data-asks", one.asks_reason)
                + &flag("data-wants", one.code == WANTS)
                + &flag("data-talk", is_to_talk_about(&one.code))
        })
    }

    /// What came of a talk: nobody was met, or what they wish now.
    fn talked(&self) -> Vec<Choice> {
        let nobody = Choice {
            code: "nobody".to_owned(),
            label: self.page.t("survey-talk-nobody"),
            mark: flag("data-nobody", true),
        };
        let mut choices = vec![nobody];
        choices.extend(self.wishes());
        choices
    }

    fn asks_for_the_sick(&self) -> bool {
        self.preset().kind(ILLNESS).is_some()
    }

    fn bands(&self) -> Vec<Choice> {
        self.choices(&self.preset().age_bands, |one| ages(Some(one.ages)))
    }

    fn groups(&self) -> Vec<Choice> {
        self.choices(&self.preset().target_groups, |one| ages(one.ages))
    }

    fn documents(&self) -> Vec<Choice> {
        self.choices(&self.preset().documents, |one| {
            flag("data-digits", WITH_CHECK_DIGIT.contains(&one.code.as_str()))
                + &flag("data-none", one.code == NO_DOCUMENT)
        })
    }
}

fn flag(name: &str, holds: bool) -> String {
    if holds {
        format!(" {name}")
    } else {
        String::new()
    }
}

fn ages(ages: Option<Ages>) -> String {
    ages.map_or(String::new(), |ages| {
        format!(" data-from=\"{}\" data-to=\"{}\"", ages.from, ages.to)
    })
}

/// The program on the phone, for the first open incident that has households, or the one asked for.
pub async fn show(page: Page) -> Result<Response, Failure> {
    let page = page.for_everybody();
    let asked = page.query.value("incident");
    let survey = page.incidents.iter().find_map(|incident| {
        let kind = incident.preset.kinds.iter().find(|kind| kind.household)?;
        let fits = asked.is_empty() || incident.prefix.as_str() == asked;
        fits.then_some(Survey {
            page: &page,
            incident,
            kind,
        })
    });
    if survey.is_none() && !asked.is_empty() {
        return Err(Error::NotFound.into());
    }
    let mut shown = page.render(&Shell {
        page: &page,
        survey,
    })?;
    shown.headers_mut().insert("permissions-policy", POLICY);
    Ok(shown)
}
