//! An SMS to somebody who was named for a task and has never been here: for which, and how to come in. No link and no
//! name; the message fits one SMS.

use jiff::SignedDuration;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::actions::code::whole_system;
use super::challenges::{self, Budget};
use super::store::{self, phone_hash};
use crate::access::Cx;
use crate::app::App;
use crate::ids::AccountId;

pub const INVITE: &str = "accounts.invite";

/// For what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Keeping the books of a supply unit.
    SupplyOfficer,
    /// Answering for an area.
    Admin,
}

impl Task {
    #[cfg(test)]
    const ALL: [Task; 2] = [Task::SupplyOfficer, Task::Admin];

    fn message(self) -> &'static str {
        match self {
            Task::SupplyOfficer => "sms-supply-officer",
            Task::Admin => "sms-admin",
        }
    }
}

/// One number is invited no more often than this, by whomever and for whatever.
const TO_ONE_PHONE: Budget = Budget {
    scope: "invited",
    window: SignedDuration::from_hours(24),
    most: 4,
};

#[derive(Serialize, Deserialize)]
pub struct Invite {
    account: AccountId,
    task: Task,
}

/// Puts the message on its way, in the transaction that makes the account.
pub async fn invite_in(
    tx: &mut db::Tx,
    cx: &Cx,
    account: AccountId,
    task: Task,
) -> Result<(), db::Error> {
    let job = NewJob {
        name: INVITE,
        payload: serde_json::to_value(Invite { account, task }).unwrap_or_default(),
        due_at: cx.now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Sends it, unless the number was told often enough.
pub async fn send(app: App, job: Invite) -> Result<(), JobError> {
    let now = app.clock.now();
    let found = db::write!(app.db, |tx| {
        let account = store::find(tx, &app.vault, job.account).await?;
        let Some(account) = account else {
            return Ok(None);
        };
        let hash = phone_hash(&app.vault, &account.phone);
        let slot = [u8::try_from(tx.slot()).unwrap_or(0)];
        let budgets: [(Budget, &[u8]); 2] = [(TO_ONE_PHONE, &hash), (whole_system(&app), &slot)];
        let is_left = challenges::spend_all(tx, &budgets, now).await?;
        Ok::<_, db::Error>(is_left.then_some(account))
    })?;
    let Some(account) = found.filter(|account| account.phone.for_otp().is_ok()) else {
        return Ok(());
    };
    let text = i18n::text(account.language, job.task.message());
    match app.sms.send(&account.phone, &text, now).await {
        Ok(_) => Ok(()),
        Err(err) if err.is_worth_retrying() => Err(JobError::Failed(err.to_string())),
        Err(err) => Err(JobError::GiveUp(err.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use i18n::Language;

    use super::Task;

    #[test]
    fn each_fits_one_sms() {
        for language in Language::ALL {
            for task in Task::ALL {
                let units = i18n::text(language, task.message()).encode_utf16().count();
                assert!(units <= 70, "{task:?} {units}");
            }
        }
    }
}
