//! Many at once, on databases that keep their contract: one wins and everybody else is told, and a
//! send that comes twenty times makes one thing.

use std::collections::BTreeSet;

use db::on_both_engines;
use tokio::task::JoinSet;

use crate::world::{
    ANONG, Asked, BOONMEE, Browser, Card, DurableApp, KIND, Page, TestApp, usual_form,
};

/// Data volunteers of Chiang Rai, signed in, each at a browser of their own.
async fn volunteers(app: &TestApp, count: u32) -> Vec<Browser> {
    let mut browsers = Vec::new();
    for n in 0..count {
        let card = Card {
            full_name: "อาสา คนหนึ่ง",
            phone: format!("09000000{n:02}").leak(),
            username: format!("volunteer{n}").leak(),
            password: BOONMEE.password,
        };
        let person = app.holds_seat(card, "data", "57").await;
        browsers.push(person.browser().await.clone());
    }
    browsers
}

/// The same send from many browsers at once.
async fn all_at_once(browsers: Vec<Browser>, path: &str, fields: &[(&str, &str)]) -> Vec<Page> {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let mut sends = JoinSet::new();
    for mut browser in browsers {
        let (path, fields) = (path.to_owned(), fields.clone());
        sends.spawn(async move {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            browser.post(&path, &fields).await
        });
    }
    sends.join_all().await
}

fn count(pages: &[Page], status: u16) -> usize {
    pages
        .iter()
        .filter(|page| page.status.as_u16() == status)
        .count()
}

/// Somebody who may ask, with the form before them and this key for sending it.
async fn with_key(app: &TestApp, key: &str) -> Browser {
    let anong = app.anong();
    app.verifies_phone(&anong).await;
    anong.sees(&format!("/ask/COV/{KIND}")).await.is(200);
    let browser = anong.browser().await.clone();
    browser.saying("idempotency-key", key)
}

on_both_engines! {
    async fn of_thirty_who_take_one_case_one_wins(durable: DurableApp) {
        let app = &*durable;
        let asked: Asked = app.asks_for_help(&app.anong()).await;
        let mut browsers = volunteers(app, 30).await;
        let case = format!("/help-requests/{}", asked.reference);
        for browser in &mut browsers {
            browser.get(&case).await.is(200);
        }
        let pages = all_at_once(browsers.clone(), &format!("{case}/take"), &[]).await;
        let told: Vec<u16> = pages.iter().map(|page| page.status.as_u16()).collect();
        assert_eq!((count(&pages, 303), count(&pages, 409)), (1, 29), "{told:?}");

        // The winner alone sees whom to go to.
        let mut seeing = 0;
        for browser in &mut browsers {
            seeing += usize::from(browser.get(&case).await.has("หลังคาสีแดง"));
        }
        assert_eq!(seeing, 1);
    }

    async fn the_requester_and_the_volunteer_at_once_come_to_one_end(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        for _ in 0..5 {
            let asked = app.asks_for_help(&anong).await;
            let case = format!("/help-requests/{}", asked.reference);
            let dao = app.holds_seat(crate::world::DAO, "data", "57").await;
            app.takes(&dao, &asked.reference).await.leads_to(&case);
            dao.gets(&case).await;
            let closing = [("outcome", "helped_full"), ("given", "น้ำดื่ม")];
            let (cancel, help) = (format!("{}/cancel", asked.follow), format!("{case}/help"));
            let (cancelled, helped) =
                tokio::join!(anong.posts(&cancel, &[]), dao.posts(&help, &closing));
            let ends = (cancelled.status.as_u16(), helped.status.as_u16());
            assert!(matches!(ends, (303, 409) | (409, 303)), "{ends:?}");
            let state = if ends.0 == 303 { "cancelled" } else { "helped" };
            anong.sees(&asked.follow).await.says(&format!("data-state=\"{state}\""));
        }
    }

    async fn one_send_that_comes_twenty_times_at_once_is_one_request(durable: DurableApp) {
        let app = &*durable;
        let browser = with_key(app, "019ff0a0-0000-7000-8000-000000000001").await;
        let form = format!("/ask/COV/{KIND}");
        let pages = all_at_once(vec![browser.clone(); 20], &form, &usual_form()).await;
        let places: BTreeSet<&str> = pages.iter().map(|page| page.leads_to("/follow/")).collect();
        assert_eq!(places.len(), 1, "{places:?}");

        let mut later = browser.clone();
        let again = later.post(&form, &usual_form()).await;
        assert!(places.contains(again.leads_to("/follow/")));
        let own = later.visit("/mine").await;
        assert_eq!(own.html.matches("href=\"/follow/").count(), 1, "{}", own.text);
    }

    async fn another_body_under_the_same_key_is_refused(durable: DurableApp) {
        let app = &*durable;
        let mut browser = with_key(app, "the-same-key").await;
        let form = format!("/ask/COV/{KIND}");
        browser.post(&form, &usual_form()).await.leads_to("/follow/");
        let mut other = usual_form();
        other.retain(|(name, _)| *name != "headcount");
        other.push(("headcount", "9"));
        let refused = browser.post(&form, &other).await;
        // Nothing that was typed is lost.
        refused.is(422).says("name=\"landmark\" value=\"หลังคาสีแดง หลังวัด\"");
        // Another key, or another person with the same one, is another send.
        let mut another = browser.clone().saying("idempotency-key", "another-key");
        another.post(&form, &other).await.leads_to("/follow/");
        let own = another.visit("/mine").await;
        assert_eq!(own.html.matches("href=\"/follow/").count(), 2, "{}", own.text);
        for bad in [" ", "a b", &"x".repeat(81)] {
            let mut bad = browser.clone().saying("idempotency-key", bad);
            bad.post(&form, &usual_form()).await.is(422);
        }
    }

    async fn one_key_of_two_people_makes_two_requests(durable: DurableApp) {
        let app = &*durable;
        let mut anong = with_key(app, "same").await;
        let dao = app.person(crate::world::DAO);
        app.verifies_phone(&dao).await;
        dao.sees(&format!("/ask/COV/{KIND}")).await;
        let mut dao = dao.browser().await.clone().saying("idempotency-key", "same");
        let form = format!("/ask/COV/{KIND}");
        let (one, two) = (anong.post(&form, &usual_form()).await, dao.post(&form, &usual_form()).await);
        assert_ne!(one.leads_to("/follow/"), two.leads_to("/follow/"));
    }

    async fn one_code_typed_at_once_from_ten_places_opens_once(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        anong.sees(&code_page).await;
        let code = app.last_code(ANONG.phone).await;
        let browser = anong.browser().await.clone();
        let pages = all_at_once(vec![browser; 10], &code_page, &[("code", &code)]).await;
        assert_eq!((count(&pages, 303), count(&pages, 410)), (1, 9));
    }

    async fn ten_wrong_codes_at_once_are_counted_every_one(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        anong.sees(&code_page).await;
        let code = app.last_code(ANONG.phone).await;
        let wrong = if code == "111111" { "222222" } else { "111111" };
        let browser = anong.browser().await.clone();
        let pages = all_at_once(vec![browser; 10], &code_page, &[("code", wrong)]).await;
        assert_eq!((count(&pages, 422), count(&pages, 429)), (4, 6));
        anong.posts(&code_page, &[("code", &code)]).await.is(429);
    }

    async fn ten_who_ask_for_a_code_at_once_get_one_message(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        anong.sees("/ask").await;
        let browser = anong.browser().await.clone();
        let phone = [("phone", ANONG.phone)];
        let pages = all_at_once(vec![browser; 10], "/ask/phone", &phone).await;
        assert_eq!(count(&pages, 303), 10, "all are led to the one code");
        app.last_code(ANONG.phone).await;
        assert_eq!(app.all_sms(ANONG.phone).await.len(), 1);
    }

    async fn references_of_one_day_are_each_given_once(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        anong.sees(&format!("/ask/COV/{KIND}")).await;
        let browser = anong.browser().await.clone();
        let form = format!("/ask/COV/{KIND}");
        let pages = all_at_once(vec![browser; 50], &form, &usual_form()).await;
        let places: BTreeSet<&str> = pages.iter().map(|page| page.leads_to("/follow/")).collect();
        assert_eq!(places.len(), 50);
        let own = anong.sees("/mine").await;
        assert_eq!(own.html.matches("href=\"/follow/").count(), 50);
    }
}
