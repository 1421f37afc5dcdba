//! Lists from outside: read in whatever shape, tried without writing, asked row by row; stopped, gone
//! on with, cut off and taken up by another process, sent twice. No row is lost and none is doubled.

use std::fmt::Write as _;

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::app::App;
use jitasa::ids::ImportId;
use jitasa::imports::actions::work;
use jitasa::imports::model::{Figures, Import};
use jitasa::imports::store;
use serde_json::json;

use crate::world::{Card, Page, Person, TestApp};

const FON: Card = card("ฝน รับสาย", "0812340041", "fon");
const KAI: Card = card("ไก่ โทรเก่ง", "0812340042", "kai");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

const HEADINGS: &str =
    "ลำดับ,ชื่อ-สกุล,เบอร์โทร,ประเภท,จำนวนคน,ที่อยู่,ตำบล,อำเภอ,จังหวัด,พิกัด,วันที่แจ้ง,หมายเหตุ,หมายเลขอ้างอิงเดิม";

/// What the columns of [`HEADINGS`] mean, in their order.
const COLUMNS: [&str; 13] = [
    "",
    "name",
    "phone",
    "kind",
    "headcount",
    "landmark",
    "subdistrict",
    "district",
    "province",
    "position",
    "asked_on",
    "details",
    "original",
];

db::sql! { COUNT_ASKED = "
    SELECT count(*) AS n, count(DISTINCT contact_phone_hash) AS phones
    FROM help_requests
    WHERE source = $1
" }
db::sql! { COUNT_ROWS = "SELECT count(*) AS n FROM import_rows" }
db::sql! { ON_DESK = "SELECT count(*) AS n FROM desk_items" }

async fn asked(app: &TestApp, source: &str) -> (i64, i64) {
    let row = db::look!(app.app().db, |tx| { tx.one(COUNT_ASKED, &[&source]).await }).unwrap();
    (row.get("n").unwrap(), row.get("phones").unwrap())
}

/// Rows as people keep them: eras, digits and columns mixed. Every hundredth is broken, of every
/// hundredth the date cannot be, every fiftieth comes again.
fn list(rows: usize) -> Vec<u8> {
    let mut text = format!("รายชื่อผู้ประสบภัย,,,,,,,,,,,,\n,,,,,,,,,,,,\n{HEADINGS}\n");
    for n in 0..rows {
        let person = if n % 50 == 7 { n - 1 } else { n };
        let phone = match n % 3 {
            0 => format!("08{person:08}"),
            1 => format!("8{person:08}"),
            _ => format!(
                "\"08-{:04}-{:04}, 02-123-4567\"",
                person / 10_000,
                person % 10_000
            ),
        };
        let date = match n % 4 {
            0 => "21/11/2569",
            1 => "๒๑ พ.ย. ๒๕๖๙ 14.05 น.",
            2 => "2026-11-21 14:05",
            _ => "",
        };
        let date = if n % 100 == 13 { "31/02/2569" } else { date };
        let (place, pin) = match n % 5 {
            0 => ("เวียงพางคำ,แม่สาย,เชียงราย", "\"20.4044, 99.8843\""),
            1 => (",,", "\"99.8843, 20.4044\""),
            2 => ("ต.เวียงพางคำ,อ.แม่สาย,จ.เชียงราย", ""),
            _ => ("เวียงพางคำ,แม่สาย,เชียงราย", ""),
        };
        let kind = if n % 2 == 0 {
            "อื่นๆ"
        } else {
            "สิ่งของ"
        };
        let name = if n % 100 == 3 {
            "นาง\u{1}"
        } else {
            "นาง"
        };
        let _ = writeln!(
            text,
            "{n},{name}สมหญิง {person},{phone},{kind},{} คน,\"บ้านเลขที่ {n}\nหลังวัด\",{place},{pin},{date},ต้องการข้าว,R-{person}",
            n % 9 + 1,
        );
    }
    // Letters broken on the way.
    let mut bytes = text.into_bytes();
    for byte in &mut bytes {
        if *byte == 1 {
            *byte = 0xE0;
        }
    }
    bytes
}

/// Brings a file; gives the list's own address.
async fn brings(person: &Person, source: &str, bytes: &[u8]) -> String {
    let mut browser = person.browser().await;
    let form = browser.get("/imports").await;
    let id = form
        .between("name=\"import\" value=\"", "\"")
        .unwrap()
        .to_owned();
    let fields = [("import", id.as_str()), ("source", source)];
    let sent = browser
        .upload("/imports", &fields, ("list.csv", bytes))
        .await;
    let address = sent.leads_to("/imports/").to_owned();
    // Sent twice, it is one list.
    let again = browser
        .upload("/imports", &fields, ("list.csv", bytes))
        .await;
    assert_eq!(again.leads_to("/imports/"), address);
    address
}

/// Says what the columns mean, as proposed, and that the words for kinds mean these.
async fn maps(person: &Person, address: &str) -> Page {
    let names: Vec<String> = (0..COLUMNS.len()).map(|n| format!("column.{n}")).collect();
    let columns = names.iter().map(String::as_str).zip(COLUMNS);
    let mut fields: Vec<(&str, &str)> = columns.collect();
    fields.extend([
        ("word.0", "อื่นๆ"),
        ("kind.0", "other"),
        ("word.1", "สิ่งของ"),
        ("kind.1", "goods"),
    ]);
    person.gets(address).await;
    person.posts(&format!("{address}/map"), &fields).await
}

async fn does(person: &Person, address: &str, deed: &str) -> Page {
    person.gets(address).await;
    person.posts(&format!("{address}/{deed}"), &[]).await
}

fn id_of(address: &str) -> ImportId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

async fn stands(app: &TestApp, address: &str) -> (Import, Figures) {
    let id = id_of(address);
    db::read!(app.app().db, |tx| {
        let import = store::find(tx, id).await?.unwrap();
        let figures = store::figures(tx, id).await?;
        Ok::<_, db::Error>((import, figures))
    })
    .unwrap()
}

/// Every piece that waits, until none is left.
async fn works(app: &App) {
    let now = app.clock.now();
    let drained = jitasa::work::runner(app).drain(app, now).await.unwrap();
    assert!(
        drained.again.is_empty() && drained.dead.is_empty(),
        "{drained:?}"
    );
}

/// One piece by hand, as the queue would have it done.
async fn one_piece(app: &App, test: &TestApp, address: &str) {
    let (import, _) = stands(test, address).await;
    let job = json!({ "import": import.id, "round": import.round });
    work::work(app.clone(), serde_json::from_value(job).unwrap())
        .await
        .unwrap();
}

on_both_engines! {
    async fn a_thousand_rows_of_every_shape_are_accounted_for(app: TestApp) {
        let fon = app.holds_seat(FON, "desk", "57").await;
        let bytes = list(1_000);
        let address = brings(&fon, "เพจรวมพลัง", &bytes).await;
        let mapping = fon.sees(&address).await;
        // As proposed by the headings.
        for (n, column) in COLUMNS.iter().enumerate().filter(|(_, column)| !column.is_empty()) {
            let field = mapping.between(&format!("id=\"column.{n}\""), "</select>").unwrap();
            assert!(field.contains(&format!("value=\"{column}\" selected")), "{n}: {field}");
        }
        maps(&fon, &address).await.leads_to(&address);
        fon.sees(&address).await.says("กำลังตรวจ").says("<progress");
        works(app.app()).await;
        let (import, checked) = stands(&app, &address).await;
        assert_eq!((import.total, import.passed_over), (1_000, 3));
        // Nothing is written yet.
        assert_eq!(asked(&app, "เพจรวมพลัง").await, (0, 0));
        let expected = Figures { fine: 960, problem: 20, double: 20, ..Figures::default() };
        assert_eq!(checked, expected);
        let shown = fon.sees(&format!("{address}?show=problem")).await;
        shown.says("มีตัวอักษรที่อ่านไม่ได้").says("อ่านวันที่ไม่ได้ «31/02/2569»");

        does(&fon, &address, "start").await.leads_to(&address);
        works(app.app()).await;
        let (_, end) = stands(&app, &address).await;
        let expected = Figures { imported: 960, problem: 20, double: 20, ..Figures::default() };
        assert_eq!((end, end.sum()), (expected, 1_000));
        assert_eq!(asked(&app, "เพจรวมพลัง").await, (960, 960));
        fon.sees(&address).await.says("นำเข้าเสร็จแล้ว").says("960");
        // Nobody has checked them: all are for the desk.
        let desk: i64 = db::look!(app.app().db, |tx| { tx.one(ON_DESK, &[]).await }).unwrap().get("n").unwrap();
        assert_eq!(desk, 960);

        // The same list once more: all of it is here already.
        let again = brings(&fon, "เพจรวมพลัง", &bytes).await;
        maps(&fon, &again).await.leads_to(&again);
        works(app.app()).await;
        let (_, twice) = stands(&app, &again).await;
        assert_eq!((twice.fine, twice.double, twice.problem), (0, 980, 20));
        does(&fon, &again, "start").await.is(409).says("ไม่มีแถวที่นำเข้าได้");
    }

    async fn an_import_stops_goes_on_and_survives_the_program(app: TestApp) {
        let fon = app.holds_seat(FON, "desk", "57").await;
        let address = brings(&fon, "ศูนย์", &list(700)).await;
        maps(&fon, &address).await.leads_to(&address);
        works(app.app()).await;
        let (_, checked) = stands(&app, &address).await;
        assert_eq!(checked.fine + checked.problem + checked.double, 700);
        // Pressed twice it begins once.
        does(&fon, &address, "start").await.leads_to(&address);
        does(&fon, &address, "start").await.leads_to(&address);
        one_piece(app.app(), &app, &address).await;
        let (_, some) = stands(&app, &address).await;
        assert_eq!(some.imported, 200);

        does(&fon, &address, "stop").await.leads_to(&address);
        // What was in the queue finds that its round is over.
        works(app.app()).await;
        let (_, stopped) = stands(&app, &address).await;
        assert_eq!(stopped.imported, 200);
        fon.sees(&address).await.says("หยุดไว้");

        does(&fon, &address, "start").await.leads_to(&address);
        // Two processes at the same piece: each row is asked once.
        let other = app.another_process().await;
        tokio::join!(one_piece(app.app(), &app, &address), one_piece(&other, &app, &address));
        let (_, more) = stands(&app, &address).await;
        assert_eq!(more.imported, 400);
        assert_eq!(asked(&app, "ศูนย์").await.0, 400);
        // The first program is gone; another takes up what is left.
        works(&other).await;
        let (import, end) = stands(&app, &address).await;
        assert_eq!(import.stage.code(), "done");
        assert_eq!((end.imported, end.sum()), (checked.fine, 700));
        assert_eq!(asked(&app, "ศูนย์").await.0, checked.fine);
    }

    async fn what_was_not_imported_is_told_without_formulas(app: TestApp) {
        let fon = app.holds_seat(FON, "desk", "57").await;
        let text = "ชื่อ,เบอร์โทร,ตำบล,หมายเหตุ\n=1+1,12345,เวียงพางคำ อ.แม่สาย,@ข้าว\nคำ,0812345678,ไม่มีตำบลนี้,\n";
        let address = brings(&fon, "เพจ", text.as_bytes()).await;
        let fields = [("column.0", "name"), ("column.1", "phone"), ("column.2", "subdistrict"), ("column.3", "details")];
        fon.gets(&address).await;
        let no_kind = fon.posts(&format!("{address}/map"), &fields).await;
        no_kind.is(422).says("id=\"kind-err\"");
        let mut with_kind = fields.to_vec();
        with_kind.push(("kind", "other"));
        fon.posts(&format!("{address}/map"), &with_kind).await.leads_to(&address);
        works(app.app()).await;
        let (_, figures) = stands(&app, &address).await;
        assert_eq!(figures.problem, 2);
        let csv = fon.gets(&format!("{address}/problems.csv")).await;
        csv.is(200).says("'=1+1").says("'@ข้าว").says("อ่านเบอร์โทรไม่ได้").says("ไม่มีตำบลนี้");
        assert!(!csv.text.contains(",=1") && !csv.text.contains(",@"), "{}", csv.text);
        // The columns named otherwise, it is tried again from the start.
        does(&fon, &address, "map-again").await.leads_to(&address);
        let mut otherwise = with_kind.clone();
        otherwise.retain(|(name, _)| *name != "column.2" && *name != "column.1");
        otherwise.extend([("column.1", "landmark"), ("column.2", ""), ("area", "570906")]);
        fon.posts(&format!("{address}/map"), &otherwise).await.leads_to(&address);
        works(app.app()).await;
        assert_eq!(stands(&app, &address).await.1.fine, 2);
    }

    async fn a_list_is_nobody_s_but_whose_brought_it_and_goes_after_thirty_days(app: TestApp) {
        let fon = app.holds_seat(FON, "desk", "57").await;
        let kai = app.holds_seat(KAI, "desk", "57").await;
        let text = "ชื่อ,เบอร์โทร,ตำบล\nคำ,0812345678,เวียงพางคำ อ.แม่สาย\nแก้ว,0812345679,บ่อยาง อ.เมืองสงขลา\n";
        let address = brings(&fon, "เพจ", text.as_bytes()).await;
        for path in [address.clone(), format!("{address}/problems.csv")] {
            kai.gets(&path).await.is(404);
        }
        kai.sees("/imports").await.does_not_say(&address);
        kai.posts(&format!("{address}/start"), &[]).await.is(404);
        let fields = [("column.0", "name"), ("column.1", "phone"), ("column.2", "subdistrict"), ("kind", "other"), ("is_checked", "yes")];
        fon.gets(&address).await;
        fon.posts(&format!("{address}/map"), &fields).await.leads_to(&address);
        works(app.app()).await;
        // Her desk does not reach to Songkhla.
        fon.sees(&address).await.says("อยู่นอกพื้นที่ที่คุณดูแล");
        does(&fon, &address, "start").await.leads_to(&address);
        works(app.app()).await;
        let (_, end) = stands(&app, &address).await;
        assert_eq!((end.imported, end.problem), (1, 1));
        let shown = fon.sees(&format!("{address}?show=imported")).await;
        let reference = shown.between("class=\"ref\" href=\"/help-requests/", "\"").unwrap();
        let case = fon.sees(&format!("/help-requests/{reference}")).await;
        // The list was checked.
        case.is(200).does_not_say("data-state=\"unverified\"");

        let left = async || {
            let row = db::look!(app.app().db, |tx| { tx.one(COUNT_ROWS, &[]).await });
            row.unwrap().get::<i64>("n").unwrap()
        };
        app.clock().pass(SignedDuration::from_hours(30 * 24));
        jitasa::work::sweeps::sweep(app.app()).await.unwrap();
        assert_eq!(left().await, 2);
        app.clock().pass(SignedDuration::from_secs(1));
        jitasa::work::sweeps::sweep(app.app()).await.unwrap();
        assert_eq!(left().await, 0);
        let fon = app.signs_in(FON).await;
        fon.sees(&address).await.says("นำเข้าแล้ว").does_not_say("0812345678");
    }

    async fn files_that_are_no_lists_are_refused_at_their_field(app: TestApp) {
        let fon = app.holds_seat(FON, "desk", "57").await;
        let mut browser = fon.browser().await.clone();
        browser.get("/imports").await;
        for (bytes, said) in [
            (&b""[..], "เลือกไฟล์"),
            (b"\x89PNG\r\n\x1a\n\0\0", "ไม่ใช่รายชื่อแบบ CSV หรือ Excel"),
            (b"PK\x03\x04x", "เปิดไฟล์นี้ไม่ได้"),
            (b"\n\n", "ไม่พบแถวข้อมูลในไฟล์นี้"),
        ] {
            let sent = browser.upload("/imports", &[("source", "เพจแม่สาย")], ("a.csv", bytes)).await;
            sent.is(422).says("id=\"file-err\"").says(said).says("value=\"เพจแม่สาย\"");
        }
        let nothing = browser.upload("/imports", &[], ("a.csv", b"a,b\n1,2\n")).await;
        nothing.is(422).says("id=\"source-err\"");
        // More than any other form may send is taken here, and no more than that.
        let large = vec![b'a'; 3 * 1024 * 1024];
        browser.upload("/imports", &[("source", "x")], ("a.csv", &large)).await.is(422);
        let too_large = vec![b'a'; 22 * 1024 * 1024];
        browser.upload("/imports", &[("source", "x")], ("a.csv", &too_large)).await.is(413);
    }
}
