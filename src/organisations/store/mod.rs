//! Organisations, teams and their people in the database.

mod lists;
pub mod people;
mod write;

use areas::AreaCode;
use db::{Row, Tx, sql};
use serde_json::Value;

pub use lists::{done_by, listed, teams_of};
pub use people::{
    Tied, add_member, add_officer, is_member, leads_of, remove_member, remove_officer, set_lead,
};
pub use write::{
    change, change_team, end, end_team, insert, insert_team, open_of_team, open_referred,
};

use super::model::{Kind, Membership, Names, Organisation, Team, Tie};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, OrganisationId, TeamId};

// As officer; as member of a team; and the teams one dispatches as officer.
sql! { MEMBERSHIPS = "
    SELECT o.id AS organisation, o.names, CAST(NULL AS UUID) AS team, '' AS team_name,
        TRUE AS lead, 'officer' AS tie
    FROM officers f
    JOIN organisations o ON o.id = f.organisation
    WHERE f.account = $1 AND o.ended_at IS NULL
    UNION ALL
    SELECT o.id AS organisation, o.names, t.id AS team, t.name AS team_name, m.lead, 'member' AS tie
    FROM team_members m
    JOIN teams t ON t.id = m.team
    JOIN organisations o ON o.id = t.organisation
    WHERE m.account = $1 AND t.ended_at IS NULL AND o.ended_at IS NULL
    UNION ALL
    SELECT o.id AS organisation, o.names, t.id AS team, t.name AS team_name, TRUE AS lead,
        'dispatches' AS tie
    FROM officers f
    JOIN organisations o ON o.id = f.organisation
    JOIN teams t ON t.organisation = o.id
    WHERE f.account = $1 AND t.ended_at IS NULL AND o.ended_at IS NULL
    ORDER BY team_name, tie
" }

/// Everything that ties an account to organisations now.
pub async fn memberships(tx: &mut Tx, account: AccountId) -> Result<Vec<Membership>, db::Error> {
    tx.all(MEMBERSHIPS, &[&account])
        .await?
        .iter()
        .map(|row| {
            let tie: String = row.get("tie")?;
            let team: Option<TeamId> = row.get("team")?;
            let name: String = row.get("team_name")?;
            let tie = match (tie.as_str(), team) {
                ("officer", _) => Tie::Officer,
                ("member", Some(team)) => Tie::Member {
                    team,
                    name,
                    lead: row.get("lead")?,
                },
                (_, Some(team)) => Tie::Dispatches { team, name },
                (_, None) => return Err(row.contradiction("a tie to no team")),
            };
            Ok(Membership {
                organisation: row.get("organisation")?,
                organisation_names: read_names(row)?,
                tie,
            })
        })
        .collect()
}

sql! { FIND = "
    SELECT id, kind, names, parent, phone, created_at, ended_at FROM organisations WHERE id = $1
" }

sql! { AREAS = "SELECT area FROM organisation_areas WHERE organisation = $1 ORDER BY area" }

/// An organisation with its areas.
pub async fn find(tx: &mut Tx, id: OrganisationId) -> Result<Option<Organisation>, db::Error> {
    let Some(row) = tx.optional(FIND, &[&id]).await? else {
        return Ok(None);
    };
    let mut organisation = read(&row)?;
    for area in tx.all(AREAS, &[&id]).await? {
        organisation.areas.push(read_area(&area, "area")?);
    }
    Ok(Some(organisation))
}

sql! { FIND_TEAM = "
    SELECT id, organisation, name, phone, phone_shown, created_at, ended_at FROM teams WHERE id = $1
" }

pub async fn find_team(tx: &mut Tx, id: TeamId) -> Result<Option<Team>, db::Error> {
    tx.optional(FIND_TEAM, &[&id])
        .await?
        .map(|row| read_team(&row))
        .transpose()
}

sql! { WORKING_IN = "
    SELECT DISTINCT o.id, o.kind, o.names, o.parent, o.phone, o.created_at, o.ended_at
    FROM organisation_areas a
    JOIN organisations o ON o.id = a.organisation
    WHERE a.area IN ($1, $2, $3, $4) AND o.ended_at IS NULL
    ORDER BY o.created_at, o.id
    LIMIT 300
" }

sql! { TEAMS_WORKING_IN = "
    SELECT DISTINCT t.id, t.organisation, t.name, t.phone, t.phone_shown, t.created_at, t.ended_at
    FROM organisation_areas a
    JOIN organisations o ON o.id = a.organisation
    JOIN teams t ON t.organisation = o.id
    WHERE a.area IN ($1, $2, $3, $4) AND o.ended_at IS NULL AND t.ended_at IS NULL
    ORDER BY t.name, t.id
    LIMIT 500
" }

/// An area and those above it, the country last; filled up where there are fewer than four.
fn line(area: AreaCode) -> [u32; 4] {
    let mut line = [AreaCode::COUNTRY.get(); 4];
    let mut at = Some(area);
    for place in &mut line {
        let Some(area) = at else { break };
        *place = area.get();
        at = area.parent();
    }
    line
}

/// The organisations whose areas reach an area, without their lists of areas.
pub async fn working_in(tx: &mut Tx, area: AreaCode) -> Result<Vec<Organisation>, db::Error> {
    let [one, two, three, four] = line(area);
    tx.all(WORKING_IN, &[&one, &two, &three, &four])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The teams of those organisations.
pub async fn teams_working_in(tx: &mut Tx, area: AreaCode) -> Result<Vec<Team>, db::Error> {
    let [one, two, three, four] = line(area);
    tx.all(TEAMS_WORKING_IN, &[&one, &two, &three, &four])
        .await?
        .iter()
        .map(read_team)
        .collect()
}

sql! { OFFICERS = "SELECT account FROM officers WHERE organisation = $1 ORDER BY since, account" }

/// Who answers for an organisation.
pub async fn officers(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Vec<AccountId>, db::Error> {
    tx.all(OFFICERS, &[&organisation])
        .await?
        .iter()
        .map(|row| row.get("account"))
        .collect()
}

sql! { MEMBERS = "SELECT account FROM team_members WHERE team = $1 ORDER BY since, account" }

/// Who goes out with a team.
pub async fn members(tx: &mut Tx, team: TeamId) -> Result<Vec<AccountId>, db::Error> {
    tx.all(MEMBERS, &[&team])
        .await?
        .iter()
        .map(|row| row.get("account"))
        .collect()
}

fn read_names(row: &Row) -> Result<Names, db::Error> {
    let names: Value = row.get("names")?;
    let text = |language: &str| names[language].as_str().unwrap_or_default().to_owned();
    Ok(Names {
        th: text("th"),
        en: text("en"),
    })
}

/// Without its areas.
fn read(row: &Row) -> Result<Organisation, db::Error> {
    let kind: String = row.get("kind")?;
    Ok(Organisation {
        id: row.get("id")?,
        kind: Kind::from_code(&kind).ok_or_else(|| row.contradiction("an unknown kind"))?,
        names: read_names(row)?,
        parent: row.get("parent")?,
        areas: Vec::new(),
        phone: row.get("phone")?,
        created_at: row.get("created_at")?,
        ended_at: row.get("ended_at")?,
    })
}

fn read_team(row: &Row) -> Result<Team, db::Error> {
    Ok(Team {
        id: row.get("id")?,
        organisation: row.get("organisation")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        phone_shown: row.get("phone_shown")?,
        created_at: row.get("created_at")?,
        ended_at: row.get("ended_at")?,
    })
}
