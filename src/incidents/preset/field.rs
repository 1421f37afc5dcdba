//! The extra fields of a kind: what may be answered, how an answer is read and shown.

use i18n::Language;
use i18n::date::{DateError, parse_date, to_date};
use jiff::civil::Date;

use super::labels::{Labels, List, coded};
use super::typed;

/// A question a kind asks besides those every request answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in forms and in `extra` of the API.
    pub key: String,
    pub labels: Labels,
    pub hint: Option<Labels>,
    /// Shown after a number.
    pub unit: Option<Labels>,
    pub answer: Answer,
    pub required: bool,
    /// Health data: shown only with a grant.
    pub sensitive: bool,
}

/// What may be answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// At most so many letters, as people count them.
    Text {
        most: u16,
    },
    Number {
        min: i64,
        max: i64,
    },
    /// At most so many digits after the point.
    Decimal {
        min: f64,
        max: f64,
        places: u8,
    },
    /// One of these.
    Choice(List<Choice>),
    /// Any of these.
    Multi(List<Choice>),
    /// `past`: today at the latest.
    Date {
        past: bool,
    },
    YesNo,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub code: String,
    pub labels: Labels,
    /// Added to the urgency when chosen.
    pub points: u16,
}

coded!(Choice);

/// An answer as read. As JSON it is the plain string, number, array or truth value.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Number(i64),
    Decimal(f64),
    Choice(String),
    Multi(Vec<String>),
    Date(Date),
    YesNo(bool),
}

/// Why an answer cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FieldProblem {
    #[error("an answer is required")]
    Missing,
    #[error("the text is longer than {most}")]
    TooLong { most: u16 },
    #[error("not a number")]
    NotANumber,
    #[error("the number is not between {min} and {max}")]
    OutOfRange { min: f64, max: f64 },
    #[error("more than {places} digits after the point")]
    TooManyPlaces { places: u8 },
    #[error("not one of the choices")]
    NotAChoice,
    #[error("neither yes nor no")]
    NotYesOrNo,
    #[error("{0}")]
    Date(DateError),
    #[error("the date lies ahead")]
    InTheFuture,
}

impl Field {
    pub fn label(&self, language: Language) -> &str {
        self.labels.get(language)
    }

    pub fn hint(&self, language: Language) -> Option<&str> {
        self.hint.as_ref().map(|hint| hint.get(language))
    }

    pub fn unit(&self, language: Language) -> Option<&str> {
        self.unit.as_ref().map(|unit| unit.get(language))
    }

    /// What to choose from; empty for other answers.
    pub fn choices(&self) -> &[Choice] {
        match &self.answer {
            Answer::Choice(choices) | Answer::Multi(choices) => choices,
            _ => &[],
        }
    }

    /// Reads what was typed or ticked; several ticks are joined by commas. `None` when nothing was
    /// answered. Digits of every script, dates of both eras and a typed unit are understood;
    /// `today` is the day in Bangkok.
    pub fn read(
        &self,
        given: &str,
        language: Language,
        today: Date,
    ) -> Result<Option<Value>, FieldProblem> {
        let given = i18n::normalise(given);
        if given.trim_matches([',', ' ', '\n']).is_empty() {
            return if self.required {
                Err(FieldProblem::Missing)
            } else {
                Ok(None)
            };
        }
        let value = match &self.answer {
            Answer::Text { most } => typed::text(given, *most)?,
            Answer::Number { min, max } => typed::whole(&self.bare(&given), *min, *max)?,
            Answer::Decimal { min, max, places } => {
                typed::decimal(&self.bare(&given), *min, *max, *places)?
            }
            Answer::Choice(choices) => Value::Choice(typed::choice(&given, choices)?),
            Answer::Multi(choices) => typed::several(&given, choices)?,
            Answer::Date { past } => {
                let day = parse_date(language, &given).map_err(FieldProblem::Date)?;
                if *past && day > today {
                    return Err(FieldProblem::InTheFuture);
                }
                Value::Date(day)
            }
            Answer::YesNo => Value::YesNo(typed::yes_or_no(&given)?),
        };
        Ok(Some(value))
    }

    /// Reads back what [`Value::stored`] wrote; `None` if the preset no longer allows it.
    pub fn restore(&self, stored: &str) -> Option<Value> {
        self.read(stored, Language::En, Date::MAX).ok().flatten()
    }

    /// An answer in the reader's words.
    pub fn show(&self, value: &Value, language: Language) -> String {
        let shown = match value {
            Value::Text(text) => return text.clone(),
            Value::Date(day) => return to_date(language, *day),
            Value::YesNo(yes) => return yes_no_word(*yes, language).to_owned(),
            Value::Choice(code) => return self.choice_label(code, language).to_owned(),
            Value::Multi(codes) => {
                let labels: Vec<&str> = codes
                    .iter()
                    .map(|code| self.choice_label(code, language))
                    .collect();
                return labels.join(" · ");
            }
            Value::Number(number) => i18n::number(language, *number),
            Value::Decimal(number) => number.to_string(),
        };
        match self.unit(language) {
            Some(unit) if unit.starts_with(['%', '°']) => format!("{shown}{unit}"),
            Some(unit) => format!("{shown} {unit}"),
            None => shown,
        }
    }

    fn choice_label<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        let choice = self.choices().iter().find(|choice| choice.code == code);
        choice.map_or(code, |choice| choice.label(language))
    }

    /// Digits folded, the unit cut off if it was typed along.
    fn bare(&self, typed: &str) -> String {
        let folded = i18n::fold_digits(typed);
        let mut bare = folded.trim();
        for language in Language::ALL {
            let unit = self.unit(language).unwrap_or_default();
            if let Some(rest) = bare.strip_suffix(unit) {
                bare = rest.trim_end();
            }
        }
        bare.to_owned()
    }
}

impl Value {
    /// The one text of this answer, read back by [`Field::restore`].
    pub fn stored(&self) -> String {
        match self {
            Value::Text(text) | Value::Choice(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            Value::Multi(codes) => codes.join(","),
            Value::Date(day) => day.to_string(),
            Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }

    /// The codes chosen; empty for other answers.
    pub fn codes(&self) -> &[String] {
        match self {
            Value::Choice(code) => std::slice::from_ref(code),
            Value::Multi(codes) => codes,
            _ => &[],
        }
    }
}

fn yes_no_word(yes: bool, language: Language) -> &'static str {
    match (language, yes) {
        (Language::Th, true) => "ใช่",
        (Language::Th, false) => "ไม่ใช่",
        (Language::En, true) => "Yes",
        (Language::En, false) => "No",
        (Language::My, true) => "ဟုတ်သည်",
        (Language::My, false) => "မဟုတ်ပါ",
        (Language::Km, true) => "ត្រូវ",
        (Language::Km, false) => "ទេ",
        (Language::Lo, true) => "ແມ່ນ",
        (Language::Lo, false) => "ບໍ່ແມ່ນ",
    }
}
