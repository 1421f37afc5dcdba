//! A point in the reader's words, as lists, sheets and its own page show it.

use contact::Position;
use i18n::Language;
use jiff::Timestamp;

use crate::clock;
use crate::ids::PointId;
use crate::layout::Page;
use crate::organisations::model::Names;
use crate::organisations::rules::dialled;
use crate::points::find::Found;
use crate::points::model::hours::clock as time_of_day;
use crate::points::model::{Check, Contact, Fact, Freshness, Point, Status, hours};
use crate::points::rules::status_now;

/// Kilometres are told from here on.
const KILOMETRE: f64 = 1_000.0;

pub struct Card {
    pub id: PointId,
    pub name: String,
    /// The name in the other of Thai and English.
    pub other_name: String,
    pub kind: String,
    pub icon: &'static str,
    /// As it is at this hour.
    pub status: Status,
    pub status_words: String,
    pub freshness: Freshness,
    /// How and when its status was checked.
    pub check: Option<Check>,
    pub free: Vec<Free>,
    pub queue: Option<u32>,
    /// Until when it is open by its hours, or from when.
    pub open: Option<String>,
    pub week: Vec<(String, String)>,
    pub except: Vec<(String, String)>,
    /// Numbers as written and as dialled; none: see `no_contact`.
    pub phones: Vec<(String, String)>,
    pub no_contact: bool,
    /// When somebody called and found the number to be another's.
    pub contact_wrong_at: Option<Timestamp>,
    pub fields: Vec<(String, String)>,
    pub conditions: String,
    pub audience: String,
    pub address: String,
    pub area: String,
    pub far: Option<String>,
    pub geo: String,
    pub route: String,
    pub on_map: String,
    pub owner: Option<String>,
    pub source: String,
    pub licence: String,
    pub photo: Option<String>,
}

/// What is free of one kind of bed; not known where nobody has counted lately.
pub struct Free {
    pub label: String,
    pub free: Option<i64>,
    pub capacity: Option<i64>,
    pub checked_at: Option<Timestamp>,
}

impl Card {
    pub fn found(page: &Page, found: &Found) -> Card {
        Card::of(page, &found.point, None, found.metres)
    }

    pub fn of(page: &Page, point: &Point, owner: Option<&Names>, metres: Option<f64>) -> Card {
        let (language, now) = (page.language(), page.cx.now);
        let told = &point.told;
        let kind = told.kind();
        let status = status_now(told.status, &told.hours, now);
        let name = told.names.get(language).to_owned();
        let other = if name == told.names.th {
            &told.names.en
        } else {
            &told.names.th
        };
        let phones = told.contact.phones().split([',', '/']);
        let fields = told.fields.iter().filter_map(|(key, value)| {
            let field = kind?.field(key)?;
            Some((
                field.label(language).to_owned(),
                field.show(value, language),
            ))
        });
        Card {
            id: point.key.id,
            other_name: other.clone(),
            kind: kind.map_or(told.kind.clone(), |kind| kind.label(language).to_owned()),
            icon: assets::icon(kind.map_or("pin", |kind| kind.icon.as_str())),
            status,
            status_words: page.t(match told.status {
                Status::Closed => Status::Closed.label(),
                _ if status == Status::Closed => "point-closed-now",
                status => status.label(),
            }),
            freshness: point.checks.freshness(Fact::Status, kind, now),
            check: point.checks.of(Fact::Status),
            free: free(point, language, now),
            queue: told.queue,
            open: open(page, point),
            week: week(page, &told.hours),
            except: except(page, &told.hours),
            phones: phones
                .map(|phone| (phone.trim().to_owned(), dialled(phone)))
                .filter(|(_, dialled)| !dialled.is_empty())
                .collect(),
            contact_wrong_at: point.contact_wrong_at,
            no_contact: told.contact == Contact::NoneKnown,
            fields: fields.collect(),
            conditions: told.conditions.clone(),
            audience: told.audience.clone(),
            address: told.address.clone(),
            area: page.area(&told.area),
            far: metres.map(|metres| far(page, metres)),
            geo: geo(told.position, &name),
            route: route(told.position),
            on_map: format!(
                "/map?center={:.5},{:.5}&zoom=15",
                told.position.lat(),
                told.position.lon()
            ),
            owner: owner.map(|owner| owner.get(language).to_owned()),
            source: told.source.clone(),
            licence: told.licence.clone(),
            photo: told.photo.clone(),
            name,
        }
    }

    /// Whether what stands here may be believed no more.
    pub fn is_doubtful(&self) -> bool {
        !self.freshness.holds()
    }

    pub fn how(&self) -> &'static str {
        self.check.map_or("", |check| check.how.label())
    }
}

fn free(point: &Point, language: Language, now: Timestamp) -> Vec<Free> {
    let told = &point.told;
    let Some(kind) = told.kind() else {
        return Vec::new();
    };
    let check = point.checks.of(Fact::Beds);
    let holds = point.checks.freshness(Fact::Beds, Some(kind), now).holds();
    let number = |n: Option<u32>| n.map(i64::from);
    kind.beds
        .iter()
        .map(|bed| {
            let count = told.beds.get(&bed.code);
            Free {
                label: bed.label(language).to_owned(),
                free: number(count.free).filter(|_| holds),
                capacity: number(count.capacity),
                checked_at: check.map(|check| check.at),
            }
        })
        .filter(|free| free.capacity.is_some() || free.free.is_some() || kind.beds.len() == 1)
        .collect()
}

fn open(page: &Page, point: &Point) -> Option<String> {
    let (told, now) = (&point.told, page.cx.now);
    let by_hours = told.hours.is_open(now)?;
    // Hours promise nothing of a place that is shut all the same, nor of one nobody knows.
    match told.status {
        Status::Paused | Status::Closed => return None,
        Status::Unknown if by_hours => return None,
        _ => {}
    }
    if by_hours {
        return Some(match told.hours.closes_at(now) {
            None => page.t("point-open-all-day"),
            Some(at) => page.say("point-open-until", "time", time_of_day(at)),
        });
    }
    let (day, at) = told.hours.opens_next(now)?;
    if day == clock::day(now) {
        return Some(page.say("point-opens-at", "time", time_of_day(at)));
    }
    Some(i18n::say(
        page.language(),
        "point-opens-on",
        &[
            ("day", page.date(&day).as_str().into()),
            ("time", time_of_day(at).as_str().into()),
        ],
    ))
}

/// What the days of a week are called, Monday first.
pub const DAYS: [&str; 7] = [
    "day-mon", "day-tue", "day-wed", "day-thu", "day-fri", "day-sat", "day-sun",
];

/// Days of one pattern in one line.
fn week(page: &Page, hours: &hours::Hours) -> Vec<(String, String)> {
    let groups = hours.grouped().into_iter();
    groups
        .map(|(first, last, day)| {
            let days = match (first, last) {
                (0, 6) => page.t("day-every"),
                (first, last) if first == last => page.t(DAYS[first]),
                (first, last) => format!("{}–{}", page.t(DAYS[first]), page.t(DAYS[last])),
            };
            (days, times(page, day))
        })
        .collect()
}

fn except(page: &Page, hours: &hours::Hours) -> Vec<(String, String)> {
    hours
        .coming(clock::day(page.cx.now))
        .take(5)
        .map(|(day, spans)| (page.date(day), times(page, spans)))
        .collect()
}

fn times(page: &Page, day: &hours::Day) -> String {
    match hours::written(day).as_str() {
        "closed" => page.t("point-day-closed"),
        "24" => page.t("point-day-whole"),
        times => times.replace('-', "–"),
    }
}

/// How far a place is, as people say it.
pub fn far(page: &Page, metres: f64) -> String {
    if metres < KILOMETRE {
        let metres = ((metres / 10.0).round() * 10.0) as i64;
        return page.say("point-metres", "n", metres);
    }
    let kilometres = metres / KILOMETRE;
    let shown = match kilometres < 10.0 {
        true => format!("{kilometres:.1}"),
        false => format!("{kilometres:.0}"),
    };
    page.say("point-kilometres", "n", shown.as_str())
}

/// For the phone's own maps.
fn geo(at: Position, name: &str) -> String {
    let name = percent(name);
    format!(
        "geo:{lat:.6},{lon:.6}?q={lat:.6},{lon:.6}({name})",
        lat = at.lat(),
        lon = at.lon()
    )
}

/// For browsers of phones that know no `geo:` address.
fn route(at: Position) -> String {
    format!(
        "https://www.google.com/maps/dir/?api=1&destination={:.6},{:.6}",
        at.lat(),
        at.lon()
    )
}

fn percent(text: &str) -> String {
    let typed = web::Typed::from_pairs([("q", text)]);
    typed.to_query().trim_start_matches("q=").to_owned()
}
