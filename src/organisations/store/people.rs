//! Who belongs to an organisation: its officers, the members and leads of its teams.

use db::{Row, Tx, sql};
use jiff::Timestamp;

use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::organisations::model::{Member, Person};

/// Whether a tie was made, or was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tied {
    Now,
    Before,
}

impl Tied {
    fn of(rows: u64) -> Tied {
        if rows == 1 { Tied::Now } else { Tied::Before }
    }
}

sql! { OFFICERS = "
    SELECT a.id AS account, a.username, a.display_name, a.full_name, f.since
    FROM officers f
    JOIN accounts a ON a.id = f.account
    WHERE f.organisation = $1
    ORDER BY f.since, a.id
" }

pub async fn officers(tx: &mut Tx, id: OrganisationId) -> Result<Vec<Person>, db::Error> {
    tx.all(OFFICERS, &[&id]).await?.iter().map(person).collect()
}

sql! { ADD_OFFICER = "
    INSERT INTO officers (organisation, account, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
" }

pub async fn add_officer(
    tx: &mut Tx,
    id: OrganisationId,
    account: AccountId,
    at: Timestamp,
) -> Result<Tied, db::Error> {
    let rows = tx.execute(ADD_OFFICER, &[&id, &account, &at]).await?;
    Ok(Tied::of(rows))
}

sql! { REMOVE_OFFICER = "DELETE FROM officers WHERE organisation = $1 AND account = $2" }

/// Whether there was one to remove.
pub async fn remove_officer(
    tx: &mut Tx,
    id: OrganisationId,
    account: AccountId,
) -> Result<bool, db::Error> {
    Ok(tx.execute(REMOVE_OFFICER, &[&id, &account]).await? == 1)
}

sql! { MEMBERS = "
    SELECT a.id AS account, a.username, a.display_name, a.full_name, m.since, m.lead
    FROM team_members m
    JOIN accounts a ON a.id = m.account
    WHERE m.team = $1
    ORDER BY m.lead DESC, m.since, a.id
" }

/// Leads first.
pub async fn members(tx: &mut Tx, team: TeamId) -> Result<Vec<Member>, db::Error> {
    tx.all(MEMBERS, &[&team])
        .await?
        .iter()
        .map(|row| {
            Ok(Member {
                person: person(row)?,
                lead: row.get("lead")?,
            })
        })
        .collect()
}

sql! { LEADS_OF = "
    SELECT account FROM team_members WHERE team = $1 AND lead
" }

pub async fn leads_of(tx: &mut Tx, team: TeamId) -> Result<Vec<AccountId>, db::Error> {
    tx.all(LEADS_OF, &[&team])
        .await?
        .iter()
        .map(|row| row.get("account"))
        .collect()
}

sql! { IS_MEMBER = "SELECT lead FROM team_members WHERE team = $1 AND account = $2" }

pub async fn is_member(tx: &mut Tx, team: TeamId, account: AccountId) -> Result<bool, db::Error> {
    Ok(tx.optional(IS_MEMBER, &[&team, &account]).await?.is_some())
}

sql! { ADD_MEMBER = "
    INSERT INTO team_members (team, account, lead, since)
    VALUES ($1, $2, FALSE, $3)
    ON CONFLICT DO NOTHING
" }

pub async fn add_member(
    tx: &mut Tx,
    team: TeamId,
    account: AccountId,
    at: Timestamp,
) -> Result<Tied, db::Error> {
    let rows = tx.execute(ADD_MEMBER, &[&team, &account, &at]).await?;
    Ok(Tied::of(rows))
}

sql! { REMOVE_MEMBER = "DELETE FROM team_members WHERE team = $1 AND account = $2" }

/// Whether there was one to remove.
pub async fn remove_member(
    tx: &mut Tx,
    team: TeamId,
    account: AccountId,
) -> Result<bool, db::Error> {
    Ok(tx.execute(REMOVE_MEMBER, &[&team, &account]).await? == 1)
}

sql! { SET_LEAD = "
    UPDATE team_members SET lead = $3 WHERE team = $1 AND account = $2 AND lead <> $3
" }

/// Whether it was otherwise before.
pub async fn set_lead(
    tx: &mut Tx,
    team: TeamId,
    account: AccountId,
    lead: bool,
) -> Result<bool, db::Error> {
    Ok(tx.execute(SET_LEAD, &[&team, &account, &lead]).await? == 1)
}

fn person(row: &Row) -> Result<Person, db::Error> {
    Ok(Person {
        account: row.get("account")?,
        username: row.get("username")?,
        display_name: row.get("display_name")?,
        full_name: row.get("full_name")?,
        since: row.get("since")?,
    })
}
