//! Keeping points true: the queue of calls in its order and never to two people, what comes of a call,
//! and what anybody reports as wrong.

use std::collections::BTreeSet;

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::ids::PointId;
use jitasa::points::actions;
use jitasa::points::model::Point;
use jitasa::points::store;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::files::picture;
use crate::world::{ANONG, BOONMEE, Card, DurableApp, Page, Person, TestApp};

pub const FON: Card = card("ฝน รับสาย", "0812340041", "fon");
pub const KAI: Card = card("ไก่ โทรเก่ง", "0812340042", "kai");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

pub async fn at_desk(app: &TestApp, card: Card) -> Person {
    app.holds_seat(card, "desk", "57").await
}

/// A point in Mae Sai, told of by the national admin; `how` is empty where nobody has checked it.
pub async fn point(app: &TestApp, name: &str, kind: &str, how: &str) -> String {
    made(app, name, json!({ "kind": kind, "how": how })).await
}

pub async fn made(app: &TestApp, name: &str, more: Value) -> String {
    let malee = app.malee().await;
    let mut body = json!({
        "names": { "th": name }, "position": { "lat": 20.4331, "lon": 99.8801 }, "area": "570906",
        "status": "open", "contact": "053 731 300",
    });
    for (key, value) in more.as_object().unwrap() {
        match value.as_str() {
            Some("") => continue,
            _ => body[key] = value.clone(),
        }
    }
    let api = app.api(malee.token().await);
    api.post("/api/v1/points", body)
        .await
        .is(201)
        .text("/id")
        .to_owned()
}

pub async fn found(app: &TestApp, id: &str) -> Point {
    let id: PointId = id.parse().unwrap();
    db::read!(app.app().db, |tx| {
        let key = actions::key_in(tx, id).await.unwrap();
        store::find(tx, key).await
    })
    .unwrap()
    .unwrap()
}

pub async fn reports(app: &TestApp, id: &str) -> Vec<jitasa::points::model::desk::Report> {
    let key = found(app, id).await.key;
    let vault = &app.app().vault;
    db::read!(app.app().db, |tx| {
        store::reports::of_point(tx, vault, key).await
    })
    .unwrap()
}

/// What somebody is given next: an id, or nothing.
pub async fn takes_next(person: &Person) -> Option<String> {
    person.sees("/points/queue").await.is(200);
    let next = person.posts("/points/queue/next", &[]).await;
    let to = next.leads_to("/points/queue").to_owned();
    to.strip_prefix("/points/queue/").map(str::to_owned)
}

pub async fn does(person: &Person, id: &str, deed: &str, fields: &[(&str, &str)]) -> Page {
    let item = format!("/points/queue/{id}");
    person.gets(&item).await;
    person.posts(&format!("{item}/{deed}"), fields).await
}

pub async fn calls(person: &Person, id: &str, outcome: &str) -> Page {
    does(person, id, "call", &[("outcome", outcome)]).await
}

pub async fn says_wrong(person: &Person, id: &str, what: &str, words: &str) -> Page {
    let address = format!("/points/{id}/report");
    person.sees(&address).await.is(200);
    person
        .posts(&address, &[("what", what), ("words", words)])
        .await
}

pub fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

on_both_engines! {
    async fn never_checked_comes_first_then_reported_then_what_has_aged(app: TestApp) {
        let aged = point(&app, "โรงพยาบาลเก่า", "hospital", "call").await;
        let fresh = point(&app, "วัดพักพิง", "parking", "call").await;
        app.clock().pass(SignedDuration::from_hours(13));
        let never = point(&app, "ที่จอดรถบนเนิน", "parking", "").await;
        let needed = point(&app, "โรงพยาบาลใหม่", "hospital", "").await;
        let fon = at_desk(&app, FON).await;
        let queue = fon.sees("/points/queue").await;
        queue.says("ยังไม่เคยตรวจ</dt><dd>2<").says("ข้อมูลเก่า</dt><dd>1<").says("มีคนแจ้งว่าไม่ตรง</dt><dd>0<");
        says_wrong(&app.nobody(), &fresh, "closed", "").await.leads_to(&format!("/points/{fresh}"));
        for wanted in [&needed, &never, &fresh, &aged] {
            let next = takes_next(&fon).await;
            assert_eq!(next.as_ref(), Some(wanted));
            // Asked for again, it is the same one.
            assert_eq!(takes_next(&fon).await.as_ref(), Some(wanted));
            calls(&fon, wanted, "no_answer").await.leads_to("/points/queue");
        }
        assert_eq!(takes_next(&fon).await, None);
        // Nobody answered: in an hour again, and next time in three.
        app.clock().pass(minutes(60));
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, Some(needed.clone()));
        calls(&fon, &needed, "no_answer").await.leads_to("/points/queue");
        for _ in 0..3 {
            let next = takes_next(&fon).await.unwrap();
            assert_ne!(next, needed);
            calls(&fon, &next, "no_answer").await.leads_to("/points/queue");
        }
        app.clock().pass(minutes(179));
        assert_eq!(takes_next(&at_desk(&app, FON).await).await, None);
        app.clock().pass(minutes(1));
        assert_eq!(takes_next(&at_desk(&app, FON).await).await, Some(needed));
    }

    async fn one_kind_or_one_area_may_be_asked_for(app: TestApp) {
        let hospital = point(&app, "โรงพยาบาลแม่สาย", "hospital", "").await;
        let parking = point(&app, "ที่จอดรถบนเนิน", "parking", "").await;
        let fon = at_desk(&app, FON).await;
        fon.sees("/points/queue?kind=parking").await.says("ยังไม่เคยตรวจ</dt><dd>1<");
        let next = fon.posts("/points/queue/next", &[("kind", "parking")]).await;
        let to = next.leads_to("/points/queue/").to_owned();
        assert_eq!(to, format!("/points/queue/{parking}?kind=parking"));
        fon.sees(&to).await.is(200);
        let sent = fon.posts(&format!("/points/queue/{parking}/skip?kind=parking"), &[]).await;
        assert_eq!(sent.leads_to("/points/queue"), "/points/queue?kind=parking");
        let elsewhere = fon.posts("/points/queue/next", &[("area", "5701")]).await;
        assert_eq!(elsewhere.leads_to("/points/queue"), "/points/queue?area=5701&none=1");
        let here = fon.posts("/points/queue/next", &[("area", "5709")]).await;
        here.leads_to(&format!("/points/queue/{hospital}"));
        // A desk elsewhere has nothing of this, and may not look at it.
        let kai = app.holds_seat(KAI, "desk", "90").await;
        assert_eq!(takes_next(&kai).await, None);
        kai.gets(&format!("/points/queue/{hospital}")).await.is(404);
    }

    async fn skipped_goes_to_the_end_of_its_group_and_to_others(app: TestApp) {
        let first = point(&app, "ก", "parking", "").await;
        app.clock().pass(minutes(1));
        let second = point(&app, "ข", "parking", "").await;
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, Some(first.clone()));
        app.clock().pass(minutes(1));
        does(&fon, &first, "skip", &[]).await.leads_to("/points/queue");
        assert_eq!(takes_next(&fon).await, Some(second.clone()));
        does(&fon, &second, "release", &[]).await.leads_to("/points/queue");
        // Given back it stands where it stood; what was skipped comes after it, for somebody else.
        let kai = at_desk(&app, KAI).await;
        assert_eq!(takes_next(&kai).await, Some(second.clone()));
        does(&kai, &second, "call", &[("outcome", "busy")]).await.leads_to("/points/queue");
        assert_eq!(takes_next(&kai).await, Some(first.clone()));
        assert_eq!(takes_next(&fon).await, None);
    }

    async fn a_claim_lapses_and_another_may_take_it(app: TestApp) {
        let id = point(&app, "ก", "parking", "").await;
        let (fon, kai) = (at_desk(&app, FON).await, at_desk(&app, KAI).await);
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        assert_eq!(takes_next(&kai).await, None);
        kai.sees(&format!("/points/queue/{id}")).await.says("มีคนอื่นกำลังตรวจจุดนี้");
        does(&kai, &id, "claim", &[]).await.is(409);
        calls(&kai, &id, "no_answer").await.is(409).says("มีคนอื่นกำลังตรวจจุดนี้");
        app.clock().pass(minutes(9));
        // Opening the page is a sign of life.
        fon.sees(&format!("/points/queue/{id}")).await.is(200);
        app.clock().pass(minutes(9));
        assert_eq!(takes_next(&kai).await, None);
        app.clock().pass(minutes(1));
        assert_eq!(takes_next(&kai).await, Some(id.clone()));
        calls(&fon, &id, "no_answer").await.is(409);
        let reached = [("status", "open"), ("version", "1"), ("queue", "๗"), ("how", "call")];
        does(&fon, &id, "reached", &reached).await.is(409).says("value=\"๗\"");
    }

    async fn each_outcome_does_what_it_says(app: TestApp) {
        let id = point(&app, "ก", "hospital", "").await;
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        fon.sees(&format!("/points/queue/{id}")).await.says("tel:053731300");
        calls(&fon, &id, "").await.is(422).says("เลือกผลการโทร");
        calls(&fon, &id, "skipped").await.is(422);
        let later = does(&fon, &id, "call", &[("outcome", "later"), ("at", "บ่าย")]).await;
        later.is(422).says("id=\"at-err\"").says("value=\"บ่าย\"");
        // It is 14.05 by the clock of the world.
        does(&fon, &id, "call", &[("outcome", "later"), ("at", "๑๔.๓๐ น.")]).await.leads_to("/points/queue");
        app.clock().pass(minutes(24));
        assert_eq!(takes_next(&fon).await, None);
        app.clock().pass(minutes(1));
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        calls(&fon, &id, "busy").await.leads_to("/points/queue");
        app.clock().pass(minutes(15));
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        calls(&fon, &id, "wrong_number").await.leads_to("/points/queue");
        assert!(found(&app, &id).await.contact_wrong_at.is_some());
        app.browser().get(&format!("/points/{id}")).await.says("เบอร์นี้โทรแล้วไม่ใช่");
        app.clock().pass(minutes(24 * 60));
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        // Whoever found another number writes it down; the flag goes with it.
        let told = [
            ("status", "full"), ("version", "1"), ("how", "call"), ("contact", "053 731 301"),
            ("beds.icu.free", "๐"), ("beds.icu.capacity", "4"),
        ];
        does(&fon, &id, "reached", &told).await.leads_to("/points/queue");
        let after = found(&app, &id).await;
        assert_eq!((after.told.status.code(), after.told.contact.phones()), ("full", "053 731 301"));
        assert_eq!((after.contact_wrong_at, after.told.beds.free()), (None, Some(0)));
        assert_eq!(takes_next(&fon).await, None);
        fon.sees(&format!("/points/{id}")).await.says("ทางโทรศัพท์").says("โทรสอบถาม");

        for (outcome, rests) in [("closed", 30), ("gone", 30)] {
            app.clock().pass(SignedDuration::from_hours(rests * 24));
            let fon = at_desk(&app, FON).await;
            assert_eq!(takes_next(&fon).await, Some(id.clone()), "{outcome}");
            calls(&fon, &id, outcome).await.leads_to("/points/queue");
            assert_eq!(found(&app, &id).await.told.status.code(), "closed");
            assert_eq!(takes_next(&fon).await, None);
        }
    }

    async fn programs_work_through_the_queue_too(app: TestApp) {
        let id = point(&app, "ก", "hospital", "").await;
        let fon = at_desk(&app, FON).await;
        let api = app.api(fon.token().await);
        app.api(None).post("/api/v1/points/queue/next", json!({})).await.is(401);
        let dao = app.dao().await;
        let data = app.api(dao.token().await);
        data.post("/api/v1/points/queue/next", json!({})).await.is(404);
        let none = api.post("/api/v1/points/queue/next", json!({ "area": "5701" })).await;
        assert_eq!(none.is(200).json["item"], Value::Null);
        let given = api.post("/api/v1/points/queue/next", json!({ "kind": "hospital" })).await;
        assert_eq!(given.is(200).text("/item/point/id"), id);
        let call = format!("/api/v1/points/{id}/call");
        api.post(&call, json!({ "outcome": "nonsense" })).await.is(422);
        api.post(&call, json!({ "outcome": "later", "at": "x" })).await.is(422);
        let reached = api.post(&call, json!({ "outcome": "reached" })).await;
        assert_eq!(reached.is(200).json["more"], true);
        let checked = json!({ "status": "open", "how": "call" });
        api.post(&format!("/api/v1/points/{id}/verify"), checked).await.is(200);
        // Whoever has written down how it is is done with it.
        assert_eq!(api.post("/api/v1/points/queue/next", json!({})).await.is(200).json["item"], Value::Null);
        let release = format!("/api/v1/points/{id}/release");
        assert_eq!(api.post(&release, json!({})).await.is(409).problem(), "point-not-claimed");
        let skip = format!("/api/v1/points/{id}/skip");
        api.post(&skip, json!({})).await.is(409);
        let other = point(&app, "ข", "hospital", "").await;
        api.post("/api/v1/points/queue/next", json!({})).await.is(200);
        api.post(&format!("/api/v1/points/{other}/skip"), json!({})).await.is(200);
        assert_eq!(api.post("/api/v1/points/queue/next", json!({})).await.is(200).json["item"], Value::Null);
    }

    async fn a_photo_is_shown_replaced_and_removed(app: TestApp) {
        let id = point(&app, "ก", "parking", "call").await;
        let checks = found(&app, &id).await.checks;
        let fon = at_desk(&app, FON).await;
        let page = format!("/points/{id}");
        let address = format!("{page}/photo");
        fon.sees(&page).await.says(&address);
        let mut browser = fon.browser().await.clone();
        let broken = browser.upload(&address, &[], ("a.jpg", b"no picture at all")).await;
        broken.is(422).says("photo-err");
        let sent = browser.upload(&address, &[], ("a.png", &picture(3))).await;
        sent.leads_to(&page);
        let shown = found(&app, &id).await;
        let hash = shown.told.photo.clone().unwrap();
        assert_eq!(shown.checks, checks, "a picture checks nothing");
        app.browser().get(&page).await.says(&format!("/files/{hash}.jpg"));
        // Refused for another file, the one that stands there is kept.
        browser.get(&page).await;
        let fields = [("photo", hash.as_str())];
        browser.upload(&address, &fields, ("a.jpg", b"no picture")).await.is(422).says(&hash);
        assert_eq!(found(&app, &id).await.told.photo.as_deref(), Some(hash.as_str()));
        // The sweep leaves it as long as it is shown.
        app.clock().pass(SignedDuration::from_hours(25));
        let now = app.clock().now();
        let references = jitasa::files::references::REFERENCES;
        let swept = jitasa::files::actions::sweep(app.app(), now, references).await.unwrap();
        assert_eq!(swept, 0);
        let fon = at_desk(&app, FON).await;
        fon.sees(&page).await.is(200);
        let remove = [("photo", hash.as_str()), ("photo_remove", "yes")];
        fon.posts(&address, &remove).await.leads_to(&page);
        assert_eq!(found(&app, &id).await.told.photo, None);
        let swept = jitasa::files::actions::sweep(app.app(), now, references).await.unwrap();
        assert_eq!(swept, 1);
        // Not for everybody to set.
        let anong = app.person(ANONG);
        anong.sees(&page).await.does_not_say(&address);
        // Their page has no form, so what they send comes from no page of ours.
        anong.posts(&address, &[]).await.is(403);
        let kai = app.holds_seat(KAI, "desk", "90").await;
        kai.sees(&page).await.does_not_say(&address);
        kai.posts(&address, &[]).await.is(404);
    }

    async fn twenty_who_ask_at_once_get_twenty_points(app: DurableApp) {
        let mut all = BTreeSet::new();
        for n in 0..12 {
            all.insert(point(&app, &format!("จุด {n}"), "parking", "").await);
        }
        let mut tries = JoinSet::new();
        for n in 0..20 {
            let card = Card {
                full_name: "อาสา ประสานงาน",
                phone: format!("09000001{n:02}").leak(),
                username: format!("desk{n}").leak(),
                password: BOONMEE.password,
            };
            let person = at_desk(&app, card).await;
            person.sees("/points/queue").await;
            let mut browser = person.browser().await.clone();
            tries.spawn(async move {
                browser.post("/points/queue/next", &[]).await.location.unwrap()
            });
        }
        let given = tries.join_all().await;
        let (none, got): (Vec<_>, Vec<_>) =
            given.into_iter().partition(|to| to == "/points/queue?none=1");
        let got: Vec<String> =
            got.iter().map(|to| to.trim_start_matches("/points/queue/").to_owned()).collect();
        assert_eq!((none.len(), got.len()), (8, 12), "{got:?}");
        assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), all);
    }
}
