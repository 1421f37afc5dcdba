//! The cases of an organisation: referred to it, and held by its teams.

use db::{Tx, sql};
use jiff::Timestamp;

use super::read;
use crate::help_requests::model::HelpRequest;
use crate::ids::OrganisationId;

sql! { REFERRED_TO = concat!(columns!(), "
    WHERE referred_organisation = $1 AND state = 'referred'
    ORDER BY referred_at, id
    LIMIT 500
") }

/// What still waits for the organisation, the longest first.
pub async fn referred_to(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(REFERRED_TO, &[&organisation])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { HELD_BY_TEAMS_OF = concat!(columns!(), "
    WHERE team IN (SELECT t.id FROM teams t WHERE t.organisation = $1)
        AND closed_at IS NULL AND lease_until > $2
    ORDER BY state_at, id
    LIMIT 500
") }

/// What the organisation's teams hold now.
pub async fn held_by_teams_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(HELD_BY_TEAMS_OF, &[&organisation, &now])
        .await?
        .iter()
        .map(read)
        .collect()
}
