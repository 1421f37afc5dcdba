//! One file: naming its columns, watching it go on, deciding what is likely, what became of its rows,
//! and taking it back.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::{cell, column_label, form, preview, said};
use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::point_imports::actions::{self, Hand};
use crate::point_imports::model::{
    Column, Figures, Likely, PointRow, RowProblem, Run, Stage, Verdict,
};
use crate::point_imports::rules::cells;
use crate::points::model::kind;
use crate::points::pages::kinds;

/// Rows a page shows.
const PAGE: i64 = 50;
/// Values shown of each column.
const SAMPLES: i64 = 3;

#[derive(Template)]
#[template(path = "point_imports/templates/mapping.html")]
struct MappingPage<'a> {
    page: &'a Page,
    form: &'a Form,
    run: &'a Run,
    refused: Option<String>,
    samples: Vec<PointRow>,
    columns: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    /// Words of the kind column, and what they most likely mean.
    words: Vec<(String, String)>,
}

impl MappingPage<'_> {
    fn samples_of(&self, n: &usize) -> Vec<&str> {
        let cells = self.samples.iter().filter_map(|row| row.cells.get(*n));
        cells
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect()
    }

    /// What was chosen for a word, or what it most likely means.
    fn kind_of<'b>(&'b self, n: &usize, proposed: &'b str) -> &'b str {
        let field = format!("kind.{n}");
        match self.form.typed.iter().any(|(name, _)| name == field) {
            true => self.form.value(&field),
            false => proposed,
        }
    }
}

#[derive(Template)]
#[template(path = "point_imports/templates/run.html")]
struct RunPage<'a> {
    page: &'a Page,
    run: &'a Run,
    figures: &'a Figures,
    refused: Option<String>,
    /// The verdict whose rows are shown.
    shown: Verdict,
    rows: Vec<PointRow>,
    next: Option<u32>,
}

impl RunPage<'_> {
    fn verdicts(&self) -> Vec<(Verdict, i64)> {
        let all = Verdict::ALL.iter();
        all.map(|verdict| (*verdict, self.figures.of(*verdict)))
            .filter(|(_, n)| *n > 0)
            .collect()
    }

    /// Rows done in the step under way.
    fn done(&self) -> i64 {
        let figures = self.figures;
        match self.run.stage {
            Stage::Checking => self.run.total - figures.of(Verdict::Waiting),
            Stage::Undoing => figures.of_all(&[Verdict::Undone, Verdict::Kept]),
            _ => self.of() - figures.pending(),
        }
    }

    /// Of how many.
    fn of(&self) -> i64 {
        let figures = self.figures;
        let left = figures.of_all(&[Verdict::Problem, Verdict::Double]);
        match self.run.stage {
            Stage::Checking => self.run.total,
            Stage::Undoing => {
                let written = figures.written() + figures.of(Verdict::Unchanged);
                figures.of_all(&[Verdict::Undone, Verdict::Kept]) + written
            }
            _ => self.run.total - left,
        }
    }

    fn likely(&self) -> i64 {
        self.figures.of(Verdict::Likely)
    }

    /// Rows that will make or change a point for sure.
    fn sure(&self) -> i64 {
        self.figures.of_all(&[Verdict::New, Verdict::Update])
    }

    fn has_rows_to_mend(&self) -> bool {
        let mend = [Verdict::Problem, Verdict::Double, Verdict::Refused];
        self.figures.of_all(&mend) > 0
    }

    fn may_start(&self) -> bool {
        matches!(self.run.stage, Stage::Checked | Stage::Stopped)
            && self.figures.pending() + self.figures.of(Verdict::Waiting) > 0
    }

    fn may_map_again(&self) -> bool {
        crate::point_imports::rules::map_again(self.run, self.figures).is_ok()
            && !self.run.stage.is_at_work()
    }

    fn may_discard(&self) -> bool {
        crate::point_imports::rules::discard(self.run, self.figures).is_ok()
            && !self.run.stage.is_at_work()
            && self.run.stage != Stage::Discarded
    }

    fn may_undo(&self) -> bool {
        matches!(self.run.stage, Stage::Done | Stage::Stopped)
            && crate::point_imports::rules::undo(self.run, self.figures).is_ok()
    }

    fn may_decide(&self) -> bool {
        matches!(self.run.stage, Stage::Checked | Stage::Stopped)
    }

    fn has_rows(&self) -> bool {
        !self.run.stage.is_at_work() && self.run.stage != Stage::Discarded
    }

    /// The map, at the first of the rows that are shown.
    fn on_map(&self) -> String {
        let first = self.rows.iter().find_map(|row| row.seen.as_ref());
        first.map_or("/map".to_owned(), |seen| {
            format!("/map?center={:.5},{:.5}&zoom=12", seen.lat, seen.lon)
        })
    }

    /// The signs of the picture with their words, each once.
    fn signs(&self) -> Vec<(&'static str, String)> {
        let mut signs: Vec<(&'static str, String)> = Vec::new();
        for (verdict, _) in self.verdicts() {
            let (sign, words) = (preview::sign(verdict), self.page.t(verdict.label()));
            match signs.iter_mut().find(|(known, _)| *known == sign) {
                Some((_, known)) => *known = format!("{known}, {words}"),
                None => signs.push((sign, words)),
            }
        }
        signs
    }

    fn said(&self, problem: &RowProblem) -> String {
        said(self.page, problem)
    }

    fn cell<'b>(&self, row: &'b PointRow, problem: &RowProblem) -> &'b str {
        cell(self.run, row, problem)
    }

    /// The cells of a row that say something.
    fn filled<'b>(&self, row: &'b PointRow) -> Vec<&'b str> {
        let cells = row.cells.iter().map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).collect()
    }

    fn count(&self, verdict: Verdict) -> String {
        self.page.number(&self.figures.of(verdict))
    }

    fn percent(&self, n: &u8) -> i64 {
        i64::from(*n)
    }

    fn kind(&self, code: &str) -> String {
        let language = self.page.language();
        kind(code).map_or(code.to_owned(), |kind| kind.label(language).to_owned())
    }

    fn known_at(&self) -> String {
        let day = crate::clock::day(self.run.known_at());
        self.page.date(&day)
    }

    fn is_decided(&self, row: &PointRow, one: &Likely) -> bool {
        row.decision == Some(*one)
    }

    fn far(&self, metres: &u32) -> String {
        crate::points::pages::card::far(self.page, f64::from(*metres))
    }
}

fn read_id(id: &str) -> Result<PointImportId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    shown(&page, &hand, read_id(&id)?, Form::default(), None).await
}

async fn shown(
    page: &Page,
    hand: &Hand,
    id: PointImportId,
    form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let (run, figures) = actions::find(&page.app, hand, id).await?;
    if run.stage == Stage::Mapping {
        return mapping(page, hand, &run, form, refused).await;
    }
    let asked = Verdict::from_code(page.query.value("show"));
    let worth = [
        Verdict::Kept,
        Verdict::Likely,
        Verdict::Problem,
        Verdict::Refused,
        Verdict::New,
        Verdict::Update,
    ];
    let first = worth.into_iter().find(|verdict| figures.of(*verdict) > 0);
    let verdict = asked.or(first).unwrap_or(Verdict::Made);
    let after = page.query.value("after").parse().unwrap_or(0);
    let rows = actions::rows(&page.app, hand, id, verdict, (after, PAGE)).await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|n| n == PAGE);
    let next = rows.last().map(|row| row.n).filter(|_| is_full);
    let (status, refused) = refused.unzip();
    let template = RunPage {
        page,
        run: &run,
        figures: &figures,
        refused,
        shown: verdict,
        rows,
        next,
    };
    page.render_as(status.unwrap_or(StatusCode::OK), &template)
}

async fn mapping(
    page: &Page,
    hand: &Hand,
    run: &Run,
    mut form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    if form.typed.iter().next().is_none() {
        form::fill(&run.mapping, &mut form.typed);
    }
    let code = Column::Kind.code();
    let at = (0..run.headings.len()).find(|n| form.chose(&format!("column.{n}"), &code));
    let words = match at {
        Some(at) => actions::words(&page.app, hand, run.id, at).await?,
        None => Vec::new(),
    };
    let propose = |word: String| {
        let kept = run
            .mapping
            .kinds
            .get(&crate::imports::rules::cells::folded(&word));
        let proposed = kept.map(String::as_str).or_else(|| cells::kind(&word));
        let proposed = proposed.unwrap_or_default().to_owned();
        (word, proposed)
    };
    let status = match (&refused, form.problems.is_empty()) {
        (Some((status, _)), _) => *status,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let template = MappingPage {
        page,
        form: &form,
        run,
        refused: refused.map(|(_, sentence)| sentence),
        samples: actions::sample(&page.app, hand, run.id, SAMPLES).await?,
        columns: Column::all()
            .map(|column| (column.code(), column_label(page, column)))
            .collect(),
        kinds: kinds(page),
        words: words.into_iter().map(propose).collect(),
    };
    page.render_as(status, &template)
}

/// One thing done with a file.
pub async fn act(
    Path((id, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    let id = read_id(&id)?;
    match done(&page, &hand, id, &deed, &typed).await {
        Ok(()) if deed == "decide" => {
            let at = typed.value("line");
            Ok(page.to(&format!("/points/imports/{id}?show=likely#line-{at}")))
        }
        Ok(()) => Ok(page.to(&format!("/points/imports/{id}"))),
        Err(Error::Problems(problems)) => {
            shown(&page, &hand, id, Form::new(typed, problems), None).await
        }
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(&page, &hand, id, form, Some(told)).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn done(
    page: &Page,
    hand: &Hand,
    id: PointImportId,
    deed: &str,
    typed: &Typed,
) -> Result<(), Error> {
    let (app, now) = (&page.app, page.cx.now);
    match deed {
        "map" => {
            let (run, _) = actions::find(app, hand, id).await?;
            let mapping = form::read_mapping(typed, run.headings.len())?;
            // Words of the file that nobody has been asked about yet.
            if let Some(at) = mapping.at(Column::Kind) {
                let words = actions::words(app, hand, id, at).await?;
                form::check_kinds(&mapping, &words)?;
            }
            actions::map(app, hand, now, id, &mapping).await
        }
        "map-again" => actions::map_again(app, hand, now, id).await,
        "decide" => {
            let line = typed.value("line").parse().map_err(|_| Error::NotFound)?;
            let decision = Likely::from_code(typed.value("decision"));
            actions::decide(app, hand, id, line, decision).await
        }
        "start" => {
            let likely = Likely::from_code(typed.value("likely"));
            actions::start(app, hand, now, id, likely).await
        }
        "stop" => actions::stop(app, hand, now, id).await,
        "undo" => actions::undo(app, hand, now, id).await,
        "discard" => actions::discard(app, hand, now, id).await,
        _ => Err(Error::NotFound),
    }
}
