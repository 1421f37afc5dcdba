//! Calls of the desk and the places where requests stood before. Who called and when is for anybody at
//! the desk; what was said stands in the notes, and old places are told only with a grant.

use contact::Position;
use db::{Row, Tx, sql};
use jiff::Timestamp;

use crate::access::Grant;
use crate::accounts::store::read_area;
use crate::areas::model::{Pin, PositionSource};
use crate::help_requests::model::HelpRequest;
use crate::help_requests::model::desk::{Call, CallOutcome, MovedPin, NewPlace};
use crate::ids::{AccountId, CallId};

sql! { INSERT = "
    INSERT INTO calls (province, id, request, at, account, outcome, note)
    VALUES ($1, $2, $3, $4, $5, $6, '')
" }

pub fn insert(
    tx: &mut Tx,
    request: &HelpRequest,
    id: CallId,
    call: &Call,
) -> Result<(), db::Error> {
    tx.post(
        INSERT,
        &[
            &request.province,
            &id,
            &request.id,
            &call.at,
            &call.account,
            &call.outcome.code(),
        ],
    )
}

sql! { OF_REQUEST = "
    SELECT at, account, outcome
    FROM calls
    WHERE province = $1 AND request = $2
    ORDER BY id
    LIMIT 200
" }

/// The calls about a request, the oldest first.
pub async fn of_request(tx: &mut Tx, request: &HelpRequest) -> Result<Vec<Call>, db::Error> {
    let rows = tx
        .all(OF_REQUEST, &[&request.province, &request.id])
        .await?;
    rows.iter()
        .map(|row| {
            let outcome: String = row.get("outcome")?;
            let outcome = CallOutcome::from_code(&outcome);
            Ok(Call {
                at: row.get("at")?,
                account: row.get("account")?,
                outcome: outcome.ok_or_else(|| row.contradiction("an unknown outcome"))?,
            })
        })
        .collect()
}

sql! { KEEP_PLACE = "
    INSERT INTO moved_places (province, id, request, at, account, area, lat, lon, accuracy_m,
        position_source, reason)
    SELECT province, $3, id, $4, $5, area, lat, lon, accuracy_m, position_source, $6
    FROM help_requests
    WHERE province = $1 AND id = $2
" }

sql! { MOVE = "
    UPDATE help_requests
    SET lat = $3, lon = $4, accuracy_m = $5, position_source = $6, quadkey = $7,
        landmark = CASE WHEN $8 = '' THEN landmark ELSE $8 END
    WHERE province = $1 AND id = $2
" }

/// Moves a request, keeping where it was; its area is written with the rest of the request.
pub fn move_to(
    tx: &mut Tx,
    request: &HelpRequest,
    id: CallId,
    (by, now): (Option<AccountId>, Timestamp),
    to: &NewPlace,
) -> Result<(), db::Error> {
    let key: [&dyn db::ToValue; 2] = [&request.province, &request.id];
    tx.post(
        KEEP_PLACE,
        &[key[0], key[1], &id, &now, &by, &to.reason.as_str()],
    )?;
    let pin = to.pin;
    tx.post(
        MOVE,
        &[
            key[0],
            key[1],
            &pin.map(|pin| pin.position.lat()),
            &pin.map(|pin| pin.position.lon()),
            &pin.and_then(|pin| pin.accuracy_m),
            &pin.map(|pin| pin.source.code()),
            &pin.map(|pin| pin.position.quadkey()),
            &to.landmark.as_str(),
        ],
    )
}

sql! { MOVED = "
    SELECT at, account, area, lat, lon, accuracy_m, position_source, reason
    FROM moved_places
    WHERE province = $1 AND request = $2
    ORDER BY id
    LIMIT 200
" }

/// Where a request stood before, the oldest first: exact places, so with a grant.
pub async fn moved(
    tx: &mut Tx,
    request: &HelpRequest,
    grant: Grant,
) -> Result<Vec<MovedPin>, db::Error> {
    let rows = tx.all(MOVED, &[&request.province, &request.id]).await?;
    if !grant.covers(request.id.0) {
        return Ok(Vec::new());
    }
    rows.iter()
        .map(|row| {
            Ok(MovedPin {
                at: row.get("at")?,
                account: row.get("account")?,
                area: read_area(row, "area")?,
                pin: read_pin(row)?,
                reason: row.get("reason")?,
            })
        })
        .collect()
}

fn read_pin(row: &Row) -> Result<Option<Pin>, db::Error> {
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
    let Some((lat, lon)) = lat.zip(lon) else {
        return Ok(None);
    };
    let source: Option<String> = row.get("position_source")?;
    let source = source.as_deref().and_then(PositionSource::from_code);
    Ok(Some(Pin {
        position: Position::new(lat, lon).map_err(|err| row.contradiction(err))?,
        accuracy_m: row.get("accuracy_m")?,
        source: source.unwrap_or(PositionSource::Pin),
    }))
}
