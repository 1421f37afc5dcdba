//! Reading an announcement as typed or as the fields of a JSON body.

use areas::AreaCode;
use contact::{FreeText, TextError};
use i18n::Language;
use i18n::date::{DateError, TypedMoment, parse_moment};
use jiff::Timestamp;
use jiff::civil::{Time, time};
use web::{Message, Problems, Typed};

use super::model::{Announcement, Level, Link, LinkError, NewAnnouncement, Source, Text, Texts};
use crate::access::Cx;
use crate::areas::typed as area_typed;
use crate::ids::IncidentId;

/// Letters of a title, of the words below it, of a source and of a reason at most.
const TITLE: usize = 150;
const WORDS: usize = 4_000;
const SOURCE: usize = 150;
const REASON: usize = 300;

/// The fields in the order of the page.
const ORDER: [&str; 19] = [
    "level",
    "area_text",
    "title_th",
    "words_th",
    "title_en",
    "words_en",
    "title_my",
    "words_my",
    "title_km",
    "words_km",
    "title_lo",
    "words_lo",
    "source",
    "link",
    "from_at",
    "until_at",
    "incident",
    "pinned",
    "version",
];

/// Fields: `level`, the area as typed (`area`, `area_text`, `area_choice`, or `country` = `yes`),
/// `title_th` and `words_th` (and `title_en` … where it was written), `source`, `link`, `from_at`,
/// `until_at`, `incident` (its id), `pinned` (`yes`).
pub fn read(cx: &Cx, typed: &Typed) -> Result<NewAnnouncement, Problems> {
    let mut problems = Problems::default();
    let level = Level::from_code(typed.value("level").trim());
    if level.is_none() {
        problems.add("level", "announcement-level-missing");
    }
    let area = area(typed, &mut problems);
    let texts = texts(typed, &mut problems);
    let source = source(typed, &mut problems);
    let from_at = moment(cx, typed, "from_at", time(0, 0, 0, 0), &mut problems);
    let until_at = moment(cx, typed, "until_at", time(23, 59, 0, 0), &mut problems);
    if until_at.is_some_and(|until| from_at.is_some_and(|from| until <= from)) {
        problems.add("until_at", "announcement-until-before-from");
    }
    let incident = incident(typed, &mut problems);
    match (level, area, texts, source) {
        (Some(level), Some(area), Some(texts), Some(source)) if problems.is_empty() => {
            Ok(NewAnnouncement {
                area,
                level,
                texts,
                pinned: typed.value("pinned") == "yes",
                source,
                from_at,
                until_at,
                incident,
            })
        }
        _ => {
            problems.in_order(&ORDER);
            Err(problems)
        }
    }
}

/// As [`read`]; what is announced anew is not over already.
pub fn read_new(cx: &Cx, typed: &Typed) -> Result<NewAnnouncement, Problems> {
    let new = read(cx, typed)?;
    if new.until_at.is_some_and(|until| until <= cx.now) {
        let mut problems = Problems::default();
        problems.add("until_at", "announcement-until-past");
        return Err(problems);
    }
    Ok(new)
}

/// The version that a change was made to.
pub fn read_version(typed: &Typed) -> Result<i64, Problems> {
    let mut problems = Problems::default();
    let version = typed.value("version").trim().parse();
    let version = problems.keep("version", version, |_| "choice-unknown");
    version.ok_or(problems)
}

/// Why it is withdrawn, in a sentence for everybody.
pub fn read_reason(typed: &Typed) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let reason = line(typed, "reason", REASON, &mut problems);
    if reason.is_empty() && problems.of("reason").is_none() {
        problems.add("reason", "announcement-reason-missing");
    }
    if problems.is_empty() {
        Ok(reason)
    } else {
        Err(problems)
    }
}

/// The form filled in with what stands there.
pub fn fill(language: Language, announcement: &Announcement) -> Typed {
    let mut typed = Typed::default();
    typed.set("version", announcement.version.to_string());
    typed.set("level", announcement.level.code());
    if announcement.area == AreaCode::COUNTRY {
        typed.set("country", "yes");
    } else {
        typed.set("area", announcement.area.get().to_string());
        typed.set("area_text", crate::areas::name(language, announcement.area));
    }
    for (language, text) in announcement.texts.iter() {
        let code = language.code();
        typed.set(&format!("title_{code}"), text.title.as_str());
        typed.set(&format!("words_{code}"), text.words.as_str());
    }
    typed.set("source", announcement.source.name.as_str());
    let link = announcement.source.link.as_ref();
    typed.set("link", link.map_or("", Link::as_str));
    typed.set("from_at", picked(announcement.from_at));
    if let Some(until) = announcement.until_at {
        typed.set("until_at", picked(until));
    }
    if let Some(incident) = announcement.incident {
        typed.set("incident", incident.to_string());
    }
    if announcement.pinned {
        typed.set("pinned", "yes");
    }
    typed
}

/// A moment as a field with a calendar shows it.
pub fn picked(at: Timestamp) -> String {
    i18n::date::bangkok(at)
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

/// Whether a field with a calendar can show what was typed; otherwise it is shown as text.
pub fn is_picked(typed: &str) -> bool {
    let typed = typed.trim();
    typed.is_empty() || typed.contains('T') && typed.parse::<jiff::civil::DateTime>().is_ok()
}

fn area(typed: &Typed, problems: &mut Problems) -> Option<AreaCode> {
    if typed.value("country") == "yes" {
        return Some(AreaCode::COUNTRY);
    }
    match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) => Some(area),
        area_typed::AreaTyped::Nothing => {
            problems.add("area_text", "announcement-area-missing");
            None
        }
        unclear => {
            problems.add("area_text", area_typed::problem(&unclear)?);
            None
        }
    }
}

fn texts(typed: &Typed, problems: &mut Problems) -> Option<Texts> {
    let mut thai = None;
    let mut others = Vec::new();
    for language in Language::ALL {
        let (title_field, words_field) = fields(language);
        let title = line(typed, title_field, TITLE, problems);
        let words = words(typed, words_field, problems);
        let must = language == Language::Th;
        if !must && title.is_empty() && words.is_empty() {
            continue;
        }
        if title.is_empty() && problems.of(title_field).is_none() {
            problems.add(title_field, "announcement-title-missing");
        }
        if words.is_empty() && problems.of(words_field).is_none() {
            problems.add(words_field, "announcement-words-missing");
        }
        let text = Text { title, words };
        if must {
            thai = Some(text);
        } else {
            others.push((language, text));
        }
    }
    Some(Texts::new(thai?, others))
}

/// The names of the two fields of a language.
pub fn fields(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Th => ("title_th", "words_th"),
        Language::En => ("title_en", "words_en"),
        Language::My => ("title_my", "words_my"),
        Language::Km => ("title_km", "words_km"),
        Language::Lo => ("title_lo", "words_lo"),
    }
}

fn line(typed: &Typed, field: &'static str, most: usize, problems: &mut Problems) -> String {
    let read = contact::tidy_line(typed.value(field), most);
    let read = problems.keep(field, read, |err| text_problem(err, most));
    read.unwrap_or_default()
}

fn words(typed: &Typed, field: &'static str, problems: &mut Problems) -> String {
    match FreeText::parse_up_to(typed.value(field), WORDS) {
        Ok(text) => text.as_str().to_owned(),
        Err(TextError::Empty) => String::new(),
        Err(err) => {
            problems.add(field, text_problem(err, WORDS));
            String::new()
        }
    }
}

fn text_problem(err: TextError, most: usize) -> Message {
    match err {
        TextError::TooLong { .. } => Message::new("text-too-long").with("most", most as i64),
        _ => "text-broken".into(),
    }
}

fn source(typed: &Typed, problems: &mut Problems) -> Option<Source> {
    let name = line(typed, "source", SOURCE, problems);
    if name.is_empty() && problems.of("source").is_none() {
        problems.add("source", "announcement-source-missing");
    }
    let link = if typed.has("link") {
        let link = Link::parse(typed.value("link"));
        Some(problems.keep("link", link, |err| match err {
            LinkError::NotHttps => "announcement-link-not-https",
            LinkError::Unreadable => "announcement-link-wrong",
        })?)
    } else {
        None
    };
    Some(Source { name, link })
}

fn moment(
    cx: &Cx,
    typed: &Typed,
    field: &'static str,
    hour: Time,
    problems: &mut Problems,
) -> Option<Timestamp> {
    if !typed.has(field) {
        return None;
    }
    let read = parse_moment(cx.language, typed.value(field));
    let at = read.and_then(|typed: TypedMoment| typed.or_at(hour).ok_or(DateError::YearOutOfRange));
    problems.keep(field, at, |_| "announcement-moment-wrong")
}

fn incident(typed: &Typed, problems: &mut Problems) -> Option<IncidentId> {
    if !typed.has("incident") {
        return None;
    }
    let id = typed.value("incident").trim().parse();
    problems.keep("incident", id, |_| "choice-unknown")
}
