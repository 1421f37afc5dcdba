//! What is done with a file of points: brought in, its columns named, tried, decided upon, applied,
//! undone, thrown away.

mod apply;
mod bring;
mod check;
mod match_rows;
mod steps;
mod sweep;
mod undo;
pub mod work;

use areas::AreaCode;
use db::Tx;

pub use bring::{NewRun, bring, parse};
pub use steps::{decide, discard, map, map_again, start, stop, undo};
pub use sweep::sweep;

use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, OrganisationId, PointImportId};
use crate::imports::rules::cells::folded;
use crate::point_imports::model::{Figures, PointRow, Run, Verdict};
use crate::point_imports::store;

/// Rows looked at, or written, in one go.
const PIECE: i64 = 500;
/// Different words of one column that somebody is asked about.
const MOST_WORDS: usize = 40;

/// Who works on a run, and who does the work: the queue, or whoever called here.
#[derive(Debug, Clone)]
pub struct Hand {
    /// None: the command line, which may everything.
    account: Option<AccountId>,
    sees_all: bool,
    queues: bool,
}

impl Hand {
    /// Admins of an area, and officers for the points of their organisation.
    pub fn of(cx: &Cx) -> Result<Hand, Error> {
        let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
        match who.is_admin() || who.officer_of().next().is_some() {
            true => Ok(Hand {
                account: Some(who.account.id),
                sees_all: who.is_national_admin(),
                queues: true,
            }),
            false => Err(Error::NotFound),
        }
    }

    /// Whoever holds the machine; the work is done where it is called.
    pub fn of_machine() -> Hand {
        Hand {
            account: None,
            sees_all: true,
            queues: false,
        }
    }
}

/// Where a run may make points, and whose it may change.
pub(super) enum Reach {
    All,
    Areas(Vec<AreaCode>),
    /// Of an organisation, in its areas.
    Of(OrganisationId, Vec<AreaCode>),
    Nowhere,
}

impl Reach {
    fn of(who: &SignedIn, owner: Option<OrganisationId>, areas: Vec<AreaCode>) -> Reach {
        match owner {
            Some(owner) if who.is_officer_of(owner) => Reach::Of(owner, areas),
            Some(_) => Reach::Nowhere,
            None => {
                let seats = who.held().filter(|seat| seat.role.is_admin());
                let areas: Vec<AreaCode> = seats.map(|seat| seat.area).collect();
                match areas.is_empty() {
                    true => Reach::Nowhere,
                    false => Reach::Areas(areas),
                }
            }
        }
    }

    /// Whether a new point may lie there.
    fn makes(&self, area: AreaCode) -> bool {
        match self {
            Reach::All => true,
            Reach::Areas(areas) | Reach::Of(_, areas) => areas.iter().any(|one| one.contains(area)),
            Reach::Nowhere => false,
        }
    }

    /// Whether a point that is there may be changed.
    fn changes(&self, area: AreaCode, owner: Option<OrganisationId>) -> bool {
        match self {
            Reach::All => true,
            Reach::Areas(areas) => areas.iter().any(|one| one.contains(area)),
            Reach::Of(mine, _) => owner == Some(*mine),
            Reach::Nowhere => false,
        }
    }
}

/// The name by which a source is known again.
fn source_key(run: &Run) -> String {
    folded(&run.source)
}

/// The runs this person sees.
pub async fn own(app: &App, hand: &Hand) -> Result<Vec<Run>, Error> {
    Ok(db::read!(app.db, |tx| {
        match hand.account.filter(|_| !hand.sees_all) {
            Some(account) => store::of_account(tx, account).await,
            None => store::newest(tx).await,
        }
    })?)
}

/// One of them, and how far it is.
pub async fn find(app: &App, hand: &Hand, id: PointImportId) -> Result<(Run, Figures), Error> {
    db::read!(app.db, |tx| {
        let run = find_in(tx, hand, id).await?;
        let figures = store::figures(tx, id).await?;
        Ok::<_, Error>((run, figures))
    })
}

async fn find_in(tx: &mut Tx, hand: &Hand, id: PointImportId) -> Result<Run, Error> {
    let run = store::find(tx, id).await?;
    run.filter(|run| hand.sees_all || (run.account.is_some() && run.account == hand.account))
        .ok_or(Error::NotFound)
}

/// The first rows of a run.
pub async fn sample(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    n: i64,
) -> Result<Vec<PointRow>, Error> {
    db::read!(app.db, |tx| {
        find_in(tx, hand, id).await?;
        Ok::<_, Error>(store::sample(tx, id, (0, n)).await?)
    })
}

/// Rows of one verdict, page by page.
pub async fn rows(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    verdict: Verdict,
    place: (u32, i64),
) -> Result<Vec<PointRow>, Error> {
    db::read!(app.db, |tx| {
        find_in(tx, hand, id).await?;
        Ok::<_, Error>(store::of_verdict(tx, id, verdict, place).await?)
    })
}

/// Rows after a line, whatever became of them.
pub async fn all_rows(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    place: (u32, i64),
) -> Result<Vec<PointRow>, Error> {
    db::read!(app.db, |tx| {
        find_in(tx, hand, id).await?;
        Ok::<_, Error>(store::sample(tx, id, place).await?)
    })
}

/// The different words of a column, in the order they come; no more than somebody can be asked about.
pub async fn words(
    app: &App,
    hand: &Hand,
    id: PointImportId,
    column: usize,
) -> Result<Vec<String>, Error> {
    let mut words: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let mut after = 0;
    loop {
        let rows = all_rows(app, hand, id, (after, PIECE)).await?;
        for row in &rows {
            let cell = row.cells.get(column).map_or("", |cell| cell.trim());
            if !cell.is_empty() && known.insert(folded(cell)) {
                words.push(cell.to_owned());
            }
            after = row.n;
        }
        let is_end = rows.len() < usize::try_from(PIECE).unwrap_or(usize::MAX);
        if is_end || words.len() > MOST_WORDS {
            words.truncate(MOST_WORDS);
            return Ok(words);
        }
    }
}
