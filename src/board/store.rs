//! The people of a board: who they are and when they were last seen. The names are those that people at
//! work know each other by.

use areas::AreaCode;
use db::{ComposedSql, Row, Tx, sql};

use super::model::Worker;
use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::organisations::model::Names;

/// Ids asked for in one statement.
const AT_ONCE: usize = 50;

const FIFTY: &str = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The statement always asks for fifty, so that it is prepared once; the last id fills it up.
fn filled<T: db::ToValue>(ids: &[T]) -> Vec<&dyn db::ToValue> {
    (0..AT_ONCE)
        .map(|at| -> &dyn db::ToValue { &ids[at.min(ids.len() - 1)] })
        .collect()
}

const WORKERS: &str = "
    SELECT a.id, a.username, a.display_name, a.affiliation, p.available,
        (SELECT max(s.seen_at) FROM sessions s WHERE s.account = a.id) AS seen_at
    FROM accounts a
    LEFT JOIN volunteer_profiles p ON p.account = a.id
    WHERE a.id IN (";

/// People by their ids, in any order.
pub async fn workers(tx: &mut Tx, ids: &[AccountId]) -> Result<Vec<Worker>, db::Error> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let sql = ComposedSql::of("board::workers", &[WORKERS]).push_numbered(FIFTY, 1);
        for row in tx.all_composed(&sql, &filled(ids)).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

sql! { OF_AREA = "
    SELECT a.id, a.username, a.display_name, a.affiliation, p.available,
        (SELECT max(s.seen_at) FROM sessions s WHERE s.account = a.id) AS seen_at
    FROM accounts a
    LEFT JOIN volunteer_profiles p ON p.account = a.id
    WHERE a.id > $3 AND EXISTS (
        SELECT 1 FROM seats
        WHERE seats.account = a.id AND seats.standing = 'held' AND seats.area BETWEEN $1 AND $2
            AND seats.role NOT IN ('subdistrict_admin', 'district_admin', 'province_admin',
                'national_admin'))
    ORDER BY a.id
    LIMIT $4
" }

/// Volunteers with a seat in the area, in the order they registered, after one of them.
pub async fn of_area(
    tx: &mut Tx,
    area: AreaCode,
    after: AccountId,
    limit: usize,
) -> Result<Vec<Worker>, db::Error> {
    let range = area.range();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.all(OF_AREA, &[range.start(), range.end(), &after, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Worker, db::Error> {
    Ok(Worker {
        id: row.get("id")?,
        username: row.get("username")?,
        name: row.get("display_name")?,
        affiliation: row.get("affiliation")?,
        seen_at: row.get("seen_at")?,
        available: row.get("available")?,
    })
}

const TEAM_NAMES: &str = "SELECT id, name FROM teams WHERE id IN (";

/// Names of teams, in any order.
pub async fn team_names(tx: &mut Tx, ids: &[TeamId]) -> Result<Vec<(TeamId, String)>, db::Error> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let sql = ComposedSql::of("board::team_names", &[TEAM_NAMES]).push_numbered(FIFTY, 1);
        for row in tx.all_composed(&sql, &filled(ids)).await? {
            found.push((row.get("id")?, row.get("name")?));
        }
    }
    Ok(found)
}

// Of organisations that work in the area, in a part of it, or around it.
sql! { TEAMS_OF_AREA = "
    SELECT t.id, t.name
    FROM teams t
    JOIN organisations o ON o.id = t.organisation
    WHERE t.ended_at IS NULL AND o.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM organisation_areas x
        WHERE x.organisation = o.id AND (x.area BETWEEN $1 AND $2 OR x.area IN ($3, $4, 0)))
    ORDER BY t.name
    LIMIT 200
" }

pub async fn teams_of(tx: &mut Tx, area: AreaCode) -> Result<Vec<(TeamId, String)>, db::Error> {
    let (range, province, district) = around(area);
    tx.all(
        TEAMS_OF_AREA,
        &[range.start(), range.end(), &province, &district],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("id")?, row.get("name")?)))
    .collect()
}

sql! { ORGANISATIONS_OF_AREA = "
    SELECT o.id, o.names
    FROM organisations o
    WHERE o.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM organisation_areas x
        WHERE x.organisation = o.id AND (x.area BETWEEN $1 AND $2 OR x.area IN ($3, $4, 0)))
    ORDER BY o.created_at, o.id
    LIMIT 200
" }

pub async fn organisations_of(
    tx: &mut Tx,
    area: AreaCode,
) -> Result<Vec<(OrganisationId, Names)>, db::Error> {
    let (range, province, district) = around(area);
    tx.all(
        ORGANISATIONS_OF_AREA,
        &[range.start(), range.end(), &province, &district],
    )
    .await?
    .iter()
    .map(|row| {
        let names: serde_json::Value = row.get("names")?;
        let text = |language: &str| names[language].as_str().unwrap_or_default().to_owned();
        let (th, en) = (text("th"), text("en"));
        Ok((row.get("id")?, Names { th, en }))
    })
    .collect()
}

/// The codes within an area, and those of the province and district around it.
fn around(area: AreaCode) -> (std::ops::RangeInclusive<u32>, u32, u32) {
    let code = area.get();
    (area.range(), code / 10_000 * 10_000, code / 100 * 100)
}
