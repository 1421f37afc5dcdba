//! Shapes that several endpoints speak.

use areas::AreaCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::incidents::preset::Labels;

/// One text in each language.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Labels)]
pub struct LabelsJson {
    pub th: String,
    pub en: String,
    pub my: String,
    pub km: String,
    pub lo: String,
}

impl From<&Labels> for LabelsJson {
    fn from(labels: &Labels) -> LabelsJson {
        LabelsJson {
            th: labels.th.clone(),
            en: labels.en.clone(),
            my: labels.my.clone(),
            km: labels.km.clone(),
            lo: labels.lo.clone(),
        }
    }
}

/// Digits of an area code (`0` for the country, else two, four or six), or the name of a place.
#[derive(Debug, ToSchema)]
#[schema(as = AreaCode)]
#[serde(untagged)]
pub enum AreaSent {
    Text(String),
    Number(u32),
}

/// A position in WGS 84 degrees, and how well it is known.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PositionJson {
    pub lat: f64,
    pub lon: f64,
    /// The radius, in metres, within which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<u32>,
    /// `gps` or `map`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A position as sent.
#[derive(Debug, ToSchema)]
#[schema(as = NewPosition)]
#[serde(deny_unknown_fields)]
pub struct PositionSent {
    pub lat: f64,
    pub lon: f64,
    pub accuracy_m: Option<f64>,
    /// `gps` or `map`; `map` when left out.
    pub source: Option<String>,
}

/// An answer: text, date or choice; number; yes or no; several choices.
#[derive(Debug, ToSchema)]
#[schema(as = Answer)]
#[serde(untagged)]
pub enum AnswerSent {
    Text(String),
    Number(f64),
    YesNo(bool),
    Several(Vec<String>),
}

/// A list, page by page. `next` goes into `after`; null on the last page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Items<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

pub fn area_codes(codes: &[AreaCode]) -> Vec<String> {
    codes.iter().map(|code| code.short()).collect()
}
