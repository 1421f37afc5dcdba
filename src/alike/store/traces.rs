//! What the finder compares. Nobody is shown it: only the score and the reasons are written down.

use db::{Row, ToValue, Tx, sql};

use crate::alike::rules::{Paper, Trace};
use crate::ids::{HouseholdId, IncidentId, PersonId};
use crate::survey::handle::Handle;

/// A person as the finder sees them.
#[derive(Debug, Clone)]
pub struct Found {
    pub province: u8,
    pub household: HouseholdId,
    pub id: PersonId,
    pub incident: IncidentId,
    pub area: areas::AreaCode,
    pub trace: Trace,
}

/// Persons compared for one paper, one name and one phone at most.
const MOST_OF_PAPER: i64 = 20;
const MOST_OF_NAME: i64 = 60;
/// A number that so many others share is a leader's or a camp's.
pub const SHARED: usize = 24;

macro_rules! traced {
    () => {
        "
    SELECT p.province AS province, p.household AS household, p.id AS id, h.incident AS incident,
        h.area AS area, h.village_code AS village_code, p.name AS name, p.name_key AS name_key,
        p.birth_year AS birth_year, p.phone_hash AS phone_hash, p.document_kind AS document_kind,
        p.document_hash AS document_hash, p.document_sure AS document_sure,
        p.nationality AS nationality, p.sex AS sex
    FROM persons AS p
    JOIN households AS h ON h.province = p.province AND h.id = p.household
    WHERE p.state = '' AND h.state = ''"
    };
}

sql! { OF_HOUSEHOLD = concat!(traced!(), " AND p.province = $1 AND p.household = $2") }

/// Those who live in a household.
pub async fn of_household(tx: &mut Tx, household: Handle) -> Result<Vec<Found>, db::Error> {
    let args: [&dyn ToValue; 2] = [&household.province, &household.id];
    tx.all(OF_HOUSEHOLD, &args)
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { HOUSEHOLDS = "
    SELECT province, id FROM households
    WHERE state = '' AND (province, id) > ($1, $2)
    ORDER BY province, id
    LIMIT $3
" }

/// The next households in which somebody lives, behind one of them or from the first on.
pub async fn households(
    tx: &mut Tx,
    after: Option<Handle>,
    limit: i64,
) -> Result<Vec<Handle>, db::Error> {
    let (province, id) = after.map_or((0, HouseholdId(uuid::Uuid::nil())), |after| {
        (after.province, after.id)
    });
    let rows = tx.all(HOUSEHOLDS, &[&province, &id, &limit]).await?;
    rows.iter()
        .map(|row| {
            Ok(Handle {
                province: row.get("province")?,
                id: row.get("id")?,
            })
        })
        .collect()
}

sql! { PERSONS = "SELECT id FROM persons WHERE province = $1 AND household = $2" }

/// Everybody named in a household, those who are gone as well.
pub async fn persons(tx: &mut Tx, household: Handle) -> Result<Vec<PersonId>, db::Error> {
    let args: [&dyn ToValue; 2] = [&household.province, &household.id];
    let rows = tx.all(PERSONS, &args).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

sql! { OF_PAPER = concat!(traced!(), "
    AND p.document_hash = $1 AND h.incident = $2
    ORDER BY p.id DESC
    LIMIT $3
") }

sql! { OF_NAME = concat!(traced!(), "
    AND p.province = $1 AND p.name_key = $2 AND h.incident = $3
    AND (p.birth_year IS NULL OR p.birth_year BETWEEN $4 AND $5)
    ORDER BY p.id DESC
    LIMIT $6
") }

sql! { OF_PHONE = concat!(traced!(), "
    AND p.province = $1 AND p.phone_hash = $2 AND h.incident = $3
    ORDER BY p.id DESC
    LIMIT $4
") }

/// Those of other households who have something in common with a person: the paper, in all provinces; the
/// name with a year that fits, and the phone, in this one. Tells besides whether the phone is shared by
/// so many that it proves nothing.
pub async fn candidates(tx: &mut Tx, own: &Found) -> Result<(Vec<Found>, bool), db::Error> {
    let (trace, incident) = (&own.trace, &own.incident);
    let mut rows = Vec::new();
    if let Some(paper) = &trace.paper {
        let args: [&dyn ToValue; 3] = [&paper.hash, incident, &MOST_OF_PAPER];
        rows.extend(tx.all(OF_PAPER, &args).await?);
    }
    if !trace.name_key.is_empty() {
        let (from, to) = trace
            .birth_year
            .map_or((0, i16::MAX), |year| (year - 1, year + 1));
        let args: [&dyn ToValue; 6] = [
            &own.province,
            &trace.name_key,
            incident,
            &from,
            &to,
            &MOST_OF_NAME,
        ];
        rows.extend(tx.all(OF_NAME, &args).await?);
    }
    let mut is_shared = false;
    if let Some(phone) = &trace.phone {
        let most = i64::try_from(SHARED).unwrap_or(i64::MAX);
        let args: [&dyn ToValue; 4] = [&own.province, phone, incident, &most];
        let of_phone = tx.all(OF_PHONE, &args).await?;
        is_shared = of_phone.len() >= SHARED;
        // Of a shared number those would be any.
        rows.extend(of_phone.into_iter().filter(|_| !is_shared));
    }
    let mut found: Vec<Found> = Vec::new();
    for row in &rows {
        let one = read(row)?;
        let is_known = found.iter().any(|other| other.id == one.id);
        if !is_known && one.id != own.id && one.household != own.household {
            found.push(one);
        }
    }
    Ok((found, is_shared))
}

fn read(row: &Row) -> Result<Found, db::Error> {
    let area = crate::accounts::store::read_area(row, "area")?;
    let hash: Option<Vec<u8>> = row.get("document_hash")?;
    let kind: String = row.get("document_kind")?;
    let sure: bool = row.get("document_sure")?;
    let trace = Trace {
        name: row.get("name")?,
        name_key: row.get("name_key")?,
        birth_year: row.get("birth_year")?,
        paper: hash.map(|hash| Paper { kind, hash, sure }),
        phone: row.get("phone_hash")?,
        nationality: row.get("nationality")?,
        sex: row.get("sex")?,
        subdistrict: area.get(),
        village: row.get("village_code")?,
    };
    Ok(Found {
        province: row.get("province")?,
        household: row.get("household")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        area,
        trace,
    })
}
