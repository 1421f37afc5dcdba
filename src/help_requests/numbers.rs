//! Running numbers of references, leased in blocks outside the write of a request, so that two
//! requests of one province and day do not wait for one row. Gaps are allowed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use db::{Db, sql};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::error::Error;
use crate::ids::IncidentId;

/// Numbers one process leases at first.
const BLOCK: i64 = 20;

/// What a block grows to while they are used up quickly: thousands ask in the first hour of a flood.
const LARGEST: i64 = 500;

/// A block that lasted no longer than this was too small.
const QUICKLY: SignedDuration = SignedDuration::from_secs(10);

type Day = (u8, IncidentId, Date);

/// The blocks this process holds. Whoever finds one empty leases the next while the others of that
/// day wait for it: leasing each for themselves they would collide.
#[derive(Default)]
pub struct Numbers(Mutex<HashMap<Day, Arc<tokio::sync::Mutex<Block>>>>);

/// The numbers from `next` up to, not including, `end`.
#[derive(Default)]
struct Block {
    next: i64,
    end: i64,
    size: i64,
    leased_at: Option<Timestamp>,
}

sql! { LEASE = "
    INSERT INTO request_numbers (province, incident, day, next) VALUES ($1, $2, $3, $4 + 1)
    ON CONFLICT (province, incident, day) DO UPDATE SET next = request_numbers.next + $4
    RETURNING next
" }

impl Numbers {
    /// The next number of a province's day.
    pub async fn next(
        &self,
        db: &Db,
        province: u8,
        incident: IncidentId,
        day: Date,
        now: Timestamp,
    ) -> Result<i64, Error> {
        let block = self.block((province, incident, day));
        let mut block = block.lock().await;
        if block.next >= block.end {
            let size = block.size_now(now);
            // One statement that adds: right outside SERIALIZABLE, where processes only wait in turn.
            let end: i64 = db::claim!(db, |tx| {
                tx.one(LEASE, &[&province, &incident, &day, &size])
                    .await?
                    .get("next")
            })?;
            *block = Block {
                next: end - size,
                end,
                size,
                leased_at: Some(now),
            };
        }
        let number = block.next;
        block.next += 1;
        Ok(number)
    }

    fn block(&self, day: Day) -> Arc<tokio::sync::Mutex<Block>> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(block) = blocks.get(&day) {
            return block.clone();
        }
        // Yesterday's blocks are of no more use.
        blocks.retain(|(_, _, kept), _| *kept >= day.2);
        blocks.entry(day).or_default().clone()
    }
}

impl Block {
    fn size_now(&self, now: Timestamp) -> i64 {
        match self.leased_at {
            Some(at) if now.duration_since(at) < QUICKLY => (self.size * 5).min(LARGEST),
            _ => BLOCK,
        }
    }
}
