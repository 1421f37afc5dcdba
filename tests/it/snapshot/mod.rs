//! The public part as files, and the public pages while the database is away.

mod away;
mod files;

use crate::world::{Person, TestApp};

/// Tells of a shelter with forty free places; gives its address.
async fn tells_of_shelter(person: &Person, name: &str) -> String {
    person.sees("/points/new?kind=shelter").await.is(200);
    let fields = [
        ("kind", "shelter"),
        ("name_th", name),
        ("lat", "20.4310"),
        ("lon", "99.9140"),
        ("area", "570901"),
        ("status", "open"),
        ("beds.places.free", "40"),
        ("beds.places.capacity", "120"),
        ("contact", "053-731-300"),
        ("hours.all", "08:30-16:30"),
        ("how", "visit"),
    ];
    let made = person.posts("/points", &fields).await;
    made.leads_to("/points/").to_owned()
}

/// A warning for Chiang Rai; gives its address.
async fn warns(app: &TestApp) -> String {
    let somsak = app.somsak().await;
    somsak.sees("/news/new").await.is(200);
    let fields = [
        ("level", "warning"),
        ("area", "57"),
        ("title_th", "น้ำกำลังขึ้น"),
        ("words_th", "ยกของขึ้นที่สูง"),
        ("source", "จังหวัดเชียงราย"),
    ];
    let made = somsak.posts("/news", &fields).await;
    made.leads_to("/news/").to_owned()
}

/// A practice incident, `TRY`.
pub async fn opens_practice(app: &TestApp) {
    let malee = app.malee().await;
    malee.sees("/incidents").await.is(200);
    let fields = [
        ("preset", "covid19"),
        ("prefix", "TRY"),
        ("name_th", "ฝึกซ้อม"),
        ("name_en", "Drill"),
        ("practice", "yes"),
    ];
    let opened = malee.posts("/incidents", &fields).await;
    opened.leads_to("/incidents");
    app.clock().pass(jiff::SignedDuration::from_secs(3));
}
