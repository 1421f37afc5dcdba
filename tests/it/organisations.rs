//! Organisations, their officers and teams, cases taken for a team, and an organisation's inbox.

use db::on_both_engines;
use jitasa::help_requests::model::{Progress, Referral, ReferredTo};
use jitasa::help_requests::store;
use serde_json::json;

use crate::world::{BOONMEE, Card, DAO, Person, TestApp};

const KAEW: Card = card("แก้ว พายเรือ", "0812340021", "kaew");
const NIT: Card = card("นิตย์ เวชกิจ", "0812340022", "nit");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

/// An organisation of Chiang Rai, made by its admin; gives its address.
async fn foundation(somsak: &Person) -> String {
    somsak.sees("/organisations/new").await.is(200);
    let fields = [
        ("kind", "foundation"),
        ("name_th", "มูลนิธิน้ำใจแม่สาย"),
        ("name_en", "Mae Sai Kindness Foundation"),
        ("phone", "053 731 300 ต่อ 12"),
        ("areas", "57"),
    ];
    let made = somsak.posts("/organisations", &fields).await;
    made.leads_to("/organisations/").to_owned()
}

/// A boat team of the foundation with Boonmee in it; gives the address.
async fn boat_team(somsak: &Person, foundation: &str) -> String {
    let fields = [
        ("name", "ทีมเรือ 2"),
        ("phone", "081 234 0002"),
        ("phone_shown", "yes"),
    ];
    let made = somsak.posts(&format!("{foundation}/teams"), &fields).await;
    let team = made.leads_to("/teams/").to_owned();
    let added = somsak
        .posts(&format!("{team}/members"), &[("username", "boonmee")])
        .await;
    added.leads_to(&team);
    team
}

fn id_of(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

on_both_engines! {
    async fn an_admin_makes_organisations_where_they_answer_and_nowhere_else(app: TestApp) {
        let somsak = app.somsak().await;
        let foundation = foundation(&somsak).await;
        somsak.sees(&foundation).await.says("มูลนิธิน้ำใจแม่สาย").says("tel:05373130012").says("เชียงราย");
        let elsewhere = [("kind", "hospital"), ("name_th", "โรงพยาบาลหาดใหญ่"), ("areas", "57"), ("areas", "90")];
        let refused = somsak.posts("/organisations", &elsewhere).await;
        refused.is(422).says("areas-err").says("โรงพยาบาลหาดใหญ่").says("ที่คุณไม่ได้ดูแล");
        let malee = app.malee().await;
        malee.sees("/organisations/new").await;
        let both = malee.posts("/organisations", &elsewhere).await.leads_to("/organisations/").to_owned();
        // Who answers for a part of its areas alone changes nothing of it.
        somsak.sees(&both).await.is(200).does_not_say("/end\"");
        somsak.gets(&format!("{both}/edit")).await.is(404);

        let dao = app.dao().await;
        dao.sees("/organisations").await.says("มูลนิธิน้ำใจแม่สาย").says("โรงพยาบาลหาดใหญ่");
        dao.sees("/organisations?kind=hospital").await.does_not_say("มูลนิธิน้ำใจแม่สาย");
        dao.sees("/organisations?q=Kindness").await.says("มูลนิธิน้ำใจแม่สาย").does_not_say("หาดใหญ่");
        dao.sees("/organisations?area=10").await.does_not_say("มูลนิธิน้ำใจแม่สาย");
        // The people of an organisation are not for everybody.
        dao.sees(&foundation).await.does_not_say("เจ้าหน้าที่ประจำหน่วยงาน");
    }

    async fn what_was_typed_of_an_organisation_is_kept_and_each_fault_told(app: TestApp) {
        let somsak = app.somsak().await;
        somsak.sees("/organisations/new").await;
        let wrong = [
            ("kind", "circus"), ("name_th", " "), ("name_en", "Boats"), ("phone", "ไม่มี"),
            ("areas", "99"), ("area_text", "zzzzzz"),
        ];
        let page = somsak.posts("/organisations", &wrong).await;
        page.is(422);
        for said in ["kind-err", "name_th-err", "phone-err", "areas-err", "area_text-err", "Boats", "ไม่มี", "zzzzzz"] {
            page.says(said);
        }
        // Without script areas are added one by one, and nothing is lost on the way.
        let more = [("name_th", "เรือเล็ก"), ("areas", "5701"), ("area_text", "อำเภอแม่จัน"), ("more", "yes")];
        let page = somsak.posts("/organisations", &more).await;
        page.is(200).says("เรือเล็ก").says("value=\"5701\"").says("value=\"5707\"");
        page.does_not_say("value=\"อำเภอแม่จัน\"");
    }

    async fn an_officer_runs_the_teams_and_a_lead_brings_people_in(app: TestApp) {
        let somsak = app.somsak().await;
        let foundation = foundation(&somsak).await;
        let dao = app.dao().await;
        let boonmee = app.boonmee().await;
        let kaew = app.registers(KAEW, "data", "57").await;

        let nobody = somsak.posts(&format!("{foundation}/officers"), &[("username", "nobody1")]).await;
        nobody.is(422).says("username-err").says("nobody1");
        let appointed = somsak.posts(&format!("{foundation}/officers"), &[("username", "dao")]).await;
        appointed.leads_to(&foundation);
        dao.sees("/notifications").await.says("มูลนิธิน้ำใจแม่สาย");
        dao.sees(&foundation).await.says(DAO.full_name).says("/teams\"").does_not_say("/end\"");
        dao.gets(&format!("{foundation}/edit")).await.is(404);

        let wrong = [("name", ""), ("phone_shown", "yes")];
        let refused = dao.posts(&format!("{foundation}/teams"), &wrong).await;
        refused.is(422).says("name-err").says("phone-err");
        let team = boat_team(&dao, &foundation).await;
        boonmee.sees("/notifications").await.says("ทีมเรือ 2");
        let lead = dao.sees(&team).await.actions(&format!("{team}/members/"));
        let lead = lead.iter().find(|action| action.ends_with("/lead")).unwrap().clone();
        // A member names no lead, and brings nobody in.
        boonmee.sees(&team).await.does_not_say("/lead\"");
        boonmee.posts(&lead, &[]).await.is(404);
        boonmee.posts(&format!("{team}/members"), &[("username", "kaew")]).await.is(404);
        dao.posts(&lead, &[]).await.leads_to(&team);
        boonmee.posts(&format!("{team}/members"), &[("username", "kaew")]).await.leads_to(&team);
        kaew.sees(&team).await.says(KAEW.full_name).says("หัวหน้าทีม");

        // Everybody may leave; an officer who is let go runs nothing any more.
        let leave = kaew.sees(&team).await.actions(&format!("{team}/members/"));
        assert_eq!(leave.len(), 1, "{leave:?}");
        kaew.posts(&leave[0], &[]).await.leads_to("/volunteer");
        kaew.gets(&team).await.is(404);
        let page = somsak.sees(&foundation).await;
        let relieve = page.actions(&format!("{foundation}/officers/"));
        somsak.posts(&relieve[0], &[]).await.leads_to(&foundation);
        dao.sees("/notifications").await.says("พ้นหน้าที่");
        dao.gets(&team).await.is(404);
    }

    async fn a_case_is_taken_for_a_team_and_its_members_go_on_with_it(app: TestApp) {
        let somsak = app.somsak().await;
        let foundation = foundation(&somsak).await;
        let boonmee = app.boonmee().await;
        let team = boat_team(&somsak, &foundation).await;
        app.registers(KAEW, "rescue", "57").await;
        app.approves(KAEW).await;
        let kaew = app.signs_in(KAEW).await;
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let case = format!("/help-requests/{}", asked.reference);

        boonmee.sees(&case).await.says("ทีมเรือ 2").says(&format!("value=\"{}\" checked", id_of(&team)));
        kaew.sees(&case).await.does_not_say("ทีมเรือ 2");
        // Nobody takes in the name of people they do not go out with.
        let foreign = [("team", id_of(&team))];
        let refused = app.does(&kaew, &asked.reference, "take", &foreign).await;
        refused.is(403).says("คุณไม่ได้อยู่ในทีมนั้น");
        app.does(&boonmee, &asked.reference, "take", &foreign).await.leads_to(&case);
        boonmee.sees(&case).await.says("ทีมเรือ 2");
        anong.sees(&asked.follow).await.says("ทีมเรือ 2 รับเรื่องแล้ว");
        kaew.sees(&case).await.says("ทีมเรือ 2").does_not_say("081‑234‑0099");

        somsak.sees(&team).await;
        somsak.posts(&format!("{team}/members"), &[("username", "kaew")]).await.leads_to(&team);
        kaew.sees(&case).await.says("081‑234‑0099").says(&format!("{case}/depart"));
        app.does(&kaew, &asked.reference, "depart", &[]).await.leads_to(&case);
        anong.sees(&asked.follow).await.says("ทีมเรือ 2 กำลังเดินทางไปหาคุณ");
        // A team on its way is not ended.
        let held = somsak.posts(&format!("{team}/end"), &[]).await;
        held.is(409).says("ยังถือ 1 เคส");
        app.does(&boonmee, &asked.reference, "release", &[]).await.leads_to(&case);
        somsak.posts(&format!("{team}/end"), &[]).await.leads_to(&foundation);
        boonmee.sees(&case).await.does_not_say("ทีมเรือ 2</span>");
    }

    async fn what_a_team_closed_and_how_much_was_confirmed_is_seen(app: TestApp) {
        let somsak = app.somsak().await;
        let foundation = foundation(&somsak).await;
        let boonmee = app.boonmee().await;
        let team = boat_team(&somsak, &foundation).await;
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let with = [("team", id_of(&team))];
        app.does(&boonmee, &asked.reference, "take", &with).await.is(303);
        boonmee.sees(&team).await.says("<dd>1</dd>").does_not_say("ผู้ขอยืนยัน");
        app.helps(&boonmee, &asked.reference).await;
        boonmee.sees(&team).await.says("ผู้ขอยืนยัน 0%");
        app.answers(&anong, &asked, "confirm").await.is(303);
        boonmee.sees(&team).await.says("ผู้ขอยืนยัน 100%");
        boonmee.sees(&foundation).await.says("ผู้ขอยืนยัน 100%");
        let api = app.api(somsak.token().await);
        let listed = api.get(&format!("/api/v1/teams?organisation={}", id_of(&foundation))).await;
        let one = &listed.is(200).json["items"][0];
        let done = ["held", "helped", "confirmed"].map(|name| one[name].as_i64().unwrap());
        assert_eq!(done, [0, 1, 1]);
    }

    async fn what_is_referred_to_an_organisation_waits_in_its_inbox(app: TestApp) {
        let somsak = app.somsak().await;
        let foundation = foundation(&somsak).await;
        let dao = app.dao().await;
        let boonmee = app.boonmee().await;
        boat_team(&somsak, &foundation).await;
        somsak.posts(&format!("{foundation}/officers"), &[("username", "dao")]).await.leads_to(&foundation);
        let inbox = format!("{foundation}/cases");
        dao.sees(&inbox).await.is(200).says("ไม่มีเรื่องที่รออยู่");
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        refer(&app, &asked.reference, id_of(&foundation)).await;

        let page = dao.sees(&inbox).await;
        page.says(&asked.reference).says("ยังไม่ตอบรับ").says("/acknowledge").says("/send-back");
        page.does_not_say("หลังคาสีแดง").does_not_say("น้อย");
        boonmee.sees(&inbox).await.says(&asked.reference).does_not_say("/acknowledge");
        app.registers(NIT, "data", "57").await.gets(&inbox).await.is(404);
        // It does not end while somebody waits for it.
        let waits = somsak.posts(&format!("{foundation}/end"), &[]).await;
        waits.is(409).says("ยังมี 1 เคส");
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        somsak.posts(&format!("{foundation}/end"), &[]).await.leads_to(&foundation);
        dao.gets(&inbox).await.is(404);
        somsak.sees(&foundation).await.says("ปิดหน่วยงานแล้วเมื่อ");
        dao.sees("/organisations").await.does_not_say("มูลนิธิน้ำใจแม่สาย");
    }

    async fn programs_do_the_same_with_organisations(app: TestApp) {
        let somsak = app.somsak().await;
        let boonmee = app.boonmee().await;
        let api = app.api(somsak.token().await);
        let new = json!({
            "kind": "hospital", "names": { "th": "โรงพยาบาลแม่สาย" }, "phone": "053 731 300",
            "areas": ["5709"],
        });
        let made = api.post("/api/v1/organisations", new).await;
        let id = made.is(201).text("/id").to_owned();
        let wrong = json!({ "kind": "x", "names": { "th": "" }, "areas": [], "colour": "red" });
        let refused = api.post("/api/v1/organisations", wrong).await;
        refused.is(422);
        let told: Vec<&str> = refused.json["problems"].as_array().unwrap().iter()
            .filter_map(|one| one["field"].as_str()).collect();
        for field in ["kind", "names.th", "areas", "colour"] {
            assert!(told.contains(&field), "{field} is not among {told:?}");
        }
        let team = api.post("/api/v1/teams", json!({ "organisation": id, "name": "หน่วยแพทย์เคลื่อนที่" })).await;
        let team = team.is(201).text("/id").to_owned();
        let members = format!("/api/v1/teams/{team}/members");
        let added = api.post(&members, json!({ "username": "boonmee", "lead": true })).await;
        assert_eq!(added.is(200).json["items"][0]["lead"], json!(true));
        let listed = api.get("/api/v1/organisations?area=57&kind=hospital").await;
        assert_eq!(listed.is(200).text("/items/0/id"), id);
        assert_eq!(api.get(&format!("/api/v1/teams?organisation={id}")).await.json["items"][0]["members"], json!(1));

        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let hand = app.api(boonmee.token().await);
        let take = format!("/api/v1/help-requests/{}/take", asked.reference);
        hand.post(&take, json!({ "team": "nonsense" })).await.is(422);
        let taken = hand.post(&take, json!({ "team": team })).await;
        assert_eq!(taken.is(200).text("/team"), "หน่วยแพทย์เคลื่อนที่");
        let release = format!("/api/v1/help-requests/{}/release", asked.reference);
        hand.post(&release, json!({ "team": team })).await.is(422);

        api.delete(&format!("{members}?username={}", BOONMEE.username)).await.is(204);
        api.delete(&format!("{members}?username={}", BOONMEE.username)).await.is(404);
        let ended = api.post(&format!("/api/v1/organisations/{id}"), json!({ "ended": true })).await;
        assert!(ended.is(200).json["ended_at"].is_string());
        let name = json!({ "kind": "hospital", "names": { "th": "อื่น" }, "areas": ["57"] });
        let late = api.post(&format!("/api/v1/organisations/{id}"), name).await;
        assert_eq!(late.is(409).problem(), "organisation-ended");
    }
}

/// As if somebody had referred the case.
async fn refer(app: &TestApp, reference: &str, organisation: &str) {
    let now = app.clock().now();
    let reference = reference.parse().unwrap();
    let to = ReferredTo::Organisation(organisation.parse().unwrap());
    db::write!(app.app().db, |tx| {
        let mut request = store::find(tx, &reference).await?.unwrap();
        request.progress = Progress::Referred(Referral {
            to,
            at: now,
            acknowledged_at: None,
        });
        store::save(tx, &request, None, now).await
    })
    .unwrap();
}
