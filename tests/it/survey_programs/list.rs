//! Households page by page.

use std::collections::BTreeSet;

use db::on_both_engines;
use jiff::SignedDuration;

use super::{amiss, gives_a_village, looks, of_another_province, program, recorder, volunteer};
use crate::survey_sync::phone::wants;
use crate::world::{AREA, Answer, Api, MALEE, TestApp};

const LIST: &str = "/api/v1/households?incident=COV";

/// Another subdistrict of Mae Sai.
const MAE_SAI: &str = "570901";

fn handles(page: &Answer) -> Vec<String> {
    let items = page.is(200).json["items"].as_array().unwrap();
    let handles = items.iter().map(|one| one["household"].as_str().unwrap());
    handles.map(str::to_owned).collect()
}

async fn all(program: &Api, filter: &str) -> BTreeSet<String> {
    let page = program.get(&format!("{LIST}{filter}")).await;
    assert!(page.is(200).json["next"].is_null(), "{filter}");
    let found = handles(&page);
    let n = found.len();
    let found: BTreeSet<String> = found.into_iter().collect();
    assert_eq!(found.len(), n, "{filter} tells one twice");
    found
}

on_both_engines! {
    async fn an_area_is_told_to_those_whose_it_is(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (third, _) = phone.records(AREA, "ใต้ต้นไทร", &[wants("ก")]);
        let (fourth, _) = phone.records(AREA, "ริมห้วย", &[wants("ข"), wants("ค")]);
        let (elsewhere, _) = phone.records(MAE_SAI, "หลังตลาด", &[wants("ง")]);
        phone.syncs().await;
        phone.changes(&fourth, None, "village", "หมู่ 4");
        phone.syncs().await;
        let every: BTreeSet<String> = [&third, &fourth, &elsewhere].map(Clone::clone).into();
        let only = |handle: &String| BTreeSet::from([handle.clone()]);

        let somsak = program(&app, &app.somsak().await).await;
        for area in ["57", "5709", "๕๗๐๙"] {
            assert_eq!(all(&somsak, &format!("&area={area}")).await, every);
        }
        assert_eq!(all(&somsak, "&area=570906").await, [third.clone(), fourth.clone()].into());
        assert_eq!(all(&somsak, "&area=57090604").await, only(&fourth));
        assert_eq!(all(&somsak, "&area=570902").await, BTreeSet::new());
        assert_eq!(all(&somsak, "").await, BTreeSet::new(), "Somsak recorded nothing");
        assert_eq!(looks(&app, &fourth).await, 5, "once for each time it was told");

        // What one recorded is one's own: no area is, and no look is written.
        let dao = program(&app, &dao).await;
        assert_eq!(all(&dao, "").await, every);
        for area in ["57", "570906", "0"] {
            dao.get(&format!("{LIST}&area={area}")).await.is(404);
        }
        assert_eq!(looks(&app, &fourth).await, 5);
        let page = dao.get(LIST).await;
        let own = page.json["items"].as_array().unwrap().iter().all(|one| one["own"] == true);
        assert!(own, "{:#}", page.json);
        assert_eq!(page.text("/items/2/persons/0/fields/nationality"), "th");

        // A volunteer sees the village given to them, by whatever area that it lies in.
        let boonmee = volunteer(&app).await;
        boonmee.get(&format!("{LIST}&area=57")).await.is(404);
        assert_eq!(all(&boonmee, "").await, BTreeSet::new());
        gives_a_village(&app, "57090604").await;
        for area in ["0", "57", "570906", "57090604"] {
            assert_eq!(all(&boonmee, &format!("&area={area}")).await, only(&fourth), "{area}");
        }
        for area in ["570901", "57090603", "90"] {
            boonmee.get(&format!("{LIST}&area={area}")).await.is(404);
        }
        assert_eq!((looks(&app, &fourth).await, looks(&app, &third).await), (9, 4));

        let other = of_another_province(&app).await;
        other.get(&format!("{LIST}&area=57")).await.is(404);
        other.get(&format!("{LIST}&area=570906")).await.is(404);
        assert_eq!(all(&other, "&area=90").await, BTreeSet::new());
        assert_eq!(all(&other, "&area=0").await, BTreeSet::new());
        app.api(None).get(LIST).await.is(401);
        app.api(None).get(&format!("{LIST}&area=57")).await.is(401);
    }

    async fn pages_are_whole_while_households_change(app: TestApp) {
        let (_, mut phone) = recorder(&app).await;
        let mut every = BTreeSet::new();
        let mut in_order = Vec::new();
        for n in 0..20 {
            let area = ["570901", "570902", AREA][n % 3];
            let (handle, _) = phone.records(area, &format!("บ้านเลขที่ {n}"), &[wants("นางคำแก้ว ใจดี")]);
            every.insert(handle.clone());
            in_order.push(handle);
        }
        phone.syncs().await;
        let malee = program(&app, &app.person_of_subdistrict().await).await;
        let somsak = program(&app, &app.somsak().await).await;
        app.clock().pass(SignedDuration::from_mins(5));

        let mut told = Vec::new();
        let mut changed = BTreeSet::new();
        let mut next = String::new();
        let mut as_of = String::new();
        for number in 0.. {
            let page = somsak.get(&format!("{LIST}&area=57&limit=4{next}")).await;
            let found = handles(&page);
            assert!(found.len() == 4 || page.json["next"].is_null(), "page {number}");
            assert!(as_of.is_empty() || as_of == page.text("/as_of"));
            as_of = page.text("/as_of").to_owned();
            // Meanwhile one that was told changes, and one that was not; and one more is recorded.
            app.clock().pass(SignedDuration::from_secs(2));
            for handle in [&found[0], &in_order[19 - number]] {
                phone.changes(handle, None, "landmark", &format!("แก้แล้วครั้งที่ {number}"));
                changed.insert(handle.clone());
            }
            let (new, _) = phone.records("570901", "บ้านใหม่", &[wants("ก")]);
            phone.syncs().await;
            changed.insert(new);
            told.extend(found);
            match page.json["next"].as_str() {
                Some(cursor) => next = format!("&after={cursor}"),
                None => break,
            }
            assert!(number < 20, "it never comes to an end");
        }
        let distinct: BTreeSet<String> = told.iter().cloned().collect();
        assert_eq!(distinct.len(), told.len(), "one was told twice");
        assert!(distinct.is_superset(&every), "one was left out");

        // What changed since is found by asking for it, within any area.
        let since = format!("&changed_since={as_of}");
        assert_eq!(all(&somsak, &format!("&area=57&limit=500{since}")).await, changed);
        let here: BTreeSet<String> = changed.iter().filter(|one| in_order.iter().skip(2).step_by(3).any(|other| &other == one)).cloned().collect();
        assert_eq!(all(&malee, &format!("&area={AREA}{since}")).await, here);
        assert_eq!(all(&malee, &format!("&area=57{since}")).await, here, "the part of it that is theirs");
        assert_eq!(all(&somsak, "&area=57&changed_since=2027-01-01T00:00:00Z").await, BTreeSet::new());
        let ever = all(&somsak, "&area=57&changed_since=-009999-06-01T00:00:00Z").await;
        assert_eq!(ever.len(), every.union(&changed).count());
        let first = somsak.get(&format!("{LIST}&area=57&limit=1{since}")).await;
        let cursor = first.text("/next").to_owned();
        // A cursor belongs to its list, and to whoever asked.
        for (program, filter) in [(&somsak, "&area=57"), (&somsak, "&area=5709"), (&malee, "&area=57")] {
            let refused = program.get(&format!("{LIST}{filter}&after={cursor}")).await;
            assert_eq!(amiss(&refused), [("after", "api-other-list")]);
        }
    }

    async fn one_s_own_come_in_pages_as_well(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        for n in 0..5 {
            phone.records(AREA, &format!("บ้านเลขที่ {n}"), &[wants("นางคำแก้ว ใจดี")]);
        }
        phone.syncs().await;
        let dao = program(&app, &dao).await;
        let first = dao.get(&format!("{LIST}&limit=3")).await;
        let second = dao.get(&format!("{LIST}&limit=3&after={}", first.text("/next"))).await;
        assert_eq!((handles(&first).len(), handles(&second).len()), (3, 2));
        assert!(second.json["next"].is_null());
        let distinct: BTreeSet<String> = handles(&first).into_iter().chain(handles(&second)).collect();
        assert_eq!(distinct.len(), 5);
    }

    async fn a_question_that_cannot_be_read_is_told_by_its_parts(app: TestApp) {
        let somsak = program(&app, &app.somsak().await).await;
        let wrong = somsak.get("/api/v1/households?incident=ZZZ&area=zz&changed_since=yesterday&limit=501&colour=red").await;
        assert_eq!(amiss(&wrong), [
            ("area", "area-unknown"), ("changed_since", "api-not-an-instant"), ("colour", "api-unknown-field"),
            ("incident", "api-unknown-incident"), ("limit", "field-out-of-range"),
        ]);
        assert_eq!(amiss(&somsak.get("/api/v1/households").await), [("incident", "api-unknown-incident")]);
        for area in ["5799", "570", "579999", "57090604x"] {
            let refused = somsak.get(&format!("{LIST}&area={area}")).await;
            assert_eq!(amiss(&refused), [("area", "area-unknown")], "{area}");
        }
        let refused = somsak.get(&format!("{LIST}&after=nonsense")).await;
        assert_eq!(amiss(&refused), [("after", "api-other-list")]);
    }
}

impl TestApp {
    /// The admin of Wiang Phang Kham alone.
    async fn person_of_subdistrict(&self) -> crate::world::Person {
        self.holds_seat(MALEE, "subdistrict_admin", AREA).await
    }
}
