//! The volunteer's list: open requests of an area, by urgency, waiting time or distance, filtered,
//! page by page from a cursor.

use areas::{AreaCode, Level};
use contact::Position;
use db::{ComposedSql, Tx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::model::{HelpRequest, State};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::HelpRequestId;
use crate::incidents;

/// Rows on one page.
pub const PAGE: usize = 50;

/// The nearest this many are sorted by distance; there is no second page of those.
const NEAREST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Urgency,
    Waiting,
    Distance,
}

impl Sort {
    pub fn code(self) -> &'static str {
        match self {
            Sort::Urgency => "urgency",
            Sort::Waiting => "waiting",
            Sort::Distance => "distance",
        }
    }

    pub fn from_code(code: &str) -> Option<Sort> {
        [Sort::Urgency, Sort::Waiting, Sort::Distance]
            .into_iter()
            .find(|sort| sort.code() == code)
    }
}

/// What is asked of the list; it stands in the URL.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub area: Option<AreaCode>,
    pub state: Option<State>,
    pub kinds: Vec<String>,
    pub sort: Sort,
    pub near: Option<Position>,
    pub limit: Option<usize>,
    pub after: Option<String>,
}

/// One page, and the cursor of the next.
#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<HelpRequest>,
    /// How far each is, in the same order, when the list is by distance: rough, to 100 m.
    pub metres: Vec<u32>,
    pub next: Option<String>,
}

/// The last row's sort values.
#[derive(Serialize, Deserialize)]
struct After(Timestamp, HelpRequestId);

/// Open requests by query. Only for people who work with requests: seats decide which areas.
pub async fn list(app: &App, cx: &Cx, query: &Query) -> Result<Page, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let area = query.area.unwrap_or_else(|| who.home());
    let may = who.held().any(|seat| seat.area.contains(area));
    if !may {
        return Err(Error::NotFound);
    }
    if let (Sort::Distance, Some(at)) = (query.sort, query.near) {
        return nearest(app, query, area, at, cx.now).await;
    }
    let limit = query.limit.unwrap_or(PAGE).clamp(1, 200);
    let filter = filter_text(query, area);
    let after = match &query.after {
        None => None,
        Some(cursor) => {
            Some(web::cursor::read::<After>(&filter, cursor).ok_or_else(Error::of_another_list)?)
        }
    };
    let wanted = if query.sort == Sort::Distance {
        NEAREST
    } else {
        limit
    };
    // Requests of a course are listed while the course is on, and never after.
    let open = incidents::actions::open(app, cx.now).await?;
    let practice = open.iter().any(|incident| incident.practice);
    let statement = compose(area, query, after.is_some(), practice);
    let mut items = db::read!(app.db, |tx| {
        rows(tx, &statement, area, query, &after, wanted + 1, cx).await
    })?;
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next = if more && query.sort != Sort::Distance {
        items
            .last()
            .map(|last| web::cursor::write(&filter, &After(sort_at(last, query.sort), last.id)))
    } else {
        None
    };
    Ok(Page {
        items,
        metres: Vec::new(),
        next,
    })
}

/// The nearest requests, as the map knows them; their rows as they are now.
async fn nearest(
    app: &App,
    query: &Query,
    area: AreaCode,
    at: Position,
    now: Timestamp,
) -> Result<Page, Error> {
    let limit = query.limit.unwrap_or(NEAREST).clamp(1, NEAREST);
    let near = app.map.nearest(at, limit, area, query.state, &query.kinds);
    let found = db::read!(app.db, |tx| {
        let mut found = Vec::with_capacity(near.len());
        for one in &near {
            let request = store::find_by_id(tx, one.province, one.id).await?;
            found.extend(request.map(|request| (request, one.metres)));
        }
        Ok::<_, db::Error>(found)
    })?;
    // The memory may be a moment old: what was closed or moved away meanwhile is left out.
    let fits = |request: &HelpRequest| {
        let state = request.progress.now(now).state();
        state.is_open()
            && area.contains(request.area)
            && query.state.is_none_or(|wanted| wanted == state)
    };
    let (items, metres) = found
        .into_iter()
        .filter(|(request, _)| fits(request))
        .map(|(request, metres)| (request, (metres / 100.0).round() as u32 * 100))
        .unzip();
    Ok(Page {
        items,
        metres,
        next: None,
    })
}

fn sort_at(request: &HelpRequest, sort: Sort) -> Timestamp {
    match sort {
        Sort::Urgency | Sort::Distance => request.urgent_since,
        Sort::Waiting => request.asked_at,
    }
}

fn filter_text(query: &Query, area: AreaCode) -> String {
    format!(
        "{area}|{:?}|{:?}|{}",
        query.state,
        query.kinds,
        query.sort.code()
    )
}

const COLUMNS: &str = concat!(store::columns!(), "\n    WHERE closed_at IS NULL");

/// `$1` is the area at its own level, `$2` now, `$3` the limit; further arguments follow.
fn compose(area: AreaCode, query: &Query, after: bool, practice: bool) -> ComposedSql {
    let mut sql = ComposedSql::of("help_requests::list", &[COLUMNS]);
    if !practice {
        sql = sql.push("AND NOT practice");
    }
    sql = sql.push(match area.level() {
        Level::Country => "AND area >= $1",
        Level::Province => "AND area / 10000 = $1",
        Level::District => "AND area / 100 = $1",
        Level::Subdistrict => "AND area = $1",
    });
    // A lapsed hold is none, whether or not the job has written it down yet.
    sql = sql.push(match query.state {
        None => "AND CAST($2 AS TIMESTAMPTZ) IS NOT NULL",
        Some(State::Waiting) => "AND (state = 'waiting' OR lease_until <= $2)",
        Some(State::Taken) => "AND state = 'taken' AND lease_until > $2",
        Some(State::OnTheWay) => "AND state = 'on_the_way' AND lease_until > $2",
        Some(State::Helping) => "AND state = 'helping' AND lease_until > $2",
        Some(_) => "AND CAST($2 AS TIMESTAMPTZ) IS NULL",
    });
    let mut number = 4;
    if !query.kinds.is_empty() {
        let marks = KIND_MARKS[query.kinds.len().min(KIND_MARKS.len()) - 1];
        sql = sql.push_numbered(marks, number);
        number += query.kinds.len().min(KIND_MARKS.len());
    }
    let by_waiting = query.sort == Sort::Waiting;
    if after {
        let place = if by_waiting {
            "AND (asked_at, id) > (?, ?)"
        } else {
            "AND (urgent_since, id) > (?, ?)"
        };
        sql = sql.push_numbered(place, number);
    }
    sql.push(if by_waiting {
        "ORDER BY asked_at, id LIMIT $3"
    } else {
        "ORDER BY urgent_since, id LIMIT $3"
    })
}

const KIND_MARKS: [&str; 6] = [
    "AND kind = ?",
    "AND kind IN (?, ?)",
    "AND kind IN (?, ?, ?)",
    "AND kind IN (?, ?, ?, ?)",
    "AND kind IN (?, ?, ?, ?, ?)",
    "AND kind IN (?, ?, ?, ?, ?, ?)",
];

async fn rows(
    tx: &mut Tx,
    sql: &ComposedSql,
    area: AreaCode,
    query: &Query,
    after: &Option<After>,
    limit: usize,
    cx: &Cx,
) -> Result<Vec<HelpRequest>, db::Error> {
    let code = area.get();
    let key = match area.level() {
        Level::Country | Level::Subdistrict => code,
        Level::Province => code / 10_000,
        Level::District => code / 100,
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut args: Vec<&dyn db::ToValue> = vec![&key, &cx.now, &limit];
    for kind in query.kinds.iter().take(KIND_MARKS.len()) {
        args.push(kind);
    }
    if let Some(After(at, id)) = after {
        args.push(at);
        args.push(id);
    }
    tx.all_composed(sql, &args)
        .await?
        .iter()
        .map(store::read)
        .collect()
}
