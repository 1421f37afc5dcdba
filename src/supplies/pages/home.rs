//! A unit: what it has, what is on its way, what is to be done today.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::{Words, handle, lasts, name};
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Page};
use crate::supplies::actions::{self, Home};
use crate::supplies::model::{Entry, Goods, Lot, Reservation, Tier, Unit};
use crate::supplies::quantity;
use crate::supplies::rules;

#[derive(Template)]
#[template(path = "supplies/templates/home.html")]
struct Show<'a> {
    page: &'a Page,
    home: Home,
    words: Words,
    preset: &'static Preset,
}

/// An item with all its lots.
struct Stocked {
    item: String,
    sum: i64,
    /// Lot, expiry and quantity, where the item keeps lots.
    lots: Vec<(String, Option<jiff::civil::Date>, i64)>,
}

impl Show<'_> {
    /// The unit on a phone without network.
    fn on_the_phone(&self) -> String {
        let unit = &self.home.unit;
        let books = super::phone::address(self.page, unit.incident);
        format!("{books}#/u/{}", unit.handle())
    }

    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn stock(&self) -> Vec<Stocked> {
        let mut all: Vec<Stocked> = Vec::new();
        // Of what was used up of late it is told as well that nothing is left.
        let used = |item: &str| self.home.used.iter().any(|(of, n)| of == item && *n > 0);
        let shown = |goods: &&Goods| goods.quantity > 0 || used(&goods.item);
        for goods in self.home.stock.iter().filter(shown) {
            if all.last().is_none_or(|last| last.item != goods.item) {
                all.push(Stocked {
                    item: goods.item.clone(),
                    sum: 0,
                    lots: Vec::new(),
                });
            }
            let Some(last) = all.last_mut() else { continue };
            last.sum += goods.quantity;
            if goods.quantity > 0
                && self
                    .preset
                    .supply_items
                    .get(&goods.item)
                    .is_some_and(|item| item.lots)
            {
                let lot = goods.lot.name.clone();
                last.lots.push((lot, goods.lot.expires_on, goods.quantity));
            }
        }
        all
    }

    /// How much of an item is promised to requests.
    fn reserved(&self, item: &str) -> i64 {
        let of_item = self.home.reserved.iter().filter(|one| one.item == item);
        of_item.map(|one| one.quantity).sum()
    }

    fn free(&self, stocked: &Stocked) -> i64 {
        let free = rules::free(&self.home.stock, &self.home.reserved);
        let of_item = free.iter().filter(|one| one.item == stocked.item);
        of_item.map(|one| one.quantity).sum()
    }

    /// Less is there than was promised: something was lost or counted missing.
    fn is_short(&self, one: &Reservation) -> bool {
        rules::uncovered(&self.home.stock, &self.home.reservations).contains(&one.id)
    }

    /// Only an end unit never has units below it.
    fn has_below(&self) -> bool {
        self.home.unit.tier != Tier::End && (self.home.n_below > 0 || self.home.rights.arranges)
    }

    fn has_packs(&self, item: &str) -> bool {
        self.words.known(item).is_some_and(quantity::has_packs)
    }

    /// Expired, or to expire before long.
    fn is_soon(&self, day: &jiff::civil::Date) -> bool {
        let lot = Lot {
            name: String::new(),
            expires_on: Some(*day),
        };
        rules::expires_soon(&lot, crate::clock::day(self.page.cx.now))
    }

    /// For how many days what can still be used is enough, in words, and whether that is little.
    fn lasts(&self, item: &str) -> Option<(String, bool)> {
        let today = crate::clock::day(self.page.cx.now);
        let mut used = self.home.used.iter();
        let (_, used) = used.find(|(of, _)| of == item)?;
        let stock = self.home.stock.iter();
        let usable = stock
            .filter(|goods| goods.item == item && !rules::has_expired(&goods.lot, today))
            .map(|goods| goods.quantity)
            .sum();
        lasts(self.page, usable, *used)
    }

    /// Late: a day before today waits to be closed.
    fn is_late(&self) -> bool {
        let today = crate::clock::day(self.page.cx.now);
        self.home.next.is_some_and(|next| next < today)
    }

    /// Sent so long ago that somebody ought to ask.
    fn is_old(&self, sent_at: &jiff::Timestamp) -> bool {
        self.page.cx.now.duration_since(*sent_at) > jiff::SignedDuration::from_hours(24 * OLD)
    }
}

/// After so many days on the way a shipment is marked.
const OLD: i64 = 3;

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let home = actions::home(&page.app, &page.cx, handle(&unit)?).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &home.unit)
        .await?
        .preset;
    page.render(&Show {
        page: &page,
        words: Words::of(&page, preset),
        preset,
        home,
    })
}

/// An entry in one line: what, how much, with its sign.
pub(super) fn moved(words: &Words, entry: &Entry) -> String {
    let told = &entry.told;
    let sign = match told.stock() {
        0 => "",
        n if n > 0 => "+",
        _ => "−",
    };
    format!("{sign}{}", words.pieces(&told.item, told.quantity))
}
