//! Organisations by area, and the teams of one.

use std::collections::HashMap;

use areas::AreaCode;
use db::{Row, Tx, sql};

use super::{read, read_team};
use crate::accounts::store::read_area;
use crate::ids::{OrganisationId, TeamId};
use crate::organisations::model::{Kind, Listed, TeamDone, TeamListed};

// Those that work within the area, and those whose area holds it.
sql! { LISTED = "
    SELECT o.id, o.kind, o.names, o.parent, o.phone, o.created_at, o.ended_at,
        (SELECT count(*) FROM teams t WHERE t.organisation = o.id AND t.ended_at IS NULL) AS teams
    FROM organisations o
    WHERE o.ended_at IS NULL AND ($5 = '' OR o.kind = $5)
        AND o.id IN (
            SELECT oa.organisation FROM organisation_areas oa
            WHERE oa.area BETWEEN $1 AND $2 OR oa.area IN (0, $3, $4)
        )
    ORDER BY o.id
    LIMIT 2000
" }

sql! { AREAS_OF_LISTED = "
    SELECT a.organisation, a.area
    FROM organisation_areas a
    WHERE a.organisation IN (
        SELECT oa.organisation FROM organisation_areas oa
        WHERE oa.area BETWEEN $1 AND $2 OR oa.area IN (0, $3, $4)
    )
    ORDER BY a.organisation, a.area
" }

pub async fn listed(
    tx: &mut Tx,
    area: AreaCode,
    kind: Option<Kind>,
) -> Result<Vec<Listed>, db::Error> {
    let range = area.range();
    let above = |code: Option<AreaCode>| code.unwrap_or(area).get();
    let (province, district) = (above(area.province_code()), above(area.district()));
    let kind = kind.map_or("", Kind::code);
    let (start, end) = (range.start(), range.end());
    let mut areas: HashMap<OrganisationId, Vec<AreaCode>> = HashMap::new();
    for row in tx
        .all(AREAS_OF_LISTED, &[start, end, &province, &district])
        .await?
    {
        let id = row.get("organisation")?;
        areas.entry(id).or_default().push(read_area(&row, "area")?);
    }
    tx.all(LISTED, &[start, end, &province, &district, &kind])
        .await?
        .iter()
        .map(|row| {
            let mut organisation = read(row)?;
            organisation.areas = areas.remove(&organisation.id).unwrap_or_default();
            Ok(Listed {
                organisation,
                teams: row.get("teams")?,
            })
        })
        .collect()
}

// Cases by the index of teams; a case that ended keeps the team that helped.
macro_rules! done {
    () => {
        "
        (SELECT count(*) FROM help_requests r WHERE r.team = t.id AND r.closed_at IS NULL
            AND r.lease_until IS NOT NULL AND NOT r.practice) AS held,
        (SELECT count(*) FROM help_requests r WHERE r.team = t.id
            AND r.state IN ('helped', 'confirmed') AND NOT r.practice) AS helped,
        (SELECT count(*) FROM help_requests r WHERE r.team = t.id
            AND r.state = 'confirmed' AND NOT r.practice) AS confirmed"
    };
}

sql! { TEAMS_OF = concat!("
    SELECT t.id, t.organisation, t.name, t.phone, t.phone_shown, t.created_at, t.ended_at,
        (SELECT count(*) FROM team_members m WHERE m.team = t.id) AS members,", done!(), "
    FROM teams t
    WHERE t.organisation = $1 AND t.ended_at IS NULL
    ORDER BY t.created_at, t.id
") }

sql! { DONE_BY = concat!("SELECT", done!(), " FROM teams t WHERE t.id = $1") }

/// What a team has done so far.
pub async fn done_by(tx: &mut Tx, id: TeamId) -> Result<TeamDone, db::Error> {
    read_done(&tx.one(DONE_BY, &[&id]).await?)
}

fn read_done(row: &Row) -> Result<TeamDone, db::Error> {
    Ok(TeamDone {
        held: row.get("held")?,
        helped: row.get("helped")?,
        confirmed: row.get("confirmed")?,
    })
}

/// The teams that go out now.
pub async fn teams_of(tx: &mut Tx, id: OrganisationId) -> Result<Vec<TeamListed>, db::Error> {
    tx.all(TEAMS_OF, &[&id])
        .await?
        .iter()
        .map(|row| {
            Ok(TeamListed {
                team: read_team(row)?,
                members: row.get("members")?,
                done: read_done(row)?,
            })
        })
        .collect()
}
