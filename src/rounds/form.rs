//! Reading a round and a share as typed or as the fields of a JSON body.

use areas::AreaCode;
use contact::{TextError, Username};
use i18n::Language;
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use super::actions::NewShare;
use super::model::{NewRound, Round, Target, TargetOf};
use crate::access::Cx;
use crate::areas::typed as area_typed;
use crate::clock;
use crate::ids::IncidentId;

/// Letters of a round's name, and of a village as typed, at most.
const NAME: usize = 100;
const VILLAGE: usize = 120;

/// The fields in the order of the page.
const ORDER: [&str; 8] = [
    "incident",
    "area_text",
    "name",
    "starts_on",
    "ends_on",
    "target",
    "target_of",
    "version",
];

/// Fields: `incident` (its id), the area as typed (`area`, `area_text`, `area_choice`), `name`,
/// `starts_on` (today when left out), `ends_on`, `target` and `target_of` (`households`, unless said
/// otherwise).
pub fn read(cx: &Cx, typed: &Typed) -> Result<NewRound, Problems> {
    let mut problems = Problems::default();
    let incident: Option<IncidentId> = typed.value("incident").trim().parse().ok();
    if incident.is_none() {
        problems.add("incident", "choice-unknown");
    }
    let area = area(typed, &mut problems);
    let name = name(typed, &mut problems);
    let starts_on = match typed.has("starts_on") {
        true => date(cx.language, typed, "starts_on", &mut problems),
        false => Some(clock::day(cx.now)),
    };
    let ends_on = match typed.has("ends_on") {
        true => date(cx.language, typed, "ends_on", &mut problems),
        false => {
            problems.add("ends_on", "round-ends-missing");
            None
        }
    };
    if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on)
        && ends_on < starts_on
    {
        problems.add("ends_on", "round-ends-before-start");
    }
    let target = target(typed, &mut problems);
    match (incident, area, starts_on, ends_on) {
        (Some(incident), Some(area), Some(starts_on), Some(ends_on)) if problems.is_empty() => {
            Ok(NewRound {
                incident,
                area,
                name,
                starts_on,
                ends_on,
                target,
            })
        }
        _ => {
            problems.in_order(&ORDER);
            Err(problems)
        }
    }
}

/// As [`read`]; what is opened anew does not end before today.
pub fn read_new(cx: &Cx, typed: &Typed) -> Result<NewRound, Problems> {
    let new = read(cx, typed)?;
    match new.ends_on < clock::day(cx.now) {
        true => {
            let mut problems = Problems::default();
            problems.add("ends_on", "round-ends-past");
            Err(problems)
        }
        false => Ok(new),
    }
}

/// A change of what stands there: area and incident stay.
pub fn read_change(cx: &Cx, typed: &Typed, stands: &Round) -> Result<NewRound, Problems> {
    let mut whole = typed.clone();
    whole.set("incident", stands.incident.to_string());
    whole.set("area", stands.area.get().to_string());
    whole.remove("area_text");
    whole.remove("area_choice");
    read(cx, &whole)
}

/// The version that a change was made to.
pub fn read_version(typed: &Typed) -> Result<i64, Problems> {
    let mut problems = Problems::default();
    let version = typed.value("version").trim().parse();
    let version = problems.keep("version", version, |_| "choice-unknown");
    version.ok_or(problems)
}

/// The form filled in with what stands there.
pub fn fill(language: Language, round: &Round) -> Typed {
    let mut typed = Typed::default();
    typed.set("version", round.version.to_string());
    typed.set("name", round.name.as_str());
    typed.set("starts_on", i18n::date::to_date(language, round.starts_on));
    typed.set("ends_on", i18n::date::to_date(language, round.ends_on));
    if let Some(target) = round.target {
        typed.set("target", target.n.to_string());
        typed.set("target_of", target.of.code());
    }
    typed
}

/// Fields: `volunteer` (a username), `area` (a subdistrict's code), `village` (a code, number or name;
/// the whole subdistrict when left out).
pub fn read_share(typed: &Typed) -> Result<NewShare, Problems> {
    let mut problems = Problems::default();
    let volunteer = match typed.has("volunteer") {
        true => {
            let volunteer = Username::parse(typed.value("volunteer"));
            problems.keep("volunteer", volunteer, |_| "round-volunteer-unknown")
        }
        false => {
            problems.add("volunteer", "round-volunteer-missing");
            None
        }
    };
    let area = typed.value("area").parse::<AreaCode>().ok();
    if area.is_none() {
        problems.add("area", "round-share-area-missing");
    }
    let village = line(typed, "village", VILLAGE, &mut problems);
    match (volunteer, area) {
        (Some(volunteer), Some(area)) if problems.is_empty() => Ok(NewShare {
            volunteer,
            area,
            village,
        }),
        _ => Err(problems),
    }
}

fn area(typed: &Typed, problems: &mut Problems) -> Option<AreaCode> {
    match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) => Some(area),
        area_typed::AreaTyped::Nothing => {
            problems.add("area_text", "round-area-missing");
            None
        }
        unclear => {
            problems.add("area_text", area_typed::problem(&unclear)?);
            None
        }
    }
}

fn name(typed: &Typed, problems: &mut Problems) -> String {
    let name = line(typed, "name", NAME, problems);
    if name.is_empty() && problems.of("name").is_none() {
        problems.add("name", "round-name-missing");
    }
    name
}

fn line(typed: &Typed, field: &'static str, most: usize, problems: &mut Problems) -> String {
    let read = contact::tidy_line(typed.value(field), most);
    let read = problems.keep(field, read, |err| match err {
        TextError::TooLong { .. } => Message::new("text-too-long").with("most", most as i64),
        _ => "text-broken".into(),
    });
    read.unwrap_or_default()
}

fn date(
    language: Language,
    typed: &Typed,
    field: &'static str,
    problems: &mut Problems,
) -> Option<Date> {
    let date = i18n::date::parse_date(language, typed.value(field));
    problems.keep(field, date, |_| "round-date-wrong")
}

fn target(typed: &Typed, problems: &mut Problems) -> Option<Target> {
    if !typed.has("target") {
        return None;
    }
    let digits = i18n::fold_digits(typed.value("target").trim()).replace([',', ' '], "");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let n = is_number.then(|| digits.parse().ok()).flatten();
    let n = n.filter(|n| (1..=Target::MOST).contains(n));
    if n.is_none() {
        let most = i64::from(Target::MOST);
        problems.add(
            "target",
            Message::new("round-target-wrong").with("most", most),
        );
    }
    let of = match typed.has("target_of") {
        true => TargetOf::from_code(typed.value("target_of").trim()),
        false => Some(TargetOf::Households),
    };
    if of.is_none() {
        problems.add("target_of", "choice-unknown");
    }
    n.zip(of).map(|(n, of)| Target { n, of })
}
