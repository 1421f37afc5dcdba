//! Whether the database can be reached, and until when all that is kept in memory is as it was. While it
//! is away the public goes on reading what is known, with the time from which it is.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// So long nobody waits for a database that did not answer; then somebody tries again.
const TRIED_AGAIN: SignedDuration = SignedDuration::from_secs(5);

/// Instants in milliseconds of Unix time; 0: never.
#[derive(Debug, Default)]
pub struct Reach {
    in_step_at: AtomicI64,
    lost_at: AtomicI64,
}

impl Reach {
    /// What is kept in memory is what the database held at this instant.
    pub fn in_step(&self, at: Timestamp) {
        self.in_step_at
            .fetch_max(at.as_millisecond(), Ordering::Relaxed);
        if self.lost_at.swap(0, Ordering::Relaxed) != 0 {
            tracing::info!("the database answers again");
        }
    }

    /// The last instant of which all is known.
    pub fn in_step_at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.in_step_at.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// The database did not answer.
    pub fn lost(&self, at: Timestamp) {
        if self.lost_at.swap(at.as_millisecond(), Ordering::Relaxed) == 0 {
            tracing::warn!("the database is away; the public reads on what is known");
        }
    }

    /// Whether it is no use to ask the database just now.
    pub fn is_lost(&self, now: Timestamp) -> bool {
        let at = self.lost_at.load(Ordering::Relaxed);
        let since = SignedDuration::from_millis(now.as_millisecond() - at);
        at != 0 && since < TRIED_AGAIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_database_is_tried_again_and_found_at_once() {
        let reach = Reach::default();
        let at = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        reach.in_step(at(0));
        assert!(!reach.is_lost(at(0)));
        reach.lost(at(1));
        assert!(reach.is_lost(at(1)) && reach.is_lost(at(5)) && !reach.is_lost(at(6)));
        assert_eq!(reach.in_step_at(), at(0));
        reach.lost(at(7));
        reach.in_step(at(8));
        assert!(!reach.is_lost(at(8)));
        assert_eq!(reach.in_step_at(), at(8));
    }
}
