//! For which unit, day and instant something is entered, and what may be taken out of the store on that day.

use jiff::Timestamp;
use jiff::civil::Date;

use super::when::When;
use crate::access::Cx;
use crate::clock;
use crate::error::Error;
use crate::supplies::model::{Account, Goods, Lot, NewEntry, Unit};
use crate::supplies::rules::{self, CannotBook};
use crate::supplies::store;

/// What is entered for which unit and when.
pub(super) struct Sheet<'a> {
    pub unit: &'a Unit,
    pub booked_on: Date,
    pub happened_at: Timestamp,
}

impl Sheet<'_> {
    /// The day and instant that something counts for.
    pub(super) async fn of<'a>(
        tx: &mut db::Tx,
        cx: &Cx,
        unit: &'a Unit,
        when: When,
    ) -> Result<Sheet<'a>, Error> {
        let last = store::days::last(tx, unit.handle()).await?;
        let last = last.map(|closed| closed.day);
        let happened_at = when.at(cx.now);
        if happened_at > cx.now {
            return Err(CannotBook::Future.into());
        }
        let today = clock::day(cx.now);
        let booked_on = rules::booking_day(unit, when.day(cx.now), today, last)?;
        Ok(Sheet {
            unit,
            booked_on,
            happened_at,
        })
    }

    /// Where an entry of a day is taken back: on that day while it is open, as if it had never been; else on
    /// the first that is, where what replaces it counts as well.
    pub(super) async fn back<'a>(
        tx: &mut db::Tx,
        cx: &Cx,
        unit: &'a Unit,
        entered_for: Date,
    ) -> Result<Sheet<'a>, Error> {
        let last = store::days::last(tx, unit.handle()).await?;
        let last = last.map(|closed| closed.day);
        // Where today is closed, entries of today count for tomorrow.
        let newest = clock::day(cx.now).max(entered_for);
        Ok(Sheet {
            unit,
            booked_on: rules::booking_day(unit, entered_for, newest, last)?,
            happened_at: cx.now,
        })
    }
}

/// Moves the stock by an entry; nothing goes below zero, neither now nor at the end of any day.
pub(super) async fn move_stock(
    tx: &mut db::Tx,
    sheet: &Sheet<'_>,
    told: &NewEntry,
) -> Result<(), Error> {
    let handle = sheet.unit.handle();
    let lot = Lot {
        name: told.lot.clone(),
        expires_on: told.expires_on,
    };
    match told.accounts() {
        (_, Account::Stock) => {
            match store::stock::put(tx, handle, &told.item, &lot, told.quantity).await? {
                true => Ok(()),
                false => Err(CannotBook::TooMuch.into()),
            }
        }
        (Account::Stock, _) => {
            let item = told.item.clone();
            if !store::stock::take(tx, handle, &told.item, &told.lot, told.quantity).await? {
                let left = left(tx, sheet.unit, told).await?;
                return Err(CannotBook::TooFew { item, left }.into());
            }
            // Enough is there now; on the day it counts for there must have been as well.
            let after = sheet.booked_on;
            let nets = store::stock::nets(tx, handle, after, &told.item, &told.lot).await?;
            if nets.is_empty() {
                return Ok(());
            }
            let left = left(tx, sheet.unit, told).await?;
            let least = rules::least(left, after, &nets);
            match least < 0 {
                true => Err(CannotBook::TooFewThen {
                    item,
                    left: (least + told.quantity).max(0),
                    on: after,
                }
                .into()),
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

async fn left(tx: &mut db::Tx, unit: &Unit, told: &NewEntry) -> Result<i64, db::Error> {
    let stock = store::stock::of_unit(tx, unit.handle()).await?;
    let mut stock = stock.iter();
    let goods = stock.find(|one| one.item == told.item && one.lot.name == told.lot);
    Ok(goods.map_or(0, |goods| goods.quantity))
}

/// What may be taken out on the day of a sheet. A lot that came later is not taken from for a day before.
pub(super) struct Shelf {
    on: Date,
    /// What is promised to requests and therefore left out.
    reserved: Vec<Goods>,
    /// Whoever is given something uses it then at the earliest.
    used_on: Date,
    expired_too: bool,
    now: Vec<Goods>,
    /// Of each lot what there was least of from that day on.
    then: Vec<Goods>,
}

impl Shelf {
    /// All that there is, the promised included: what is spoilt is spoilt for whomever it was meant.
    pub(super) async fn of(tx: &mut db::Tx, sheet: &Sheet<'_>) -> Result<Shelf, db::Error> {
        let (handle, on) = (sheet.unit.handle(), sheet.booked_on);
        let now = store::stock::of_unit(tx, handle).await?;
        let nets = store::stock::all_nets(tx, handle, on).await?;
        let mut then = now.clone();
        for goods in &mut then {
            let of_lot = nets
                .iter()
                .filter(|(item, lot, ..)| *item == goods.item && *lot == goods.lot.name);
            let of_lot: Vec<(Date, i64)> = of_lot.map(|(.., day, net)| (*day, *net)).collect();
            goods.quantity = rules::least(goods.quantity, on, &of_lot);
        }
        Ok(Shelf {
            on,
            reserved: Vec::new(),
            used_on: clock::day(sheet.happened_at),
            expired_too: false,
            now,
            then,
        })
    }

    /// What may be given away: all but what is promised to requests.
    pub(super) async fn free(
        tx: &mut db::Tx,
        sheet: &Sheet<'_>,
        now: Timestamp,
    ) -> Result<Shelf, db::Error> {
        let mut shelf = Shelf::of(tx, sheet).await?;
        shelf.reserved = store::reservations::reserved(tx, sheet.unit.handle(), now).await?;
        shelf.now = rules::free(&shelf.now, &shelf.reserved);
        // A promise is kept from what there will be; on a day before only what was not there counts as well.
        for (then, now) in shelf.then.iter_mut().zip(&shelf.now) {
            then.quantity = then.quantity.min(now.quantity);
        }
        Ok(shelf)
    }

    /// What was put aside for one request.
    pub(super) fn aside(on: Date, goods: Vec<Goods>) -> Shelf {
        Shelf {
            on,
            reserved: Vec::new(),
            used_on: on,
            expired_too: false,
            then: goods.clone(),
            now: goods,
        }
    }

    /// Lots that have expired are taken as well where it is gone or goes back, and given to nobody.
    pub(super) fn expired_too(&mut self, yes: bool) {
        self.expired_too = yes;
    }

    /// From which lots so much would be taken.
    pub(super) fn draw(
        &self,
        item: &str,
        wanted: i64,
        lot: Option<&str>,
    ) -> Result<Vec<(Lot, i64)>, CannotBook> {
        let used_on = (!self.expired_too).then_some(self.used_on);
        match rules::draw(item, &self.then, wanted, lot, used_on) {
            Err(
                CannotBook::TooFew { item, left } | CannotBook::TooFewUsable { item, left, .. },
            ) => match rules::draw(&item, &self.now, wanted, lot, used_on) {
                Err(CannotBook::TooFew { item, left }) => Err(self.too_few(item, left, lot)),
                Err(err) => Err(err),
                Ok(_) => {
                    let on = self.on;
                    Err(CannotBook::TooFewThen { item, left, on })
                }
            },
            drawn => drawn,
        }
    }

    /// Where some of it is promised, that is told: the goods are seen on the shelf.
    fn too_few(&self, item: String, left: i64, lot: Option<&str>) -> CannotBook {
        let promised = self
            .reserved
            .iter()
            .filter(|one| one.item == item && lot.is_none_or(|lot| one.lot.name == lot));
        match promised.fold(0, |sum: i64, one| sum.saturating_add(one.quantity)) {
            0 => CannotBook::TooFew { item, left },
            reserved => CannotBook::Reserved {
                item,
                left,
                reserved,
            },
        }
    }

    /// Takes so much out.
    pub(super) fn take(
        &mut self,
        item: &str,
        wanted: i64,
        lot: Option<&str>,
    ) -> Result<Vec<(Lot, i64)>, CannotBook> {
        let drawn = self.draw(item, wanted, lot)?;
        for (lot, quantity) in &drawn {
            for goods in self.now.iter_mut().chain(&mut self.then) {
                if goods.item == item && goods.lot.name == lot.name {
                    goods.quantity -= quantity;
                }
            }
        }
        Ok(drawn)
    }
}
