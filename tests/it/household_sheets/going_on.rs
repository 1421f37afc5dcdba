//! Sheets as a program at work goes through them: in pieces, stopped and gone on with, beside what is not to
//! stand behind them; and a household with more persons than one has.

use std::time::{Duration, Instant};

use db::{on_both_engines, sql};
use jitasa::household_sheets::actions::work;
use jitasa::work::{Work, runner, runners};
use serde_json::json;

use super::*;
use crate::world::ANONG;

/// More households than are tried in one piece.
const LARGE: usize = 102;
const PATIENCE: Duration = Duration::from_secs(60);

const HEADINGS: &str = "ครัวเรือนที่,หมู่บ้านหรือหมู่ที่,บ้านเลขที่หรือจุดสังเกต,ชื่อและนามสกุล,สัญชาติ,อายุหรือปีเกิด,ประวัติการรับวัคซีน,ความประสงค์\n";

/// A row of somebody whom nobody is called like.
fn row(household: usize, landmark: &str, n: usize) -> String {
    let letters: Vec<char> = "กขคงจชดตถทนบปพฟมยรลวสหอ".chars().collect();
    let (one, other) = (letters[n / letters.len()], letters[n % letters.len()]);
    format!("{household},หมู่ 3,{landmark},{one}า{other}า ใจดี,ไทย,30,ยังไม่ได้รับวัคซีน,ต้องการ\n")
}

/// A sheet of so many households of one.
fn of_households(n: usize) -> String {
    let rows = (0..n).map(|n| row(n + 1, &format!("9/{n}"), n));
    HEADINGS.to_owned() + &rows.collect::<String>()
}

/// A household of so many persons.
fn of_persons(household: usize, n: usize) -> String {
    let landmark = format!("หอพัก {household}");
    (0..n).map(|n| row(household, &landmark, n)).collect()
}

/// Brings a sheet that nobody has tried yet; gives its address.
async fn brought(person: &Person, text: &str) -> String {
    let page = brings(person, "large.csv", text.as_bytes()).await;
    page.leads_to("/households/sheets/").to_owned()
}

sql! { HER_SEAT_IS = "UPDATE seats SET standing = $1 WHERE role = 'subdistrict_admin'" }

async fn her_seat_is(app: &TestApp, standing: &str) {
    db::write!(app.app().db, |tx| {
        tx.execute(HER_SEAT_IS, &[&standing]).await
    })
    .unwrap();
}

/// The work on a sheet comes to a stop, since whoever brought it may bring none meanwhile.
async fn stops(app: &TestApp) {
    her_seat_is(app, "suspended").await;
    app.work_jobs().await;
    her_seat_is(app, "held").await;
}

/// Waits until a sheet that others work at says so.
async fn until(person: &Person, address: &str, words: &str) {
    let end = Instant::now() + PATIENCE;
    while !person.sees(address).await.has(words) {
        assert!(
            Instant::now() < end,
            "the sheet does not come to say {words}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn a_household_of_more_than_sixty_is_told_and_one_of_sixty_recorded(app: TestApp) {
        let dao = admin(&app).await;
        let text = [HEADINGS.to_owned(), of_persons(1, 61), of_persons(2, 60)].concat();
        let address = tried(&app, &dao, "dormitories.csv", text.as_bytes()).await;
        let page = dao.sees(&address).await;
        page.says("พร้อมบันทึก 1").says("ต้องแก้ไข 1").says("หนึ่งครัวเรือนใส่ได้ไม่เกิน 60").says("หอพัก 1");
        recorded(&app, &dao, &address).await.says("บันทึกเสร็จแล้ว").says("ต้องแก้ไข 1");
        assert_eq!(counted(&app).await, (1, 60));

        // All its rows come back, so that they can be made two households.
        let mut rows = downloads(&app, &dao, &format!("{address}/mend.xlsx")).await;
        assert_eq!(rows.len(), 2 + 61);
        assert!(cell(&rows, 2, "amiss").contains("ไม่เกิน 60"));
        let (number, landmark) = (at(&rows, "household_no"), at(&rows, "landmark"));
        rows[62][number] = Data::String("2".to_owned());
        rows[62][landmark] = Data::String("หอพัก 3".to_owned());
        let mended = tried(&app, &dao, "mended.xlsx", &write(&rows)).await;
        dao.sees(&mended).await.does_not_say("ต้องแก้ไข");
    }

    async fn a_sheet_stopped_before_all_of_it_was_tried_is_tried_to_its_end(app: TestApp) {
        let dao = admin(&app).await;
        let address = brought(&dao, &of_households(LARGE)).await;
        let id = address.rsplit('/').next().unwrap();
        let piece = serde_json::from_value(json!({ "sheet": id, "round": 0 })).unwrap();
        work::work(app.app().clone(), piece).await.unwrap();
        stops(&app).await;
        let page = dao.sees(&address).await;
        page.says("หยุดไว้").says("พร้อมบันทึก 100").says("รอตรวจ 2");

        // Nothing is recorded before all is tried.
        let start = format!("{address}/start");
        dao.posts(&start, &[]).await.leads_to(&address);
        dao.sees(&address).await.says("กำลังตรวจ");
        app.work_jobs().await;
        dao.sees(&address).await.says("พร้อมบันทึก 102").does_not_say("รอตรวจ");
        assert_eq!(counted(&app).await, (0, 0));
        recorded(&app, &dao, &address).await.says("บันทึกเสร็จแล้ว");
        assert_eq!(counted(&app).await, (102, 102));
    }

    async fn a_sheet_of_which_nothing_was_tried_can_be_gone_on_with(app: TestApp) {
        let dao = admin(&app).await;
        let address = brought(&dao, PAPER).await;
        stops(&app).await;
        let page = dao.sees(&address).await;
        page.says("หยุดไว้").says("รอตรวจ 3");
        let offered = page.actions(&format!("{address}/start"));
        assert_eq!(offered.len(), 1, "it can be started");
        dao.posts(&offered[0], &[]).await.leads_to(&address);
        app.work_jobs().await;
        dao.sees(&address).await.says("พร้อมบันทึก 2").says("ต้องแก้ไข 1");
    }

    async fn a_code_does_not_stand_behind_sheets(app: TestApp) {
        let dao = admin(&app).await;
        app.work_jobs().await;
        let address = brought(&dao, &of_households(LARGE)).await;
        let anong = app.anong();
        anong.sees("/ask").await;
        anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await.leads_to("/codes/");

        // Each runner does what is its own: the code alone, then the sheet with all its pieces.
        let now = app.clock().now();
        let [soon, of_lists, _] = runners(app.app());
        assert_eq!(soon.drain(app.app(), now).await.unwrap().done, 1);
        dao.sees(&address).await.says("กำลังตรวจ");
        assert!(of_lists.drain(app.app(), now).await.unwrap().done > 1);
        dao.sees(&address).await.says("พร้อมบันทึก 102");
    }

    async fn every_kind_of_job_is_done_by_one_runner(app: TestApp) {
        let mut parted: Vec<&str> = Vec::new();
        for one in &runners(app.app()) {
            parted.extend(one.names());
        }
        parted.sort_unstable();
        let all: Vec<&str> = runner(app.app()).names().collect();
        assert_eq!(parted, all);
    }

    async fn a_program_at_work_goes_on_with_a_sheet_where_another_was_stopped(app: TestApp) {
        let dao = admin(&app).await;
        let address = brought(&dao, &of_households(LARGE)).await;
        Work::start(app.app()).stop().await;
        let at_work = Work::start(app.app());
        until(&dao, &address, "พร้อมบันทึก 102").await;
        dao.posts(&format!("{address}/start"), &[]).await.leads_to(&address);
        until(&dao, &address, "บันทึกเสร็จแล้ว").await;
        at_work.stop().await;
        assert_eq!(counted(&app).await, (102, 102));
    }
}
