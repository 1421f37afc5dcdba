//! `/rounds`: the rounds of an admin's area with what is done, and the shares of whoever has some.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use web::Typed;

use super::{days, own_name, standing};
use crate::error::Error;
use crate::layout::{Failure, Page};
use crate::rounds::actions::{self, Found, PAGE};
use crate::rounds::model::{OwnShare, Round};
use crate::rounds::rules::Standing;
use crate::rounds::store::{Listed, Wanted};

#[derive(Template)]
#[template(path = "rounds/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    own: Vec<OwnShare>,
    /// None for those who answer for no area.
    area: Option<AreaCode>,
    /// Other areas this admin answers for.
    others: Vec<AreaCode>,
    rounds: Vec<Listed>,
    next: Option<String>,
}

impl List<'_> {
    fn standing(&self, round: &Round) -> Standing {
        standing(self.page, round)
    }

    fn days(&self, round: &Round) -> String {
        days(self.page, round.starts_on, round.ends_on)
    }

    fn days_of(&self, own: &OwnShare) -> String {
        days(self.page, own.starts_on, own.ends_on)
    }

    fn share(&self, own: &OwnShare) -> String {
        own_name(self.page, own)
    }

    /// The round that a share is of.
    fn address(&self, own: &OwnShare) -> String {
        let handle = crate::rounds::handle::Handle {
            province: own.share.province,
            id: own.share.round,
        };
        format!("/rounds/{handle}")
    }

    /// Per hundred of the target.
    fn percent(&self, one: &Listed) -> Option<i64> {
        super::show::percent(&one.round, one.households, one.persons)
    }
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
    let own = actions::own(&page.app, &page.cx).await?;
    let mut others = answers_for(&page);
    let asked = page.query.value("area").parse::<AreaCode>().ok();
    let area = asked.or_else(|| others.first().copied());
    others.retain(|other| Some(*other) != area);
    let found = match (area, page.who().is_some_and(|who| who.is_admin())) {
        (Some(area), true) => {
            let wanted = Wanted { area, open: None };
            let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
            actions::list(&page.app, &page.cx, wanted, PAGE, after).await?
        }
        (Some(_), false) => return Err(Error::NotFound.into()),
        (None, _) => Found {
            items: Vec::new(),
            next: None,
        },
    };
    let next = found.next.map(|cursor| {
        let mut query = Typed::default();
        if let Some(area) = area {
            query.set("area", area.short());
        }
        query.set("after", cursor);
        query.to_query()
    });
    page.render(&List {
        page: &page,
        own,
        area,
        others,
        rounds: found.items,
        next,
    })
}
