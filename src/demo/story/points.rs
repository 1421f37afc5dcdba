//! Service points of the story: made up, at real places, some checked minutes ago, some days ago, some
//! never, as it is in life.

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
use crate::points::model::{BedCount, Contact, Fact, Hours, How, Point, PointTold, Status, kind};

/// When somebody looks at it last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    /// At the beginning of the story.
    DaysAgo,
    HoursAgo,
    Now,
}

struct Made {
    kind: &'static str,
    th: &'static str,
    en: &'static str,
    /// Place in [`CHIANG_RAI`].
    place: usize,
    status: Status,
    /// Free and capacity of the first kind of bed.
    beds: Option<(u32, u32)>,
    hours: &'static str,
    seen: Seen,
}

const fn made(
    kind: &'static str,
    (th, en): (&'static str, &'static str),
    place: usize,
    (status, beds): (Status, Option<(u32, u32)>),
    hours: &'static str,
    seen: Seen,
) -> Made {
    Made {
        kind,
        th,
        en,
        place,
        status,
        beds,
        hours,
        seen,
    }
}

const MADE: [Made; 26] = [
    made(
        "hospital",
        ("โรงพยาบาลดอยตะวัน", "Doi Tawan Hospital"),
        0,
        (Status::Open, Some((12, 30))),
        "24",
        Seen::Now,
    ),
    made(
        "hospital",
        ("โรงพยาบาลริมน้ำสาย", "Rim Nam Sai Hospital"),
        5,
        (Status::Full, Some((0, 40))),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "hospital",
        ("โรงพยาบาลทุ่งจัน", "Thung Chan Hospital"),
        10,
        (Status::Open, Some((7, 60))),
        "24",
        Seen::DaysAgo,
    ),
    made(
        "hospital",
        ("โรงพยาบาลเมืองเก่าเชียงแสน", "Old Town Chiang Saen Hospital"),
        15,
        (Status::Open, Some((3, 30))),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "field_hospital",
        ("โรงพยาบาลสนามสนามกีฬาริมกก", "Rim Kok Stadium Field Hospital"),
        1,
        (Status::Open, Some((85, 200))),
        "24",
        Seen::Now,
    ),
    made(
        "field_hospital",
        ("โรงพยาบาลสนามหอประชุมแม่สาย", "Mae Sai Hall Field Hospital"),
        8,
        (Status::Full, Some((0, 120))),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "waiting_center",
        ("ศูนย์พักคอยวัดป่าริมกก", "Wat Pa Rim Kok Waiting Centre"),
        2,
        (Status::Open, Some((18, 50))),
        "24",
        Seen::Now,
    ),
    made(
        "waiting_center",
        (
            "ศูนย์พักคอยโรงเรียนบ้านเหมือง",
            "Ban Mueang School Waiting Centre",
        ),
        6,
        (Status::Paused, Some((40, 40))),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "ci",
        ("ศูนย์แยกกักในชุมชนบ้านดู่", "Ban Du Community Isolation"),
        2,
        (Status::Open, Some((22, 60))),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "ci",
        ("ศูนย์แยกกักในชุมชนเกาะช้าง", "Ko Chang Community Isolation"),
        7,
        (Status::Open, None),
        "24",
        Seen::Never,
    ),
    made(
        "hospitel",
        ("โรงแรมภูธารา ฮอสพิเทล", "Phu Thara Hospitel"),
        0,
        (Status::Open, Some((31, 80))),
        "24",
        Seen::DaysAgo,
    ),
    made(
        "test_point",
        ("จุดตรวจโควิดลานเทศบาลเวียง", "Wiang Square Test Point"),
        0,
        (Status::Open, None),
        "08:30-12:00, 13:00-16:00",
        Seen::Now,
    ),
    made(
        "test_point",
        ("จุดตรวจโควิดตลาดแม่สาย", "Mae Sai Market Test Point"),
        5,
        (Status::Open, None),
        "07:00-11:00",
        Seen::HoursAgo,
    ),
    made(
        "test_point",
        ("จุดตรวจโควิดหน้าอำเภอพาน", "Phan District Test Point"),
        21,
        (Status::Unknown, None),
        "",
        Seen::Never,
    ),
    made(
        "vaccination_point",
        ("จุดฉีดวัคซีนหอประชุมดอยตะวัน", "Doi Tawan Hall Vaccination"),
        1,
        (Status::Open, None),
        "08:30-16:00",
        Seen::Now,
    ),
    made(
        "vaccination_point",
        ("จุดฉีดวัคซีน รพ.สต.ป่าซาง", "Pa Sang Health Centre Vaccination"),
        13,
        (Status::Paused, None),
        "08:30-12:00",
        Seen::HoursAgo,
    ),
    made(
        "vaccination_point",
        ("จุดฉีดวัคซีนโรงยิมเชียงของ", "Chiang Khong Gym Vaccination"),
        18,
        (Status::Open, None),
        "09:00-15:00",
        Seen::DaysAgo,
    ),
    made(
        "oxygen_point",
        (
            "มูลนิธิน้ำใจเชียงราย จุดยืมถังออกซิเจน",
            "Kindness Foundation oxygen",
        ),
        1,
        (Status::Open, None),
        "24",
        Seen::Now,
    ),
    made(
        "oxygen_point",
        ("ร้านแก๊สริมโขง เติมออกซิเจน", "Rim Khong Gas oxygen refill"),
        15,
        (Status::Open, None),
        "08:00-17:00",
        Seen::DaysAgo,
    ),
    made(
        "oxygen_point",
        ("ร้านเชื่อมทองสาย ขายออกซิเจน", "Thong Sai Welding oxygen"),
        5,
        (Status::Unknown, None),
        "",
        Seen::Never,
    ),
    made(
        "covid_temple",
        ("วัดป่าแสงธรรม", "Wat Pa Saeng Tham"),
        3,
        (Status::Open, None),
        "24",
        Seen::HoursAgo,
    ),
    made(
        "covid_temple",
        ("วัดเวียงแก้วดอนมูล", "Wat Wiang Kaeo Don Mun"),
        16,
        (Status::Paused, None),
        "",
        Seen::DaysAgo,
    ),
    made(
        "donation_point",
        ("จุดรับบริจาคศาลากลางหลังเก่า", "Old Hall Donation Point"),
        0,
        (Status::Open, None),
        "09:00-18:00",
        Seen::Now,
    ),
    made(
        "donation_point",
        ("จุดรับบริจาคครัวปันสุขเชียงแสน", "Chiang Saen Shared Kitchen"),
        15,
        (Status::Open, None),
        "08:00-17:00",
        Seen::HoursAgo,
    ),
    made(
        "mask_unit",
        ("หน่วยแจกหน้ากากเทศบาลเวียงริมกก", "Wiang Rim Kok Mask Unit"),
        0,
        (Status::Open, None),
        "08:30-16:30",
        Seen::HoursAgo,
    ),
    made(
        "mask_unit",
        ("หน่วยแจกหน้ากาก อบต.โป่งผา", "Pong Pha Mask Unit"),
        8,
        (Status::Open, None),
        "",
        Seen::Never,
    ),
];

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
