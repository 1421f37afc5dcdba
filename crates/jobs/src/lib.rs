//! Durable background work. A job is written in the business transaction that asks for it, claimed
//! under a lease, done at least once, tried again with growing pauses, and given up visibly. No
//! two processes work at one job at the same time; when a worker dies its lease lapses and another
//! takes over. So a handler may run twice for one job, and must have one effect.

mod background;
mod error;
mod limits;
mod queue;
mod runner;
mod store;

pub use background::{Running, Wake};
pub use error::JobError;
pub use limits::Limits;
pub use queue::{Counts, JobId, Listed, NewJob, counts, dead, enqueue, revive, waiting};
pub use runner::{Drained, Runner};
