//! Making invites, ending them, and coming in by one.

use db::Tx;
use serde_json::json;
use web::Problems;

use super::model::{Code, Invite, NewInvite};
use super::{rules, store};
use crate::access::{Cx, SignedIn};
use crate::accounts;
use crate::accounts::actions::seats;
use crate::accounts::role::Role;
use crate::accounts::rules::seats::{self as seat_rules, SeatRefused};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, TeamId};
use crate::notifications;
use crate::organisations::actions::{May, leads};
use crate::organisations::model::{Organisation, Team, Tie};
use crate::organisations::store::{self as organisations, Tied};

/// Whether somebody may make invites at all: an admin, an officer, or who leads a team.
pub fn may_invite(who: &SignedIn) -> bool {
    who.works()
        && (who.is_admin()
            || who.memberships.iter().any(|one| match one.tie {
                Tie::Officer => true,
                Tie::Member { lead, .. } => lead,
                Tie::Dispatches { .. } => false,
            }))
}

fn inviter(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if may_invite(who) {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// The teams somebody may bring people into, as id and name.
pub fn own_teams(who: &SignedIn) -> Vec<(TeamId, String)> {
    let mut teams: Vec<(TeamId, String)> = who
        .memberships
        .iter()
        .filter_map(|one| match &one.tie {
            Tie::Dispatches { team, name } => Some((*team, name.clone())),
            Tie::Member {
                team,
                name,
                lead: true,
            } => Some((*team, name.clone())),
            _ => None,
        })
        .collect();
    teams.dedup_by_key(|(team, _)| *team);
    teams
}

/// Makes an invite: an admin into areas of theirs; officers and leads into their own teams, where
/// their organisation works.
pub async fn make(app: &App, cx: &Cx, new: NewInvite) -> Result<Invite, Error> {
    let who = inviter(cx)?;
    let invite = Invite {
        code: fresh(),
        name: new.name,
        tag: new.tag,
        area: new.area,
        role: new.role,
        team: new.team,
        created_by: who.account.id,
        created_at: cx.now,
        expires_at: rules::expires_at(cx.now, new.days),
        ended_at: None,
        used: 0,
    };
    db::write!(app.db, |tx| {
        check_in(tx, who, &invite).await?;
        if !store::insert(tx, &invite).await? {
            // One in 850 thousand million: the next try has another code.
            return Err(Error::fault("making an invite", "the code is taken"));
        }
        Ok::<_, Error>(())
    })?;
    Ok(invite)
}

fn fresh() -> Code {
    let mut kept = Vec::new();
    Code::fresh(|| {
        if kept.is_empty() {
            kept = vault::random_bytes::<16>().to_vec();
        }
        kept.pop().unwrap_or_default()
    })
}

async fn check_in(tx: &mut Tx, who: &SignedIn, invite: &Invite) -> Result<(), Error> {
    let mut problems = Problems::default();
    let mut works_there = who.is_admin_of(invite.area);
    if let Some(team) = invite.team {
        match team_in(tx, team).await? {
            Some((team, organisation)) if brings_into(who, &team, &organisation) => {
                works_there |= organisation
                    .areas
                    .iter()
                    .any(|area| area.contains(invite.area));
            }
            _ => problems.add("team", "invite-team-not-yours"),
        }
    } else if !works_there {
        for one in who.memberships.iter().filter(|one| one.tie == Tie::Officer) {
            let found = organisations::find(tx, one.organisation).await?;
            works_there |= found.is_some_and(|organisation| {
                organisation
                    .areas
                    .iter()
                    .any(|area| area.contains(invite.area))
            });
        }
    }
    if !works_there {
        problems.add("area_text", "invite-area-not-yours");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}

fn brings_into(who: &SignedIn, team: &Team, organisation: &Organisation) -> bool {
    May::of(who, organisation).runs() || leads(who, team.id)
}

/// A team that goes out, with its organisation.
async fn team_in(tx: &mut Tx, id: TeamId) -> Result<Option<(Team, Organisation)>, db::Error> {
    let Some(team) = organisations::find_team(tx, id).await? else {
        return Ok(None);
    };
    let organisation = organisations::find(tx, team.organisation).await?;
    Ok(organisation
        .filter(|one| crate::organisations::rules::goes_out(&team, one).is_ok())
        .map(|organisation| (team, organisation)))
}

/// The invites that are the actor's to look after, the newest first.
pub async fn list(app: &App, cx: &Cx) -> Result<Vec<Invite>, Error> {
    let who = inviter(cx)?;
    let admin_seats = who.held().filter(|seat| seat.role.is_admin());
    let areas: Vec<_> = admin_seats.map(|seat| seat.area).collect();
    let mut found = db::read!(app.db, |tx| {
        let mut found = store::of_person(tx, who.account.id).await?;
        for area in &areas {
            found.extend(store::of_area(tx, *area).await?);
        }
        Ok::<_, db::Error>(found)
    })?;
    found.sort_by(|one, other| {
        let newest = other.created_at.cmp(&one.created_at);
        newest.then_with(|| one.code.as_str().cmp(other.code.as_str()))
    });
    found.dedup_by(|one, other| one.code == other.code);
    Ok(found)
}

/// An invite with what it invites to.
#[derive(Debug, Clone)]
pub struct Seen {
    pub invite: Invite,
    pub team: Option<(Team, Organisation)>,
}

/// One of the actor's own, for its page.
pub async fn see(app: &App, cx: &Cx, code: &Code) -> Result<Seen, Error> {
    let who = inviter(cx)?;
    let seen = find(app, code).await?;
    let own = seen.invite.created_by == who.account.id || who.is_admin_of(seen.invite.area);
    let team = seen.team.as_ref();
    if own || team.is_some_and(|(team, organisation)| brings_into(who, team, organisation)) {
        Ok(seen)
    } else {
        Err(Error::NotFound)
    }
}

/// By its code, for whoever was told it.
pub async fn find(app: &App, code: &Code) -> Result<Seen, Error> {
    db::read!(app.db, |tx| {
        let invite = store::find(tx, code).await?.ok_or(Error::NotFound)?;
        let team = match invite.team {
            Some(team) => team_in(tx, team).await?,
            None => None,
        };
        Ok::<_, Error>(Seen { invite, team })
    })
}

/// Ends one, so that nobody comes in by it any more. Ending it again changes nothing.
pub async fn end(app: &App, cx: &Cx, code: &Code) -> Result<(), Error> {
    see(app, cx, code).await?;
    db::write!(app.db, |tx| { store::end(tx, code, cx.now).await })?;
    Ok(())
}

/// Comes in with the account one has: tag, team, and the role where it is invited to.
pub async fn join(app: &App, cx: &Cx, code: &Code) -> Result<(), Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let account = who.account.id;
    db::write!(app.db, |tx| {
        let invite = store::find(tx, code).await?.ok_or(Error::NotFound)?;
        rules::lives(&invite, cx.now)?;
        let seats = accounts::store::seats(tx, account).await?;
        let role = Role::Volunteer(invite.role);
        match seat_rules::add(&seats, role, invite.area) {
            Ok(standing) => {
                seats::insert_in(app, tx, cx, account, role, invite.area, standing).await?;
            }
            Err(SeatRefused::AlreadyThere) => {}
            Err(refused) => return Err(refused.into()),
        }
        accept_in(app, tx, cx, account, &invite, &who.account.display_name).await?;
        Ok::<_, Error>(())
    })
}

/// A registration that came by an invite is complete. An invite that has ended meanwhile takes nothing
/// from it.
pub async fn registered_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    code: &Code,
    name: &str,
) -> Result<(), db::Error> {
    match store::find(tx, code).await? {
        Some(invite) if rules::lives(&invite, cx.now).is_ok() => {
            accept_in(app, tx, cx, account, &invite, name).await
        }
        _ => Ok(()),
    }
}

/// Tag and team; the leads are told who came, because members see what the team holds.
async fn accept_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    invite: &Invite,
    name: &str,
) -> Result<(), db::Error> {
    let tags = accounts::store::tags(tx, account).await?;
    let mut is_new = !tags.contains(&invite.tag);
    accounts::store::add_tag(tx, account, &invite.tag).await?;
    let team = match invite.team {
        Some(team) => team_in(tx, team).await?,
        None => None,
    };
    if let Some((team, _)) = team
        && organisations::add_member(tx, team.id, account, cx.now).await? == Tied::Now
    {
        is_new = true;
        let link = format!("/teams/{}", team.id);
        for lead in organisations::leads_of(tx, team.id).await? {
            let args = json!({ "name": name, "team": team.name });
            let told = "notice-team-newcomer";
            notifications::tell_in(app, tx, cx, lead, told, args, &link).await?;
        }
    }
    if is_new {
        store::count_use(tx, &invite.code).await?;
    }
    Ok(())
}
