//! Closed days, each bound to the one before: whoever changes an entry or a count of a closed day breaks the
//! chain there, and it can be shown where.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::ids::SupplyUnitId;
use crate::supplies::model::{Closed, Count, Entry, Line, Movement, Reason};

/// All that a closed day says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub unit: SupplyUnitId,
    pub closed: Closed,
    /// In the order of their ids.
    pub entries: Vec<Entry>,
    /// As text, one a line of the count, in the order of item and lot: see [`count_as_text`].
    pub counts: Vec<String>,
}

/// A line of a closed day as it is bound into the chain: all its values, each once.
pub fn count_as_text(line: &Line, count: &Count) -> String {
    let Movement {
        received,
        sent,
        handed_out,
        corrected,
    } = line.moved;
    let reason = count.reason.map_or("", Reason::code);
    serde_json::json!([
        line.item,
        line.lot.name,
        line.opening,
        received,
        sent,
        handed_out,
        corrected,
        count.counted,
        reason,
        count.note,
    ])
    .to_string()
}

/// The hash of a day upon that of the day before. Every part is told with its length, so that no two different
/// days read alike.
pub fn hash(page: &Page) -> Vec<u8> {
    let mut sha = Sha256::new();
    let mut part = |text: &[u8]| {
        sha.update((text.len() as u64).to_be_bytes());
        sha.update(text);
    };
    let closed = &page.closed;
    part(b"jitasa supply day 1");
    part(page.unit.0.as_bytes());
    part(closed.day.to_string().as_bytes());
    part(&closed.previous_hash);
    part(closed.closed_by.0.as_bytes());
    part(&closed.closed_at.as_microsecond().to_be_bytes());
    part(&closed.n_entries.to_be_bytes());
    part(&[u8::from(closed.is_late)]);
    part(&(page.entries.len() as u64).to_be_bytes());
    for entry in &page.entries {
        let told = &entry.told;
        part(entry.id.0.as_bytes());
        part(&entry.happened_at.as_microsecond().to_be_bytes());
        part(&entry.recorded_at.as_microsecond().to_be_bytes());
        part(entry.recorded_by.0.as_bytes());
        for text in [
            told.kind.code(),
            &told.item,
            &told.lot,
            entry.from.code(),
            entry.to.code(),
            &told.risk_group,
            &told.document,
            &told.party,
            told.reason.map_or("", |reason| reason.code()),
            &told.note,
        ] {
            part(text.as_bytes());
        }
        let expires_on = told.expires_on.map(|day| day.to_string());
        part(expires_on.unwrap_or_default().as_bytes());
        part(&told.quantity.to_be_bytes());
        part(&told.persons.map_or(-1, i64::from).to_be_bytes());
        part(
            told.shipment
                .map_or([0; 16], |id| *id.0.as_bytes())
                .as_slice(),
        );
        part(
            told.reverses
                .map_or([0; 16], |id| *id.0.as_bytes())
                .as_slice(),
        );
    }
    part(&(page.counts.len() as u64).to_be_bytes());
    for line in &page.counts {
        part(line.as_bytes());
    }
    sha.finalize().to_vec()
}

/// What is wrong with a chain, at its first broken link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// A day between is missing.
    Missing { day: Date },
    /// It does not name the hash of the day before.
    NotLinked { day: Date },
    /// What stands there is not what was closed.
    Changed { day: Date },
}

impl Broken {
    pub fn day(self) -> Date {
        match self {
            Broken::Missing { day } | Broken::NotLinked { day } | Broken::Changed { day } => day,
        }
    }

    /// The message key of what is said of it.
    pub fn label(self) -> &'static str {
        match self {
            Broken::Missing { .. } => "supply-chain-missing",
            Broken::NotLinked { .. } => "supply-chain-not-linked",
            Broken::Changed { .. } => "supply-chain-changed",
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Broken::Missing { .. } => "missing",
            Broken::NotLinked { .. } => "not_linked",
            Broken::Changed { .. } => "changed",
        }
    }
}

/// The first broken link of the closed days of a unit, in order; `before` is the day and hash that the first of
/// them follows.
pub fn first_broken(
    opened_on: Date,
    before: Option<(Date, &[u8])>,
    pages: &[Page],
) -> Option<Broken> {
    let mut expected = before.map_or(opened_on, |(day, _)| day.tomorrow().unwrap_or(day));
    let mut hash_before = before.map_or(Vec::new(), |(_, hash)| hash.to_vec());
    for page in pages {
        let day = page.closed.day;
        if day != expected {
            return Some(Broken::Missing { day: expected });
        }
        if page.closed.previous_hash != hash_before {
            return Some(Broken::NotLinked { day });
        }
        if hash(page) != page.closed.hash {
            return Some(Broken::Changed { day });
        }
        hash_before.clone_from(&page.closed.hash);
        expected = day.tomorrow().unwrap_or(day);
    }
    None
}

/// Where the chain of a unit ends, as it is kept beside its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub n_days: i64,
    pub day: Date,
    pub hash: Vec<u8>,
}

/// What is wrong with the end of a chain that is whole by itself: its newest days were taken away, put there past the
/// program, or written anew. `found` is the last day there with its hash, and how many days there are.
pub fn wrong_end(
    opened_on: Date,
    found: Option<(Date, &[u8])>,
    n_found: i64,
    end: Option<&End>,
) -> Option<Broken> {
    let next = |day: Date| day.tomorrow().unwrap_or(day);
    match (found, end) {
        (None, None) => None,
        (Some(_), None) => Some(Broken::NotLinked { day: opened_on }),
        (None, Some(_)) => Some(Broken::Missing { day: opened_on }),
        (Some((day, _)), Some(end)) if day < end.day => Some(Broken::Missing { day: next(day) }),
        (Some((day, _)), Some(end)) if day > end.day => {
            Some(Broken::NotLinked { day: next(end.day) })
        }
        (Some((day, hash)), Some(end)) => {
            (hash != end.hash || n_found != end.n_days).then_some(Broken::Changed { day })
        }
    }
}
