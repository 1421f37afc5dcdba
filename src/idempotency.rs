//! A send that may come again. The key is claimed in the transaction of what it does; whoever comes
//! later with the same key gets what the first one made.

use db::{Tx, sql};
use http::StatusCode;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web::Message;

use crate::access::{Actor, Cx};
use crate::app::App;
use crate::error::{Error, Refusal};

/// Whose send it is, its key, and a hash of what was sent.
#[derive(Debug, Clone)]
pub struct Key {
    person: [u8; 32],
    key: String,
    fingerprint: [u8; 32],
}

impl Key {
    /// Reads a key as sent: one to eighty visible letters.
    pub fn new(app: &App, cx: &Cx, key: &str, body: &[u8]) -> Result<Key, NotAKey> {
        let fits = (1..=80).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(NotAKey);
        }
        let person = match &cx.actor {
            Actor::SignedIn(who) => app.vault.lookup("person", who.account.id.0.as_bytes()),
            Actor::Phone(_, holder) => app.vault.lookup("person", holder.phone.e164().as_bytes()),
            Actor::Visitor => app.vault.lookup("person", b"nobody in particular"),
        };
        let fingerprint = app.vault.lookup("body", body);
        Ok(Key {
            person,
            key: key.to_owned(),
            fingerprint,
        })
    }

    /// The id of what is made under this key, the same however often it is sent. `what` names what is made
    /// and where: under one key something is made once at each place.
    pub fn id(&self, app: &App, what: &str) -> Uuid {
        let name = [
            self.person.as_slice(),
            what.as_bytes(),
            &[0],
            self.key.as_bytes(),
        ];
        let hash = app.vault.lookup("made under a key", &name.concat());
        let bytes = hash[..16].try_into().unwrap_or_default();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The same key where what is sent names no place, but its address does: what goes to another place under it is
    /// another send.
    #[must_use]
    pub fn at(&self, place: Uuid) -> Key {
        let mut sha = Sha256::new();
        sha.update(self.fingerprint);
        sha.update(place.as_bytes());
        Key {
            fingerprint: sha.finalize().into(),
            ..self.clone()
        }
    }

    /// A hash of what was sent.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an Idempotency-Key has one to eighty visible letters")]
pub struct NotAKey;

/// The key was used for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key was used for another body")]
pub struct UsedForAnother;

impl Refusal for NotAKey {
    fn name(&self) -> &'static str {
        "bad-idempotency-key"
    }

    fn status(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    fn said(&self) -> Message {
        "idempotency-key-bad".into()
    }
}

impl Refusal for UsedForAnother {
    fn name(&self) -> &'static str {
        "idempotency-key-reused"
    }

    fn status(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    fn said(&self) -> Message {
        "idempotency-key-reused".into()
    }
}

// Claimed by inserting: looking first would cost a retry on PostgreSQL.
sql! { CLAIM = "
    INSERT INTO idempotency_keys (province, person, action, key, fingerprint, subject, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING
" }

sql! { CLAIMED = "
    SELECT fingerprint, subject
    FROM idempotency_keys
    WHERE province = $1 AND person = $2 AND action = $3 AND key = $4
" }

/// `None`: the key is ours now. `Some`: what the first send made.
pub async fn claim(
    tx: &mut Tx,
    province: u8,
    key: &Key,
    action: &'static str,
    subject: Uuid,
    now: Timestamp,
) -> Result<Option<Uuid>, Error> {
    let args: [&dyn db::ToValue; 7] = [
        &province,
        &key.person,
        &action,
        &key.key,
        &key.fingerprint,
        &subject,
        &now,
    ];
    if tx.execute(CLAIM, &args).await? == 1 {
        return Ok(None);
    }
    let row = tx
        .one(CLAIMED, &[&province, &key.person, &action, &key.key])
        .await?;
    let fingerprint: Vec<u8> = row.get("fingerprint")?;
    if fingerprint != key.fingerprint {
        return Err(UsedForAnother.into());
    }
    Ok(Some(row.get("subject")?))
}

/// Whether a send under this key was received before; looking claims nothing.
pub async fn is_claimed(
    tx: &mut Tx,
    province: u8,
    key: &Key,
    action: &'static str,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&province, &key.person, &action, &key.key];
    Ok(tx.optional(CLAIMED, &args).await?.is_some())
}

sql! { SWEEP = "DELETE FROM idempotency_keys WHERE at < $1" }

/// Forgets keys older than an instant.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, db::Error> {
    tx.execute(SWEEP, &[&before]).await
}
