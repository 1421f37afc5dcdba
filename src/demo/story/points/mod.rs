//! Service points of the story: made up, at real places, some checked minutes ago, some days ago, some
//! never, as it is in life.

mod made;

use areas::AreaCode;
use contact::Position;

use super::cast::Cast;
use crate::access::Cx;
use crate::app::App;
use crate::demo::places::{CHIANG_RAI, Place, SA_KAEO};
use crate::error::Error;
use crate::ids::PointId;
use crate::organisations::model::{Names, Tie};
use crate::points::actions::{self, Change};
use crate::points::model::hours::read_day;
use crate::points::model::{BedCount, Contact, Fact, Hours, How, Point, PointTold, kind};
use made::{MADE, Made, Seen};

/// Adds all of them, a few in the second province too.
pub async fn found(app: &App, cast: &Cast) -> Result<(), Error> {
    let here = cast.by_name(app, "province57").ok_or(Error::NotFound)?;
    for (n, one) in MADE.iter().enumerate() {
        let told = told(one, n, CHIANG_RAI, hospital_of(cast, app, one))?;
        let how = (one.seen == Seen::DaysAgo).then_some(How::Call);
        actions::create(app, &here, told, how, None).await?;
    }
    let Some(there) = cast.by_name(app, "province27") else {
        return Ok(());
    };
    for (n, one) in MADE.iter().enumerate().filter(|(n, _)| n % 6 == 1) {
        let told = PointTold {
            names: Names {
                th: format!("{} สาขาสระแก้ว", one.th),
                en: format!("{}, Sa Kaeo", one.en),
            },
            owner: None,
            ..told(one, n, SA_KAEO, None)?
        };
        actions::create(app, &there, told, Some(How::Call), None).await?;
    }
    Ok(())
}

/// The hospital that runs the first point.
fn hospital_of(cast: &Cast, app: &App, one: &Made) -> Option<crate::ids::OrganisationId> {
    if one.th != MADE[0].th {
        return None;
    }
    let officer = cast.by_name(app, "duangjai")?;
    let who = officer.signed_in()?;
    who.memberships
        .iter()
        .find(|tie| tie.tie == Tie::Officer)
        .map(|tie| tie.organisation)
}

fn told(
    one: &Made,
    n: usize,
    places: &[Place],
    owner: Option<crate::ids::OrganisationId>,
) -> Result<PointTold, Error> {
    let (code, lat, lon) = places[one.place % places.len()];
    let step = (n as f64 - 13.0) / 4_000.0;
    let fault = |err: &dyn std::fmt::Display| Error::fault("making points up", err);
    let mut hours = Hours::default();
    let week = read_day(one.hours).map_err(|err| fault(&err))?;
    hours.week.fill(week);
    let mut told = PointTold {
        kind: one.kind.to_owned(),
        names: Names {
            th: one.th.to_owned(),
            en: one.en.to_owned(),
        },
        area: AreaCode::new(code).ok_or(Error::NotFound)?,
        position: Position::new(lat + step, lon - step).map_err(|err| fault(&err))?,
        address: String::new(),
        status: one.status,
        queue: (one.kind == "test_point" && one.seen == Seen::Now).then_some(14),
        beds: Default::default(),
        fields: fields(one),
        hours,
        conditions: String::new(),
        audience: String::new(),
        contact: match n % 7 {
            6 => Contact::NoneKnown,
            n => Contact::Phones(format!("080 000 09{n:02}")),
        },
        owner,
        photo: None,
        source: "ข้อมูลสมมติเพื่อการสาธิต".to_owned(),
        licence: String::new(),
    };
    let bed = kind(one.kind).and_then(|kind| kind.beds.first());
    if let (Some(bed), Some((free, all))) = (bed, one.beds) {
        let count = BedCount::of(Some(all), None, Some(free)).map_err(|err| fault(&err))?;
        told.beds.set(&bed.code, count);
    }
    Ok(told)
}

fn fields(one: &Made) -> Vec<(String, crate::incidents::preset::Value)> {
    let answers: &[(&str, &str)] = match one.kind {
        "test_point" => &[
            ("test_kinds", "atk"),
            ("price_baht", "0"),
            ("walk_in", "yes"),
        ],
        "vaccination_point" => &[
            ("vaccines_offered", "pfizer,astrazeneca"),
            ("walk_in", "yes"),
        ],
        "oxygen_point" => &[
            ("oxygen_services", "refill,lend"),
            ("oxygen_sizes", "one_half_cubic"),
        ],
        "covid_temple" => &[("cremations_per_day", "4")],
        "donation_point" => &[("wanted", "น้ำดื่ม นมกล่อง ผ้าอ้อมผู้ใหญ่")],
        _ => &[],
    };
    let kind = kind(one.kind);
    answers
        .iter()
        .filter_map(|(key, text)| {
            let field = kind?.field(key)?;
            Some(((*key).to_owned(), field.restore(text)?))
        })
        .collect()
}

/// What somebody checked hours before the end of the story.
pub async fn checked_hours_ago(app: &App, cast: &Cast) -> Result<(), Error> {
    check(app, cast, Seen::HoursAgo).await
}

/// What somebody checked a moment ago.
pub async fn checked_now(app: &App, cast: &Cast) -> Result<(), Error> {
    check(app, cast, Seen::Now).await
}

async fn check(app: &App, cast: &Cast, seen: Seen) -> Result<(), Error> {
    let cx = cast.by_name(app, "province57").ok_or(Error::NotFound)?;
    crate::map::catch_up(app).await?;
    for one in MADE.iter().filter(|one| one.seen == seen) {
        let Some(point) = find(app, &cx, one.th).await? else {
            continue;
        };
        let change = Change {
            seen: point.version,
            told: point.told.clone(),
            confirmed: Fact::ALL.to_vec(),
            how: Some(How::Call),
            verdict: None,
        };
        actions::change(app, &cx, point.key.id, change, None).await?;
    }
    Ok(())
}

async fn find(app: &App, cx: &Cx, name: &str) -> Result<Option<Point>, Error> {
    let id: Option<PointId> = {
        let book = app.points.book();
        let found = book.named(name, |entry| &*entry.name_th == name);
        found.first().map(|entry| entry.key.id)
    };
    match id {
        None => Ok(None),
        Some(id) => Ok(Some(actions::see(app, cx, id).await?.point)),
    }
}
