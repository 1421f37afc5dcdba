//! What a phone tells of somebody who was made one with another meanwhile counts for the one who was kept.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{LIST, figures, two_records};
use crate::survey_sync::phone::{Phone, wants};
use crate::survey_sync::{field, phone_of};
use crate::world::{AREA, BOONMEE, TestApp};

fn first(phone: &Phone, household: &str) -> String {
    let id = &phone.known[household]["persons"][0]["id"];
    id.as_str().unwrap().to_owned()
}

fn dose(id: &str, person: &str, on: &str) -> Value {
    let given = json!({ "brand": "sinovac", "on": on, "place": "วัดกลาง" });
    json!({ "person": person, "dose": id, "fields": given })
}

on_both_engines! {
    async fn what_is_told_of_somebody_made_one_counts_for_who_was_kept(app: TestApp) {
        let (pair, [gone, kept]) = two_records(&app).await;
        let near = app.holds_seat(BOONMEE, "subdistrict_admin", AREA).await;
        let mut phone = phone_of(&app, &near, 6).await;
        phone.syncs().await;
        let (was, is) = (first(&phone, &gone), first(&phone, &kept));
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let mut knows = phone_of(&app, &near, 7).await;
        knows.syncs().await;
        let [known, again, new] = [(); 3].map(|()| knows.dice.uuid().to_string());
        knows.does(&kept, "dose", dose(&known, &is, "2026-10-20"));
        knows.syncs().await;
        api.post(&format!("{LIST}/{pair}/same"), json!({ "keep": kept })).await.is(200);

        // The phone has not heard of it: the same dose once more, one more, her sex, her name otherwise, a talk.
        phone.does(&gone, "dose", dose(&again, &was, "2026-10-20"));
        phone.changes(&gone, Some(&was), "sex", "female");
        phone.changes(&gone, Some(&was), "name", "นางแก้วตา บ่อทอง");
        let (now, before) = (json!({ "wish": "wants" }), json!({ "wish": "wants" }));
        phone.does(&gone, "talk", json!({ "person": was, "fields": now, "was": before }));
        phone.does(&gone, "dose", dose(&new, &was, "2026-11-18"));
        let letter = phone.letter();
        phone.sends(&letter).await.is(200);
        phone.syncs().await;
        assert_eq!(phone.refused.len(), 0, "{:#?}", phone.refused);
        let doses = phone.known[&kept]["persons"][0]["doses"].as_array().unwrap();
        let doses: Vec<&str> = doses.iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(doses, [known.as_str(), new.as_str()]);
        assert_eq!(field(&phone.known[&kept], 0, "sex"), "female");
        assert_eq!(field(&phone.known[&kept], 0, "name"), "นางแก้วตา บ่อทอง");
        assert_eq!(field(&phone.known[&kept], 0, "history"), "dose_2");
        assert_eq!(field(&phone.known[&gone], 0, "sex"), "");
        assert_eq!(phone.known[&gone]["persons"][0]["doses"].as_array().map_or(0, Vec::len), 0);
        let page = somsak.sees(&format!("/households/{kept}")).await;
        page.says("การพูดคุยที่ผ่านมา");
        let counted: Value = serde_json::from_str(&figures(&app).await).unwrap();
        assert_eq!(counted["persons"], json!(1));

        // Told otherwise than it stands there now it is at odds there; to another house she goes by a decision.
        knows.changes(&gone, Some(&was), "sex", "male");
        let (third, _) = knows.records(AREA, "บ้านที่สาม", &[wants("นายสมชาย ใจดี")]);
        knows.does(&gone, "move_person", json!({ "person": was, "to": third }));
        knows.syncs().await;
        let at_odds = knows.known[&kept]["conflicts"].as_array().unwrap();
        let at_odds: Vec<&str> = at_odds.iter().map(|one| one["field"].as_str().unwrap()).collect();
        // The first is the merge's own: the two were told with another number of doses.
        assert_eq!(at_odds, ["history", "sex", "household"]);

        // A program's dose goes the same way.
        let address = format!("/api/v1/persons/{}{}/doses", &gone[..2], was.replace('-', ""));
        let told = json!({ "brand": "sinovac", "on": "2026-11-19" });
        api.post(&address, told).await.is(201);
        phone.syncs().await;
        assert_eq!(phone.known[&kept]["persons"][0]["doses"].as_array().unwrap().len(), 3);
    }
}
