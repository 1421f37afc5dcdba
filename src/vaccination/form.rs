//! Reading a day of vaccination as typed, on a page or as the fields of a JSON body.

use web::{Message, Problems, Typed};

use super::model::{MOST_SEATS, NewSession, Place};
use crate::access::Cx;
use crate::accounts::form::words;
use crate::app::App;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::clock;
use crate::ids::PointId;
use crate::incidents::model::Incident;

/// Fields: the area as typed (`area`, `area_text`, `area_choice`), `point` (an id) or `place` in words for
/// a team that comes, `brand`, `held_on`, `hours`, `seats`.
pub fn read(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    typed: &Typed,
) -> Result<NewSession, Problems> {
    let mut problems = Problems::default();
    let area = match area_typed::read(typed, None) {
        AreaTyped::One(area) if area.province() != 0 => Some(area),
        AreaTyped::One(_) | AreaTyped::Nothing => {
            problems.add("area_text", "area-missing");
            None
        }
        unclear => {
            if let Some(told) = area_typed::problem(&unclear) {
                problems.add("area_text", told);
            }
            None
        }
    };
    let place = place(app, typed, &mut problems);
    let brand = typed.value("brand").trim().to_owned();
    if !brand.is_empty() && !incident.preset.vaccines.has(&brand) {
        problems.add("brand", "choice-unknown");
    }
    let held_on = day(cx, typed, &mut problems);
    let hours = words(typed, "hours", 60, &mut problems);
    let seats = i18n::fold_digits(typed.value("seats"))
        .trim()
        .parse::<u16>();
    let seats = seats.ok().filter(|seats| (1..=MOST_SEATS).contains(seats));
    if seats.is_none() {
        let said = Message::new("vaccination-seats-wrong").with("most", i64::from(MOST_SEATS));
        problems.add("seats", said);
    }
    problems.in_order(&[
        "area_text",
        "point",
        "place",
        "brand",
        "held_on",
        "hours",
        "seats",
    ]);
    match (area, place, held_on, seats) {
        (Some(area), Some(place), Some(held_on), Some(seats)) if problems.is_empty() => {
            Ok(NewSession {
                incident: incident.id,
                area,
                place,
                brand,
                held_on,
                hours,
                seats,
            })
        }
        _ => Err(problems),
    }
}

fn place(app: &App, typed: &Typed, problems: &mut Problems) -> Option<Place> {
    let point = typed.value("point").trim();
    if !point.is_empty() {
        let known = point
            .parse::<PointId>()
            .ok()
            .filter(|id| app.points.row(*id).is_some());
        if known.is_none() {
            problems.add("point", "choice-unknown");
        }
        return known.map(Place::Point);
    }
    let place = words(typed, "place", 200, problems);
    if place.is_empty() {
        problems.add("place", "vaccination-place-missing");
        return None;
    }
    Some(Place::MobileTeam(place))
}

/// Today or later, in the digits and the era of the reader or as programs write it.
fn day(cx: &Cx, typed: &Typed, problems: &mut Problems) -> Option<jiff::civil::Date> {
    let text = typed.value("held_on").trim();
    let read = text
        .parse()
        .ok()
        .or_else(|| i18n::date::parse_date(cx.language, text).ok());
    match read {
        None => problems.add("held_on", "survey-not-a-day"),
        Some(day) if day < clock::day(cx.now) => problems.add("held_on", "survey-day-past"),
        Some(day) => return Some(day),
    }
    None
}
