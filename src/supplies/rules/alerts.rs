//! How long a store lasts by what was used of late, and what officers are to be told of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::has_expired;
use crate::supplies::model::{Goods, Lot};

/// Days of use that are looked at.
pub const USED_DAYS: i64 = 14;
/// With less than for so many days a store runs out.
const RUNS_OUT_DAYS: i64 = 3;
/// So many days before it expires a lot is told of.
const EXPIRES_DAYS: i64 = 30;

/// For how many days so much is enough, where it goes on being used as in the last days; none where nothing was.
pub fn days_left(there: i64, used: i64) -> Option<i64> {
    (used > 0).then(|| there.max(0).saturating_mul(USED_DAYS) / used)
}

/// Whether it is enough for a few days at most.
pub fn runs_out(there: i64, used: i64) -> bool {
    days_left(there, used).is_some_and(|days| days < RUNS_OUT_DAYS)
}

/// Whether a lot has expired or will before long.
pub fn expires_soon(lot: &Lot, today: Date) -> bool {
    let soon = today.saturating_add(jiff::Span::new().days(EXPIRES_DAYS));
    lot.expires_on.is_some_and(|on| on <= soon)
}

/// What officers are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    /// Of an item there is little left, by what was used of it.
    RunsOut,
    /// Of an item that was used of late nothing is left.
    RanOut,
    /// A lot has expired or will before long.
    Expires,
}

impl Alert {
    pub fn code(self) -> &'static str {
        match self {
            Alert::RunsOut => "runs_out",
            Alert::RanOut => "ran_out",
            Alert::Expires => "expires",
        }
    }

    /// The message key of what is told.
    pub fn label(self) -> &'static str {
        match self {
            Alert::RunsOut => "notice-supply-runs-out",
            Alert::RanOut => "notice-supply-ran-out",
            Alert::Expires => "notice-supply-expires",
        }
    }
}

/// One of them: of an item, or of one of its lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub alert: Alert,
    pub item: String,
    pub lot: Lot,
    /// For how many days there is enough.
    pub days: i64,
}

/// What is so of a store now; `used` is what went out of each item in the last days. What has expired is of no use.
pub fn due(stock: &[Goods], used: &[(String, i64)], today: Date) -> Vec<Due> {
    let mut usable: BTreeMap<&str, i64> = BTreeMap::new();
    let mut due = Vec::new();
    for goods in stock.iter().filter(|goods| goods.quantity > 0) {
        if !has_expired(&goods.lot, today) {
            *usable.entry(&goods.item).or_default() += goods.quantity;
        }
        if expires_soon(&goods.lot, today) {
            due.push(Due {
                alert: Alert::Expires,
                item: goods.item.clone(),
                lot: goods.lot.clone(),
                days: 0,
            });
        }
    }
    for (item, used) in used {
        let there = usable.get(item.as_str()).copied().unwrap_or(0);
        let Some(days) = days_left(there, *used).filter(|_| runs_out(there, *used)) else {
            continue;
        };
        due.push(Due {
            alert: match there {
                0 => Alert::RanOut,
                _ => Alert::RunsOut,
            },
            item: item.clone(),
            lot: Lot::default(),
            days,
        });
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_is_reckoned_by_what_was_used() {
        for (there, used, days, is_out) in [
            (100, 0, None, false),
            (0, 0, None, false),
            (140, 140, Some(14), false),
            (30, 140, Some(3), false),
            (29, 140, Some(2), true),
            (0, 1, Some(0), true),
            (-5, 10, Some(0), true),
            (i64::MAX, 1, Some(i64::MAX), false),
        ] {
            assert_eq!(days_left(there, used), days, "{there} by {used}");
            assert_eq!(runs_out(there, used), is_out, "{there} by {used}");
        }
    }

    #[test]
    fn what_has_expired_is_no_store() {
        let today: Date = "2026-11-28".parse().unwrap();
        let goods = |item: &str, lot: &str, days: Option<i64>, quantity| Goods {
            item: item.to_owned(),
            lot: Lot {
                name: lot.to_owned(),
                expires_on: days.map(|n| today.saturating_add(jiff::Span::new().days(n))),
            },
            quantity,
        };
        let stock = [
            goods("atk", "GONE", Some(-1), 500),
            goods("atk", "SOON", Some(30), 2),
            goods("atk", "LATER", Some(31), 1),
            goods("gel", "", None, 0),
            goods("mask", "", None, 1000),
        ];
        let used = [("atk", 14), ("gel", 5), ("mask", 10)].map(|(item, n)| (item.to_owned(), n));
        let found: Vec<_> = due(&stock, &used, today)
            .into_iter()
            .map(|one| (one.alert, one.item, one.lot.name, one.days))
            .collect();
        let of =
            |alert, item: &str, lot: &str, days| (alert, item.to_owned(), lot.to_owned(), days);
        assert_eq!(
            found,
            [
                of(Alert::Expires, "atk", "GONE", 0),
                of(Alert::Expires, "atk", "SOON", 0),
                of(Alert::RanOut, "gel", "", 0),
            ]
        );
        let few = [goods("atk", "", None, 2)];
        let found = due(&few, &used[..1], today);
        assert_eq!((found[0].alert, found[0].days), (Alert::RunsOut, 2));
    }
}
