//! Files as people have them: encodings, separators, titles, Excel, GeoJSON, and what is amiss in rows.

use std::io::{Cursor, Write as _};

use super::*;

/// What the rows of a file come to.
async fn tried(
    app: &TestApp,
    person: &Person,
    file: (&str, &[u8]),
    otherwise: &[(&str, &str)],
) -> String {
    let address = brings(person, &[("source", file.0)], file).await;
    maps(person, &address, otherwise).await.leads_to(&address);
    works(app, app.app()).await;
    address
}

fn windows_874(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_874.encode(text).0.into_owned()
}

/// A spreadsheet as small as it may be: `cells` are the XML of its rows; style 1 is a date.
fn workbook(cells: &str) -> Vec<u8> {
    let at = "http://schemas.openxmlformats.org";
    let main = format!("{at}/spreadsheetml/2006/main");
    let of = format!("{at}/officeDocument/2006/relationships");
    let package = format!("{at}/package/2006");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{of}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{of}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{of}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{of}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text(at: &str, words: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

on_both_engines! {
    async fn a_file_is_read_in_whatever_shape_it_comes(app: TestApp) {
        let somsak = app.somsak().await;
        let list = "รายชื่อโรงพยาบาล จังหวัดเชียงราย;;;;\nข้อมูล ณ 20 พ.ย. 2569;;;;\n;;;;\nรหัส;ชื่อ;ละติจูด;ลองจิจูด;เตียง\n1;โรงพยาบาลแม่สาย;20,4268;99,8836;90\n";
        let features = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[99.8836,20.4268]},"properties":{"name":"โรงพยาบาลแม่สาย","beds":90}}]}"#;
        let row = [
            text("A4", "1"), text("B4", "โรงพยาบาลแม่สาย"),
            text("C4", "20.4268"), "<c r=\"D4\"><v>99.8836</v></c>".to_owned(),
            "<c r=\"E4\"><f>45*2</f><v>90</v></c>".to_owned(), "<c r=\"F4\"><v>53731300</v></c>".to_owned(),
            "<c r=\"G4\" s=\"1\"><v>46346</v></c>".to_owned(),
        ].concat();
        let heads = ["รหัส", "ชื่อ", "lat", "lon", "เตียง", "โทร", "วันที่"];
        let heads: String = ("ABCDEFG".chars()).zip(heads).map(|(at, words)| text(&format!("{at}3"), words)).collect();
        let title = text("A1", "โรงพยาบาล เชียงราย");
        let sheet = workbook(&format!("<row r=\"1\">{title}</row><row r=\"3\">{heads}</row><row r=\"4\">{row}</row>"));
        let files: [(&str, Vec<u8>); 5] = [
            ("a.csv", windows_874(list)),
            ("b.csv", format!("\u{FEFF}{list}").into_bytes()),
            ("c.csv", list.replace(';', "\t").into_bytes()),
            ("d.geojson", features.as_bytes().to_vec()),
            ("e.xlsx", sheet),
        ];
        for (name, bytes) in &files {
            let address = tried(&app, &somsak, (name, bytes), &[("kind", "hospital")]).await;
            let found = rows(&app, &address).await;
            assert_eq!(counted(&stands(&app, &address).await.1), [("new", 1)], "{name}: {found:?}");
            let seen = found[0].seen.clone().unwrap();
            assert_eq!((seen.name.as_str(), seen.lat, seen.lon), ("โรงพยาบาลแม่สาย", 20.4268, 99.8836), "{name}");
        }
        // The spreadsheet, applied: a formula by its value, the phone with its zero, Excel's own date.
        let address = tried(&app, &somsak, (files[4].0, &files[4].1), &[("kind", "hospital")]).await;
        does(&somsak, &address, "start", &[]).await.leads_to(&address);
        works(&app, app.app()).await;
        let made = named(&app, "โรงพยาบาลแม่สาย").await;
        assert_eq!(made.told.beds.get("general").capacity, Some(90));
        assert_eq!(made.told.contact, Contact::Phones("053731300".into()));
        let check = made.checks.of(jitasa::points::model::Fact::Beds).unwrap();
        assert_eq!(check.at.to_string(), "2026-11-19T17:00:00Z");
    }

    async fn what_is_amiss_is_told_row_by_row_and_column_by_column(app: TestApp) {
        let somsak = app.somsak().await;
        let list = "id,ชื่อ,lat,lon,เตียง,ว่าง,เวลา,โทร,หมายเหตุ\n\
            1,กลับด้าน,99.8836,20.4268,,,20:00-02:00,,\n\
            2,ในทะเล,9.5,100.9,,,,,\n\
            3,นอกประเทศ,48.85,2.35,,,,,\n\
            4,ว่างเกิน,20.41,99.89,10,12,,,\n\
            5,ไม่มีพิกัด,,,,,,,\n\
            1,ซ้ำ,20.42,99.88,,,,,\n\
            6,เวลาแปลก,20.42,99.88,,,เช้าถึงเย็น,,\n\
            7,=HYPERLINK(1),20.43,99.87,,,,12,@ข้อความ\n\
            8,+สวัสดี,20.44,99.86,,,,,=1+1\n";
        let address = tried(&app, &somsak, ("p.csv", list.as_bytes()), &[("kind", "hospital")]).await;
        let told: Vec<(u32, &str, Vec<String>)> = rows(&app, &address).await
            .iter()
            .map(|row| (row.n, row.verdict.code(), row.problems.iter().map(|one| one.key.clone()).collect()))
            .collect();
        let expected: [(u32, &str, &[&str]); 9] = [
            (2, "new", &["point-import-was-swapped"]),
            (3, "problem", &["point-import-outside"]),
            (4, "problem", &["point-import-outside"]),
            (5, "problem", &["point-import-more-free-than-beds"]),
            (6, "problem", &["point-import-no-position"]),
            (7, "double", &[]),
            (8, "problem", &["point-import-hours-unreadable"]),
            (9, "problem", &["point-import-phone-unreadable"]),
            (10, "new", &[]),
        ];
        for ((n, verdict, keys), (line, wanted, wanted_keys)) in told.iter().zip(expected) {
            assert_eq!((*n, *verdict), (line, wanted), "{told:?}");
            assert_eq!(keys, wanted_keys, "{n}");
        }
        let csv = somsak.gets(&format!("{address}/problems.csv")).await;
        csv.is(200).says("อยู่นอกประเทศไทยหรืออยู่ในทะเล").says("ซ้ำกับบรรทัดที่ 2").says("'=HYPERLINK(1)").says("'@ข้อความ");
        does(&somsak, &address, "start", &[]).await.leads_to(&address);
        works(&app, app.app()).await;
        let made = named(&app, "กลับด้าน").await;
        assert!(made.told.position.lat() < 21.0);
        assert_eq!(made.told.contact, Contact::NoneKnown);
        // Open past midnight.
        let night: jiff::Timestamp = "2026-11-22T01:00:00+07:00".parse().unwrap();
        assert_eq!(made.told.hours.is_open(night), Some(true));
        // Words that begin like a formula are words.
        assert_eq!(named(&app, "+สวัสดี").await.told.conditions, "=1+1");
        // A run that wants phones has problems where there are none.
        let strict = tried(&app, &somsak, ("q.csv", list.as_bytes()), &[("kind", "hospital"), ("phone_needed", "yes")]).await;
        assert_eq!(stands(&app, &strict).await.1.of(Verdict::New), 0);
    }

    async fn files_that_hold_no_points_are_refused_at_their_field(app: TestApp) {
        let somsak = app.somsak().await;
        let mut browser = somsak.browser().await.clone();
        browser.get("/points/imports").await;
        let many = "name,lat,lon\n".to_owned() + &"ก,20,99\n".repeat(100_001);
        for (bytes, said) in [
            (&b""[..], "เลือกไฟล์"),
            (b"\x89PNG\r\n\x1a\n\0\0", "ไม่ใช่ CSV, Excel หรือ GeoJSON"),
            (b"PK\x03\x04x", "เปิดไฟล์นี้ไม่ได้"),
            (b"\x1f\x8bx", "เปิดไฟล์นี้ไม่ได้"),
            (b"{\"type\":\"Topology\"}", "อ่าน GeoJSON นี้ไม่ได้"),
            (b"\n\n", "ไม่พบแถวข้อมูลในไฟล์นี้"),
            (many.as_bytes(), "ไฟล์มีเกิน 100,000 แถว"),
        ] {
            let sent = browser.upload("/points/imports", &[("source", "สธ.")], ("a.csv", bytes)).await;
            sent.is(422).says("id=\"file-err\"").says(said).says("value=\"สธ.\"");
        }
        let nothing = browser.upload("/points/imports", &[("known_on", "พรุ่งนี้")], ("a.csv", b"a,b\n1,2\n")).await;
        nothing.is(422).says("id=\"source-err\"").says("id=\"known_on-err\"");
        let too_large = vec![b'a'; 22 * 1024 * 1024];
        browser.upload("/points/imports", &[("source", "x")], ("a.csv", &too_large)).await.is(413);
    }
}
