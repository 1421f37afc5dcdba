//! The list page by page, and what is amiss in what a program asks.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{LIST, recorder, two_records, with};
use crate::world::{AREA, TestApp};

on_both_engines! {
    async fn many_pairs_come_page_by_page_each_once(app: TestApp) {
        let mut phone = recorder(&app, 1).await;
        // Letters that sound otherwise, so that nobody is like anybody but themselves.
        let letters = ["ก", "ข", "ง", "จ", "ด", "บ", "ม", "ย", "ร", "ล", "ว", "ห", "อ"];
        for letter in letters {
            for landmark in ["หน้าวัด", "หลังวัด"] {
                let name = format!("{letter}า{letter}ี{letter}ู {letter}ำ{letter}า{letter}ี");
                phone.records(AREA, landmark, &[with(&name, json!({}))]);
            }
        }
        phone.syncs().await;
        app.work_jobs().await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let mut seen: Vec<String> = Vec::new();
        let mut address = LIST.to_owned();
        for _ in 0..3 {
            let page = api.get(&address).await;
            let items = page.is(200).json["items"].as_array().unwrap();
            seen.extend(items.iter().map(|one| one["id"].as_str().unwrap().to_owned()));
            let Some(next) = page.json["next"].as_str() else { break };
            address = format!("{LIST}?after={next}");
        }
        let n = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((n, seen.len()), (letters.len(), letters.len()));
        // A pair that was put off comes last.
        let first = api.get(LIST).await.text("/items/0/id").to_owned();
        app.clock().pass(jiff::SignedDuration::from_secs(5));
        somsak.posts(&format!("/persons/alike/{first}/later"), &[]).await.leads_to("/persons/alike");
        assert_ne!(api.get(LIST).await.text("/items/0/id"), first);
    }

    async fn what_is_amiss_is_told(app: TestApp) {
        let (id, _) = two_records(&app).await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        for (query, field) in [("area=x", "area"), ("decided=perhaps", "decided"), ("after=x", "after"), ("colour=red", "colour")] {
            let answer = api.get(&format!("{LIST}?{query}")).await;
            assert_eq!(answer.is(422).text("/problems/0/field"), field);
        }
        api.get(&format!("{LIST}?area=90")).await.is(404);
        for keep in ["x", "5700000000000000000000000000000000"] {
            let answer = api.post(&format!("{LIST}/{id}/same"), json!({ "keep": keep })).await;
            assert_eq!(answer.is(422).text("/problems/0/field"), "keep");
        }
        let undo = api.post(&format!("{LIST}/{id}/undo"), json!({})).await;
        assert_eq!(undo.is(409).problem(), "pair-not-decided");
        assert_eq!(api.get(&format!("{LIST}?decided=true")).await.is(200).json["items"], json!([]));
        let done = api.post(&format!("{LIST}/{id}/different"), Value::Null).await;
        assert_eq!(done.is(200).text("/decision"), "different");
        assert_eq!(api.get(&format!("{LIST}?decided=true")).await.text("/items/0/id"), id);
        // It is refused to be done to what is not there, by hook or by crook.
        for id in ["x", "57", "5701a1fcec316070f082c0e57584d24b78"] {
            for deed in ["same", "different", "undo"] {
                api.post(&format!("{LIST}/{id}/{deed}"), json!({})).await.is(404);
            }
        }
    }
}
