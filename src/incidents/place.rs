//! Where something is, read from a form: a pin, an area, or both, within an incident.

use areas::AreaCode;
use contact::{Position, PositionError};
use web::{Problems, Typed};

use super::model::Incident;
use crate::app::App;
use crate::areas::model::{Pin, PositionSource};
use crate::areas::typed::{self as area_typed, AreaTyped};

/// The area, and the pin if there is one. A pin in a known subdistrict needs no typed area; a typed
/// area must be where the pin is.
pub fn place(
    app: &App,
    incident: &Incident,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<(AreaCode, Option<Pin>)> {
    let (area, pin) = anywhere(app, typed, problems)?;
    if !incident.covers(area) && !area_holds_incident(incident, area) {
        problems.add("area_text", "area-not-in-incident");
        return None;
    }
    Some((area, pin))
}

/// The same anywhere in the country.
pub fn anywhere(
    app: &App,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<(AreaCode, Option<Pin>)> {
    let pin = pin(typed, problems)?;
    let located = pin.map(|pin| app.areas.locate(pin.position.lat(), pin.position.lon()));
    if let Some(located) = &located
        && !located.in_thailand
    {
        let swapped = located.swapped;
        problems.add(
            "pin",
            if swapped {
                "position-swapped"
            } else {
                "position-outside"
            },
        );
        return None;
    }
    let province = located.as_ref().and_then(|located| located.province);
    let area = area_typed::read(typed, None);
    let area = match (area, &located) {
        (AreaTyped::One(area), Some(located)) if !near(located, area) => {
            problems.add("area_text", "area-not-at-pin");
            return None;
        }
        (AreaTyped::One(area), Some(located)) => {
            let finer = located
                .subdistrict
                .filter(|subdistrict| area.contains(*subdistrict));
            finer.unwrap_or(area)
        }
        (AreaTyped::One(area), None) => area,
        (AreaTyped::Nothing, Some(located)) => {
            located.subdistrict.or(located.district).or(province)?
        }
        (AreaTyped::Nothing, None) => {
            problems.add("area_text", "area-missing");
            return None;
        }
        (unclear, _) => {
            problems.add("area_text", area_typed::problem(&unclear)?);
            return None;
        }
    };
    if area == AreaCode::COUNTRY {
        problems.add("area_text", "area-missing");
        return None;
    }
    Some((area, pin))
}

/// A whole province was named where the incident covers a part of it.
fn area_holds_incident(incident: &Incident, area: AreaCode) -> bool {
    incident.areas.iter().any(|covered| area.contains(*covered))
}

fn near(located: &areas::Located, area: AreaCode) -> bool {
    let found = [located.province, located.district, located.subdistrict];
    found
        .into_iter()
        .flatten()
        .any(|code| code.contains(area) || area.contains(code))
        && located.subdistrict.is_none_or(|code| {
            area.contains(code)
                || located
                    .candidates
                    .iter()
                    .any(|near| area.contains(near.code))
        })
}

fn pin(typed: &Typed, problems: &mut Problems) -> Option<Option<Pin>> {
    if !typed.has("lat") && !typed.has("lon") {
        return Some(None);
    }
    let position = problems.keep(
        "pin",
        Position::parse(typed.value("lat"), typed.value("lon")),
        |err| match err {
            PositionError::Swapped => "position-swapped",
            _ => "position-wrong",
        },
    )?;
    let source = typed.value("position_source");
    Some(Some(Pin {
        position,
        accuracy_m: i18n::fold_digits(typed.value("accuracy_m"))
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|metres| (0.0..1_000_000.0).contains(metres))
            .map(|metres| metres.round() as u32),
        source: PositionSource::from_code(source).unwrap_or(PositionSource::Pin),
    }))
}

/// What was filled in of a place that is known already.
pub fn fill(typed: &mut Typed, area: (AreaCode, String), pin: Option<&Pin>) {
    let (code, name) = area;
    typed.set("area", code.get().to_string());
    typed.set("area_text", name);
    if let Some(pin) = pin {
        typed.set("lat", pin.position.lat().to_string());
        typed.set("lon", pin.position.lon().to_string());
        typed.set("position_source", pin.source.code());
        let accuracy = pin.accuracy_m.map(|metres| metres.to_string());
        typed.set("accuracy_m", accuracy.unwrap_or_default());
    }
}

/// A pin that was moved out of the area takes the area along, where that one was left as it had been
/// filled in.
pub fn follow_pin(app: &App, typed: &mut Typed, area: AreaCode) {
    if typed.value("area") != area.get().to_string() {
        return;
    }
    if let Some(Some(pin)) = pin(typed, &mut Problems::default()) {
        let located = app.areas.locate(pin.position.lat(), pin.position.lon());
        if !near(&located, area) {
            typed.remove("area");
            typed.remove("area_text");
        }
    }
}
