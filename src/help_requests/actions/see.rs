//! Looking at a request: what everybody at work sees, and the particulars for those with a ground.

use std::collections::{BTreeMap, BTreeSet};

use areas::AreaCode;
use db::Tx;
use i18n::Language;
use uuid::Uuid;

use crate::access::grant::Place;
use crate::access::{Actor, Cx, Grant, Ground, SignedIn};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, store::Event};
use crate::help_requests::model::{HelpRequest, Helper, Particulars, Progress, ReferredTo};
use crate::help_requests::reference::Reference;
use crate::help_requests::store;
use crate::help_requests::store::notes::Note;
use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::organisations;
use crate::organisations::model::{Organisation, Team};

/// A request as one person may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub request: HelpRequest,
    pub particulars: Option<Particulars>,
    pub ground: Option<Ground>,
    pub history: Vec<Event>,
    /// The group (affiliation) that each volunteer named who took a step.
    pub groups: BTreeMap<AccountId, String>,
    /// The teams for which steps were taken.
    pub teams: BTreeMap<TeamId, Team>,
    /// The organisations it was referred to.
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    /// What people at work wrote, for those with a ground other than the requester's.
    pub notes: Vec<Note>,
}

/// By reference: for people at work in the area, and for those with a ground of their own.
pub async fn by_reference(app: &App, cx: &Cx, reference: &Reference) -> Result<Seen, Error> {
    // References run on, so strangers are not told which of them there are.
    if matches!(cx.actor, Actor::Visitor) {
        return Err(Error::SignInNeeded);
    }
    let request =
        db::read!(app.db, |tx| { store::find(tx, reference).await })?.ok_or(Error::NotFound)?;
    if !may_see(app, cx, &request) {
        return Err(Error::NotFound);
    }
    let ground = ground(app, cx, &request);
    seen(app, cx, request, ground).await
}

/// Whether this person may see a request by its reference.
pub fn may_see(app: &App, cx: &Cx, request: &HelpRequest) -> bool {
    ground(app, cx, request).is_some() || works_there(cx, request)
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
            let helper = match &request.progress {
                // Whoever asked has said that it is over.
                Progress::Confirmed { .. } => None,
                progress => progress.now(cx.now).helper(),
            };
            if helper.is_some_and(|helper| helper.by == me) {
                Some(Ground::Holder)
            } else if request.recorded_by == Some(me) && !who.is_suspended() {
                Some(Ground::Recorder)
            } else if who.is_admin_of(request.area) {
                Some(Ground::AreaAdmin)
            } else {
                helper
                    .and_then(|helper| helper.team)
                    .filter(|team| who.reaches_team(*team))
                    .map(|team| match who.teams().contains(&team) {
                        true => Ground::Team,
                        false => Ground::Officer,
                    })
                    .or_else(|| referred_ground(who, request))
            }
        }
    }
}

/// Those to whom a case was given must be able to judge whether they can help.
fn referred_ground(who: &SignedIn, request: &HelpRequest) -> Option<Ground> {
    let Progress::Referred(referral) = &request.progress else {
        return None;
    };
    match referral.to {
        ReferredTo::Organisation(id) => who.is_officer_of(id).then_some(Ground::Officer),
        ReferredTo::Area(area) => who.is_admin_of(area).then_some(Ground::ReferredArea),
    }
}

/// Volunteers of the area see that there is a request, and of which kind.
pub fn works_there(cx: &Cx, request: &HelpRequest) -> bool {
    let Some(who) = cx.signed_in() else {
        return false;
    };
    let sits = |area: AreaCode| who.held().any(|seat| seat.area.contains(area));
    let referred = match &request.progress {
        Progress::Referred(referral) => match referral.to {
            ReferredTo::Organisation(id) => who.belongs_to(id),
            ReferredTo::Area(area) => sits(area),
        },
        _ => false,
    };
    sits(request.area) || referred
}

async fn seen(
    app: &App,
    cx: &Cx,
    request: HelpRequest,
    ground: Option<Ground>,
) -> Result<Seen, Error> {
    let mut seen = db::read!(app.db, |tx| { around(tx, request.clone()).await })?;
    seen.ground = ground;
    if let Some(ground) = ground {
        let (own, notes) = particulars(app, cx, &request, ground).await?;
        seen.particulars = Some(own);
        seen.notes = notes;
    }
    Ok(seen)
}

/// A request with its history and nothing of the person, for those who may follow another one that
/// was merged into it.
pub async fn without_particulars(app: &App, request: HelpRequest) -> Result<Seen, Error> {
    Ok(db::read!(app.db, |tx| {
        around(tx, request.clone()).await
    })?)
}

/// The history, with the names of those who took its steps.
pub(super) async fn around(tx: &mut Tx, request: HelpRequest) -> Result<Seen, db::Error> {
    let history = events::store::history(tx, request.province, request.id.0).await?;
    let helper = request.progress.helper();
    let mut groups = BTreeMap::new();
    let actors = history.iter().filter_map(|event| event.actor);
    let actors: BTreeSet<AccountId> = actors.chain(helper.map(|helper| helper.by)).collect();
    for by in actors {
        if let Some(group) = accounts::store::affiliation(tx, by).await? {
            groups.insert(by, group);
        }
    }
    let named = |key: &str| -> BTreeSet<Uuid> {
        let told = history
            .iter()
            .filter_map(|event| event.payload[key].as_str());
        told.filter_map(|text| text.parse().ok()).collect()
    };
    let mut teams = BTreeMap::new();
    let own = helper.and_then(|helper| helper.team);
    let asked = request.transfer.map(|transfer| transfer.to);
    let involved = named("team").into_iter().map(TeamId);
    let involved: BTreeSet<TeamId> = involved.chain(own).chain(asked).collect();
    for id in involved {
        if let Some(team) = organisations::store::find_team(tx, id).await? {
            teams.insert(id, team);
        }
    }
    let mut found = BTreeMap::new();
    let with = named("organisation").into_iter().map(OrganisationId);
    let theirs = teams.values().map(|team| team.organisation);
    for id in with.chain(theirs).collect::<BTreeSet<_>>() {
        if let Some(organisation) = organisations::store::find(tx, id).await? {
            found.insert(id, organisation);
        }
    }
    Ok(Seen {
        request,
        particulars: None,
        ground: None,
        history,
        groups,
        teams,
        organisations: found,
        notes: Vec::new(),
    })
}

impl Seen {
    /// The team of whoever holds the case now, or helped: the team's name, or the group they named.
    pub fn team(&self) -> Option<&String> {
        self.name_of(self.request.progress.helper()?)
    }

    pub fn name_of(&self, helper: Helper) -> Option<&String> {
        let team = helper.team.and_then(|team| self.teams.get(&team));
        team.map(|team| &team.name)
            .or_else(|| self.groups.get(&helper.by))
    }

    /// Who took a step, as the requester may know them.
    pub fn who_did(&self, event: &Event) -> Option<&String> {
        let team = event.payload["team"]
            .as_str()
            .and_then(|text| text.parse().ok());
        let team = team.and_then(|team| self.teams.get(&TeamId(team)));
        team.map(|team| &team.name)
            .or_else(|| self.groups.get(&event.actor?))
    }

    /// To whom it was referred, in the reader's words.
    pub fn referred_to(&self, to: ReferredTo, language: Language) -> String {
        match to {
            ReferredTo::Area(area) => crate::areas::name(language, area),
            ReferredTo::Organisation(id) => self
                .organisations
                .get(&id)
                .map(|one| one.names.get(language).to_owned())
                .unwrap_or_default(),
        }
    }
}

async fn particulars(
    app: &App,
    cx: &Cx,
    request: &HelpRequest,
    ground: Ground,
) -> Result<(Particulars, Vec<Note>), Error> {
    let subject = request.id.0;
    let Some(account) = cx.account().filter(|_| ground != Ground::Own) else {
        let grant = Grant::own(subject);
        let own = db::read!(app.db, |tx| {
            store::particulars(tx, &app.vault, request, grant).await
        })?;
        return Ok((own, Vec::new()));
    };
    let place = Place {
        province: request.province,
        subject,
        what: "help_request",
    };
    Ok(db::write!(app.db, |tx| {
        let grant = Grant::logged(app, tx, cx, account, place, ground).await?;
        let own = store::particulars(tx, &app.vault, request, grant).await?;
        let notes = store::notes::of_request(tx, request, grant).await?;
        Ok::<_, db::Error>((own, notes))
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
