//! One household: who lives there, what two have told differently, and what is to be done for each person.
//! What is sent from here is a change as a phone makes it.

mod words;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;
use web::{Problems, Typed};

use super::own::incident_of;
use crate::error::Error;
use crate::ids::{AccountId, ChangeId, PersonId};
use crate::incidents::model::Incident;
use crate::incidents::preset::{Coded, List};
use crate::layout::{Failure, Form, Page, Sent};
use crate::survey::actions::change;
use crate::survey::actions::see::{self, Seen};
use crate::survey::deed::{Change, Deed, Take};
use crate::survey::fields::Fields;
use crate::survey::handle::Handle;
use crate::survey::model::{Person, PersonState, TestResult, Wished};
use crate::survey::rules;
use crate::survey::store::tasks::Talk;
use crate::survey::tasks::{self, Kind};

/// The kind of help for somebody sick with what is surveyed.
pub const ILLNESS: &str = "covid_illness";

#[derive(Template)]
#[template(path = "survey/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    seen: &'a Seen,
    incident: &'a Incident,
    form: &'a Form,
    /// Names of those who told or talked.
    names: Vec<(AccountId, String)>,
}

impl Show<'_> {
    fn label<T: Coded>(&self, list: &List<T>, code: &str) -> String {
        list.label(code, self.page.language()).to_owned()
    }

    fn wish(&self, wished: &Wished) -> String {
        self.label(&self.incident.preset.wishes, &wished.wish)
    }

    /// The reason of the list, the own words, or both.
    fn reason(&self, wished: &Wished) -> String {
        let label = self.label(&self.incident.preset.reasons, &wished.reason);
        let parts = [label.as_str(), wished.words.as_str()];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.join(" · ")
    }

    fn is_here(&self, person: &Person) -> bool {
        person.facts.state == PersonState::Here
    }

    fn is_merged(&self, person: &Person) -> bool {
        person.facts.state == PersonState::Merged
    }

    fn state(&self, person: &Person) -> String {
        self.page.t(person.facts.state.label())
    }

    fn is_to_talk_with(&self, person: &Person) -> bool {
        let (preset, household) = (self.incident.preset, &self.seen.household);
        tasks::of(preset, household, person).is_some_and(|task| task.kind == Kind::Talk)
    }

    fn may_get_a_dose(&self, person: &Person) -> bool {
        self.is_here(person) && rules::asks_wish(self.incident.preset, &person.facts.history)
    }

    /// Whether help for somebody sick is asked for in this incident.
    fn asks_for_the_sick(&self) -> bool {
        let incidents = &self.page.incidents;
        self.incident.preset.kind(ILLNESS).is_some()
            && incidents.iter().any(|open| open.id == self.incident.id)
    }

    fn is_positive(&self, person: &Person) -> bool {
        let test = person.facts.test;
        test.is_some_and(|test| test.result == TestResult::Positive)
    }

    fn talks(&self, person: &Person) -> Vec<&Talk> {
        let talks = self.seen.talks.iter().rev();
        talks
            .filter(|(id, _)| *id == person.id)
            .map(|(_, talk)| talk)
            .collect()
    }

    fn talked(&self, talk: &Talk) -> String {
        let wish = if talk.wish.is_empty() {
            self.page.t("survey-talk-nobody")
        } else {
            self.label(&self.incident.preset.wishes, &talk.wish)
        };
        let by = self.name(&talk.by);
        let parts = [wish, talk.words.clone(), by];
        let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.join(" · ")
    }

    fn name(&self, account: &Option<AccountId>) -> String {
        let known = self.names.iter().find(|(id, _)| Some(*id) == *account);
        known.map_or(String::new(), |(_, name)| name.clone())
    }

    fn wishes(&self) -> Vec<(String, String)> {
        listed(&self.incident.preset.wishes, self.page)
    }

    fn reasons(&self) -> Vec<(String, String)> {
        listed(&self.incident.preset.reasons, self.page)
    }

    fn vaccines(&self) -> Vec<(String, String)> {
        listed(&self.incident.preset.vaccines, self.page)
    }

    /// Whether it was this form, of this person, that came back.
    fn is_sent(&self, deed: &str, person: &Person) -> bool {
        self.form.value("deed") == deed && self.form.value("person") == person.id.to_string()
    }

    fn new_id(&self) -> Uuid {
        self.page.app.ids.at(self.page.cx.now)
    }

    fn may_change(&self) -> bool {
        self.page.who().is_some()
    }
}

fn listed<T: Coded>(list: &List<T>, page: &Page) -> Vec<(String, String)> {
    let language = page.language();
    list.iter()
        .map(|one| (one.code().to_owned(), one.labels().get(language).to_owned()))
        .collect()
}

pub async fn show(page: Page, Path(handle): Path<String>) -> Result<Response, Failure> {
    shown(&page, &handle, &Form::default()).await
}

async fn shown(page: &Page, handle: &str, form: &Form) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    let seen = see::by_handle(&page.app, &page.cx, handle).await?;
    let incident = incident_of(page, &seen.household).await?;
    let told = seen
        .particulars
        .conflicts
        .iter()
        .filter_map(|one| one.told_by);
    let talked = seen.talks.iter().filter_map(|(_, talk)| talk.by);
    let names = see::names(&page.app, told.chain(talked)).await?;
    let template = Show {
        page,
        seen: &seen,
        incident: &incident,
        form,
        names: names.into_iter().collect(),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn act(
    Path((address, word)): Path<(String, String)>,
    Sent {
        page, mut typed, ..
    }: Sent,
) -> Result<Response, Failure> {
    let handle: Handle = address.parse().map_err(|_| Error::NotFound)?;
    if page.who().is_none() {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let deed = deed(&word, &typed)?;
    let household = see::find(&page.app, &page.cx, handle).await?;
    let incident = incident_of(&page, &household).await?;
    let id = typed
        .value("change")
        .parse::<Uuid>()
        .map_err(|_| Error::NotFound)?;
    let sent = typed.to_query();
    let change = Change {
        id: ChangeId(id),
        made_at: page.cx.now,
        household: handle,
        base: household.version,
        deed,
        fingerprint: page.app.vault.lookup("household page", sent.as_bytes()),
    };
    match change::make(&page.app, &page.cx, &incident, &change).await {
        Ok(_) => Ok(page.to_saying(&format!("/households/{handle}"), "said-saved")),
        Err(Error::Problems(problems)) => {
            typed.set("deed", word);
            // A send that was refused was made by nobody: the next one goes by an id of its own.
            shown(&page, &address, &Form::new(typed, problems)).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

fn deed(word: &str, typed: &Typed) -> Result<Deed, Error> {
    let person = || {
        let id = typed.value("person").parse::<Uuid>();
        id.map(PersonId).map_err(|_| Error::NotFound)
    };
    let of = |names: &[&str], prefix: &str| -> Fields {
        names
            .iter()
            .map(|name| {
                (
                    (*name).to_owned(),
                    typed.value(&format!("{prefix}{name}")).to_owned(),
                )
            })
            .collect()
    };
    match word {
        "talk" => Ok(Deed::Talk {
            person: person()?,
            now: of(&["wish", "reason", "reason_words", "next_on"], ""),
            was: of(&["wish", "reason", "reason_words"], "was_"),
        }),
        "dose" => Ok(Deed::Dose {
            person: person()?,
            dose: typed.value("change").parse().map_err(|_| Error::NotFound)?,
            fields: of(&["brand", "on", "place"], ""),
        }),
        "state" => Ok(Deed::ChangePerson {
            person: person()?,
            now: of(&["state"], ""),
            was: of(&["state"], "was_"),
        }),
        "solve" => Ok(Deed::Solve {
            conflict: typed
                .value("conflict")
                .parse()
                .map_err(|_| Error::NotFound)?,
            take: match typed.value("take") {
                "kept" => Take::Kept,
                "told" => Take::Told,
                _ => {
                    let mut problems = Problems::default();
                    problems.add("take", "choice-unknown");
                    return Err(problems.into());
                }
            },
        }),
        _ => Err(Error::NotFound),
    }
}
