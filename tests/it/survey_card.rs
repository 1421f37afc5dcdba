//! What leaves a household: its card, which holds nothing of its people, and a request for somebody sick, which
//! comes filled in with what is known.

use db::on_both_engines;
use jitasa::layout::qr;
use jitasa::survey::handle::Handle;

use crate::survey::{FORM, records};
use crate::world::{AREA, Page, Person, TestApp};

/// What is told of the house and of those who live there, and stands on nothing that is passed around.
const THEIRS: [&str; 7] = [
    "คำแก้ว",
    "Aung",
    "812349901",
    "081-234-9901",
    "ต้นไทร",
    "หมู่ 3",
    "ติดเตียง",
];

/// Who is sick, alone in a house in the shade of a tree.
async fn sick(person: &Person) -> String {
    let fields = [
        ("area", AREA),
        ("landmark", "ใต้ต้นจามจุรี"),
        ("village", "หมู่ 7"),
        ("lat", "20.4012"),
        ("lon", "99.8831"),
        ("persons.0.name", "นายปัน ตาดี"),
        ("persons.0.phone", "0812349907"),
        ("persons.0.nationality", "mm"),
        ("persons.0.age", "2490"),
        ("persons.0.history", "dose_2"),
        ("persons.0.bedridden", "yes"),
        ("persons.0.risks", "diabetes"),
        ("persons.0.test_kind", "atk"),
        ("persons.0.test_on", "2026-11-20"),
        ("persons.0.test_result", "positive"),
    ];
    person.sees(FORM).await.is(200);
    let sent = person.posts(FORM, &fields).await;
    let done = sent.leads_to("/households/").to_owned();
    done.split("/done").next().expect("an address").to_owned()
}

async fn looks(app: &TestApp, own: &str) -> i64 {
    let handle: Handle = own.trim_start_matches("/households/").parse().unwrap();
    db::read!(app.app().db, |tx| {
        jitasa::access::store::count_looks(tx, handle.province, handle.id.0).await
    })
    .unwrap()
}

/// The person that the household page offers help for, the first there is.
fn offered(page: &Page) -> String {
    let form = page.between("/illness\">", "</form>").expect("a form");
    let (_, id) = form
        .split_once("name=\"person\" value=\"")
        .expect("a person");
    id.split('"').next().unwrap_or_default().to_owned()
}

on_both_engines! {
    async fn the_card_bears_the_address_and_nothing_of_the_people(app: TestApp) {
        let dao = app.dao().await;
        let own = records(&dao).await;
        dao.sees(&own).await.says(&format!("{own}/card"));
        let somsak = app.somsak().await;
        for reader in [&dao, &somsak] {
            let card = reader.sees(&format!("{own}/card")).await;
            card.is(200).says("บัตรครัวเรือน").says("1669").says("ต.เวียงพางคำ");
            let address = own.replace("/households/", "/survey#/h/");
            let host = ["http://localhost", "http://127.0.0.1"];
            let drawn = host.iter().any(|host| card.html.contains(&qr::draw(&format!("{host}{address}")).unwrap()));
            assert!(drawn, "the picture is the address on the phone");
            for theirs in THEIRS {
                card.does_not_say(theirs);
            }
        }
        assert_eq!(looks(&app, &own).await, 1, "of the page alone: the card reads no name");
        let boonmee = app.boonmee().await;
        let phone = app.anong();
        app.verifies_phone(&phone).await;
        for stranger in [&boonmee, &phone] {
            stranger.gets(&format!("{own}/card")).await.is(404);
        }
        app.anong().gets(&format!("{own}/card")).await.leads_to("/sign-in");
        dao.gets("/households/57/card").await.is(404);
        // Only the program on the phone, which reads cards, may use the camera.
        let camera = |page: &Page| page.headers["permissions-policy"].to_str().unwrap().contains("camera=(self)");
        assert!(camera(&dao.gets("/survey").await) && !camera(&dao.gets(&own).await));
    }

    async fn somebody_sick_becomes_a_request_with_what_is_known(app: TestApp) {
        let dao = app.dao().await;
        let own = sick(&dao).await;
        let somsak = app.somsak().await;
        let page = somsak.sees(&own).await;
        page.says("ขอความช่วยเหลือสำหรับคนป่วย").says("btn-urgent");
        let person = offered(&page);
        let before = looks(&app, &own).await;
        let to = format!("{own}/illness");
        let form = somsak.posts(&to, &[("person", &person)]).await;
        form.is(200).says("action=\"/ask/COV/covid_illness\"").says("กรอกจากข้อมูลครัวเรือน");
        for known in [
            "value=\"570906\"", "value=\"20.4012\"", "ใต้ต้นจามจุรี · หมู่ 7", "name=\"headcount\" value=\"1\"",
            "081-234-9907", "value=\"นายปัน ตาดี\"", "value=\"bedridden\" checked", "value=\"elderly\" checked",
            "value=\"mm\" selected", "value=\"atk\" selected", "value=\"positive\" selected",
            "ATK พบเชื้อ 20 พ.ย. 2569", "เบาหวาน", "value=\"20 พ.ย. 2569\"",
        ] {
            form.says(known);
        }
        // Kept on the phone apart from what was begun for anybody else.
        form.says(&format!("data-key=\"ask-COV-covid_illness-{person}\""));
        assert_eq!(looks(&app, &own).await, before + 1, "the look is written");
        assert_eq!(somsak.gets(&to).await.leads_to("/households/"), own);

        // What came filled in is enough to send.
        let sent = somsak.posts("/ask/COV/covid_illness", &[
            ("area", AREA), ("landmark", "ใต้ต้นจามจุรี · หมู่ 7"), ("headcount", "1"),
            ("contact_phone", "081-234-9907"), ("contact_name", "นายปัน ตาดี"), ("vulnerabilities", "bedridden"),
            ("extra.test_kind", "atk"), ("extra.test_result", "positive"), ("extra.test_on", "20 พ.ย. 2569"),
            ("of_person", &person),
        ]).await;
        sent.leads_to("/follow/");
        // Amiss, it comes back for the same person.
        let refused = somsak.posts("/ask/COV/covid_illness", &[("headcount", "x"), ("of_person", &person)]).await;
        refused.is(422).says(&format!("data-key=\"ask-COV-covid_illness-{person}\""));
    }

    async fn strangers_are_given_nothing_of_the_sick(app: TestApp) {
        let dao = app.dao().await;
        let own = sick(&dao).await;
        let other = records(&dao).await;
        let person = offered(&dao.sees(&own).await);
        let boonmee = app.boonmee().await;
        let phone = app.anong();
        app.verifies_phone(&phone).await;
        for stranger in [&boonmee, &phone] {
            stranger.sees("/help-requests").await;
            let refused = stranger.posts(&format!("{own}/illness"), &[("person", &person)]).await;
            refused.is(404).does_not_say("ปัน").does_not_say("9907");
        }
        assert_eq!(looks(&app, &own).await, 1, "of their recorder");
        // Nor by another's household, nor of nobody.
        for (address, person) in [(&other, person.as_str()), (&own, "x"), (&own, "")] {
            dao.posts(&format!("{address}/illness"), &[("person", person)]).await.is(404);
        }
    }
}
