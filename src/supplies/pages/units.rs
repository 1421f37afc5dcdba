//! The units below one: how their day stands, who has not reported, and new ones.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use web::{Problems, Typed};

use super::{Words, answer, handle, lasts, name, seen};
use crate::areas::typed as area_typed;
use crate::clock;
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Below, Tree};
use crate::supplies::form;
use crate::supplies::model::{EndKind, Handle, Tier, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/units.html")]
struct Show<'a> {
    page: &'a Page,
    tree: Tree,
    words: Words,
    next: Option<String>,
}

impl Show<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn is_today(&self) -> bool {
        self.tree.day == clock::day(self.page.cx.now)
    }

    fn yesterday(&self) -> Date {
        self.tree.day.yesterday().unwrap_or(self.tree.day)
    }

    fn tomorrow(&self) -> Date {
        self.tree.day.tomorrow().unwrap_or(self.tree.day)
    }

    fn n_closed(&self) -> i64 {
        let below = self.tree.below.iter();
        i64::try_from(below.filter(|one| one.day.is_closed).count()).unwrap_or(0)
    }

    /// What it has, and with nothing what it used up of late.
    fn stock<'a>(&self, one: &'a Below) -> Vec<(&'a str, i64)> {
        let mut all: Vec<(&str, i64)> = one.stock.iter().map(|(item, n)| (&**item, *n)).collect();
        for (item, used) in &one.used {
            if *used > 0 && !all.iter().any(|(of, _)| of == item) {
                all.push((item, 0));
            }
        }
        all
    }

    fn lasts(&self, one: &Below, item: &str, there: &i64) -> Option<(String, bool)> {
        let mut used = one.used.iter();
        let (_, used) = used.find(|(of, _)| of == item)?;
        lasts(self.page, *there, *used)
    }

    /// Whether it has to account for the day.
    fn accounts(&self, one: &Below) -> bool {
        one.unit.accounts_for(self.tree.day)
    }
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let day: Option<Date> = page.query.value("day").parse().ok();
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let tree = actions::tree(&page.app, &page.cx, handle, day, after).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &tree.unit)
        .await?
        .preset;
    let next = tree.next.as_ref().map(|cursor| {
        let mut query = Typed::default();
        query.set("day", tree.day.to_string());
        query.set("after", cursor.as_str());
        query.to_query()
    });
    page.render(&Show {
        page: &page,
        words: Words::of(&page, preset),
        tree,
        next,
    })
}

#[derive(Template)]
#[template(path = "supplies/templates/unit.html")]
struct New<'a> {
    page: &'a Page,
    form: &'a Form,
    /// The one above a new unit, or the one that is changed.
    unit: Unit,
    is_new: bool,
    area_choices: Vec<(String, String)>,
}

impl New<'_> {
    fn name(&self) -> String {
        name(self.page, &self.unit)
    }

    fn tiers(&self) -> Vec<(String, String)> {
        let below = Tier::ALL.into_iter().filter(|tier| *tier > self.unit.tier);
        below
            .map(|tier| (tier.code().to_owned(), self.page.t(tier.label())))
            .collect()
    }

    fn kinds(&self) -> Vec<(String, String)> {
        let all = EndKind::ALL.into_iter();
        all.map(|kind| (kind.code().to_owned(), self.page.t(kind.label())))
            .collect()
    }

    fn is_end(&self) -> bool {
        self.unit.tier == Tier::End
    }

    /// Under which a unit is made once, however often the form is sent.
    fn key(&self) -> String {
        vault::random_token()
    }
}

async fn asked(
    page: &Page,
    handle: Handle,
    form: &Form,
    is_new: bool,
) -> Result<Response, Failure> {
    let (unit, rights, _) = seen(page, handle).await?;
    let may = if is_new {
        rights.arranges
    } else {
        rights.names
    };
    if !may {
        return Err(Error::from(actions::NotYours::Arranging).into());
    }
    let typed = area_typed::read(&form.typed, None);
    let template = New {
        page,
        form,
        unit,
        is_new,
        area_choices: area_typed::choices(page.language(), &typed),
    };
    answer(page, form, &template)
}

pub async fn new(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (above, ..) = seen(&page, handle).await?;
    let mut typed = Typed::default();
    if above.area != areas::AreaCode::COUNTRY {
        typed.set("area", above.area.get().to_string());
        typed.set("area_text", page.area(&above.area));
    }
    asked(&page, handle, &Form::new(typed, Problems::default()), true).await
}

pub async fn make(
    Path(unit): Path<String>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let made = match form::read_unit(&typed) {
        Ok(new) => actions::make_once(&page.app, &page.cx, handle, &new, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match made {
        Ok(made) => {
            let address = format!("/supplies/{made}/officers");
            Ok(page.to_saying(&address, "said-supply-unit-made"))
        }
        Err(err) => {
            let problems =
                on_the_unit(err).map_err(|err| Failure::with_typed(err, typed.clone()))?;
            asked(&page, handle, &Form::new(typed, problems), true).await
        }
    }
}

/// What the tree refuses stands at the field it is about.
fn on_the_unit(err: Error) -> Result<Problems, Error> {
    match err {
        Error::Problems(problems) => Ok(problems),
        Error::Refused(refusal) => {
            let field = match refusal.name() {
                "supply-unit-tier" => "tier",
                "supply-unit-level" | "supply-unit-area" => "area_text",
                "supply-unit-code" => "code",
                "supply-unit-has-stock" | "supply-unit-in-transit" | "supply-unit-has-units" => {
                    "name"
                }
                _ => return Err(Error::Refused(refusal)),
            };
            let mut problems = Problems::default();
            problems.add(field, refusal.said());
            Ok(problems)
        }
        other => Err(other),
    }
}

pub async fn edit(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (unit, ..) = seen(&page, handle).await?;
    let mut typed = Typed::default();
    typed.set("version", unit.version.to_string());
    typed.set("name", unit.name.as_str());
    typed.set("name_en", unit.name_en.as_str());
    typed.set("kind", unit.kind.map_or("", EndKind::code));
    typed.set("area", unit.area.get().to_string());
    typed.set("area_text", page.area(&unit.area));
    asked(&page, handle, &Form::new(typed, Problems::default()), false).await
}

pub async fn change(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (unit, ..) = seen(&page, handle).await?;
    let version: i64 = typed.value("version").parse().unwrap_or_default();
    let mut whole = typed.clone();
    whole.set("tier", unit.tier.code());
    let changed = match (typed.value("close"), form::read_unit(&whole)) {
        ("yes", _) => actions::close_unit(&page.app, &page.cx, handle, version).await,
        (_, Ok(new)) => actions::change(&page.app, &page.cx, handle, version, &new).await,
        (_, Err(problems)) => Err(problems.into()),
    };
    match changed {
        Ok(()) => Ok(page.to_saying(&format!("/supplies/{handle}"), "said-saved")),
        Err(err) => {
            let problems =
                on_the_unit(err).map_err(|err| Failure::with_typed(err, typed.clone()))?;
            asked(&page, handle, &Form::new(typed, problems), false).await
        }
    }
}
