//! Whoever was asked to come to a day of vaccination, and is found to be recorded twice.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{LIST, recorder, waiting, with};
use crate::world::{AREA, Api, TestApp};

const SESSIONS: &str = "/api/v1/vaccination/sessions";

/// Plans a day of a team that comes, and asks as many as there are seats; gives its address.
async fn day(api: &Api, held_on: &str, seats: u8) -> String {
    let new = json!({
        "incident": "COV", "area": AREA, "place": "ศาลาวัด", "brand": "sinovac", "held_on": held_on,
        "seats": seats,
    });
    let planned = api.post(SESSIONS, new).await;
    let path = format!("{SESSIONS}/{}", planned.is(201).text("/id"));
    invited(api, &path).await;
    path
}

async fn invited(api: &Api, path: &str) -> Value {
    let answer = api.post(&format!("{path}/invite"), json!({})).await;
    answer.is(200).json["n"].clone()
}

async fn guests(api: &Api, path: &str) -> Value {
    api.get(path).await.is(200).json["guests"].clone()
}

/// One woman who cannot leave the bed, in two households; gives both her ids, the earlier first.
async fn twice(app: &TestApp) -> [String; 2] {
    let mut phone = recorder(app, 1).await;
    let woman = with("นางคำแก้ว ใจดี", json!({ "bedridden": "yes" }));
    let (_, one) = phone.records(AREA, "ใต้ต้นไทร", std::slice::from_ref(&woman));
    phone.syncs().await;
    app.clock().pass(jiff::SignedDuration::from_hours(1));
    let (_, other) = phone.records(AREA, "หลังโรงเรียน", &[woman]);
    phone.syncs().await;
    [one[0].clone(), other[0].clone()]
}

on_both_engines! {
    async fn asked_twice_to_one_day_she_stands_there_once_and_undone_as_before(app: TestApp) {
        let [earlier, later] = twice(&app).await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let day = day(&api, "2026-11-21", 5).await;
        let say = async |person: &str, state: &str| {
            let said = json!({ "person": person, "state": state });
            api.post(&format!("{day}/guests"), said).await.status
        };
        assert_eq!(say(&earlier, "coming").await, 204);
        let before = guests(&api, &day).await;
        assert_eq!(before.as_array().unwrap().len(), 2);
        let found = waiting(&app, &somsak).await;
        let pair = format!("{LIST}/{}", found[0]["id"].as_str().unwrap());
        api.post(&format!("{pair}/same"), json!({})).await.is(200);
        let after = guests(&api, &day).await;
        assert_eq!(after.as_array().unwrap().len(), 1, "{after:#}");
        assert_eq!((&after[0]["person"], &after[0]["state"]), (&json!(later), &json!("coming")));
        assert_eq!(invited(&api, &day).await, 0);
        assert_eq!(say(&earlier, "coming").await, 404);
        api.post(&format!("{pair}/undo"), json!({})).await.is(200);
        assert_eq!(guests(&api, &day).await, before);

        // What was said since stays said.
        api.post(&format!("{pair}/same"), json!({})).await.is(200);
        assert_eq!(say(&later, "not_coming").await, 204);
        api.post(&format!("{pair}/undo"), json!({})).await.is(200);
        let undone = guests(&api, &day).await;
        let state = |person: &str| {
            let mut guests = undone.as_array().unwrap().iter();
            guests.find(|guest| guest["person"] == person).unwrap()["state"].clone()
        };
        assert_eq!((state(&earlier), state(&later)), (json!("not_coming"), json!("invited")));

        // Given as one, it is one dose, and nobody parts them over it.
        api.post(&format!("{pair}/same"), json!({})).await.is(200);
        for _ in 0..2 {
            assert_eq!(say(&later, "vaccinated").await, 204);
        }
        let given = guests(&api, &day).await;
        assert_eq!((&given[0]["state"], &given[0]["history"]), (&json!("vaccinated"), &json!("dose_1")));
        let parted = api.post(&format!("{pair}/undo"), json!({})).await;
        assert_eq!(parted.is(409).problem(), "pair-changed-meanwhile");
    }

    async fn vaccinated_under_the_other_name_it_is_written_once(app: TestApp) {
        let [earlier, later] = twice(&app).await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let day = day(&api, "2026-11-21", 2).await;
        let say = async |person: &str| {
            let said = json!({ "person": person, "state": "vaccinated" });
            api.post(&format!("{day}/guests"), said).await.is(204);
        };
        say(&earlier).await;
        let found = waiting(&app, &somsak).await;
        let pair = format!("{LIST}/{}", found[0]["id"].as_str().unwrap());
        api.post(&format!("{pair}/same"), json!({})).await.is(200);
        say(&later).await;
        let given = guests(&api, &day).await;
        assert_eq!((&given[0]["person"], &given[0]["history"]), (&json!(later), &json!("dose_1")));
    }

    async fn of_two_days_to_come_one_seat_is_free_again(app: TestApp) {
        let [earlier, later] = twice(&app).await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let far = day(&api, "2026-11-25", 1).await;
        let near = day(&api, "2026-11-23", 1).await;
        let before = (guests(&api, &far).await, guests(&api, &near).await);
        let mut asked = [before.0[0]["person"].as_str(), before.1[0]["person"].as_str()];
        asked.sort_unstable();
        let mut both = [Some(earlier.as_str()), Some(later.as_str())];
        both.sort_unstable();
        assert_eq!(asked, both);
        let found = waiting(&app, &somsak).await;
        let pair = format!("{LIST}/{}", found[0]["id"].as_str().unwrap());
        api.post(&format!("{pair}/same"), json!({})).await.is(200);
        let left = guests(&api, &near).await;
        assert_eq!((&left[0]["person"], left.as_array().unwrap().len()), (&json!(later), 1));
        assert_eq!(guests(&api, &far).await, json!([]));
        // She has a seat: nobody asks her to the other day as well.
        assert_eq!(invited(&api, &far).await, 0);
        api.post(&format!("{pair}/undo"), json!({})).await.is(200);
        assert_eq!((guests(&api, &far).await, guests(&api, &near).await), before);
    }
}
