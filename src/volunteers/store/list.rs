//! The volunteers of an area: first who stands on the page, then all that is told of these, in a few
//! statements however many there are.

use std::collections::HashMap;

use areas::{AreaCode, Level};
use db::{ComposedSql, Row, ToValue, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::accounts::model::{Seat, Standing};
use crate::accounts::role::Role;
use crate::accounts::store::{open_phone, read_area};
use crate::ids::AccountId;
use crate::volunteers::model::{Done, Filter, Volunteer};

/// Rows of one page at most.
pub const MOST: usize = 50;

/// What of an area's volunteers is wanted.
pub struct Wanted<'a> {
    pub area: AreaCode,
    pub filter: Option<Filter>,
    /// Part of a name or username, as typed.
    pub name: &'a str,
    /// The last row of the page before.
    pub after: Option<AccountId>,
    pub now: Timestamp,
    /// Seen before this, somebody is silent.
    pub silent_before: Timestamp,
    pub limit: i64,
}

// Whose seat is there, and whose home is. In a wide area most are: accounts are gone through in order
// until the page is full.
const OF_WIDE_AREA: &str = "
    SELECT a.id FROM accounts a
    WHERE EXISTS (
        SELECT 1 FROM seats s
        WHERE s.account = a.id AND s.role NOT LIKE '%_admin'
            AND s.standing IN ('waiting', 'held', 'refused', 'suspended')
            AND (s.area BETWEEN $1 AND $2 OR a.area BETWEEN $1 AND $2)
    )";

// In a narrow one few are: these are looked up first.
const OF_NARROW_AREA: &str = "
    SELECT a.id FROM accounts a
    WHERE a.id IN (
        SELECT s.account FROM seats s
        WHERE s.standing IN ('waiting', 'held', 'refused', 'suspended') AND s.area BETWEEN $1 AND $2
            AND s.role NOT LIKE '%_admin'
        UNION
        SELECT h.id FROM accounts h
        WHERE h.area BETWEEN $1 AND $2 AND EXISTS (
            SELECT 1 FROM seats v
            WHERE v.account = h.id AND v.role NOT LIKE '%_admin'
                AND v.standing IN ('waiting', 'held', 'refused', 'suspended')
        )
    )";

const WAITING: &str = "
    SELECT a.id FROM accounts a
    WHERE a.id IN (
        SELECT w.account FROM seats w
        WHERE w.standing = 'waiting' AND w.area BETWEEN $1 AND $2 AND w.role NOT LIKE '%_admin'
    )";

const SUSPENDED: &str = "
    SELECT a.id FROM accounts a
    WHERE a.id IN (
        SELECT w.account FROM seats w
        WHERE w.standing = 'suspended' AND w.area BETWEEN $1 AND $2 AND w.role NOT LIKE '%_admin'
    )";

const AVAILABLE: &str = "AND EXISTS (SELECT 1 FROM volunteer_profiles p
    WHERE p.account = a.id AND p.available)";

const SILENT: &str = "AND (
    NOT EXISTS (SELECT 1 FROM sessions n WHERE n.account = a.id AND n.seen_at > ?)
    OR EXISTS (SELECT 1 FROM help_requests r
        WHERE r.taken_by = a.id AND r.closed_at IS NULL AND r.lease_until IS NOT NULL
            AND (r.lease_until <= ? OR r.escalation > 0 OR r.look_at <= ?)))";

const NEVER: &str = "AND NOT EXISTS (SELECT 1 FROM help_requests r WHERE r.taken_by = a.id)
    AND NOT EXISTS (SELECT 1 FROM help_requests r WHERE r.recorded_by = a.id)
    AND NOT EXISTS (SELECT 1 FROM households h WHERE h.recorded_by = a.id)";

/// Who stands on a page, who registered last first.
pub async fn page(tx: &mut Tx, wanted: &Wanted<'_>) -> Result<Vec<AccountId>, db::Error> {
    let range = wanted.area.range();
    let mut args: Vec<&dyn ToValue> = vec![range.start(), range.end(), &wanted.limit];
    let of_area = match (wanted.filter, wanted.area.level()) {
        (Some(Filter::Waiting), _) => WAITING,
        (Some(Filter::Suspended), _) => SUSPENDED,
        (_, Level::Country | Level::Province) => OF_WIDE_AREA,
        (_, Level::District | Level::Subdistrict) => OF_NARROW_AREA,
    };
    let mut sql = ComposedSql::of("volunteers::page", &[of_area]);
    match wanted.filter {
        None | Some(Filter::Waiting | Filter::Suspended) => {}
        Some(Filter::Available) => sql = sql.push(AVAILABLE),
        Some(Filter::Never) => sql = sql.push(NEVER),
        Some(Filter::Silent) => {
            sql = sql.push_numbered(SILENT, args.len() + 1);
            args.extend([
                &wanted.silent_before as &dyn ToValue,
                &wanted.now,
                &wanted.now,
            ]);
        }
    }
    let name = format!("%{}%", wanted.name.replace(['%', '_'], ""));
    if !wanted.name.is_empty() {
        sql = sql.push_numbered(
            "AND (a.full_name LIKE ? OR a.username LIKE ?)",
            args.len() + 1,
        );
        args.extend([&name as &dyn ToValue, &name]);
    }
    if let Some(after) = &wanted.after {
        sql = sql.push_numbered("AND a.id < ?", args.len() + 1);
        args.push(after);
    }
    let sql = sql.push("ORDER BY a.id DESC LIMIT $3");
    tx.all_composed(&sql, &args)
        .await?
        .iter()
        .map(|row| row.get("id"))
        .collect()
}

const FACTS: &str = "
    SELECT a.id, a.username, a.full_name, a.phone_sealed, a.affiliation, a.area, a.created_at,
        (SELECT max(n.seen_at) FROM sessions n WHERE n.account = a.id) AS seen_at,
        (SELECT p.available FROM volunteer_profiles p WHERE p.account = a.id) AS available,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = a.id AND r.closed_at IS NULL AND r.lease_until > $1) AS held,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = a.id AND r.state IN ('helped', 'confirmed') AND NOT r.practice) AS helped,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = a.id AND r.state = 'confirmed' AND NOT r.practice) AS confirmed,
        (SELECT CAST(coalesce(sum(r.headcount), 0) AS BIGINT) FROM help_requests r
            WHERE r.taken_by = a.id AND r.state IN ('helped', 'confirmed') AND NOT r.practice) AS people,
        (SELECT count(*) FROM households h WHERE h.recorded_by = a.id) AS households,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = a.id AND r.closed_at IS NULL AND r.lease_until IS NOT NULL
                AND (r.lease_until <= $1 OR r.escalation > 0 OR r.look_at <= $1)) AS stuck
    FROM accounts a
    WHERE a.id";

const SEATS: &str = "
    SELECT account, id, role, area, standing, reason FROM seats s
    WHERE standing <> 'ended' AND account";
const IN_ORDER_OF_SEATS: &str = "ORDER BY s.created_at, s.id";

const TAGS: &str = "SELECT account, tag AS told FROM account_tags WHERE account";

const TEAMS: &str = "
    SELECT m.account, t.name AS told FROM team_members m JOIN teams t ON t.id = m.team
    WHERE t.ended_at IS NULL AND m.account";

/// Fifty places, filled up with the last id of a shorter page, so that one statement serves all.
const MARKS: &str = "IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

fn with_marks(name: &'static str, text: &'static str, first: usize) -> ComposedSql {
    ComposedSql::of(name, &[text]).push_numbered(MARKS, first)
}

/// All that is told of these volunteers, in their order.
pub async fn facts(
    tx: &mut Tx,
    vault: &Vault,
    ids: &[AccountId],
    now: Timestamp,
) -> Result<Vec<Volunteer>, db::Error> {
    let Some(last) = ids.last() else {
        return Ok(Vec::new());
    };
    let marks: Vec<&dyn ToValue> = (0..MOST)
        .map(|at| ids.get(at).unwrap_or(last) as &dyn ToValue)
        .collect();
    let mut seats: HashMap<AccountId, Vec<Seat>> = HashMap::new();
    let sql = with_marks("volunteers::seats", SEATS, 1).push(IN_ORDER_OF_SEATS);
    for row in tx.all_composed(&sql, &marks).await? {
        seats
            .entry(row.get("account")?)
            .or_default()
            .push(seat(&row)?);
    }
    let mut tags = told(tx, &with_marks("volunteers::tags", TAGS, 1), &marks).await?;
    let mut teams = told(tx, &with_marks("volunteers::teams", TEAMS, 1), &marks).await?;
    let mut args: Vec<&dyn ToValue> = vec![&now];
    args.extend(&marks);
    let mut found = HashMap::new();
    let sql = with_marks("volunteers::facts", FACTS, 2);
    for row in tx.all_composed(&sql, &args).await? {
        let mut volunteer = read(vault, &row)?;
        let id = volunteer.account;
        volunteer.seats = seats.remove(&id).unwrap_or_default();
        volunteer.tags = tags.remove(&id).unwrap_or_default();
        volunteer.teams = teams.remove(&id).unwrap_or_default();
        found.insert(id, volunteer);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

async fn told(
    tx: &mut Tx,
    sql: &ComposedSql,
    marks: &[&dyn ToValue],
) -> Result<HashMap<AccountId, Vec<String>>, db::Error> {
    let mut told: HashMap<AccountId, Vec<String>> = HashMap::new();
    for row in tx.all_composed(sql, marks).await? {
        told.entry(row.get("account")?)
            .or_default()
            .push(row.get("told")?);
    }
    for texts in told.values_mut() {
        texts.sort();
    }
    Ok(told)
}

fn seat(row: &Row) -> Result<Seat, db::Error> {
    let role: String = row.get("role")?;
    let standing: String = row.get("standing")?;
    Ok(Seat {
        id: row.get("id")?,
        role: Role::from_code(&role).ok_or_else(|| row.contradiction("an unknown role"))?,
        area: read_area(row, "area")?,
        standing: Standing::from_code(&standing)
            .ok_or_else(|| row.contradiction("an unknown standing"))?,
        reason: row.get("reason")?,
    })
}

/// Without seats, tags and teams.
fn read(vault: &Vault, row: &Row) -> Result<Volunteer, db::Error> {
    let sealed: Vec<u8> = row.get("phone_sealed")?;
    Ok(Volunteer {
        account: row.get("id")?,
        username: row.get("username")?,
        full_name: row.get("full_name")?,
        phone: open_phone(vault, row, &sealed)?,
        affiliation: row.get("affiliation")?,
        area: read_area(row, "area")?,
        registered_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        available: row.get::<Option<bool>>("available")?.unwrap_or_default(),
        done: Done {
            held: row.get("held")?,
            helped: row.get("helped")?,
            confirmed: row.get("confirmed")?,
            people: row.get("people")?,
            households: row.get("households")?,
        },
        stuck: row.get::<i64>("stuck")? > 0,
        seats: Vec::new(),
        tags: Vec::new(),
        teams: Vec::new(),
    })
}

sql! { IN_AREA = "
    SELECT 1 AS one FROM accounts a
    WHERE a.id = $3 AND (a.area BETWEEN $1 AND $2 OR EXISTS (
        SELECT 1 FROM seats s
        WHERE s.account = a.id AND s.area BETWEEN $1 AND $2 AND s.role NOT LIKE '%_admin'
    ))
" }

/// Whether a volunteer has, or had, a seat or a home in an area.
pub async fn is_in(tx: &mut Tx, area: AreaCode, account: AccountId) -> Result<bool, db::Error> {
    let range = area.range();
    let args: [&dyn ToValue; 3] = [range.start(), range.end(), &account];
    Ok(tx.optional(IN_AREA, &args).await?.is_some())
}
