//! Profiles in the database, and what somebody has done.

pub mod list;

use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::model::{Done, Gear, Profile, Skill, Spoken, Vehicle};
use crate::ids::AccountId;

sql! { FIND = "
    SELECT languages, skills, vehicle, gear, available FROM volunteer_profiles WHERE account = $1
" }

/// An empty profile where nothing was told yet.
pub async fn profile(tx: &mut Tx, account: AccountId) -> Result<Profile, db::Error> {
    match tx.optional(FIND, &[&account]).await? {
        Some(row) => read(&row),
        None => Ok(Profile::default()),
    }
}

sql! { SAVE = "
    INSERT INTO volunteer_profiles (account, languages, skills, vehicle, gear, available, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (account) DO UPDATE
    SET languages = excluded.languages, skills = excluded.skills, vehicle = excluded.vehicle,
        gear = excluded.gear, available = excluded.available, changed_at = excluded.changed_at
" }

pub async fn save(
    tx: &mut Tx,
    account: AccountId,
    profile: &Profile,
    at: Timestamp,
) -> Result<(), db::Error> {
    let languages: Vec<_> = profile.languages.iter().map(|one| one.code()).collect();
    let skills: Vec<_> = profile.skills.iter().map(|one| one.code()).collect();
    let gear: Vec<_> = profile.gear.iter().map(|one| one.code()).collect();
    let vehicle = profile.vehicle.map_or("", Vehicle::code);
    let args: [&dyn db::ToValue; 7] = [
        &account,
        &json!(languages),
        &json!(skills),
        &vehicle,
        &json!(gear),
        &profile.available,
        &at,
    ];
    tx.execute(SAVE, &args).await?;
    Ok(())
}

// A code that is in no list any more is passed over: the rest of the profile stays readable.
fn read(row: &Row) -> Result<Profile, db::Error> {
    let codes = |column: &str| -> Result<Vec<String>, db::Error> {
        let list: Value = row.get(column)?;
        let texts = list.as_array().into_iter().flatten();
        Ok(texts
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    };
    let vehicle: String = row.get("vehicle")?;
    Ok(Profile {
        languages: all(&codes("languages")?, Spoken::from_code),
        skills: all(&codes("skills")?, Skill::from_code),
        vehicle: Vehicle::from_code(&vehicle),
        gear: all(&codes("gear")?, Gear::from_code),
        available: row.get("available")?,
    })
}

fn all<T>(codes: &[String], find: impl Fn(&str) -> Option<T>) -> Vec<T> {
    codes.iter().filter_map(|code| find(code)).collect()
}

sql! { DONE = "
    SELECT
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = $1 AND r.closed_at IS NULL AND r.lease_until > $2) AS held,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = $1 AND r.state IN ('helped', 'confirmed') AND NOT r.practice) AS helped,
        (SELECT count(*) FROM help_requests r
            WHERE r.taken_by = $1 AND r.state = 'confirmed' AND NOT r.practice) AS confirmed,
        (SELECT CAST(coalesce(sum(r.headcount), 0) AS BIGINT) FROM help_requests r
            WHERE r.taken_by = $1 AND r.state IN ('helped', 'confirmed') AND NOT r.practice) AS people,
        (SELECT count(*) FROM households h WHERE h.recorded_by = $1) AS households
" }

/// What somebody has done so far.
pub async fn done(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<Done, db::Error> {
    let row = tx.one(DONE, &[&account, &now]).await?;
    Ok(Done {
        held: row.get("held")?,
        helped: row.get("helped")?,
        confirmed: row.get("confirmed")?,
        people: row.get("people")?,
        households: row.get("households")?,
    })
}
