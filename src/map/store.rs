//! Open requests as the map needs them: where, what, since when, and nothing of the person.

use areas::AreaCode;
use db::{ComposedSql, Row, Tx, sql};
use jiff::Timestamp;
use uuid::Uuid;

use super::legend;
use crate::accounts::store::read_area;
use crate::help_requests::model::State;
use crate::ids::{AccountId, HelpRequestId, IncidentId, TeamId};

/// Rows of one page when everything is loaded.
pub const PAGE: usize = 5_000;

/// A request that is open.
#[derive(Debug, Clone)]
pub struct Open {
    pub province: u8,
    pub id: HelpRequestId,
    pub incident: IncidentId,
    pub area: AreaCode,
    pub kind: String,
    pub quadkey: Option<i64>,
    pub state: State,
    pub state_at: Timestamp,
    pub taken_by: Option<AccountId>,
    pub team: Option<TeamId>,
    pub lease_until: Option<Timestamp>,
    pub asked_at: Timestamp,
    pub urgent_since: Timestamp,
    /// How many levels of admins it has risen.
    pub escalation: u8,
    /// Whether whom it was referred to has said that they have it.
    pub acknowledged: bool,
    pub verified: bool,
}

impl Open {
    /// The end of a hold that has run out by now.
    pub fn lapsed_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.lease_until.filter(|until| *until <= now)
    }

    /// The state everybody sees: a hold whose time ran out is none.
    pub fn state_at(&self, now: Timestamp) -> State {
        match self.lapsed_at(now) {
            Some(_) => State::Waiting,
            None => self.state,
        }
    }
}

sql! { OPEN_AFTER = "
    SELECT province, id, incident, area, kind, quadkey, state, state_at, taken_by, team, lease_until,
        asked_at, urgent_since, escalation, acknowledged_at, verified
    FROM help_requests
    WHERE closed_at IS NULL AND (urgent_since, id) > ($1, $2)
    ORDER BY urgent_since, id
    LIMIT $3
" }

/// The next page of all open requests; begin with [`Timestamp::MIN`] as far as databases reach.
pub async fn open_after(
    tx: &mut Tx,
    urgent_since: Timestamp,
    id: HelpRequestId,
) -> Result<Vec<Open>, db::Error> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    tx.all(OPEN_AFTER, &[&urgent_since, &id, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { FIND_OPEN = "
    SELECT province, id, incident, area, kind, quadkey, state, state_at, taken_by, team, lease_until,
        asked_at, urgent_since, escalation, acknowledged_at, verified
    FROM help_requests
    WHERE province = $1 AND id = $2 AND closed_at IS NULL
" }

/// A request, if it is (still) open.
pub async fn find_open(tx: &mut Tx, province: u8, id: Uuid) -> Result<Option<Open>, db::Error> {
    tx.optional(FIND_OPEN, &[&province, &id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

fn read(row: &Row) -> Result<Open, db::Error> {
    let state: String = row.get("state")?;
    Ok(Open {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        area: read_area(row, "area")?,
        kind: row.get("kind")?,
        quadkey: row.get("quadkey")?,
        state: State::from_code(&state).ok_or_else(|| row.contradiction("an unknown state"))?,
        state_at: row.get("state_at")?,
        taken_by: row.get("taken_by")?,
        team: row.get("team")?,
        lease_until: row.get("lease_until")?,
        asked_at: row.get("asked_at")?,
        urgent_since: row.get("urgent_since")?,
        escalation: row.get::<Option<u8>>("escalation")?.unwrap_or_default(),
        acknowledged: row.get::<Option<Timestamp>>("acknowledged_at")?.is_some(),
        verified: row.get("verified")?,
    })
}

/// What a member of staff is told of a sign beyond its kind and state.
#[derive(Debug, Clone)]
pub struct Told {
    pub id: Uuid,
    pub reference: String,
    pub area: AreaCode,
    pub verified: bool,
}

/// Ids asked for in one statement.
const AT_ONCE: usize = 50;

/// References of requests whose province is known; those closed meanwhile are left out.
pub async fn told(tx: &mut Tx, wanted: &[(u8, Uuid)]) -> Result<Vec<Told>, db::Error> {
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    let mut told = Vec::with_capacity(wanted.len());
    for of_province in wanted.chunk_by(|one, next| one.0 == next.0) {
        for ids in of_province.chunks(AT_ONCE) {
            told.extend(told_of(tx, ids).await?);
        }
    }
    Ok(told)
}

async fn told_of(tx: &mut Tx, ids: &[(u8, Uuid)]) -> Result<Vec<Told>, db::Error> {
    let Some((province, last)) = ids.last() else {
        return Ok(Vec::new());
    };
    let sql = ComposedSql::of(
        "map::told",
        &["SELECT id, reference, area, verified FROM help_requests
            WHERE closed_at IS NULL AND province = $1 AND id IN ("],
    )
    .push_numbered(FIFTY, 2)
    .push(")");
    let mut args: Vec<&dyn db::ToValue> = vec![province];
    // The statement always asks for fifty, so that it is prepared once; the last id fills it up.
    for at in 0..AT_ONCE {
        args.push(ids.get(at).map_or(last, |(_, id)| id));
    }
    let rows = tx.all_composed(&sql, &args).await?;
    rows.iter()
        .map(|row| {
            Ok(Told {
                id: row.get("id")?,
                reference: row.get("reference")?,
                area: read_area(row, "area")?,
                verified: row.get("verified")?,
            })
        })
        .collect()
}

const FIFTY: &str = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

/// How many public requests of a district are of one kind, state and band of waiting.
#[derive(Debug, Clone)]
pub struct Group {
    pub incident: IncidentId,
    pub kind: String,
    pub state: State,
    /// Place in [`legend::BANDS`].
    pub band: usize,
    pub n: i64,
}

sql! { GROUPS = "
    SELECT incident, kind,
        CASE WHEN lease_until <= $2 THEN 'waiting' ELSE state END AS shown,
        CASE WHEN asked_at > $3 THEN 0 WHEN asked_at > $4 THEN 1 WHEN asked_at > $5 THEN 2
            WHEN asked_at > $6 THEN 3 WHEN asked_at > $7 THEN 4 ELSE 5 END AS band,
        count(*) AS n
    FROM help_requests
    WHERE closed_at IS NULL AND area / 100 = $1 AND verified AND NOT practice
    GROUP BY 1, 2, 3, 4
" }

/// The public requests of a district, counted.
pub async fn groups(
    tx: &mut Tx,
    district: AreaCode,
    now: Timestamp,
) -> Result<Vec<Group>, db::Error> {
    let district = district.get() / 100;
    let ends = legend::band_ends(now);
    let args: [&dyn db::ToValue; 7] = [
        &district, &now, &ends[0], &ends[1], &ends[2], &ends[3], &ends[4],
    ];
    let rows = tx.all(GROUPS, &args).await?;
    rows.iter()
        .map(|row| {
            let state: String = row.get("shown")?;
            let band: u32 = row.get("band")?;
            Ok(Group {
                incident: row.get("incident")?,
                kind: row.get("kind")?,
                state: State::from_code(&state)
                    .ok_or_else(|| row.contradiction("an unknown state"))?,
                band: usize::try_from(band).unwrap_or_default(),
                n: row.get("n")?,
            })
        })
        .collect()
}
