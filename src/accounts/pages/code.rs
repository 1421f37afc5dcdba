//! The page where a code is typed in, whatever it was asked for.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;
use web::{Problems, Typed};

use crate::access::{Actor, Cx};
use crate::accounts::actions::{code, register, sign_in};
use crate::accounts::model::{Challenge, Purpose, Sending, Who};
use crate::accounts::rules::{self, CannotSignIn};
use crate::error::{Error, Refusal};
use crate::ids::ChallengeId;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/code.html")]
struct CodePage<'a> {
    page: &'a Page,
    form: &'a Form,
    challenge: &'a Challenge,
}

impl CodePage<'_> {
    fn now(&self) -> Timestamp {
        self.page.cx.now
    }

    fn resend_at(&self) -> Timestamp {
        rules::resend_at(self.challenge)
    }

    fn seconds_left(&self) -> i64 {
        (self.challenge.expires_at.as_second() - self.now().as_second()).max(0)
    }

    fn for_help(&self) -> bool {
        self.challenge.purpose == Purpose::HelpRequest
    }

    fn may_go_without(&self) -> bool {
        rules::may_go_without_code(self.challenge, self.now())
    }

    fn no_sms(&self) -> bool {
        matches!(self.challenge.sending, Sending::Failed | Sending::Withheld)
    }

    fn digits(&self) -> u32 {
        self.page.app.settings.otp_digits
    }

    fn back(&self) -> &'static str {
        match self.challenge.purpose {
            Purpose::HelpRequest => "/ask",
            Purpose::SignIn => "/sign-in",
            Purpose::Register => "/register",
            Purpose::Recover => "/recover",
        }
    }
}

pub async fn show(page: Page, Path(id): Path<ChallengeId>) -> Result<Response, Failure> {
    let challenge = code::find(&page.app, id).await?;
    page.render(&CodePage {
        page: &page,
        form: &Form::default(),
        challenge: &challenge,
    })
}

async fn refused(
    page: &Page,
    id: ChallengeId,
    typed: Typed,
    refusal: &dyn Refusal,
) -> Result<Response, Failure> {
    let challenge = code::find(&page.app, id).await?;
    let mut problems = Problems::default();
    problems.add("code", refusal.said());
    let form = Form::new(typed, problems);
    page.refuse_with(
        refusal,
        &CodePage {
            page,
            form: &form,
            challenge: &challenge,
        },
    )
}

pub async fn verify(
    Path(id): Path<ChallengeId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let device = page.client.device.clone();
    let verified = code::verify(&page.app, &page.cx, id, typed.value("code"), &device).await;
    let phone = match verified {
        Ok(phone) => phone,
        Err(Error::Refused(refusal)) => return refused(&page, id, typed, refusal.as_ref()).await,
        Err(err) => return Err(err.into()),
    };
    let Who::Phone(holder) = &phone.session.who else {
        return Err(Error::NotFound.into());
    };
    let as_phone = Cx {
        actor: Actor::Phone(phone.session.id, holder.clone()),
        ..page.cx.clone()
    };
    match holder.purpose {
        Purpose::HelpRequest => {
            let next = if typed.value("next") == "mine" {
                "/mine"
            } else {
                "/ask/kinds"
            };
            Ok(page.keep_session(page.to(next), &phone.token, false))
        }
        Purpose::Recover => {
            Ok(page.keep_session(page.to("/recover/password"), &phone.token, false))
        }
        Purpose::SignIn => sign_in_now(&page, &as_phone, &phone.token).await,
        Purpose::Register => {
            let Some(sealed) = &phone.pending else {
                return Ok(page.keep_session(page.to("/register"), &phone.token, false));
            };
            let made = register::finish(
                &page.app,
                &as_phone,
                phone.session.id,
                holder,
                sealed,
                &device,
            );
            match made.await {
                Ok(signed) => {
                    Ok(page.keep_session(page.to("/register/done"), &signed.token, false))
                }
                // The phone turned out to have an account: its owner is led in.
                Err(Error::Refused(refusal)) if refusal.name() == "phone-has-account" => {
                    let signed = sign_in::by_phone(&page.app, &as_phone, &device, false).await?;
                    let on = page.to_saying("/volunteer", "register-phone-has-account");
                    Ok(page.keep_session(on, &signed.token, false))
                }
                Err(Error::Problems(_)) => Ok(page.to_saying("/register", "username-taken")),
                Err(err) => Err(err.into()),
            }
        }
    }
}

async fn sign_in_now(page: &Page, as_phone: &Cx, token: &str) -> Result<Response, Failure> {
    let remembered = page.query.value("remember") == "yes";
    match sign_in::by_phone(&page.app, as_phone, &page.client.device, remembered).await {
        Ok(signed) => Ok(page.keep_session(page.to("/volunteer"), &signed.token, remembered)),
        Err(Error::Refused(refusal)) if refusal.name() == CannotSignIn::NoAccount.name() => {
            let on = page.to_saying("/register", "sign-in-no-account");
            Ok(page.keep_session(on, token, false))
        }
        Err(err) => Err(err.into()),
    }
}

/// Another code to the same phone. A waiting registration goes along.
pub async fn again(
    Path(id): Path<ChallengeId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let old = code::find(&page.app, id).await?;
    let address = &page.client.address;
    let (app, cx) = (&page.app, &page.cx);
    match code::ask(
        app,
        cx,
        &old.phone,
        old.purpose,
        address,
        old.pending.clone(),
    )
    .await
    {
        Ok(new) => Ok(page.to_saying(&format!("/codes/{}", new.id), "otp-sent-again")),
        Err(Error::Refused(refusal)) => refused(&page, id, typed, refusal.as_ref()).await,
        Err(err) => Err(err.into()),
    }
}

/// On to the form without the code that did not come.
pub async fn without(
    Path(id): Path<ChallengeId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    match code::go_without(&page.app, &page.cx, id, &page.client.device).await {
        Ok(phone) => Ok(page.keep_session(page.to("/ask/kinds"), &phone.token, false)),
        Err(Error::Refused(refusal)) => refused(&page, id, typed, refusal.as_ref()).await,
        Err(err) => Err(err.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/templates/phone.html")]
struct PhonePage<'a> {
    page: &'a Page,
    form: &'a Form,
    title: String,
    words: String,
    action: &'static str,
}

fn phone_page<'a>(page: &'a Page, form: &'a Form, purpose: Purpose) -> PhonePage<'a> {
    let recover = purpose == Purpose::Recover;
    PhonePage {
        page,
        form,
        title: page.t(if recover {
            "recover-title"
        } else {
            "own-title"
        }),
        words: page.t(if recover {
            "recover-words"
        } else {
            "own-words"
        }),
        action: if recover { "/recover" } else { "/mine/phone" },
    }
}

/// The phone, before "my requests" are shown.
pub async fn own_phone(page: Page) -> Result<Response, Failure> {
    page.render(&phone_page(&page, &Form::default(), Purpose::HelpRequest))
}

pub async fn send_own(sent: Sent) -> Result<Response, Failure> {
    send_to(sent, Purpose::HelpRequest, "?next=mine").await
}

/// The phone, before a password is set anew.
pub async fn recover_phone(page: Page) -> Result<Response, Failure> {
    page.render(&phone_page(&page, &Form::default(), Purpose::Recover))
}

pub async fn send_recover(sent: Sent) -> Result<Response, Failure> {
    send_to(sent, Purpose::Recover, "").await
}

async fn send_to(
    Sent { page, typed, .. }: Sent,
    purpose: Purpose,
    query: &str,
) -> Result<Response, Failure> {
    let mut problems = Problems::default();
    let phone = crate::accounts::form::read_mobile(&typed, &mut problems);
    let Some(phone) = phone else {
        let form = Form::new(typed, problems);
        return page.refuse(&phone_page(&page, &form, purpose));
    };
    let (app, cx, address) = (&page.app, &page.cx, &page.client.address);
    match code::ask_or_open(app, cx, &phone, purpose, address).await {
        Ok(challenge) => Ok(page.to(&format!("/codes/{}{query}", challenge.id))),
        Err(Error::Refused(refusal)) => {
            problems.add("phone", refusal.said());
            let form = Form::new(typed, problems);
            page.refuse_with(refusal.as_ref(), &phone_page(&page, &form, purpose))
        }
        Err(err) => Err(err.into()),
    }
}
