//! What is wrong with a preset, and where.

use i18n::Language;

/// A fault and its place, such as `kinds.goods.label`.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct PresetProblem {
    pub place: String,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("not readable as TOML: {0}")]
    Syntax(String),
    #[error("not as expected: {0}")]
    Shape(String),
    #[error("no text in {language}", language = .0.code())]
    NoText(Language),
    #[error("{0:?} is no language of ours")]
    UnknownLanguage(String),
    #[error("{0:?} is no code: small Latin letters, digits and _, a letter first, at most 40")]
    BadCode(String),
    #[error("the code {0:?} stands here twice")]
    DoubleCode(String),
    #[error("the library has no {0:?}: write the entry out in full")]
    NotInLibrary(String),
    #[error("there is no {what} {name:?}")]
    Unknown { what: &'static str, name: String },
    #[error("no role may take it")]
    NoRole,
    #[error("missing")]
    Missing,
    #[error("nothing is listed")]
    Empty,
    #[error("{value} is not between {least} and {most}")]
    OutOfRange { value: f64, least: f64, most: f64 },
    #[error("names each of the five parts of the form once, or nothing")]
    BadOrder,
    #[error("follows the band before it with a gap or an overlap")]
    BadBand,
}
