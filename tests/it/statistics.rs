//! Figures by area: they move with the fact, add up, and give nobody away in public.

use areas::AreaCode;
use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::accounts::actions::sign_in;
use jitasa::app::App;
use jitasa::incidents;
use jitasa::incidents::model::Incident;
use jitasa::statistics::actions::{figures, trend};
use jitasa::statistics::model::{Cells, Column, Days, Figures, Shown};
use jitasa::statistics::recount::actions::verify;
use jitasa::statistics::recount::model::{Differing, Kept};

use crate::world::{AREA, Person, TestApp};

/// Records a household of so many persons who are not vaccinated and want to be.
pub async fn records(person: &Person, area: &str, n: usize) {
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

/// Who asks, and of which incident.
async fn asking(app: &TestApp, person: Option<&Person>) -> (Cx, Incident) {
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
    let of_covid = |one: &&Incident| one.prefix.as_str() == "COV";
    let incident = incidents.iter().find(of_covid).expect("the first incident");
    (cx, incident.clone())
}

async fn seen_by(app: &TestApp, person: Option<&Person>, area: &str) -> Figures {
    seen_of(app, person, area, None).await
}

async fn seen_of(
    app: &TestApp,
    person: Option<&Person>,
    area: &str,
    days: Option<Days>,
) -> Figures {
    let (cx, incident) = asking(app, person).await;
    figures(
        app.app(),
        &cx,
        &incident,
        (area.parse().expect("an area"), days),
    )
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
        assert!(are_the_records(app.app()).await > 15);
    }

    async fn a_recount_names_what_is_wrong(app: TestApp) {
        let dao = app.dao().await;
        records(&dao, AREA, 3).await;
        app.asks_for_help(&app.anong()).await;
        are_the_records(app.app()).await;
        for (spoil, wanted) in [
            (SPOIL_TALLY, (Kept::Tallies, "persons", 4, 3)),
            (SPOIL_TOTAL, (Kept::Totals, "households", 0, 1)),
            (SPOIL_DAY, (Kept::Days, "requests", 0, 1)),
        ] {
            db::write!(app.app().db, |tx| { tx.execute(spoil, &[]).await }).unwrap();
            let found = verify(app.app(), None, |_| {}).await.unwrap().differing;
            let is_it = |one: &Differing| {
                (one.kept, one.metric.code(), one.told, one.counted) == wanted
            };
            assert!(found.iter().any(is_it), "{wanted:?} is not in {found:?}");
        }
    }

    async fn days_add_up_to_spans_wherever_one_looks(app: TestApp) {
        let today = jitasa::clock::day(app.clock().now());
        let day = |n: i64| today.saturating_add(jiff::Span::new().days(n));
        // On each of five days so many people in one of these places.
        let places = [AREA, "570901", "570101", "57", "5709"];
        let mut told: Vec<(i64, &str, i64)> = Vec::new();
        for n in 0..5 {
            let somsak = app.somsak().await;
            for (at, place) in places.into_iter().enumerate().filter(|(at, _)| (at + n) % 2 == 0) {
                records(&somsak, place, at + n + 1).await;
                told.push((n as i64, place, (at + n + 1) as i64));
            }
            app.clock().pass(jiff::SignedDuration::from_hours(24));
        }
        let somsak = app.somsak().await;
        let sum = |first: i64, last: i64, is_in: &dyn Fn(&str) -> bool| -> i64 {
            let of = told.iter().filter(|(n, place, _)| (first..=last).contains(n) && is_in(place));
            of.map(|(.., n)| n).sum()
        };
        for (first, last) in [(0, 4), (0, 0), (1, 3), (2, 2), (3, 4), (4, 4), (5, 9), (-9, -1)] {
            let days = Days { first: day(first), last: day(last) };
            let n = last - first + 1;
            for area in ["57", "5709", AREA] {
                let figures = seen_of(&app, Some(&somsak), area, Some(days)).await;
                let within = |place: &str| place.starts_with(area);
                let persons = |cells: &Cells| cells.get(Column::Persons).exact().unwrap();
                assert_eq!(persons(&figures.total.cells), sum(first, last, &within), "{area} {days:?}");
                let before = figures.before.expect("the days before");
                assert_eq!(persons(&before), sum(first - n, first - 1, &within), "{area} {days:?}");
                for row in figures.rows.iter().filter(|row| !row.is_empty()) {
                    let here = |place: &str| match row.area {
                        Some(below) => place.starts_with(&below.short()),
                        None => place == area,
                    };
                    assert_eq!(persons(&row.cells), sum(first, last, &here), "{area} {days:?} {row:?}");
                }
            }
        }
        // And each day of the trend.
        let (cx, incident) = asking(&app, Some(&somsak)).await;
        let all = trend(app.app(), &cx, &incident, ("5709".parse().unwrap(), None)).await.unwrap();
        for (n, wanted) in (0..5).map(|n| (n, sum(n, n, &|place| place.starts_with("5709")))) {
            let bucket = all.buckets.iter().find(|bucket| bucket.days.first == day(n)).unwrap();
            assert_eq!(bucket.counts.get(Column::Persons), wanted);
        }
        are_the_records(app.app()).await;
    }

    async fn days_are_for_the_admins_of_the_area(app: TestApp) {
        let (anong, somsak) = (app.anong(), app.somsak().await);
        records(&app.dao().await, AREA, 2).await;
        let today = jitasa::clock::day(app.clock().now());
        let path = format!("/statistics?area=57&from={today}&to={today}");
        somsak.sees(&path).await.is(200).says("ช่วงก่อนหน้า").says("+2").says("<rect");
        anong.sees(&path).await.is(200).does_not_say("ช่วงก่อนหน้า").does_not_say("<rect x");
        somsak.sees("/statistics?area=57&from=2026-12-02&to=2026-12-01").await.is(200)
            .says("วันแรกต้องไม่อยู่หลังวันสุดท้าย");
        somsak.sees("/statistics?area=57&from=ซักวัน").await.is(200).says("กรอกวันที่");
        let api = app.api(somsak.token().await);
        let path = format!("/api/v1/statistics?area=57&from={today}&to={today}");
        let answer = api.get(&path).await;
        answer.is(200);
        assert_eq!(answer.json["total"]["figures"]["persons"], 2);
        assert_eq!(answer.json["before"]["persons"], 0);
        assert_eq!(answer.json["days"]["from"], today.to_string());
        api.get("/api/v1/statistics?area=57&from=2026-12-02&to=2026-12-01").await.is(422);
        api.get("/api/v1/statistics?area=57&from=1026-12-02").await.is(422);
        api.get("/api/v1/statistics?area=57&by=x").await.is(422);
        app.api(None).get(&path).await.is(403);
        api.get(&format!("/api/v1/statistics?area=90&from={today}")).await.is(403);
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
db::sql! { SPOIL_TALLY = "UPDATE tallies SET n = n + 1 WHERE metric = 'persons'" }
db::sql! { SPOIL_TOTAL = "UPDATE tally_totals SET n = n - 1 WHERE metric = 'households' AND level = 2" }
db::sql! { SPOIL_DAY = "DELETE FROM tally_days WHERE metric = 'requests' AND area % 10000 <> 0" }

/// How many requests of today one line of a table has, for the national admin.
pub async fn received_today(app: &TestApp, table: &str, line: &str) -> i64 {
    let malee = app.malee().await;
    let today = jitasa::clock::day(app.clock().now());
    let days = Days {
        first: today,
        last: today,
    };
    let figures = seen_of(app, Some(&malee), table, Some(days)).await;
    let received = cell(&figures, line, Column::Received);
    received.exact().expect("an exact figure")
}

/// Counts every figure anew; gives how many there are.
pub async fn are_the_records(app: &App) -> usize {
    let found = verify(app, None, |_| {}).await.expect("a recount");
    assert_eq!(
        found.differing,
        [],
        "figures that are not what the records say"
    );
    found.n
}
