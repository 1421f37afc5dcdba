//! What happens is told live: in order, only of one's own area, only to those who may hear it, and
//! without a gap whoever comes back and wherever.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream};
use db::{Engine, on_both_engines};
use futures_util::StreamExt as _;
use http::{Request, StatusCode};
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::events::{self, NewEvent, live};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::world::{Card, TestApp};

const SUDA: Card = Card {
    full_name: "สุดา ไร่ชา",
    phone: "0812340012",
    username: "suda",
    password: "นาข้าว-ริมน้ำ-47",
};

/// Long enough for any answer that comes at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// One event as it came over the line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: i64,
    name: String,
    data: String,
}

/// A listener of a test.
struct Ear {
    body: BodyDataStream,
    text: String,
}

impl Ear {
    async fn at(site: Router, token: &str, query: &str, last: Option<i64>) -> Ear {
        let mut request = Request::get(format!("/api/v1/events{query}"))
            .header("authorization", format!("Bearer {token}"))
            .header("accept-encoding", "gzip, br");
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let request = request.body(Body::empty()).unwrap();
        let (parts, body) = site.oneshot(request).await.unwrap().into_parts();
        assert_eq!(parts.status, StatusCode::OK);
        assert_eq!(parts.headers["content-type"], "text/event-stream");
        // Packed, it would wait in a buffer until there is enough of it.
        assert_eq!(parts.headers.get("content-encoding"), None);
        Ear {
            body: body.into_data_stream(),
            text: String::new(),
        }
    }

    /// The next event with a name; nothing when the line has ended.
    async fn hears(&mut self) -> Option<Line> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    let mut lines = block.lines();
                    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                };
                let Some(name) = field("event") else { continue };
                return Some(Line {
                    id: field("id").unwrap().parse().unwrap(),
                    name: name.to_owned(),
                    data: field("data").unwrap().to_owned(),
                });
            }
            let next = tokio::time::timeout(PATIENCE, self.body.next());
            let chunk = next.await.expect("nothing is heard")?.unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    async fn hears_event(&mut self) -> Line {
        self.hears().await.expect("the line has ended")
    }
}

impl TestApp {
    async fn hears(&self, token: &str, query: &str, last: Option<i64>) -> Ear {
        Ear::at(self.site(), token, query, last).await
    }

    /// Events get their numbers and are handed on.
    async fn tells(&self) {
        self.work_jobs().await;
        live::catch_up(self.app()).await.unwrap();
    }

    /// So many events of an area, as fast as they are written.
    async fn happens(&self, n: u128, area: &str) {
        let app = self.app();
        let cx = Cx::system(app.clock.now());
        let event = |n: u128| NewEvent {
            province: 57,
            name: "help_request.taken",
            subject: Uuid::from_u128(n),
            area: area.parse().unwrap(),
            also: None,
            payload: serde_json::json!({}),
        };
        db::write!(app.db, |tx| {
            for n in 0..n {
                events::record_in(app, tx, &cx, &event(n))?;
            }
            Ok::<_, db::Error>(())
        })
        .unwrap();
    }
}

on_both_engines! {
    async fn what_happens_is_heard_in_order_and_tells_of_no_person(app: TestApp) {
        let somsak = app.somsak().await;
        let mut ear = app.hears(&somsak.token().await, "", None).await;
        let first = ear.hears_event().await;
        assert_eq!((first.name.as_str(), first.data.as_str()), ("listening", "{\"area\":\"57\"}"));

        let asked = app.asks_for_help(&app.anong()).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await.is(303);
        app.does(&boonmee, &asked.reference, "depart", &[]).await.is(303);
        app.tells().await;
        let mut last = first.id;
        for name in ["help_request.asked", "help_request.taken", "help_request.departed"] {
            let line = ear.hears_event().await;
            assert_eq!(line.name, name);
            assert!(line.id > last, "{} after {last}", line.id);
            last = line.id;
            let data: serde_json::Value = serde_json::from_str(&line.data).unwrap();
            assert_eq!(data["reference"], asked.reference.as_str());
            assert_eq!(data["area"], "570906");
            let names: Vec<_> = data.as_object().unwrap().keys().collect();
            assert_eq!(names, ["area", "at", "reference"]);
        }
    }

    async fn whoever_comes_back_misses_none_of_a_thousand(app: TestApp) {
        let somsak = app.somsak().await;
        let token = somsak.token().await;
        let mut ear = app.hears(&token, "?area=57", None).await;
        let begin = ear.hears_event().await.id;
        // More than the line holds for somebody who does not read.
        for _ in 0..6 {
            app.happens(500, "570906").await;
            app.happens(10, "900101").await;
        }
        app.tells().await;
        let mut heard = vec![];
        for _ in 0..700 {
            heard.push(ear.hears_event().await.id);
        }
        drop(ear);
        app.happens(100, "570906").await;
        let last = heard.last().copied();
        let mut ear = app.hears(&token, "?area=57", last).await;
        assert_eq!(ear.hears_event().await.id, last.unwrap());
        app.tells().await;
        for _ in 700..3_100 {
            heard.push(ear.hears_event().await.id);
        }
        let mut wanted: Vec<i64> = (begin + 1..).take(6 * 510 + 100).collect();
        // Those of the other province are numbered too, and not heard.
        wanted.retain(|id| (id - begin - 1) % 510 < 500 || id - begin > 6 * 510);
        assert_eq!(heard.len(), wanted.len());
        assert_eq!(heard, wanted);
    }

    async fn another_province_is_not_heard(app: TestApp) {
        let somsak = app.somsak().await;
        let mut ear = app.hears(&somsak.token().await, "?area=5709", None).await;
        ear.hears_event().await;
        app.happens(1, "900101").await;
        app.happens(1, "570101").await;
        app.happens(1, "570906").await;
        app.tells().await;
        let line = ear.hears_event().await;
        assert!(line.data.contains("\"570906\""), "{line:?}");
    }

    async fn where_a_case_is_referred_to_it_is_heard_of_until_it_is_not_theirs(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let somsak = app.somsak().await;
        let suda = app.holds_seat(SUDA, "province_admin", "56").await;
        let mut ear = app.hears(&suda.token().await, "?area=56", None).await;
        ear.hears_event().await;
        let to = [("area", "56"), ("reason", "nearer")];
        app.does(&somsak, &asked.reference, "refer", &to).await.is(303);
        app.does(&suda, &asked.reference, "acknowledge", &[]).await.is(303);
        let back = [("reason", "no_people"), ("words", "ไม่มีคน")];
        app.does(&suda, &asked.reference, "send-back", &back).await.is(303);
        app.takes(&app.boonmee().await, &asked.reference).await.is(303);
        app.happens(1, "560101").await;
        app.tells().await;
        let referred = ["help_request.referred", "help_request.acknowledged", "help_request.sent_back"];
        for name in referred {
            let line = ear.hears_event().await;
            assert_eq!(line.name, name);
            assert!(line.data.contains(&asked.reference), "{line:?}");
        }
        // What happens to it then is not theirs any more.
        let line = ear.hears_event().await;
        assert!(line.data.contains("\"560101\""), "{line:?}");
    }

    async fn a_pin_that_moves_away_is_heard_of_in_both_areas(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let somsak = app.somsak().await;
        let token = somsak.token().await;
        app.tells().await;
        let mut before = app.hears(&token, "?area=570906", None).await;
        let mut after = app.hears(&token, "?area=570901", None).await;
        before.hears_event().await;
        after.hears_event().await;
        let page = format!("{}/amend", asked.follow);
        anong.sees(&page).await.is(200);
        let elsewhere = [("headcount", "3"), ("area", "570901"), ("landmark", "ย้ายไปศาลาวัด")];
        anong.posts(&page, &elsewhere).await.leads_to(&asked.follow);
        app.tells().await;
        for ear in [&mut before, &mut after] {
            assert_eq!(ear.hears_event().await.name, "help_request.pin_moved");
        }
        assert_eq!(after.hears_event().await.name, "help_request.amended");
    }

    async fn a_number_of_the_future_begins_anew(app: TestApp) {
        let somsak = app.somsak().await;
        let mut ear = app.hears(&somsak.token().await, "?after=999999999", None).await;
        let first = ear.hears_event().await;
        assert!(first.id < 999_999_999);
        app.happens(1, "570906").await;
        app.tells().await;
        assert_eq!(ear.hears_event().await.id, first.id + 1);
    }

    async fn the_line_ends_with_the_session(app: TestApp) {
        let somsak = app.somsak().await;
        let token = somsak.token().await;
        let mut ear = app.hears(&token, "", None).await;
        ear.hears_event().await;
        app.api(token).delete("/api/v1/sessions/current").await.is(204);
        app.clock().pass(SignedDuration::from_secs(61));
        app.happens(2, "570906").await;
        app.tells().await;
        // What was on its way may still come; then the line is closed.
        let mut after = 0;
        while ear.hears().await.is_some() {
            after += 1;
        }
        assert!(after <= 1, "{after} events after the end");
    }

    async fn listeners_do_not_keep_the_program_from_stopping(app: TestApp) {
        let somsak = app.somsak().await;
        let mut ear = app.hears(&somsak.token().await, "", None).await;
        ear.hears_event().await;
        app.app().live.close();
        assert_eq!(ear.hears().await, None);
    }
}

#[tokio::test]
async fn two_processes_on_one_database_hear_each_other() {
    let app = <TestApp as db::testing::OnEngine>::on(Engine::Postgres).await;
    let other = app.another_on(app.db().db().clone()).await;
    let somsak = app.somsak().await;
    let token = somsak.token().await;
    let site = jitasa::routes::site(other.clone());
    let mut there = Ear::at(site, &token, "", None).await;
    let begin = there.hears_event().await.id;
    let asked = app.asks_for_help(&app.anong()).await;
    app.tells().await;
    live::catch_up(&other).await.unwrap();
    let line = there.hears_event().await;
    assert_eq!(line.name, "help_request.asked");
    assert!(line.data.contains(&asked.reference));
    // The same number at both: whoever changes over goes on without a gap.
    let mut here = app.hears(&token, "", Some(begin)).await;
    here.hears_event().await;
    assert_eq!(here.hears_event().await, line);
}
