//! One sheet: watching it go on, what every household on it comes to, and what became of it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use crate::error::Error;
use crate::household_sheets::actions::plan::Planning;
use crate::household_sheets::actions::{self, Bringer};
use crate::household_sheets::file::Cells;
use crate::household_sheets::model::{Entry, Figures, Sheet, Stage, Verdict};
use crate::household_sheets::rows;
use crate::household_sheets::{columns, write};
use crate::ids::HouseholdSheetId;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Page, Sent};

/// Households a page shows.
const PAGE: usize = 50;
/// Names of persons told of each household.
const NAMES: usize = 6;

/// A household of the sheet, with what its rows say.
pub struct Shown {
    pub entry: Entry,
    /// Everything amiss as a sentence, with its line.
    pub said: Vec<(u32, String)>,
    /// Where it is, in the words of the sheet.
    place: String,
    names: Vec<String>,
    more: usize,
}

#[derive(Template)]
#[template(path = "household_sheets/templates/sheet.html")]
struct SheetPage<'a> {
    page: &'a Page,
    sheet: &'a Sheet,
    figures: &'a Figures,
    refused: Option<String>,
    /// Headings that nobody knows.
    unknown: Vec<String>,
    /// The verdict whose households are shown.
    shown: Verdict,
    rows: Vec<Shown>,
    next: Option<u32>,
}

impl SheetPage<'_> {
    /// Households done in the step under way.
    fn done(&self) -> i64 {
        self.of() - self.left()
    }

    fn of(&self) -> i64 {
        let figures = self.figures;
        match self.sheet.stage {
            Stage::Recording => {
                let done = [Verdict::Recorded, Verdict::Changed, Verdict::Refused];
                let done: i64 = done
                    .iter()
                    .map(|verdict| figures.households(*verdict))
                    .sum();
                done + self.left()
            }
            _ => figures.sum(),
        }
    }

    fn left(&self) -> i64 {
        match self.sheet.stage {
            Stage::Recording => self.figures.to_write(self.sheet.with_doubles),
            _ => self.figures.households(Verdict::Waiting),
        }
    }

    /// Households that would be written now, the doubles beside.
    fn ready(&self) -> i64 {
        self.figures.to_write(false)
    }

    fn doubles(&self) -> i64 {
        self.figures.households(Verdict::Double)
    }

    fn may_start(&self) -> bool {
        matches!(self.sheet.stage, Stage::Checked | Stage::Stopped)
            && !self.sheet.is_swept
            // What was not tried before it stopped may all turn out well.
            && self.figures.to_write(true) + self.figures.households(Verdict::Waiting) > 0
    }

    fn may_discard(&self) -> bool {
        matches!(
            self.sheet.stage,
            Stage::Checking | Stage::Checked | Stage::Stopped
        )
    }

    fn has_rows_to_mend(&self) -> bool {
        let wrong = [Verdict::Problem, Verdict::Refused];
        !self.sheet.is_swept && wrong.iter().any(|one| self.figures.households(*one) > 0)
    }
}

pub fn read_id(id: &str) -> Result<HouseholdSheetId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    shown(&page, read_id(&id)?, None).await
}

async fn shown(
    page: &Page,
    id: HouseholdSheetId,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let (sheet, figures) = actions::find(app, cx, id).await?;
    let cells = actions::cells(app, cx, id).await?;
    let asked = Verdict::from_code(page.query.value("show"));
    let first = figures.0.iter().map(|(verdict, ..)| *verdict);
    let first = first
        .clone()
        .find(|one| one.is_to_mend())
        .or_else(|| first.clone().next());
    let verdict = asked.or(first).unwrap_or(Verdict::New);
    let from = page.query.value("from").parse().unwrap_or(0);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = actions::entries(app, cx, id, verdict, (from, limit)).await?;
    let next = entries.get(PAGE).map(|entry| entry.n);
    entries.truncate(PAGE);
    let incident = actions::incident(app, cx, &sheet).await?;
    let unknown = cells.as_ref().map(Cells::unknown).unwrap_or_default();
    let unknown = unknown.into_iter().map(str::to_owned).collect();
    let rows = match &cells {
        Some(cells) => looked_at(page, &sheet, &incident, cells, entries).await?,
        None => entries.into_iter().map(Shown::bare).collect(),
    };
    let (status, refused) = refused.unzip();
    let template = SheetPage {
        page,
        sheet: &sheet,
        figures: &figures,
        refused,
        unknown,
        shown: verdict,
        rows,
        next,
    };
    page.render_as(status.unwrap_or(StatusCode::OK), &template)
}

impl Shown {
    fn bare(entry: Entry) -> Shown {
        Shown {
            entry,
            said: Vec::new(),
            place: String::new(),
            names: Vec::new(),
            more: 0,
        }
    }
}

/// Households with what is amiss with each now, in the words of whoever looks.
pub(super) async fn looked_at(
    page: &Page,
    sheet: &Sheet,
    incident: &Incident,
    cells: &Cells,
    entries: Vec<Entry>,
) -> Result<Vec<Shown>, Error> {
    let (app, cx) = (&page.app, &page.cx);
    let bringer = Bringer::of(app, cx).await?;
    let households = rows::households(cells);
    let planning = Planning::new(app, (cx, &bringer), (sheet, cells), incident, 0);
    let mut reader = planning.reader();
    let mut shown = Vec::with_capacity(entries.len());
    for entry in entries {
        let n = usize::try_from(entry.n).unwrap_or(usize::MAX);
        let Some(rows) = households.get(n) else {
            continue;
        };
        let mut one = Shown::bare(entry);
        if one.entry.verdict == Verdict::Problem {
            let n = one.entry.n;
            let plan = db::read!(app.db, |tx| planning.plan(tx, &mut reader, n, rows).await)?;
            let language = page.language();
            let said = plan.amiss.iter();
            let said = said.map(|amiss| (amiss.line, write::said(language, amiss, rows)));
            one.said = said.collect();
        }
        if let Some(key) = &one.entry.problem {
            one.said.push((one.entry.line, page.t(key)));
        }
        let said = |name: &str| {
            let mut cells = rows.iter().map(|row| row.cell(name));
            cells.find(|cell| !cell.is_empty())
        };
        let place = ["landmark", "village", columns::AREA];
        one.place = place
            .iter()
            .filter_map(|name| said(name))
            .collect::<Vec<_>>()
            .join(" · ");
        let names = rows.iter().map(|row| row.cell("name"));
        one.names = names.take(NAMES).map(str::to_owned).collect();
        one.more = rows.len().saturating_sub(NAMES);
        shown.push(one);
    }
    Ok(shown)
}

/// One thing done with a sheet.
pub async fn act(
    Path((id, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let id = read_id(&id)?;
    let (app, cx) = (&page.app, &page.cx);
    let done = match deed.as_str() {
        "start" => actions::start(app, cx, id, typed.chose("with_doubles", "yes")).await,
        "stop" => actions::stop(app, cx, id).await,
        "discard" => actions::discard(app, cx, id).await,
        _ => Err(Error::NotFound),
    };
    match done {
        Ok(()) => Ok(page.to(&format!("/households/sheets/{id}"))),
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            shown(&page, id, Some(told)).await
        }
        Err(err) => Err(err.into()),
    }
}
