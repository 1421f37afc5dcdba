//! The form of a household, one household with what is to be done for its people, what one recorded, and
//! the survey on the phone.

pub mod card;
pub mod household;
pub mod own;
pub mod phone;
pub mod record;
