//! Invites in the database.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;

use super::model::{Code, Invite};
use crate::accounts::store::read_area;
use crate::ids::AccountId;
use crate::incidents::preset;

sql! { INSERT = "
    INSERT INTO invites (code, name, tag, area, role, team, created_by, created_at, expires_at, used)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
    ON CONFLICT DO NOTHING
" }

/// `false` when there is an invite of this code already.
pub async fn insert(tx: &mut Tx, invite: &Invite) -> Result<bool, db::Error> {
    let n = tx
        .execute(
            INSERT,
            &[
                &invite.code.as_str(),
                &invite.name,
                &invite.tag,
                &invite.area.get(),
                &invite.role.code(),
                &invite.team,
                &invite.created_by,
                &invite.created_at,
                &invite.expires_at,
            ],
        )
        .await?;
    Ok(n == 1)
}

macro_rules! columns {
    () => {
        "SELECT code, name, tag, area, role, team, created_by, created_at, expires_at, ended_at, used
        FROM invites"
    };
}

sql! { FIND = concat!(columns!(), " WHERE code = $1") }

pub async fn find(tx: &mut Tx, code: &Code) -> Result<Option<Invite>, db::Error> {
    tx.optional(FIND, &[&code.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { OF_AREA = concat!(columns!(), "
    WHERE area BETWEEN $1 AND $2
    ORDER BY created_at DESC, code
    LIMIT 200
") }

/// The invites into an area, the newest first.
pub async fn of_area(tx: &mut Tx, area: AreaCode) -> Result<Vec<Invite>, db::Error> {
    let range = area.range();
    tx.all(OF_AREA, &[range.start(), range.end()])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { OF_PERSON = concat!(columns!(), "
    WHERE created_by = $1
        OR team IN (SELECT m.team FROM team_members m WHERE m.account = $1 AND m.lead)
        OR team IN (
            SELECT t.id FROM teams t JOIN officers f ON f.organisation = t.organisation
            WHERE f.account = $1
        )
    ORDER BY created_at DESC, code
    LIMIT 200
") }

/// The invites somebody made, and those into teams of theirs, the newest first.
pub async fn of_person(tx: &mut Tx, account: AccountId) -> Result<Vec<Invite>, db::Error> {
    tx.all(OF_PERSON, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { END = "UPDATE invites SET ended_at = $2 WHERE code = $1 AND ended_at IS NULL" }

pub async fn end(tx: &mut Tx, code: &Code, at: Timestamp) -> Result<(), db::Error> {
    tx.execute(END, &[&code.as_str(), &at]).await?;
    Ok(())
}

sql! { COUNT_USE = "UPDATE invites SET used = used + 1 WHERE code = $1" }

pub async fn count_use(tx: &mut Tx, code: &Code) -> Result<(), db::Error> {
    tx.execute(COUNT_USE, &[&code.as_str()]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Invite, db::Error> {
    let code: String = row.get("code")?;
    let role: String = row.get("role")?;
    Ok(Invite {
        code: Code::parse(&code).map_err(|err| row.contradiction(err))?,
        name: row.get("name")?,
        tag: row.get("tag")?,
        area: read_area(row, "area")?,
        role: preset::Role::from_code(&role).ok_or_else(|| row.contradiction("an unknown role"))?,
        team: row.get("team")?,
        created_by: row.get("created_by")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        ended_at: row.get("ended_at")?,
        used: row.get("used")?,
    })
}
