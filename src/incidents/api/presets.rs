//! A preset as programs read it: codes to send, words to show in the five languages.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::json::LabelsJson;
use crate::incidents::preset::{Answer, Coded, Field, Kind, List, Preset};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preset)]
pub struct PresetJson {
    pub name: String,
    pub labels: LabelsJson,
    pub kinds: Vec<KindJson>,
    pub vulnerabilities: Vec<EntryJson>,
    pub nationalities: Vec<EntryJson>,
    pub vaccination_history: Vec<HistoryJson>,
    pub wishes: Vec<WishJson>,
    /// Why somebody is not vaccinated.
    pub reasons: Vec<EntryJson>,
    pub age_bands: Vec<EntryJson>,
    pub outcomes: Vec<OutcomeJson>,
}

/// A code to send and its words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryJson {
    pub code: String,
    pub labels: LabelsJson,
}

/// A kind of help.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Kind)]
pub struct KindJson {
    pub code: String,
    pub labels: LabelsJson,
    pub hint: LabelsJson,
    /// `low`, `medium`, `high` or `critical`, before anything is known of the people.
    pub level: &'static str,
    /// Who may take it.
    pub roles: Vec<&'static str>,
    /// Records a household (`POST /api/v1/households`) instead of asking for help.
    pub household: bool,
    /// How long a volunteer holds the case without a word.
    pub lease_minutes: u32,
    /// What it asks besides: the keys of `extra`.
    pub fields: Vec<FieldJson>,
}

/// A question a kind asks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Field)]
pub struct FieldJson {
    pub key: String,
    pub labels: LabelsJson,
    pub hint: Option<LabelsJson>,
    pub unit: Option<LabelsJson>,
    pub required: bool,
    /// `text`, `number`, `decimal`, `choice`, `multi`, `date` or `yes_no`.
    pub answer: &'static str,
    /// Of `text`: letters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u16>,
    /// Of `number` and `decimal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Of `choice` and `multi`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<EntryJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationHistory)]
pub struct HistoryJson {
    pub code: String,
    pub labels: LabelsJson,
    /// Null where it is not known.
    pub doses: Option<u8>,
    /// The wish is asked only of those who are not.
    pub complete: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wish)]
pub struct WishJson {
    pub code: String,
    pub labels: LabelsJson,
    pub asks_reason: bool,
}

/// What came of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outcome)]
pub struct OutcomeJson {
    pub code: String,
    pub labels: LabelsJson,
    /// What was given must be told.
    pub needs_given: bool,
}

impl From<&Preset> for PresetJson {
    fn from(preset: &Preset) -> PresetJson {
        let histories = preset.vaccination_history.iter();
        let offered = preset.outcomes.iter().filter(|outcome| outcome.offered);
        PresetJson {
            name: preset.name.clone(),
            labels: LabelsJson::from(&preset.labels),
            kinds: preset.kinds.iter().map(kind).collect(),
            vulnerabilities: entries(&preset.vulnerabilities),
            nationalities: entries(&preset.nationalities),
            vaccination_history: histories
                .map(|history| HistoryJson {
                    code: history.code.clone(),
                    labels: LabelsJson::from(&history.labels),
                    doses: history.doses,
                    complete: history.complete,
                })
                .collect(),
            wishes: preset
                .wishes
                .iter()
                .map(|wish| WishJson {
                    code: wish.code.clone(),
                    labels: LabelsJson::from(&wish.labels),
                    asks_reason: wish.asks_reason,
                })
                .collect(),
            reasons: entries(&preset.reasons),
            age_bands: entries(&preset.age_bands),
            outcomes: offered
                .map(|outcome| OutcomeJson {
                    code: outcome.code.clone(),
                    labels: LabelsJson::from(&outcome.labels),
                    needs_given: outcome.needs_given,
                })
                .collect(),
        }
    }
}

fn entries<T: Coded>(list: &List<T>) -> Vec<EntryJson> {
    let entry = |one: &T| EntryJson {
        code: one.code().to_owned(),
        labels: LabelsJson::from(one.labels()),
    };
    list.iter().map(entry).collect()
}

fn kind(kind: &Kind) -> KindJson {
    KindJson {
        code: kind.code.clone(),
        labels: LabelsJson::from(&kind.labels),
        hint: LabelsJson::from(&kind.hint),
        level: kind.level.code(),
        roles: kind.roles.iter().map(|role| role.code()).collect(),
        household: kind.household,
        lease_minutes: kind.lease_minutes,
        fields: kind.fields.iter().map(field).collect(),
    }
}

fn field(field: &Field) -> FieldJson {
    let (answer, most, bounds) = match &field.answer {
        Answer::Text { most } => ("text", Some(*most), None),
        Answer::Number { min, max } => ("number", None, Some((*min as f64, *max as f64))),
        Answer::Decimal { min, max, .. } => ("decimal", None, Some((*min, *max))),
        Answer::Choice(_) => ("choice", None, None),
        Answer::Multi(_) => ("multi", None, None),
        Answer::Date { .. } => ("date", None, None),
        Answer::YesNo => ("yes_no", None, None),
    };
    let choices = field.choices().iter();
    FieldJson {
        key: field.key.clone(),
        labels: LabelsJson::from(&field.labels),
        hint: field.hint.as_ref().map(LabelsJson::from),
        unit: field.unit.as_ref().map(LabelsJson::from),
        required: field.required,
        answer,
        most,
        min: bounds.map(|(min, _)| min),
        max: bounds.map(|(_, max)| max),
        choices: choices
            .map(|choice| EntryJson {
                code: choice.code.clone(),
                labels: LabelsJson::from(&choice.labels),
            })
            .collect(),
    }
}
