//! The list of keys: how it is written, and what is derived from each key once.

use crate::{KeyError, mac, random_bytes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::{Zeroize, Zeroizing};

pub const KEY_LENGTH: usize = 32;

/// One key; wiped from memory when dropped, the cipher's copy as well.
pub struct Key {
    pub id: u8,
    pub master: Zeroizing<[u8; KEY_LENGTH]>,
    pub cipher: XChaCha20Poly1305,
}

impl Key {
    fn new(id: u8, master: Zeroizing<[u8; KEY_LENGTH]>) -> Key {
        let mut sealing = mac(&master, &[b"jitasa v1\0seal"]);
        let cipher = XChaCha20Poly1305::new(&sealing.into());
        sealing.zeroize();
        Key { id, master, cipher }
    }

    fn fresh(id: u8) -> Key {
        Key::new(id, Zeroizing::new(random_bytes()))
    }
}

/// Keys in the order of their ids; never empty.
pub struct KeyRing(Vec<Key>);

impl KeyRing {
    pub fn fresh() -> KeyRing {
        KeyRing(vec![Key::fresh(1)])
    }

    pub fn parse(text: &str) -> Result<KeyRing, KeyError> {
        let pairs = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .flat_map(|line| line.split([' ', '\t', ',', '\r']))
            .filter(|pair| !pair.is_empty());
        let mut keys: Vec<Key> = Vec::new();
        for (index, pair) in pairs.enumerate() {
            let not_a_pair = KeyError::NotAPair {
                position: index + 1,
            };
            let Some((id, key)) = pair.split_once(':') else {
                return Err(not_a_pair);
            };
            let id = match id.parse::<u8>() {
                Ok(id) if id > 0 => id,
                _ => return Err(not_a_pair),
            };
            let master = decode(key.as_bytes()).ok_or(KeyError::NotAKey { id })?;
            if keys.iter().any(|known| known.id == id) {
                return Err(KeyError::Twice { id });
            }
            keys.push(Key::new(id, master));
        }
        if keys.is_empty() {
            return Err(KeyError::Empty);
        }
        keys.sort_by_key(|key| key.id);
        Ok(KeyRing(keys))
    }

    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = String::from(
            "# Keys of this installation of Jitasa. Keep a copy apart from the backups of the data:\n\
             # without these keys the phone and identity numbers in the data cannot be read.\n",
        );
        for key in &self.0 {
            let mut letters = encode(&key.master);
            text.push_str(&format!("{}:{letters}\n", key.id));
            letters.zeroize();
        }
        Zeroizing::new(text)
    }

    pub fn add_fresh(&mut self) -> Result<(), KeyError> {
        let id = self.newest().id.checked_add(1).ok_or(KeyError::Full)?;
        self.0.push(Key::fresh(id));
        Ok(())
    }

    pub fn oldest(&self) -> &Key {
        self.0.first().expect("a ring holds a key")
    }

    pub fn newest(&self) -> &Key {
        self.0.last().expect("a ring holds a key")
    }

    pub fn get(&self, id: u8) -> Option<&Key> {
        self.iter().find(|key| key.id == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }
}

pub fn encode(bytes: &[u8; KEY_LENGTH]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn decode(letters: &[u8]) -> Option<Zeroizing<[u8; KEY_LENGTH]>> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(letters).ok()?);
    Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
}
