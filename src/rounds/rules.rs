//! How a round stands, what a share covers, how what was recorded adds up, and what cannot be done. Pure.

use std::collections::{BTreeMap, HashMap};

use areas::{AreaCode, Level};
use http::StatusCode;
use jiff::civil::Date;
use web::Message;

use super::model::{Living, Part, Round, Share, Sums, Tallied, Told};
use crate::error::Refusal;
use crate::ids::AccountId;
use crate::incidents::preset::Preset;
use crate::survey::model::{DOES_NOT_WANT, WANTS};

/// How a round stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Upcoming,
    Open,
    /// Its last day has passed and nobody has closed it.
    Over,
    Closed,
}

impl Standing {
    pub fn code(self) -> &'static str {
        match self {
            Standing::Upcoming => "upcoming",
            Standing::Open => "open",
            Standing::Over => "over",
            Standing::Closed => "closed",
        }
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Standing::Upcoming => "round-upcoming",
            Standing::Open => "round-open",
            Standing::Over => "round-over",
            Standing::Closed => "round-closed",
        }
    }

    /// The look of its word, by the states that pages know.
    pub fn look(self) -> &'static str {
        match self {
            Standing::Upcoming => "unverified",
            Standing::Open => "open",
            Standing::Over => "expired",
            Standing::Closed => "closed",
        }
    }
}

pub fn standing(round: &Round, today: Date) -> Standing {
    if round.closed_at.is_some() {
        Standing::Closed
    } else if today < round.starts_on {
        Standing::Upcoming
    } else if today > round.ends_on {
        Standing::Over
    } else {
        Standing::Open
    }
}

/// Whether one of these shares reaches a household of a subdistrict. Without a known village only a share
/// of the whole subdistrict does.
pub fn covers(shares: &[Share], area: AreaCode, village: Option<u32>) -> bool {
    shares
        .iter()
        .any(|share| share.area == area && (share.village.is_none() || share.village == village))
}

/// Why a round or a share stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("the round is closed")]
    Closed,
    #[error("the last day of the round has passed")]
    Over,
    #[error("somebody changed it meanwhile; it is at version {version} now")]
    Meanwhile { version: i64 },
}

impl Refusal for CannotChange {
    fn name(&self) -> &'static str {
        match self {
            CannotChange::Closed => "round-closed",
            CannotChange::Over => "round-over",
            CannotChange::Meanwhile { .. } => "changed-meanwhile",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotChange::Closed => "round-is-closed".into(),
            CannotChange::Over => "round-is-over".into(),
            CannotChange::Meanwhile { .. } => "round-changed-meanwhile".into(),
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotChange::Meanwhile { version } => serde_json::json!({ "version": version }),
            CannotChange::Closed | CannotChange::Over => serde_json::Value::Null,
        }
    }
}

/// A change is made to what one has seen, and to no closed round. One whose last day has passed may be
/// changed: it may go on longer.
pub fn may_change(round: &Round, seen: i64) -> Result<(), CannotChange> {
    if round.closed_at.is_some() {
        Err(CannotChange::Closed)
    } else if round.version != seen {
        Err(CannotChange::Meanwhile {
            version: round.version,
        })
    } else {
        Ok(())
    }
}

/// A round is divided before it begins and while it lasts.
pub fn may_share(round: &Round, today: Date) -> Result<(), CannotChange> {
    match standing(round, today) {
        Standing::Upcoming | Standing::Open => Ok(()),
        Standing::Over => Err(CannotChange::Over),
        Standing::Closed => Err(CannotChange::Closed),
    }
}

/// The parts that a view of an area shows: those next below it; a subdistrict shows its villages.
pub fn parts_of(area: AreaCode) -> &'static [AreaCode] {
    match area.level() {
        Level::Subdistrict => &[],
        _ => areas::register().children_in_thai_order(area),
    }
}

/// By how much codes are cut so that all of a part have one number.
pub fn cut(area: AreaCode) -> i32 {
    match area.level() {
        Level::Country => 10_000,
        Level::Province => 100,
        Level::District | Level::Subdistrict => 1,
    }
}

impl Sums {
    /// Adds what the database counted; the preset says who is fully vaccinated.
    pub fn add(&mut self, row: &Tallied, preset: &Preset) {
        self.households += row.households;
        self.revisits += row.revisits;
        self.persons += row.persons;
        let history = preset.vaccination_history.get(&row.history);
        if history.is_some_and(|history| !history.complete) {
            self.not_fully_vaccinated += row.persons;
        }
        match row.wish.as_str() {
            WANTS => self.wants += row.persons,
            DOES_NOT_WANT => self.refuses += row.persons,
            _ => {}
        }
    }
}

/// All together.
pub fn total(rows: &[Tallied], preset: &Preset) -> Sums {
    let mut total = Sums::default();
    for row in rows {
        total.add(row, preset);
    }
    total
}

/// By part: every part of the area, also those where nothing was recorded yet; of a subdistrict the
/// villages that are known, then what else was written down.
pub fn by_part(
    area: AreaCode,
    villages: &[u32],
    rows: &[Tallied],
    preset: &Preset,
    living: impl Fn(AreaCode) -> Living,
) -> Vec<Part> {
    if area.level() == Level::Subdistrict {
        return by_village(area, villages, rows, preset);
    }
    let mut sums: HashMap<AreaCode, Sums> = HashMap::new();
    for row in rows {
        sums.entry(row.part).or_default().add(row, preset);
    }
    let parts = parts_of(area).iter().map(|part| Part {
        area: *part,
        village: None,
        sums: sums.remove(part).unwrap_or_default(),
        living: living(*part),
    });
    let mut parts: Vec<Part> = parts.collect();
    // Recorded in a part that was abolished since, it counts all the same.
    let mut gone: Vec<(AreaCode, Sums)> = sums.into_iter().collect();
    gone.sort_by_key(|(part, _)| *part);
    parts.extend(gone.into_iter().map(|(area, sums)| Part {
        area,
        village: None,
        sums,
        living: Living::default(),
    }));
    parts
}

fn by_village(area: AreaCode, villages: &[u32], rows: &[Tallied], preset: &Preset) -> Vec<Part> {
    let known = villages.iter().map(|code| Told::Code(*code));
    let mut sums: BTreeMap<Told, Sums> = known.map(|village| (village, Sums::default())).collect();
    for row in rows {
        sums.entry(row.village.clone())
            .or_default()
            .add(row, preset);
    }
    let parts = sums.into_iter().map(|(village, sums)| Part {
        area,
        village: Some(village),
        sums,
        living: Living::default(),
    });
    parts.collect()
}

/// By who recorded it, those who recorded most first.
pub fn by_person(rows: &[Tallied], preset: &Preset) -> Vec<(Option<AccountId>, Sums)> {
    let mut sums: HashMap<Option<AccountId>, Sums> = HashMap::new();
    for row in rows {
        sums.entry(row.by).or_default().add(row, preset);
    }
    let mut people: Vec<_> = sums.into_iter().collect();
    people.sort_by_key(|(account, sums)| (std::cmp::Reverse(sums.households), *account));
    people
}

/// Persons recorded per hundred living there, rounded down; may be above a hundred. None where it is not
/// known of every subdistrict how many live there.
pub fn coverage(persons: i64, living: Living) -> Option<i64> {
    (living.unknown == 0 && living.n > 0).then(|| persons * 100 / living.n)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
