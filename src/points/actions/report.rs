//! Anybody says that something is wrong with a point: it is called before all that was checked once.

use serde_json::json;

use super::write::record;
use super::{Seen, card, find_in};
use crate::access::{Actor, Cx};
use crate::accounts::challenges::{self, Budget};
use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::{self, Key};
use crate::ids::{PointId, PointReportId};
use crate::points::model::Point;
use crate::points::model::desk::{Amiss, Report, ToldBy};
use crate::points::rules::report::{self as rules, Counts, TooManyReports};
use crate::points::rules::{self as point_rules, Turn};
use crate::points::store;

/// What somebody says is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    pub amiss: Amiss,
    /// May be empty.
    pub words: String,
}

const ACTION: &str = "points.report";

/// Takes a report. `address` is where it comes from on the network, of which only a hash is counted.
pub async fn report(
    app: &App,
    cx: &Cx,
    id: PointId,
    new: NewReport,
    address: &str,
    key: Option<&Key>,
) -> Result<(), Error> {
    let Seen { point, .. } = card(app, cx, id).await?;
    if let Some(key) = key {
        let province = point.key.province;
        let known = db::read!(app.db, |tx| {
            idempotency::is_claimed(tx, province, key, ACTION).await
        })?;
        if known {
            return Ok(());
        }
    }
    let told_by = told_by(app, cx);
    spend(app, cx, &point, told_by, address).await?;
    let report = Report {
        id: app.ids.at::<PointReportId>(cx.now),
        at: cx.now,
        amiss: new.amiss,
        words: Some(new.words).filter(|words| !words.is_empty()),
        told_by,
        handled: None,
    };
    db::write!(app.db, |tx| {
        let point = find_in(tx, id).await?;
        if point.ended_at.is_some() {
            return Err(Error::NotFound);
        }
        if let Some(key) = key
            && idempotency::claim(tx, point.key.province, key, ACTION, report.id.0, cx.now)
                .await?
                .is_some()
        {
            return Ok(());
        }
        store::reports::insert(tx, &app.vault, point.key, &report).await?;
        if point.reported_at.is_none() {
            let turn = turn(&point, &report);
            store::desk::set_turn(tx, point.key, Some(cx.now), turn).await?;
            let payload = json!({ "what": report.amiss.code() });
            record(
                app,
                tx,
                cx,
                point.key,
                &point.told,
                "point.reported",
                payload,
            )?;
        }
        Ok::<_, Error>(())
    })
}

/// Where it stands in the queue from now on. What comes from somebody who can be asked again goes
/// before other reports of its kind.
fn turn(point: &Point, report: &Report) -> Turn {
    let kind = point.told.kind();
    let mut turn = point_rules::turn(kind, &point.checks, Some(report.at), point.created_at);
    if report.told_by.counts_more() {
        turn.need = turn.need.saturating_sub(1);
    }
    turn
}

fn told_by(app: &App, cx: &Cx) -> ToldBy {
    match &cx.actor {
        Actor::SignedIn(who) => ToldBy::Account(who.account.id),
        Actor::Phone(_, holder) if holder.verified => {
            ToldBy::Phone(phone_hash(&app.vault, &holder.phone))
        }
        Actor::Phone(..) | Actor::Visitor => ToldBy::Anybody,
    }
}

/// Spends one report of each budget, or says how long to wait.
async fn spend(
    app: &App,
    cx: &Cx,
    point: &Point,
    told_by: ToldBy,
    address: &str,
) -> Result<(), Error> {
    let teller = match told_by {
        ToldBy::Anybody => app.vault.lookup("report_address", address.as_bytes()),
        ToldBy::Phone(hash) => hash,
        ToldBy::Account(account) => app.vault.lookup("person", account.0.as_bytes()),
    };
    let point_id = point.key.id.0;
    let of_point = [teller.as_slice(), point_id.as_bytes()].concat();
    let limits = rules::limits(told_by).map(|limit| {
        let subject = match limit.counts {
            Counts::Teller => teller.to_vec(),
            Counts::TellerOfPoint => of_point.clone(),
            Counts::Point => point_id.as_bytes().to_vec(),
        };
        let budget = Budget {
            scope: limit.scope,
            window: limit.window,
            most: limit.most,
        };
        (budget, subject, limit.counts)
    });
    let spent = db::write!(app.db, |tx| {
        for (budget, subject, counts) in &limits {
            if challenges::spent(tx, budget, subject, cx.now).await? >= budget.most {
                let too_many = TooManyReports {
                    seconds: budget.seconds_left(cx.now),
                    of_point: *counts != Counts::Teller,
                };
                return Ok(Err(too_many));
            }
        }
        for (budget, subject, _) in &limits {
            challenges::spend(tx, budget, subject, cx.now).await?;
        }
        Ok::<_, db::Error>(Ok(()))
    })?;
    Ok(spent?)
}

/// The reports of a point, the newest first, for those who may change it.
pub async fn reports(app: &App, seen: &Seen) -> Result<Vec<Report>, Error> {
    if !seen.may.changes() {
        return Ok(Vec::new());
    }
    let key = seen.point.key;
    let reports = db::read!(app.db, |tx| {
        store::reports::of_point(tx, &app.vault, key).await
    })?;
    Ok(reports)
}

/// Forgets the words of reports that were seen to long ago.
pub async fn erase_words(app: &App, now: jiff::Timestamp) -> Result<u64, Error> {
    let before = now - rules::WORDS_KEPT;
    let n = db::write!(app.db, |tx| {
        store::reports::erase_words(tx, before).await
    })?;
    Ok(n)
}
