//! A picture of what came, by whoever acknowledged it, for both ends to see.

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::json;

use super::{ALLOCATIONS, KAMON, PIM, Tree, WANDEE};
use crate::files::picture;
use crate::world::TestApp;

on_both_engines! {
    async fn what_came_is_shown_to_both_ends(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let shipment = tree.allocates().await;
        let (province, kamon) = &tree.province;
        let page = format!("/supplies/{province}/shipments/{shipment}");
        let photo = format!("{page}/photo");
        let person = app.signs_in(KAMON).await;
        let mut browser = person.browser().await.clone();
        browser.get(&page).await.is(200).does_not_say(&photo);
        // Nothing has come yet that a picture could show.
        browser.upload(&photo, &[], ("a.png", &picture(3))).await.is(404);
        let told = json!({ "unit": province });
        kamon.post(&format!("{ALLOCATIONS}/{shipment}/acknowledge"), told).await.is(200);

        browser.get(&page).await.is(200).says(&photo);
        browser.upload(&photo, &[], ("a.jpg", b"no picture at all")).await.is(422).says("photo-err");
        browser.upload(&photo, &[], ("a.png", &picture(3))).await.leads_to(&page);
        let shown = browser.get(&page).await;
        let hash = shown.is(200).between("src=\"/files/", ".jpg").unwrap().to_owned();
        let (ministry, _) = &tree.ministry;
        let sender = app.signs_in(WANDEE).await;
        let theirs = format!("/supplies/{ministry}/shipments/{shipment}");
        sender.sees(&theirs).await.says(&format!("/files/{hash}.jpg")).does_not_say(&photo);
        let mut other = app.signs_in(PIM).await.browser().await.clone();
        other.get("/supplies").await;
        other.upload(&photo, &[], ("b.png", &picture(4))).await.is(404);
        // The sweep leaves it as long as it is shown.
        app.clock().pass(SignedDuration::from_hours(25));
        let references = jitasa::files::references::REFERENCES;
        let now = app.clock().now();
        let swept = jitasa::files::actions::sweep(app.app(), now, references).await.unwrap();
        assert_eq!(swept, 0);
    }
}
