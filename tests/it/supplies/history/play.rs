//! What officers do, and what the plain books say of it.

use std::collections::{BTreeMap, BTreeSet};

use db::Engine;
use db::testing::OnEngine as _;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use jitasa::error::Error;
use jitasa::supplies::actions::{self, Loss, When};
use jitasa::supplies::model::{Reason, Tier};

use super::books::{ALL, Book, Made, Of, Sent, Told, of};
use crate::supplies::told::{ATK, ELDERLY, MASK, NURSES, hand_out, receipt};
use crate::supplies::world::{Place, Relief};
use crate::survey_sync::phone::Dice;

/// Who is above whom, by their places in [`Relief::all`].
pub const ABOVE: [Option<usize>; 7] = [None, Some(0), Some(1), Some(2), Some(2), Some(1), Some(0)];
pub const TIERS: [Tier; 7] = [
    Tier::Ministry,
    Tier::Province,
    Tier::District,
    Tier::End,
    Tier::End,
    Tier::District,
    Tier::Province,
];

pub struct Play {
    pub relief: Relief,
    pub books: Vec<Book>,
    pub sent: Vec<Sent>,
    pub made: Vec<Made>,
    /// `item|tier` and `item|group`.
    pub received: BTreeMap<String, i64>,
    pub handed_out: BTreeMap<String, i64>,
    /// What was tried, and what was said to it.
    pub heard: BTreeSet<(&'static str, &'static str)>,
    pub dice: Dice,
    seed: u64,
}

impl Play {
    pub async fn of(engine: Engine, seed: u64) -> Play {
        let relief = Relief::on(engine).await;
        let opened = relief.today();
        Play {
            books: ABOVE.iter().map(|_| Book::new(opened)).collect(),
            sent: Vec::new(),
            made: Vec::new(),
            received: BTreeMap::new(),
            handed_out: BTreeMap::new(),
            heard: BTreeSet::new(),
            dice: Dice::new(seed),
            seed,
            relief,
        }
    }

    pub fn place(&self, unit: usize) -> Place {
        self.relief.all()[unit].clone()
    }

    pub fn today(&self) -> Date {
        self.relief.today()
    }

    pub fn n(&mut self, most: usize) -> i64 {
        i64::try_from(1 + self.dice.below(most)).unwrap()
    }

    pub fn item(&mut self) -> &'static str {
        [MASK, ATK][self.dice.below(2)]
    }

    /// Now, some days ago, or tomorrow.
    pub fn when(&mut self) -> (When, Date) {
        let today = self.today();
        if self.dice.chance(55) {
            return (When::Now, today);
        }
        let ago = i64::try_from(self.dice.below(7)).unwrap() - 1;
        let day = today - ago.days();
        (When::On(day), day)
    }

    /// What came of a deed, where the program says to it what the books say.
    #[track_caller]
    pub fn agree<T, U>(
        &mut self,
        (deed, detail): (&'static str, String),
        program: Result<T, Error>,
        books: &Told<U>,
    ) -> Option<T> {
        let says = match &program {
            Ok(_) => "done",
            Err(Error::Refused(refusal)) => refusal.name(),
            Err(err) => panic!("seed {}: {deed} {detail}: {err}", self.seed),
        };
        let are = books.as_ref().err().copied().unwrap_or("done");
        let (seed, today) = (self.seed, self.today());
        assert_eq!(says, are, "seed {seed}: {deed} {detail} on {today}");
        self.heard.insert((deed, says));
        program.ok()
    }

    pub async fn something_happens(&mut self) {
        let unit = self.dice.below(self.books.len());
        match self.dice.below(22) {
            0..=3 => self.receives(unit).await,
            4..=6 => self.hands_out(unit).await,
            7 => self.loses(unit).await,
            8..=10 => self.sends(unit).await,
            11..=12 => self.acknowledges().await,
            13 => self.cancels().await,
            14 => self.undoes().await,
            15 => self.reverses().await,
            16..=17 => self.closes(unit).await,
            18 => self.closes_quiet(unit).await,
            19 => self.promises(unit).await,
            20 if self.dice.chance(70) => self.hands_over().await,
            20 => self.releases().await,
            _ => {
                let hours = i64::try_from(1 + self.dice.below(40)).unwrap();
                self.relief
                    .app
                    .clock()
                    .pass(SignedDuration::from_hours(hours));
            }
        }
    }

    pub fn counts(&mut self, unit: usize, of: Of, n: i64) {
        let dims = format!("{}|{}", of.0, TIERS[unit].code());
        *self.received.entry(dims).or_default() += n;
    }

    async fn receives(&mut self, unit: usize) {
        let of = ALL[self.dice.below(ALL.len())];
        let ((when, day), n) = (self.when(), self.n(60));
        let mut new = receipt(of.0, n, when);
        new.lot.name = of.1.to_owned();
        // The later the letter, the later it expires.
        new.lot.expires_on = match of.1 {
            "A" => "2027-01-31".parse().ok(),
            "B" => "2027-06-30".parse().ok(),
            _ => None,
        };
        let books = self.books[unit].booking(day, self.today());
        let program = self.relief.receives_as(&self.place(unit), &new).await;
        let entered = self.agree(("receive", format!("{unit} {new:?}")), program, &books);
        if let (Some(id), Ok(day)) = (entered, books) {
            self.books[unit].moves(of, day, n);
            self.counts(unit, of, n);
            let group = None;
            self.made.push(Made {
                unit,
                id,
                of,
                n,
                day,
                group,
                is_reversed: false,
            });
        }
    }

    async fn hands_out(&mut self, unit: usize) {
        let (item, (when, day), n) = (self.item(), self.when(), self.n(40));
        let group = [ELDERLY, NURSES][self.dice.below(2)];
        let out = hand_out(item, &[(group, n)], when);
        let (today, but) = (self.today(), Some(self.relief.app.clock().now()));
        let book = &mut self.books[unit];
        let booked = book.booking(day, today);
        let books = booked.and_then(|day| book.draws(item, n, day, but));
        let program = self.relief.hands_out_as(&self.place(unit), &out).await;
        let entered = self.agree(("hand out", format!("{unit} {out:?}")), program, &books);
        if let (Some(id), Ok(drawn), Ok(day)) = (entered, books, booked) {
            let (of, n_first) = drawn[0];
            *self
                .handed_out
                .entry(format!("{item}|{group}"))
                .or_default() += n;
            let (n, group) = (-n_first, Some(group));
            self.made.push(Made {
                unit,
                id,
                of,
                n,
                day,
                group,
                is_reversed: false,
            });
        }
    }

    async fn loses(&mut self, unit: usize) {
        let (item, (when, day), quantity) = (self.item(), self.when(), self.n(20));
        let (reason, item_of) = (Reason::Damaged, item.to_owned());
        let loss = Loss {
            when,
            item: item_of,
            lot: None,
            quantity,
            reason,
            note: String::new(),
        };
        let today = self.today();
        let book = &mut self.books[unit];
        let booked = book.booking(day, today);
        let books = booked.and_then(|day| book.draws(item, quantity, day, None));
        let place = self.place(unit);
        let cx = self.relief.cx(&place);
        let program = actions::lose(self.relief.app.app(), &cx, place.handle, &loss, None).await;
        let entered = self.agree(("lose", format!("{unit} {loss:?}")), program, &books);
        if let (Some(id), Ok(drawn), Ok(day)) = (entered, books, booked) {
            let (of, n) = (drawn[0].0, -drawn[0].1);
            self.made.push(Made {
                unit,
                id,
                of,
                n,
                day,
                group: None,
                is_reversed: false,
            });
        }
    }

    async fn reverses(&mut self) {
        if self.made.is_empty() {
            return;
        }
        let nth = self.dice.below(self.made.len());
        let Made {
            unit,
            id,
            of,
            n,
            group,
            ..
        } = self.made[nth];
        let day = self.made[nth].day.max(self.books[unit].first_open());
        let books = match self.made[nth].is_reversed {
            true => Err("supply-reversed"),
            false => self.books[unit].may_lose(of, day, n.max(0)),
        };
        let program = self.relief.reverses(&self.place(unit), id).await;
        if self
            .agree(
                ("take back", format!("{unit} {n} of {of:?}")),
                program,
                &books,
            )
            .is_some()
        {
            self.made[nth].is_reversed = true;
            self.books[unit].moves(of, day, -n);
            match group {
                Some(group) => {
                    *self
                        .handed_out
                        .entry(format!("{}|{group}", of.0))
                        .or_default() += n
                }
                None if n > 0 => self.counts(unit, of, -n),
                None => {}
            }
        }
    }

    async fn closes(&mut self, unit: usize) {
        let (place, today) = (self.place(unit), self.today());
        let day = self.books[unit].first_open();
        if day > today {
            return;
        }
        let mut asked = self.relief.as_expected(&place, day).await;
        let seen = self.relief.day(&place, day).await;
        for line in &seen.lines {
            let of = of(&line.item, &line.lot.name);
            let book = &self.books[unit];
            let are = (
                book.at_end(of, day.yesterday().unwrap()),
                book.at_end(of, day),
            );
            assert_eq!(
                (line.opening, line.expected()),
                are,
                "seed {}: {unit} {day}",
                self.seed
            );
        }
        for of in ALL {
            let is_listed = seen
                .lines
                .iter()
                .any(|line| (&*line.item, &*line.lot.name) == of);
            assert!(
                is_listed || self.books[unit].at_end(of, day) == 0,
                "seed {}: {of:?}",
                self.seed
            );
        }
        let mut differences = Vec::new();
        for count in &mut asked.counts {
            if self.dice.chance(20) {
                let by = i64::try_from(self.dice.below(9)).unwrap() - 4;
                count.counted = (count.counted + by).max(0);
                count.reason = Some(Reason::Miscounted);
            }
            let of = of(&count.item, &count.lot);
            differences.push((of, count.counted - self.books[unit].at_end(of, day)));
        }
        let mut fewer = differences.iter().filter(|(_, by)| *by < 0);
        let books = fewer.try_for_each(|(of, by)| self.books[unit].may_lose(*of, day, -by));
        if day < today && self.dice.chance(10) {
            let early = self.relief.closes_as(&place, day + 1.days(), &asked).await;
            self.agree::<_, ()>(("skip", day.to_string()), early, &Err("supply-day-not-yet"));
        }
        let program = self.relief.closes_as(&place, day, &asked).await;
        if self
            .agree(("close", format!("{unit} {day}")), program, &books)
            .is_some()
        {
            for (of, by) in differences.into_iter().filter(|(_, by)| *by != 0) {
                self.books[unit].moves(of, day, by);
            }
            self.books[unit].closes(day, today);
        }
    }

    async fn closes_quiet(&mut self, unit: usize) {
        let (place, today) = (self.place(unit), self.today());
        let cx = self.relief.cx(&place);
        let n = actions::close_quiet(self.relief.app.app(), &cx, place.handle, today).await;
        let mut quiet = 0;
        loop {
            let day = self.books[unit].first_open();
            if day > today || !self.books[unit].is_quiet(day) {
                break;
            }
            self.books[unit].closes(day, today);
            quiet += 1;
        }
        assert_eq!(
            n.unwrap(),
            quiet,
            "seed {}: quiet days of {unit}",
            self.seed
        );
    }
}
