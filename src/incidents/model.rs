//! An incident.

use areas::AreaCode;
use i18n::Language;
use jiff::Timestamp;
use jiff::civil::Date;

use super::preset::{Labels, Preset};
use crate::ids::{AccountId, IncidentId};

/// Something that happened to areas, with what people may ask for while it lasts.
#[derive(Debug, Clone)]
pub struct Incident {
    pub id: IncidentId,
    pub prefix: Prefix,
    pub preset: &'static Preset,
    pub names: Labels,
    /// Empty areas are none; the whole country is [`AreaCode::COUNTRY`].
    pub areas: Vec<AreaCode>,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    /// The grid, in metres, to which the public map blurs positions.
    pub blur_m: u32,
    pub otp_required: bool,
    /// A course, not a crisis: shown as such everywhere and counted nowhere.
    pub practice: bool,
    pub retention_days: u32,
    pub reopen_days: u32,
    pub opened_by: Option<AccountId>,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Incident {
    pub fn name(&self, language: Language) -> &str {
        self.names.get(language)
    }

    pub fn covers(&self, area: AreaCode) -> bool {
        self.areas.iter().any(|covered| covered.contains(area))
    }
}

/// The letters a reference begins with: two to four Latin capitals, such as `COV`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a prefix is two to four Latin letters")]
pub struct NotAPrefix;

impl Prefix {
    pub fn parse(text: &str) -> Result<Prefix, NotAPrefix> {
        let text = text.trim().to_ascii_uppercase();
        let fits = (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
        if fits {
            Ok(Prefix(text))
        } else {
            Err(NotAPrefix)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_two_to_four_letters() {
        assert_eq!(Prefix::parse(" cov ").unwrap().as_str(), "COV");
        for bad in ["", "C", "COVID", "C-V", "โควิด", "C1"] {
            assert_eq!(Prefix::parse(bad), Err(NotAPrefix), "{bad}");
        }
    }
}
