//! The address of a day of vaccination.

use crate::ids::{self, VaccinationSessionId};

pub type Handle = ids::Handle<VaccinationSessionId>;
