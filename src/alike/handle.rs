//! The address of a pair.

use crate::ids::{self, PairId};

pub type Handle = ids::Handle<PairId>;
