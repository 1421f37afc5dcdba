//! The addresses of a household and of its persons.

use crate::ids::{self, HouseholdId, PersonId};

pub type Handle = ids::Handle<HouseholdId>;

/// The address of a person of a household: the province is that of the household.
pub type PersonHandle = ids::Handle<PersonId>;
