//! What stands beside a case for those at work on it: what it may repeat, what was merged into it, how
//! the sick are, to whom it could go.

use db::Tx;

use super::{goods, merge, see};
use crate::access::{Cx, Grant, Ground};
use crate::app::App;
use crate::error::Error;
use crate::help_requests::actions::see::Seen;
use crate::help_requests::model::{HelpRequest, Particulars, Progress};
use crate::help_requests::store::duplicates::{self, Pair};
use crate::help_requests::store::{self, health};
use crate::organisations;
use crate::organisations::model::{Organisation, Team};
use crate::supplies;
use crate::supplies::actions::Promised;

/// A request that this one may repeat.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub pair: Pair,
    pub other: HelpRequest,
}

/// A request merged into this one, with whom to call.
#[derive(Debug, Clone)]
pub struct Merged {
    pub request: HelpRequest,
    pub particulars: Option<Particulars>,
}

#[derive(Debug, Clone, Default)]
pub struct Beside {
    pub proposals: Vec<Proposal>,
    pub merged: Vec<Merged>,
    /// The newest first.
    pub triages: Vec<health::Seen>,
    /// The newest first.
    pub checks: Vec<health::Seen>,
    /// Those that work there.
    pub organisations: Vec<Organisation>,
    pub teams: Vec<Team>,
    /// What supply units put aside for it, the oldest first.
    pub goods: Vec<Promised>,
    /// Whether they keep the books of a unit of its incident.
    pub has_unit: bool,
}

/// Reads it for a case just seen: each part only for those whom it concerns.
pub async fn read(app: &App, cx: &Cx, seen: &Seen) -> Result<Beside, Error> {
    let Some(who) = cx.signed_in() else {
        return Ok(Beside::default());
    };
    let request = &seen.request;
    let sorts = merge::may_sort(who, request);
    let ground = seen.ground.filter(|ground| *ground != Ground::Own);
    db::read!(app.db, |tx| {
        let mut beside = Beside::default();
        if sorts {
            beside.proposals = proposals(tx, request).await?;
        }
        for duplicate in duplicates::merged_into(tx, &request.reference).await? {
            let particulars = match ground {
                // Whoever may call the one who asked first may call the one who asked again; the
                // look at the case is written down already.
                Some(_) => Some(of_duplicate(app, tx, &duplicate).await?),
                None => None,
            };
            beside.merged.push(Merged {
                request: duplicate,
                particulars,
            });
        }
        beside.goods = goods::promised(tx, who, request).await?;
        beside.has_unit = supplies::actions::keeps_in(tx, who, request.incident).await?;
        if let Some(ground) = ground {
            let grant = Grant::of_look(request.id.0, ground);
            beside.triages = health::triages(tx, request, grant).await?;
            beside.checks = health::checks(tx, request, grant).await?;
        }
        if ground.is_some() || !who.memberships.is_empty() {
            beside.organisations = organisations::store::working_in(tx, request.area).await?;
            beside.teams = organisations::store::teams_working_in(tx, request.area).await?;
        }
        Ok::<_, Error>(beside)
    })
}

async fn of_duplicate(
    app: &App,
    tx: &mut Tx,
    duplicate: &HelpRequest,
) -> Result<Particulars, db::Error> {
    let grant = Grant::own(duplicate.id.0);
    store::particulars(tx, &app.vault, duplicate, grant).await
}

async fn proposals(tx: &mut Tx, request: &HelpRequest) -> Result<Vec<Proposal>, db::Error> {
    let mut proposals = Vec::new();
    for pair in duplicates::of_request(tx, request).await? {
        let other = store::find_by_id(tx, pair.other_province, pair.other).await?;
        proposals.extend(
            other
                .filter(|other| other.progress.state().is_open())
                .map(|other| Proposal { pair, other }),
        );
    }
    Ok(proposals)
}

/// The requester's own checks, for their page.
pub async fn own_checks(app: &App, request: &HelpRequest) -> Result<Vec<health::Seen>, Error> {
    let grant = Grant::own(request.id.0);
    Ok(db::read!(app.db, |tx| {
        health::checks(tx, request, grant).await
    })?)
}

/// Where a reference leads: to the request it was merged into, however many times.
pub async fn kept(app: &App, seen: &Seen) -> Result<Option<Seen>, Error> {
    let mut at = seen.request.clone();
    for _ in 0..MOST_STEPS {
        let Progress::Duplicate(kept) = &at.progress else {
            break;
        };
        let found = db::read!(app.db, |tx| { store::find(tx, kept).await })?;
        match found {
            Some(next) => at = next,
            None => break,
        }
    }
    if at.id == seen.request.id {
        return Ok(None);
    }
    Ok(Some(see::without_particulars(app, at).await?))
}

/// Merges followed from one to the next.
const MOST_STEPS: usize = 50;
