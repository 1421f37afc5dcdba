//! What is promised to requests, as officers tell it and as the plain books have it.

use jiff::SignedDuration;
use jitasa::error::Error;
use jitasa::ids::HelpRequestId;
use jitasa::supplies::actions::{self, HandOver};
use jitasa::supplies::model::{ForRequest, ReservationHandle};

use super::books::{Made, Promise, Told};
use super::play::Play;
use crate::supplies::promises::{aside, over};
use crate::supplies::told::{ELDERLY, NURSES};
use crate::supplies::world::Place;

impl Play {
    /// A request of the incident; the slice of requests has tests of its own.
    async fn puts_aside(
        &self,
        place: &Place,
        item: &str,
        n: i64,
    ) -> Result<ReservationHandle, Error> {
        let (app, cx) = (self.relief.app.app(), self.relief.cx(place));
        let request = ForRequest {
            province: 57,
            request: HelpRequestId(uuid::Uuid::nil()),
            reference: "COV69-570101-0001".to_owned(),
        };
        let (whose, new) = ((&request, self.relief.incident), aside(item, n));
        db::write!(app.db, |tx| {
            actions::reserve_in(app, tx, &cx, place.handle, whose, &new, None).await
        })
    }

    pub async fn promises(&mut self, unit: usize) {
        let (item, n, today) = (self.item(), self.n(30), self.today());
        let now = self.relief.app.clock().now();
        // What is promised is in the store now, whatever day it is booked for later.
        let books = self.books[unit].chooses(item, n, today.max(self.last_day(unit)), Some(now));
        let program = self.puts_aside(&self.place(unit), item, n).await;
        let made = self.agree(
            ("promise", format!("{unit} {n} of {item}")),
            program,
            &books,
        );
        if let (Some(handle), Ok(lots)) = (made, books) {
            self.books[unit].promises.push(Promise {
                handle,
                lots,
                expires_at: now + SignedDuration::from_hours(72),
                has_ended: false,
            });
        }
    }

    /// The last day for which anything may have been entered: tomorrow's, where today is closed.
    fn last_day(&self, unit: usize) -> jiff::civil::Date {
        self.books[unit].first_open()
    }

    fn some_promise(&mut self) -> Option<(usize, usize)> {
        let all: Vec<(usize, usize)> = self
            .books
            .iter()
            .enumerate()
            .flat_map(|(unit, book)| (0..book.promises.len()).map(move |nth| (unit, nth)))
            .collect();
        match all.is_empty() {
            true => None,
            false => Some(all[self.dice.below(all.len())]),
        }
    }

    pub async fn hands_over(&mut self) {
        let Some((unit, nth)) = self.some_promise() else {
            return;
        };
        let ((when, day), now, today) = (self.when(), self.relief.app.clock().now(), self.today());
        let group = [ELDERLY, NURSES][self.dice.below(2)];
        let promise = &self.books[unit].promises[nth];
        let (handle, lots) = (promise.handle, promise.lots.clone());
        let all: i64 = lots.iter().map(|(_, n)| n).sum();
        let stands = promise.stands(now);
        let n = match self.dice.chance(70) {
            true => all,
            false => self.n(usize::try_from(all + 2).unwrap()),
        };
        let book = &self.books[unit];
        let booked = match stands {
            true => book.booking(day, today),
            false => Err("supply-reservation-ended"),
        };
        let mut drawn = Vec::new();
        let books: Told<()> = booked.and_then(|day| {
            if n > all {
                return Err("supply-more-than-reserved");
            }
            let mut left = n;
            for (of, there) in lots {
                let taken = there.min(left);
                left -= taken;
                if taken > 0 {
                    book.may_lose(of, day, taken)?;
                    drawn.push((of, taken));
                }
            }
            Ok(())
        });
        let told = HandOver {
            when,
            ..over(&[(group, n)])
        };
        let place = self.place(unit);
        let cx = self.relief.cx(&place);
        let program = actions::hand_over(self.relief.app.app(), &cx, handle, &told, None).await;
        let entered = self.agree(("hand over", format!("{unit} {told:?}")), program, &books);
        if let (Some(id), Ok(day)) = (entered, booked) {
            let item = drawn[0].0.0;
            *self
                .handed_out
                .entry(format!("{item}|{group}"))
                .or_default() += n;
            self.books[unit].promises[nth].has_ended = true;
            for (of, n) in &drawn {
                self.books[unit].moves(*of, day, -n);
            }
            self.made.push(Made {
                unit,
                id,
                of: drawn[0].0,
                n: -drawn[0].1,
                day,
                group: Some(group),
                is_reversed: false,
            });
        }
    }

    pub async fn releases(&mut self) {
        let Some((unit, nth)) = self.some_promise() else {
            return;
        };
        let promise = &self.books[unit].promises[nth];
        let handle = promise.handle;
        let place = self.place(unit);
        let was = self.relief.outcome(&place, handle).await;
        // Released again nothing changes.
        let books: Told<()> = match was {
            None | Some(jitasa::supplies::model::Outcome::Released) => Ok(()),
            Some(_) => Err("supply-reservation-ended"),
        };
        let stands = promise.stands(self.relief.app.clock().now());
        assert_eq!(was.is_none(), stands, "{handle}");
        let program = self.relief.releases(&place, handle).await;
        let done = self.agree(("release", handle.to_string()), program, &books);
        if done.is_some() {
            self.books[unit].promises[nth].has_ended = true;
        }
    }
}
