//! The reports of an area, and one of them: on the screen, on paper as a letter, in a chat, in a spreadsheet.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};
use web::{Problems, Typed};

use super::actions;
use super::model::{Lines, Listed, Report, Which};
use crate::clock;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::file::{XLSX, attached, fill};
use crate::layout::{Failure, Form, Page, Sent};
use crate::statistics::model::{Column, Counts, Days};

fn area_of(text: &str) -> Result<AreaCode, Error> {
    let code: AreaCode = text.parse().map_err(|_| Error::NotFound)?;
    let known = areas::register().get(code).map(|area| area.code);
    known.ok_or(Error::NotFound)
}

/// Where a report is read.
fn address(area: AreaCode, incident: &Incident, last: Date) -> String {
    format!(
        "/reports/{}/{}/{last}",
        area.short(),
        incident.prefix.as_str()
    )
}

fn days_in_words(page: &Page, days: Days) -> String {
    format!("{} – {}", page.date(&days.first), page.date(&days.last))
}

#[derive(Template)]
#[template(path = "reports/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    reports: Vec<(Listed, &'a Incident)>,
    /// Of which a report can be made.
    open: Vec<&'a Incident>,
}

impl List<'_> {
    fn link(&self, report: &Listed, incident: &Incident) -> String {
        address(self.area, incident, report.days.last)
    }

    fn days(&self, report: &Listed) -> String {
        days_in_words(self.page, report.days)
    }
}

/// To the area one answers for.
pub async fn own(page: Page) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let home = who.is_admin().then(|| who.home()).ok_or(Error::NotFound)?;
    Ok(page.to(&format!("/reports/{}", home.short())))
}

pub async fn list(page: Page, Path(area): Path<String>) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let form = Form::new(Typed::default(), Problems::default());
    listed(&page, area_of(&area)?, &form).await
}

async fn listed(page: &Page, area: AreaCode, form: &Form) -> Result<Response, Failure> {
    let reports = actions::list(&page.app, &page.cx, area).await?;
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let of = |id: IncidentId| all.iter().find(|incident| incident.id == id);
    let reports = reports.into_iter();
    let reports = reports.filter_map(|report| Some((report.clone(), of(report.incident)?)));
    let template = List {
        page,
        form,
        area,
        reports: reports.collect(),
        open: page.incidents.iter().filter(|one| !one.practice).collect(),
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

/// Makes the report of the last seven days.
pub async fn make(
    Path(area): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let area = area_of(&area)?;
    // Whoever may not is told so before anything else.
    actions::list(&page.app, &page.cx, area).await?;
    let named = typed.value("incident").to_owned();
    let mut open = page.incidents.iter().filter(|one| !one.practice);
    let Some(incident) = open.find(|one| one.prefix.as_str() == named).cloned() else {
        let mut problems = Problems::default();
        problems.add("incident", "report-incident-missing");
        return listed(&page, area, &Form::new(typed, problems)).await;
    };
    match actions::make(&page.app, &page.cx, &incident, area).await {
        Ok(report) => Ok(page.to(&address(area, &incident, report.days.last))),
        Err(Error::Refused(refused)) => {
            let mut problems = Problems::default();
            problems.add("incident", refused.said());
            listed(&page, area, &Form::new(typed, problems)).await
        }
        Err(err) => Err(err.into()),
    }
}

#[derive(Template)]
#[template(path = "reports/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    report: &'a Report,
    incident: &'a Incident,
}

impl Show<'_> {
    fn here(&self) -> String {
        address(self.report.area, self.incident, self.report.days.last)
    }

    fn days(&self) -> String {
        days_in_words(self.page, self.report.days)
    }

    /// With months in full, as letters have them.
    fn days_in_full(&self) -> String {
        let long = |day| i18n::date::long_date(self.page.language(), day);
        let days = self.report.days;
        format!("{} – {}", long(days.first), long(days.last))
    }

    fn made_in_full(&self) -> String {
        let day = clock::day(self.report.made_at);
        i18n::date::long_date(self.page.language(), day)
    }

    fn columns(&self) -> [Column; 9] {
        Column::ALL
    }

    fn n(&self, counts: &Counts, column: &Column) -> String {
        self.page.number(&counts.get(*column))
    }

    fn change(&self, column: &Column) -> String {
        let content = &self.report.content;
        let more = content.week.total.get(*column) - content.before.get(*column);
        match more {
            0 => self.page.number(&0),
            1.. => format!("+{}", self.page.number(&more)),
            _ => format!("−{}", self.page.number(&-more)),
        }
    }

    /// The tables: the message key of their heading, and their lines.
    fn tables(&self) -> [(&'static str, &Lines); 2] {
        let content = &self.report.content;
        [
            ("report-week", &content.week),
            ("report-ever", &content.ever),
        ]
    }

    fn kinds(&self) -> Vec<(String, i64)> {
        let label = |code: &str| {
            let kinds = &self.incident.preset.kinds;
            kinds.label(code, self.page.language()).to_owned()
        };
        let kinds = self.report.content.kinds.iter();
        let mut kinds: Vec<_> = kinds
            .map(|(code, of)| (label(code), of.get(Column::Received)))
            .collect();
        kinds.sort_by_key(|(_, n)| -n);
        kinds
    }

    /// What is put into a chat: short lines, no tables.
    fn text(&self) -> String {
        let page = self.page;
        let content = &self.report.content;
        let mut lines = vec![
            format!(
                "{} {}",
                page.t("report-title"),
                page.area(&self.report.area)
            ),
            self.incident.name(page.language()).to_owned(),
            self.days(),
        ];
        for (heading, of) in self.tables() {
            lines.push(String::new());
            lines.push(page.t(heading));
            let told = Column::ALL.into_iter().map(|column| {
                let n = page.number(&of.total.get(column));
                format!("{} {n}", page.t(column.label()))
            });
            lines.extend(told);
        }
        if content.week.total.is_empty() && content.ever.total.is_empty() {
            lines.push(page.t("report-nothing"));
        }
        lines.join("\n")
    }
}

/// The incident and the report that an address names.
async fn named(
    page: &Page,
    (area, prefix, last): (String, String, String),
) -> Result<(Incident, Report), Error> {
    page.who().ok_or(Error::SignInNeeded)?;
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = all.iter().find(|one| one.prefix.as_str() == prefix);
    let incident = incident.ok_or(Error::NotFound)?.clone();
    let which = Which {
        area: area_of(&area)?,
        incident: incident.id,
        last: last.parse().map_err(|_| Error::NotFound)?,
    };
    let report = actions::find(&page.app, &page.cx, which).await?;
    Ok((incident, report))
}

pub async fn show(
    page: Page,
    Path(which): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (incident, report) = named(&page, which).await?;
    page.render(&Show {
        page: &page,
        report: &report,
        incident: &incident,
    })
}

pub async fn xlsx(
    page: Page,
    Path(which): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (_, report) = named(&page, which).await?;
    let written = workbook(&page, &report);
    let bytes = written.map_err(|err| Error::fault("writing a report", err))?;
    let name = format!("report-{}-{}.xlsx", report.area.short(), report.days.last);
    attached(bytes, XLSX, &name)
}

fn workbook(page: &Page, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let content = &report.content;
    for (heading, of) in [
        ("report-week-sheet", &content.week),
        ("report-ever-sheet", &content.ever),
    ] {
        let mut head = vec![page.t("report-code"), page.t("area")];
        head.extend(Column::ALL.map(|column| page.t(column.label())));
        let line = |code: String, name: String, counts: &Counts| {
            let mut line = vec![code, name];
            line.extend(Column::ALL.map(|column| counts.get(column).to_string()));
            line
        };
        let mut lines = vec![head];
        let below = of.below.iter();
        lines.extend(below.map(|(area, counts)| line(area.short(), page.area_alone(area), counts)));
        if !of.elsewhere.is_empty() {
            lines.push(line(
                String::new(),
                page.t("statistics-elsewhere"),
                &of.elsewhere,
            ));
        }
        let name = format!(
            "{} {}",
            page.t("statistics-total"),
            page.area_alone(&report.area)
        );
        lines.push(line(report.area.short(), name, &of.total));
        fill(&mut book, &page.t(heading), &lines, |column| column > 1)?;
    }
    book.save_to_buffer()
}
