//! An area as a person typed it: chosen from suggestions, from the choices of a refused page, or as
//! words that may mean several places.

use areas::{AreaCode, Level, Why};
use i18n::Language;
use web::{Message, Typed};

/// What the words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AreaTyped {
    Nothing,
    One(AreaCode),
    /// To be chosen from, the likeliest first.
    Several(Vec<AreaCode>),
    Unknown,
}

/// The most choices a refused page offers.
const CHOICES: usize = 8;

/// Reads the fields `area` (a code), `area_text` (words) and `area_choice` (a code chosen on a
/// refused page). Words that differ from the name of the code win: they were typed later.
pub fn read(typed: &Typed, within: Option<AreaCode>) -> AreaTyped {
    let known = |field: &str| -> Option<AreaCode> {
        let code: AreaCode = typed.value(field).parse().ok()?;
        let inside = within.is_none_or(|within| within.contains(code));
        (inside && areas::register().get(code).is_some()).then_some(code)
    };
    let words = i18n::normalise(typed.value("area_text"));
    if let Some(code) = known("area_choice")
        && (words.is_empty() || candidates(&words, within).contains(&code))
    {
        return AreaTyped::One(code);
    }
    if let Some(code) = known("area")
        && (words.is_empty() || is_name_of(&words, code))
    {
        return AreaTyped::One(code);
    }
    if words.is_empty() {
        return AreaTyped::Nothing;
    }
    match candidates(&words, within).as_slice() {
        [] => AreaTyped::Unknown,
        [one] => AreaTyped::One(*one),
        several => AreaTyped::Several(several.to_vec()),
    }
}

fn is_name_of(words: &str, code: AreaCode) -> bool {
    let register = areas::register();
    [true, false]
        .into_iter()
        .any(|thai| register.full_name(thai, code) == words)
}

/// One exact match of the whole text stands alone; otherwise all that may be meant.
fn candidates(words: &str, within: Option<AreaCode>) -> Vec<AreaCode> {
    let hits = areas::register().search(words, within, CHOICES);
    let exact: Vec<AreaCode> = hits
        .iter()
        .filter(|hit| matches!(hit.why, Why::Exact | Why::Number | Why::Former) && hit.slips == 0)
        .map(|hit| hit.area.code)
        .collect();
    if exact.is_empty() {
        hits.iter().map(|hit| hit.area.code).collect()
    } else {
        exact
    }
}

/// What to say when the words are not one place.
pub fn problem(typed: &AreaTyped) -> Option<Message> {
    match typed {
        AreaTyped::Nothing | AreaTyped::One(_) => None,
        AreaTyped::Several(_) => Some("area-several".into()),
        AreaTyped::Unknown => Some("area-unknown".into()),
    }
}

/// Choices for a page, as code and full name.
pub fn choices(language: Language, typed: &AreaTyped) -> Vec<(String, String)> {
    match typed {
        AreaTyped::Several(codes) => codes
            .iter()
            .map(|code| (code.get().to_string(), super::name(language, *code)))
            .collect(),
        _ => Vec::new(),
    }
}

/// The provinces in the order of the reader's language, as code and name.
pub fn provinces(language: Language) -> Vec<(String, String)> {
    let register = areas::register();
    let thai = language == Language::Th;
    let mut provinces: Vec<(String, String)> = register
        .children_in_thai_order(AreaCode::COUNTRY)
        .iter()
        .filter_map(|code| register.get(*code))
        .map(|area| {
            let name = if thai { &area.name_th } else { &area.name_en };
            (area.code.short(), name.to_string())
        })
        .collect();
    if !thai {
        provinces.sort_by(|left, right| left.1.cmp(&right.1));
    }
    provinces
}

/// Whether an area is small enough to find somebody in.
pub fn is_local(area: AreaCode) -> bool {
    matches!(area.level(), Level::District | Level::Subdistrict)
}

/// Puts an area as a program sends it, a code or words, into the fields of a form.
pub fn put(typed: &mut Typed, sent: &str) {
    let sent = sent.trim();
    let is_known = sent
        .parse::<AreaCode>()
        .is_ok_and(|code| areas::register().get(code).is_some());
    let field = if is_known { "area" } else { "area_text" };
    typed.remove("area");
    typed.remove("area_text");
    typed.set(field, sent);
}
