//! What people see of the tree: their own units, how days stand below, where goods went.

use db::on_both_engines;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::Standing;

use super::told::{ATK, ELDERLY, MASK, allocation, hand_out};
use super::world::Relief;

on_both_engines! {
    async fn an_officer_sees_the_own_unit_and_an_admin_those_of_the_area(relief: Relief) {
        let Relief { ministry, province, temple, .. } = &relief;
        let app = relief.app.app();
        let own = actions::own(app, &relief.cx(temple)).await.unwrap();
        assert_eq!(own.kept.len(), 1);
        assert_eq!((own.kept[0].unit.id, own.kept[0].next), (temple.handle.id, Some(relief.today())));
        assert!(own.of_area.is_empty() && own.rootless.is_empty());
        let own = actions::own(app, &relief.cx_of(&relief.malee)).await.unwrap();
        assert!(own.kept.is_empty());
        let ids: Vec<_> = own.of_area.iter().map(|unit| unit.id).collect();
        assert_eq!(ids, [ministry.handle.id]);
        let somsak = relief.app.somsak().await;
        let now = relief.app.clock().now();
        let mut cx = relief.cx(temple);
        cx.actor = jitasa::accounts::actions::sign_in::resolve(app, &somsak.token().await, now).await.unwrap();
        let own = actions::own(app, &cx).await.unwrap();
        let ids: Vec<_> = own.of_area.iter().map(|unit| unit.id).collect();
        assert_eq!(ids, [province.handle.id]);
        // An admin of the province sees its units, not the ministry's.
        actions::home(app, &cx, temple.handle).await.unwrap();
        assert!(matches!(actions::home(app, &cx, ministry.handle).await, Err(Error::NotFound)));
        assert!(matches!(actions::verify(app, &cx, ministry.handle).await, Err(Error::NotFound)));
    }

    async fn the_unit_above_sees_who_has_not_reported(relief: Relief) {
        let Relief { province, district, temple, mueang, school, .. } = &relief;
        let app = relief.app.app();
        relief.receives(temple, MASK, 9).await;
        relief.closes(temple, relief.today()).await.unwrap();
        relief.closes(mueang, relief.today()).await.unwrap();
        let tree = actions::tree(app, &relief.cx(province), province.handle, None, None).await.unwrap();
        let mut missing: Vec<_> = tree.unreported.iter().map(|(unit, last)| (unit.id, *last)).collect();
        missing.sort_unstable();
        let mut expected = [(district.handle.id, None), (school.handle.id, None)];
        expected.sort_unstable();
        assert_eq!(missing, expected);
        let closed: Vec<bool> = tree.below.iter().map(|one| one.day.is_closed).collect();
        assert_eq!(closed, [true, false]);
        let tree = actions::tree(app, &relief.cx(district), district.handle, None, None).await.unwrap();
        let of_temple = tree.below.iter().find(|one| one.unit.id == temple.handle.id).unwrap();
        assert_eq!(of_temple.stock, [(MASK.to_owned(), 9)]);
        assert_eq!(of_temple.day.last_closed, Some(relief.today()));
        assert_eq!(of_temple.officers.len(), 1);
        // A new day has nobody's report yet.
        relief.days_pass(1);
        let home = actions::home(app, &relief.cx(province), province.handle).await.unwrap();
        assert_eq!((home.n_below, home.n_unreported), (2, 4));
    }

    async fn an_allocation_is_followed_to_the_last_hand(relief: Relief) {
        let Relief { province, district, temple, school, .. } = &relief;
        let app = relief.app.app();
        relief.receives(province, MASK, 100).await;
        relief.receives(province, ATK, 10).await;
        let new = allocation(&[(district, &[(MASK, 80), (ATK, 10)])], When::Now);
        let first = relief.sends_as(province, &new).await.unwrap()[0];
        relief.acknowledges(district, first).await.unwrap();
        let new = allocation(&[(temple, &[(MASK, 50)]), (school, &[(MASK, 20)])], When::Now);
        let on = relief.sends_as(district, &new).await.unwrap();
        relief.acknowledges(temple, on[0]).await.unwrap();
        let out = hand_out(MASK, &[(ELDERLY, 30)], When::Now);
        relief.hands_out_as(temple, &out).await.unwrap();

        let cx = relief.cx(province);
        let (.., traced) = actions::shipment(app, &cx, province.handle, first).await.unwrap();
        let trace = actions::trace(app, &cx, province.handle, traced.shipment.allocation).await.unwrap();
        let since = |item: &str, sent, out, there| (item.to_owned(), sent, out, there);
        assert_eq!(trace.shipments[0].since, [since(ATK, 0, 0, 10), since(MASK, 70, 0, 10)]);
        let next = &trace.shipments[0].next;
        assert_eq!(next.len(), 1);
        // Who is above sees the allocation of the unit below.
        let trace = actions::trace(app, &cx, district.handle, next[0]).await.unwrap();
        let standing: Vec<Standing> = trace.shipments.iter().map(|one| one.traced.shipment.standing()).collect();
        assert_eq!(standing, [Standing::Arrived, Standing::InTransit]);
        assert_eq!(trace.shipments[0].since, [since(MASK, 0, 30, 20)]);
        assert!(trace.shipments[1].since.is_empty());
        let other = actions::trace(app, &relief.cx(temple), district.handle, next[0]).await;
        assert!(matches!(other, Err(Error::NotFound)));
        let other = actions::trace(app, &cx, district.handle, traced.shipment.allocation).await;
        assert!(matches!(other, Err(Error::NotFound)));
    }

    async fn entries_are_listed_page_by_page(relief: Relief) {
        let temple = &relief.temple;
        for n in 1..=5 {
            relief.receives(temple, MASK, n).await;
        }
        relief.days_pass(1);
        relief.receives(temple, MASK, 6).await;
        let cx = relief.cx(temple);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let (.., rows, next) =
                actions::entries(relief.app.app(), &cx, temple.handle, 2, after.as_deref()).await.unwrap();
            seen.extend(rows.iter().map(|(one, _)| one.told.quantity));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [6, 5, 4, 3, 2, 1]);
    }
}
