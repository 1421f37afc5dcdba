//! Reading a point as typed, or as the fields of a JSON body: all of it, or what is checked most often.

mod fill;

use contact::TextError;
use uuid::Uuid;
use web::{Message, Problems, Typed};

use super::actions::{Change, NewReport};
use super::model::desk::{Amiss, Outcome, Verdict};
use super::model::hours::{NotHours, read_day, read_exceptions};
use super::model::{
    BedCount, Beds, BedsDoNotAddUp, Contact, Fact, Hours, How, Point, PointKind, PointTold, Status,
    kind,
};
pub use fill::{fill, fill_update};

use crate::access::Cx;
use crate::accounts::form::words;
use crate::app::App;
use crate::ids::OrganisationId;
use crate::incidents::form::answers;
use crate::incidents::place;
use crate::organisations::model::Names;

/// Letters of a name at most.
const NAME: usize = 120;
const ADDRESS: usize = 300;
const WORDS: usize = 500;
const CONTACT: usize = 120;
/// People in a line.
const QUEUE: u32 = 100_000;

/// The fields of a week, Monday first.
pub const DAYS: [&str; 7] = [
    "hours.mon",
    "hours.tue",
    "hours.wed",
    "hours.thu",
    "hours.fri",
    "hours.sat",
    "hours.sun",
];

/// Reads a whole point. `was` is what stood there before: what the form does not ask (a picture) stays.
pub fn read(
    app: &App,
    cx: &Cx,
    typed: &Typed,
    was: Option<&PointTold>,
) -> Result<PointTold, Problems> {
    let mut problems = Problems::default();
    let kind = kind(typed.value("kind").trim());
    if kind.is_none() {
        problems.add("kind", "point-kind-missing");
    }
    let names = Names {
        th: name(typed, "name_th", &mut problems),
        en: name(typed, "name_en", &mut problems),
    };
    if names.th.is_empty() && problems.of("name_th").is_none() {
        problems.add("name_th", "point-name-missing");
    }
    let place = place::anywhere(app, typed, &mut problems);
    if let Some((_, None)) = place {
        problems.add("pin", "point-pin-missing");
    }
    let address = words(typed, "address", ADDRESS, &mut problems);
    let status = status(typed, &mut problems);
    let queue = count(typed, "queue", QUEUE, &mut problems);
    let beds = kind.map(|kind| beds(kind, typed, &mut problems));
    let fields = kind.map(|kind| answers::read(cx, &kind.fields, "fields", typed, &mut problems));
    let hours = hours(cx, typed, &mut problems);
    let conditions = words(typed, "conditions", WORDS, &mut problems);
    let audience = words(typed, "audience", WORDS, &mut problems);
    let contact = contact(typed, &mut problems);
    let owner = owner(typed, &mut problems);
    let source = line(typed, "source", NAME, &mut problems);
    let licence = line(typed, "licence", NAME, &mut problems);
    match (kind, place, beds, fields) {
        (Some(kind), Some((area, Some(pin))), Some(beds), Some(fields)) if problems.is_empty() => {
            Ok(PointTold {
                kind: kind.code.clone(),
                names,
                area,
                position: pin.position,
                address,
                status,
                queue,
                beds,
                fields,
                hours,
                conditions,
                audience,
                contact,
                owner,
                photo: was.and_then(|was| was.photo.clone()),
                source,
                licence,
            })
        }
        _ => Err(problems),
    }
}

/// Reads a change of all of a point.
pub fn read_change(app: &App, cx: &Cx, typed: &Typed, point: &Point) -> Result<Change, Problems> {
    let told = read(app, cx, typed, Some(&point.told))?;
    Ok(change(typed, told, Vec::new(), point))
}

/// Reads what is asked on one screen: status, queue, beds, answers of the kind, and which of the rest
/// is right as it stands. What was not sent stays.
pub fn read_update(cx: &Cx, typed: &Typed, point: &Point) -> Result<Change, Problems> {
    let mut problems = Problems::default();
    let mut told = point.told.clone();
    let sent = |name: &str| typed.iter().any(|(sent, _)| sent == name);
    if sent("status") {
        told.status = status(typed, &mut problems);
    }
    if sent("queue") {
        told.queue = count(typed, "queue", QUEUE, &mut problems);
    }
    let mut confirmed = vec![Fact::Status];
    if let Some(kind) = told.kind() {
        let asks_beds = typed.iter().any(|(sent, _)| sent.starts_with("beds."));
        if asks_beds {
            told.beds = beds(kind, typed, &mut problems);
            confirmed.push(Fact::Beds);
        }
        if typed.iter().any(|(sent, _)| sent.starts_with("fields.")) {
            told.fields = answers::read(cx, &kind.fields, "fields", typed, &mut problems);
            confirmed.push(Fact::Offer);
        }
    }
    if sent("contact") || sent("no_contact") {
        told.contact = contact(typed, &mut problems);
    }
    let ticked = typed.all("confirmed").filter_map(fact);
    confirmed.extend(ticked);
    match problems.is_empty() {
        true => Ok(change(typed, told, confirmed, point)),
        false => Err(problems),
    }
}

fn fact(code: &str) -> Option<Fact> {
    Fact::ALL
        .into_iter()
        .find(|fact| fact.code() == code.trim())
}

fn change(typed: &Typed, told: PointTold, confirmed: Vec<Fact>, point: &Point) -> Change {
    let seen = i18n::fold_digits(typed.value("version").trim()).parse();
    Change {
        // Whoever names no version changes the point as it is now.
        seen: seen.unwrap_or(point.version),
        told,
        confirmed,
        how: how(typed),
        verdict: Verdict::from_code(typed.value("verdict")),
    }
}

pub fn how(typed: &Typed) -> Option<How> {
    How::from_code(typed.value("how").trim())
}

fn name(typed: &Typed, field: &str, problems: &mut Problems) -> String {
    line(typed, field, NAME, problems)
}

fn line(typed: &Typed, field: &str, most: usize, problems: &mut Problems) -> String {
    let read = contact::tidy_line(typed.value(field), most);
    let said = |err| match err {
        TextError::TooLong { max } => Message::new("text-too-long").with("most", max as i64),
        _ => "text-broken".into(),
    };
    problems.keep(field, read, said).unwrap_or_default()
}

fn status(typed: &Typed, problems: &mut Problems) -> Status {
    let code = typed.value("status").trim();
    match Status::from_code(code) {
        Some(status) => status,
        None if code.is_empty() => Status::Unknown,
        None => {
            problems.add("status", "choice-unknown");
            Status::Unknown
        }
    }
}

/// A whole number in digits of any script; none where nothing was typed.
pub fn count(typed: &Typed, field: &str, most: u32, problems: &mut Problems) -> Option<u32> {
    let text = i18n::fold_digits(typed.value(field)).replace([',', ' '], "");
    if text.trim().is_empty() {
        return None;
    }
    match text.trim().parse::<u32>() {
        Ok(n) if n <= most => Some(n),
        _ => {
            let said = Message::new("point-not-a-count").with("most", i64::from(most));
            problems.add(field, said);
            None
        }
    }
}

/// Fields `beds.<code>.capacity`, `.used`, `.free`.
pub fn beds(kind: &PointKind, typed: &Typed, problems: &mut Problems) -> Beds {
    let mut beds = Beds::default();
    for one in kind.beds.iter() {
        let field = |part: &str| format!("beds.{}.{part}", one.code);
        let mut number = |part: &str| count(typed, &field(part), super::model::MOST_BEDS, problems);
        let (capacity, used, free) = (number("capacity"), number("used"), number("free"));
        let read = BedCount::of(capacity, used, free);
        if let Some(count) = problems.keep(field("free"), read, |err| match err {
            BedsDoNotAddUp::MoreFreeThanThereAre { free, capacity } => {
                Message::new("point-more-free-than-beds")
                    .with("free", i64::from(free))
                    .with("capacity", i64::from(capacity))
            }
            BedsDoNotAddUp::Sum { .. } => "point-beds-do-not-add-up".into(),
            BedsDoNotAddUp::TooMany => {
                Message::new("point-not-a-count").with("most", i64::from(super::model::MOST_BEDS))
            }
        }) {
            beds.set(&one.code, count);
        }
    }
    beds
}

/// One field for every day, unless days are told by themselves.
pub fn hours(cx: &Cx, typed: &Typed, problems: &mut Problems) -> Hours {
    let mut hours = Hours::default();
    let mut day = |field: &str| {
        problems
            .keep(field, read_day(typed.value(field)), not_hours)
            .flatten()
    };
    let usual = day("hours.all");
    for (n, field) in DAYS.iter().enumerate() {
        hours.week[n] = day(field).or_else(|| usual.clone());
    }
    let except = read_exceptions(typed.value("exceptions"), cx.language);
    hours.except = problems
        .keep("exceptions", except, |err| match err {
            NotHours::NotTimes => "point-exceptions-not-read".into(),
            err => not_hours(err),
        })
        .unwrap_or_default();
    hours
}

fn not_hours(err: NotHours) -> Message {
    match err {
        NotHours::NotTimes => "point-hours-not-read".into(),
        NotHours::NoTime => "point-hours-no-time".into(),
        NotHours::Overlap => "point-hours-overlap".into(),
        NotHours::TooManySpans => "point-hours-too-many".into(),
        NotHours::TooManyDays => "point-exceptions-too-many".into(),
    }
}

/// A number, or the word of somebody who looked that there is none.
fn contact(typed: &Typed, problems: &mut Problems) -> Contact {
    let phones = line(typed, "contact", CONTACT, problems);
    let none_known = typed.value("no_contact") == "yes";
    let digits = crate::organisations::rules::dialled(&phones).len();
    match (phones.is_empty(), none_known) {
        (true, true) => return Contact::NoneKnown,
        (true, false) if problems.of("contact").is_none() => {
            problems.add("contact", "point-contact-missing");
        }
        (false, _) if !(3..=16).contains(&digits) => {
            problems.add("contact", "organisation-phone-wrong");
        }
        _ => {}
    }
    Contact::Phones(phones)
}

fn owner(typed: &Typed, problems: &mut Problems) -> Option<OrganisationId> {
    let text = typed.value("owner").trim();
    if text.is_empty() {
        return None;
    }
    match text.parse::<Uuid>() {
        Ok(id) => Some(OrganisationId(id)),
        Err(_) => {
            problems.add("owner", "choice-unknown");
            None
        }
    }
}

/// Letters of what somebody says is wrong.
const REPORT: usize = 500;

/// Reads what is wrong with a point.
pub fn read_report(typed: &Typed) -> Result<NewReport, Problems> {
    let mut problems = Problems::default();
    let amiss = Amiss::from_code(typed.value("what").trim());
    if amiss.is_none() {
        problems.add("what", "point-report-what-missing");
    }
    let said = words(typed, "words", REPORT, &mut problems);
    if amiss == Some(Amiss::Other) && said.is_empty() && problems.of("words").is_none() {
        problems.add("words", "point-report-words-missing");
    }
    match amiss {
        Some(amiss) if problems.is_empty() => Ok(NewReport { amiss, words: said }),
        _ => Err(problems),
    }
}

/// Reads what came of a call, and for another time of the day the minute of it.
pub fn read_call(typed: &Typed) -> Result<(Outcome, Option<u16>), Problems> {
    let mut problems = Problems::default();
    let outcome = Outcome::from_code(typed.value("outcome").trim());
    let outcome = outcome.filter(|outcome| Outcome::OF_CALLS.contains(outcome));
    if outcome.is_none() {
        problems.add("outcome", "point-call-missing");
    }
    let mut at = None;
    if outcome == Some(Outcome::Later) {
        at = problems.keep(
            "at",
            super::model::hours::read_clock(typed.value("at")),
            |_| Message::new("point-call-at-not-read"),
        );
    }
    match outcome {
        Some(outcome) if problems.is_empty() => Ok((outcome, at)),
        _ => Err(problems),
    }
}
