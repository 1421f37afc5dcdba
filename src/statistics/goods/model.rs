//! What is told of goods in public.

use std::collections::BTreeMap;

use areas::AreaCode;
use jiff::Timestamp;

/// Of which days the figures are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Span {
    Week,
    Month,
    #[default]
    All,
}

impl Span {
    pub const ALL: [Span; 3] = [Span::Week, Span::Month, Span::All];

    /// As addresses name it.
    pub fn code(self) -> &'static str {
        match self {
            Span::Week => "7",
            Span::Month => "30",
            Span::All => "all",
        }
    }

    pub fn from_code(code: &str) -> Option<Span> {
        Span::ALL.into_iter().find(|span| span.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Span::Week => "statistics-goods-week",
            Span::Month => "statistics-goods-month",
            Span::All => "statistics-goods-all",
        }
    }

    /// How many days, today with them; none where all are meant.
    pub fn days(self) -> Option<i64> {
        match self {
            Span::Week => Some(7),
            Span::Month => Some(30),
            Span::All => None,
        }
    }
}

/// What came and was handed out of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// By the tier of the units that received it. What goes on is counted at each tier it comes to.
    pub received: BTreeMap<String, i64>,
    /// By risk group.
    pub handed_out: BTreeMap<String, i64>,
}

impl Sums {
    pub fn received_at(&self, tier: &str) -> i64 {
        self.received.get(tier).copied().unwrap_or(0)
    }

    pub fn given_to(&self, group: &str) -> i64 {
        self.handed_out.get(group).copied().unwrap_or(0)
    }

    pub fn given(&self) -> i64 {
        self.handed_out.values().sum()
    }

    pub fn is_empty(&self) -> bool {
        let mut all = self.received.values().chain(self.handed_out.values());
        all.all(|n| *n == 0)
    }

    pub(super) fn add(&mut self, is_received: bool, by: &str, n: i64) {
        let sums = match is_received {
            true => &mut self.received,
            false => &mut self.handed_out,
        };
        *sums.entry(by.to_owned()).or_default() += n;
    }
}

/// One item: everywhere, and in each province, in the order of their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfItem {
    pub item: String,
    pub total: Sums,
    pub provinces: Vec<(AreaCode, Sums)>,
}

/// The items of which there is something to tell, in the order of the preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    pub items: Vec<OfItem>,
    pub span: Span,
    pub at: Timestamp,
}
