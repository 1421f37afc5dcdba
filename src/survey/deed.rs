//! A change as a phone makes it: on its own, in order, with an id so that it is made once.

use http::StatusCode;
use jiff::Timestamp;
use web::Message;

use super::fields::Fields;
use super::handle::Handle;
use crate::error::Refusal;
use crate::ids::{ChangeId, ConflictId, DoseId, PersonId};

#[derive(Debug, Clone)]
pub struct Change {
    pub id: ChangeId,
    /// By the clock of the phone.
    pub made_at: Timestamp,
    pub household: Handle,
    /// The version of the household that the phone had seen; 0 for none.
    pub base: i64,
    pub deed: Deed,
    /// A hash of what was sent, to tell another change under the same id.
    pub fingerprint: [u8; 32],
}

#[derive(Debug, Clone)]
pub enum Deed {
    Record {
        fields: Fields,
        persons: Vec<(PersonId, Fields)>,
    },
    Change {
        now: Fields,
        was: Fields,
    },
    AddPerson {
        person: PersonId,
        fields: Fields,
    },
    ChangePerson {
        person: PersonId,
        now: Fields,
        was: Fields,
    },
    MovePerson {
        person: PersonId,
        to: Handle,
    },
    Dose {
        person: PersonId,
        dose: DoseId,
        fields: Fields,
    },
    /// Somebody was talked with again, or was not met.
    Talk {
        person: PersonId,
        now: Fields,
        was: Fields,
    },
    Solve {
        conflict: ConflictId,
        take: Take,
    },
    /// The household and persons of it changed at once, upon the version that was seen and no other.
    Revise {
        fields: Fields,
        persons: Vec<(PersonId, Fields)>,
    },
}

impl Deed {
    pub fn kind(&self) -> &'static str {
        match self {
            Deed::Record { .. } => "record",
            Deed::Change { .. } => "change",
            Deed::AddPerson { .. } => "add_person",
            Deed::ChangePerson { .. } => "change_person",
            Deed::MovePerson { .. } => "move_person",
            Deed::Dose { .. } => "dose",
            Deed::Talk { .. } => "talk",
            Deed::Solve { .. } => "solve",
            Deed::Revise { .. } => "revise",
        }
    }

    pub fn person(&self) -> Option<PersonId> {
        match self {
            Deed::AddPerson { person, .. }
            | Deed::ChangePerson { person, .. }
            | Deed::MovePerson { person, .. }
            | Deed::Dose { person, .. }
            | Deed::Talk { person, .. } => Some(*person),
            Deed::Record { .. }
            | Deed::Change { .. }
            | Deed::Solve { .. }
            | Deed::Revise { .. } => None,
        }
    }

    /// The names of what was told, for the history; those of a revised person behind the person's id.
    pub fn names(&self) -> String {
        let fields = match self {
            Deed::Record { fields, .. }
            | Deed::AddPerson { fields, .. }
            | Deed::Dose { fields, .. } => fields,
            Deed::Change { now, .. } | Deed::ChangePerson { now, .. } | Deed::Talk { now, .. } => {
                now
            }
            Deed::MovePerson { .. } => return "household".to_owned(),
            Deed::Solve { .. } => return String::new(),
            Deed::Revise { fields, persons } => {
                let of_persons = persons.iter().flat_map(|(person, fields)| {
                    fields.keys().map(move |name| format!("{person}.{name}"))
                });
                let names: Vec<String> = fields.keys().cloned().chain(of_persons).collect();
                return names.join(",");
            }
        };
        fields
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(",")
    }
}

/// Which of two values a person decided for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    Kept,
    Told,
}

impl Take {
    pub fn code(self) -> &'static str {
        match self {
            Take::Kept => "kept",
            Take::Told => "told",
        }
    }
}

/// Why a change was not made, beside what is amiss in its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("the household is not there, or not there yet")]
    NotThere,
    #[error("the household lies in nobody's area of this person")]
    NotTheirs,
    #[error("a household of this id was recorded otherwise")]
    RecordedBefore,
    #[error("no such person in the household")]
    NoSuchPerson,
    #[error("a person moves within a province; elsewhere they are recorded anew")]
    AnotherProvince,
    #[error("another change went by this id")]
    UsedForAnother,
    #[error("the change cannot be read")]
    Unreadable,
    #[error("somebody changed the household meanwhile; it is now at version {version}")]
    Meanwhile { version: i64 },
}

impl CannotChange {
    /// What may well be made later, without anybody mending it: another phone records it, or did so before
    /// the server went back to a backup and says it again.
    pub const MAY_PASS: [CannotChange; 2] = [CannotChange::NotThere, CannotChange::NoSuchPerson];
}

impl Refusal for CannotChange {
    fn name(&self) -> &'static str {
        match self {
            CannotChange::NotThere => "household-not-there",
            CannotChange::NotTheirs => "household-not-yours",
            CannotChange::RecordedBefore => "household-recorded-before",
            CannotChange::NoSuchPerson => "no-such-person",
            CannotChange::AnotherProvince => "another-province",
            CannotChange::UsedForAnother => "change-id-reused",
            CannotChange::Unreadable => "change-unreadable",
            CannotChange::Meanwhile { .. } => "household-changed-meanwhile",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotChange::NotThere => StatusCode::NOT_FOUND,
            CannotChange::NotTheirs => StatusCode::FORBIDDEN,
            CannotChange::RecordedBefore
            | CannotChange::UsedForAnother
            | CannotChange::Meanwhile { .. } => StatusCode::CONFLICT,
            CannotChange::NoSuchPerson
            | CannotChange::AnotherProvince
            | CannotChange::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotChange::NotThere => "survey-household-not-there".into(),
            CannotChange::NotTheirs => "survey-household-not-yours".into(),
            CannotChange::RecordedBefore => "survey-household-recorded-before".into(),
            CannotChange::NoSuchPerson => "survey-no-such-person".into(),
            CannotChange::AnotherProvince => "survey-another-province".into(),
            CannotChange::UsedForAnother => "survey-change-id-reused".into(),
            CannotChange::Unreadable => "survey-change-unreadable".into(),
            CannotChange::Meanwhile { version } => {
                Message::new("survey-household-changed-meanwhile").with("version", *version)
            }
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotChange::Meanwhile { version } => serde_json::json!({ "version": version }),
            _ => serde_json::Value::Null,
        }
    }
}
