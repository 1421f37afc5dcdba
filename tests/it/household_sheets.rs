//! Households on sheets: filled in on paper, tried without writing, recorded once however often it is asked,
//! taken out, changed and brought in again. Nobody brings or takes what is not of their area.

mod going_on;
mod taken_out;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use db::{on_both_engines, sql};
use http::Request;
use http::header::{CONTENT_TYPE, COOKIE};
use jitasa::household_sheets::actions::work;
use jitasa::household_sheets::model::Verdict;
use rust_xlsxwriter::Workbook;
use tower::ServiceExt as _;

use crate::survey_sync::phone_of;
use crate::world::{AREA, Card, DAO, Page, Person, TestApp};

/// The admin of another subdistrict.
const FON: Card = Card {
    full_name: "ฝน ใจเย็น",
    phone: "0812340043",
    username: "fon",
    password: "นาข้าว-ริมน้ำ-47",
};

pub const SHEETS: &str = "/households/sheets";

/// A sheet as an office types it: its own order of columns, headings in Thai, and a column of its own.
pub const PAPER: &str = "\
ครัวเรือนที่,หมู่บ้านหรือหมู่ที่,บ้านเลขที่หรือจุดสังเกต,ชื่อและนามสกุล,สัญชาติ,อายุหรือปีเกิด,เพศ,เบอร์โทร,ประวัติการรับวัคซีน,ความประสงค์,เหตุผล,เข็มที่ 1 ยี่ห้อ,เข็มที่ 1 วันที่ฉีด,ผู้ป่วยติดเตียง,กลุ่ม 608: โรคประจำตัวหรือตั้งครรภ์,วันที่สำรวจ,ผู้กรอก
๑,หมู่ 3,12/1,นางคำแก้ว ใจดี,ไทย,๖๗,หญิง,812340300,ยังไม่ได้รับวัคซีน,ต้องการ,,,,x,\"โรคหัวใจและหลอดเลือด, โรคเบาหวาน\",20/11/2569,ป้าสี
๑,,,Aung Kyaw,เมียนมา,2540,ชาย,,1 เข็ม,ต้องการ,,ซิโนแวค,15/10/2569,,,,
2,หมู่ 3,12/2,นายบุญ ใจดี,ไทย,สามสิบ,ชาย,,ยังไม่ได้รับวัคซีน,อาจจะ,,,,,,20/11/2569,
3,หมู่ 4,หลังวัด,นางสาวฟ้า ใจงาม,ไทย,30,หญิง,,ยังไม่ได้รับวัคซีน,ไม่ต้องการ,กลัวผลข้างเคียง,,,,,20/11/2569,
";

sql! { COUNT_LOOKS = "SELECT count(*) AS n FROM looks" }
sql! { COUNT_EXPORTS = "SELECT count(*) AS n FROM household_exports WHERE purpose = 'visits'" }
sql! { TRY_AGAIN = "
    UPDATE household_sheet_entries SET verdict = 'new', household = NULL WHERE verdict = 'recorded'
" }
sql! { CHANGE_AGAIN = "
    UPDATE household_sheet_entries SET verdict = 'change', household = NULL WHERE verdict = 'changed'
" }
sql! { RECORD_AGAIN = "
    UPDATE household_sheets SET stage = 'recording', round = round + 1 WHERE stage = 'done'
" }
sql! { ITS_ID = "SELECT id FROM household_sheets" }

async fn count(app: &TestApp, statement: db::Sql) -> i64 {
    let row = db::look!(app.app().db, |tx| { tx.one(statement, &[]).await }).unwrap();
    row.get("n").unwrap()
}

/// Households and persons counted for the subdistrict.
async fn counted(app: &TestApp) -> (i64, i64) {
    let somsak = app.somsak().await;
    let api = app.api(somsak.token().await);
    let answer = api.get(&format!("/api/v1/statistics?area={AREA}")).await;
    let figures = &answer.is(200).json["total"]["figures"];
    let figure = |name: &str| figures[name].as_i64().unwrap_or(0);
    (figure("households"), figure("persons"))
}

async fn admin(app: &TestApp) -> Person {
    app.holds_seat(DAO, "subdistrict_admin", AREA).await
}

async fn brings(person: &Person, name: &str, bytes: &[u8]) -> Page {
    let mut browser = person.browser().await;
    browser.get(SHEETS).await.is(200);
    let fields = [("area", AREA), ("consent", "consent")];
    browser.upload(SHEETS, &fields, (name, bytes)).await
}

/// Brings a sheet and has it tried; gives its address.
async fn tried(app: &TestApp, person: &Person, name: &str, bytes: &[u8]) -> String {
    let page = brings(person, name, bytes).await;
    let address = page.leads_to("/households/sheets/").to_owned();
    app.work_jobs().await;
    address
}

pub async fn recorded(app: &TestApp, person: &Person, address: &str) -> Page {
    person.sees(address).await;
    let start = format!("{address}/start");
    person.posts(&start, &[]).await.leads_to(address);
    app.work_jobs().await;
    person.sees(address).await
}

/// A file that is downloaded, its first sheet as rows of cells.
async fn rows_of(app: &TestApp, request: Request<axum::body::Body>) -> Vec<Vec<Data>> {
    let answer = app.site().oneshot(request).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

pub async fn downloads(app: &TestApp, person: &Person, address: &str) -> Vec<Vec<Data>> {
    let cookie = format!("jitasa_session={}", person.token().await);
    let request = Request::get(address).header(COOKIE, cookie);
    rows_of(app, request.body(axum::body::Body::empty()).unwrap()).await
}

async fn takes_out(app: &TestApp, person: &Person) -> Vec<Vec<Data>> {
    person.sees("/households/sheets/export").await;
    let (token, known) = {
        let browser = person.browser().await;
        let cookie = browser.cookie(web::csrf::COOKIE).unwrap_or_default();
        (browser.csrf().to_owned(), cookie.to_owned())
    };
    let fields = [
        (web::csrf::FIELD, token.as_str()),
        ("area", AREA),
        ("purpose", "visits"),
    ];
    let body = web::Typed::from_pairs(fields).to_query();
    let cookies = format!(
        "jitasa_session={}; {}={known}",
        person.token().await,
        web::csrf::COOKIE,
    );
    let request = Request::post("/households/sheets/export")
        .header(COOKIE, cookies)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    rows_of(app, request.body(axum::body::Body::from(body)).unwrap()).await
}

fn at(rows: &[Vec<Data>], name: &str) -> usize {
    let found = rows[0].iter().position(|cell| *cell == name);
    found.unwrap_or_else(|| panic!("no column {name}: {:?}", rows[0]))
}

fn cell(rows: &[Vec<Data>], line: usize, name: &str) -> String {
    rows[line][at(rows, name)].to_string()
}

fn line_of(rows: &[Vec<Data>], person: &str) -> usize {
    let names = at(rows, "name");
    rows.iter().position(|row| row[names] == person).unwrap()
}

fn write(rows: &[Vec<Data>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in (0_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(row) {
            if *cell != Data::Empty {
                sheet.write_string(line, at, cell.to_string()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

on_both_engines! {
    async fn a_sheet_from_paper_is_tried_and_then_recorded_once(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "หมู่ 3.csv", PAPER.as_bytes()).await;
        let page = dao.sees(&address).await;
        page.says("พร้อมบันทึก 2").says("ต้องแก้ไข 1").says("ผู้กรอก").says("12/2");
        page.says("อายุหรือปีเกิด: ใส่อายุเป็นตัวเลข").says("«สามสิบ»").says("«อาจจะ»");
        assert_eq!(counted(&app).await, (0, 0));

        let page = recorded(&app, &dao, &address).await;
        page.says("บันทึกเสร็จแล้ว").says("ต้องแก้ไข 1");
        assert_eq!(counted(&app).await, (2, 3));
        let kept = dao.sees(&format!("{address}?show=recorded")).await;
        let household = kept.between("href=\"/households/57", "\"").unwrap().to_owned();
        let household = dao.sees(&format!("/households/57{household}")).await;
        household.says("นางคำแก้ว ใจดี").says("Aung Kyaw").says("12/1").says("081\u{2011}234\u{2011}0300");

        // Pressed again, or done again after a death in the middle, nothing is recorded twice.
        dao.posts(&format!("{address}/start"), &[]).await.is(409);
        db::write!(app.app().db, |tx| {
            tx.execute(TRY_AGAIN, &[]).await?;
            tx.execute(RECORD_AGAIN, &[]).await?;
            Ok::<_, db::Error>(())
        }).unwrap();
        let row = db::look!(app.app().db, |tx| { tx.one(ITS_ID, &[]).await }).unwrap();
        let (sheet, figures) = work::work_here(app.app(), row.get("id").unwrap(), |_, _| {}).await.unwrap();
        assert_eq!(sheet.stage.code(), "done");
        assert_eq!(figures.households(Verdict::Recorded), 2);
        assert_eq!(counted(&app).await, (2, 3));
    }

    async fn what_a_sheet_tells_is_what_a_phone_would_have_told(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        recorded(&app, &dao, &address).await;
        let mut phone = phone_of(&app, &dao, 1).await;
        phone.syncs().await;
        let house = phone.known.values().find(|one| one["fields"]["landmark"] == "12/1").unwrap();
        let person = |n: usize| &house["persons"][n]["fields"];
        assert_eq!(house["fields"]["consent"], "consent");
        assert_eq!(house["fields"]["village"], "หมู่ 3");
        assert_eq!(person(0)["age"], "1959");
        assert_eq!(person(0)["phone"], "+66812340300");
        assert_eq!(person(0)["bedridden"], "yes");
        assert_eq!(person(0)["risks"], "diabetes,heart");
        assert_eq!(person(1)["nationality"], "mm");
        assert_eq!(person(1)["age"], "1997");
        assert_eq!(house["persons"][1]["doses"][0]["on"], "2026-10-15");
        assert_eq!(house["persons"][1]["doses"][0]["brand"], "sinovac");
    }

    async fn the_rows_to_mend_come_back_and_the_others_are_not_doubled(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        recorded(&app, &dao, &address).await;

        let mut rows = downloads(&app, &dao, &format!("{address}/mend.xlsx")).await;
        assert_eq!(rows.len(), 3, "names, headings, and the one household");
        assert!(cell(&rows, 2, "amiss").contains("ใส่อายุเป็นตัวเลข"));
        let (age, wish) = (at(&rows, "age"), at(&rows, "wish"));
        rows[2][age] = Data::String("๓๐".to_owned());
        rows[2][wish] = Data::String("ต้องการ".to_owned());
        let mended = tried(&app, &dao, "mended.xlsx", &write(&rows)).await;
        recorded(&app, &dao, &mended).await.says("บันทึกเสร็จแล้ว");
        assert_eq!(counted(&app).await, (3, 4));

        // The whole sheet once more: its people are here.
        let again = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        dao.sees(&again).await.says("น่าจะบันทึกไว้แล้ว 2");
        dao.posts(&format!("{again}/start"), &[]).await.is(409).says("ไม่มีครัวเรือนที่บันทึกได้");
        assert_eq!(counted(&app).await, (3, 4));
        // Whoever knows better records them all the same.
        dao.sees(&again).await;
        dao.posts(&format!("{again}/start"), &[("with_doubles", "yes")]).await.leads_to(&again);
        app.work_jobs().await;
        assert_eq!(counted(&app).await, (5, 7));
    }

    async fn two_who_bring_one_sheet_record_it_once(app: TestApp) {
        let dao = admin(&app).await;
        // Both are tried before either is recorded.
        let one = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        let other = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        dao.sees(&other).await.says("พร้อมบันทึก 2");
        recorded(&app, &dao, &one).await;
        recorded(&app, &dao, &other).await.says("น่าจะบันทึกไว้แล้ว 2");
        assert_eq!(counted(&app).await, (2, 3));
    }

    async fn the_same_form_with_another_file_is_another_sheet(app: TestApp) {
        let dao = admin(&app).await;
        let mut browser = dao.browser().await;
        let id = "01a1fcec-3160-7549-8e15-e1dc77f5ae23";
        let fields = [("sheet", id), ("area", AREA), ("consent", "consent")];
        let mut addresses = Vec::new();
        let mended = PAPER.replace("สามสิบ", "30").replace("อาจจะ", "ต้องการ");
        for text in [PAPER, PAPER, &mended] {
            browser.get(SHEETS).await.is(200);
            let sent = browser.upload(SHEETS, &fields, ("sheet.csv", text.as_bytes())).await;
            addresses.push(sent.leads_to("/households/sheets/").to_owned());
        }
        assert_eq!(addresses[0], addresses[1]);
        assert_ne!(addresses[0], addresses[2]);
        app.work_jobs().await;
        browser.get(&addresses[2]).await.says("พร้อมบันทึก 3");
    }

    async fn the_empty_sheet_is_the_one_that_is_read(app: TestApp) {
        let dao = admin(&app).await;
        let mut rows = downloads(&app, &dao, "/households/sheets/empty.xlsx").await;
        brings(&dao, "empty.xlsx", &write(&rows)).await.is(422).says("ไม่พบแถวข้อมูล");
        let mut row = vec![Data::Empty; rows[0].len()];
        for (name, text) in [
            ("name", "นางคำแก้ว ใจดี"), ("landmark", "12/1"), ("nationality", "ไทย"),
            ("history", "ยังไม่ได้รับวัคซีน"), ("wish", "ต้องการ"), ("age", "2502"),
        ] {
            row[at(&rows, name)] = Data::String(text.to_owned());
        }
        rows.push(row);
        let address = tried(&app, &dao, "filled.xlsx", &write(&rows)).await;
        recorded(&app, &dao, &address).await;
        assert_eq!(counted(&app).await, (1, 1));
    }

    async fn a_file_of_something_else_is_no_sheet(app: TestApp) {
        let dao = admin(&app).await;
        for (name, bytes, said) in [
            ("empty.csv", &b"\n\n"[..], "ไม่พบแถวข้อมูล"),
            ("photo.jpg", &b"\xff\xd8\xff\xe0\x00\x10JFIF"[..], "ไม่ใช่รายชื่อ"),
            ("names.csv", "ก,ข\n1,2\n".as_bytes(), "ไม่มีคอลัมน์ “ชื่อและนามสกุล”"),
        ] {
            brings(&dao, name, bytes).await.is(422).says(said);
        }
        let mut browser = dao.browser().await;
        browser.get(SHEETS).await;
        let page = browser.upload(SHEETS, &[("area", AREA)], ("sheet.csv", PAPER.as_bytes())).await;
        page.is(422).says("เลือกว่าเก็บข้อมูลนี้โดยความยินยอมหรือตามหน้าที่");
    }
}
