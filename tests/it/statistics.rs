//! Figures by area: they move with the fact, add up, and give nobody away in public.

use std::collections::BTreeMap;

use areas::AreaCode;
use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::accounts::actions::sign_in;
use jitasa::incidents;
use jitasa::statistics::actions::figures;
use jitasa::statistics::model::{Column, Figures, Shown};

use crate::world::{AREA, Person, TestApp};

/// Records a household of so many persons who are not vaccinated and want to be.
async fn records(person: &Person, area: &str, n: usize) {
    let fields: Vec<(String, &str)> = (0..n)
        .flat_map(|n| {
            [
                ("name", "สมชาย"),
                ("nationality", "th"),
                ("history", "none"),
                ("wish", "wants"),
            ]
            .map(|(name, value)| (format!("persons.{n}.{name}"), value))
        })
        .collect();
    let mut all = vec![("area", area), ("landmark", "ข้างวัด")];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), *value)));
    person.sees("/ask/COV/vaccination").await.is(200);
    person
        .posts("/ask/COV/vaccination", &all)
        .await
        .leads_to("/households/");
}

async fn seen_by(app: &TestApp, person: Option<&Person>, area: &str) -> Figures {
    let now = app.clock().now();
    let mut cx = Cx::system(now);
    if let Some(person) = person {
        cx.actor = sign_in::resolve(app.app(), &person.token().await, now)
            .await
            .expect("a session");
    }
    let incidents = incidents::actions::all(app.app(), now)
        .await
        .expect("incidents");
    let incident = incidents
        .iter()
        .find(|one| one.prefix.as_str() == "COV")
        .expect("the first incident");
    figures(app.app(), &cx, incident, area.parse().expect("an area"))
        .await
        .expect("figures")
}

fn cell(figures: &Figures, area: &str, column: Column) -> Shown {
    let area: AreaCode = area.parse().expect("an area");
    let row = figures
        .rows
        .iter()
        .chain([&figures.total])
        .find(|row| row.area == Some(area));
    row.unwrap_or_else(|| panic!("no line of {area}"))
        .cells
        .get(column)
}

on_both_engines! {
    async fn a_household_moves_the_figures_at_once(app: TestApp) {
        let dao = app.dao().await;
        let empty = dao.sees("/statistics").await;
        empty.is(200).says("ยังไม่มีข้อมูลในพื้นที่นี้").says("แม่ฮ่องสอน");
        records(&dao, AREA, 2).await;

        // In public: something is there, and no more.
        let public = app.anong().sees("/statistics").await;
        public.is(200).says("น้อยกว่า 5").says("เชียงราย").does_not_say("อาสาสมัครในพื้นที่");
        let province = seen_by(&app, None, "57").await;
        assert_eq!(cell(&province, "5709", Column::Persons), Shown::Few);
        assert_eq!(cell(&province, "5701", Column::Persons), Shown::Exact(0));
        assert!(!province.is_exact && province.total.volunteers.is_none());

        // The area's admin sees how many, on the way down to the subdistrict.
        let somsak = app.somsak().await;
        for (table, line) in [("57", "5709"), ("5709", AREA), (AREA, AREA)] {
            let exact = seen_by(&app, Some(&somsak), table).await;
            assert!(exact.is_exact);
            assert_eq!(cell(&exact, line, Column::Households), Shown::Exact(1), "{table}");
            for column in [Column::Persons, Column::NotVaccinated, Column::Wants] {
                assert_eq!(cell(&exact, line, column), Shown::Exact(2), "{table}");
            }
            assert_eq!(cell(&exact, line, Column::DoesNotWant), Shown::Exact(0));
        }
        // Dao registered in the province and no nearer.
        let exact = seen_by(&app, Some(&somsak), "57").await;
        assert_eq!(exact.total.volunteers, Some(1));
        let page = somsak.sees("/statistics?area=57&incident=COV").await;
        page.is(200).says("แม่สาย").says("อาสาสมัคร").does_not_say("น้อยกว่า 5 ไม่แสดง");
        // Beyond the own area an admin is the public.
        assert!(!seen_by(&app, Some(&somsak), "0").await.is_exact);
    }

    async fn requests_are_counted_by_how_far_help_has_come(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let malee = app.malee().await;
        let columns = [Column::Received, Column::Waiting, Column::BeingHelped, Column::Done];
        let counted = async || {
            let figures = seen_by(&app, Some(&malee), "0").await;
            columns.map(|column| cell(&figures, "57", column).exact().unwrap())
        };
        assert_eq!(counted().await, [1, 1, 0, 0]);
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await;
        assert_eq!(counted().await, [1, 0, 1, 0]);
        app.helps(&boonmee, &asked.reference).await;
        assert_eq!(counted().await, [1, 0, 0, 1]);
        app.answers(&anong, &asked, "reopen").await;
        assert_eq!(counted().await, [1, 1, 0, 0]);
    }

    async fn going_down_gives_no_small_figure_back(app: TestApp) {
        let dao = app.dao().await;
        // Twelve, nine and three in three districts: 24 in the province.
        for (area, n) in [("570101", 12), ("570301", 9), (AREA, 3)] {
            records(&dao, area, n).await;
        }
        let country = seen_by(&app, None, "0").await;
        assert_eq!(cell(&country, "57", Column::Persons), Shown::Exact(24));
        let province = seen_by(&app, None, "57").await;
        assert_eq!(province.total.cells.get(Column::Persons), Shown::Exact(24));
        assert_eq!(cell(&province, "5709", Column::Persons), Shown::Few);
        // The nine stand for the three, or 24 less what is shown would be three.
        assert_eq!(cell(&province, "5703", Column::Persons), Shown::Covered);
        assert_eq!(cell(&province, "5701", Column::Persons), Shown::Exact(12));
        // And the table of the nine does not tell them either.
        for deeper in ["5703", "570301"] {
            let district = seen_by(&app, None, deeper).await;
            assert_eq!(cell(&district, "570301", Column::Persons), Shown::Covered, "{deeper}");
            assert_eq!(district.total.cells.get(Column::Persons), Shown::Covered, "{deeper}");
        }
        let page = app.anong().sees("/statistics?area=5703").await;
        page.is(200).says("ปกปิด").does_not_say(">9<");
    }

    async fn what_was_told_no_finer_has_a_line_of_its_own(app: TestApp) {
        let dao = app.dao().await;
        records(&dao, "57", 7).await;
        let province = seen_by(&app, None, "57").await;
        let last = province.rows.last().unwrap();
        assert_eq!((last.area, last.cells.get(Column::Persons)), (None, Shown::Exact(7)));
        dao.sees("/statistics?area=57").await.says("ไม่ได้ระบุละเอียดกว่านี้");
    }

    async fn the_totals_are_the_sums_of_all_days(app: TestApp) {
        let dao = app.holds_seat(crate::world::DAO, "province_admin", "57").await;
        for (n, area) in [AREA, "570901", "5709", "57"].into_iter().enumerate() {
            records(&dao, area, n + 1).await;
            app.clock().pass(jiff::SignedDuration::from_hours(5));
        }
        let (anong, boonmee) = (app.anong(), app.boonmee().await);
        let asked = app.asks_for_help(&anong).await;
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        app.helps(&boonmee, &asked.reference).await;
        // To another village, to another subdistrict, and not at all.
        let mut phone = crate::survey_sync::phone_of(&app, &dao, 1).await;
        phone.syncs().await;
        let handles: Vec<String> = phone.known.keys().cloned().collect();
        assert_eq!(handles.len(), 4);
        for (handle, (field, value)) in handles.iter().zip([
            ("area", "570902"), ("area", "570502"), ("state", "moved_away"), ("state", "mistake"),
        ]) {
            phone.changes(handle, None, field, value);
        }
        phone.syncs().await;
        assert_eq!(phone.refused, []);
        let (kept, summed) = totals(&app).await;
        assert!(summed.len() > 15, "{summed:?}");
        assert_eq!(kept, summed);
    }

    async fn a_practice_incident_counts_nowhere(app: TestApp) {
        let malee = app.malee().await;
        malee.sees("/incidents").await.is(200);
        let fields = [
            ("preset", "covid19"), ("prefix", "TRY"), ("name_th", "ฝึกซ้อม"), ("practice", "yes"),
        ];
        malee.posts("/incidents", &fields).await.leads_to("/incidents");
        app.clock().pass(jiff::SignedDuration::from_secs(3));
        let dao = app.dao().await;
        let household = [
            ("area", AREA), ("landmark", "ข้างวัด"), ("persons.0.name", "สมชาย"),
            ("persons.0.nationality", "th"), ("persons.0.history", "dose_2"),
        ];
        dao.sees("/ask/TRY/vaccination").await.is(200);
        dao.posts("/ask/TRY/vaccination", &household).await.leads_to("/households/");
        dao.gets("/statistics?incident=TRY").await.is(404);
        let rows: i64 = db::read!(app.app().db, |tx| {
            tx.one(COUNT_TALLIES, &[]).await?.get("n")
        })
        .unwrap();
        assert_eq!(rows, 0);
    }

    async fn the_page_answers_in_every_language_and_to_nonsense(app: TestApp) {
        let anong = app.anong();
        for language in ["th", "en"] {
            anong.sees(&format!("/statistics?lang={language}")).await.is(200);
        }
        anong.sees("/statistics?area_text=Chiang%20Rai&lang=en").await.is(200).says("Mae Sai");
        anong.sees("/statistics?area_text=qqqqqqqq").await.is(200).says("area_text-err");
        anong.gets("/statistics?area=99").await.is(200);
        anong.gets("/statistics?incident=XXX").await.is(404);
        anong.gets("/statistics?area=%00&incident=%00").await.is(404);
    }
}

db::sql! { COUNT_TALLIES = "SELECT count(*) AS n FROM tallies" }
db::sql! { BY_DAY = "
    SELECT area, metric, dims, CAST(sum(n) AS BIGINT) AS n FROM tallies GROUP BY area, metric, dims
" }
db::sql! { OVER_ALL = "
    SELECT level, area, metric, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tally_totals GROUP BY level, area, metric, dims
" }

type Sums = BTreeMap<(i64, u32, String, String), i64>;

/// What the totals hold, and what they would if they were summed anew.
async fn totals(app: &TestApp) -> (Sums, Sums) {
    let (days, all) = db::read!(app.app().db, |tx| {
        Ok::<_, db::Error>((tx.all(BY_DAY, &[]).await?, tx.all(OVER_ALL, &[]).await?))
    })
    .unwrap();
    let mut summed = Sums::new();
    for row in &days {
        let area: u32 = row.get("area").unwrap();
        let (metric, dims): (String, String) =
            (row.get("metric").unwrap(), row.get("dims").unwrap());
        let n: i64 = row.get("n").unwrap();
        for (level, step) in [(1, 10_000), (2, 100), (3, 1)] {
            let finer = if step == 10_000 { u32::MAX } else { step * 100 };
            if level == 1 || !area.is_multiple_of(finer) {
                let key = (level, area / step * step, metric.clone(), dims.clone());
                *summed.entry(key).or_default() += n;
            }
        }
    }
    let kept = all.iter().map(|row| {
        let key = (
            row.get("level").unwrap(),
            row.get("area").unwrap(),
            row.get("metric").unwrap(),
            row.get("dims").unwrap(),
        );
        (key, row.get("n").unwrap())
    });
    let mut kept: Sums = kept.collect();
    kept.retain(|_, n| *n != 0);
    summed.retain(|_, n| *n != 0);
    (kept, summed)
}
