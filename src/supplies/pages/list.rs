//! The units one keeps, and for admins those of their area.

use askama::Template;
use axum::response::Response;

use super::name;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::layout::{Failure, Page, Sent};
use crate::supplies::actions::{self, Own};
use crate::supplies::model::{NewUnit, Tier, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    own: Own,
}

impl List<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn incident(&self, id: &IncidentId) -> String {
        let mut incidents = self.page.incidents.iter();
        let incident = incidents.find(|incident| incident.id == *id);
        let name = incident.map(|incident| incident.name(self.page.language()));
        name.unwrap_or_default().to_owned()
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let own = actions::own(&page.app, &page.cx).await?;
    // Whoever keeps one unit and answers for none goes straight to it.
    if let ([only], true, true) = (
        own.kept.as_slice(),
        own.of_area.is_empty(),
        own.rootless.is_empty(),
    ) {
        return Ok(page.to(&format!("/supplies/{}", only.unit.handle())));
    }
    page.render(&List { page: &page, own })
}

/// The ministry of an incident, from which its tree grows.
pub async fn root(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    if page.who().is_none() {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let incident: IncidentId = typed
        .value("incident")
        .parse()
        .map_err(|_| Error::NotFound)?;
    let new = NewUnit {
        tier: Tier::Ministry,
        kind: None,
        area: areas::AreaCode::COUNTRY,
        name: i18n::text(i18n::Language::Th, "supply-root-name"),
        name_en: i18n::text(i18n::Language::En, "supply-root-name"),
        code: String::new(),
    };
    let handle = actions::make_root(&page.app, &page.cx, incident, &new)
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    Ok(page.to_saying(&format!("/supplies/{handle}"), "said-supply-unit-made"))
}
