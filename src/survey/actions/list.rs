//! Households page by page, for programs that keep a list of them: those of an area, or one's own.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::looks::{self, Given};
use super::reach::{self, Part};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::survey::model::{Household, Particulars};
use crate::survey::store::pull::{self, After, Scope};

/// Households of one page, where nobody says how many.
pub const PAGE: usize = 100;
/// Households of one page at most.
pub const MOST: usize = 500;

/// What was written so long before a list began is in it: a write bears the instant at which it began, and
/// none takes longer.
const WRITTEN: SignedDuration = SignedDuration::from_mins(1);

/// Which households.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// What somebody recorded themselves, where no area is named.
    pub part: Option<Part>,
    /// Those alone that were recorded or changed then or later.
    pub changed_since: Option<Timestamp>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<Given>,
    /// The cursor of the next one.
    pub next: Option<String>,
    /// Whatever changed before is in the list; what changed since is found by asking for it. The same on
    /// every page.
    pub as_of: Timestamp,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Cursor {
    /// Which of the parts, and behind which household of it.
    part: usize,
    after: After,
    as_of: Timestamp,
}

/// At most `limit` households, the subdistricts one after the other, in each the oldest first. No change but a
/// move to another subdistrict moves a household in this order. Each look at one of others is written down.
pub async fn list(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    wanted: Wanted,
    limit: usize,
    after: Option<&str>,
) -> Result<Page, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    let reach = db::read!(app.db, |tx| reach::of(tx, cx).await)?;
    let parts = match wanted.part {
        None => vec![Scope::Own(account)],
        Some(named) => reach.within(cx, named),
    };
    if parts.is_empty() {
        return Err(Error::NotFound);
    }
    // Nothing changed before; not every engine knows of days long before Christ.
    let since = wanted.changed_since.unwrap_or(Timestamp::UNIX_EPOCH);
    let since = since.max(Timestamp::UNIX_EPOCH);
    let filter = format!("households {} {account} {parts:?} {since}", incident.id);
    let start = match after {
        Some(cursor) => web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?,
        None => Cursor {
            part: 0,
            after: After::START,
            as_of: cx.now.checked_sub(WRITTEN).unwrap_or(cx.now),
        },
    };
    let mut found = read(app, incident, &parts, (start, since), limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.map(|(part, household, _)| {
        let cursor = Cursor {
            part: *part,
            after: After::of(household),
            as_of: start.as_of,
        };
        web::cursor::write(&filter, &cursor)
    });
    let given = found.into_iter();
    let items: Vec<Given> = given
        .map(|(_, household, known)| Given::to(app, cx, household, known))
        .collect();
    looks::log(app, cx, &reach, &items).await?;
    Ok(Page {
        items,
        next,
        as_of: start.as_of,
    })
}

/// From one part to the next until there are enough, each household with the number of its part.
async fn read(
    app: &App,
    incident: &Incident,
    parts: &[Scope],
    (start, since): (Cursor, Timestamp),
    enough: usize,
) -> Result<Vec<(usize, Household, Particulars)>, db::Error> {
    db::read!(app.db, |tx| {
        let mut found = Vec::new();
        let mut after = start.after;
        for (number, part) in parts.iter().enumerate().skip(start.part) {
            let room = i64::try_from(enough - found.len()).unwrap_or(i64::MAX);
            let (page, _) =
                pull::page(tx, &app.vault, incident.id, *part, (after, since), room).await?;
            let page = page.into_iter();
            found.extend(page.map(|(household, known)| (number, household, known)));
            if found.len() >= enough {
                break;
            }
            after = After::START;
        }
        Ok::<_, db::Error>(found)
    })
}
