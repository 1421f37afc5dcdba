//! Reading how many people live in a subdistrict, as typed or as the fields of a JSON body.

use areas::{AreaCode, Level};
use web::{Message, Problems, Typed};

use super::actions::NewPopulation;
use super::file;
use super::model::MOST_PEOPLE;
use crate::access::Cx;
use crate::clock;

/// Fields: `area` (a subdistrict's code), `people`, `houses` and `year` (of either era; this year when
/// left out).
pub fn read(cx: &Cx, typed: &Typed) -> Result<NewPopulation, Problems> {
    let mut problems = Problems::default();
    let area = typed.value("area").parse::<AreaCode>().ok().filter(|area| {
        area.level() == Level::Subdistrict && areas::register().get(*area).is_some()
    });
    if area.is_none() {
        problems.add("area", "population-area-missing");
    }
    let n = number(typed.value("people"));
    if n.is_none() {
        let most = Message::new("population-people-wrong").with("most", i64::from(MOST_PEOPLE));
        problems.add("people", most);
    }
    let n_houses = number(typed.value("houses"));
    if n_houses.is_none() && typed.has("houses") {
        problems.add("houses", "population-houses-wrong");
    }
    let this_year = clock::day(cx.now).year();
    let year = match typed.has("year") {
        false => Some(this_year),
        true => file::year(typed.value("year")).filter(|year| *year <= this_year),
    };
    if year.is_none() {
        problems.add("year", "population-year-wrong");
    }
    match (area, n, year) {
        (Some(area), Some(n), Some(year)) if problems.is_empty() => Ok(NewPopulation {
            area,
            year,
            n,
            n_houses,
        }),
        _ => Err(problems),
    }
}

/// Digits of any script, with or without commas between the thousands.
fn number(typed: &str) -> Option<u32> {
    let digits = i18n::fold_digits(typed.trim()).replace([',', ' '], "");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let n = is_number.then(|| digits.parse().ok()).flatten();
    n.filter(|n| *n <= MOST_PEOPLE)
}
