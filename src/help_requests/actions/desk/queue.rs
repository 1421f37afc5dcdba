//! Who takes which request from the desk: one after the other, the most urgent first, never the same
//! to two people.

use super::{find_in, worker, working_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::actions::notes::{self, About};
use crate::help_requests::model::desk::{Claim, DeskItem, Waiting};
use crate::help_requests::model::{HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::desk as rules;
use crate::help_requests::store;
use crate::ids::HelpRequestId;

/// The desk as one person finds it.
#[derive(Debug, Clone)]
pub struct Queue {
    pub areas: Vec<areas::AreaCode>,
    pub waiting: Waiting,
    /// What they work on.
    pub mine: Option<(HelpRequest, DeskItem)>,
}

/// How much lies on this person's desk.
pub async fn look(app: &App, cx: &Cx) -> Result<Queue, Error> {
    let who = worker(cx)?;
    let areas = who.desk_areas();
    db::read!(app.db, |tx| {
        let mut waiting = Waiting::default();
        for area in &areas {
            store::desk::count(tx, *area, cx.now, &mut waiting).await?;
        }
        waiting.by_reason.sort_unstable();
        let mine = match store::desk::mine(tx, who.account.id, cx.now).await? {
            Some(item) => store::find_by_id(tx, item.province, item.request)
                .await?
                .map(|request| (request, item)),
            None => None,
        };
        Ok::<_, Error>(Queue {
            areas: areas.clone(),
            waiting,
            mine,
        })
    })
}

/// The most urgent request that is due and that nobody is at; what one works on already goes first.
pub async fn next(app: &App, cx: &Cx) -> Result<Option<Reference>, Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    let areas = who.desk_areas();
    let (mine, mut heads) = db::read!(app.db, |tx| {
        let mine = store::desk::mine(tx, me, cx.now).await?;
        let mut heads = Vec::new();
        for area in &areas {
            let head = store::desk::head(tx, *area, me, cx.now, rules::SKIPPED_BY_ME).await?;
            heads.extend(head.map(|since| (since, *area)));
        }
        Ok::<_, db::Error>((mine, heads))
    })?;
    if let Some(mine) = mine {
        return reference(app, mine.province, mine.request).await;
    }
    heads.sort_unstable();
    let until = cx.now + rules::LEASE;
    for (_, area) in heads {
        let claimed = db::claim!(app.db, |tx| {
            let times = (until, rules::SKIPPED_BY_ME);
            store::desk::claim(tx, area, me, cx.now, times).await
        })?;
        if let Some((province, id)) = claimed {
            return reference(app, province, id).await;
        }
    }
    Ok(None)
}

async fn reference(app: &App, province: u8, id: HelpRequestId) -> Result<Option<Reference>, Error> {
    let request = db::read!(app.db, |tx| { store::find_by_id(tx, province, id).await })?;
    Ok(request.map(|request| request.reference))
}

/// Takes this very request, or goes on with it: nobody else is at it.
pub async fn claim(app: &App, cx: &Cx, reference: &Reference) -> Result<(), Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    db::write!(app.db, |tx| {
        let (_, item) = find_in(tx, who, reference).await?;
        rules::may_claim(item.as_ref(), me, cx.now)?;
        let mut item = item.ok_or(rules::CannotDesk::Gone)?;
        item.claim = Some(Claim {
            by: me,
            until: cx.now + rules::LEASE,
        });
        store::desk::save(tx, &item)?;
        Ok::<_, Error>(())
    })
}

/// Gives it back as it was found.
pub async fn release(app: &App, cx: &Cx, reference: &Reference) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (_, mut item) = working_in(tx, cx, who, reference).await?;
        item.claim = None;
        store::desk::save(tx, &item)?;
        Ok::<_, Error>(())
    })
}

/// Leaves it to others, and says why: it comes after what is due in the meantime.
pub async fn skip(app: &App, cx: &Cx, reference: &Reference, reason: &str) -> Result<(), Error> {
    let who = worker(cx)?;
    let me = who.account.id;
    db::write!(app.db, |tx| {
        let (request, mut item) = working_in(tx, cx, who, reference).await?;
        debug_assert!(
            request.progress.state().is_open() || request.progress == Progress::Unreachable
        );
        item.claim = None;
        item.not_before = cx.now + rules::SKIPPED;
        store::desk::save(tx, &item)?;
        // The words may tell of people: they stand with the case, not in the list of skips.
        store::desk::skip(tx, &item, me, cx.now, "")?;
        notes::write_in(app, tx, cx, &request, About::Skip, reason)?;
        Ok::<_, Error>(())
    })
}
