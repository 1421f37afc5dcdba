//! Rows are tried: read, placed in the country, and held against what the source has told before, what
//! stands above them in the file, and the points that are here. No point is touched.

use std::collections::HashMap;

use super::match_rows::Matcher;
use super::work::Piece;
use super::{PIECE, Reach, source_key};
use crate::app::App;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::error::Error;
use crate::point_imports::model::{
    Column, Likeness, PointRow, RowProblem, Run, Seen, Stage, Verdict,
};
use crate::point_imports::rules::row::{self, Draft, When};
use crate::point_imports::store;
use crate::points::book::folded;
use crate::points::model::Point;
use areas::{AreaCode, Located};

/// Reads the rows of one run. Names of places come again and again, and are looked up once.
pub(super) struct Reader<'a> {
    app: &'a App,
    run: &'a Run,
    when: When,
    places: HashMap<String, Option<AreaCode>>,
}

/// A row read, and where it lies.
pub(super) struct Read {
    /// None where there are problems.
    pub sound: Option<(Draft, AreaCode)>,
    pub problems: Vec<RowProblem>,
    /// By what the source tells it apart: its own number, else what it is called and where it lies.
    pub source_id: Option<String>,
}

impl<'a> Reader<'a> {
    pub fn new(app: &'a App, run: &'a Run, now: jiff::Timestamp) -> Reader<'a> {
        Reader {
            app,
            run,
            when: When {
                known_at: run.known_at(),
                now,
            },
            places: HashMap::new(),
        }
    }

    pub fn read(&mut self, row: &PointRow) -> Read {
        let reading = row::read(&self.run.mapping, &self.run.headings, &row.cells, self.when);
        let mut problems = reading.problems;
        let sound = reading.draft.and_then(|mut draft| {
            let area = self.place(&mut draft, &mut problems)?;
            Some((draft, area))
        });
        let source_id = sound.as_ref().map(|(draft, _)| match &draft.source_id {
            Some(id) => id.clone(),
            None => format!(
                "~{}|{}|{:.4},{:.4}",
                draft.kind.code,
                folded(&draft.names.th),
                draft.position.lat(),
                draft.position.lon()
            ),
        });
        Read {
            sound,
            problems,
            source_id,
        }
    }

    /// Where the position lies; words of the area make it finer where they fit, and are passed over
    /// where they do not: the pin says it better.
    fn place(&mut self, draft: &mut Draft, problems: &mut Vec<RowProblem>) -> Option<AreaCode> {
        let column = match self.run.mapping.has(Column::Position) {
            true => Column::Position,
            false => Column::Lat,
        };
        let at = draft.position;
        let mut located = self.app.areas.locate(at.lat(), at.lon());
        if located.swapped
            && let Ok(position) = contact::Position::new(at.lon(), at.lat())
        {
            located = self.app.areas.locate(position.lat(), position.lon());
            draft.position = position;
            problems.push(RowProblem::note(column, "point-import-was-swapped"));
        }
        if !located.in_thailand {
            problems.push(RowProblem::of(column, "point-import-outside"));
            return None;
        }
        let words = draft.area_words.clone();
        let named = words.iter().find_map(|words| self.look_up(words));
        let found = located
            .subdistrict
            .or(located.district)
            .or(located.province);
        match (found, named) {
            (Some(found), Some(named)) if is_near(&located, named) => {
                Some(if found.contains(named) { named } else { found })
            }
            (Some(found), Some(_)) => {
                problems.push(RowProblem::note(Column::Area, "point-import-area-differs"));
                Some(found)
            }
            (found, _) => {
                if found.is_none() {
                    problems.push(RowProblem::of(column, "point-import-outside"));
                }
                found
            }
        }
    }

    fn look_up(&mut self, words: &str) -> Option<AreaCode> {
        if let Some(known) = self.places.get(words) {
            return *known;
        }
        let mut typed = web::Typed::default();
        area_typed::put(&mut typed, words);
        let found = match area_typed::read(&typed, None) {
            AreaTyped::One(area) if area != AreaCode::COUNTRY => Some(area),
            _ => None,
        };
        self.places.insert(words.to_owned(), found);
        found
    }
}

/// Whether a named area is where the position lies, or next to it as far as outlines can tell.
fn is_near(located: &Located, named: AreaCode) -> bool {
    let found = [located.subdistrict, located.district, located.province];
    let finest = found.into_iter().flatten().next();
    finest.is_some_and(|found| found.contains(named) || named.contains(found))
}

/// So many times in a row the next rows are tried, before others in the queue have their turn: names
/// are laid out once for them.
const TURNS: usize = 4;

/// Tries the next rows.
pub(super) async fn check(piece: &Piece<'_>) -> Result<(), Error> {
    let mut reader = Reader::new(piece.app, piece.run, piece.cx.now);
    let mut matcher = Matcher::new(piece.app);
    for turn in 1..=TURNS {
        if !some(piece, &mut reader, &mut matcher, turn == TURNS).await? {
            return piece.end(Stage::Checked).await;
        }
    }
    Ok(())
}

/// Tries some rows; `false` when there are none any more.
async fn some(
    piece: &Piece<'_>,
    reader: &mut Reader<'_>,
    matcher: &mut Matcher<'_>,
    is_last: bool,
) -> Result<bool, Error> {
    let (app, run) = (piece.app, piece.run);
    let mut rows = db::read!(app.db, |tx| { store::waiting(tx, run.id, PIECE).await })?;
    if rows.is_empty() {
        return Ok(false);
    }
    let reads: Vec<Read> = rows.iter().map(|row| reader.read(row)).collect();
    let source = source_key(run);
    let known = db::read!(app.db, |tx| {
        let mut known = Vec::with_capacity(reads.len());
        for (row, read) in rows.iter().zip(&reads) {
            let Some(id) = &read.source_id else {
                known.push((None, None));
                continue;
            };
            let earlier = store::earlier(tx, run.id, id, row.n).await?;
            let point = match store::known(tx, &source, id).await? {
                Some(known) => crate::points::store::find(tx, known.key).await?,
                None => None,
            };
            known.push((earlier, point));
        }
        Ok::<_, db::Error>(known)
    })?;
    let mut in_piece: HashMap<String, u32> = HashMap::new();
    for ((row, read), (earlier, point)) in rows.iter_mut().zip(&reads).zip(known) {
        row.problems.clone_from(&read.problems);
        row.source_id.clone_from(&read.source_id);
        let (Some((draft, area)), Some(id)) = (&read.sound, &read.source_id) else {
            row.verdict = Verdict::Problem;
            continue;
        };
        row.seen = Some(seen(draft));
        let earlier = earlier.or(in_piece.get(id).copied());
        in_piece.entry(id.clone()).or_insert(row.n);
        if let Some(line) = earlier {
            row.verdict = Verdict::Double;
            row.likeness = Some(Likeness {
                line: Some(line),
                ..Likeness::default()
            });
            continue;
        }
        if let Some(point) = point {
            of_known(row, &point, &piece.reach);
            continue;
        }
        match matcher.likely(draft).await? {
            Some((key, likeness)) => {
                row.verdict = Verdict::Likely;
                row.province = Some(key.province);
                row.point = Some(key.id);
                row.likeness = Some(likeness);
            }
            None => of_new(row, *area, &piece.reach),
        }
    }
    db::write!(app.db, |tx| {
        // Stopped meanwhile: the rest is not for this round.
        if !piece.is_current(tx).await? {
            return Ok(false);
        }
        for row in &rows {
            store::mark_checked(tx, run.id, row)?;
        }
        if is_last {
            piece.next(tx).await?;
        }
        Ok::<_, Error>(true)
    })
}

fn seen(draft: &Draft) -> Seen {
    Seen {
        name: draft.names.th.clone(),
        kind: draft.kind.code.clone(),
        lat: draft.position.lat(),
        lon: draft.position.lon(),
    }
}

/// The source has told of it before.
fn of_known(row: &mut PointRow, point: &Point, reach: &Reach) {
    row.province = Some(point.key.province);
    row.point = Some(point.key.id);
    row.verdict = Verdict::Update;
    let problem = if point.ended_at.is_some() {
        Some("point-import-has-ended")
    } else if !reach.changes(point.told.area, point.told.owner) {
        Some("point-import-not-yours")
    } else {
        None
    };
    if let Some(key) = problem {
        row.problems.push(RowProblem::whole(key));
        row.verdict = Verdict::Problem;
    }
}

fn of_new(row: &mut PointRow, area: AreaCode, reach: &Reach) {
    row.province = Some(area.province());
    row.verdict = Verdict::New;
    if !reach.makes(area) {
        row.problems
            .push(RowProblem::of(Column::Area, "point-import-not-your-area"));
        row.verdict = Verdict::Problem;
    }
}
