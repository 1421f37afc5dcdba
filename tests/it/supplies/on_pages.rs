//! Pages of supply units, as who arranges and keeps the books uses them.

use db::on_both_engines;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::Tier;

use super::told::{ATK, MASK, officer, receipt, told};
use super::world::{Place, Relief};
use crate::world::{MALEE, Person};

/// The national admin in a browser, who keeps the books of a unit as well.
async fn malee_keeps(relief: &Relief, place: &Place) -> Person {
    let named = officer(MALEE.full_name, MALEE.phone);
    let cx = relief.cx_of(&relief.malee);
    actions::name_officer(relief.app.app(), &cx, place.handle, &named)
        .await
        .unwrap();
    relief.app.signs_in(MALEE).await
}

on_both_engines! {
    async fn a_unit_is_hung_elsewhere_by_looking_for_the_other(relief: Relief) {
        let malee = relief.app.signs_in(MALEE).await;
        let new = told(Tier::Local, "570901", "ทต.แม่สายมิตรภาพ");
        let cx = relief.cx_of(&relief.malee);
        let local = actions::make(relief.app.app(), &cx, relief.district.handle, &new).await.unwrap();
        let school = relief.school.handle;
        malee.sees(&format!("/supplies/{school}/edit")).await.says("ย้ายไปขึ้นกับหน่วยอื่น");
        let address = format!("/supplies/{school}/hang");
        let page = malee.sees(&address).await;
        for name in ["สสจ.เชียงราย", "ทต.แม่สายมิตรภาพ", "ขึ้นกับ สสอ.แม่สาย"] {
            page.says(name);
        }
        for name in ["วัดเวียงพาน", "สสอ.เมืองเชียงราย", "สสจ.สงขลา"] {
            page.does_not_say(name);
        }
        let page = malee.sees(&format!("{address}?q=ทต.")).await;
        page.says("ทต.แม่สายมิตรภาพ");
        page.does_not_say("สสจ.เชียงราย");
        malee.sees(&format!("{address}?q=zzz")).await.says("ไม่พบหน่วยที่ย้ายไปได้");
        let none = malee.posts(&address, &[("version", "1"), ("q", "ทต.")]).await;
        none.is(422).says("เลือกหน่วยที่จะย้ายไปขึ้นด้วย");
        let chosen = local.to_string();
        malee.sees(&format!("{address}?parent={chosen}")).await.says("ย้ายไปขึ้นกับ ทต.แม่สายมิตรภาพ");
        let stale = malee.posts(&address, &[("version", "9"), ("parent", &chosen)]).await;
        stale.is(422).says("มีผู้แก้ไขหน่วยนี้ไปก่อนแล้ว");
        malee.posts(&address, &[("version", "1"), ("parent", &chosen)]).await.leads_to("/supplies/");
        malee.sees(&format!("/supplies/{school}")).await.says("ขึ้นกับ ทต.แม่สายมิตรภาพ");
    }

    async fn one_line_is_counted_on_a_page_and_all_that_was_typed_stays(relief: Relief) {
        let temple = &relief.temple;
        relief.receives(temple, MASK, 100).await;
        relief.receives_as(temple, &receipt(ATK, 10, When::Now)).await.unwrap();
        let malee = malee_keeps(&relief, temple).await;
        let address = format!("/supplies/{}/count", temple.handle);
        malee.sees(&address).await.says("2 กล่อง (100 ชิ้น)");
        let lines = [("seen", "yes"), ("item.0", ATK), ("lot.0", ""), ("seen.0", "10"), ("item.1", MASK), ("lot.1", ""), ("seen.1", "100")];
        let with = |more: &[(&'static str, &'static str)]| [&lines[..], more].concat();
        malee.posts(&address, &with(&[])).await.is(422).says("กรอกยอดนับอย่างน้อยหนึ่งรายการ");
        let page = malee.posts(&address, &with(&[("counted.1", "1 กล่อง ๔๗ ชิ้น"), ("note.1", "ตู้ซ้าย")])).await;
        page.is(422).says("จำนวนไม่ตรง ต้องเลือกเหตุผล");
        assert!(page.html.contains("1 กล่อง ๔๗ ชิ้น") && page.html.contains("ตู้ซ้าย"));
        assert_eq!(relief.stock(temple, MASK).await, 100);
        let lost = with(&[("counted.1", "1 กล่อง ๔๗ ชิ้น"), ("reason.1", "lost")]);
        malee.posts(&address, &lost).await.leads_to("/supplies/");
        assert_eq!((relief.stock(temple, MASK).await, relief.stock(temple, ATK).await), (97, 10));
        // The page that is sent again shows what is there by now.
        let page = malee.posts(&address, &lost).await;
        page.is(422).says("ยอดในหน้านี้เป็นยอดล่าสุดแล้ว");
        page.says("1 กล่อง 47 ชิ้น (97 ชิ้น)");
    }

    async fn a_home_tells_for_how_long_it_lasts(relief: Relief) {
        let temple = &relief.temple;
        relief.receives(temple, MASK, 100).await;
        relief.hands_out(temple, MASK, 50).await.unwrap();
        let malee = malee_keeps(&relief, temple).await;
        malee.sees(&format!("/supplies/{}", temple.handle)).await.says("พอใช้อีกประมาณ 14 วัน");
        malee.sees(&format!("/supplies/{}/units", relief.district.handle)).await.says("พอใช้อีกประมาณ 14 วัน");
        relief.hands_out(temple, MASK, 50).await.unwrap();
        malee.sees(&format!("/supplies/{}", temple.handle)).await.says("หมดแล้ว");
    }
}
