//! What an organisation runs: confirmed several at once, and changed by a sheet as offices fill it in.

use std::io::Cursor;

use axum::body::Body;
use calamine::{Data, Reader as _, Xlsx};
use db::on_both_engines;
use http::Request;
use http::header::COOKIE;
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::json;
use tower::ServiceExt as _;

use crate::points_desk::{found, made, point};
use crate::world::{DAO, Page, Person, TestApp};

/// A hospital's owner in Chiang Rai with Dao as its officer.
async fn owner(app: &TestApp) -> (String, Person) {
    let somsak = app.somsak().await;
    somsak.sees("/organisations/new").await;
    let fields = [
        ("kind", "hospital"),
        ("name_th", "โรงพยาบาลเครือแม่สาย"),
        ("areas", "57"),
    ];
    let sent = somsak.posts("/organisations", &fields).await;
    let organisation = sent.leads_to("/organisations/").to_owned();
    let dao = app.dao().await;
    somsak.sees(&organisation).await;
    let officers = format!("{organisation}/officers");
    somsak
        .posts(&officers, &[("username", DAO.username)])
        .await
        .leads_to(&organisation);
    (organisation, dao)
}

async fn owned(app: &TestApp, organisation: &str, name: &str) -> String {
    let id = organisation.rsplit('/').next().unwrap();
    let beds =
        json!({ "icu": { "capacity": 10, "free": 4 }, "general": { "capacity": 30, "free": 12 } });
    made(
        app,
        name,
        json!({ "kind": "hospital", "how": "call", "owner": id, "beds": beds }),
    )
    .await
}

/// The sheet as it is downloaded, its rows as cells.
async fn downloads(app: &TestApp, person: &Person, organisation: &str) -> Vec<Vec<Data>> {
    let address = format!("{organisation}/points/sheet.xlsx");
    let cookie = format!("jitasa_session={}", person.token().await);
    let request = Request::get(address)
        .header(COOKIE, cookie)
        .body(Body::empty())
        .unwrap();
    let answer = app.site().oneshot(request).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert!(
        answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .ends_with("spreadsheetml.sheet")
    );
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// A cell as somebody filled it in.
#[derive(Clone)]
enum Cell {
    Was(Data),
    Text(&'static str),
    Number(f64),
    Formula(&'static str, &'static str),
}

fn book(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in (0_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Was(Data::Empty) => continue,
                Cell::Was(Data::Float(number)) => sheet.write_number(line, at, *number),
                Cell::Was(other) => sheet.write_string(line, at, other.to_string()),
                Cell::Text(text) => sheet.write_string(line, at, *text),
                Cell::Number(number) => sheet.write_number(line, at, *number),
                Cell::Formula(formula, result) => {
                    sheet.write_formula(line, at, Formula::new(*formula).set_result(*result))
                }
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn cells(rows: &[Vec<Data>]) -> Vec<Vec<Cell>> {
    rows.iter()
        .map(|row| row.iter().cloned().map(Cell::Was).collect())
        .collect()
}

fn column(rows: &[Vec<Data>], name: &str) -> usize {
    let at = rows[0].iter().position(|cell| *cell == name);
    at.unwrap_or_else(|| panic!("no column {name}: {:?}", rows[0]))
}

fn line(rows: &[Vec<Data>], id: &str) -> usize {
    rows.iter().position(|row| row[0] == id).unwrap()
}

async fn uploads(person: &Person, organisation: &str, bytes: &[u8]) -> Page {
    let address = format!("{organisation}/points");
    let mut browser = person.browser().await;
    browser.get(&address).await.is(200);
    browser.upload(&address, &[], ("points.xlsx", bytes)).await
}

/// What the page that shows the changes sends on.
fn ready(page: &Page) -> String {
    let text = page.between("name=\"rows\" value=\"", "\"").unwrap();
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

on_both_engines! {
    async fn an_owner_confirms_several_at_once_and_nothing_of_others(app: TestApp) {
        let (organisation, dao) = owner(&app).await;
        let (one, two) = (owned(&app, &organisation, "ตึกหนึ่ง").await, owned(&app, &organisation, "ตึกสอง").await);
        let strange = point(&app, "โรงพยาบาลอื่น", "hospital", "call").await;
        app.clock().pass(jiff::SignedDuration::from_hours(60));
        let dao2 = app.signs_in(DAO).await;
        dao2.sees(&organisation).await.says(&format!("{organisation}/points"));
        let page = dao2.sees(&format!("{organisation}/points")).await;
        page.says("ตึกหนึ่ง").says("ตึกสอง").does_not_say("โรงพยาบาลอื่น").says("อาจไม่ตรงแล้ว");
        let confirm = format!("{organisation}/points/confirm");
        dao2.posts(&confirm, &[]).await.is(422).says("เลือกจุดที่ยังเหมือนเดิมก่อน");
        let now = app.clock().now();
        let ticks = [format!("{one}:1"), format!("{two}:7"), format!("{strange}:1")];
        let fields: Vec<(&str, &str)> = ticks.iter().map(|tick| ("right", tick.as_str())).collect();
        dao2.posts(&confirm, &fields).await.leads_to(&format!("{organisation}/points"));
        assert_eq!(found(&app, &one).await.checks.checked_at(), Some(now));
        // Another version, another's point: not confirmed.
        assert_ne!(found(&app, &two).await.checks.checked_at(), Some(now));
        assert_ne!(found(&app, &strange).await.checks.checked_at(), Some(now));
        let history = dao2.sees(&format!("/points/{one}")).await;
        history.says("แจ้งโดยหน่วยงานเจ้าของ");
        drop(dao);
        // For others there is no such page.
        let boonmee = app.boonmee().await;
        boonmee.gets(&format!("{organisation}/points")).await.is(404);
        boonmee.gets(&format!("{organisation}/points/sheet.xlsx")).await.is(404);
    }

    async fn a_sheet_goes_out_is_filled_in_and_comes_back(app: TestApp) {
        let (organisation, dao) = owner(&app).await;
        let one = owned(&app, &organisation, "ตึกหนึ่ง").await;
        let two = owned(&app, &organisation, "ตึกสอง").await;
        let three = owned(&app, &organisation, "ตึกสาม").await;
        let rows = downloads(&app, &dao, &organisation).await;
        assert_eq!(rows.len(), 5, "names, headings, three points");
        let free = column(&rows, "beds.icu.free");
        let general = column(&rows, "beds.general.free");
        let (status, contact, queue) =
            (column(&rows, "status"), column(&rows, "contact"), column(&rows, "queue"));
        let at = line(&rows, &one);
        assert_eq!(rows[at][free], Data::Float(4.0));
        assert_eq!(rows[at][status], Data::String("เปิด".into()));
        assert_eq!(rows[at][contact], Data::String("053 731 300".into()));

        // Untouched it changes nothing.
        let same = uploads(&dao, &organisation, &book(&cells(&rows))).await;
        same.is(200).says("จุดที่เปลี่ยน</dt><dd>0<").says("จุดที่เหมือนเดิม</dt><dd>3<");

        // As offices fill it in: Thai numerals, numbers as text, a formula, a phone taken for a number.
        let mut filled = cells(&rows);
        filled[at][free] = Cell::Text("๒");
        filled[at][general] = Cell::Formula("=5+3", "8");
        filled[at][status] = Cell::Text("Full");
        filled[at][queue] = Cell::Text(" 1,200 ");
        filled[at][contact] = Cell::Number(53_731_301.0);
        let wrong = line(&rows, &two);
        filled[wrong][free] = Cell::Number(11.0);
        filled[wrong][status] = Cell::Text("เปิดมั้ง");
        let strange = point(&app, "โรงพยาบาลอื่น", "hospital", "call").await;
        let mut row = filled[at].clone();
        row[0] = Cell::Text(strange.clone().leak());
        filled.push(row);
        let mut row = filled[at].clone();
        row[0] = Cell::Text("");
        filled.push(row);
        let tried = uploads(&dao, &organisation, &book(&filled)).await;
        tried.is(200).says("จุดที่เปลี่ยน</dt><dd>1<").says("จุดที่เหมือนเดิม</dt><dd>1<");
        tried.says("แถวที่ต้องแก้</dt><dd>3<").says("4 → <b>2</b>").says("12 → <b>8</b>");
        tried.says("เปิด → <b>เต็ม</b>").says("– → <b>1200</b>").says("<b>053731301</b>");
        let letter = char::from(b'A' + u8::try_from(free).unwrap());
        tried.says(&format!("แถว {} ตึกสอง · {letter} (", wrong + 1)).says("ว่าง 11 มากกว่า");
        tried.says("ไม่รู้จักสถานะนี้").says("จุดนี้ไม่ใช่ของหน่วยงานนี้").says("ไม่มีรหัสจุด");
        assert_eq!(found(&app, &one).await.version, 1, "nothing is written yet");

        let rows_sent = ready(&tried);
        let apply = format!("{organisation}/points/apply");
        dao.posts(&apply, &[("rows", &rows_sent)]).await.leads_to(&format!("{organisation}/points"));
        let after = found(&app, &one).await;
        assert_eq!(after.told.status.code(), "full");
        assert_eq!((after.told.beds.get("icu").free, after.told.beds.get("icu").capacity), (Some(2), Some(10)));
        assert_eq!((after.told.beds.get("general").free, after.told.queue), (Some(8), Some(1200)));
        assert_eq!(after.told.contact.phones(), "053731301");
        let how = after.checks.of(jitasa::points::model::Fact::Status).unwrap().how;
        assert_eq!(how.code(), "owner");
        assert_eq!(found(&app, &two).await.version, 1);
        assert_eq!(found(&app, &three).await.version, 1, "only what changed, unless said otherwise");
        // Changed by somebody else in the meantime it is not written over.
        let again = uploads(&dao, &organisation, &book(&cells(&rows))).await;
        again.says("มีคนเปลี่ยนหลังจากดาวน์โหลด").says("2 → <b>4</b>");
        let rows_sent = ready(&again);
        dao.sees(&format!("/points/{one}/update")).await;
        dao.posts(&format!("/points/{one}/update"), &[("status", "paused")]).await.leads_to("/points/");
        dao.posts(&apply, &[("rows", &rows_sent), ("unchanged_too", "yes")]).await.leads_to(&organisation);
        assert_eq!(found(&app, &one).await.told.status.code(), "paused");
        assert_eq!(found(&app, &three).await.version, 2, "confirmed as it is");
        // A row of another's point slipped in by hand is passed over.
        let sneaked = json!([{ "id": strange, "version": 1, "changes": true, "fields": [["status", "closed"]] }]);
        dao.posts(&apply, &[("rows", &sneaked.to_string())]).await.leads_to(&organisation);
        assert_eq!(found(&app, &strange).await.told.status.code(), "open");
        dao.posts(&apply, &[("rows", "nonsense")]).await.leads_to(&organisation);
    }

    async fn what_is_no_sheet_of_ours_is_said_to_be_none(app: TestApp) {
        let (organisation, dao) = owner(&app).await;
        owned(&app, &organisation, "ตึกหนึ่ง").await;
        for (bytes, said) in [
            (b"name,status\n".to_vec(), "เปิดไฟล์นี้ไม่ได้"),
            (b"PK\x03\x04broken".to_vec(), "เปิดไฟล์นี้ไม่ได้"),
            (book(&[vec![Cell::Text("ชื่อ"), Cell::Text("สถานะ")]]), "ไม่ใช่ตารางที่ดาวน์โหลด"),
            (Vec::new(), "เลือกไฟล์ก่อน"),
        ] {
            uploads(&dao, &organisation, &bytes).await.is(422).says(said).says("file-err");
        }
        let broken = downloads(&app, &dao, &organisation).await;
        let free = column(&broken, "beds.icu.free");
        let mut filled = cells(&broken);
        filled[2][free] = Cell::Formula("=1/0", "#DIV/0!");
        uploads(&dao, &organisation, &book(&filled)).await.is(200).says("แถวที่ต้องแก้</dt><dd>1<");
    }
}
