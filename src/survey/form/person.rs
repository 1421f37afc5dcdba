//! Reading one person of a household.

use contact::{DocumentKind, IdentityDocument, IdentityError, PersonName, PhoneNumber};
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use crate::accounts::form::{name_problem, phone_problem, words};
use crate::ids::PointId;
use crate::incidents::preset::{Coded, List, Preset};
use crate::survey::fields;
use crate::survey::model::{Age, BirthYear, NotAnAge, Wished};
use crate::survey::model::{Document, PersonFacts, PersonState, Sex, Test, TestKind, TestResult};
use crate::survey::rules;

/// Letters of a reason in a person's own words at most.
const REASON: usize = 500;

/// Reads the fields whose names begin with `prefix`. `present` is what is known of the person: the number
/// of a paper that comes back as it was shown stays what it is.
pub fn person(
    preset: &Preset,
    typed: &Typed,
    prefix: &str,
    today: Date,
    present: Option<&PersonFacts>,
    problems: &mut Problems,
) -> Option<PersonFacts> {
    let at = |name: &str| format!("{prefix}{name}");
    let name = problems.keep(
        at("name"),
        PersonName::parse(typed.value(&at("name"))),
        name_problem,
    );
    let phone = phone(typed, &at("phone"), problems);
    let nationality = code(
        typed,
        at("nationality"),
        problems,
        "survey-nationality-missing",
        |code| preset.nationalities.has(code),
    );
    let age = age(preset, typed, prefix, today, problems);
    let sex = known(typed, &at("sex"), problems, Sex::from_code);
    let history = code(
        typed,
        at("history"),
        problems,
        "survey-history-missing",
        |code| preset.vaccination_history.has(code),
    );
    let asked = history
        .as_ref()
        .is_some_and(|history| rules::asks_wish(preset, history));
    let wish = asked.then(|| wished(preset, typed, prefix, problems));
    let target_group = of_list(typed, &at("target_group"), &preset.target_groups, problems);
    let risks = several(typed, &at("risks"), &preset.risks_608, problems);
    let groups = several(
        typed,
        &at("vulnerabilities"),
        &preset.vulnerabilities,
        problems,
    );
    let document = document(preset, typed, prefix, present, problems);
    let point = known(typed, &at("point"), problems, |text| {
        text.parse::<PointId>().ok()
    });
    let test = test(typed, prefix, today, problems);
    let state = state(typed, at("state"), present, problems);
    let yes = |name: &str| typed.value(&at(name)) == "yes";
    Some(PersonFacts {
        name: name?,
        phone,
        nationality: nationality?,
        age: age?,
        sex,
        target_group: target_group.unwrap_or_default(),
        risks,
        vulnerabilities: groups,
        document: document?,
        history: history?,
        wish: wish.flatten(),
        point,
        mobile_team: yes("mobile_team"),
        bedridden: yes("bedridden"),
        test: test?,
        state: state?,
    })
}

/// Only the deed that merges two persons makes one of them merged, and only undoing it ends that.
fn state(
    typed: &Typed,
    field: String,
    present: Option<&PersonFacts>,
    problems: &mut Problems,
) -> Option<PersonState> {
    let told = known(typed, &field, problems, PersonState::from_code);
    let told = told.unwrap_or(PersonState::Here);
    let was = present.is_some_and(|person| person.state == PersonState::Merged);
    if was != (told == PersonState::Merged) {
        problems.add(field, "survey-merged-stays");
        return None;
    }
    Some(told)
}

/// Asked only of the not fully vaccinated; of others it is not even read.
fn wished(preset: &Preset, typed: &Typed, prefix: &str, problems: &mut Problems) -> Option<Wished> {
    let at = |name: &str| format!("{prefix}{name}");
    let wish = code(typed, at("wish"), problems, "survey-wish-missing", |code| {
        preset.wishes.has(code)
    });
    let words = words(typed, &at("reason_words"), REASON, problems);
    let wish = wish?;
    let asks_reason = preset
        .wishes
        .get(&wish)
        .is_some_and(|wish| wish.asks_reason);
    let reason = if asks_reason {
        code(
            typed,
            at("reason"),
            problems,
            "survey-reason-missing",
            |code| preset.reasons.has(code),
        )?
    } else {
        String::new()
    };
    Some(Wished {
        wish,
        reason,
        words,
    })
}

fn age(
    preset: &Preset,
    typed: &Typed,
    prefix: &str,
    today: Date,
    problems: &mut Problems,
) -> Option<Age> {
    let (at_age, at_band) = (format!("{prefix}age"), format!("{prefix}age_band"));
    let year = if typed.has(&at_age) {
        let read = BirthYear::parse(typed.value(&at_age), today);
        Some(problems.keep(at_age, read, |why| match why {
            NotAnAge::NotANumber => "survey-age-not-a-number",
            NotAnAge::TooOld => "survey-age-too-old",
            NotAnAge::InTheFuture => "survey-age-in-the-future",
        })?)
    } else {
        None
    };
    let band = typed.value(&at_band).trim();
    if !band.is_empty() && !preset.age_bands.has(band) {
        problems.add(at_band, "choice-unknown");
        return None;
    }
    Some(rules::age(preset, year, band, today))
}

/// The paper, if one was told. A number whose check digit does not fit is kept where the person insists.
fn document(
    preset: &Preset,
    typed: &Typed,
    prefix: &str,
    present: Option<&PersonFacts>,
    problems: &mut Problems,
) -> Option<Option<Document>> {
    let at = |name: &str| format!("{prefix}{name}");
    let number = typed.value(&at("document_number")).trim();
    if number.is_empty() {
        return Some(None);
    }
    let before = present.and_then(|person| person.document.as_ref());
    if let Some(before) = before.filter(|before| number == before.masked()) {
        return Some(Some(before.clone()));
    }
    let kind = of_list(typed, &at("document"), &preset.documents, problems);
    let read = match kind.as_deref() {
        None => IdentityDocument::recognise(number),
        Some(kind) => IdentityDocument::parse(kind_of(kind), number),
    };
    let insists = typed.value(&at("document_sure")) == "yes";
    let (read, sure) = match read {
        Ok(read) => (Ok(read), true),
        Err(err) if insists && may_be_insisted_on(err) => {
            (IdentityDocument::parse(DocumentKind::Other, number), false)
        }
        Err(err) => (Err(err), true),
    };
    let read = problems.keep(at("document_number"), read, document_problem)?;
    let kind = kind.unwrap_or_else(|| code_of(read.kind()).to_owned());
    Some(Some(Document {
        kind,
        number: read.number().to_owned(),
        sure,
    }))
}

fn kind_of(code: &str) -> DocumentKind {
    match code {
        "thai_id" => DocumentKind::CitizenId,
        "non_thai_id" => DocumentKind::NonThaiId,
        "g_code" => DocumentKind::GCode,
        "passport" => DocumentKind::Passport,
        _ => DocumentKind::Other,
    }
}

fn code_of(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::CitizenId => "thai_id",
        DocumentKind::NonThaiId => "non_thai_id",
        DocumentKind::GCode => "g_code",
        DocumentKind::Passport => "passport",
        DocumentKind::Other => "other",
    }
}

/// What a person may know better than we do. The laser code and the reserved numbers are not for us.
fn may_be_insisted_on(err: IdentityError) -> bool {
    matches!(
        err,
        IdentityError::CheckDigit
            | IdentityError::FirstDigit
            | IdentityError::NotThirteenDigits { .. }
            | IdentityError::GCode
            | IdentityError::Passport
    )
}

fn document_problem(err: IdentityError) -> Message {
    match err {
        IdentityError::Empty | IdentityError::Letters => "survey-document-letters".into(),
        IdentityError::NotThirteenDigits { given } => {
            let given = i64::try_from(given).unwrap_or(i64::MAX);
            Message::new("survey-document-thirteen").with("given", given)
        }
        IdentityError::CheckDigit => "survey-document-check-digit".into(),
        IdentityError::FirstDigit => "survey-document-first-digit".into(),
        IdentityError::Reserved => "survey-document-reserved".into(),
        IdentityError::GCode => "survey-document-g-code".into(),
        IdentityError::Passport => "survey-document-passport".into(),
        IdentityError::LaserCode => "survey-document-laser-code".into(),
        IdentityError::TooLong => "survey-document-too-long".into(),
    }
}

/// A test, with its result; the day may be left out.
fn test(typed: &Typed, prefix: &str, today: Date, problems: &mut Problems) -> Option<Option<Test>> {
    let at = |name: &str| format!("{prefix}{name}");
    let kind = known(typed, &at("test_kind"), problems, TestKind::from_code);
    let result = known(typed, &at("test_result"), problems, TestResult::from_code);
    let on = day(typed, &at("test_on"), today, problems)?;
    match (kind, result) {
        (None, None) => Some(None),
        (Some(kind), Some(result)) => Some(Some(Test { kind, on, result })),
        (None, Some(_)) => {
            problems.add(at("test_kind"), "survey-test-kind-missing");
            None
        }
        (Some(_), None) => {
            problems.add(at("test_result"), "survey-test-result-missing");
            None
        }
    }
}

/// A day that has come, as a date of either era or as programs write it.
pub fn day(
    typed: &Typed,
    field: &str,
    today: Date,
    problems: &mut Problems,
) -> Option<Option<Date>> {
    let text = typed.value(field).trim();
    if text.is_empty() {
        return Some(None);
    }
    let read = text
        .parse::<Date>()
        .or_else(|_| i18n::date::parse_date(i18n::Language::Th, text));
    match read {
        Ok(day) if day > today => {
            problems.add(field, "survey-day-in-the-future");
            None
        }
        Ok(day) => Some(Some(day)),
        Err(_) => {
            problems.add(field, "survey-not-a-day");
            None
        }
    }
}

pub fn phone(typed: &Typed, field: &str, problems: &mut Problems) -> Option<PhoneNumber> {
    if !typed.has(field) {
        return None;
    }
    problems.keep(field, PhoneNumber::parse(typed.value(field)), phone_problem)
}

/// A code that may be left out; one nobody knows is a problem.
pub fn known<T>(
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let code = typed.value(field).trim();
    if code.is_empty() {
        return None;
    }
    let found = read(code);
    if found.is_none() {
        problems.add(field, "choice-unknown");
    }
    found
}

fn of_list<T: Coded>(
    typed: &Typed,
    field: &str,
    list: &List<T>,
    problems: &mut Problems,
) -> Option<String> {
    known(typed, field, problems, |code| {
        list.has(code).then(|| code.to_owned())
    })
}

/// Codes ticked one by one, or joined by commas.
fn several<T: Coded>(
    typed: &Typed,
    field: &str,
    list: &List<T>,
    problems: &mut Problems,
) -> Vec<String> {
    let sent: Vec<&str> = typed.all(field).collect();
    let codes = fields::codes(&sent.join(","));
    if codes.iter().any(|code| !list.has(code)) {
        problems.add(field, "choice-unknown");
    }
    codes
}

/// A code that must be there and be known.
fn code(
    typed: &Typed,
    field: String,
    problems: &mut Problems,
    missing: &'static str,
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    let code = typed.value(&field).trim();
    if code.is_empty() {
        problems.add(field, missing);
        None
    } else if is_known(code) {
        Some(code.to_owned())
    } else {
        problems.add(field, "choice-unknown");
        None
    }
}
