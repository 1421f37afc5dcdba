//! The address of a round.

use crate::ids::{self, RoundId};

pub type Handle = ids::Handle<RoundId>;
