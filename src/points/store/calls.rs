//! Calls to points in the database.

use db::{Tx, sql};

use crate::ids::CallId;
use crate::points::model::PointKey;
use crate::points::model::desk::{Call, Outcome};

sql! { INSERT = "
    INSERT INTO point_calls (province, id, point, at, account, outcome)
    VALUES ($1, $2, $3, $4, $5, $6)
" }

pub async fn insert(tx: &mut Tx, key: PointKey, id: CallId, call: &Call) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &key.province,
        &id,
        &key.id,
        &call.at,
        &call.by,
        &call.outcome.code(),
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { OF_POINT = "
    SELECT at, account, outcome
    FROM point_calls
    WHERE province = $1 AND point = $2
    ORDER BY at DESC, id DESC
    LIMIT 20
" }

/// The last calls, the newest first.
pub async fn of_point(tx: &mut Tx, key: PointKey) -> Result<Vec<Call>, db::Error> {
    let rows = tx.all(OF_POINT, &[&key.province, &key.id]).await?;
    rows.iter()
        .map(|row| {
            let outcome: String = row.get("outcome")?;
            Ok(Call {
                at: row.get("at")?,
                by: row.get("account")?,
                outcome: Outcome::from_code(&outcome)
                    .ok_or_else(|| row.contradiction("an unknown outcome"))?,
            })
        })
        .collect()
}
