//! Opaque list cursors: the last sort values and a fingerprint of the filter they belong to, so that
//! a cursor of one list is not taken for one of another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

#[derive(Serialize, Deserialize)]
struct Inside<T> {
    f: u32,
    v: T,
}

/// Writes a cursor. `filter` is any text that names the list and its filters.
pub fn write<T: Serialize>(filter: &str, last: &T) -> String {
    let inside = Inside {
        f: fingerprint(filter),
        v: last,
    };
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&inside).expect("sort values are plain data"))
}

/// Reads a cursor back; `None` when it is damaged or of another list.
pub fn read<T: DeserializeOwned>(filter: &str, cursor: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let inside: Inside<T> = serde_json::from_slice(&bytes).ok()?;
    (inside.f == fingerprint(filter)).then_some(inside.v)
}

fn fingerprint(filter: &str) -> u32 {
    let hash = Sha256::digest(filter.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_list() {
        let cursor = write("open|57", &(5_i64, "x".to_owned()));
        assert_eq!(
            read::<(i64, String)>("open|57", &cursor),
            Some((5, "x".to_owned()))
        );
        assert_eq!(read::<(i64, String)>("open|90", &cursor), None);
        assert_eq!(read::<(i64, String)>("open|57", "nonsense"), None);
    }
}
