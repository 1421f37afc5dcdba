//! Sending codes: the text waits sealed in the queue, and what became of it is noted on the code.

use jiff::Timestamp;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::challenges;
use super::model::{Challenge, Sending};
use crate::app::App;
use crate::ids::ChallengeId;

pub const SEND_CODE: &str = "accounts.send_code";

#[derive(Serialize, Deserialize)]
pub struct SendCode {
    challenge: ChallengeId,
    /// The text of the message, sealed: a code does not lie open in the queue.
    text: Vec<u8>,
}

/// The message of a code, sealed. 65 of the 70 letters one SMS in Thai holds; no link.
pub fn seal_text(app: &App, challenge: &Challenge, code: &str) -> Vec<u8> {
    let minutes = app.settings.otp_minutes;
    let reference = &challenge.reference;
    let text =
        format!("JITASA รหัส OTP {code} หมดอายุใน {minutes} นาที (อ้างอิง {reference}) ห้ามบอกใคร");
    app.vault.seal(text.as_bytes(), SEND_CODE.as_bytes())
}

pub async fn enqueue_code(
    tx: &mut db::Tx,
    now: Timestamp,
    challenge: &Challenge,
    sealed_text: &[u8],
) -> Result<(), db::Error> {
    let payload = SendCode {
        challenge: challenge.id,
        text: sealed_text.to_vec(),
    };
    let payload = serde_json::to_value(payload).unwrap_or_default();
    jobs::enqueue(
        tx,
        NewJob {
            name: SEND_CODE,
            payload,
            due_at: now,
            unique_key: None,
        },
    )
    .await?;
    Ok(())
}

/// Gives the message to the gateway. A refusal is final; a gateway out of reach is tried again while
/// the code is still good.
pub async fn send_code(app: App, job: SendCode) -> Result<(), JobError> {
    let now = app.clock.now();
    let found = db::read!(app.db, |tx| {
        challenges::find(tx, &app.vault, job.challenge).await
    })?;
    let Some(challenge) = found.filter(|challenge| challenge.expires_at > now) else {
        return Ok(());
    };
    let unreadable = |_| JobError::GiveUp("the sealed text cannot be opened".to_owned());
    let text = app
        .vault
        .open(&job.text, SEND_CODE.as_bytes())
        .map_err(unreadable)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let sent = app.sms.send(&challenge.phone, &text, now).await;
    let sending = if sent.is_ok() {
        Sending::Sent
    } else {
        Sending::Failed
    };
    db::write!(app.db, |tx| {
        challenges::set_sending(tx, job.challenge, sending).await
    })?;
    match sent {
        Ok(_) => Ok(()),
        Err(err) if err.is_worth_retrying() => Err(JobError::Failed(err.to_string())),
        Err(err) => Err(JobError::GiveUp(err.to_string())),
    }
}
