//! Asking for a code by SMS, typing it in, or going on without it.

use contact::PhoneNumber;
use db::Tx;
use jiff::SignedDuration;

use crate::access::Cx;
use crate::accounts::challenges::{self, Budget};
use crate::accounts::model::{Challenge, Purpose, Sending, Session};
use crate::accounts::rules::{self, CannotSendCode, CodeRefused};
use crate::accounts::{jobs as account_jobs, sessions, store};
use crate::app::App;
use crate::error::Error;
use crate::ids::{ChallengeId, SessionId};

/// Sends a code to a phone. Where a budget of messages is used up, somebody who asks for help goes on
/// without a code; everybody else is told to wait.
pub async fn ask(
    app: &App,
    cx: &Cx,
    phone: &PhoneNumber,
    purpose: Purpose,
    address: &str,
    pending: Option<Vec<u8>>,
) -> Result<Challenge, Error> {
    Ok(send(app, cx, phone, purpose, address, pending).await??)
}

/// As `ask`, for a page: who comes back within the minute (the back button, a page closed by mistake)
/// is led to the code that is already on its way.
pub async fn ask_or_open(
    app: &App,
    cx: &Cx,
    phone: &PhoneNumber,
    purpose: Purpose,
    address: &str,
) -> Result<Challenge, Error> {
    let refused = match send(app, cx, phone, purpose, address, None).await? {
        Ok(challenge) => return Ok(challenge),
        Err(refused) => refused,
    };
    let since = cx.now - rules::PATIENCE;
    let latest = db::look!(app.db, |tx| {
        challenges::latest(tx, &app.vault, phone, purpose, since).await
    })?;
    match latest {
        Some(challenge) if rules::is_open(&challenge, cx.now) => Ok(challenge),
        _ => Err(refused.into()),
    }
}

async fn send(
    app: &App,
    cx: &Cx,
    phone: &PhoneNumber,
    purpose: Purpose,
    address: &str,
    pending: Option<Vec<u8>>,
) -> Result<Result<Challenge, CannotSendCode>, Error> {
    let digits = usize::try_from(app.settings.otp_digits).unwrap_or(6);
    let code = vault::otp_code(digits);
    let life = SignedDuration::from_mins(i64::from(app.settings.otp_minutes));
    let id: ChallengeId = app.ids.at(cx.now);
    let challenge = Challenge {
        id,
        reference: vault::otp_code(4),
        purpose,
        phone: phone.clone(),
        code_hash: code_hash(app, id, &code),
        tries: 0,
        sending: Sending::Queued,
        pending,
        created_at: cx.now,
        expires_at: cx.now + life,
        used_at: None,
    };
    let sealed_text = account_jobs::seal_text(app, &challenge, &code);
    let phone_hash = store::phone_hash(&app.vault, phone);
    let outcome = db::write!(app.db, |tx| {
        let mut challenge = challenge.clone();
        let since = cx.now - rules::PATIENCE;
        if let Some(last) = challenges::latest(tx, &app.vault, phone, purpose, since).await? {
            let seconds = (rules::resend_at(&last).as_second() - cx.now.as_second()).max(1);
            return_refused!(CannotSendCode::TooSoon { seconds });
        }
        if let Some(seconds) = budget_left(app, tx, cx, &phone_hash, address).await? {
            if purpose != Purpose::HelpRequest {
                return_refused!(CannotSendCode::BudgetUsedUp { seconds });
            }
            challenge.sending = Sending::Withheld;
        }
        challenges::insert(tx, &app.vault, &challenge).await?;
        if challenge.sending == Sending::Queued {
            account_jobs::enqueue_code(tx, cx.now, &challenge, &sealed_text).await?;
        }
        Ok::<_, db::Error>(Ok(challenge))
    })?;
    app.jobs_wake.notify_one();
    Ok(outcome)
}

/// Leaves the block of a `write!` with a refusal that is an answer, not an error: what was written
/// before it stays.
macro_rules! return_refused {
    ($refusal:expr) => {
        return Ok::<_, db::Error>(Err($refusal))
    };
}
use return_refused;

fn code_hash(app: &App, id: ChallengeId, code: &str) -> [u8; 32] {
    app.vault.lookup("otp", format!("{id}:{code}").as_bytes())
}

/// What all messages together may come to in a day; counted by slot.
pub fn whole_system(app: &App) -> Budget {
    Budget {
        scope: "system_day",
        window: SignedDuration::from_hours(24),
        most: app.settings.sms_per_day.into(),
    }
}

/// `None` and one message spent from each budget, or the seconds until the fullest one opens again.
async fn budget_left(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    phone_hash: &[u8],
    address: &str,
) -> Result<Option<i64>, db::Error> {
    let hour = SignedDuration::from_hours(1);
    let day = SignedDuration::from_hours(24);
    let settings = &app.settings;
    let slot = [u8::try_from(tx.slot()).unwrap_or(0)];
    let budgets: [(Budget, &[u8]); 4] = [
        (
            Budget {
                scope: "phone_hour",
                window: hour,
                most: settings.otp_per_phone_hour.into(),
            },
            phone_hash,
        ),
        (
            Budget {
                scope: "phone_day",
                window: day,
                most: settings.otp_per_phone_day.into(),
            },
            phone_hash,
        ),
        (
            Budget {
                scope: "address_hour",
                window: hour,
                most: settings.otp_per_address_hour.into(),
            },
            address.as_bytes(),
        ),
        (whole_system(app), &slot),
    ];
    for (budget, subject) in &budgets {
        if challenges::spent(tx, budget, subject, cx.now).await? >= budget.most {
            return Ok(Some(budget.seconds_left(cx.now)));
        }
    }
    for (budget, subject) in &budgets {
        challenges::spend(tx, budget, subject, cx.now).await?;
    }
    Ok(None)
}

/// What a phone that has shown itself gets: the token, and the session it stands for.
#[derive(Debug)]
pub struct PhoneToken {
    pub token: String,
    pub session: Session,
    /// What waited for the code, sealed.
    pub pending: Option<Vec<u8>>,
}

/// The code is typed in. A wrong one is counted.
pub async fn verify(
    app: &App,
    cx: &Cx,
    id: ChallengeId,
    code: &str,
    device: &str,
) -> Result<PhoneToken, Error> {
    let typed: String = i18n::fold_digits(code)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let typed_hash = code_hash(app, id, &typed);
    let token = vault::random_token();
    let session_id: SessionId = app.ids.at(cx.now);
    let outcome = db::write!(app.db, |tx| {
        let Some(challenge) = challenges::find(tx, &app.vault, id).await? else {
            return_refused!(CodeRefused::Expired);
        };
        let right = vault::same(&challenge.code_hash, &typed_hash);
        if let Err(refused) = rules::check_code(&challenge, right, cx.now) {
            challenges::count_try(tx, id).await?;
            return_refused!(refused);
        }
        challenges::mark_used(tx, id, cx.now).await?;
        let session = sessions::of_phone(
            session_id,
            challenge.phone.clone(),
            true,
            challenge.purpose,
            device.to_owned(),
            cx.now,
        );
        sessions::insert(tx, &app.vault, &token, &session, false).await?;
        Ok::<_, db::Error>(Ok((session, challenge.pending)))
    })?;
    let (session, pending) = outcome?;
    Ok(PhoneToken {
        token,
        session,
        pending,
    })
}

/// Help is asked for without the code that did not come.
pub async fn go_without(
    app: &App,
    cx: &Cx,
    id: ChallengeId,
    device: &str,
) -> Result<PhoneToken, Error> {
    let token = vault::random_token();
    let session_id: SessionId = app.ids.at(cx.now);
    let session = db::write!(app.db, |tx| {
        let challenge = challenges::find(tx, &app.vault, id)
            .await?
            .ok_or(Error::NotFound)?;
        if !rules::may_go_without_code(&challenge, cx.now) {
            let seconds = (rules::resend_at(&challenge).as_second() - cx.now.as_second()).max(1);
            return Err(CannotSendCode::TooSoon { seconds }.into());
        }
        let session = sessions::of_phone(
            session_id,
            challenge.phone,
            false,
            challenge.purpose,
            device.to_owned(),
            cx.now,
        );
        sessions::insert(tx, &app.vault, &token, &session, false).await?;
        Ok::<_, Error>(session)
    })?;
    Ok(PhoneToken {
        token,
        session,
        pending: None,
    })
}

/// A code that was asked for, to show the page where it is typed.
pub async fn find(app: &App, id: ChallengeId) -> Result<Challenge, Error> {
    db::read!(app.db, |tx| { challenges::find(tx, &app.vault, id).await })?.ok_or(Error::NotFound)
}

/// A phone taken at its word, where the incident asks for no code.
pub async fn trust(
    app: &App,
    cx: &Cx,
    phone: &PhoneNumber,
    device: &str,
) -> Result<PhoneToken, Error> {
    let token = vault::random_token();
    let session = sessions::of_phone(
        app.ids.at(cx.now),
        phone.clone(),
        false,
        Purpose::HelpRequest,
        device.to_owned(),
        cx.now,
    );
    db::write!(app.db, |tx| {
        sessions::insert(tx, &app.vault, &token, &session, false).await
    })?;
    Ok(PhoneToken {
        token,
        session,
        pending: None,
    })
}
