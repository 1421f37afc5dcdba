//! Households and changes as they go over the wire: every field a text under its name, an empty one left
//! out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::survey::actions::looks::Given;
use crate::survey::actions::see;
use crate::survey::deed::{CannotChange, Change, Deed, Take};
use crate::survey::fields::{self, Fields};
use crate::survey::model::{Conflict, Dose, Person};

/// One change, made by a phone on its own. Changes of one household are made in the order they are sent.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdChange)]
#[serde(deny_unknown_fields)]
pub struct ChangeJson {
    /// Made by the phone, once: a change sent twice is made once.
    pub id: Uuid,
    /// By the phone's clock.
    pub made_at: Timestamp,
    /// Two digits of the province it is recorded in, and 32 of an id the phone makes.
    #[schema(example = "570190d3b2a45e7c00a1b2c3d4e5f60718")]
    pub household: String,
    /// The version of the household that the phone had seen last; 0 for none.
    #[serde(default)]
    pub base: i64,
    /// `record`, `change`, `add_person`, `change_person`, `move_person`, `dose`, `talk` or `solve`.
    pub kind: String,
    /// What is told now.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Of changes: what the phone had seen in those fields. A field that says something else by now is not
    /// overwritten: both values are kept until a person decides.
    #[serde(default)]
    pub was: BTreeMap<String, String>,
    /// Of `record`: one to sixty.
    #[serde(default)]
    pub persons: Vec<ChangedPersonJson>,
    pub person: Option<Uuid>,
    /// Of `move_person`: the household the person lives in now, of the same province.
    pub to: Option<String>,
    pub dose: Option<Uuid>,
    pub conflict: Option<Uuid>,
    /// Of `solve`: `kept` or `told`.
    pub take: Option<String>,
}

/// A person of a new household.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdChangePerson)]
#[serde(deny_unknown_fields)]
pub struct ChangedPersonJson {
    pub id: Uuid,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

impl ChangeJson {
    pub fn read(self, fingerprint: [u8; 32]) -> Result<Change, CannotChange> {
        let unreadable = CannotChange::Unreadable;
        let person = self.person.map(Into::into).ok_or(unreadable);
        let (now, was) = (without_empty(self.fields), self.was);
        let deed = match self.kind.as_str() {
            "record" => Deed::Record {
                fields: now.told,
                persons: self
                    .persons
                    .into_iter()
                    .map(|one| (one.id.into(), without_empty(one.fields).told))
                    .collect(),
            },
            "change" => Deed::Change { now: now.all, was },
            "add_person" => Deed::AddPerson {
                person: person?,
                fields: now.told,
            },
            "change_person" => Deed::ChangePerson {
                person: person?,
                now: now.all,
                was,
            },
            "move_person" => {
                let to = self.to.ok_or(unreadable)?;
                Deed::MovePerson {
                    person: person?,
                    to: to.parse().map_err(|_| unreadable)?,
                }
            }
            "dose" => Deed::Dose {
                person: person?,
                dose: self.dose.ok_or(unreadable)?.into(),
                fields: now.told,
            },
            "talk" => Deed::Talk {
                person: person?,
                now: now.all,
                was,
            },
            "solve" => Deed::Solve {
                conflict: self.conflict.ok_or(unreadable)?.into(),
                take: match self.take.as_deref() {
                    Some("kept") => Take::Kept,
                    Some("told") => Take::Told,
                    _ => return Err(unreadable),
                },
            },
            _ => return Err(unreadable),
        };
        Ok(Change {
            id: self.id.into(),
            made_at: self.made_at,
            household: self.household.parse().map_err(|_| unreadable)?,
            base: self.base,
            deed,
            fingerprint,
        })
    }
}

/// Fields as sent, and those of them that say something: a change may empty a field, a new record not.
struct Sent {
    all: Fields,
    told: Fields,
}

fn without_empty(fields: Fields) -> Sent {
    let mut told = fields.clone();
    told.retain(|_, text| !text.trim().is_empty());
    Sent { all: fields, told }
}

/// A household as a phone keeps it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Household)]
pub struct HouseholdJson {
    pub household: String,
    pub version: i64,
    /// Whether the caller recorded it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    pub recorded_at: Timestamp,
    pub changed_at: Timestamp,
    pub fields: BTreeMap<String, String>,
    pub persons: Vec<PersonJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictJson>,
}

/// One person of it; of a paper's number the last letters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HouseholdPerson)]
pub struct PersonJson {
    pub id: Uuid,
    pub fields: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doses: Vec<DoseJson>,
    /// When whoever does not want it, or is undecided, is talked with next. For showing: a `talk` sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, value_type = Option<String>)]
    pub next_talk_on: Option<jiff::civil::Date>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dose)]
pub struct DoseJson {
    pub id: Uuid,
    /// A code of the preset's vaccines.
    pub brand: String,
    #[schema(format = Date, value_type = String)]
    pub on: jiff::civil::Date,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// Two values for one field; a person decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HouseholdConflict)]
pub struct ConflictJson {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    pub field: String,
    /// What stands there.
    pub kept: String,
    /// What was told beside.
    pub told: String,
    /// Who told it, by the name others know.
    pub by: String,
    pub at: Timestamp,
}

impl HouseholdJson {
    /// `name_of` gives an account's display name.
    fn of(given: &Given, name_of: impl Fn(&Conflict) -> String) -> HouseholdJson {
        let (household, known) = (&given.household, &given.known);
        let mut fields = fields::of_household(&known.facts);
        let conflicts = known
            .conflicts
            .iter()
            .map(|one| conflict(one, &fields, &known.persons, household, name_of(one)))
            .collect();
        fields::unfold_pin(&mut fields);
        HouseholdJson {
            household: household.handle().to_string(),
            version: household.version,
            own: given.is_own,
            recorded_at: household.recorded_at,
            changed_at: household.changed_at,
            fields,
            persons: known.persons.iter().map(person).collect(),
            conflicts,
        }
    }
}

fn person(person: &Person) -> PersonJson {
    PersonJson {
        id: person.id.0,
        fields: fields::shown(&person.facts),
        doses: person.doses.iter().map(DoseJson::from).collect(),
        next_talk_on: person.next_talk_on,
    }
}

impl From<&Dose> for DoseJson {
    fn from(dose: &Dose) -> DoseJson {
        DoseJson {
            id: dose.id.0,
            brand: dose.brand.clone(),
            on: dose.on,
            place: dose.place.clone(),
        }
    }
}

/// Households as they are told, with the names of those who told something at odds.
pub async fn told(app: &App, given: &[Given]) -> Result<Vec<HouseholdJson>, Error> {
    let conflicts = given.iter().flat_map(|one| &one.known.conflicts);
    let names = see::names(app, conflicts.filter_map(|one| one.told_by)).await?;
    let name_of = |one: &Conflict| {
        let name = one.told_by.and_then(|account| names.get(&account).cloned());
        name.unwrap_or_default()
    };
    let given = given.iter();
    Ok(given.map(|one| HouseholdJson::of(one, name_of)).collect())
}

fn conflict(
    one: &Conflict,
    of_household: &Fields,
    persons: &[Person],
    household: &crate::survey::model::Household,
    by: String,
) -> ConflictJson {
    let whose = one
        .person
        .and_then(|id| persons.iter().find(|person| person.id == id));
    let kept = match whose {
        _ if one.field == "household" => household.handle().to_string(),
        Some(person) => {
            let shown = fields::shown(&person.facts);
            shown.get(&one.field).cloned().unwrap_or_default()
        }
        None => of_household.get(&one.field).cloned().unwrap_or_default(),
    };
    let told = if one.field == "document_number" {
        let document = crate::survey::model::Document {
            kind: String::new(),
            number: one.told.clone(),
            sure: false,
        };
        document.masked()
    } else {
        one.told.clone()
    };
    ConflictJson {
        id: one.id.0,
        person: one.person.map(|person| person.0),
        field: one.field.clone(),
        kept,
        told,
        by,
        at: one.told_at,
    }
}

/// What tells another change under the same id.
pub fn fingerprint(app: &App, sent: &serde_json::Value) -> [u8; 32] {
    app.vault
        .lookup("household change", sent.to_string().as_bytes())
}
