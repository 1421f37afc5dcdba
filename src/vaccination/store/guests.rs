//! Who is asked to come.

use contact::PersonName;
use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::access::Grant;
use crate::accounts::store::{open_phone, read_area};
use crate::ids::{AccountId, HouseholdId, PersonId, VaccinationSessionId};
use crate::vaccination::handle::Handle;
use crate::vaccination::model::{Guest, GuestState, Seat, Session};

// Who wants a team does not come to a point; whoever named another point goes there; a second dose is of
// the brand of the first. Who has a seat elsewhere needs none here.
sql! { WANTED = "
    SELECT t.person AS person, t.household AS household
    FROM survey_tasks AS t
    WHERE t.province = $1 AND t.incident = $2 AND t.kind = 'vaccinate' AND t.area BETWEEN $3 AND $4
        AND t.due_on <= $5 AND (t.brand = '' OR $6 = '' OR t.brand = $6)
        AND t.mobile_team = $7 AND (t.point IS NULL OR $7 OR t.point = $8)
        AND NOT EXISTS (
            SELECT 1 FROM vaccination_guests AS g
            JOIN vaccination_sessions AS s ON s.province = g.province AND s.id = g.session
            WHERE g.province = t.province AND g.person = t.person AND s.cancelled_at IS NULL
                AND (s.id = $9 OR (g.state IN ('invited', 'coming') AND s.held_on >= $10))
        )
    ORDER BY t.since_on, t.person
    LIMIT $11
" }

/// Those of the area's demand who fit a day and have no seat yet, who waits longest first.
pub async fn wanted(
    tx: &mut Tx,
    session: &Session,
    today: jiff::civil::Date,
    limit: i64,
) -> Result<Vec<(PersonId, HouseholdId)>, db::Error> {
    let told = &session.told;
    let range = told.area.range();
    let args: [&dyn ToValue; 11] = [
        &session.province,
        &told.incident,
        range.start(),
        range.end(),
        &told.held_on,
        &told.brand,
        &told.place.is_mobile(),
        &told.place.point(),
        &session.id,
        &today,
        &limit,
    ];
    let rows = tx.all(WANTED, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("person")?, row.get("household")?)))
        .collect()
}

sql! { INSERT = "
    INSERT INTO vaccination_guests (province, session, person, household, state, invited_by,
        invited_at, state_at)
    VALUES ($1, $2, $3, $4, 'invited', $5, $6, $6)
    ON CONFLICT DO NOTHING
" }

/// Puts somebody on the list; who is there already stays as they are.
pub async fn insert(
    tx: &mut Tx,
    session: Handle,
    (person, household): (PersonId, HouseholdId),
    by: AccountId,
    now: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 6] = [
        &session.province,
        &session.id,
        &person,
        &household,
        &by,
        &now,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

// Who does not live there any more is called by nobody and keeps no seat; who was vaccinated first was there.
macro_rules! listed {
    () => {
        "
    FROM vaccination_guests AS g
    JOIN persons AS p ON p.province = g.province AND p.id = g.person
    JOIN households AS h ON h.province = p.province AND h.id = p.household
    WHERE g.province = $1 AND g.session = $2
        AND ((p.state = '' AND h.state = '') OR (g.state = 'vaccinated'
            AND p.state NOT IN ('merged', 'mistake') AND h.state <> 'mistake'))"
    };
}

sql! { STATES = concat!("
SELECT g.person AS person, g.household AS household, g.state AS state", listed!()) }

/// Everybody on the list without who they are.
pub async fn states(
    tx: &mut Tx,
    session: Handle,
) -> Result<Vec<(PersonId, HouseholdId, GuestState)>, db::Error> {
    let rows = tx.all(STATES, &[&session.province, &session.id]).await?;
    rows.iter()
        .map(|row| Ok((row.get("person")?, row.get("household")?, state(row)?)))
        .collect()
}

sql! { SET = "
    UPDATE vaccination_guests SET state = $4, state_at = $5
    WHERE province = $1 AND session = $2 AND person = $3
" }

pub async fn set(
    tx: &mut Tx,
    session: Handle,
    person: PersonId,
    to: GuestState,
    now: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 5] = [&session.province, &session.id, &person, &to.code(), &now];
    tx.execute(SET, &args).await?;
    Ok(())
}

sql! { GUESTS = concat!("
    SELECT g.person AS person, p.household AS household, g.state AS state, h.area AS area,
        h.village AS village, p.name AS name, p.phone_sealed AS phone_sealed,
        h.contact_phone_sealed AS contact_phone_sealed, p.history AS history,
        CASE WHEN p.mobile_team OR p.bedridden THEN TRUE ELSE FALSE END AS mobile_team", listed!(), "
    ORDER BY h.area, h.village, p.household, p.place
") }

/// Who is asked to come, with name and phone: for whoever holds a grant for each household.
pub async fn guests(
    tx: &mut Tx,
    vault: &Vault,
    session: Handle,
    grants: &[Grant],
) -> Result<Vec<Guest>, db::Error> {
    let rows = tx.all(GUESTS, &[&session.province, &session.id]).await?;
    rows.iter()
        .map(|row| {
            let household: HouseholdId = row.get("household")?;
            if !grants.iter().any(|grant| grant.covers(household.0)) {
                return Err(row.contradiction("a grant for something else"));
            }
            let name: String = row.get("name")?;
            let own: Option<Vec<u8>> = row.get("phone_sealed")?;
            let of_household: Option<Vec<u8>> = row.get("contact_phone_sealed")?;
            let phone = own.or(of_household);
            Ok(Guest {
                person: row.get("person")?,
                household,
                area: read_area(row, "area")?,
                village: row.get("village")?,
                state: state(row)?,
                name: PersonName::parse(&name).map_err(|err| row.contradiction(err))?,
                phone: phone
                    .map(|sealed| open_phone(vault, row, &sealed))
                    .transpose()?,
                history: row.get("history")?,
                mobile_team: row.get("mobile_team")?,
            })
        })
        .collect()
}

sql! { HOUSEHOLDS = concat!("
SELECT DISTINCT p.household AS household", listed!()) }

/// Where the guests live now.
pub async fn households(tx: &mut Tx, session: Handle) -> Result<Vec<HouseholdId>, db::Error> {
    let rows = tx
        .all(HOUSEHOLDS, &[&session.province, &session.id])
        .await?;
    rows.iter().map(|row| row.get("household")).collect()
}

sql! { SEATS = "
    SELECT g.session AS session, g.state AS state, g.state_at AS state_at, s.held_on AS held_on,
        CASE WHEN s.cancelled_at IS NULL THEN FALSE ELSE TRUE END AS is_cancelled
    FROM vaccination_guests AS g
    JOIN vaccination_sessions AS s ON s.province = g.province AND s.id = g.session
    WHERE g.province = $1 AND g.person = $2
    ORDER BY s.held_on, g.session
" }

/// Every day a person was asked to come to, the first one first.
pub async fn seats(tx: &mut Tx, province: u8, person: PersonId) -> Result<Vec<Seat>, db::Error> {
    let rows = tx.all(SEATS, &[&province, &person]).await?;
    rows.iter()
        .map(|row| {
            Ok(Seat {
                session: row.get("session")?,
                state: state(row)?,
                state_at: row.get("state_at")?,
                held_on: row.get("held_on")?,
                is_cancelled: row.get("is_cancelled")?,
            })
        })
        .collect()
}

sql! { HAND_OVER = "
    UPDATE vaccination_guests SET person = $4 WHERE province = $1 AND session = $2 AND person = $3
" }

/// What is written of the one on these days is the other's, and the other way round. Done again, all is as
/// it was.
pub async fn exchange(
    tx: &mut Tx,
    province: u8,
    sessions: &[VaccinationSessionId],
    (one, other): (PersonId, PersonId),
) -> Result<(), db::Error> {
    // Nobody's meanwhile, since on one day there is one row of a person.
    let nobody = PersonId(uuid::Uuid::nil());
    for session in sessions {
        for (from, to) in [(one, nobody), (other, one), (nobody, other)] {
            let args: [&dyn ToValue; 4] = [&province, session, &from, &to];
            tx.execute(HAND_OVER, &args).await?;
        }
    }
    Ok(())
}

fn state(row: &Row) -> Result<GuestState, db::Error> {
    let code: String = row.get("state")?;
    GuestState::from_code(&code).ok_or_else(|| row.contradiction("an unknown state"))
}
