//! Capacity, used and free, by kind of bed. Two of the three give the third; none is invented.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The most that one place can have of anything.
pub const MOST: u32 = 100_000;

/// Counts by the code of the kind of bed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Beds(pub BTreeMap<String, BedCount>);

impl Beds {
    pub fn get(&self, code: &str) -> BedCount {
        self.0.get(code).copied().unwrap_or_default()
    }

    /// Keeps a count that says something.
    pub fn set(&mut self, code: &str, count: BedCount) {
        if count == BedCount::default() {
            self.0.remove(code);
        } else {
            self.0.insert(code.to_owned(), count);
        }
    }

    /// What is free in all; none where no kind of bed tells.
    pub fn free(&self) -> Option<u32> {
        let told = self.0.values().filter_map(|count| count.free);
        told.reduce(u32::saturating_add)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BedCount {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<u32>,
}

/// Why three numbers are not one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BedsDoNotAddUp {
    #[error("{free} free of {capacity}")]
    MoreFreeThanThereAre { free: u32, capacity: u32 },
    #[error("{used} used and {free} free are not {capacity}")]
    Sum { capacity: u32, used: u32, free: u32 },
    #[error("more than {MOST}")]
    TooMany,
}

impl BedCount {
    /// Completes what was told. A place may hold more people than it was made for: then nothing is free.
    pub fn of(
        capacity: Option<u32>,
        used: Option<u32>,
        free: Option<u32>,
    ) -> Result<BedCount, BedsDoNotAddUp> {
        if [capacity, used, free].iter().flatten().any(|n| *n > MOST) {
            return Err(BedsDoNotAddUp::TooMany);
        }
        if let (Some(free), Some(capacity)) = (free, capacity)
            && free > capacity
        {
            return Err(BedsDoNotAddUp::MoreFreeThanThereAre { free, capacity });
        }
        match (capacity, used, free) {
            (Some(all), Some(used), Some(free)) if all.saturating_sub(used) != free => {
                Err(BedsDoNotAddUp::Sum {
                    capacity: all,
                    used,
                    free,
                })
            }
            (Some(all), Some(used), _) => Ok(BedCount {
                capacity,
                used: Some(used),
                free: Some(all.saturating_sub(used)),
            }),
            (Some(all), None, Some(free)) => Ok(BedCount {
                capacity,
                used: Some(all - free),
                free: Some(free),
            }),
            _ => Ok(BedCount {
                capacity,
                used,
                free,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_give_the_third_and_three_must_agree() {
        let of =
            |c, u, f| BedCount::of(c, u, f).map(|count| (count.capacity, count.used, count.free));
        assert_eq!(
            of(Some(30), Some(18), None),
            Ok((Some(30), Some(18), Some(12)))
        );
        assert_eq!(
            of(Some(30), None, Some(12)),
            Ok((Some(30), Some(18), Some(12)))
        );
        assert_eq!(of(None, None, Some(12)), Ok((None, None, Some(12))));
        assert_eq!(
            of(Some(30), Some(35), None),
            Ok((Some(30), Some(35), Some(0)))
        );
        assert_eq!(of(None, None, None), Ok((None, None, None)));
        assert_eq!(
            of(Some(10), None, Some(12)),
            Err(BedsDoNotAddUp::MoreFreeThanThereAre {
                free: 12,
                capacity: 10
            })
        );
        assert_eq!(
            of(Some(30), Some(18), Some(11)),
            Err(BedsDoNotAddUp::Sum {
                capacity: 30,
                used: 18,
                free: 11
            })
        );
        assert_eq!(of(Some(MOST + 1), None, None), Err(BedsDoNotAddUp::TooMany));
    }

    #[test]
    fn free_in_all_is_told_only_where_something_tells() {
        let mut beds = Beds::default();
        beds.set("general", BedCount::of(Some(10), None, None).unwrap());
        assert_eq!(beds.free(), None);
        beds.set("icu", BedCount::of(Some(4), Some(4), None).unwrap());
        assert_eq!(beds.free(), Some(0));
        beds.set("general", BedCount::of(Some(10), Some(3), None).unwrap());
        assert_eq!(beds.free(), Some(7));
        beds.set("general", BedCount::default());
        assert_eq!(beds.free(), Some(0));
    }
}
