//! Officers named by a sheet: taken out with the units below, brought back filled in, row by row.

use db::on_both_engines;
use serde_json::json;

use super::{KAMON, Tree, UNITS, makes};
use crate::household_sheets::downloads;
use crate::world::TestApp;

const FILLED: &str = "ชื่อหน่วย,ชื่อ-สกุล,เบอร์โทร,ตำแหน่ง,สังกัด\n\
    6570903,สมพร ใจกว้าง,0812340091,เจ้าพนักงานพัสดุ,อบต.โป่งผา\n\
    อบต.โป่งผา,สมศรี มานะ,812340092,,\n\
    อบต.ไม่มีจริง,สมชาย ดีงาม,0812340093,,\n\
    อบต.โป่งผา,สมพร ใจกว้าง,081-234-0091,,\n\
    อบต.โป่งผา,,0812340094,,\n\
    เทศบาลตำบลเวียงพางคำ,,,,\n";

on_both_engines! {
    async fn a_sheet_names_the_officers_of_the_units_below(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (province, kamon) = &tree.province;
        let local = json!({
            "parent": province, "tier": "local", "area": "570904", "name": "อบต.โป่งผา", "code": "6570903",
        });
        let local = makes(kamon, local).await;
        let person = app.signs_in(KAMON).await;
        let address = format!("/supplies/{province}/officers/sheet");
        let rows = downloads(&app, &person, &format!("/supplies/{province}/officers/empty.xlsx")).await;
        let names: Vec<String> = rows.iter().map(|row| row[1].to_string()).collect();
        assert_eq!(names, ["ชื่อหน่วย", "อบต.โป่งผา", "เทศบาลตำบลเวียงพางคำ"]);
        assert_eq!(rows[1][0].to_string(), local);

        let mut browser = person.browser().await;
        browser.get(&address).await.is(200).says("2 หน่วย");
        for _ in 0..2 {
            let page = browser.upload(&address, &[], ("officers.csv", FILLED.as_bytes())).await;
            page.is(422).says("ตั้งผู้ทำบัญชีแล้ว 2 คน").says("3 บรรทัดยังตั้งไม่ได้");
            for said in ["บรรทัดที่ 4 · สมชาย ดีงาม", "ซ้ำกับบรรทัดที่ 2", "บรรทัดที่ 6"] {
                page.says(said);
            }
            // Their numbers stand in no page.
            page.does_not_say("0812340093");
        }
        let seats = kamon.get(&format!("{UNITS}/{local}/seats")).await;
        let seats = seats.is(200).json["items"].as_array().unwrap().clone();
        let mut named: Vec<&str> = seats.iter().filter_map(|one| one["full_name"].as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, ["สมพร ใจกว้าง", "สมศรี มานะ"]);
        // Each of them is told once how to come in, and nobody else is.
        for phone in ["0812340091", "0812340092"] {
            let told = app.all_sms(phone).await;
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].contains("ผู้ทำบัญชี"), "{told:?}");
        }
        assert!(app.all_sms("0812340093").await.is_empty());

        let page = browser.upload(&address, &[], ("list.csv", b"a,b\n1,2\n")).await;
        page.is(422).says("ไม่พบคอลัมน์ชื่อและเบอร์โทร");
        let page = browser.upload(&address, &[], ("", b"")).await;
        page.is(422).says("เลือกไฟล์");
    }
}
