//! An SMS to the person who asked: whether help came, whether they still wait. No link and no name;
//! the message fits one SMS in every language and says how to answer.

use contact::PhoneNumber;
use db::Tx;
use i18n::Language;
use jiff::SignedDuration;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use crate::access::{Cx, Grant};
use crate::accounts::actions::code::whole_system;
use crate::accounts::challenges::{self, Budget};
use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::help_requests::model::{HelpRequest, Particulars, Progress, State};
use crate::help_requests::store;
use crate::ids::HelpRequestId;

pub const TELL: &str = "help_requests.tell";

/// What is asked of the requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    WhetherHelped,
    WhetherStillWaiting,
}

impl Question {
    pub fn message(self) -> &'static str {
        match self {
            Question::WhetherHelped => "sms-whether-helped",
            Question::WhetherStillWaiting => "sms-whether-still-waiting",
        }
    }

    /// Whether it is still worth asking.
    fn fits(self, request: &HelpRequest) -> bool {
        match self {
            Question::WhetherHelped => matches!(
                request.progress,
                Progress::Helped { .. } | Progress::Unreachable | Progress::FalseReport
            ),
            Question::WhetherStillWaiting => {
                matches!(request.progress.state(), State::Waiting | State::Referred)
            }
        }
    }
}

/// One number is asked no more often than this, whatever happens to its requests.
const TO_ONE_PHONE: Budget = Budget {
    scope: "question",
    window: SignedDuration::from_hours(24),
    most: 4,
};

#[derive(Serialize, Deserialize)]
pub struct Tell {
    province: u8,
    request: HelpRequestId,
    question: Question,
}

/// Puts the question on its way, in the transaction of what it asks about.
pub async fn ask_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    question: Question,
) -> Result<(), db::Error> {
    if request.practice || !app.settings.sms_questions {
        return Ok(());
    }
    let payload = Tell {
        province: request.province,
        request: request.id,
        question,
    };
    let job = NewJob {
        name: TELL,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        due_at: cx.now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Sends it, unless the case has moved on meanwhile or the number was asked often enough.
pub async fn send(app: App, job: Tell) -> Result<(), JobError> {
    let now = app.clock.now();
    let found = db::read!(app.db, |tx| {
        let Some(request) = store::find_by_id(tx, job.province, job.request).await? else {
            return Ok(None);
        };
        let grant = Grant::own(request.id.0);
        let own = store::particulars(tx, &app.vault, &request, grant).await?;
        Ok::<_, db::Error>(Some((request, own)))
    })?;
    let Some((request, own)) = found.filter(|(request, _)| job.question.fits(request)) else {
        return Ok(());
    };
    let Some(phone) = phone(&own) else {
        return Ok(());
    };
    let hash = phone_hash(&app.vault, &phone);
    let spent = db::write!(app.db, |tx| {
        let slot = [u8::try_from(tx.slot()).unwrap_or(0)];
        let budgets: [(Budget, &[u8]); 2] = [(TO_ONE_PHONE, &hash), (whole_system(&app), &slot)];
        challenges::spend_all(tx, &budgets, now).await
    })?;
    if !spent {
        return Ok(());
    }
    let text = words(own.language, job.question, request.reference.as_str());
    match app.sms.send(&phone, &text, now).await {
        Ok(_) => Ok(()),
        Err(err) if err.is_worth_retrying() => Err(JobError::Failed(err.to_string())),
        Err(err) => Err(JobError::GiveUp(err.to_string())),
    }
}

/// The phone that asked, if it can get an SMS; else the one to call back.
fn phone(own: &Particulars) -> Option<PhoneNumber> {
    [&own.asker_phone, &own.contact_phone]
        .into_iter()
        .flatten()
        .find(|phone| phone.for_otp().is_ok())
        .cloned()
}

pub fn words(language: Language, question: Question, reference: &str) -> String {
    i18n::say(
        language,
        question.message(),
        &[("reference", reference.into())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_fits_one_sms() {
        for language in Language::ALL {
            for question in [Question::WhetherHelped, Question::WhetherStillWaiting] {
                let text = words(language, question, "COVX69-571121-12345");
                let units = text.encode_utf16().count();
                assert!(units <= 70, "{units}: {text}");
            }
        }
    }
}
