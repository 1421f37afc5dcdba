//! The public page of figures: one table by area, down from the country to a subdistrict.

pub mod file;
pub mod goods;

use areas::AreaCode;
use askama::Template;
use axum::response::Response;
use i18n::Language;
use jiff::ToSpan;
use web::{Problems, Typed};

use super::actions;
use super::charts::{Bars, Map, Shades};
use super::form::read_days;
use super::model::{Cells, Column, Counts, Days, Figures, Row, Shown, Trend};
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::clock;
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
    /// The column that is drawn.
    shown: Column,
    trend: Option<(Trend, Bars)>,
    map: Option<Map>,
    shades: Shades,
}

impl Statistics<'_> {
    /// The same of another area, other days or another column.
    fn link_of(&self, area: AreaCode, days: Option<Days>, shown: Column) -> String {
        let mut query = Typed::from_pairs([
            ("area", area.short().as_str()),
            ("incident", self.incident.prefix.as_str()),
        ]);
        if let Some(days) = days {
            query.set("from", days.first.to_string());
            query.set("to", days.last.to_string());
        }
        if shown != Column::Received {
            query.set("show", shown.code());
        }
        format!("/statistics?{}", query.to_query())
    }

    /// A smaller area of the same days. What lies above may not be the reader's own, where days are not shown.
    fn link(&self, area: &AreaCode) -> String {
        let is_below = self.figures.area.contains(*area);
        let days = self.figures.days.filter(|_| is_below);
        self.link_of(*area, days, self.shown)
    }

    /// The same table as a file.
    fn as_file(&self, ending: &str) -> String {
        let link = self.link_of(self.figures.area, self.figures.days, Column::Received);
        link.replacen("/statistics", &format!("/statistics/figures.{ending}"), 1)
    }

    fn showing(&self, column: &Column) -> String {
        self.link_of(self.figures.area, self.figures.days, *column)
    }

    /// Spans to choose from: the message key, the days, none for all.
    fn spans(&self) -> Vec<(&'static str, Option<Days>)> {
        let today = clock::day(self.page.cx.now);
        let back = |days: i64| {
            let first = today.saturating_sub((days - 1).days());
            Some(Days { first, last: today })
        };
        vec![
            ("statistics-all-days", None),
            ("statistics-today", back(1)),
            ("statistics-week", back(7)),
            ("statistics-month", back(30)),
            ("statistics-quarter", back(90)),
        ]
    }

    fn of_days(&self, days: &Option<Days>) -> String {
        self.link_of(self.figures.area, *days, self.shown)
    }

    fn is_asked(&self, days: &Option<Days>) -> bool {
        *days == self.figures.days
    }

    /// "1 พ.ย. 2569 – 28 พ.ย. 2569".
    fn days_in_words(&self, days: &Days) -> String {
        days_in_words(self.page, *days)
    }

    fn days_before(&self, days: &Days) -> String {
        days_in_words(self.page, days.before())
    }

    fn is_shown(&self, column: &Column) -> bool {
        *column == self.shown
    }

    fn n(&self, counts: &Counts, column: &Column) -> String {
        self.page.number(&counts.get(*column))
    }

    fn zero(&self) -> String {
        self.page.number(&0)
    }

    fn columns(&self) -> [Column; 9] {
        Column::ALL
    }

    fn words(&self, cells: &Cells, column: &Column) -> String {
        self.shown_in_words(cells.get(*column))
    }

    fn shown_in_words(&self, shown: Shown) -> String {
        match shown {
            Shown::Exact(n) => self.page.number(&n),
            Shown::Few => self.page.t("statistics-few"),
            Shown::Covered => self.page.t("statistics-covered"),
        }
    }

    /// "+3", "−2" or "0": how much more there is than in the days before.
    fn change(&self, column: &Column) -> String {
        let of = |cells: &Cells| cells.get(*column).exact();
        let before = self.figures.before.as_ref().and_then(of);
        match of(&self.figures.total.cells).zip(before) {
            None => String::new(),
            Some((now, before)) => match now - before {
                0 => self.page.number(&0),
                more @ 1.. => format!("+{}", self.page.number(&more)),
                less => format!("−{}", self.page.number(&-less)),
            },
        }
    }

    /// Kinds of requests, the most first.
    fn kinds<'a>(&self, trend: &'a Trend) -> Vec<(String, &'a Counts)> {
        let label = |code: &str| {
            let kinds = &self.incident.preset.kinds;
            kinds.label(code, self.page.language()).to_owned()
        };
        let kinds = trend.kinds.iter();
        let mut kinds: Vec<_> = kinds.map(|(code, of)| (label(code), of)).collect();
        kinds.sort_by_key(|(_, of)| -of.get(Column::Received));
        kinds
    }

    fn of_requests(&self) -> [Column; 4] {
        [
            Column::Received,
            Column::Waiting,
            Column::BeingHelped,
            Column::Done,
        ]
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

    /// Areas with nothing to show yet: seventy empty lines would hide the others.
    fn empty_areas(&self) -> Vec<AreaCode> {
        let empty = self.rows.iter().filter(|row| row.is_empty());
        empty.filter_map(|row| row.area).collect()
    }

    /// What the map shows of an area.
    fn on_map(&self, area: &AreaCode) -> Shown {
        let row = self.rows.iter().find(|row| row.area == Some(*area));
        row.map_or(Shown::Exact(0), |row| row.cells.get(self.shown))
    }

    fn shade(&self, area: &AreaCode) -> String {
        match self.on_map(area) {
            Shown::Exact(n) => format!("shade-{}", self.shades.of(n)),
            // The drawing's own hatching.
            Shown::Few | Shown::Covered => String::new(),
        }
    }

    fn map_title(&self, area: &AreaCode) -> String {
        let shown = self.shown_in_words(self.on_map(area));
        format!("{}: {shown}", self.name(area))
    }

    /// "11–20".
    fn shade_words(&self, (first, last): &(i64, i64)) -> String {
        match first == last {
            true => self.page.number(first),
            false => format!("{}–{}", self.page.number(first), self.page.number(last)),
        }
    }

    fn has_hidden(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|row| row.cells.get(self.shown).exact().is_none())
    }
}

fn days_in_words(page: &Page, days: Days) -> String {
    match days.first == days.last {
        true => page.date(&days.first),
        false => format!("{} – {}", page.date(&days.first), page.date(&days.last)),
    }
}

/// What is asked for, read from the address.
struct Asked<'a> {
    incident: &'a Incident,
    area: AreaCode,
    read: AreaTyped,
    /// None for whoever may not see single days: they get all of them.
    days: Option<Days>,
    typed: Typed,
    problems: Problems,
}

impl<'a> Asked<'a> {
    fn read(page: &Page, all: &'a [Incident]) -> Result<Asked<'a>, Error> {
        let wanted = page.query.value("incident");
        let incident = chosen(all, &page.incidents, wanted).ok_or(Error::NotFound)?;
        let mut typed = page.query.only(|name| name != "lang");
        let read = area_typed::read(&typed, None);
        let mut problems = Problems::default();
        if let Some(message) = area_typed::problem(&read) {
            problems.add("area_text", message);
        }
        let area = match read {
            AreaTyped::One(area) => area,
            AreaTyped::Nothing | AreaTyped::Several(_) | AreaTyped::Unknown => {
                home(page).unwrap_or_else(|| whole(incident))
            }
        };
        // The form goes on with the area it is shown with, unless another one is typed.
        if problems.is_empty() && area != AreaCode::COUNTRY {
            let is_thai = page.language() == Language::Th;
            typed.set("area", area.short());
            typed.set("area_text", areas::register().full_name(is_thai, area));
        }
        let is_exact = actions::is_exact(&page.cx, area);
        let days = match read_days(page.language(), &typed, clock::day(page.cx.now)) {
            Ok(days) => days.filter(|_| is_exact),
            Err(found) => {
                for (field, message) in found.iter().filter(|_| is_exact) {
                    problems.add(field, message.clone());
                }
                None
            }
        };
        if let Some(days) = days {
            typed.set("from", page.date(&days.first));
            typed.set("to", page.date(&days.last));
        }
        Ok(Asked {
            incident,
            area,
            read,
            days,
            typed,
            problems,
        })
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let asked = Asked::read(&page, &all)?;
    let (incident, area, days) = (asked.incident, asked.area, asked.days);
    let figures = actions::figures(&page.app, &page.cx, incident, (area, days)).await?;
    let shown = Column::from_code(page.query.value("show")).unwrap_or(Column::Received);
    let trend = match figures.is_exact {
        true => Some(trend(&page, incident, (area, days), shown).await?),
        false => None,
    };
    let mut above: Vec<AreaCode> =
        std::iter::successors(area.parent(), |area| area.parent()).collect();
    above.reverse();
    let rows = in_order(page.language(), figures.rows.clone());
    let most = rows.iter().filter_map(|row| row.cells.get(shown).exact());
    let template = Statistics {
        page: &page,
        form: &Form::new(asked.typed, asked.problems),
        incident,
        above,
        area_choices: area_typed::choices(page.language(), &asked.read),
        shades: Shades::up_to(most.max().unwrap_or(0)),
        rows,
        incidents: all.iter().filter(|incident| !incident.practice).collect(),
        figures: &figures,
        shown,
        trend,
        map: map(&page, area),
    };
    page.render(&template)
}

async fn trend(
    page: &Page,
    incident: &Incident,
    asked: (AreaCode, Option<Days>),
    shown: Column,
) -> Result<(Trend, Bars), Error> {
    let trend = actions::trend(&page.app, &page.cx, incident, asked).await?;
    let of = trend.buckets.iter().map(|bucket| {
        let n = bucket.counts.get(shown);
        let title = format!("{}: {}", days_in_words(page, bucket.days), page.number(&n));
        (page.date(&bucket.days.first), title, n)
    });
    let bars = Bars::of(&of.collect::<Vec<_>>());
    Ok((trend, bars))
}

/// The areas of the table side by side, where their outlines are known. Of provinces the embedded ones do, which are
/// coarse.
fn map(page: &Page, area: AreaCode) -> Option<Map> {
    if area == AreaCode::COUNTRY {
        let provinces = areas::outlines().provinces();
        return Map::of(provinces.iter().map(|(area, shape)| (*area, shape)));
    }
    let boundaries = page.app.areas.boundaries();
    let below = areas::register().children(area).iter();
    let shapes = below.filter_map(|below| Some((*below, boundaries.outline(*below)?)));
    Map::of(shapes)
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

/// Where an admin looks first.
fn home(page: &Page) -> Option<AreaCode> {
    let who = page.who().filter(|who| who.is_admin())?;
    Some(who.home())
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
