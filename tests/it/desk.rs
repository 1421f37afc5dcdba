//! The desk: what comes onto it, one request at a time for each person, calls and what comes of them,
//! pins moved with the figures, and a page that is out of date.

use std::collections::BTreeSet;

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::help_requests::model::HelpRequest;
use jitasa::help_requests::store;
use jitasa::tallies::{self, Metric};
use serde_json::json;
use tokio::task::JoinSet;

use crate::statistics::{are_the_records, received_today};
use crate::world::{ANONG, Asked, BOONMEE, Card, DurableApp, KIND, Person, TestApp};

const FON: Card = card("ฝน รับสาย", "0812340041", "fon");
const KAI: Card = card("ไก่ โทรเก่ง", "0812340042", "kai");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

/// A desk volunteer of Chiang Rai.
async fn at_desk(app: &TestApp, card: Card) -> Person {
    app.holds_seat(card, "desk", "57").await
}

/// Anong goes on without a code: her request is unverified, and a landmark is all it tells.
async fn asks_unverified(app: &TestApp) -> Asked {
    let anong = app.person(ANONG);
    anong.sees("/ask").await;
    let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
    let code_page = sent.leads_to("/codes/").to_owned();
    app.work_jobs().await;
    app.clock().pass(SignedDuration::from_secs(60));
    anong.sees(&code_page).await;
    let without = anong.posts(&format!("{code_page}/without"), &[]).await;
    without.leads_to("/ask/kinds");
    app.asks_for(&anong, KIND, &[]).await
}

async fn found(app: &TestApp, reference: &str) -> HelpRequest {
    let reference = reference.parse().unwrap();
    db::read!(app.app().db, |tx| { store::find(tx, &reference).await })
        .unwrap()
        .unwrap()
}

async fn takes_next(person: &Person) -> String {
    person.sees("/desk").await.is(200);
    let next = person.posts("/desk/next", &[]).await;
    next.leads_to("/desk").to_owned()
}

async fn does(
    person: &Person,
    reference: &str,
    deed: &str,
    fields: &[(&str, &str)],
) -> crate::world::Page {
    let item = format!("/desk/{reference}");
    person.gets(&item).await;
    person.posts(&format!("{item}/{deed}"), fields).await
}

async fn calls(person: &Person, reference: &str, outcome: &str) -> crate::world::Page {
    does(person, reference, "call", &[("outcome", outcome)]).await
}

/// Requests waiting in a subdistrict, as the figures have it.
async fn counted(app: &TestApp, request: &HelpRequest, area: u32) -> i64 {
    let within = areas::AreaCode::new(area).unwrap();
    let sums = db::read!(app.app().db, |tx| {
        tallies::store::sums(tx, request.incident, Metric::Requests, within).await
    });
    let sums = sums.unwrap();
    sums.iter()
        .filter(|sum| sum.dims.ends_with("|waiting"))
        .map(|sum| sum.n)
        .sum()
}

on_both_engines! {
    async fn a_landmark_becomes_a_pin_on_the_map(app: TestApp) {
        let asked = asks_unverified(&app).await;
        let before = found(&app, &asked.reference).await;
        let fon = at_desk(&app, FON).await;
        let desk = fon.sees("/desk").await;
        desk.says("ไม่มีหมุดที่ใช้ได้").says("ยังไม่ยืนยันเบอร์โทร");

        // Nothing of the person before it is hers; all that is needed to call after.
        let item = format!("/desk/{}", asked.reference);
        let closed = fon.sees(&item).await;
        closed.does_not_say("หลังคาสีแดง").does_not_say("234‑0099").says("รับเรื่องนี้ก่อน");
        assert_eq!(takes_next(&fon).await, item);
        let open = fon.sees(&item).await;
        open.says("หลังคาสีแดง").says("tel:+66812340099").says("น้ำขึ้นถึงชั้นสอง");

        let nothing = does(&fon, &asked.reference, "call", &[("note", "ลูกชายรับสาย")]).await;
        nothing.is(422).says("id=\"outcome-err\"").says("ลูกชายรับสาย");
        let fields = [("outcome", "still_waiting"), ("note", "อยู่ชั้นสอง ลูกชายรับสาย")];
        does(&fon, &asked.reference, "call", &fields).await.leads_to(&item);
        let verified = found(&app, &asked.reference).await;
        assert!(verified.verified);
        fon.sees(&item).await.says("อยู่ชั้นสอง ลูกชายรับสาย").does_not_say("ยังไม่ยืนยันเบอร์โทร");

        let place = [("lat", "20.4044"), ("lon", "99.8843"), ("accuracy_m", "10")];
        let no_reason = does(&fon, &asked.reference, "pin", &place).await;
        no_reason.is(422).says("id=\"reason-err\"").says("value=\"20.4044\"");
        let mut with_reason = place.to_vec();
        with_reason.push(("reason", "บอกทางโทรศัพท์"));
        does(&fon, &asked.reference, "pin", &with_reason).await.leads_to("/desk");
        fon.sees("/desk").await.says("ไม่มีเรื่องที่ต้องโทรตอนนี้");

        let after = found(&app, &asked.reference).await;
        assert!(after.has_pin && !before.has_pin);
        assert_eq!(after.reference, before.reference);
        app.work_jobs().await;
        jitasa::map::catch_up(app.app()).await.unwrap();
        let shown = app.browser().get("/api/v1/map/requests.geojson?bbox=99,20,100.5,21").await;
        shown.says("\"state\":\"waiting\"");
        // Whoever works in the area reads the history, and no coordinates in it.
        let case = fon.sees(&format!("/help-requests/{}", asked.reference)).await;
        case.says("ย้ายหมุด").says("โทรหาผู้ขอ").does_not_say("20.4044");
        // Done with it, she sees nothing of the person any more.
        fon.sees(&item).await.does_not_say("หลังคาสีแดง").does_not_say("อยู่ชั้นสอง");
    }

    async fn a_pin_moved_books_the_figures_over(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let request = found(&app, &asked.reference).await;
        assert_eq!(counted(&app, &request, 570_906).await, 1);
        let fon = at_desk(&app, FON).await;
        takes_next(&fon).await;
        let fields = [("area", "570901"), ("landmark", "ข้างตลาดเช้า"), ("reason", "ย้ายไปอยู่กับญาติ")];
        does(&fon, &asked.reference, "pin", &fields).await.leads_to("/desk");
        let moved = found(&app, &asked.reference).await;
        assert_eq!(moved.area.get(), 570_901);
        assert_eq!(counted(&app, &request, 570_906).await, 0);
        assert_eq!(counted(&app, &request, 570_901).await, 1);
        anong.sees(&asked.follow).await.says("ข้างตลาดเช้า");
        // Taken and closed there, nothing is left over anywhere.
        let boonmee = app.boonmee().await;
        app.helps(&boonmee, &asked.reference).await;
        assert_eq!(counted(&app, &request, 570_000).await, 0);
        assert_eq!(counted(&app, &request, 570_901).await, 0);
    }

    async fn a_case_that_moves_to_another_province_counts_there(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        assert_eq!(received_today(&app, "0", "57").await, 1);
        let fon = at_desk(&app, FON).await;
        takes_next(&fon).await;
        let fields = [("area", "901101"), ("landmark", "ข้างตลาดกิมหยง"), ("reason", "ย้ายไปอยู่กับญาติ")];
        does(&fon, &asked.reference, "pin", &fields).await.leads_to("/desk");
        assert_eq!(received_today(&app, "0", "57").await, 0);
        for (table, line) in [("0", "90"), ("90", "9011"), ("9011", "901101"), ("901101", "901101")] {
            assert_eq!(received_today(&app, table, line).await, 1, "{table}");
        }
        are_the_records(app.app()).await;
    }

    async fn nobody_answers_three_times_and_the_case_is_closed_until_they_say_so(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let reference = &asked.reference;
        for (n, minutes) in [(1, 30), (2, 120), (3, 360)] {
            let fon = at_desk(&app, FON).await;
            assert_eq!(takes_next(&fon).await, format!("/desk/{reference}"), "call {n}");
            does(&fon, reference, "close", &[]).await.is(409).says("ต้องโทรอย่างน้อย 3 ครั้ง");
            calls(&fon, reference, "no_answer").await.leads_to("/desk");
            assert_eq!(takes_next(&fon).await, "/desk?none=1");
            app.clock().pass(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(1));
            assert_eq!(takes_next(&at_desk(&app, FON).await).await, "/desk?none=1");
            app.clock().pass(SignedDuration::from_secs(1));
        }
        let fon = at_desk(&app, FON).await;
        takes_next(&fon).await;
        does(&fon, reference, "close", &[]).await.leads_to("/desk");
        assert_eq!(found(&app, reference).await.progress.state().code(), "unreachable");
        assert_eq!(takes_next(&fon).await, "/desk?none=1");

        app.answers(&anong, &asked, "reopen").await.leads_to(&asked.follow);
        assert_eq!(takes_next(&fon).await, format!("/desk/{reference}"));
    }

    async fn whoever_a_volunteer_could_not_reach_is_called_and_waits_again(app: TestApp) {
        let anong = app.anong();
        let pin = [("lat", "20.4044"), ("lon", "99.8843"), ("accuracy_m", "10")];
        app.verifies_phone(&anong).await;
        let asked = app.asks_for(&anong, KIND, &pin).await;
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, "/desk?none=1");
        let boonmee = app.boonmee().await;
        for deed in ["take", "depart", "arrive"] {
            app.does(&boonmee, &asked.reference, deed, &[]).await.leads_to("/help-requests/");
        }
        let closing = [("outcome", "unreachable"), ("given", "ไปแล้วไม่พบ")];
        app.does(&boonmee, &asked.reference, "help", &closing).await.leads_to("/help-requests/");
        let item = takes_next(&fon).await;
        assert_eq!(item, format!("/desk/{}", asked.reference));
        calls(&fon, &asked.reference, "still_waiting").await.leads_to("/desk");
        assert_eq!(found(&app, &asked.reference).await.progress.state().code(), "waiting");
        fon.sees("/desk").await.says("ไม่มีเรื่องที่ต้องโทรตอนนี้");
    }

    async fn safe_on_the_phone_is_the_requester_s_word_and_the_volunteer_hears_it(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        let fon = at_desk(&app, FON).await;
        takes_next(&fon).await;
        calls(&fon, &asked.reference, "safe").await.leads_to("/desk");
        assert_eq!(found(&app, &asked.reference).await.progress.state().code(), "safe");
        boonmee.sees("/notifications").await.says("ไม่ต้องไปแล้ว");
        // Sent once more, it is told what has changed.
        let again = calls(&fon, &asked.reference, "helped").await;
        again.is(409).says("เรื่องนี้ไม่ต้องโทรแล้ว");
    }

    async fn a_claim_lapses_at_its_instant_and_a_stale_page_loses_no_word(app: TestApp) {
        let asked = asks_unverified(&app).await;
        let item = format!("/desk/{}", asked.reference);
        let (fon, kai) = (at_desk(&app, FON).await, at_desk(&app, KAI).await);
        takes_next(&fon).await;
        assert_eq!(takes_next(&kai).await, "/desk?none=1");
        app.clock().pass(SignedDuration::from_mins(10) - SignedDuration::from_secs(1));
        kai.posts(&format!("{item}/claim"), &[]).await.is(409).says("คนอื่นกำลังทำเรื่องนี้อยู่");
        app.clock().pass(SignedDuration::from_secs(1));
        // Her page is out of date: nothing is written, and nothing she typed is lost.
        let fields = [("outcome", "safe"), ("note", "น้ำลดแล้ว อยู่บ้านได้")];
        let late = fon.posts(&format!("{item}/call"), &fields).await;
        late.is(409).says("หมดเวลาที่คุณถือเรื่องนี้").says("น้ำลดแล้ว อยู่บ้านได้");
        late.does_not_say("หลังคาสีแดง");
        let again = fon.posts(&format!("{item}/claim"), &fields).await;
        again.is(200).says("น้ำลดแล้ว อยู่บ้านได้").says("หลังคาสีแดง");
        app.clock().pass(SignedDuration::from_mins(10));
        // Now somebody else is quicker.
        assert_eq!(takes_next(&kai).await, item);
        let late = fon.posts(&format!("{item}/call"), &fields).await;
        late.is(409).says("คนอื่นกำลังทำเรื่องนี้อยู่").says("น้ำลดแล้ว อยู่บ้านได้");
        // The requester is quicker than both.
        let anong = app.nobody();
        app.answers(&anong, &asked, "safe").await.leads_to(&asked.follow);
        calls(&kai, &asked.reference, "still_waiting").await.is(409).says("เรื่องนี้ไม่ต้องโทรแล้ว");
    }

    async fn what_one_skips_others_get_after_a_while(app: TestApp) {
        let asked = asks_unverified(&app).await;
        let (fon, kai) = (at_desk(&app, FON).await, at_desk(&app, KAI).await);
        let item = takes_next(&fon).await;
        does(&fon, &asked.reference, "skip", &[]).await.is(422).says("id=\"skip_reason-err\"");
        let reason = [("skip_reason", "พูดภาษาพม่าไม่ได้")];
        does(&fon, &asked.reference, "skip", &reason).await.leads_to("/desk");
        assert_eq!(takes_next(&kai).await, "/desk?none=1");
        app.clock().pass(SignedDuration::from_mins(15));
        assert_eq!(takes_next(&fon).await, "/desk?none=1");
        assert_eq!(takes_next(&kai).await, item);
        kai.sees(&item).await.says("พูดภาษาพม่าไม่ได้");
        does(&kai, &asked.reference, "release", &[]).await.leads_to("/desk");
        app.clock().pass(SignedDuration::from_mins(106));
        assert_eq!(takes_next(&fon).await, item);
    }

    async fn each_look_from_the_desk_is_written(app: TestApp) {
        let asked = asks_unverified(&app).await;
        let request = found(&app, &asked.reference).await;
        let looks = async || {
            db::read!(app.app().db, |tx| {
                jitasa::access::store::count_looks(tx, request.province, request.id.0).await
            })
            .unwrap()
        };
        let fon = at_desk(&app, FON).await;
        let item = format!("/desk/{}", asked.reference);
        fon.sees(&item).await.is(200);
        assert_eq!(looks().await, 0);
        takes_next(&fon).await;
        fon.sees(&item).await.is(200);
        assert_eq!(looks().await, 1);
    }

    async fn a_program_works_at_the_desk_too(app: TestApp) {
        let asked = asks_unverified(&app).await;
        let fon = at_desk(&app, FON).await;
        let api = app.api(fon.token().await);
        let next = api.post("/api/v1/desk/next", json!({})).await;
        assert_eq!(next.is(200).text("/item/request/reference"), asked.reference);
        assert_eq!(next.json["item"]["reasons"], json!(["no_pin", "unverified"]));
        assert_eq!(next.text("/item/request/contact_phone"), "+66812340099");
        let at = format!("/api/v1/desk/{}", asked.reference);
        let bad = api.post(&format!("{at}/call"), json!({ "outcome": "x" })).await;
        assert_eq!(bad.is(422).text("/problems/0/field"), "outcome");
        let call = json!({ "outcome": "still_waiting", "note": "รอเรือ" });
        let call = api.post(&format!("{at}/call"), call).await;
        assert_eq!(call.is(200).json["more"], true);
        let bad = json!({ "position": { "lat": 1.0, "lon": 2.0 }, "reason": "x" });
        assert_eq!(api.post(&format!("{at}/pin"), bad).await.is(422).text("/problems/0/field"), "position");
        let place = json!({ "position": { "lat": 20.4044, "lon": 99.8843 }, "reason": "ถามทาง" });
        let pin = api.post(&format!("{at}/pin"), place).await;
        assert_eq!(pin.is(200).json["more"], false);
        assert_eq!(api.post(&format!("{at}/skip"), json!({ "reason": "x" })).await.is(409).problem(), "desk-gone");
        assert_eq!(api.post("/api/v1/desk/next", json!({})).await.is(200).json["item"], json!(null));
    }

    async fn twenty_at_the_desk_never_get_the_same(app: DurableApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let mut asked = BTreeSet::new();
        for _ in 0..10 {
            asked.insert(app.asks_for(&anong, KIND, &[]).await.reference);
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
            person.sees("/desk").await;
            let mut browser = person.browser().await.clone();
            tries.spawn(async move { browser.post("/desk/next", &[]).await.location.unwrap() });
        }
        let given = tries.join_all().await;
        let (none, got): (Vec<_>, Vec<_>) = given.into_iter().partition(|to| to == "/desk?none=1");
        let got: Vec<String> = got.iter().map(|to| to.trim_start_matches("/desk/").to_owned()).collect();
        assert_eq!((none.len(), got.len()), (10, 10), "{got:?}");
        assert_eq!(got.into_iter().collect::<BTreeSet<_>>(), asked);
    }
}
