//! The address of a pair: the two digits of its province, so that one shard answers, and its id.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::ids::PairId;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle {
    pub province: u8,
    pub id: PairId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a pair")]
pub struct NotAHandle;

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{}", self.province, self.id.0.simple())
    }
}

impl FromStr for Handle {
    type Err = NotAHandle;

    fn from_str(text: &str) -> Result<Handle, NotAHandle> {
        let (province, id) = text.split_at_checked(2).ok_or(NotAHandle)?;
        if id.len() != 32 || !province.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAHandle);
        }
        Ok(Handle {
            province: province.parse().map_err(|_| NotAHandle)?,
            id: PairId(Uuid::try_parse(id).map_err(|_| NotAHandle)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(province in 0_u8..100, id in any::<u128>()) {
            let handle = Handle { province, id: PairId(Uuid::from_u128(id)) };
            prop_assert_eq!(handle.to_string().parse(), Ok(handle));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,40}") {
            let _ = text.parse::<Handle>();
        }
    }
}
