//! Asking for help: phone, code, kind, form. A signed-in volunteer begins at the kind.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use contact::PhoneNumber;
use web::{Problems, Typed};

use super::ask_likely;
use crate::access::Actor;
use crate::accounts::actions::code;
use crate::accounts::form::phone_problem;
use crate::accounts::model::Purpose;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::ask;
use crate::help_requests::form;
use crate::help_requests::model::Relation;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Answer, Field, Kind, Section};
use crate::layout::{Failure, Form, Page, Sent};
use crate::survey;

/// The hidden field that says for which person of a household the form was filled in.
pub(super) const OF_PERSON: &str = "of_person";

#[derive(Template)]
#[template(path = "help_requests/templates/ask_phone.html")]
struct AskPhone<'a> {
    page: &'a Page,
    form: &'a Form,
}

/// The first page: who will see what, and the phone. Whoever is known goes straight on.
pub async fn phone(page: Page) -> Result<Response, Failure> {
    if may_ask(&page) {
        return Ok(page.to("/ask/kinds"));
    }
    page.render(&AskPhone {
        page: &page,
        form: &Form::default(),
    })
}

fn may_ask(page: &Page) -> bool {
    match &page.cx.actor {
        Actor::SignedIn(_) => true,
        Actor::Phone(_, holder) => holder.purpose == Purpose::HelpRequest,
        Actor::Visitor => false,
    }
}

pub async fn send_code(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let mut problems = Problems::default();
    let phone = problems.keep(
        "phone",
        PhoneNumber::parse(typed.value("phone")),
        phone_problem,
    );
    let needs_code = page.incident().is_none_or(|incident| incident.otp_required);
    if needs_code && let Some(phone) = &phone {
        problems.keep("phone", phone.for_otp(), phone_problem);
    }
    let Some(phone) = phone.filter(|_| problems.is_empty()) else {
        return page.refuse(&AskPhone {
            page: &page,
            form: &Form::new(typed, problems),
        });
    };
    if !needs_code {
        let device = page.client.device.as_str();
        let trusted = code::trust(&page.app, &page.cx, &phone, device).await?;
        return Ok(page.keep_session(page.to("/ask/kinds"), &trusted.token, false));
    }
    let address = &page.client.address;
    let (app, cx) = (&page.app, &page.cx);
    match code::ask_or_open(app, cx, &phone, Purpose::HelpRequest, address).await {
        Ok(challenge) => Ok(page.to(&format!("/codes/{}", challenge.id))),
        Err(Error::Refused(refused)) => {
            let mut problems = Problems::default();
            problems.add("phone", refused.said());
            let form = Form::new(typed, problems);
            page.refuse_with(
                refused.as_ref(),
                &AskPhone {
                    page: &page,
                    form: &form,
                },
            )
        }
        Err(err) => Err(err.into()),
    }
}

#[derive(Template)]
#[template(path = "help_requests/templates/ask_kinds.html")]
struct AskKinds<'a> {
    page: &'a Page,
    incident: &'a Incident,
}

/// What the help is needed for.
pub async fn kinds(page: Page) -> Result<Response, Failure> {
    if !may_ask(&page) {
        return Ok(page.to("/ask"));
    }
    let wanted = page.query.value("incident");
    let chosen = page
        .incidents
        .iter()
        .find(|incident| incident.prefix.as_str() == wanted);
    let incident = chosen.or(page.incident()).ok_or(Error::NotFound)?;
    page.render(&AskKinds {
        page: &page,
        incident,
    })
}

#[derive(Template)]
#[template(path = "help_requests/templates/ask_form.html")]
struct AskForm<'a> {
    page: &'a Page,
    form: &'a Form,
    incident: &'a Incident,
    kind: &'a Kind,
    area_choices: Vec<(String, String)>,
    nationalities: Vec<(String, String)>,
    relations: Vec<(String, String)>,
    /// Makes a double press of the button one sending.
    key: String,
}

impl<'a> AskForm<'a> {
    fn new(page: &'a Page, form: &'a Form, incident: &'a Incident, kind: &'a Kind) -> AskForm<'a> {
        let language = page.language();
        let typed_area = area_typed::read(&form.typed, None);
        let entries = incident.preset.nationalities.iter();
        AskForm {
            page,
            form,
            incident,
            kind,
            area_choices: area_typed::choices(language, &typed_area),
            nationalities: entries
                .map(|entry| (entry.code.clone(), entry.label(language).to_owned()))
                .collect(),
            relations: Relation::ALL
                .iter()
                .map(|relation| (relation.code().to_owned(), page.t(relation.label())))
                .collect(),
            key: vault::random_token(),
        }
    }

    /// Under which name the phone keeps what is typed: a form about one person of a household must not
    /// be filled with what was once begun for somebody else.
    fn kept_as(&self) -> String {
        let form = format!("ask-{}-{}", self.incident.prefix.as_str(), self.kind.code);
        match self.form.value(OF_PERSON) {
            "" => form,
            person => format!("{form}-{person}"),
        }
    }

    fn words(&self, field: &Field) -> String {
        let optional = if field.required {
            String::new()
        } else {
            self.page.t("form-optional")
        };
        format!("{} {optional}", field.label(self.page.language()))
            .trim()
            .to_owned()
    }

    fn hint(&self, field: &Field) -> String {
        let language = self.page.language();
        [field.hint(language), field.unit(language)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn choices(&self, field: &Field) -> Vec<(String, String)> {
        let language = self.page.language();
        let choices = field.choices().iter();
        choices
            .map(|choice| (choice.code.clone(), choice.labels.get(language).to_owned()))
            .collect()
    }

    fn yes_no(&self) -> Vec<(String, String)> {
        vec![
            ("yes".to_owned(), self.page.t("yes")),
            ("no".to_owned(), self.page.t("no")),
        ]
    }
}

/// The incident and kind of a form's address.
fn find<'a>(page: &'a Page, prefix: &str, code: &str) -> Result<(&'a Incident, &'a Kind), Error> {
    let incident = page
        .incidents
        .iter()
        .find(|incident| incident.prefix.as_str() == prefix);
    let incident = incident.ok_or(Error::NotFound)?;
    let kind = incident.preset.kind(code).ok_or(Error::NotFound)?;
    Ok((incident, kind))
}

pub async fn show(
    page: Page,
    Path((prefix, code)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (incident, kind) = find(&page, &prefix, &code)?;
    if !may_ask(&page) && incident.otp_required {
        return Ok(page.to("/ask"));
    }
    if kind.household {
        return survey::pages::record::show(&page, incident, kind);
    }
    let form = Form::default();
    page.render(&AskForm::new(&page, &form, incident, kind))
}

/// The form filled in with what is known already, to be looked over and sent.
pub(super) fn filled(
    page: &Page,
    incident: &Incident,
    kind: &Kind,
    typed: Typed,
) -> Result<Response, Failure> {
    let form = Form::new(typed, Problems::default());
    page.render(&AskForm::new(page, &form, incident, kind))
}

pub async fn send(
    Path((prefix, code)): Path<(String, String)>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let (incident, kind) = find(&page, &prefix, &code)?;
    if kind.household {
        return survey::pages::record::send(&page, incident, kind, typed, key).await;
    }
    if !may_ask(&page) && incident.otp_required {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let new = match form::read(&page.app, &page.cx, incident, kind, &typed) {
        Ok(new) => new,
        Err(problems) => {
            let form = Form::new(typed, problems);
            return page.refuse(&AskForm::new(&page, &form, incident, kind));
        }
    };
    if let Some(page) = ask_likely::page(&page, incident, kind, &new, &typed, key.as_ref()).await? {
        return Ok(page);
    }
    let asked = ask::ask(&page.app, &page.cx, new, key.as_ref())
        .await
        .map_err(|err| Failure::with_typed(err, Typed::clone(&typed)))?;
    Ok(page.to(&format!("/follow/{}?new=1", asked.follow)))
}
