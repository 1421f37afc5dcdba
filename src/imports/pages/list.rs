//! One list: naming its columns, watching it go on, and what became of its rows.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::{cell, form, said};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::actions;
use crate::imports::model::{Column, Figures, Import, ImportRow, RowProblem, Stage, Verdict};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, Form, Page, Sent};

/// Rows a page shows.
const PAGE: i64 = 50;
/// Values shown of each column.
const SAMPLES: i64 = 3;

#[derive(Template)]
#[template(path = "imports/templates/mapping.html")]
struct MappingPage<'a> {
    page: &'a Page,
    form: &'a Form,
    import: &'a Import,
    refused: Option<String>,
    samples: Vec<ImportRow>,
    columns: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    /// Words of the kind column, and what they most likely mean.
    words: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
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
#[template(path = "imports/templates/import.html")]
struct ListPage<'a> {
    page: &'a Page,
    import: &'a Import,
    figures: &'a Figures,
    refused: Option<String>,
    /// The verdict whose rows are shown.
    shown: Verdict,
    rows: Vec<ImportRow>,
    next: Option<u32>,
}

impl ListPage<'_> {
    fn verdicts(&self) -> Vec<(Verdict, i64)> {
        let all = Verdict::ALL.iter();
        all.map(|verdict| (*verdict, self.figures.of(*verdict)))
            .filter(|(_, n)| *n > 0)
            .collect()
    }

    /// Rows done in the step under way, of how many.
    fn done(&self) -> i64 {
        match self.import.stage {
            Stage::Checking => self.import.total - self.figures.new,
            _ => self.figures.imported + self.figures.refused,
        }
    }

    fn of(&self) -> i64 {
        match self.import.stage {
            Stage::Checking => self.import.total,
            _ => self.done() + self.left(),
        }
    }

    /// Rows that would be imported now.
    fn left(&self) -> i64 {
        let doubles = self.import.mapping.with_doubles;
        self.figures.fine + if doubles { self.figures.double } else { 0 }
    }

    fn has_rows_to_mend(&self) -> bool {
        self.figures.problem + self.figures.refused + self.figures.double > 0
    }

    fn said(&self, problem: &RowProblem) -> String {
        said(self.page, problem)
    }

    fn cell<'b>(&self, row: &'b ImportRow, problem: &RowProblem) -> &'b str {
        cell(self.import, row, problem)
    }

    /// The cells of a row that say something.
    fn filled<'b>(&self, row: &'b ImportRow) -> Vec<&'b str> {
        let cells = row.cells.iter().map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).collect()
    }

    fn is_line(&self, like: &str) -> bool {
        like.bytes().all(|letter| letter.is_ascii_digit())
    }

    fn may_map_again(&self) -> bool {
        self.figures.imported == 0 && matches!(self.import.stage, Stage::Checked | Stage::Stopped)
    }
}

fn read_id(id: &str) -> Result<ImportId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    shown(&page, read_id(&id)?, Form::default(), None).await
}

async fn shown(
    page: &Page,
    id: ImportId,
    form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let (import, figures) = actions::find(&page.app, &page.cx, id).await?;
    if import.stage == Stage::Mapping {
        return mapping(page, &import, form, refused).await;
    }
    let asked = Verdict::from_code(page.query.value("show"));
    let worth = [Verdict::Problem, Verdict::Refused, Verdict::Double];
    let first = worth.into_iter().find(|verdict| figures.of(*verdict) > 0);
    let verdict = asked.or(first).unwrap_or(match import.stage {
        Stage::Checked => Verdict::Fine,
        _ => Verdict::Imported,
    });
    let after = page.query.value("after").parse().unwrap_or(0);
    let place = (after, PAGE);
    let rows = actions::rows(&page.app, &page.cx, id, verdict, place).await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|n| n == PAGE);
    let next = rows.last().map(|row| row.n).filter(|_| is_full);
    let (status, refused) = refused.unzip();
    let template = ListPage {
        page,
        import: &import,
        figures: &figures,
        refused,
        shown: verdict,
        rows,
        next,
    };
    page.render_as(status.unwrap_or(StatusCode::OK), &template)
}

async fn incident(page: &Page, import: &Import) -> Result<Incident, Error> {
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let found = all.iter().find(|one| one.id == import.incident);
    found.cloned().ok_or(Error::NotFound)
}

async fn mapping(
    page: &Page,
    import: &Import,
    mut form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let incident = incident(page, import).await?;
    let language = page.language();
    if form.typed.iter().next().is_none() {
        form::fill(&import.mapping, &mut form.typed, |area| page.area(&area));
    }
    let code = Column::Kind.code();
    let at = (0..import.headings.len()).find(|n| form.chose(&format!("column.{n}"), code));
    let words = match at {
        Some(at) => actions::words(app, cx, import.id, at).await?,
        None => Vec::new(),
    };
    let propose = |word: String| {
        let kinds = &import.mapping.kinds;
        let kept = kinds.get(&crate::imports::rules::cells::folded(&word));
        let proposed = kept.map(String::as_str);
        let proposed = proposed.or_else(|| actions::propose_kind(incident.preset, &word));
        let proposed = proposed.unwrap_or_default().to_owned();
        (word, proposed)
    };
    let kinds = incident.preset.kinds.iter().filter(|kind| !kind.household);
    let kinds = kinds.map(|kind| (kind.code.clone(), kind.label(language).to_owned()));
    let status = match (&refused, form.problems.is_empty()) {
        (Some((status, _)), _) => *status,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let told = |column: &Column| (column.code().to_owned(), page.t(column.label()));
    let area_choices = area_typed::choices(language, &area_typed::read(&form.typed, None));
    let template = MappingPage {
        page,
        form: &form,
        import,
        refused: refused.map(|(_, sentence)| sentence),
        samples: actions::sample(app, cx, import.id, SAMPLES).await?,
        columns: Column::ALL.iter().map(told).collect(),
        kinds: kinds.collect(),
        words: words.into_iter().map(propose).collect(),
        area_choices,
    };
    page.render_as(status, &template)
}

/// One thing done with a list.
pub async fn act(
    Path((id, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    actions::may_bring(&page.cx)?;
    let id = read_id(&id)?;
    match done(&page, id, &deed, &typed).await {
        Ok(()) => Ok(page.to(&format!("/imports/{id}"))),
        Err(Error::Problems(problems)) => shown(&page, id, Form::new(typed, problems), None).await,
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(&page, id, form, Some(told)).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn done(page: &Page, id: ImportId, deed: &str, typed: &Typed) -> Result<(), Error> {
    let (app, cx) = (&page.app, &page.cx);
    match deed {
        "map" => {
            let (import, _) = actions::find(app, cx, id).await?;
            let incident = incident(page, &import).await?;
            let mapping = form::read_mapping(typed, &import, &incident)?;
            // Words of the list that nobody has been asked about yet.
            let at = mapping
                .columns
                .iter()
                .position(|one| *one == Some(Column::Kind));
            if let Some(at) = at.filter(|_| mapping.kind.is_none()) {
                let words = actions::words(app, cx, id, at).await?;
                let is_known = |word: &String| {
                    let folded = crate::imports::rules::cells::folded(word);
                    let chosen = mapping.kinds.contains_key(&folded);
                    chosen || actions::propose_kind(incident.preset, word).is_some()
                };
                if !words.iter().all(is_known) {
                    let mut problems = Problems::default();
                    problems.add("kind", "import-kinds-unclear");
                    return Err(problems.into());
                }
            }
            actions::map(app, cx, id, &mapping).await
        }
        "map-again" => actions::map_again(app, cx, id).await,
        "start" => {
            let with_doubles = typed.chose("with_doubles", "yes");
            actions::start(app, cx, id, with_doubles).await
        }
        "stop" => actions::stop(app, cx, id).await,
        "discard" => actions::discard(app, cx, id).await,
        _ => Err(Error::NotFound),
    }
}
