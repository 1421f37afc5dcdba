//! Writing organisations and teams.

use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::json;

use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::organisations::model::{NewOrganisation, NewTeam};

sql! { INSERT = "
    INSERT INTO organisations (id, kind, names, parent, phone, created_by, created_at)
    VALUES ($1, $2, $3, NULL, $4, $5, $6)
" }

sql! { INSERT_AREA = "
    INSERT INTO organisation_areas (organisation, area) VALUES ($1, $2) ON CONFLICT DO NOTHING
" }

pub async fn insert(
    tx: &mut Tx,
    id: OrganisationId,
    new: &NewOrganisation,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    let names = json!({ "th": new.names.th, "en": new.names.en });
    tx.execute(
        INSERT,
        &[&id, &new.kind.code(), &names, &new.phone, &by, &at],
    )
    .await?;
    insert_areas(tx, id, new).await
}

async fn insert_areas(
    tx: &mut Tx,
    id: OrganisationId,
    new: &NewOrganisation,
) -> Result<(), db::Error> {
    for area in &new.areas {
        tx.execute(INSERT_AREA, &[&id, &area.get()]).await?;
    }
    Ok(())
}

sql! { CHANGE = "UPDATE organisations SET kind = $2, names = $3, phone = $4 WHERE id = $1" }

sql! { DELETE_AREAS = "DELETE FROM organisation_areas WHERE organisation = $1" }

pub async fn change(
    tx: &mut Tx,
    id: OrganisationId,
    new: &NewOrganisation,
) -> Result<(), db::Error> {
    let names = json!({ "th": new.names.th, "en": new.names.en });
    tx.execute(CHANGE, &[&id, &new.kind.code(), &names, &new.phone])
        .await?;
    tx.execute(DELETE_AREAS, &[&id]).await?;
    insert_areas(tx, id, new).await
}

sql! { END = "UPDATE organisations SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL" }

pub async fn end(tx: &mut Tx, id: OrganisationId, at: Timestamp) -> Result<(), db::Error> {
    tx.execute(END, &[&id, &at]).await?;
    Ok(())
}

sql! { INSERT_TEAM = "
    INSERT INTO teams (id, organisation, name, phone, phone_shown, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
" }

pub async fn insert_team(
    tx: &mut Tx,
    id: TeamId,
    organisation: OrganisationId,
    new: &NewTeam,
    at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &id,
        &organisation,
        &new.name,
        &new.phone,
        &new.phone_shown,
        &at,
    ];
    tx.execute(INSERT_TEAM, &args).await?;
    Ok(())
}

sql! { CHANGE_TEAM = "UPDATE teams SET name = $2, phone = $3, phone_shown = $4 WHERE id = $1" }

pub async fn change_team(tx: &mut Tx, id: TeamId, new: &NewTeam) -> Result<(), db::Error> {
    tx.execute(CHANGE_TEAM, &[&id, &new.name, &new.phone, &new.phone_shown])
        .await?;
    Ok(())
}

sql! { END_TEAM = "UPDATE teams SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL" }

pub async fn end_team(tx: &mut Tx, id: TeamId, at: Timestamp) -> Result<(), db::Error> {
    tx.execute(END_TEAM, &[&id, &at]).await?;
    Ok(())
}

sql! { OPEN_REFERRED = "
    SELECT count(*) AS n FROM help_requests
    WHERE referred_organisation = $1 AND state = 'referred'
" }

/// Cases referred to an organisation that still wait for it.
pub async fn open_referred(tx: &mut Tx, id: OrganisationId) -> Result<i64, db::Error> {
    tx.one(OPEN_REFERRED, &[&id]).await?.get("n")
}

sql! { OPEN_OF_TEAM = "
    SELECT count(*) AS n FROM help_requests
    WHERE team = $1 AND closed_at IS NULL AND lease_until > $2
" }

/// Cases a team holds.
pub async fn open_of_team(tx: &mut Tx, id: TeamId, now: Timestamp) -> Result<i64, db::Error> {
    tx.one(OPEN_OF_TEAM, &[&id, &now]).await?.get("n")
}
