//! Which announcements are in force, whom they reach, in which order they stand, and what cannot be
//! done to them. Pure.

use std::cmp::Reverse;

use areas::AreaCode;
use http::StatusCode;
use i18n::Language;
use jiff::{SignedDuration, Timestamp};
use web::Message;

use super::model::{Announcement, Level, NewAnnouncement};
use crate::error::Refusal;

/// What is over or withdrawn stays in the list for so long, marked as such: whoever saw it is to see
/// that it no longer holds.
pub const SHOWN_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Announcements that stand on every page at most.
pub const ON_EVERY_PAGE: usize = 2;

/// How an announcement stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Upcoming,
    InForce,
    /// Its time has passed, since when.
    Over(Timestamp),
    Withdrawn(Timestamp),
}

pub fn standing(announcement: &Announcement, now: Timestamp) -> Standing {
    match (&announcement.withdrawn, announcement.until_at) {
        (Some(withdrawn), _) => Standing::Withdrawn(withdrawn.at),
        _ if now < announcement.from_at => Standing::Upcoming,
        (None, Some(until)) if until <= now => Standing::Over(until),
        (None, _) => Standing::InForce,
    }
}

pub fn is_in_force(announcement: &Announcement, now: Timestamp) -> bool {
    standing(announcement, now) == Standing::InForce
}

/// Whether it was ever told: not before its time, and not when it was withdrawn before that.
pub fn is_public(announcement: &Announcement, now: Timestamp) -> bool {
    let begun = announcement.from_at <= now;
    let told = |at: Timestamp| announcement.from_at < at;
    begun
        && announcement
            .withdrawn
            .as_ref()
            .is_none_or(|withdrawn| told(withdrawn.at))
}

/// Whether it stands in the list: in force, or not long over.
pub fn is_listed(announcement: &Announcement, now: Timestamp) -> bool {
    let lately = |since: Timestamp| now.duration_since(since) < SHOWN_AFTER;
    is_public(announcement, now)
        && match standing(announcement, now) {
            Standing::Upcoming => false,
            Standing::InForce => true,
            Standing::Over(since) | Standing::Withdrawn(since) => lately(since),
        }
}

/// Whether a reader who asks for an area is told: what is for it or an area above it, and what is
/// pinned in an area below.
pub fn reaches(announcement: &Announcement, area: AreaCode) -> bool {
    announcement.area.contains(area) || (announcement.pinned && area.contains(announcement.area))
}

/// In force first; then pinned emergencies, then the gravest, then what is pinned, then the newest.
pub fn in_order(announcements: &mut [Announcement], now: Timestamp) {
    announcements.sort_by_key(|one| {
        let first = one.pinned && one.level == Level::Emergency;
        Reverse((
            is_in_force(one, now),
            first,
            one.level,
            one.pinned,
            one.from_at,
            one.id,
        ))
    });
}

/// The pinned emergencies in force that concern somebody at any of these places, the widest first, then
/// the newest.
pub fn on_every_page<'a>(
    announcements: &'a [Announcement],
    places: &[AreaCode],
    now: Timestamp,
) -> Vec<&'a Announcement> {
    let concerns = |one: &Announcement| {
        let mut places = places.iter();
        places.any(|place| one.area.contains(*place) || place.contains(one.area))
    };
    let mut found: Vec<&Announcement> = announcements
        .iter()
        .filter(|one| one.pinned && one.level == Level::Emergency && is_in_force(one, now))
        .filter(|one| one.area == AreaCode::COUNTRY || concerns(one))
        .collect();
    found.sort_by_key(|one| {
        (
            one.area != AreaCode::COUNTRY,
            Reverse((one.from_at, one.id)),
        )
    });
    found
}

/// A part of an announcement in which two versions may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Area,
    Level,
    Pinned,
    Title(Language),
    Words(Language),
    Source,
    Link,
    From,
    Until,
    Incident,
}

impl Part {
    /// Its stable name, for histories.
    pub fn code(self) -> &'static str {
        match self {
            Part::Area => "area",
            Part::Level => "level",
            Part::Pinned => "pinned",
            Part::Title(_) => "title",
            Part::Words(_) => "words",
            Part::Source => "source",
            Part::Link => "link",
            Part::From => "from",
            Part::Until => "until",
            Part::Incident => "incident",
        }
    }
}

/// Where what somebody wants differs from what stands there now.
pub fn differences(stands: &Announcement, wanted: &NewAnnouncement) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |differs: bool, part: Part| {
        if differs {
            parts.push(part);
        }
    };
    add(stands.area != wanted.area, Part::Area);
    add(stands.level != wanted.level, Part::Level);
    add(stands.pinned != wanted.pinned, Part::Pinned);
    for language in Language::ALL {
        let (old, new) = (stands.texts.of(language), wanted.texts.of(language));
        let title = old.map(|text| &text.title) != new.map(|text| &text.title);
        let words = old.map(|text| &text.words) != new.map(|text| &text.words);
        add(title, Part::Title(language));
        add(words, Part::Words(language));
    }
    add(stands.source.name != wanted.source.name, Part::Source);
    add(stands.source.link != wanted.source.link, Part::Link);
    add(
        wanted.from_at.is_some_and(|from| from != stands.from_at),
        Part::From,
    );
    add(stands.until_at != wanted.until_at, Part::Until);
    add(stands.incident != wanted.incident, Part::Incident);
    parts
}

/// Forms know minutes: a time typed back to the minute is the one that stands there, seconds and all.
pub fn to_the_minute(stands: &Announcement, mut wanted: NewAnnouncement) -> NewAnnouncement {
    let minute = |at: Timestamp| at.as_second().div_euclid(60);
    if let Some(from) = wanted.from_at
        && minute(from) == minute(stands.from_at)
    {
        wanted.from_at = None;
    }
    if let (Some(wanted_until), Some(until)) = (wanted.until_at, stands.until_at)
        && minute(wanted_until) == minute(until)
    {
        wanted.until_at = Some(until);
    }
    wanted
}

/// Why an announcement stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("it was withdrawn")]
    Withdrawn,
    #[error("somebody changed it meanwhile; it is at version {version} now")]
    Meanwhile { version: i64 },
}

impl Refusal for CannotChange {
    fn name(&self) -> &'static str {
        match self {
            CannotChange::Withdrawn => "announcement-withdrawn",
            CannotChange::Meanwhile { .. } => "changed-meanwhile",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotChange::Withdrawn => "announcement-was-withdrawn".into(),
            CannotChange::Meanwhile { .. } => "announcement-changed-meanwhile".into(),
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotChange::Withdrawn => serde_json::Value::Null,
            CannotChange::Meanwhile { version } => serde_json::json!({ "version": version }),
        }
    }
}

/// A change is made to what one has seen, or not at all.
pub fn may_change(stands: &Announcement, seen: i64) -> Result<(), CannotChange> {
    if stands.withdrawn.is_some() {
        Err(CannotChange::Withdrawn)
    } else if stands.version != seen {
        Err(CannotChange::Meanwhile {
            version: stands.version,
        })
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
