//! Looking at a request: what everybody at work sees, and the particulars for those with a ground.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;

use crate::access::grant::Place;
use crate::access::{Actor, Cx, Grant, Ground};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, store::Event};
use crate::help_requests::model::{HelpRequest, Particulars, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::store;
use crate::ids::AccountId;

/// A request as one person may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub request: HelpRequest,
    pub particulars: Option<Particulars>,
    pub ground: Option<Ground>,
    pub history: Vec<Event>,
    /// The team (affiliation) of each volunteer who took a step, for the requester to know.
    pub teams: BTreeMap<AccountId, String>,
}

/// By reference: for people at work in the area, and for those with a ground of their own.
pub async fn by_reference(app: &App, cx: &Cx, reference: &Reference) -> Result<Seen, Error> {
    // References run on, so strangers are not told which of them there are.
    if matches!(cx.actor, Actor::Visitor) {
        return Err(Error::SignInNeeded);
    }
    let request =
        db::read!(app.db, |tx| { store::find(tx, reference).await })?.ok_or(Error::NotFound)?;
    let ground = ground(app, cx, &request);
    if ground.is_none() && !works_there(cx, &request) {
        return Err(Error::NotFound);
    }
    seen(app, cx, request, ground).await
}

/// By the private link: whoever has it is the requester.
pub async fn by_follow(app: &App, cx: &Cx, token: &str) -> Result<Seen, Error> {
    let province = token
        .get(..2)
        .and_then(|digits| digits.parse().ok())
        .ok_or(Error::NotFound)?;
    let hash = vault::token_hash(token);
    let request = db::read!(app.db, |tx| {
        store::find_by_follow(tx, province, &hash).await
    })?
    .ok_or(Error::NotFound)?;
    seen(app, cx, request, Some(Ground::Own)).await
}

/// Why this person may see the particulars, if they may.
pub fn ground(app: &App, cx: &Cx, request: &HelpRequest) -> Option<Ground> {
    match &cx.actor {
        Actor::Visitor => None,
        Actor::Phone(_, holder) => {
            let hash = accounts::store::phone_hash(&app.vault, &holder.phone);
            let own = holder.verified && request.asker_phone_hash.as_deref() == Some(&hash);
            own.then_some(Ground::Own)
        }
        Actor::SignedIn(who) => {
            let me = who.account.id;
            let holds = match &request.progress {
                Progress::Helped { by, .. } => *by == me,
                progress => progress
                    .now(cx.now)
                    .held()
                    .is_some_and(|held| held.by == me),
            };
            if holds {
                Some(Ground::Holder)
            } else if request.recorded_by == Some(me) {
                Some(Ground::Recorder)
            } else {
                who.is_admin_of(request.area).then_some(Ground::AreaAdmin)
            }
        }
    }
}

/// Volunteers of the area see that there is a request, and of which kind.
fn works_there(cx: &Cx, request: &HelpRequest) -> bool {
    cx.signed_in()
        .is_some_and(|who| who.held().any(|seat| seat.area.contains(request.area)))
}

async fn seen(
    app: &App,
    cx: &Cx,
    request: HelpRequest,
    ground: Option<Ground>,
) -> Result<Seen, Error> {
    let (history, teams) = db::read!(app.db, |tx| {
        let history = events::store::history(tx, request.province, request.id.0).await?;
        let actors = history.iter().filter_map(|event| event.actor);
        let actors: BTreeSet<AccountId> = actors.chain(request.helper()).collect();
        let mut teams = BTreeMap::new();
        for by in actors {
            if let Some(team) = team_in(app, tx, by).await? {
                teams.insert(by, team);
            }
        }
        Ok::<_, db::Error>((history, teams))
    })?;
    let particulars = match ground {
        None => None,
        Some(ground) => Some(particulars(app, cx, &request, ground).await?),
    };
    Ok(Seen {
        request,
        particulars,
        ground,
        history,
        teams,
    })
}

impl Seen {
    /// The team of whoever holds the case now, or helped.
    pub fn team(&self) -> Option<&String> {
        self.teams.get(&self.request.helper()?)
    }
}

async fn team_in(app: &App, tx: &mut Tx, by: AccountId) -> Result<Option<String>, db::Error> {
    let account = accounts::store::find(tx, &app.vault, by).await?;
    Ok(account
        .map(|account| account.affiliation)
        .filter(|name| !name.is_empty()))
}

async fn particulars(
    app: &App,
    cx: &Cx,
    request: &HelpRequest,
    ground: Ground,
) -> Result<Particulars, Error> {
    let subject = request.id.0;
    let Some(account) = cx.account().filter(|_| ground != Ground::Own) else {
        let grant = Grant::own(subject);
        return Ok(db::read!(app.db, |tx| {
            store::particulars(tx, &app.vault, request, grant).await
        })?);
    };
    let place = Place {
        province: request.province,
        subject,
        what: "help_request",
    };
    Ok(db::write!(app.db, |tx| {
        let grant = Grant::logged(app, tx, cx, account, place, ground).await?;
        store::particulars(tx, &app.vault, request, grant).await
    })?)
}

/// The requests of the actor's verified phone.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<HelpRequest>, Error> {
    let holder = cx
        .phone()
        .filter(|holder| holder.verified)
        .ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| {
        store::of_phone(tx, &app.vault, &holder.phone).await
    })?)
}

/// The cases the actor holds or held last, and those they recorded for others.
pub async fn mine(app: &App, cx: &Cx) -> Result<(Vec<HelpRequest>, Vec<HelpRequest>), Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| {
        let held = store::held_by(tx, account).await?;
        let recorded = store::recorded_by(tx, account).await?;
        Ok::<_, db::Error>((held, recorded))
    })?)
}
