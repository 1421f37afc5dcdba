//! Rounds of the survey: opened, divided, surveyed, counted, changed and closed.

mod programs;
mod progress;

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::clock;
use jitasa::rounds::model::Share;
use jitasa::rounds::{rules, store};

use self::progress::records;
use crate::villages::{VILLAGES, imports};
use crate::world::{AREA, Card, DAO, Person, TestApp};

const KAMON: Card = card("กมล ท้องถิ่น", "0812340081", "kamon");
const NAREE: Card = card("นารี เดินไกล", "0812340082", "naree8");
const NIT: Card = card("นิตย์ รอก่อน", "0812340083", "nit8");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

/// The form of a round of Mae Sai, with these fields in place of the usual ones.
async fn form(admin: &Person, other: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let page = admin.sees("/rounds/new").await;
    let incident = page
        .is(200)
        .between("<option value=\"0", "\"")
        .unwrap_or_default();
    let usual = [
        ("incident", format!("0{incident}")),
        ("area", "5709".to_owned()),
        ("name", "สำรวจวัคซีน รอบที่ 1".to_owned()),
        ("ends_on", "30 พ.ย. 2569".to_owned()),
        ("target", "๑,๒๐๐".to_owned()),
        ("target_of", "persons".to_owned()),
    ];
    let mut fields: Vec<(&'static str, String)> = usual
        .into_iter()
        .filter(|(name, _)| !other.iter().any(|(own, _)| own == name))
        .collect();
    fields.extend(
        other
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    fields
}

async fn sends(
    admin: &Person,
    path: &str,
    fields: &[(&'static str, String)],
) -> crate::world::Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    admin.posts(path, &fields).await
}

/// Opens a round; gives its address.
pub async fn opens(admin: &Person, other: &[(&'static str, &str)]) -> String {
    let fields = form(admin, other).await;
    let opened = sends(admin, "/rounds", &fields).await;
    opened.leads_to("/rounds/").to_owned()
}

pub async fn gives(admin: &Person, round: &str, fields: &[(&str, &str)]) -> crate::world::Page {
    admin.sees(round).await.is(200);
    admin.posts(&format!("{round}/shares"), fields).await
}

async fn open_shares(app: &TestApp, card: Card) -> Vec<Share> {
    let today = clock::day(app.clock().now());
    db::read!(app.app().db, |tx| {
        let found = jitasa::accounts::store::find_by_username(tx, card.username).await?;
        store::open_shares_of(tx, found.unwrap().0, today).await
    })
    .unwrap()
}

on_both_engines! {
    async fn an_admin_opens_a_round_and_sees_what_is_amiss_before(app: TestApp) {
        let somsak = app.somsak().await;
        somsak.sees("/rounds").await.says("ยังไม่มีรอบสำรวจ");
        somsak.sees("/rounds/new").await.says("จ.เชียงราย");
        for (other, amiss) in [
            (("ends_on", "20 พ.ย. 2569"), "ends_on-err"),
            (("ends_on", ""), "ends_on-err"),
            (("ends_on", "31 ก.พ. 2570"), "ends_on-err"),
            (("starts_on", "พรุ่งนี้"), "starts_on-err"),
            (("starts_on", "1 ธ.ค. 2569"), "ends_on-err"),
            (("name", " "), "name-err"),
            (("target", "0"), "target-err"),
            (("target", "หลายคน"), "target-err"),
            (("target", "99999999999"), "target-err"),
            (("target_of", "cats"), "target_of-err"),
            (("incident", "x"), "incident-err"),
            (("area", "90"), "area_text-err"),
            (("area", ""), "area_text-err"),
        ] {
            let fields = form(&somsak, &[other]).await;
            let page = sends(&somsak, "/rounds", &fields).await;
            page.is(422).says(amiss);
            // Nothing typed is lost.
            if other.0 != "name" {
                page.says("สำรวจวัคซีน รอบที่ 1");
            }
        }
        let malee = app.malee().await;
        let country = form(&malee, &[("area", "0")]).await;
        sends(&malee, "/rounds", &country).await.is(422).says("area_text-err");
        somsak.sees("/rounds").await.says("ยังไม่มีรอบสำรวจ");

        let round = opens(&somsak, &[]).await;
        somsak.sees(&round).await.says("21 พ.ย. 2569 – 30 พ.ย. 2569").says("1,200 คน").says("กำลังสำรวจ");
        somsak.sees("/rounds").await.says(&round).says("0% ของเป้าหมาย");
        // Sent twice with one key it is opened once.
        let mut again = form(&somsak, &[("name", "รอบที่ 2")]).await;
        again.push(("idempotency_key", "once".to_owned()));
        let first = sends(&somsak, "/rounds", &again).await;
        let second = sends(&somsak, "/rounds", &again).await;
        assert_eq!(first.leads_to("/rounds/"), second.leads_to("/rounds/"));
        let dao = app.dao().await;
        dao.gets("/rounds/new").await.is(404);
        dao.gets(&round).await.is(404);
    }

    async fn a_share_is_given_once_told_and_taken_back(app: TestApp) {
        imports(&app, VILLAGES, false).await.unwrap();
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let round = opens(&somsak, &[("ends_on", "22 พ.ย. 2569")]).await;
        dao.sees("/rounds").await.says("ยังไม่มีพื้นที่");
        let village = [("volunteer", "Dao"), ("area", AREA), ("village", "หมู่ ๓"), ("view", "5709")];
        gives(&somsak, &round, &village).await.leads_to(&format!("{round}?area=5709"));
        gives(&somsak, &round, &village).await.leads_to(&round);
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", AREA), ("village", "57090603")]).await.leads_to(&round);
        let page = somsak.sees(&round).await;
        page.says("หมู่ 3 บ้านป่าเหมือด").says("ดาว ศรีสุข");
        assert_eq!(page.actions(&format!("{round}/shares/")).len(), 1);
        dao.sees("/notifications").await.says("สำรวจวัคซีน รอบที่ 1").says("เวียงพางคำ");
        dao.sees("/rounds").await.says("หมู่ 3 บ้านป่าเหมือด").says("เวียงพางคำ");
        dao.sees(&round).await.says("หมู่ 3 บ้านป่าเหมือด").does_not_say("/edit").does_not_say("/shares");

        let shares = open_shares(&app, DAO).await;
        let area = AREA.parse().unwrap();
        assert_eq!(shares.len(), 1);
        assert!(rules::covers(&shares, area, Some(57_090_603)));
        assert!(!rules::covers(&shares, area, Some(57_090_604)));
        assert!(!rules::covers(&shares, area, None));
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", AREA)]).await.leads_to(&round);
        assert!(rules::covers(&open_shares(&app, DAO).await, area, None));

        // Open on its last day, and over on the next.
        app.clock().pass(SignedDuration::from_hours(10));
        assert_eq!(open_shares(&app, DAO).await.len(), 2);
        let ends = somsak.sees(&round).await.actions(&format!("{round}/shares/"));
        assert_eq!(ends.len(), 2);
        for end in ends {
            somsak.posts(&end, &[("view", "5709")]).await.leads_to(&format!("{round}?area=5709"));
            somsak.posts(&end, &[]).await.leads_to(&round);
        }
        assert!(open_shares(&app, DAO).await.is_empty());
        dao.gets(&round).await.is(404);
        dao.sees("/notifications").await.says("ไม่ได้เป็นของคุณแล้ว");
        gives(&somsak, &round, &village).await.leads_to(&round);
        app.clock().pass(SignedDuration::from_hours(24));
        assert!(open_shares(&app, DAO).await.is_empty());
        // The session of yesterday has run out.
        let somsak = app.somsak().await;
        gives(&somsak, &round, &village).await.is(409);
        somsak.sees(&round).await.says("เลยวันสุดท้ายแล้ว");
    }

    async fn what_is_amiss_with_a_share_is_told(app: TestApp) {
        imports(&app, VILLAGES, false).await.unwrap();
        let somsak = app.somsak().await;
        app.dao().await;
        app.holds_seat(NAREE, "data", "90").await;
        app.registers(NIT, "rescue", "57").await;
        let round = opens(&somsak, &[]).await;
        for (fields, amiss) in [
            ([("volunteer", ""), ("area", AREA), ("village", "")], "volunteer-err"),
            ([("volunteer", "nobody"), ("area", AREA), ("village", "")], "volunteer-err"),
            ([("volunteer", "ดาว"), ("area", AREA), ("village", "")], "volunteer-err"),
            // A seat elsewhere, and one that still waits.
            ([("volunteer", "naree8"), ("area", AREA), ("village", "")], "volunteer-err"),
            ([("volunteer", "nit8"), ("area", AREA), ("village", "")], "volunteer-err"),
            ([("volunteer", "dao"), ("area", ""), ("village", "")], "area-err"),
            ([("volunteer", "dao"), ("area", "570101"), ("village", "")], "area-err"),
            ([("volunteer", "dao"), ("area", "5709"), ("village", "")], "area-err"),
            ([("volunteer", "dao"), ("area", AREA), ("village", "57090101")], "village-err"),
            ([("volunteer", "dao"), ("area", AREA), ("village", "ป่าเหมือด")], "village-err"),
            ([("volunteer", "dao"), ("area", AREA), ("village", "หมู่ 99")], "village-err"),
            // No villages are known there.
            ([("volunteer", "dao"), ("area", "570902"), ("village", "หมู่ 1")], "village-err"),
        ] {
            let page = gives(&somsak, &round, &fields).await;
            page.is(422).says(amiss);
        }
        assert!(open_shares(&app, DAO).await.is_empty());
        // Who lost their seat has no share either.
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", AREA)]).await.leads_to(&round);
        app.work_jobs().await;
        let found = somsak.sees("/volunteers?q=dao").await;
        let id = found.between("href=\"/volunteers/0", "\"").unwrap().to_owned();
        let suspend = format!("/volunteers/0{id}/suspend");
        somsak.sees(&format!("/volunteers/0{id}")).await.is(200);
        somsak.posts(&suspend, &[("reason", "พักก่อน")]).await;
        assert!(open_shares(&app, DAO).await.is_empty());
    }

    async fn an_admin_of_a_part_divides_that_part(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let kamon = app.holds_seat(KAMON, "subdistrict_admin", AREA).await;
        let elsewhere = app.holds_seat(NAREE, "province_admin", "90").await;
        let round = opens(&somsak, &[]).await;
        records(&dao, "หมู่ 3").await;
        kamon.sees("/rounds").await.says(&round);
        kamon.sees(&round).await.says("แยกตามหมู่บ้าน").does_not_say("/edit").does_not_say("/close");
        kamon.gets(&format!("{round}?area=570901")).await.is(404);
        kamon.gets(&format!("{round}/edit")).await.is(404);
        gives(&kamon, &round, &[("volunteer", "dao"), ("area", AREA)]).await.leads_to(&round);
        gives(&kamon, &round, &[("volunteer", "dao"), ("area", "570901")]).await.is(422).says("คุณไม่ได้ดูแล");
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", "570901")]).await.leads_to(&round);
        let ends = somsak.sees(&round).await.actions(&format!("{round}/shares/"));
        assert_eq!((ends.len(), kamon.sees(&round).await.actions(&format!("{round}/shares/")).len()), (2, 1));
        let theirs = kamon.sees(&round).await.actions(&format!("{round}/shares/"));
        let other = ends.iter().find(|end| !theirs.contains(end)).unwrap();
        kamon.posts(other, &[]).await.is(404);
        elsewhere.sees("/rounds").await.does_not_say(&round);
        elsewhere.gets(&round).await.is(404);
        elsewhere.gets("/rounds?area=57").await.is(404);
        elsewhere.posts(&format!("{round}/shares"), &[("volunteer", "dao"), ("area", AREA)]).await.is(404);
        elsewhere.posts(other, &[]).await.is(404);
        // Of the district alone its admin enters people, not of the subdistrict.
        kamon.posts(&format!("{round}/population"), &[("area", AREA), ("people", "5")]).await.is(404);
    }

    async fn a_round_is_changed_by_what_one_has_seen_and_closed_for_good(app: TestApp) {
        let (somsak, dao, malee) = (app.somsak().await, app.dao().await, app.malee().await);
        let round = opens(&somsak, &[]).await;
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", AREA)]).await.leads_to(&round);
        let edit = somsak.sees(&format!("{round}/edit")).await;
        edit.says("value=\"1200\"").says("value=\"30 พ.ย. 2569\"").says("name=\"version\" value=\"1\"");
        let changed = |version: &'static str, ends: &'static str| {
            [("version", version), ("name", "รอบหนึ่ง"), ("starts_on", "21/11/2569"), ("ends_on", ends), ("target", "")]
        };
        somsak.posts(&round, &changed("1", "20/11/2569")).await.is(422).says("ends_on-err");
        somsak.posts(&round, &changed("1", "5/12/2569")).await.leads_to(&round);
        somsak.sees(&round).await.says("รอบหนึ่ง").says("5 ธ.ค. 2569").does_not_say("1,200");
        malee.sees(&format!("{round}/edit")).await.is(200);
        malee.posts(&round, &changed("1", "6/12/2569")).await.is(409);
        // Saved as it stands it is not changed.
        malee.posts(&round, &changed("2", "5/12/2569")).await.leads_to(&round);
        malee.posts(&round, &changed("2", "6/12/2569")).await.leads_to(&round);

        somsak.sees(&format!("{round}/close")).await.says("เปิดคืนไม่ได้");
        assert_eq!(open_shares(&app, DAO).await.len(), 1);
        somsak.posts(&format!("{round}/close"), &[]).await.leads_to(&round);
        somsak.posts(&format!("{round}/close"), &[]).await.leads_to(&round);
        assert!(open_shares(&app, DAO).await.is_empty());
        somsak.sees(&round).await.says("ปิดแล้ว").does_not_say("/edit").does_not_say("name=\"volunteer\"");
        somsak.gets(&format!("{round}/edit")).await.is(409);
        somsak.gets(&format!("{round}/close")).await.is(409);
        somsak.posts(&round, &changed("4", "9/12/2569")).await.is(409);
        gives(&somsak, &round, &[("volunteer", "dao"), ("area", "570901")]).await.is(409);
        dao.sees("/rounds").await.says("ยังไม่มีพื้นที่");
        dao.gets(&round).await.is(404);
    }
}
