//! The tree: where units lie, who arranges them, when they may be closed and what of them is then still done.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::{EndKind, Handle, NewUnit, Reason, Tier};
use jitasa::supplies::rules::Asked;

use super::told::{ELDERLY, MASK, allocation, came, hand_out, officer, receipt, told, why};
use super::world::{Place, Relief};
use crate::world::Person;

async fn version(relief: &Relief, place: &Place) -> i64 {
    let cx = relief.cx_of(&relief.malee);
    let (unit, _) = actions::unit(relief.app.app(), &cx, place.handle)
        .await
        .unwrap();
    unit.version
}

async fn closes_unit(relief: &Relief, place: &Place) -> Result<(), Error> {
    let cx = relief.cx_of(&relief.malee);
    let seen = version(relief, place).await;
    actions::close_unit(relief.app.app(), &cx, place.handle, seen).await
}

async fn makes(relief: &Relief, by: &Place, above: &Place, new: &NewUnit) -> Result<Handle, Error> {
    actions::make(relief.app.app(), &relief.cx(by), above.handle, new).await
}

on_both_engines! {
    async fn a_unit_is_made_where_it_belongs_and_by_whom_it_concerns(relief: Relief) {
        let Relief { ministry, province, district, temple, songkhla, .. } = &relief;
        for (above, new, amiss) in [
            (songkhla, told(Tier::District, "5703", "สสอ.แม่จัน"), "supply-unit-area"),
            (province, told(Tier::Province, "57", "สสจ.อีกแห่ง"), "supply-unit-tier"),
            (temple, told(Tier::End, "570906", "ใต้ถุนวัด"), "supply-unit-tier"),
            (district, told(Tier::Local, "57", "อบจ."), "supply-unit-area"),
            (province, told(Tier::District, "570901", "สสอ."), "supply-unit-level"),
            (district, told(Tier::End, "570101", "วัดในเมือง"), "supply-unit-area"),
        ] {
            assert_eq!(why(makes(&relief, ministry, above, &new).await), amiss);
        }
        let new = NewUnit { code: "06570901".to_owned(), ..told(Tier::Local, "570906", "ทต.เวียงพางคำ") };
        let local = makes(&relief, district, district, &new).await.unwrap();
        assert_eq!(why(makes(&relief, district, district, &new).await), "supply-unit-code");
        // Whoever is not above sees nothing of it.
        let other = makes(&relief, songkhla, district, &told(Tier::Local, "570901", "ทต.แม่สาย")).await;
        assert!(matches!(other, Err(Error::NotFound)));
        let cx = relief.cx(temple);
        assert!(matches!(actions::unit(relief.app.app(), &cx, local).await, Err(Error::NotFound)));
        let wrong = Handle { province: 90, ..local };
        let cx = relief.cx(district);
        assert!(matches!(actions::unit(relief.app.app(), &cx, wrong).await, Err(Error::NotFound)));
        // One's own officers are named by the unit above.
        let named = actions::name_officer(relief.app.app(), &cx, district.handle, &officer("สมชาย ใจดี", "0812341199")).await;
        assert_eq!(why(named), "supply-arranged-above");
        let first = actions::name_officer(relief.app.app(), &cx, local, &officer("สมชาย ใจดี", "0812341199")).await.unwrap();
        let again = actions::name_officer(relief.app.app(), &cx, local, &officer("สมชาย ใจดี", "0812341199")).await.unwrap();
        assert_eq!(first, again);
        let officers = actions::officers(relief.app.app(), &cx, local).await.unwrap();
        assert_eq!(officers.len(), 1);
        let cx = relief.cx_of(&relief.malee);
        let root = actions::make_root(relief.app.app(), &cx, relief.incident, &told(Tier::Ministry, "0", "อีกกระทรวง")).await;
        assert_eq!(why(root), "supply-second-root");
        let root = actions::make_root(relief.app.app(), &relief.cx(ministry), relief.incident, &told(Tier::Ministry, "0", "x")).await;
        assert!(matches!(root, Err(Error::NotFound)));
    }

    async fn a_unit_is_changed_by_what_one_has_seen(relief: Relief) {
        let Relief { province, district, temple, mueang, .. } = &relief;
        let cx = relief.cx(province);
        let new = NewUnit { kind: None, ..told(Tier::District, "5709", "สำนักงานสาธารณสุขอำเภอแม่สาย") };
        actions::change(relief.app.app(), &cx, district.handle, 1, &new).await.unwrap();
        let again = actions::change(relief.app.app(), &cx, district.handle, 1, &new).await;
        assert_eq!(why(again), "changed-meanwhile");
        // Two units lie in Mae Sai: theirs cannot become the office of Mueang.
        let elsewhere = told(Tier::District, "5701", "สสอ.เมือง");
        for (area, is) in [(&elsewhere, "supply-unit-area"), (&told(Tier::District, "9011", "สสอ.หาดใหญ่"), "supply-unit-area")] {
            let changed = actions::change(relief.app.app(), &cx, district.handle, 2, area).await;
            assert_eq!(why(changed), is);
        }
        let own = actions::change(relief.app.app(), &relief.cx(district), district.handle, 2, &new).await;
        assert_eq!(why(own), "supply-arranged-above");
        let school = NewUnit { kind: Some(EndKind::School), ..told(Tier::End, "570901", "วัดเวียงพาน") };
        actions::change(relief.app.app(), &relief.cx(district), temple.handle, 1, &school).await.unwrap();
        let (unit, _) = actions::unit(relief.app.app(), &relief.cx(temple), temple.handle).await.unwrap();
        assert_eq!((unit.kind, unit.area.get(), unit.version), (Some(EndKind::School), 570_901, 2));
        // Hung elsewhere only where it may lie, and not while something is on its way.
        let hung = actions::hang(relief.app.app(), &cx, temple.handle, 2, mueang.handle).await;
        assert_eq!(why(hung), "supply-unit-area");
        relief.receives(district, MASK, 5).await;
        let shipment = relief.sends(district, temple, MASK, 5).await;
        let hung = actions::hang(relief.app.app(), &cx, temple.handle, 2, province.handle).await;
        assert_eq!(why(hung), "supply-unit-in-transit");
        relief.acknowledges(temple, shipment).await.unwrap();
        actions::hang(relief.app.app(), &cx, temple.handle, 2, province.handle).await.unwrap();
        let new = allocation(&[(district, &[(MASK, 1)])], When::Now);
        relief.sends_as(temple, &new).await.unwrap();
        relief.is_whole().await;
    }

    async fn neither_a_closed_unit_is_hung_elsewhere_nor_one_below_a_closed_one(relief: Relief) {
        let Relief { province, district, temple, school, malee, .. } = &relief;
        let cx = relief.cx_of(malee);
        let new = told(Tier::Local, "570906", "ทต.เวียงพางคำ");
        let local = makes(&relief, district, district, &new).await.unwrap();
        closes_unit(&relief, temple).await.unwrap();
        let seen = version(&relief, temple).await;
        let hung = actions::hang(relief.app.app(), &cx, temple.handle, seen, province.handle).await;
        assert_eq!(why(hung), "supply-unit-closed");
        actions::close_unit(relief.app.app(), &cx, local, 1).await.unwrap();
        let new = told(Tier::End, "570906", "จุดตรวจ");
        let end = makes(&relief, district, district, &new).await.unwrap();
        let hung = actions::hang(relief.app.app(), &cx, end, 1, local).await;
        assert_eq!(why(hung), "supply-unit-closed");
        actions::hang(relief.app.app(), &cx, school.handle, 1, province.handle).await.unwrap();
    }

    async fn a_unit_is_closed_with_empty_hands(relief: Relief) {
        let Relief { district, temple, school, .. } = &relief;
        relief.receives(district, MASK, 10).await;
        assert_eq!(why(closes_unit(&relief, district).await), "supply-unit-has-stock");
        let shipment = relief.sends(district, temple, MASK, 10).await;
        for place in [district, temple] {
            assert_eq!(why(closes_unit(&relief, place).await), "supply-unit-in-transit");
        }
        relief.acknowledges(temple, shipment).await.unwrap();
        assert_eq!(why(closes_unit(&relief, temple).await), "supply-unit-has-stock");
        assert_eq!(why(closes_unit(&relief, district).await), "supply-unit-has-units");
        let given = relief.hands_out(temple, MASK, 10).await.unwrap();
        let own = actions::close_unit(relief.app.app(), &relief.cx(temple), temple.handle, 1).await;
        assert_eq!(why(own), "supply-arranged-above");
        let stale = actions::close_unit(relief.app.app(), &relief.cx(district), temple.handle, 7).await;
        assert_eq!(why(stale), "changed-meanwhile");
        closes_unit(&relief, temple).await.unwrap();
        closes_unit(&relief, temple).await.unwrap();
        // Nothing is entered any more that would leave goods with nobody.
        let today = relief.today();
        for when in [When::Now, When::On(today)] {
            assert_eq!(why(relief.receives_as(temple, &receipt(MASK, 1, when)).await), "supply-unit-closed");
            let out = hand_out(MASK, &[(ELDERLY, 1)], when);
            assert_eq!(why(relief.hands_out_as(temple, &out).await), "supply-unit-closed");
        }
        assert_eq!(why(relief.reverses(temple, given).await), "supply-unit-closed");
        assert_eq!(why(relief.undoes(temple, shipment).await), "supply-unit-closed");
        relief.receives(district, MASK, 1).await;
        let new = allocation(&[(temple, &[(MASK, 1)])], When::Now);
        assert_eq!(why(relief.sends_as(district, &new).await), "supply-receiver-closed");
        let under = makes(&relief, district, temple, &told(Tier::End, "570906", "x")).await;
        assert!(["supply-unit-tier", "supply-unit-closed"].contains(&why(under)));
        relief.hands_out(district, MASK, 1).await.unwrap();
        closes_unit(&relief, school).await.unwrap();
        // Closed units below do not keep it open.
        closes_unit(&relief, district).await.unwrap();
        let under = makes(&relief, &relief.province, district, &told(Tier::End, "570906", "x")).await;
        assert_eq!(why(under), "supply-unit-closed");
    }

    async fn a_closed_unit_still_owes_its_days_and_no_further_one(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 10).await;
        relief.days_pass(1);
        relief.hands_out(temple, MASK, 10).await.unwrap();
        closes_unit(&relief, temple).await.unwrap();
        relief.days_pass(2);
        let mut asked = relief.as_expected(temple, first).await;
        asked.counts[0].counted = 12;
        asked.counts[0].reason = Some(Reason::Miscounted);
        assert_eq!(why(relief.closes_as(temple, first, &asked).await), "supply-unit-closed");
        relief.closes(temple, first).await.unwrap();
        relief.closes(temple, first + 1.days()).await.unwrap();
        let none = Asked { counts: Vec::new(), seen: None };
        let after = relief.closes_as(temple, first + 2.days(), &none).await;
        assert_eq!(why(after), "supply-day-not-ours");
        let cx = relief.cx(temple);
        let home = actions::home(relief.app.app(), &cx, temple.handle).await.unwrap();
        assert_eq!(home.next, None);
        // The unit above does not wait for it.
        let cx = relief.cx(&relief.district);
        let tree = actions::tree(relief.app.app(), &cx, relief.district.handle, None, None).await.unwrap();
        assert!(tree.unreported.iter().all(|(unit, _)| unit.id != temple.handle.id));
        let tree = actions::tree(relief.app.app(), &cx, relief.district.handle, Some(first), None).await.unwrap();
        assert_eq!(tree.unreported.len(), 1);
        relief.is_whole().await;
    }

    async fn a_unit_closed_after_its_day_answers_for_what_moved_since(relief: Relief) {
        let temple = &relief.temple;
        let today = relief.today();
        relief.receives(temple, MASK, 10).await;
        relief.closes(temple, today).await.unwrap();
        relief.hands_out(temple, MASK, 10).await.unwrap();
        closes_unit(&relief, temple).await.unwrap();
        relief.days_pass(2);
        let tomorrow = today.tomorrow().unwrap();
        assert_eq!(relief.day(temple, tomorrow).await.lines[0].moved.handed_out, 10);
        relief.closes(temple, tomorrow).await.unwrap();
        relief.is_whole().await;
    }

    async fn goods_that_wait_keep_both_ends_open_until_they_are_settled(relief: Relief) {
        let Relief { district, temple, .. } = &relief;
        relief.receives(district, MASK, 10).await;
        let shipment = relief.sends(district, temple, MASK, 10).await;
        let none = [came(MASK, 0, 10, Some(Reason::Damaged))];
        relief.acknowledges_as(temple, shipment, &none, When::Now).await.unwrap();
        closes_unit(&relief, temple).await.unwrap();
        assert_eq!(why(relief.cancels(district, shipment).await), "supply-arrived");
        relief.acknowledges_as(temple, shipment, &none, When::Now).await.unwrap();
        assert_eq!(relief.stock(district, MASK).await, 0);
        relief.is_whole().await;
    }
}

/// The supply unit of Chiang Rai, below the ministry of the oldest incident without one.
pub async fn of_chiang_rai(malee: &Person) -> String {
    let page = malee.sees("/supplies").await;
    let incident = page
        .between("name=\"incident\" value=\"", "\"")
        .expect("an incident");
    let incident = incident.to_owned();
    let made = malee.posts("/supplies", &[("incident", &incident)]).await;
    let root = made.leads_to("/supplies/").to_owned();
    malee.sees(&format!("{root}/units/new")).await;
    let fields = [
        ("tier", "province"),
        ("area", "57"),
        ("name", "สำนักงานจังหวัดเชียงราย"),
    ];
    let made = malee.posts(&format!("{root}/units"), &fields).await;
    let unit = made.leads_to("/supplies/").trim_start_matches("/supplies/");
    unit.trim_end_matches("/officers").to_owned()
}
