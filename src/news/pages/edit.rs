//! Announcing something, and changing what was announced. Who changes what somebody else has changed
//! meanwhile is shown the difference first.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use i18n::Language;
use web::{Problems, Typed};

use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::AnnouncementId;
use crate::incidents;
use crate::layout::{Failure, Form, Page, Sent};
use crate::news::actions;
use crate::news::form;
use crate::news::model::{Announcement, Level, Link, NewAnnouncement};
use crate::news::rules::{self, Part};

#[derive(Template)]
#[template(path = "news/templates/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    form: &'a Form,
    /// The one that is changed; none while a new one is made.
    id: Option<AnnouncementId>,
    /// What somebody else made of it meanwhile.
    differences: Vec<Difference>,
    incidents: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// Makes a double press of the button one sending.
    key: String,
}

/// One part as it stands now and as it was typed.
struct Difference {
    part: String,
    stands: String,
    typed: String,
}

impl Edit<'_> {
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/news/{id}"),
            None => "/news".to_owned(),
        }
    }

    fn title(&self) -> String {
        let key = match self.id {
            Some(_) => "announcement-edit",
            None => "announcement-new",
        };
        self.page.t(key)
    }

    fn levels(&self) -> [Level; 3] {
        Level::ALL
    }

    fn is_national(&self) -> bool {
        self.page.who().is_some_and(|who| who.is_national_admin())
    }

    /// The languages besides Thai, with the names of their fields and whether anything is in them.
    fn others(&self) -> Vec<(Language, &'static str, &'static str, bool)> {
        let others = Language::ALL.into_iter();
        others
            .filter(|language| *language != Language::Th)
            .map(|language| {
                let (title, words) = form::fields(language);
                let typed = &self.form.typed;
                let open = typed.has(title)
                    || typed.has(words)
                    || self.form.is_bad(title)
                    || self.form.is_bad(words);
                (language, title, words, open)
            })
            .collect()
    }

    /// A field with a calendar, unless what was typed is none of its texts.
    fn moment_type(&self, field: &str) -> &'static str {
        if form::is_picked(self.form.value(field)) {
            "type=\"datetime-local\""
        } else {
            "type=\"text\""
        }
    }
}

fn incidents_told(
    page: &Page,
    kept: &str,
    all: &[incidents::model::Incident],
) -> Vec<(String, String)> {
    let open = page.incidents.iter().filter(|incident| !incident.practice);
    let closed = all.iter().filter(|incident| {
        incident.id.to_string() == kept && !page.incidents.iter().any(|one| one.id == incident.id)
    });
    open.chain(closed)
        .map(|one| (one.id.to_string(), one.name(page.language()).to_owned()))
        .collect()
}

async fn shown(
    page: &Page,
    form: &Form,
    id: Option<AnnouncementId>,
    differences: Vec<Difference>,
) -> Result<Response, Failure> {
    let language = page.language();
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let conflict = !differences.is_empty();
    let template = Edit {
        page,
        form,
        id,
        differences,
        incidents: incidents_told(page, form.value("incident"), &all),
        area_choices: area_typed::choices(language, &area_typed::read(&form.typed, None)),
        key: vault::random_token(),
    };
    if conflict {
        page.render_as(http::StatusCode::CONFLICT, &template)
    } else if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn new(page: Page) -> Result<Response, Failure> {
    let who = actions::admin(&page.cx)?;
    let mut typed = Typed::default();
    let home = who.home();
    if who.is_national_admin() {
        typed.set("country", "yes");
    } else {
        typed.set("area", home.get().to_string());
        typed.set("area_text", page.area(&home));
    }
    typed.set("source", who.account.affiliation.as_str());
    shown(
        &page,
        &Form::new(typed, Problems::default()),
        None,
        Vec::new(),
    )
    .await
}

pub async fn publish(Sent { page, typed, key }: Sent) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    let published = match form::read_new(&page.cx, &typed) {
        Ok(new) => actions::publish(&page.app, &page.cx, new, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match published {
        Ok(id) => Ok(page.to_saying(&format!("/news/{id}"), "said-announcement-published")),
        Err(Error::Problems(problems)) => {
            shown(&page, &Form::new(typed, problems), None, Vec::new()).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn edit(page: Page, Path(id): Path<AnnouncementId>) -> Result<Response, Failure> {
    let announcement = actions::see_own(&page.app, &page.cx, id).await?;
    if announcement.withdrawn.is_some() {
        return Err(rules::CannotChange::Withdrawn.into());
    }
    let typed = form::fill(page.language(), &announcement);
    let form = Form::new(typed, Problems::default());
    shown(&page, &form, Some(id), Vec::new()).await
}

pub async fn change(
    Path(id): Path<AnnouncementId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let stands = actions::see_own(&page.app, &page.cx, id).await?;
    let read = form::read(&page.cx, &typed).and_then(|new| Ok((form::read_version(&typed)?, new)));
    let (seen, new) = match read {
        Ok(read) => read,
        Err(problems) => {
            return shown(&page, &Form::new(typed, problems), Some(id), Vec::new()).await;
        }
    };
    match actions::change(&page.app, &page.cx, id, seen, new.clone()).await {
        Ok(()) => Ok(page.to_saying(&format!("/news/{id}"), "said-saved")),
        Err(Error::Problems(problems)) => {
            shown(&page, &Form::new(typed, problems), Some(id), Vec::new()).await
        }
        Err(Error::Refused(_)) if stands.withdrawn.is_none() && stands.version != seen => {
            both(&page, typed, &stands, new).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// What stands there now beside what was typed; sent again it is a change of what stands there now.
async fn both(
    page: &Page,
    mut typed: Typed,
    stands: &Announcement,
    new: NewAnnouncement,
) -> Result<Response, Failure> {
    let new = rules::to_the_minute(stands, new);
    let differences: Vec<Difference> = rules::differences(stands, &new)
        .into_iter()
        .map(|part| difference(page, part, stands, &new))
        .collect();
    typed.set("version", stands.version.to_string());
    if differences.is_empty() {
        // The other one made the same of it.
        return Ok(page.to_saying(&format!("/news/{}", stands.id), "said-saved"));
    }
    let form = Form::new(typed, Problems::default());
    shown(page, &form, Some(stands.id), differences).await
}

fn difference(page: &Page, part: Part, stands: &Announcement, new: &NewAnnouncement) -> Difference {
    let yes_no = |yes: bool| page.t(if yes { "yes" } else { "no" });
    let link = |link: &Option<Link>| {
        link.as_ref()
            .map_or(String::new(), |link| link.as_str().to_owned())
    };
    let until = |at: Option<jiff::Timestamp>| {
        at.map_or_else(
            || page.t("announcement-until-withdrawn"),
            |at| page.date_time(&at),
        )
    };
    let incident = |id: Option<crate::ids::IncidentId>| {
        let mut incidents = page.incidents.iter();
        let named = incidents.find(|incident| Some(incident.id) == id);
        named.map_or(String::new(), |incident| {
            incident.name(page.language()).to_owned()
        })
    };
    let (old, wanted) = match part {
        Part::Area => (page.area(&stands.area), page.area(&new.area)),
        Part::Level => (page.t(stands.level.label()), page.t(new.level.label())),
        Part::Pinned => (yes_no(stands.pinned), yes_no(new.pinned)),
        Part::Title(language) => {
            let of = |texts: &crate::news::model::Texts| {
                texts
                    .of(language)
                    .map(|text| text.title.clone())
                    .unwrap_or_default()
            };
            (of(&stands.texts), of(&new.texts))
        }
        Part::Words(language) => {
            let of = |texts: &crate::news::model::Texts| {
                texts
                    .of(language)
                    .map(|text| text.words.clone())
                    .unwrap_or_default()
            };
            (of(&stands.texts), of(&new.texts))
        }
        Part::Source => (stands.source.name.clone(), new.source.name.clone()),
        Part::Link => (link(&stands.source.link), link(&new.source.link)),
        Part::From => (
            page.date_time(&stands.from_at),
            page.date_time(&new.from_at.unwrap_or(stands.from_at)),
        ),
        Part::Until => (until(stands.until_at), until(new.until_at)),
        Part::Incident => (incident(stands.incident), incident(new.incident)),
    };
    let mut named = page.t(super::part(part.code()));
    if let Part::Title(language) | Part::Words(language) = part {
        named = format!("{named} ({})", language.own_name());
    }
    Difference {
        part: named,
        stands: old,
        typed: wanted,
    }
}
