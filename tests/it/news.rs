//! Announcements: who makes them, whom they reach, what becomes of them, and the emergency that stands
//! on every page.

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{Person, TestApp};

/// A pinned emergency of Mae Sai, unless said otherwise.
fn emergency<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("level", "emergency"),
        ("area", "5709"),
        ("title_th", "น้ำหลากเข้าตลาด ขึ้นที่สูงทันที"),
        ("words_th", "น้ำสูงหนึ่งเมตร\n\nไปที่วัดพรหมวิหาร"),
        ("title_en", "Flash flood in the market: go up now"),
        ("words_en", "One metre of water. Go to Wat Phrom Wihan."),
        ("source", "ที่ว่าการอำเภอแม่สาย"),
        ("link", "https://www.maesai.go.th/flood"),
        ("pinned", "yes"),
    ];
    let mut fields: Vec<(&str, &str)> = usual
        .into_iter()
        .filter(|(name, _)| !other.iter().any(|(own, _)| own == name))
        .collect();
    fields.extend_from_slice(other);
    fields
}

/// Announces it; gives its address.
async fn announces(person: &Person, other: &[(&str, &str)]) -> String {
    person.sees("/news/new").await.is(200);
    let made = person.posts("/news", &emergency(other)).await;
    made.leads_to("/news/").to_owned()
}

fn body(other: &[(&str, Value)]) -> Value {
    let mut body = json!({
        "area": "57", "level": "warning",
        "titles": { "th": "น้ำกำลังขึ้น", "en": "Water is rising" },
        "words": { "th": "ยกของขึ้นที่สูง", "en": "Move things up" },
        "source": { "name": "จังหวัดเชียงราย" },
    });
    for (name, value) in other {
        body[*name] = value.clone();
    }
    body
}

const TITLE: &str = "น้ำหลากเข้าตลาด";

on_both_engines! {
    async fn an_emergency_stands_on_every_page_at_once_and_withdrawn_on_none(app: TestApp) {
        let somsak = app.somsak().await;
        let nobody = app.nobody();
        nobody.sees("/").await.does_not_say(TITLE);
        let address = announces(&somsak, &[]).await;
        for path in ["/", "/map", "/map/list", "/ask", "/news", "/statistics", "/terms", "/nowhere"] {
            nobody.gets(path).await.says(TITLE).says(&format!("href=\"{address}\""));
        }
        somsak.sees("/board").await.says(TITLE);
        nobody.sees("/?lang=en").await.says("Flash flood in the market");
        nobody.sees("/?lang=lo").await.says(TITLE);
        nobody.sees("/?lang=th").await.is(200);

        let changed = [("version", "1"), ("title_th", "น้ำลดลงแล้ว ยังเดินทางไม่ได้")];
        somsak.sees(&format!("{address}/edit")).await.says(TITLE).says("value=\"1\"");
        somsak.posts(&address, &emergency(&changed)).await.leads_to(&address);
        nobody.sees("/ask").await.says("น้ำลดลงแล้ว").does_not_say(TITLE);

        somsak.sees(&format!("{address}/withdraw")).await.is(200);
        somsak.posts(&format!("{address}/withdraw"), &[("reason", " ")]).await.is(422).says("reason-err");
        nobody.sees("/ask").await.says("น้ำลดลงแล้ว");
        let withdrawn = somsak.posts(&format!("{address}/withdraw"), &[("reason", "น้ำแห้งแล้ว")]).await;
        withdrawn.leads_to(&address);
        nobody.sees("/ask").await.does_not_say("น้ำลดลงแล้ว");
        // Whoever saw it sees that it no longer holds, for seven days.
        nobody.sees("/news").await.says("<s>น้ำลดลงแล้ว").says("ถอนประกาศแล้ว").says("น้ำแห้งแล้ว");
        nobody.sees(&address).await.says("<s>น้ำลดลงแล้ว").says("แก้ไข").says("น้ำแห้งแล้ว").does_not_say("/edit");
        app.clock().pass(SignedDuration::from_hours(7 * 24 + 1));
        let nobody = app.nobody();
        nobody.sees("/news").await.does_not_say("น้ำลดลงแล้ว");
        nobody.sees("/news/archive").await.says("<s>น้ำลดลงแล้ว");
        nobody.sees(&address).await.says("น้ำแห้งแล้ว");
    }

    async fn it_is_in_force_from_its_first_instant_until_its_last(app: TestApp) {
        let somsak = app.somsak().await;
        let nobody = app.nobody();
        let times = [("from_at", "21 พ.ย. 2569 เวลา 15.00 น."), ("until_at", "2026-11-21T16:00")];
        let address = announces(&somsak, &times).await;
        nobody.sees("/news").await.does_not_say(TITLE);
        nobody.gets(&address).await.is(404);
        // Who answers for the area sees what is to come.
        somsak.sees("/news").await.says(TITLE);
        somsak.sees(&address).await.says("ทุกคนจะเห็นตั้งแต่");
        app.clock().pass(SignedDuration::from_mins(55));
        nobody.sees("/").await.says(TITLE);
        app.clock().pass(SignedDuration::from_mins(60));
        nobody.sees("/").await.does_not_say(TITLE);
        nobody.sees("/news").await.says("หมดเวลาแล้ว").says(TITLE);
    }

    async fn what_is_amiss_is_told_and_nothing_typed_is_lost(app: TestApp) {
        let somsak = app.somsak().await;
        somsak.sees("/news/new").await.says("จ.เชียงราย");
        let wrong = [
            ("level", "loud"), ("title_th", ""), ("words_en", " "), ("source", ""), ("link", "http://maesai.go.th"),
            ("from_at", "พรุ่งนี้เช้า"), ("until_at", "31 ก.พ. 2570"), ("incident", "x"), ("title_my", "ရေကြီး"),
        ];
        let page = somsak.posts("/news", &emergency(&wrong)).await;
        page.is(422);
        for said in ["level-err", "title_th-err", "words_en-err", "source-err", "link-err", "from_at-err",
            "until_at-err", "incident-err", "words_my-err", "พรุ่งนี้เช้า", "31 ก.พ. 2570", "ရေကြီး", "http://maesai.go.th"] {
            page.says(said);
        }
        let order = [("from_at", "22/11/2569 10:00"), ("until_at", "22/11/2569 09:00")];
        somsak.posts("/news", &emergency(&order)).await.is(422).says("until_at-err").says("22/11/2569 09:00");
        let past = [("until_at", "20/11/2569 09:00")];
        somsak.posts("/news", &emergency(&past)).await.is(422).says("until_at-err");
        for link in ["javascript:alert(1)", "https://", "https://me@maesai.go.th", "//maesai.go.th"] {
            somsak.posts("/news", &emergency(&[("link", link)])).await.is(422).says("link-err");
        }
        app.nobody().sees("/news").await.does_not_say(TITLE);
    }

    async fn words_are_words_and_never_markup(app: TestApp) {
        let somsak = app.somsak().await;
        let bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        let fields = [("title_th", bad), ("words_th", bad), ("source", bad)];
        let address = announces(&somsak, &fields).await;
        let nobody = app.nobody();
        for path in ["/", "/news", address.as_str()] {
            let page = nobody.sees(path).await;
            page.says("alert(1)");
            assert!(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"), "{path}: {}", page.html);
        }
        let withdrawn = somsak.posts(&format!("{address}/withdraw"), &[("reason", bad)]).await;
        withdrawn.leads_to(&address);
        let page = nobody.sees(&address).await;
        assert!(!page.html.contains("<script>alert"), "{}", page.html);
    }

    async fn an_admin_speaks_for_their_areas_and_readers_hear_of_theirs(app: TestApp) {
        let somsak = app.somsak().await;
        for elsewhere in [("area", "90"), ("country", "yes")] {
            somsak.sees("/news/new").await;
            let refused = somsak.posts("/news", &emergency(&[elsewhere])).await;
            refused.is(422).says("area_text-err").says(TITLE);
        }
        let dao = app.dao().await;
        dao.gets("/news/new").await.is(404);
        let warning = announces(&somsak, &[("level", "warning"), ("pinned", ""), ("area", "57")]).await;
        let malee = app.malee().await;
        let national = announces(&malee, &[("country", "yes"), ("area", ""), ("title_th", "ทั้งประเทศ ระวังพายุ")]).await;
        let south = announces(&malee, &[("area", "90"), ("title_th", "หาดใหญ่น้ำท่วม")]).await;
        somsak.gets(&format!("{national}/edit")).await.is(404);
        somsak.posts(&format!("{south}/withdraw"), &[("reason", "x")]).await.is(404);
        malee.sees(&format!("{warning}/edit")).await.is(200);
        let nobody = app.nobody();
        nobody.sees("/news?area=5709").await.says(&warning).says(&national);
        nobody.sees("/news?area=5709").await.says(TITLE);
        nobody.sees("/news?area=90").await.does_not_say(&warning).says(&south);
        // On the country's list stands what is for the country, and what is pinned anywhere.
        nobody.sees("/news").await.does_not_say(&warning).says(&south).says(&national);
        // Who is known to be in the north is not told of the south on every page.
        dao.sees("/profile").await.says("ทั้งประเทศ ระวังพายุ").does_not_say("หาดใหญ่น้ำท่วม");
        nobody.sees("/ask").await.says("ทั้งประเทศ ระวังพายุ").says("หาดใหญ่น้ำท่วม");
        announces(&malee, &[("area", "10"), ("title_th", "กรุงเทพน้ำหลาก")]).await;
        nobody.sees("/ask").await.says("กรุงเทพน้ำหลาก").does_not_say("หาดใหญ่น้ำท่วม").says("อีก 1 เรื่อง");
    }

    async fn the_second_of_two_editors_sees_the_difference(app: TestApp) {
        let somsak = app.somsak().await;
        let malee = app.malee().await;
        let address = announces(&somsak, &[]).await;
        somsak.sees(&format!("{address}/edit")).await.is(200);
        malee.sees(&format!("{address}/edit")).await.is(200);
        let first = emergency(&[("version", "1"), ("source", "ปภ. เชียงราย")]);
        somsak.posts(&address, &first).await.leads_to(&address);
        let second = emergency(&[("version", "1"), ("words_th", "สะพานขาด ห้ามผ่าน")]);
        let page = malee.posts(&address, &second).await;
        page.is(409).says("ปภ. เชียงราย").says("ที่ว่าการอำเภอแม่สาย").says("สะพานขาด ห้ามผ่าน").says("name=\"version\" value=\"2\"");
        malee.sees(&address).await.does_not_say("สะพานขาด");
        let again = emergency(&[("version", "2"), ("words_th", "สะพานขาด ห้ามผ่าน")]);
        malee.posts(&address, &again).await.leads_to(&address);
        malee.sees(&address).await.says("สะพานขาด");
        // Saved as it stands, it is not changed.
        let same = emergency(&[("version", "3"), ("words_th", "สะพานขาด ห้ามผ่าน")]);
        malee.posts(&address, &same).await.leads_to(&address);
        let page = malee.sees(&format!("{address}/edit")).await;
        page.says("name=\"version\" value=\"3\"");
        somsak.posts(&format!("{address}/withdraw"), &[("reason", "ผ่านไปแล้ว")]).await.leads_to(&address);
        malee.posts(&address, &same).await.is(409);
        malee.gets(&format!("{address}/edit")).await.is(409);
    }

    async fn another_process_knows_it_a_moment_later_and_keeps_it(app: TestApp) {
        let somsak = app.somsak().await;
        let other = app.another_process().await;
        let address = announces(&somsak, &[]).await;
        let mut elsewhere = app.browser().at(jitasa::routes::site(other.clone()));
        elsewhere.get("/").await.does_not_say(TITLE);
        jitasa::news::memory::refresh(&other).await.unwrap();
        elsewhere.get("/").await.says(TITLE);
        somsak.posts(&format!("{address}/withdraw"), &[("reason", "ผ่านไปแล้ว")]).await.leads_to(&address);
        jitasa::news::memory::refresh(&other).await.unwrap();
        elsewhere.get("/").await.does_not_say(TITLE);
        let fresh = app.another_process().await;
        assert!(jitasa::news::memory::in_force(&fresh, app.clock().now()).is_empty());
    }

    async fn programs_read_make_change_and_withdraw_them(app: TestApp) {
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let once = api.clone().saying("idempotency-key", "01a1fcec-one");
        let made = once.post("/api/v1/news", body(&[])).await;
        let id = made.is(201).text("/id").to_owned();
        assert_eq!(made.text("/standing"), "in_force");
        assert_eq!(made.text("/titles/en"), "Water is rising");
        let again = once.post("/api/v1/news", body(&[])).await;
        assert_eq!(again.is(201).text("/id"), id);
        let other = once.post("/api/v1/news", body(&[("level", json!("emergency"))])).await;
        assert_eq!(other.is(422).problem(), "idempotency-key-reused");

        let wrong = body(&[
            ("source", json!({ "name": "", "link": "ftp://a.th" })), ("from_at", json!("soon")), ("level", json!("loud")),
        ]);
        let refused = api.post("/api/v1/news", wrong).await;
        let told: Vec<&str> = refused.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(told, ["level", "source.name", "source.link", "from_at"]);
        let elsewhere = api.post("/api/v1/news", body(&[("area", json!("90"))])).await;
        assert_eq!(elsewhere.is(422).text("/problems/0/field"), "area");

        app.clock().pass(SignedDuration::from_mins(5));
        let until = json!("2026-11-21T10:00:00Z");
        let second = api.post("/api/v1/news", body(&[("level", json!("emergency")), ("until_at", until)])).await;
        let second = second.is(201).text("/id").to_owned();
        let public = app.api(None);
        let first_page = public.get("/api/v1/news?area=5709&limit=1").await;
        assert_eq!(first_page.is(200).text("/items/0/id"), second);
        let next = first_page.text("/next").to_owned();
        let next = public.get(&format!("/api/v1/news?area=5709&limit=1&after={next}")).await;
        assert_eq!(next.is(200).text("/items/0/id"), id);
        assert!(next.json["next"].is_null());
        let emergencies = public.get("/api/v1/news?level=emergency&in_force=true").await;
        assert_eq!(emergencies.json["items"].as_array().unwrap().len(), 1);
        assert!(public.get("/api/v1/news?area=90").await.json["items"].as_array().unwrap().is_empty());
        public.get("/api/v1/news?area=zz&level=x&in_force=maybe&limit=0&colour=red").await.is(422);

        let address = format!("/api/v1/news/{id}");
        let changed = body(&[("version", json!(1)), ("pinned", json!(true)), ("incident", json!("COV"))]);
        let answer = api.post(&address, changed.clone()).await;
        assert_eq!(answer.is(200).json["version"], 2);
        assert_eq!(answer.json["pinned"], true);
        let late = api.post(&address, body(&[("version", json!(1)), ("level", json!("information"))])).await;
        assert_eq!(late.is(409).problem(), "changed-meanwhile");
        assert_eq!(late.json["version"], 2);
        let withdrawn = api.post(&format!("{address}/withdraw"), json!({ "reason": "น้ำลดแล้ว" })).await;
        assert_eq!(withdrawn.is(200).text("/standing"), "withdrawn");
        // Withdrawn again it keeps its first reason.
        let twice = api.post(&format!("{address}/withdraw"), json!({ "reason": "อื่น" })).await;
        assert_eq!(twice.is(200).text("/withdrawn_reason"), "น้ำลดแล้ว");
        let changed = body(&[("version", json!(3))]);
        assert_eq!(api.post(&address, changed).await.is(409).problem(), "announcement-withdrawn");
        assert_eq!(public.get(&address).await.is(200).text("/standing"), "withdrawn");
        let over = public.get("/api/v1/news?in_force=false").await;
        assert_eq!(over.text("/items/0/id"), id);
    }
}
