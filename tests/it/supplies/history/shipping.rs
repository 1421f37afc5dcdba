//! What goes between units, as officers tell it and as the plain books have it.

use jitasa::supplies::actions::Came;
use jitasa::supplies::model::Reason;

use super::books::{Got, Of, Sent, State};
use super::play::{ABOVE, Play};
use crate::supplies::told::allocation;
use crate::supplies::world::Place;

impl Play {
    pub async fn sends(&mut self, from: usize) {
        let near = |to: &usize| {
            let beside = ABOVE[from].is_some() && ABOVE[from] == ABOVE[*to];
            *to != from && (ABOVE[*to] == Some(from) || ABOVE[from] == Some(*to) || beside)
        };
        let mut to: Vec<usize> = (0..ABOVE.len()).filter(near).collect();
        let n_receivers = 1 + self.dice.below(2.min(to.len()));
        while to.len() > n_receivers {
            to.remove(self.dice.below(to.len()));
        }
        let (item, (when, happened_on)) = (self.item(), self.when());
        let each: Vec<i64> = to.iter().map(|_| self.n(25)).collect();
        let (today, but) = (self.today(), Some(self.relief.app.clock().now()));
        let book = &mut self.books[from];
        let booked = book.booking(happened_on, today);
        let mut lines = Vec::new();
        let books = booked.and_then(|day| {
            // All or nothing.
            let all = each.iter().sum();
            if book.may_go(item, day, but) < all {
                return book.draws(item, all, day, but).map(|_| ());
            }
            for n in &each {
                lines.push(book.draws(item, *n, day, but)?);
            }
            Ok(())
        });
        let places: Vec<Place> = to.iter().map(|to| self.place(*to)).collect();
        let wanted: Vec<[(&str, i64); 1]> = each.iter().map(|n| [(item, *n)]).collect();
        let told: Vec<(&Place, &[(&str, i64)])> = places
            .iter()
            .zip(&wanted)
            .map(|(to, n)| (to, n.as_slice()))
            .collect();
        let new = allocation(&told, when);
        let program = self.relief.sends_as(&self.place(from), &new).await;
        let entered = self.agree(("send", format!("{from} {new:?}")), program, &books);
        if let (Some(handles), Ok(day)) = (entered, booked) {
            for ((handle, to), lines) in handles.into_iter().zip(to).zip(lines) {
                self.sent.push(Sent {
                    handle,
                    from,
                    to,
                    lines,
                    sent_on: happened_on,
                    day,
                    state: State::InTransit,
                });
            }
        }
    }

    pub async fn acknowledges(&mut self) {
        if self.sent.is_empty() {
            return;
        }
        let nth = self.dice.below(self.sent.len());
        let (when, day) = self.when();
        let as_before = self.dice.chance(50);
        let lines = self.sent[nth].lines.clone();
        let got: Vec<Got> = match &self.sent[nth].state {
            State::Arrived { got, .. } if as_before => got.clone(),
            _ => lines.iter().map(|(of, n)| self.gets(*of, *n)).collect(),
        };
        let to = self.sent[nth].to;
        let is_more = lines
            .iter()
            .zip(&got)
            .any(|((_, n), (_, whole, spoilt))| whole + spoilt > *n);
        let books = match &self.sent[nth].state {
            _ if is_more => Err("supply-more-than-sent"),
            State::Arrived { got: before, .. } if *before == got => Ok(None),
            State::Arrived { .. } => Err("supply-acknowledged"),
            State::Cancelled => Err("supply-cancelled"),
            State::InTransit => {
                let booked = self.books[to].booking(day, self.today());
                match booked {
                    Ok(_) if day < self.sent[nth].sent_on => Err("supply-before-sending"),
                    booked => booked.map(Some),
                }
            }
        };
        let came = got.iter().map(|(of, received, damaged)| Came {
            item: of.0.to_owned(),
            lot: of.1.to_owned(),
            received: *received,
            damaged: *damaged,
            reason: Some(Reason::Lost),
            note: String::new(),
        });
        let came: Vec<Came> = came.collect();
        let (place, handle) = (self.place(to), self.sent[nth].handle);
        let program = self
            .relief
            .acknowledges_as(&place, handle, &came, when)
            .await;
        self.agree(
            ("acknowledge", format!("{to} {came:?} {when:?}")),
            program,
            &books,
        );
        if let Ok(Some(day)) = books {
            for (of, whole, _) in &got {
                self.books[to].moves(*of, day, *whole);
                self.counts(to, *of, *whole);
            }
            self.sent[nth].state = State::Arrived { day, got };
        }
    }

    /// What may come of so much: all, some, spoilt, and now and then more than was sent.
    fn gets(&mut self, of: Of, n: i64) -> Got {
        match self.dice.below(10) {
            0 => (of, n, self.n(3)),
            1..=2 => {
                let whole = self.n(usize::try_from(n).unwrap()) - 1;
                let spoilt =
                    i64::try_from(self.dice.below(usize::try_from(n - whole).unwrap())).unwrap();
                (of, whole, spoilt)
            }
            _ => (of, n, 0),
        }
    }

    pub async fn cancels(&mut self) {
        if self.sent.is_empty() {
            return;
        }
        let nth = self.dice.below(self.sent.len());
        let (from, handle) = (self.sent[nth].from, self.sent[nth].handle);
        let books = match self.sent[nth].state {
            State::InTransit => Ok(()),
            State::Arrived { .. } => Err("supply-arrived"),
            State::Cancelled => Err("supply-cancelled"),
        };
        let program = self.relief.cancels(&self.place(from), handle).await;
        if self
            .agree(("cancel", format!("{from}")), program, &books)
            .is_some()
        {
            let day = self.sent[nth].day.max(self.books[from].first_open());
            for (of, n) in self.sent[nth].lines.clone() {
                self.books[from].moves(of, day, n);
            }
            self.sent[nth].state = State::Cancelled;
        }
    }

    pub async fn undoes(&mut self) {
        let arrived = self.sent.iter().enumerate();
        let arrived = arrived.filter(|(_, sent)| matches!(sent.state, State::Arrived { .. }));
        let arrived: Vec<usize> = arrived.map(|(nth, _)| nth).collect();
        if arrived.is_empty() {
            return;
        }
        let nth = arrived[self.dice.below(arrived.len())];
        let (to, handle) = (self.sent[nth].to, self.sent[nth].handle);
        let State::Arrived { day, got } = &self.sent[nth].state else {
            return;
        };
        let (day, got) = (*day.max(&self.books[to].first_open()), got.clone());
        let whole = got.iter().filter(|(_, whole, _)| *whole > 0);
        let books = whole
            .clone()
            .try_for_each(|(of, n, _)| self.books[to].may_lose(*of, day, *n));
        let program = self.relief.undoes(&self.place(to), handle).await;
        if self
            .agree(("undo", format!("{to} {got:?} on {day}")), program, &books)
            .is_some()
        {
            for (of, n, _) in got {
                self.books[to].moves(of, day, -n);
                self.counts(to, of, -n);
            }
            self.sent[nth].state = State::InTransit;
        }
    }
}
