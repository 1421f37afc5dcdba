//! How long and how often a job is tried.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The patience of a runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Tries before a job is given up.
    pub attempts: u32,
    /// The pause after the first failure; each one after is twice as long.
    pub first_pause: Duration,
    /// No pause is longer.
    pub longest_pause: Duration,
    /// How long a claimed job is nobody else's. A handler is stopped when four fifths of it are
    /// over; the rest is for clocks of several machines that do not quite agree.
    pub lease: Duration,
    /// Jobs worked at together by one process.
    pub together: usize,
    /// How often the queue is looked at when nobody wakes the runner.
    pub look_every: Duration,
    /// How long a graceful stop waits for what is under way.
    pub grace: Duration,
    /// How long a done job with a unique key is kept, so that its key is not taken anew.
    pub keep_done: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            attempts: 12,
            first_pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(60 * 60),
            lease: Duration::from_secs(5 * 60),
            together: 8,
            look_every: Duration::from_secs(1),
            grace: Duration::from_secs(20),
            keep_done: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

impl Limits {
    /// The pause after so many tries: doubled each time, and up to a quarter longer by chance, so
    /// that what failed together is not tried together.
    pub(crate) fn pause(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let pause = self
            .first_pause
            .saturating_mul(doubled)
            .min(self.longest_pause);
        let quarter = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX) / 4;
        pause + Duration::from_millis(RandomState::new().hash_one(attempts) % (quarter + 1))
    }

    pub(crate) fn longest_run(&self) -> Duration {
        self.lease * 4 / 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_with_a_quarter_of_chance() {
        let limits = Limits::default();
        for (attempts, seconds) in [
            (1, 5),
            (2, 10),
            (5, 80),
            (11, 3_600),
            (4_000_000_000, 3_600),
        ] {
            let pause = limits.pause(attempts);
            let least = Duration::from_secs(seconds);
            assert!(
                (least..=least * 5 / 4).contains(&pause),
                "{attempts}: {pause:?}"
            );
        }
    }
}
