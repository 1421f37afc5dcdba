//! A point put into the fields of its forms.

use web::Typed;

use super::DAYS;
use crate::points::model::{Contact, PointTold, hours};

/// A point as a form shows it again.
pub fn fill(point: &PointTold, language: i18n::Language) -> Typed {
    let mut typed = Typed::default();
    typed.set("kind", point.kind.as_str());
    typed.set("name_th", point.names.th.as_str());
    typed.set("name_en", point.names.en.as_str());
    typed.set("area", point.area.get().to_string());
    typed.set("area_text", crate::areas::name(language, point.area));
    typed.set("lat", point.position.lat().to_string());
    typed.set("lon", point.position.lon().to_string());
    typed.set("address", point.address.as_str());
    fill_update(&mut typed, point);
    match point.hours.grouped().as_slice() {
        [(0, 6, day)] => typed.set("hours.all", hours::written(day)),
        _ => {
            for (day, field) in point.hours.week.iter().zip(DAYS) {
                if let Some(day) = day {
                    typed.set(field, hours::written(day));
                }
            }
        }
    }
    let except: Vec<String> = point
        .hours
        .except
        .iter()
        .map(|(day, spans)| format!("{day} {}", hours::written(spans)))
        .collect();
    typed.set("exceptions", except.join("\n"));
    typed.set("conditions", point.conditions.as_str());
    typed.set("audience", point.audience.as_str());
    if let Some(owner) = point.owner {
        typed.set("owner", owner.to_string());
    }
    typed.set("source", point.source.as_str());
    typed.set("licence", point.licence.as_str());
    typed
}

/// What is asked on one screen.
pub fn fill_update(typed: &mut Typed, point: &PointTold) {
    typed.set("status", point.status.code());
    let queue = point.queue.map(|queue| queue.to_string());
    typed.set("queue", queue.unwrap_or_default());
    for (code, count) in &point.beds.0 {
        // Two numbers give the third: whoever then changes one would have to reckon with the others.
        let used = count.used.filter(|_| count.free.is_none());
        for (part, n) in [
            ("capacity", count.capacity),
            ("used", used),
            ("free", count.free),
        ] {
            if let Some(n) = n {
                typed.set(&format!("beds.{code}.{part}"), n.to_string());
            }
        }
    }
    let mut pairs: Vec<(String, String)> = typed
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    for (key, value) in &point.fields {
        let name = format!("fields.{key}");
        match value.codes() {
            [] => pairs.push((name, value.stored())),
            codes => pairs.extend(codes.iter().map(|code| (name.clone(), code.clone()))),
        }
    }
    *typed = Typed::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    typed.set("contact", point.contact.phones());
    if point.contact == Contact::NoneKnown {
        typed.set("no_contact", "yes");
    }
}
