//! Pairs of requests that may be one need, and what people decided about them.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::rows::{read, texts};
use crate::accounts::store::read_area;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::reference::Reference;
use crate::ids::{AccountId, HelpRequestId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Proposed,
    Merged,
    Different,
}

impl Verdict {
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Proposed => "proposed",
            Verdict::Merged => "merged",
            Verdict::Different => "different",
        }
    }
}

/// A pair as the finder writes it: the newer request, and the one it may repeat.
#[derive(Debug, Clone)]
pub struct Pair {
    pub province: u8,
    pub one: HelpRequestId,
    pub other_province: u8,
    pub other: HelpRequestId,
    pub area: AreaCode,
    pub score: u8,
    /// Codes of what they share.
    pub reasons: Vec<String>,
    pub found_at: Timestamp,
}

sql! { PROPOSE = "
    INSERT INTO duplicate_pairs (province, one, other_province, other, area, score, reasons,
        found_at, verdict)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed')
    ON CONFLICT (province, one, other) DO NOTHING
" }

/// Proposes a pair, unless it was proposed before.
pub async fn propose(tx: &mut Tx, pair: &Pair) -> Result<bool, db::Error> {
    let n = tx
        .execute(
            PROPOSE,
            &[
                &pair.province,
                &pair.one,
                &pair.other_province,
                &pair.other,
                &pair.area.get(),
                &pair.score,
                &json!(pair.reasons),
                &pair.found_at,
            ],
        )
        .await?;
    Ok(n == 1)
}

sql! { DECIDE = "
    INSERT INTO duplicate_pairs (province, one, other_province, other, area, score, reasons,
        found_at, verdict, decided_by, decided_at)
    VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $7)
    ON CONFLICT (province, one, other)
    DO UPDATE SET verdict = excluded.verdict, decided_by = excluded.decided_by,
        decided_at = excluded.decided_at
" }

sql! { DECIDE_TURNED = "
    UPDATE duplicate_pairs
    SET verdict = $4, decided_by = $5, decided_at = $6
    WHERE province = $1 AND one = $2 AND other = $3
" }

/// Writes down what was decided of two requests, whichever was the newer.
pub async fn decide(
    tx: &mut Tx,
    one: &HelpRequest,
    other: &HelpRequest,
    verdict: Verdict,
    by: AccountId,
    now: Timestamp,
) -> Result<(), db::Error> {
    let turned = tx
        .execute(
            DECIDE_TURNED,
            &[
                &other.province,
                &other.id,
                &one.id,
                &verdict.code(),
                &by,
                &now,
            ],
        )
        .await?;
    if turned == 1 {
        return Ok(());
    }
    tx.execute(
        DECIDE,
        &[
            &one.province,
            &one.id,
            &other.province,
            &other.id,
            &one.area.get(),
            &json!([]),
            &now,
            &verdict.code(),
            &by,
        ],
    )
    .await?;
    Ok(())
}

sql! { PROPOSED = "
    SELECT province, one, other_province, other, area, score, reasons, found_at
    FROM duplicate_pairs
    WHERE verdict = 'proposed' AND area BETWEEN $1 AND $2
    ORDER BY found_at DESC
    LIMIT 100
" }

/// The newest pairs of an area that nobody has decided.
pub async fn proposed(tx: &mut Tx, area: AreaCode) -> Result<Vec<Pair>, db::Error> {
    let range = area.range();
    tx.all(PROPOSED, &[range.start(), range.end()])
        .await?
        .iter()
        .map(read_pair)
        .collect()
}

sql! { OF_REQUEST = "
    SELECT province, one, other_province, other, area, score, reasons, found_at
    FROM duplicate_pairs
    WHERE verdict = 'proposed' AND province = $1 AND one = $2
    ORDER BY score DESC
    LIMIT 20
" }

/// What a request may repeat, the likeliest first.
pub async fn of_request(tx: &mut Tx, request: &HelpRequest) -> Result<Vec<Pair>, db::Error> {
    tx.all(OF_REQUEST, &[&request.province, &request.id])
        .await?
        .iter()
        .map(read_pair)
        .collect()
}

sql! { MERGED_INTO = concat!(columns!(), "
    WHERE duplicate_of = $1
    ORDER BY asked_at
    LIMIT 100
") }

/// The requests merged into one.
pub async fn merged_into(tx: &mut Tx, kept: &Reference) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(MERGED_INTO, &[&kept.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read_pair(row: &Row) -> Result<Pair, db::Error> {
    let reasons: Value = row.get("reasons")?;
    Ok(Pair {
        province: row.get("province")?,
        one: row.get("one")?,
        other_province: row.get("other_province")?,
        other: row.get("other")?,
        area: read_area(row, "area")?,
        score: row.get("score")?,
        reasons: texts(&reasons),
        found_at: row.get("found_at")?,
    })
}
