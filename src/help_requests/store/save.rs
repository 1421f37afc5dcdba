//! Writing what became of a request: everything that may change, in one statement.

use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::json;

use super::rows::write_referred;
use crate::help_requests::model::{HelpRequest, Progress, ReferredTo};

sql! { SAVE = "
    UPDATE help_requests
    SET state = $4, taken_by = $5, team = $6,
        taken_at = CASE WHEN taken_by IS NULL THEN $11 ELSE taken_at END,
        lease_until = $7, outcome = $8, given = $9, state_at = $10, changed_at = $11,
        closed_at = CASE WHEN $12 THEN NULL ELSE coalesce(closed_at, $11) END,
        offered_to = $13, offered_until = $14, referred_organisation = $15, referred_area = $16,
        referred_at = $17, acknowledged_at = $18, referred_before = $19, transfer = $20,
        duplicate_of = $21, colour = $22, medic_status = $23, escalation = $24, look_at = $25,
        sign_at = $26, still_asked_at = $27, verified = $28, area = $29, urgency = $30,
        urgency_reasons = $31, urgent_since = $32, version = version + 1
    WHERE province = $1 AND id = $2 AND version = $3
" }

/// Writes a request as it stands now; `false` when somebody else was quicker. `look_at` is when time
/// may next do something to it.
pub async fn save(
    tx: &mut Tx,
    request: &HelpRequest,
    look_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let state = request.progress.state();
    let helper = request.progress.helper();
    let closing = request.progress.closing();
    let referral = match &request.progress {
        Progress::Referred(referral) => Some(*referral),
        _ => None,
    };
    let (organisation, area) = match referral.map(|referral| referral.to) {
        Some(ReferredTo::Organisation(id)) => (Some(id), None),
        Some(ReferredTo::Area(area)) => (None, Some(area.get())),
        None => (None, None),
    };
    let kept = match &request.progress {
        Progress::Duplicate(kept) => Some(kept.as_str()),
        _ => None,
    };
    let before: Vec<_> = request.referred_before.iter().map(write_referred).collect();
    let transfer = request.transfer.map(|transfer| {
        json!({
            "to": transfer.to,
            "asked_by": transfer.asked_by,
            "by_holder": transfer.by_holder,
            "at": transfer.at,
        })
    });
    let n = tx
        .execute(
            SAVE,
            &[
                &request.province,
                &request.id,
                &request.version,
                &state.code(),
                &helper.map(|helper| helper.by),
                &helper.and_then(|helper| helper.team),
                &request.progress.held().map(|held| held.lease_until),
                &closing.map(|closing| closing.outcome.as_str()),
                &closing.map(|closing| closing.given.as_str()),
                &request.state_at,
                &now,
                &state.is_open(),
                &request.offered.map(|offer| offer.to),
                &request.offered.map(|offer| offer.until),
                &organisation,
                &area,
                &referral.map(|referral| referral.at),
                &referral.and_then(|referral| referral.acknowledged_at),
                &json!(before),
                &transfer,
                &kept,
                &request.colour.map(|colour| colour.code()),
                &request.medic_status,
                &request.escalation,
                &look_at,
                &request.sign_at,
                &request.still_asked_at,
                &request.verified,
                &request.area.get(),
                &request.urgency,
                &json!(request.urgency_reasons),
                &request.urgent_since,
            ],
        )
        .await?;
    Ok(n == 1)
}
