//! A practice incident is removed with everything that was done in it, and nothing else.

use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::incidents::remove;
use serde_json::json;

use crate::household_sheets::{PAPER, SHEETS, recorded};
use crate::snapshot::opens_practice;
use crate::world::{AREA, DAO, TestApp};

db::sql! { COUNT = "
    SELECT (SELECT count(*) FROM households) AS households, (SELECT count(*) FROM persons) AS persons,
        (SELECT count(*) FROM doses) AS doses, (SELECT count(*) FROM talks) AS talks,
        (SELECT count(*) FROM survey_tasks) AS tasks,
        (SELECT count(*) FROM household_changes) AS changes,
        (SELECT count(*) FROM household_sheets) AS sheets,
        (SELECT count(*) FROM household_sheet_entries) AS entries
" }

async fn counts(app: &TestApp) -> Vec<(&'static str, i64)> {
    let row = db::look!(app.app().db, |tx| { tx.one(COUNT, &[]).await }).unwrap();
    let names = [
        "households",
        "persons",
        "doses",
        "talks",
        "tasks",
        "changes",
        "sheets",
        "entries",
    ];
    names.map(|name| (name, row.get(name).unwrap())).to_vec()
}

on_both_engines! {
    async fn all_of_it_goes(app: TestApp) {
        opens_practice(&app).await;
        let dao = app.holds_seat(DAO, "subdistrict_admin", AREA).await;
        let address = {
            let mut browser = dao.browser().await;
            browser.get(SHEETS).await.is(200);
            let fields = [("incident", "TRY"), ("area", AREA), ("consent", "consent")];
            let sent = browser.upload(SHEETS, &fields, ("sheet.csv", PAPER.as_bytes())).await;
            sent.leads_to("/households/sheets/").to_owned()
        };
        app.work_jobs().await;
        recorded(&app, &dao, &address).await;
        let api = app.api(dao.token().await);
        let found = api.get(&format!("/api/v1/households?incident=TRY&area={AREA}")).await;
        let household = &found.is(200).json["items"][0];
        let person = household["persons"][0]["id"].as_str().unwrap().replace('-', "");
        let person = format!("/api/v1/persons/57{person}");
        let talk = json!({ "wish": "wants" });
        api.post(&format!("{person}/followups"), talk).await.is(201);
        for (what, n) in counts(&app).await {
            assert!(n > 0, "no {what}");
        }
        let prefix = jitasa::incidents::model::Prefix::parse("TRY").unwrap();
        let removed = remove::practice(app.app(), &Cx::system(app.clock().now()), &prefix).await.unwrap();
        assert_eq!(removed.households, 2);
        for (what, n) in counts(&app).await {
            assert_eq!(n, 0, "{what}");
        }
    }
}
