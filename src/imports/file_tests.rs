use super::*;

const LIST: &str = "ชื่อ,เบอร์โทร,รายละเอียด\nสมหญิง,0812345678,\"ข้าว\nน้ำ\"\n,,\nสมชาย,0812345679,ยา\n";

fn check(bytes: &[u8], encoding: &str) {
    let sheet = read(bytes).unwrap();
    assert_eq!(sheet.headings, ["ชื่อ", "เบอร์โทร", "รายละเอียด"]);
    let told: Vec<(u32, &str)> = sheet
        .rows
        .iter()
        .map(|(n, row)| (*n, row[2].as_str()))
        .collect();
    assert_eq!(told, [(2, "ข้าว\nน้ำ"), (5, "ยา")], "{encoding}");
    assert_eq!(sheet.encoding, encoding);
    assert_eq!(sheet.passed_over, 2);
}

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    let bytes = |unit: u16| {
        if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        }
    };
    units.flat_map(bytes).collect()
}

#[test]
fn lists_are_read_in_every_encoding_people_have() {
    check(LIST.as_bytes(), "UTF-8");
    check(format!("\u{FEFF}{LIST}").as_bytes(), "UTF-8");
    check(&utf_16(LIST, true), "UTF-16");
    check(&utf_16(LIST, false), "UTF-16");
    check(&WINDOWS_874.encode(LIST).0, "Windows-874");
    check(
        LIST.replace('\n', "\r\n")
            .replace("ข้าว\r\n", "ข้าว\n")
            .as_bytes(),
        "UTF-8",
    );
}

#[test]
fn semicolons_and_tabs_part_cells_too() {
    for separator in [";", "\t"] {
        check(LIST.replace(',', separator).as_bytes(), "UTF-8");
    }
}

#[test]
fn a_broken_letter_is_marked_and_its_row_kept() {
    let mut bytes = LIST.as_bytes().to_vec();
    // The second byte of the first letter of สมชาย.
    let at = LIST.find("สมชาย").unwrap() + 1;
    bytes[at] = b'!';
    let sheet = read(&bytes).unwrap();
    assert_eq!(sheet.encoding, "UTF-8");
    assert_eq!(sheet.rows.len(), 2);
    assert!(cells::is_broken(&sheet.rows[1].1[0]), "{:?}", sheet.rows[1]);
    assert!(!cells::is_broken(&sheet.rows[0].1[0]));
    let mut bytes = WINDOWS_874.encode(LIST).0.into_owned();
    let at = bytes.len() - 3;
    bytes[at] = 0x90;
    let sheet = read(&bytes).unwrap();
    assert_eq!(sheet.encoding, "Windows-874");
    assert!(cells::is_broken(&sheet.rows[1].1[2]), "{:?}", sheet.rows[1]);
}

#[test]
fn a_lone_quotation_mark_swallows_nothing() {
    let mut text = String::from("ชื่อ,เบอร์โทร\n\"สมหญิง,0812345678\n");
    for n in 0..100 {
        text.push_str(&format!("คนที่ {n},08123456{n:02}\n"));
    }
    assert_eq!(read(text.as_bytes()).unwrap().rows.len(), 101);
}

#[test]
fn titles_and_headings_that_come_again_are_counted() {
    let text = "รายชื่อ,,\n,,\nชื่อ,เบอร์โทร,\nก,0812345678,\nชื่อ,เบอร์โทร,\nข,0812345679,\n";
    let sheet = read(text.as_bytes()).unwrap();
    assert_eq!((sheet.rows.len(), sheet.passed_over), (2, 4));
    assert_eq!(
        sheet.headings.len(),
        2,
        "a column with nothing in it is none"
    );
}

#[test]
fn what_is_no_list_is_refused() {
    for (bytes, why) in [
        (&b""[..], NotAList::Empty),
        (b"\n\n,,\n", NotAList::Empty),
        ("ชื่อ,เบอร์โทร\n".as_bytes(), NotAList::Empty),
        (b"\x89PNG\r\n\x1a\n\0\0", NotAList::NeitherTextNorSheet),
        (b"PK\x03\x04nothing", NotAList::Unreadable),
        (&[0xD0, 0xCF, 0x11, 0xE0, 1, 2], NotAList::Unreadable),
    ] {
        assert_eq!(read(bytes).err(), Some(why));
    }
    let many = "ก,ข\n".to_owned() + &"1,2\n".repeat(MOST_ROWS + 1);
    assert_eq!(read(many.as_bytes()).err(), Some(NotAList::TooManyRows));
}

/// A spreadsheet as small as it may be: `cells` are the XML of its rows.
fn workbook(cells: &str) -> Vec<u8> {
    use std::io::Write as _;
    let namespace = "http://schemas.openxmlformats.org";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{namespace}/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
                 </Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{namespace}/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"{namespace}/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{namespace}/spreadsheetml/2006/main\" xmlns:r=\"{namespace}/officeDocument/2006/relationships\">\
                 <sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{namespace}/package/2006/relationships\">\
                 <Relationship Id=\"rId1\" Type=\"{namespace}/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"rId2\" Type=\"{namespace}/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{namespace}/spreadsheetml/2006/main\">\
                 <cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{namespace}/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
            ),
        ),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_spreadsheet_is_read_as_people_see_it() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let title = text("A1", "รายชื่อ");
    let head = [
        text("A3", "ชื่อ"),
        text("B3", "เบอร์โทร"),
        text("C3", "วันที่แจ้ง"),
    ]
    .concat();
    let row = [
        text("A4", "สมหญิง"),
        "<c r=\"B4\"><v>812345678</v></c>".to_owned(),
        "<c r=\"C4\" s=\"1\"><v>46347</v></c>".to_owned(),
    ]
    .concat();
    let cells =
        format!("<row r=\"1\">{title}</row><row r=\"3\">{head}</row><row r=\"4\">{row}</row>");
    let sheet = read(&workbook(&cells)).unwrap();
    assert_eq!(sheet.headings, ["ชื่อ", "เบอร์โทร", "วันที่แจ้ง"]);
    assert_eq!(
        sheet.rows,
        [(
            4,
            vec![
                "สมหญิง".to_owned(),
                "812345678".to_owned(),
                "2026-11-21".to_owned()
            ]
        )]
    );
    assert_eq!(sheet.encoding, "spreadsheet");
}

#[test]
fn two_cells_in_far_corners_are_no_table_of_millions() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "ชื่อ").unwrap();
    sheet.write_string(1, 0, "สมหญิง").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    sheet.write_string(1_048_575, 1, "หลงมา").unwrap();
    let read = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(read.rows.len(), 2);
    assert_eq!(read.rows[1].0, 1_048_576);
}
