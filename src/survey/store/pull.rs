//! What a phone is given: the households of its areas, page by page, and later those of them that changed.

use db::{ComposedSql, Row, ToValue, Tx, sql};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Vault;

use super::{changes, read, read_household};
use crate::ids::{AccountId, HouseholdId, IncidentId};
use crate::survey::handle::Handle;
use crate::survey::model::{Household, Particulars};

/// A part of what somebody may have on their phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What they recorded themselves.
    Own(AccountId),
    /// An area, or one village of it.
    Area { from: u32, to: u32, village: u32 },
}

/// Behind which household the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    pub area: u32,
    pub at: Timestamp,
    pub id: HouseholdId,
}

impl After {
    pub const START: After = After {
        area: 0,
        at: Timestamp::UNIX_EPOCH,
        id: HouseholdId(Uuid::nil()),
    };

    pub fn of(household: &Household) -> After {
        After {
            area: household.area.get(),
            at: household.recorded_at,
            id: household.id,
        }
    }
}

const HOUSEHOLDS: &str = "
    SELECT h.province, h.id, h.incident, h.kind, h.area, h.village, h.village_code, h.n_persons,
        h.source, h.verified, h.practice, h.state, h.recorded_by, h.asker_phone_hash, h.recorded_at,
        h.recorded_on, h.changed_at, h.version, h.lat, h.lon, h.accuracy_m, h.position_source,
        h.landmark, h.contact_phone_sealed, h.details, h.consent
    FROM households AS h WHERE";

const PERSONS: &str = "
    SELECT p.household, p.id, p.name, p.phone_sealed, p.nationality, p.birth_year, p.age_band,
        p.history, p.wish, p.reason, p.reason_words, p.sex, p.target_group, p.risks,
        p.vulnerabilities, p.document_kind, p.document_sealed, p.document_sure, p.point,
        p.mobile_team, p.bedridden, p.test_kind, p.test_on, p.test_result, p.state, p.recorded_on,
        t.due_on AS next_talk_on
    FROM households AS h
    JOIN persons AS p ON p.province = h.province AND p.household = h.id
    LEFT JOIN survey_tasks AS t ON t.province = p.province AND t.person = p.id AND t.kind = 'talk'
    WHERE";

const DOSES: &str = "
    SELECT p.household, d.id, d.person, d.brand, d.given_on, d.place
    FROM households AS h
    JOIN persons AS p ON p.province = h.province AND p.household = h.id
    JOIN doses AS d ON d.province = p.province AND d.person = p.id
    WHERE";

const CONFLICTS: &str = "
    SELECT c.id, c.household, c.person, c.field, c.was_sealed, c.told_sealed, c.ahead, c.told_by,
        c.told_at
    FROM households AS h
    JOIN household_conflicts AS c ON c.province = h.province AND c.household = h.id
    WHERE c.solved_at IS NULL AND";

const OWN: &str = "h.incident = $1 AND h.recorded_by = $2 AND (h.recorded_at, h.id) > ($3, $4)
    AND h.changed_at >= $5";
const OWN_UNTIL: &str = "AND (h.recorded_at, h.id) <= ($6, $7)";
const OWN_ORDER: &str = "ORDER BY h.recorded_at, h.id LIMIT $6";

// The cursor alone is the lower bound: with another one beside it SQLite begins at that one on every page, and
// PostgreSQL takes the area for so small that it sorts all of it.
const AREA: &str = "h.incident = $1 AND h.area <= $2
    AND ($3 = 0 OR h.village_code = $3) AND (h.area, h.recorded_at, h.id) > ($4, $5, $6)
    AND h.changed_at >= $7";
// The page is known by now: between its first and its last area there is little, and both engines know it.
const AREA_UNTIL: &str = "AND h.area >= $8 AND (h.area, h.recorded_at, h.id) <= ($9, $10, $11)";
const AREA_ORDER: &str = "ORDER BY h.area, h.recorded_at, h.id LIMIT $8";

/// One page of a scope with all that is known of each household, and where the next begins; only of those
/// that changed at an instant or later. The order is by what no change changes but a move to another
/// subdistrict. The caller answers for the right to it and writes the looks.
pub async fn page(
    tx: &mut Tx,
    vault: &Vault,
    incident: IncidentId,
    scope: Scope,
    (after, since): (After, Timestamp),
    limit: i64,
) -> Result<(Vec<(Household, Particulars)>, Option<After>), db::Error> {
    let (of, until, order): (_, _, _) = match scope {
        Scope::Own(_) => (OWN, OWN_UNTIL, OWN_ORDER),
        Scope::Area { .. } => (AREA, AREA_UNTIL, AREA_ORDER),
    };
    let after = match scope {
        Scope::Area { from, .. } if after.area < from => After {
            area: from,
            ..After::START
        },
        _ => after,
    };
    let mut args: Vec<&dyn ToValue> = vec![&incident];
    match &scope {
        Scope::Own(account) => args.extend([account as &dyn ToValue, &after.at, &after.id]),
        Scope::Area { to, village, .. } => {
            args.extend([
                to as &dyn ToValue,
                village,
                &after.area,
                &after.at,
                &after.id,
            ]);
        }
    }
    args.push(&since);
    let statement = ComposedSql::of("survey::pull", &[HOUSEHOLDS, of, order]);
    args.push(&limit);
    let rows = tx.all_composed(&statement, &args).await?;
    args.pop();
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let particulars = Particulars {
            facts: read::facts(vault, row)?,
            persons: Vec::new(),
            conflicts: Vec::new(),
        };
        found.push((read_household(row)?, particulars));
    }
    let (Some((first, _)), Some((last, _))) = (found.first(), found.last()) else {
        return Ok((found, None));
    };
    let (first, last) = (first.area.get(), After::of(last));
    match &scope {
        Scope::Own(_) => args.extend([&last.at as &dyn ToValue, &last.id]),
        Scope::Area { .. } => {
            args.extend([&first as &dyn ToValue, &last.area, &last.at, &last.id]);
        }
    }
    fill(tx, vault, &mut found, [of, until], &args).await?;
    let is_full = i64::try_from(found.len()).unwrap_or(i64::MAX) >= limit;
    Ok((found, is_full.then_some(last)))
}

/// Persons, doses and conflicts of the households of one page.
async fn fill(
    tx: &mut Tx,
    vault: &Vault,
    found: &mut [(Household, Particulars)],
    of: [&'static str; 2],
    args: &[&dyn ToValue],
) -> Result<(), db::Error> {
    let places: std::collections::HashMap<HouseholdId, usize> = found
        .iter()
        .enumerate()
        .map(|(place, (household, _))| (household.id, place))
        .collect();
    let place = |row: &Row| -> Result<Option<usize>, db::Error> {
        Ok(places.get(&row.get("household")?).copied())
    };
    let composed = |name, what| ComposedSql::of(name, &[what, of[0], of[1]]);
    let statement = composed("survey::pull_persons", PERSONS).push("ORDER BY p.place, p.id");
    for row in tx.all_composed(&statement, args).await? {
        let Some(place) = place(&row)? else { continue };
        let (household, particulars) = &mut found[place];
        let person = read::person(vault, &row, household.recorded_on)?;
        particulars.persons.push(person);
    }
    let statement = composed("survey::pull_doses", DOSES).push("ORDER BY d.given_on, d.id");
    for row in tx.all_composed(&statement, args).await? {
        let Some(place) = place(&row)? else { continue };
        let (whose, dose) = changes::dose(&row)?;
        let mut persons = found[place].1.persons.iter_mut();
        if let Some(person) = persons.find(|person| person.id == whose) {
            person.doses.push(dose);
        }
    }
    let statement = composed("survey::pull_conflicts", CONFLICTS).push("ORDER BY c.told_at, c.id");
    for row in tx.all_composed(&statement, args).await? {
        let Some(place) = place(&row)? else { continue };
        let (_, conflict) = changes::conflict(vault, &row)?;
        found[place].1.conflicts.push(conflict);
    }
    Ok(())
}

sql! { CHANGED = "
    SELECT seq, province, subject FROM feed
    WHERE name >= 'household.' AND name < 'household/' AND area BETWEEN $1 AND $2
        AND seq > $3 AND seq <= $4
    ORDER BY seq LIMIT $5
" }

sql! { CHANGED_AWAY = "
    SELECT seq, province, subject FROM feed
    WHERE name >= 'household.' AND name < 'household/' AND also IS NOT NULL
        AND also BETWEEN $1 AND $2 AND seq > $3 AND seq <= $4
    ORDER BY seq LIMIT $5
" }

sql! { CHANGED_OWN = "
    SELECT f.seq AS seq, f.province AS province, f.subject AS subject
    FROM feed AS f
    JOIN households AS h ON h.province = f.province AND h.id = f.subject
    WHERE f.name >= 'household.' AND f.name < 'household/' AND f.area = $1 AND h.recorded_by = $2
        AND f.seq > $3 AND f.seq <= $4
    ORDER BY f.seq LIMIT $5
" }

/// Which of one's own households something happened to where they lie now; those of others in the same
/// area are none of one's business.
pub async fn changed_own(
    tx: &mut Tx,
    (area, account): (u32, AccountId),
    (after, until): (i64, i64),
    limit: i64,
) -> Result<(Vec<Handle>, i64), db::Error> {
    let args: [&dyn ToValue; 5] = [&area, &account, &after, &until, &limit];
    let rows = tx.all(CHANGED_OWN, &args).await?;
    let mut reached = until;
    if let Some(last) = rows.last()
        && i64::try_from(rows.len()).unwrap_or(i64::MAX) >= limit
    {
        reached = last.get("seq")?;
    }
    let handles = rows.iter().map(|row| {
        Ok(Handle {
            province: row.get("province")?,
            id: row.get("subject")?,
        })
    });
    Ok((handles.collect::<Result<_, db::Error>>()?, reached))
}

/// Which households of an area something happened to between two numbers of the feed, those that left it
/// as well; and up to which number that is all.
pub async fn changed(
    tx: &mut Tx,
    (from, to): (u32, u32),
    (after, until): (i64, i64),
    limit: i64,
) -> Result<(Vec<Handle>, i64), db::Error> {
    let args: [&dyn ToValue; 5] = [&from, &to, &after, &until, &limit];
    let mut reached = until;
    let mut found = Vec::new();
    for statement in [CHANGED, CHANGED_AWAY] {
        let rows = tx.all(statement, &args).await?;
        if let Some(last) = rows.last()
            && i64::try_from(rows.len()).unwrap_or(i64::MAX) >= limit
        {
            reached = reached.min(last.get("seq")?);
        }
        for row in &rows {
            let handle = Handle {
                province: row.get("province")?,
                id: row.get("subject")?,
            };
            found.push(handle);
        }
    }
    Ok((found, reached))
}

sql! { OWN_AREAS = "
    SELECT DISTINCT area FROM households WHERE incident = $1 AND recorded_by = $2
" }

/// Where somebody recorded households.
pub async fn own_areas(
    tx: &mut Tx,
    incident: IncidentId,
    account: AccountId,
) -> Result<Vec<u32>, db::Error> {
    let rows = tx.all(OWN_AREAS, &[&incident, &account]).await?;
    rows.iter().map(|row| row.get("area")).collect()
}

sql! { COUNT = "
    SELECT count(*) AS n, CAST(coalesce(sum(n_persons), 0) AS BIGINT) AS persons
    FROM households
    WHERE incident = $1 AND area BETWEEN $2 AND $3 AND ($4 = 0 OR village_code = $4)
" }

sql! { COUNT_OWN = "
    SELECT count(*) AS n, CAST(coalesce(sum(n_persons), 0) AS BIGINT) AS persons
    FROM households
    WHERE incident = $1 AND recorded_by = $2
" }

/// Households and persons of a scope, told before they are fetched.
pub async fn count(
    tx: &mut Tx,
    incident: IncidentId,
    scope: Scope,
) -> Result<(i64, i64), db::Error> {
    let row = match scope {
        Scope::Own(account) => tx.one(COUNT_OWN, &[&incident, &account]).await?,
        Scope::Area { from, to, village } => {
            tx.one(COUNT, &[&incident, &from, &to, &village]).await?
        }
    };
    Ok((row.get("n")?, row.get("persons")?))
}
