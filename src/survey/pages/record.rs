//! The form of a household: where, then person by person. It works without script: adding or
//! removing a person sends the form, and it comes back with all that was typed.

use askama::Template;
use axum::response::Response;
use web::{Problems, Typed};

use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::idempotency::Key;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Coded, Kind, List};
use crate::layout::{Failure, Form, Page};
use crate::survey::actions::record::{may_record, record};
use crate::survey::fields::OF_PERSON;
use crate::survey::form::{self, field};
use crate::survey::model::MOST_PERSONS;

#[derive(Template)]
#[template(path = "survey/templates/record.html")]
struct RecordForm<'a> {
    page: &'a Page,
    form: &'a Form,
    summary: Summary<'a>,
    incident: &'a Incident,
    kind: &'a Kind,
    area_choices: Vec<(String, String)>,
    persons: Vec<Row>,
    /// Where to add a person: the form's own address with one number more.
    add_to: String,
    may_add: bool,
    /// Makes a double press of the button one sending.
    key: String,
}

/// The form's problems as the top of the page tells them: of a person, with which one it is.
struct Summary<'a> {
    problems: &'a Problems,
    sentences: Vec<(String, String)>,
}

impl<'a> Summary<'a> {
    fn new(page: &Page, form: &'a Form, numbers: &[u32]) -> Summary<'a> {
        let place = |field: &str| {
            let number: u32 = field
                .strip_prefix("persons.")?
                .split_once('.')?
                .0
                .parse()
                .ok()?;
            numbers.iter().position(|one| *one == number)
        };
        let sentences = form
            .told(page)
            .into_iter()
            .map(|(field, said)| match place(&field) {
                None => (field, said),
                Some(at) => {
                    let args = [("n", (at + 1).into()), ("said", said.as_str().into())];
                    let said = i18n::say(page.language(), "survey-of-person", &args);
                    (field, said)
                }
            })
            .collect();
        Summary {
            problems: &form.problems,
            sentences,
        }
    }

    fn told(&self, _: &Page) -> Vec<(String, String)> {
        self.sentences.clone()
    }
}

/// One person on the form. Numbers are never given anew while the form is typed in, so that what a
/// phone keeps of it stays true.
struct Row {
    number: u32,
    /// What a closed row shows: the name, once typed.
    name: String,
    nationality: String,
    is_open: bool,
    is_new: bool,
    /// The form's address without this person.
    removed_at: String,
}

impl Row {
    fn field(&self, name: &str) -> String {
        field(self.number, name)
    }

    /// A person just added is typed at once.
    fn name_attributes(&self) -> &'static str {
        if self.is_new {
            "autocomplete=\"off\" autofocus"
        } else {
            "autocomplete=\"off\""
        }
    }
}

impl<'a> RecordForm<'a> {
    fn new(
        page: &'a Page,
        form: &'a Form,
        incident: &'a Incident,
        kind: &'a Kind,
        numbers: &[u32],
        added: Option<u32>,
    ) -> RecordForm<'a> {
        let language = page.language();
        let address = |numbers: Vec<u32>| {
            let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
            let place = format!("/ask/{}/{}", incident.prefix.as_str(), kind.code);
            format!("{place}?persons={}", numbers.join("."))
        };
        let next = numbers.iter().max().map_or(0, |last| last + 1);
        let persons = numbers
            .iter()
            .map(|number| {
                let typed = |name: &str| form.value(&field(*number, name)).trim().to_owned();
                let bad = OF_PERSON
                    .iter()
                    .any(|name| form.is_bad(&field(*number, name)));
                let nationality = typed("nationality");
                let known = incident.preset.nationalities.get(&nationality);
                Row {
                    number: *number,
                    name: typed("name"),
                    nationality: known.map_or(String::new(), |one| one.label(language).to_owned()),
                    // Who is named and in order is folded, so that the next one stands on the screen.
                    is_open: bad
                        || added == Some(*number)
                        || typed("name").is_empty()
                        || numbers.len() == 1,
                    is_new: added == Some(*number),
                    removed_at: address(numbers.iter().copied().filter(|n| n != number).collect()),
                }
            })
            .collect();
        let typed_area = area_typed::read(&form.typed, None);
        RecordForm {
            page,
            form,
            summary: Summary::new(page, form, numbers),
            incident,
            kind,
            area_choices: area_typed::choices(language, &typed_area),
            persons,
            add_to: address(numbers.iter().copied().chain([next]).collect()),
            may_add: numbers.len() < MOST_PERSONS,
            key: vault::random_token(),
        }
    }

    fn words<T: Coded>(&self, list: &List<T>) -> Vec<(String, String)> {
        let language = self.page.language();
        list.iter()
            .map(|entry| {
                (
                    entry.code().to_owned(),
                    entry.labels().get(language).to_owned(),
                )
            })
            .collect()
    }
}

/// The empty form, with area, village and nationality of the household before where they are told.
pub fn show(page: &Page, incident: &Incident, kind: &Kind) -> Result<Response, Failure> {
    let numbers = asked_for(page);
    let mut typed = Typed::default();
    if let Ok(area) = page.query.value("area").parse()
        && areas::register().get(area).is_some()
    {
        typed.set("area", area.short());
        typed.set("area_text", crate::areas::name(page.language(), area));
    }
    typed.set("village", page.query.value("village"));
    for number in &numbers {
        typed.set(
            &field(*number, "nationality"),
            page.query.value("nationality"),
        );
    }
    let form = Form::new(typed, Problems::default());
    page.render(&RecordForm::new(
        page, &form, incident, kind, &numbers, None,
    ))
}

/// The numbers of the persons in the address, for a page that is loaded again.
fn asked_for(page: &Page) -> Vec<u32> {
    let numbers = page.query.value("persons").split('.');
    let numbers: Vec<u32> = numbers
        .filter_map(|number| number.parse().ok())
        .take(MOST_PERSONS)
        .collect();
    if numbers.is_empty() { vec![0] } else { numbers }
}

pub async fn send(
    page: &Page,
    incident: &Incident,
    kind: &Kind,
    mut typed: Typed,
    key: Option<Key>,
) -> Result<Response, Failure> {
    if !may_record(&page.cx, incident) {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let mut numbers = form::numbers(&typed);
    if numbers.is_empty() {
        numbers.push(0);
    }
    if typed.has("add_person") {
        let added = add_person(&mut typed, &mut numbers);
        let form = Form::new(typed, Problems::default());
        return page.render(&RecordForm::new(
            page, &form, incident, kind, &numbers, added,
        ));
    }
    if let Ok(gone) = typed.value("remove_person").parse::<u32>()
        && gone < 10_000
    {
        numbers.retain(|number| *number != gone);
        if numbers.is_empty() {
            numbers.push(gone + 1);
        }
        let gone = format!("persons.{gone}.");
        let typed = typed.only(|name| name != "remove_person" && !name.starts_with(&gone));
        let form = Form::new(typed, Problems::default());
        return page.render(&RecordForm::new(
            page, &form, incident, kind, &numbers, None,
        ));
    }
    let new = match form::read(&page.app, &page.cx, incident, kind, &typed) {
        Ok(new) => new,
        Err(problems) => {
            let form = Form::new(typed, problems);
            return page.refuse(&RecordForm::new(
                page, &form, incident, kind, &numbers, None,
            ));
        }
    };
    let nationality = new.persons.last().map(|person| person.nationality.clone());
    let recorded = record(&page.app, &page.cx, new, key.as_ref())
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    let handle = recorded.household.handle();
    let nationality = nationality.unwrap_or_default();
    Ok(page.to(&format!(
        "/households/{handle}/done?nationality={nationality}"
    )))
}

/// One empty person more, with the nationality of the one before.
fn add_person(typed: &mut Typed, numbers: &mut Vec<u32>) -> Option<u32> {
    typed.remove("add_person");
    if numbers.len() >= MOST_PERSONS {
        return None;
    }
    let last = numbers.iter().max().copied()?;
    let nationality = typed.value(&field(last, "nationality")).to_owned();
    numbers.push(last + 1);
    typed.set(&field(last + 1, "nationality"), nationality);
    Some(last + 1)
}
