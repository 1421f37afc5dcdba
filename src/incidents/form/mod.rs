//! Reading a new incident as typed or as the fields of a JSON body.

pub mod answers;

use areas::AreaCode;
use web::{Message, Problems, Typed};

use super::actions::NewIncident;
use super::model::Prefix;
use super::preset::{self, Labels};
use crate::access::Cx;
use crate::clock;

/// Fields: `prefix`, `preset`, `name_th` (and `name_en` … ; a missing one takes the English or Thai
/// one), `areas` (codes; none is the whole country), `starts_on`, `ends_on`, `blur_m`, `otp_required`
/// and `practice` (`yes`).
pub fn read(cx: &Cx, typed: &Typed) -> Result<NewIncident, Problems> {
    let mut problems = Problems::default();
    let prefix = problems.keep(
        "prefix",
        Prefix::parse(typed.value("prefix")),
        |_| "incident-prefix-wrong",
    );
    let preset = preset::preset(typed.value("preset").trim());
    if preset.is_none() {
        problems.add("preset", "choice-unknown");
    }
    let names = names(typed, &mut problems);
    let areas = areas(typed, &mut problems);
    let starts_on = date(cx, typed, "starts_on", &mut problems).unwrap_or(clock::day(cx.now));
    let ends_on = date(cx, typed, "ends_on", &mut problems);
    if ends_on.is_some_and(|end| end < starts_on) {
        problems.add("ends_on", "incident-ends-before-start");
    }
    let blur_m = match (
        i18n::fold_digits(typed.value("blur_m").trim()).parse::<u32>(),
        preset,
    ) {
        (Ok(metres), _) if (100..=10_000).contains(&metres) => metres,
        (Err(_), Some(preset)) if !typed.has("blur_m") => preset.defaults.blur_m,
        _ => {
            problems.add("blur_m", "incident-blur-wrong");
            0
        }
    };
    let yes = |field: &str| typed.value(field) == "yes";
    match (prefix, preset) {
        (Some(prefix), Some(preset)) if problems.is_empty() => Ok(NewIncident {
            prefix,
            preset,
            names,
            areas,
            starts_on,
            ends_on,
            blur_m,
            otp_required: yes("otp_required"),
            practice: yes("practice"),
        }),
        _ => Err(problems),
    }
}

fn names(typed: &Typed, problems: &mut Problems) -> Labels {
    let name = |field: &str| contact::tidy_line(typed.value(field), 100).unwrap_or_default();
    let (th, en) = (name("name_th"), name("name_en"));
    if th.is_empty() {
        problems.add("name_th", "name-missing");
    }
    let or = |name: String, other: &str| {
        if name.is_empty() {
            other.to_owned()
        } else {
            name
        }
    };
    let en = or(en, &th);
    Labels {
        my: or(name("name_my"), &en),
        km: or(name("name_km"), &en),
        lo: or(name("name_lo"), &en),
        th,
        en,
    }
}

fn areas(typed: &Typed, problems: &mut Problems) -> Vec<AreaCode> {
    let mut codes = Vec::new();
    for text in typed.all("areas").filter(|text| !text.trim().is_empty()) {
        match text.parse::<AreaCode>() {
            Ok(code) if code == AreaCode::COUNTRY || areas::register().get(code).is_some() => {
                codes.push(code);
            }
            _ => problems.add("areas", "area-unknown"),
        }
    }
    if codes.is_empty() {
        codes.push(AreaCode::COUNTRY);
    }
    codes
}

fn date(cx: &Cx, typed: &Typed, field: &str, problems: &mut Problems) -> Option<jiff::civil::Date> {
    let text = typed.value(field).trim();
    if text.is_empty() {
        return None;
    }
    let label = if field == "starts_on" {
        i18n::text(cx.language, "incident-starts-on")
    } else {
        i18n::text(cx.language, "incident-ends-on")
    };
    let date = i18n::date::parse_date(cx.language, text);
    problems.keep(field, date, |_| {
        Message::new("field-not-a-date").with("label", label)
    })
}
