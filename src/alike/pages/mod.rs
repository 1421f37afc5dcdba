//! `/persons/alike`: pairs side by side, what was decided, and the buttons.

mod words;

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::Typed;

use self::words::Fact;
use super::actions::see::{self, Found, Seen, Side};
use super::actions::{self, decide};
use super::handle::Handle;
use super::model::{Decision, Keep, Reason};
use crate::error::{Error, Refusal};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page, Sent};

#[derive(Template)]
#[template(path = "alike/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    incidents: &'a [Incident],
    area: AreaCode,
    /// Other areas this admin answers for.
    others: Vec<AreaCode>,
    decided: bool,
    pairs: Vec<Seen>,
    next: Option<String>,
    /// Why what was pressed was not done.
    refusal: Option<String>,
}

impl List<'_> {
    fn facts(&self, seen: &Seen) -> Vec<Fact> {
        let incident = self
            .incidents
            .iter()
            .find(|incident| incident.id == seen.pair.incident);
        incident.map_or_else(Vec::new, |incident| {
            words::facts(self.page, incident.preset, &seen.one, seen.other.as_ref())
        })
    }

    /// Both names, or the one that both have.
    fn title(&self, seen: &Seen) -> String {
        let name = |side: &Side| side.person.facts.name.as_str().to_owned();
        let one = name(&seen.one);
        match seen.other.as_ref().map(name) {
            Some(other) if other != one => format!("{one} · {other}"),
            _ => one,
        }
    }

    /// What speaks for it, or against it, in words.
    fn reasons(&self, seen: &Seen, against: bool) -> String {
        let reasons = seen.pair.reasons.iter().copied();
        let reasons = reasons.filter(|one| Reason::speaks_against(*one) == against);
        let words: Vec<String> = reasons.map(|one| self.page.t(one.label())).collect();
        words.join(" · ")
    }

    /// Of one household nobody knows who was recorded last.
    fn are_of_two(&self, seen: &Seen, other: &Side) -> bool {
        seen.one.household.id != other.household.id
    }

    fn is_first_later(&self, seen: &Seen, other: &Side) -> bool {
        see::is_later(&seen.one.household, &other.household)
    }

    fn is_kept(&self, seen: &Seen, side: &Side) -> bool {
        seen.pair.kept == Some(side.person.id)
    }

    fn are_one(&self, seen: &Seen) -> bool {
        seen.pair.decision == Some(Decision::Same)
    }

    /// The province of the one who is nobody's to see here.
    fn elsewhere(&self, seen: &Seen) -> String {
        let province = AreaCode::of_province(seen.pair.other_province);
        province.map_or(String::new(), |area| self.page.area(&area))
    }

    fn address(&self, area: &AreaCode, decided: bool) -> String {
        address(*area, decided)
    }

    /// The same list of another area.
    fn address_here(&self, area: &AreaCode) -> String {
        address(*area, self.decided)
    }
}

fn address(area: AreaCode, decided: bool) -> String {
    let show = if decided { "&show=decided" } else { "" };
    format!("/persons/alike?area={}{show}", area.short())
}

/// The areas one answers for, the widest first.
fn answers_for(page: &Page) -> Vec<AreaCode> {
    let seats = page.who().into_iter().flat_map(|who| who.held());
    let admin = seats.filter(|seat| seat.role.is_admin());
    let mut areas: Vec<AreaCode> = admin.map(|seat| seat.area).collect();
    areas.sort_by_key(|area| (area.level(), *area));
    areas.dedup();
    areas
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    let asked = page.query.clone();
    shown(&page, &asked, None).await
}

async fn shown(
    page: &Page,
    asked: &Typed,
    refusal: Option<Box<dyn Refusal>>,
) -> Result<Response, Failure> {
    let mut others = answers_for(page);
    let area = match asked.value("area").trim() {
        "" => others.first().copied(),
        code => code.parse().ok(),
    };
    let area = area.ok_or(Error::NotFound)?;
    others.retain(|other| *other != area);
    let decided = asked.value("show") == "decided";
    let after = Some(asked.value("after")).filter(|cursor| !cursor.is_empty());
    let Found { items, next } = see::list(&page.app, &page.cx, area, decided, after).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let next = next.map(|cursor| {
        let query = Typed::from_pairs([("after", cursor.as_str())]);
        format!("{}&{}", address(area, decided), query.to_query())
    });
    let template = List {
        page,
        incidents: &incidents,
        area,
        others,
        decided,
        pairs: items,
        next,
        refusal: refusal
            .as_ref()
            .map(|refusal| page.message(&refusal.said())),
    };
    match refusal {
        None => page.render(&template),
        Some(refusal) => page.refuse_with(&*refusal, &template),
    }
}

pub async fn act(
    Path((id, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    match done(&page, &id, &deed, &typed).await {
        Ok(said) => {
            let area = typed.value("area").parse::<AreaCode>();
            let decided = typed.value("show") == "decided";
            let back = area.map_or("/persons/alike".to_owned(), |area| address(area, decided));
            Ok(page.to_saying(&back, said))
        }
        Err(Error::Refused(refusal)) => shown(&page, &typed, Some(refusal)).await,
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

async fn done(page: &Page, id: &str, deed: &str, typed: &Typed) -> Result<&'static str, Error> {
    let (app, cx) = (&page.app, &page.cx);
    let handle: Handle = id.parse().map_err(|_| Error::NotFound)?;
    match deed {
        "same" => {
            let keep = match typed.value("keep") {
                "" => None,
                keep => Some(Keep::parse(keep).ok_or(Error::NotFound)?),
            };
            actions::same(app, cx, handle, keep).await?;
            Ok("said-alike-same")
        }
        "different" => {
            decide::different(app, cx, handle).await?;
            Ok("said-alike-different")
        }
        "later" => {
            decide::later(app, cx, handle).await?;
            Ok("said-alike-later")
        }
        "undo" => {
            actions::undo(app, cx, handle).await?;
            Ok("said-alike-undone")
        }
        _ => Err(Error::NotFound),
    }
}
