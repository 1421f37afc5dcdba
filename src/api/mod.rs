//! What every endpoint for programs shares: who calls, a JSON body read strictly by the schema that
//! describes it, answers that never say what they may not, and the description of the whole.

pub mod caller;
pub mod document;
pub mod json;
pub mod problem;
pub mod received;
pub mod refused;
pub mod shape;

pub use caller::Caller;
pub use received::{Body, Received};
