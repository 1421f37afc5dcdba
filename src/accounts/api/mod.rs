//! Codes, accounts and sessions for programs. A code's token opens what the code was asked for.

pub mod codes;
pub mod register;
pub mod seats;
pub mod sessions;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::actions::code::PhoneToken;
use super::actions::sign_in::SignedInToken;

/// A token, used as `Authorization: Bearer`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct TokenJson {
    pub token: String,
    pub expires_at: Timestamp,
}

impl From<PhoneToken> for TokenJson {
    fn from(phone: PhoneToken) -> TokenJson {
        TokenJson {
            token: phone.token,
            expires_at: phone.session.expires_at,
        }
    }
}

impl From<SignedInToken> for TokenJson {
    fn from(signed: SignedInToken) -> TokenJson {
        TokenJson {
            token: signed.token,
            expires_at: signed.session.expires_at,
        }
    }
}
