//! The keys of an installation and all that is done with them: sealing what must be read again
//! (phone and identity numbers), keyed hashes of what must only be found again, signatures, and
//! the system's random source for tokens and codes. It knows no table and no request.

mod error;
mod key_file;
mod keys;
mod random;

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;
use subtle::ConstantTimeEq;

pub use error::{KeyError, OpenError};
pub use random::{otp_code, random_bytes, random_token};

use keys::{KEY_LENGTH, Key, KeyRing};

/// A keyed or plain SHA-256 hash, as it stands in a column.
pub type Hash = [u8; 32];

const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;

/// Holds the keys of one installation.
///
/// The newest key (highest id) seals and signs; every key opens and verifies. Lookup hashes and
/// the fingerprint come from the oldest key, so that a rotation leaves the lookup columns as they
/// are; the oldest key must therefore stay in the list.
pub struct Vault {
    ring: KeyRing,
}

impl Vault {
    /// Reads the key file, or makes one with a fresh key (mode 0600) where there is none.
    ///
    /// Two processes that start at once end with the same key.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be read or made, when others than its owner may read it,
    /// or when its text holds no proper keys.
    pub fn open_or_create(path: &Path) -> Result<Vault, KeyError> {
        if !path
            .try_exists()
            .map_err(|source| KeyError::unreadable(path, source))?
        {
            key_file::create(path, &KeyRing::fresh().to_text())?;
        }
        Vault::open_file(path)
    }

    /// Reads the key file, which must be there.
    ///
    /// # Errors
    /// As [`Vault::open_or_create`]; a missing file is [`KeyError::Unreadable`].
    pub fn open_file(path: &Path) -> Result<Vault, KeyError> {
        Vault::from_key_text(&key_file::read(path)?)
    }

    /// Reads keys from a setting: `ID:KEY` pairs, separated by white space or commas, ID 1 to
    /// 255, KEY 32 bytes in URL-safe base64. Lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// [`KeyError`] naming the pair that is wrong (never its key).
    pub fn from_key_text(text: &str) -> Result<Vault, KeyError> {
        Ok(Vault {
            ring: KeyRing::parse(text)?,
        })
    }

    /// The text of a fresh list with one key, for an operator to put into the settings.
    pub fn fresh_key_text() -> String {
        KeyRing::fresh().to_text().to_string()
    }

    /// Adds a fresh key to the key file; what is sealed from then on is sealed with it.
    ///
    /// # Errors
    /// As [`Vault::open_file`], and [`KeyError::Full`] when id 255 is in use.
    pub fn rotate_file(path: &Path) -> Result<Vault, KeyError> {
        let mut ring = KeyRing::parse(&key_file::read(path)?)?;
        ring.add_fresh()?;
        key_file::replace(path, &ring.to_text())?;
        Ok(Vault { ring })
    }

    /// Seals `plain` so that it opens only with the same `context` (such as
    /// `help_requests.contact_phone` and the row's id), which is not kept inside.
    ///
    /// Shape: key id (1 byte), nonce (24), ciphertext, tag (16). Two seals of the same text differ.
    pub fn seal(&self, plain: &[u8], context: &[u8]) -> Vec<u8> {
        let key = self.ring.newest();
        let nonce: [u8; NONCE_LENGTH] = random_bytes();
        let ciphertext = key
            .cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: context,
                },
            )
            .expect("a text that fits in memory is shorter than the cipher's limit");
        let mut sealed = Vec::with_capacity(1 + NONCE_LENGTH + ciphertext.len());
        sealed.push(key.id);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        sealed
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// [`OpenError`] when the key is not in the list, or the text or its context was changed.
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (&id, rest) = sealed.split_first().ok_or(OpenError::TooShort)?;
        let key = self.ring.get(id).ok_or(OpenError::UnknownKey(id))?;
        let (nonce, ciphertext) = rest
            .split_first_chunk::<NONCE_LENGTH>()
            .ok_or(OpenError::TooShort)?;
        if ciphertext.len() < TAG_LENGTH {
            return Err(OpenError::TooShort);
        }
        key.cipher
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: ciphertext,
                    aad: context,
                },
            )
            .map_err(|_| OpenError::Changed)
    }

    /// Whether a sealed text was sealed with an older key than today's, and is to be sealed anew.
    pub fn is_sealed_with_an_old_key(&self, sealed: &[u8]) -> bool {
        sealed
            .first()
            .is_some_and(|id| *id != self.ring.newest().id)
    }

    /// A keyed hash under which equal texts are found again (phones, identity numbers, OTP codes
    /// with their challenge). Each `domain` has its own subkey, so columns cannot be joined.
    pub fn lookup(&self, domain: &str, plain: &[u8]) -> Hash {
        let subkey = subkey(self.ring.oldest(), "lookup", domain);
        mac(&subkey, &[plain])
    }

    /// Signs a message for one purpose (such as `csrf`): 43 letters of URL-safe base64.
    pub fn sign(&self, purpose: &str, message: &[u8]) -> String {
        keys::encode(&signature(self.ring.newest(), purpose, message))
    }

    /// Whether `signature` was made by [`Vault::sign`] for this purpose and message with any of
    /// the keys. Takes the same time wherever the texts differ.
    pub fn verify(&self, purpose: &str, message: &[u8], signature_text: &str) -> bool {
        let Some(given) = keys::decode(signature_text.as_bytes()) else {
            return false;
        };
        self.ring
            .iter()
            .any(|key| same(&signature(key, purpose, message), &given[..]))
    }

    /// 16 hexadecimal digits that tell two lists of keys apart without telling a key; a database
    /// remembers them, so that a lost or exchanged key file is noticed at the start.
    pub fn fingerprint(&self) -> String {
        let hash = subkey(self.ring.oldest(), "fingerprint", "");
        hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<u8> = self.ring.iter().map(|key| key.id).collect();
        f.debug_struct("Vault")
            .field("key_ids", &ids)
            .finish_non_exhaustive()
    }
}

/// SHA-256 of a token of full entropy, for the column it is found by. Not for codes or phones,
/// which can be guessed: those need [`Vault::lookup`].
pub fn token_hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

/// Compares without telling by its time where two texts differ (their lengths may be told).
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

fn signature(key: &Key, purpose: &str, message: &[u8]) -> Hash {
    mac(&subkey(key, "sign", purpose), &[message])
}

/// A key for one use: no two uses, and no two names of a use, share one.
fn subkey(key: &Key, usage: &str, name: &str) -> [u8; KEY_LENGTH] {
    mac(
        &key.master,
        &[b"jitasa v1\0", usage.as_bytes(), b"\0", name.as_bytes()],
    )
}

fn mac(key: &[u8; KEY_LENGTH], parts: &[&[u8]]) -> Hash {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
