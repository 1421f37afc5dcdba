//! The public page of figures: one table by area, down from the country to a subdistrict.

pub mod goods;

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use i18n::Language;
use web::Typed;

use super::actions;
use super::model::{Cells, Column, Figures, Row, Shown};
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page};

#[derive(Template)]
#[template(path = "statistics/templates/statistics.html")]
struct Statistics<'a> {
    page: &'a Page,
    form: &'a Form,
    figures: &'a Figures,
    incident: &'a Incident,
    incidents: Vec<&'a Incident>,
    /// The areas above, the country first.
    above: Vec<AreaCode>,
    area_choices: Vec<(String, String)>,
    rows: Vec<Row>,
}

impl Statistics<'_> {
    fn link(&self, area: &AreaCode, incident: &Incident) -> String {
        let query = Typed::from_pairs([
            ("area", area.short().as_str()),
            ("incident", incident.prefix.as_str()),
        ]);
        format!("/statistics?{}", query.to_query())
    }

    fn columns(&self) -> [Column; 9] {
        Column::ALL
    }

    fn words(&self, cells: &Cells, column: &Column) -> String {
        match cells.get(*column) {
            Shown::Exact(n) => self.page.number(&n),
            Shown::Few => self.page.t("statistics-few"),
            Shown::Covered => self.page.t("statistics-covered"),
        }
    }

    /// The name alone: the table says where it lies.
    fn name(&self, area: &AreaCode) -> String {
        self.page.area_alone(area)
    }

    /// What the lines of the table are.
    fn level(&self) -> String {
        self.page.t(match self.figures.area.level() {
            areas::Level::Country => "statistics-by-province",
            areas::Level::Province => "statistics-by-district",
            areas::Level::District | areas::Level::Subdistrict => "statistics-by-subdistrict",
        })
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let offered: Vec<&Incident> = all.iter().filter(|incident| !incident.practice).collect();
    let wanted = page.query.value("incident");
    let incident = chosen(&all, &page.incidents, wanted).ok_or(Error::NotFound)?;
    let typed = page.query.only(|name| name != "lang");
    let read = area_typed::read(&typed, None);
    let mut problems = web::Problems::default();
    if let Some(message) = area_typed::problem(&read) {
        problems.add("area_text", message);
    }
    let area = match read {
        AreaTyped::One(area) => area,
        AreaTyped::Nothing | AreaTyped::Several(_) | AreaTyped::Unknown => whole(incident),
    };
    let figures = actions::figures(&page.app, &page.cx, incident, area).await?;
    let mut above: Vec<AreaCode> =
        std::iter::successors(area.parent(), |area| area.parent()).collect();
    above.reverse();
    let template = Statistics {
        page: &page,
        form: &Form::new(typed, problems),
        incident,
        above,
        area_choices: area_typed::choices(page.language(), &read),
        rows: in_order(page.language(), figures.rows.clone()),
        incidents: offered,
        figures: &figures,
    };
    page.render(&template)
}

/// The real incident of a prefix; when none is named, the newest that is open, or else the newest.
pub fn chosen<'a>(all: &'a [Incident], open: &[Incident], wanted: &str) -> Option<&'a Incident> {
    let mut offered = all.iter().filter(|incident| !incident.practice);
    if !wanted.is_empty() {
        return offered.find(|incident| incident.prefix.as_str() == wanted);
    }
    let newest = offered.clone().next();
    offered
        .find(|incident| open.iter().any(|open| open.id == incident.id))
        .or(newest)
}

/// The one area of an incident, or the country.
pub fn whole(incident: &Incident) -> AreaCode {
    match incident.areas.as_slice() {
        [one] => *one,
        _ => AreaCode::COUNTRY,
    }
}

/// Areas with figures first; among them the order of a Thai dictionary for Thai readers, of the Latin
/// names for all others.
fn in_order(language: Language, mut rows: Vec<Row>) -> Vec<Row> {
    if language != Language::Th {
        rows.sort_by_key(|row| {
            let area = row.area.and_then(|area| areas::register().get(area));
            (area.is_none(), area.map_or("", |area| area.name_en))
        });
    }
    // Where something is comes before where nothing is yet.
    rows.sort_by_key(Row::is_empty);
    rows
}
