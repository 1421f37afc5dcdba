//! What was recorded in a round, counted by the database in one statement from the rows of the survey.

use areas::AreaCode;
use db::{Tx, sql};

use crate::accounts::store::read_area;
use crate::ids::AccountId;
use crate::rounds::model::{Round, Tallied};

macro_rules! of_round {
    () => {
        "h.province = $1 AND h.incident = $2 AND h.area BETWEEN $3 AND $4
            AND h.recorded_on BETWEEN $5 AND $6"
    };
}

// Households and persons by part, by village where villages are told apart, and by who recorded them. $7
// cuts codes to those of the parts. Histories and wishes stay codes: which of them is fully vaccinated is
// the preset's affair. A household is to be visited again where somebody has not decided; where nobody was
// in, and where two have recorded it differently, belongs beside that, inside this EXISTS.
sql! { COUNT = concat!("
    SELECT h.area / $7 * $7 AS part, CASE WHEN $8 THEN h.village ELSE '' END AS named,
        h.recorded_by AS who, '' AS history, '' AS wish, count(*) AS households, 0 AS persons,
        CAST(sum(CASE WHEN EXISTS (
            SELECT 1 FROM persons q
            WHERE q.province = h.province AND q.household = h.id AND q.wish = 'undecided'
                AND q.state = ''
        ) THEN 1 ELSE 0 END) AS BIGINT) AS revisits
    FROM households h
    WHERE ", of_round!(), "
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT h.area / $7 * $7, CASE WHEN $8 THEN h.village ELSE '' END, h.recorded_by, p.history,
        p.wish, 0, count(*), 0
    FROM households h
    JOIN persons p ON p.province = h.province AND p.household = h.id AND p.state = ''
    WHERE ", of_round!(), "
    GROUP BY 1, 2, 3, 4, 5
") }

/// What was recorded of a round in an area of it; `cut` is what codes are cut by, `villages` whether
/// these are told apart.
pub async fn count(
    tx: &mut Tx,
    round: &Round,
    area: AreaCode,
    cut: i32,
    villages: bool,
) -> Result<Vec<Tallied>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 8] = [
        &round.province,
        &round.incident,
        range.start(),
        range.end(),
        &round.starts_on,
        &round.ends_on,
        &cut,
        &villages,
    ];
    let rows = tx.all(COUNT, &args).await?;
    rows.iter()
        .map(|row| {
            Ok(Tallied {
                part: read_area(row, "part")?,
                village: row.get("named")?,
                by: row.get("who")?,
                history: row.get("history")?,
                wish: row.get("wish")?,
                households: row.get("households")?,
                persons: row.get("persons")?,
                revisits: row.get("revisits")?,
            })
        })
        .collect()
}

sql! { NAMES = concat!("
    SELECT a.id, a.full_name FROM accounts a
    WHERE a.id IN (SELECT h.recorded_by FROM households h WHERE ", of_round!(), ")
") }

/// The names of those who recorded something of it.
pub async fn names(
    tx: &mut Tx,
    round: &Round,
    area: AreaCode,
) -> Result<Vec<(AccountId, String)>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 6] = [
        &round.province,
        &round.incident,
        range.start(),
        range.end(),
        &round.starts_on,
        &round.ends_on,
    ];
    let rows = tx.all(NAMES, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("full_name")?)))
        .collect()
}
