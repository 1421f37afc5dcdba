//! Who may tell what of a point, what differs between two tellings, and when it must be called. Pure.

pub mod desk;
pub mod report;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use web::Message;

use super::model::{Checks, Contact, Fact, How, Point, PointKind, PointTold, Status, hours};
use crate::error::Refusal;

/// What somebody may do with a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct May {
    /// An admin of its area: everything, and who its owner is.
    pub administers: bool,
    /// An officer of the organisation it belongs to.
    pub owns: bool,
    /// A data or desk volunteer of the area.
    pub checks: bool,
}

impl May {
    /// Whether its facts are theirs to change and to check.
    pub fn changes(self) -> bool {
        self.administers || self.owns || self.checks
    }

    /// Whether they may take it off the map for good.
    pub fn ends(self) -> bool {
        self.administers || self.owns
    }

    /// How an owner knows goes without asking.
    pub fn how(self, said: Option<How>) -> How {
        match said {
            Some(How::Import) | None if self.owns => How::Owner,
            Some(How::Owner) if !self.owns => How::Call,
            Some(How::Import) | None => How::Call,
            Some(how) => how,
        }
    }
}

/// Why a point stays as it is.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CannotChange {
    #[error("somebody changed it meanwhile; it is now at version {version}")]
    ChangedMeanwhile { version: i64, differs: Vec<Fact> },
    #[error("it has ended")]
    Ended,
}

impl Refusal for CannotChange {
    fn name(&self) -> &'static str {
        match self {
            CannotChange::ChangedMeanwhile { .. } => "point-changed-meanwhile",
            CannotChange::Ended => "point-ended",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotChange::ChangedMeanwhile { .. } => "point-changed-meanwhile".into(),
            CannotChange::Ended => "point-has-ended".into(),
        }
    }

    fn details(&self) -> Value {
        match self {
            CannotChange::ChangedMeanwhile { version, differs } => {
                let differs: Vec<&str> = differs.iter().map(|fact| fact.code()).collect();
                json!({ "version": version, "differs": differs })
            }
            CannotChange::Ended => Value::Null,
        }
    }
}

/// Whether a change made upon a version may be written.
pub fn change(point: &Point, seen: i64, told: &PointTold) -> Result<(), CannotChange> {
    if point.ended_at.is_some() {
        return Err(CannotChange::Ended);
    }
    if point.version == seen {
        return Ok(());
    }
    let differs = differing(&point.told, told);
    if differs.is_empty() {
        // Both say the same.
        return Ok(());
    }
    Err(CannotChange::ChangedMeanwhile {
        version: point.version,
        differs,
    })
}

/// The facts in which two tellings differ.
pub fn differing(one: &PointTold, other: &PointTold) -> Vec<Fact> {
    let differs = |fact: &Fact| match fact {
        Fact::Status => (one.status, one.queue) != (other.status, other.queue),
        Fact::Beds => one.beds != other.beds,
        Fact::Hours => one.hours != other.hours,
        Fact::Contact => one.contact != other.contact,
        Fact::Place => {
            one.position != other.position || one.area != other.area || one.address != other.address
        }
        Fact::Offer => {
            one.kind != other.kind
                || one.names != other.names
                || one.fields != other.fields
                || one.conditions != other.conditions
                || one.audience != other.audience
                || one.owner != other.owner
                || one.photo != other.photo
                || one.source != other.source
                || one.licence != other.licence
        }
    };
    Fact::ALL.into_iter().filter(differs).collect()
}

/// What a telling says, for the history: only what differs from before, as before and after.
pub fn changes(before: &PointTold, after: &PointTold) -> Value {
    let (before, after) = (summary(before), summary(after));
    let mut changes = serde_json::Map::new();
    for ((name, before), (_, after)) in before.into_iter().zip(after) {
        if before != after {
            changes.insert(name.to_owned(), json!([before, after]));
        }
    }
    Value::Object(changes)
}

fn summary(told: &PointTold) -> Vec<(&'static str, Value)> {
    let fields: serde_json::Map<String, Value> = told
        .fields
        .iter()
        .map(|(key, value)| (key.clone(), json!(value.stored())))
        .collect();
    let week: Vec<Option<String>> = told
        .hours
        .week
        .iter()
        .map(|day| day.as_ref().map(hours::written))
        .collect();
    let contact = match &told.contact {
        Contact::Phones(phones) => json!(phones),
        Contact::NoneKnown => Value::Null,
    };
    vec![
        ("kind", json!(told.kind)),
        ("name_th", json!(told.names.th)),
        ("name_en", json!(told.names.en)),
        ("area", json!(told.area.short())),
        ("lat", json!(told.position.lat())),
        ("lon", json!(told.position.lon())),
        ("address", json!(told.address)),
        ("status", json!(told.status.code())),
        ("queue", json!(told.queue)),
        ("beds", json!(told.beds)),
        ("fields", Value::Object(fields)),
        ("hours", json!(week)),
        ("exceptions", json!(told.hours.except)),
        ("conditions", json!(told.conditions)),
        ("audience", json!(told.audience)),
        ("contact", contact),
        ("owner", json!(told.owner)),
        ("photo", json!(told.photo)),
        ("source", json!(told.source)),
        ("licence", json!(told.licence)),
    ]
}

/// When and how urgently somebody should call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    pub rank: u8,
    /// Less is sooner.
    pub need: u8,
    pub due: Timestamp,
}

/// The turn of a point whose facts were just told: never checked goes first, then what is reported
/// wrong, then what has aged; within these the kinds that are needed most.
pub fn turn(
    kind: Option<&PointKind>,
    checks: &Checks,
    reported_at: Option<Timestamp>,
    created_at: Timestamp,
) -> Turn {
    let need = 3 - kind.map_or(1, |kind| kind.need.min(3));
    let (rank, due) = match (checks.checked_at(), reported_at) {
        (None, _) => (0, created_at),
        (Some(_), Some(reported)) => (1, reported),
        (Some(checked), None) => {
            let fresh = kind.map_or(24, |kind| kind.fresh_hours);
            let due = checked.checked_add(SignedDuration::from_hours(fresh.into()));
            (2, due.unwrap_or(Timestamp::MAX))
        }
    };
    Turn { rank, need, due }
}

/// What a person who stands before it finds: outside its hours a point is closed, unless more is known.
pub fn status_now(status: Status, hours: &hours::Hours, now: Timestamp) -> Status {
    match status {
        Status::Open | Status::Unknown if hours.is_open(now) == Some(false) => Status::Closed,
        status => status,
    }
}

/// Open as far as anybody knows: its status says so, and its hours do not say otherwise.
pub fn is_open_now(status: Status, hours: &hours::Hours, now: Timestamp) -> bool {
    status_now(status, hours, now) == Status::Open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PointId;
    use crate::organisations::model::Names;
    use crate::points::model::{BedCount, By, Hours, PointKey, kind};
    use contact::Position;
    use uuid::Uuid;

    fn told() -> PointTold {
        PointTold {
            kind: "hospital".into(),
            names: Names {
                th: "โรงพยาบาลแม่สาย".into(),
                en: String::new(),
            },
            area: "570901".parse().unwrap(),
            position: Position::new(20.43, 99.88).unwrap(),
            address: String::new(),
            status: Status::Open,
            queue: None,
            beds: Default::default(),
            fields: Vec::new(),
            hours: Hours::default(),
            conditions: String::new(),
            audience: String::new(),
            contact: Contact::NoneKnown,
            owner: None,
            photo: None,
            source: String::new(),
            licence: String::new(),
        }
    }

    fn point(version: i64) -> Point {
        let at: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
        Point {
            key: PointKey {
                province: 57,
                id: PointId(Uuid::from_u128(1)),
            },
            told: told(),
            checks: Checks::default(),
            reported_at: None,
            contact_wrong_at: None,
            version,
            created_at: at,
            changed_at: at,
            ended_at: None,
        }
    }

    #[test]
    fn a_change_upon_an_old_version_is_told_what_differs() {
        let mut mine = told();
        mine.status = Status::Full;
        mine.beds
            .set("icu", BedCount::of(Some(4), Some(4), None).unwrap());
        assert_eq!(change(&point(3), 3, &mine), Ok(()));
        assert_eq!(
            change(&point(4), 3, &mine),
            Err(CannotChange::ChangedMeanwhile {
                version: 4,
                differs: vec![Fact::Status, Fact::Beds]
            })
        );
        assert_eq!(change(&point(4), 3, &told()), Ok(()));
        let ended = Point {
            ended_at: Some(Timestamp::UNIX_EPOCH),
            ..point(3)
        };
        assert_eq!(change(&ended, 3, &mine), Err(CannotChange::Ended));
    }

    #[test]
    fn the_history_holds_what_changed_and_nothing_else() {
        let mut after = told();
        after.status = Status::Full;
        assert_eq!(
            changes(&told(), &after),
            json!({ "status": ["open", "full"] })
        );
        assert_eq!(changes(&after, &after), json!({}));
    }

    #[test]
    fn the_never_checked_are_called_first_then_the_reported_then_the_oldest() {
        let at: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
        let hour = SignedDuration::from_hours(1);
        let by = |how| By { account: None, how };
        let mut checked = Checks::default();
        checked.note(Fact::ALL, at, by(How::Call));
        let mut imported = Checks::default();
        imported.note(Fact::ALL, at, by(How::Import));
        let never = turn(kind("parking"), &imported, None, at + hour);
        let reported = turn(kind("hospital"), &checked, Some(at + hour), at);
        let aged = turn(kind("hospital"), &checked, None, at);
        let less_needed = turn(kind("parking"), &checked, None, at);
        let mut order = [less_needed, aged, reported, never];
        order.sort();
        assert_eq!(order, [never, reported, aged, less_needed]);
        assert_eq!(aged.due, at + hour * 12);
    }

    #[test]
    fn how_somebody_knows_is_not_for_anybody_to_claim() {
        let owner = May {
            owns: true,
            ..May::default()
        };
        let volunteer = May {
            checks: true,
            ..May::default()
        };
        assert_eq!(owner.how(None), How::Owner);
        assert_eq!(owner.how(Some(How::Visit)), How::Visit);
        assert_eq!(volunteer.how(Some(How::Owner)), How::Call);
        assert_eq!(volunteer.how(Some(How::Import)), How::Call);
        assert_eq!(volunteer.how(Some(How::Visit)), How::Visit);
    }
}
