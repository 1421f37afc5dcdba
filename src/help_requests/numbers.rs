//! Running numbers of references, leased in blocks outside the write of a request, so that two
//! requests of one province and day do not wait for one row. Gaps are allowed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use db::{Db, sql};
use jiff::civil::Date;

use crate::error::Error;
use crate::ids::IncidentId;

/// Numbers one process leases at a time.
const BLOCK: i64 = 20;

type Day = (u8, IncidentId, Date);

/// The blocks this process holds.
#[derive(Default)]
pub struct Numbers(Mutex<HashMap<Day, (i64, i64)>>);

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
    ) -> Result<i64, Error> {
        let key = (province, incident, day);
        if let Some(number) = self.draw(key) {
            return Ok(number);
        }
        let end: i64 = db::write!(db, |tx| {
            tx.one(LEASE, &[&province, &incident, &day, &BLOCK])
                .await?
                .get("next")
        })?;
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Yesterday's blocks are of no more use.
        blocks.retain(|(_, _, kept), _| *kept >= day);
        blocks.insert(key, (end - BLOCK + 1, end));
        Ok(end - BLOCK)
    }

    fn draw(&self, key: Day) -> Option<i64> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (next, end) = blocks.get_mut(&key)?;
        let number = *next;
        *next += 1;
        if *next >= *end {
            blocks.remove(&key);
        }
        Some(number)
    }
}
