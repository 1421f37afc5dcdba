//! Small numbers for transactions under way, so that two at once never write the same row of a
//! tally: each takes the lowest number that is free and gives it back when it ends.

use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct Slots {
    taken: Mutex<Vec<bool>>,
}

/// A number that is nobody else's while it lives.
pub(crate) struct Slot {
    slots: Arc<Slots>,
    number: usize,
}

impl Slots {
    pub(crate) fn new() -> Arc<Slots> {
        Arc::new(Slots {
            taken: Mutex::new(Vec::new()),
        })
    }

    pub(crate) fn take(self: &Arc<Slots>) -> Slot {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let number = taken.iter().position(|taken| !taken).unwrap_or(taken.len());
        if number == taken.len() {
            taken.push(true);
        } else {
            taken[number] = true;
        }
        Slot {
            slots: self.clone(),
            number,
        }
    }
}

impl Slot {
    pub(crate) fn number(&self) -> i64 {
        // There are never more than connections.
        i64::try_from(self.number).unwrap_or(i64::MAX)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = self
            .slots
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        taken[self.number] = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_free_number_is_taken_and_given_back() {
        let slots = Slots::new();
        let (a, b) = (slots.take(), slots.take());
        assert_eq!((a.number(), b.number()), (0, 1));
        drop(a);
        assert_eq!(slots.take().number(), 0);
        assert_eq!(b.number(), 1);
    }
}
