//! What is done of a round: counted by part and by person, while it lasts, against who lives there.

use db::{on_both_engines, sql};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{gives, opens};
use crate::world::{AREA, Person, TestApp};

/// A household of two, of whom one wants the vaccine and one has not decided.
fn household(village: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("area", AREA),
        ("landmark", "หลังวัด"),
        ("village", village),
        ("persons.0.name", "คำแก้ว"),
        ("persons.0.nationality", "th"),
        ("persons.0.history", "none"),
        ("persons.0.wish", "wants"),
        ("persons.1.name", "Aung"),
        ("persons.1.nationality", "mm"),
        ("persons.1.history", "dose_1"),
        ("persons.1.wish", "undecided"),
        ("persons.1.reason", "no_documents"),
        ("persons.2.name", "จันทร์"),
        ("persons.2.nationality", "th"),
        ("persons.2.history", "dose_2"),
    ]
}

pub async fn records(person: &Person, village: &str) {
    person.sees("/ask/COV/vaccination").await.is(200);
    let sent = person
        .posts("/ask/COV/vaccination", &household(village))
        .await;
    sent.leads_to("/households/");
}

async fn seen(app: &TestApp, person: &Person, round: &str) -> Value {
    let api = app.api(person.token().await);
    let answer = api.get(&format!("/api/v1{round}")).await;
    answer.is(200).json.clone()
}

sql! { MISTAKE = "UPDATE households SET state = 'mistake' WHERE village = 'หมู่ 1'" }
sql! { MOVED_AWAY = "UPDATE persons SET state = 'moved_away' WHERE name = 'Aung'" }
// Nobody was met.
sql! { NOT_MET = "
    INSERT INTO talks (province, id, person, account, wish, words, next_on, made_at, at)
    SELECT province, id, id, NULL, '', '', NULL, changed_at, changed_at FROM persons WHERE name = 'คำแก้ว'
" }

async fn does(app: &TestApp, statement: db::Sql) {
    let done = db::write!(app.app().db, |tx| { tx.execute(statement, &[]).await });
    assert!(done.unwrap() > 0);
}

on_both_engines! {
    async fn what_is_recorded_adds_up_by_part_and_by_person(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        records(&dao, "หมู่ 1").await;
        let round = opens(&somsak, &[("target", "10")]).await;
        // Before it begins and after it ends nothing belongs to it.
        let later = opens(&somsak, &[("starts_on", "25 พ.ย. 2569"), ("name", "รอบหลัง")]).await;
        records(&dao, "หมู่ 3").await;
        records(&dao, "หมู่ 3").await;
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", AREA)]).await.leads_to(&round);
        let told = seen(&app, &somsak, &round).await;
        let sums = |persons: i64| json!({
            "households": persons / 3, "persons": persons, "not_fully_vaccinated": persons / 3 * 2,
            "wants": persons / 3, "refuses": 0, "revisits": persons / 3,
        });
        assert_eq!(told["progress"]["total"], sums(9));
        assert_eq!(told["progress"]["coverage"], json!(null));
        let parts = told["progress"]["parts"].as_array().unwrap();
        let part = parts.iter().find(|part| part["area"] == AREA).unwrap();
        assert_eq!(part["sums"], sums(9));
        assert!(parts.iter().filter(|part| part["area"] != AREA).all(|part| part["sums"]["persons"] == 0));
        assert_eq!(told["progress"]["people"][0]["full_name"], "ดาว ศรีสุข");
        assert_eq!(told["progress"]["people"][0]["sums"], sums(9));
        assert_eq!(seen(&app, &somsak, &later).await["progress"]["total"]["households"], 0);

        somsak.sees(&round).await.says("แยกตามตำบล").says("90%").says("ยังไม่รู้ว่ามีคนอยู่");
        let narrow = format!("{round}?area={AREA}");
        somsak.sees(&narrow).await.says("หมู่ 1").says("หมู่ 3").says("แยกตามหมู่บ้าน");
        let villages = seen(&app, &somsak, &narrow).await;
        assert_eq!(villages["progress"]["parts"][1]["village"], "57090603");
        assert_eq!(villages["progress"]["parts"][1]["sums"], sums(6));
        somsak.gets(&format!("{round}?area=5701")).await.is(404);
        somsak.gets(&format!("{round}?area=57")).await.is(404);
        somsak.gets(&format!("{round}?area=zz")).await.is(404);

        // People living there, typed in Thai digits, by the page of the round.
        let people = [("area", AREA), ("people", "๓๖"), ("view", AREA)];
        somsak.posts(&format!("{round}/population"), &people).await.leads_to(&narrow);
        assert_eq!(seen(&app, &somsak, &narrow).await["progress"]["coverage"], 25);
        somsak.sees(&narrow).await.says("25%").says("มีคนอยู่ในพื้นที่นี้ 36 คน");
        // Of a district only where all of its subdistricts are known.
        let whole = seen(&app, &somsak, &round).await;
        assert_eq!(whole["progress"]["coverage"], json!(null));
        assert_eq!(whole["progress"]["living"], 36);
        let wrong = [("area", AREA), ("people", "หลายคน"), ("view", AREA)];
        somsak.posts(&format!("{round}/population"), &wrong).await.is(422).says("people-err");

        dao.sees("/rounds").await.says("คุณบันทึกแล้ว 3 ครัวเรือน");
        assert_eq!(seen(&app, &dao, &round).await["progress"], json!(null));
        somsak.sees("/rounds").await.says("9 คน").says("90% ของเป้าหมาย");
    }

    async fn a_province_counts_by_district_and_all_of_it_lasts_while_the_round_does(app: TestApp) {
        let (somsak, boonmee) = (app.somsak().await, app.boonmee().await);
        let round = opens(&somsak, &[("area", "57"), ("target", ""), ("ends_on", "21 พ.ย. 2569")]).await;
        records(&boonmee, "").await;
        let told = seen(&app, &somsak, &round).await;
        let parts = told["progress"]["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 18);
        let mae_sai = parts.iter().find(|part| part["area"] == "5709").unwrap();
        assert_eq!(mae_sai["sums"]["persons"], 3);
        somsak.sees(&round).await.says("แยกตามอำเภอ").says("เลือกอำเภอในตารางก่อน");
        somsak.sees(&format!("{round}?area={AREA}")).await.says("ไม่ได้บอกหมู่บ้าน");
        // A minute after midnight.
        app.clock().pass(SignedDuration::from_mins(9 * 60 + 56));
        records(&boonmee, "").await;
        assert_eq!(seen(&app, &somsak, &round).await["progress"]["total"]["households"], 1);
    }

    async fn what_turned_out_otherwise_is_counted_as_it_is_known_now(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let round = opens(&somsak, &[]).await;
        records(&dao, "หมู่ 1").await;
        records(&dao, "หมู่ 3").await;
        let told = async || {
            let total = seen(&app, &somsak, &round).await["progress"]["total"].clone();
            ["households", "persons", "revisits"].map(|name| total[name].as_i64().unwrap())
        };
        assert_eq!(told().await, [2, 6, 2]);
        does(&app, MISTAKE).await;
        assert_eq!(told().await, [1, 3, 1]);
        does(&app, MOVED_AWAY).await;
        assert_eq!(told().await, [1, 2, 0]);
        does(&app, NOT_MET).await;
        assert_eq!(told().await, [1, 2, 1]);
    }
}
