//! Households taken out as a sheet, changed there and brought in again; nobody takes or changes what is not theirs.

use calamine::Data;
use db::on_both_engines;
use jitasa::household_sheets::actions::work;
use jitasa::household_sheets::model::Verdict;

use super::*;

on_both_engines! {
    async fn households_taken_out_and_changed_are_changed(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        recorded(&app, &dao, &address).await;
        let rows = takes_out(&app, &dao).await;
        assert_eq!(count(&app, COUNT_EXPORTS).await, 1);
        assert_eq!(rows.len(), 5);
        let aung = line_of(&rows, "Aung Kyaw");
        assert_eq!(cell(&rows, aung, "age"), "2540");
        assert_eq!(cell(&rows, aung, "dose_1_on"), "15/10/2569");

        // Brought back as it is, nothing changes.
        let same = tried(&app, &dao, "same.xlsx", &write(&rows)).await;
        dao.sees(&same).await.says("เหมือนเดิม 2");

        let mut changed = rows.clone();
        let set = |rows: &mut Vec<Vec<Data>>, line: usize, name: &str, text: &str| {
            let at = at(rows, name);
            rows[line][at] = Data::String(text.to_owned());
        };
        set(&mut changed, aung, "history", "2 เข็ม (ครบ)");
        set(&mut changed, aung, "dose_2_brand", "ซิโนแวค");
        set(&mut changed, aung, "dose_2_on", "12/11/2569");
        set(&mut changed, aung - 1, "landmark", "99/9");
        let fa = line_of(&rows, "นางสาวฟ้า ใจงาม");
        let mut new = changed[fa].clone();
        new[at(&rows, "person")] = Data::Empty;
        new[at(&rows, "name")] = Data::String("เด็กชายดิน ใจงาม".to_owned());
        new[at(&rows, "age")] = Data::String("5".to_owned());
        changed.push(new);
        let address = tried(&app, &dao, "changed.xlsx", &write(&changed)).await;
        dao.sees(&address).await.says("จะแก้ไข 2");
        recorded(&app, &dao, &address).await.says("แก้ไขแล้ว 2");
        assert_eq!(counted(&app).await, (2, 4));
        let mut phone = phone_of(&app, &dao, 1).await;
        phone.syncs().await;
        let house = phone.known.values().find(|one| one["fields"]["landmark"] == "99/9").unwrap();
        assert_eq!(house["persons"][1]["doses"].as_array().unwrap().len(), 2);

        // Cut off in the middle and done again, what is made stays as it is.
        db::write!(app.app().db, |tx| {
            tx.execute(CHANGE_AGAIN, &[]).await?;
            tx.execute(RECORD_AGAIN, &[]).await?;
            Ok::<_, db::Error>(())
        }).unwrap();
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        let (_, figures) = work::work_here(app.app(), id, |_, _| {}).await.unwrap();
        assert_eq!(figures.households(Verdict::Refused), 0, "{figures:?}");
        phone.syncs().await;
        let house = phone.known.values().find(|one| one["fields"]["landmark"] == "99/9").unwrap();
        assert_eq!(house["persons"][1]["doses"].as_array().unwrap().len(), 2);
        assert_eq!(counted(&app).await, (2, 4));

        // A row that was copied bears the code of the person above; a dose is not changed on a sheet.
        let now = takes_out(&app, &dao).await;
        let mut copied = now.clone();
        let aung = line_of(&now, "Aung Kyaw");
        let mut row = copied[aung].clone();
        row[at(&now, "name")] = Data::String("ลูกของ Aung".to_owned());
        copied.insert(aung + 1, row);
        let copied = tried(&app, &dao, "copied.xlsx", &write(&copied)).await;
        dao.sees(&copied).await.says("ต้องแก้ไข 1").says("มีรหัสบุคคลซ้ำกับแถวก่อน");
        let mut dosed = now.clone();
        set(&mut dosed, aung, "dose_1_on", "16/10/2569");
        let dosed = tried(&app, &dao, "dosed.xlsx", &write(&dosed)).await;
        dao.sees(&dosed).await.says("ต้องแก้ไข 1").says("เข็มที่บันทึกไว้แล้วแก้ไขหรือลบในไฟล์ไม่ได้");

        // What was taken out before is not written over what came later.
        let mut late = rows.clone();
        set(&mut late, aung - 1, "landmark", "1/1");
        let late = tried(&app, &dao, "late.xlsx", &write(&late)).await;
        dao.sees(&late).await.says("ต้องแก้ไข 1").says("เหมือนเดิม 1").says("มีคนแก้ไขครัวเรือนนี้หลังจากที่นำไฟล์ออกไป");
    }

    async fn a_drill_changes_no_real_household(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        recorded(&app, &dao, &address).await;
        let mut rows = takes_out(&app, &dao).await;
        let landmark = at(&rows, "landmark");
        rows[2][landmark] = Data::String("99/9".to_owned());
        crate::snapshot::opens_practice(&app).await;
        let mut browser = dao.browser().await;
        browser.get(SHEETS).await.is(200);
        let fields = [("incident", "TRY"), ("area", AREA), ("consent", "consent")];
        let sent = browser.upload(SHEETS, &fields, ("out.xlsx", &write(&rows))).await;
        let address = sent.leads_to("/households/sheets/").to_owned();
        app.work_jobs().await;
        browser.get(&address).await.says("ต้องแก้ไข 2").says("ไม่พบครัวเรือนนี้ในพื้นที่ของคุณ");
    }

    async fn nobody_brings_or_takes_what_is_not_of_their_area(app: TestApp) {
        let dao = admin(&app).await;
        let address = tried(&app, &dao, "sheet.csv", PAPER.as_bytes()).await;
        recorded(&app, &dao, &address).await;
        // A volunteer without a share brings none, and sees none of another's.
        let boonmee = app.boonmee().await;
        boonmee.gets(SHEETS).await.is(404);
        boonmee.gets("/households/sheets/empty.xlsx").await.is(404);
        boonmee.gets("/households/sheets/export").await.is(404);
        let somsak = app.somsak().await;
        somsak.gets(&address).await.is(404);
        somsak.gets(&format!("{address}/mend.xlsx")).await.is(404);

        // An admin of the next subdistrict neither brings nor takes it, nor changes what was taken out.
        let rows = takes_out(&app, &dao).await;
        let other = app.holds_seat(FON, "subdistrict_admin", "570901").await;
        other.sees("/households/sheets/export").await;
        let fields = [("area", AREA), ("purpose", "visits")];
        other.posts("/households/sheets/export", &fields).await.is(422).says("ไม่อยู่ในความรับผิดชอบ");
        let looks = count(&app, COUNT_LOOKS).await;
        let theirs = tried(&app, &other, "sheet.csv", PAPER.as_bytes()).await;
        other.sees(&theirs).await.says("ต้องแก้ไข 3").says("ไม่อยู่ในความรับผิดชอบของคุณ");
        let mut rows = rows;
        let landmark = at(&rows, "landmark");
        rows[2][landmark] = Data::String("99/9".to_owned());
        let theirs = tried(&app, &other, "out.xlsx", &write(&rows)).await;
        other.sees(&theirs).await.says("ต้องแก้ไข 2").says("ไม่พบครัวเรือนนี้ในพื้นที่ของคุณ");
        assert_eq!(count(&app, COUNT_LOOKS).await, looks, "nothing was seen");
        assert_eq!(counted(&app).await, (2, 3));

        // What for has to be said.
        dao.sees("/households/sheets/export").await;
        dao.posts("/households/sheets/export", &[("area", AREA)]).await.is(422).says("เลือกว่านำข้อมูลออกไปเพื่ออะไร");
    }
}
