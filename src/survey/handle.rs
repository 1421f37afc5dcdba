//! The address of a household.

use crate::ids::{self, HouseholdId};

pub type Handle = ids::Handle<HouseholdId>;
