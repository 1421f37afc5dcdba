//! The public page of goods.

use askama::Template;
use axum::response::Response;
use web::Typed;

use super::chosen;
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page};
use crate::statistics::goods::actions;
use crate::statistics::goods::model::{Goods, OfItem, Span};
use crate::supplies::model::Tier;
use crate::supplies::quantity;

#[derive(Template)]
#[template(path = "statistics/templates/goods.html")]
struct Show<'a> {
    page: &'a Page,
    goods: &'a Goods,
    incident: &'a Incident,
    incidents: Vec<&'a Incident>,
    /// The item whose provinces are shown.
    shown: Option<&'a OfItem>,
}

impl Show<'_> {
    fn spans(&self) -> [Span; 3] {
        Span::ALL
    }

    /// The tiers that received anything, the highest first.
    fn tiers(&self) -> Vec<Tier> {
        let has = |tier: &Tier| {
            let mut items = self.goods.items.iter();
            items.any(|one| one.total.received_at(tier.code()) != 0)
        };
        Tier::ALL.into_iter().filter(has).collect()
    }

    fn groups(&self) -> Vec<(&str, &str)> {
        let groups = self.incident.preset.risk_groups.iter();
        groups
            .map(|group| (&*group.code, group.labels.get(self.page.language())))
            .collect()
    }

    fn is_asked(&self, span: &Span) -> bool {
        *span == self.goods.span
    }

    fn item(&self, code: &str) -> String {
        let items = &self.incident.preset.supply_items;
        items.label(code, self.page.language()).to_owned()
    }

    /// "1,240 ชิ้น".
    fn pieces(&self, code: &str, n: i64) -> String {
        match self.incident.preset.supply_items.get(code) {
            Some(item) => quantity::in_units(item, n, self.page.language()),
            None => self.page.number(&n),
        }
    }

    fn link(&self, item: &str, span: &Span) -> String {
        let query = Typed::from_pairs([
            ("incident", self.incident.prefix.as_str()),
            ("item", item),
            ("days", span.code()),
        ]);
        format!("/statistics/supplies?{}", query.to_query())
    }

    fn shown_item(&self) -> &str {
        self.shown.map_or("", |one| &*one.item)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    // Incidents whose preset knows no goods have nothing to tell here.
    let with_goods: Vec<Incident> = all
        .iter()
        .filter(|incident| !incident.preset.supply_items.is_empty())
        .cloned()
        .collect();
    let offered = with_goods.iter().filter(|incident| !incident.practice);
    let wanted = page.query.value("incident");
    let incident = chosen(&with_goods, &page.incidents, wanted).ok_or(Error::NotFound)?;
    let span = Span::from_code(page.query.value("days")).unwrap_or_default();
    let goods = actions::goods(&page.app, &page.cx, incident, span).await?;
    let item = page.query.value("item");
    let mut items = goods.items.iter();
    let shown = items.find(|one| one.item == item).or(goods.items.first());
    page.render(&Show {
        page: &page,
        incident,
        incidents: offered.collect(),
        shown,
        goods: &goods,
    })
}
