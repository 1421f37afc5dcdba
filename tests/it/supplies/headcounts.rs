//! How many people of each risk group units serve, and a total shared out by them.

use db::on_both_engines;
use jitasa::error::Error;
use jitasa::supplies::actions::{self, NotYours};
use jitasa::supplies::model::{Handle, Headcount};
use jitasa::supplies::store;

use super::told::{ELDERLY, MASK, NURSES, officer};
use super::world::{Place, Relief};
use crate::world::MALEE;

fn people(all: &[(&str, i64)]) -> Headcount {
    let all = all.iter().map(|(group, n)| ((*group).to_owned(), *n));
    all.collect()
}

async fn tells(
    relief: &Relief,
    who: &Place,
    unit: Handle,
    all: &[(&str, i64)],
) -> Result<(), Error> {
    actions::tell_headcount(relief.app.app(), &relief.cx(who), unit, &people(all)).await
}

/// What the units below one weigh, by name.
async fn weights(relief: &Relief, above: &Place, group: Option<&str>) -> Vec<i64> {
    let found = db::read!(relief.app.app().db, |tx| {
        store::units::below(tx, above.handle.id).await
    });
    let (app, above) = (relief.app.app(), above.handle);
    let served = actions::served(app, above, found.unwrap(), group).await;
    served.unwrap().into_iter().map(|(_, n)| n).collect()
}

on_both_engines! {
    async fn a_unit_that_does_not_tell_serves_those_below(relief: Relief) {
        let Relief { province, district, temple, school, mueang, .. } = &relief;
        assert_eq!(weights(&relief, province, None).await, [0, 0]);
        tells(&relief, temple, temple.handle, &[(ELDERLY, 100), (NURSES, 7)]).await.unwrap();
        // The unit above tells it for one that does not.
        tells(&relief, district, school.handle, &[(ELDERLY, 300)]).await.unwrap();
        tells(&relief, mueang, mueang.handle, &[(NURSES, 200)]).await.unwrap();
        let all = weights(&relief, province, None).await;
        let mut sorted = all.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [200, 407]);
        let mut nurses = weights(&relief, province, Some(NURSES)).await;
        nurses.sort_unstable();
        assert_eq!(nurses, [7, 200]);

        // What it tells itself counts in the place of those below, and is taken back again.
        tells(&relief, district, district.handle, &[(ELDERLY, 50)]).await.unwrap();
        assert_eq!(weights(&relief, province, None).await.iter().sum::<i64>(), 250);
        let cx = relief.cx(district);
        let seen = actions::headcounts(relief.app.app(), &cx, district.handle).await.unwrap();
        assert_eq!(seen[0].told, people(&[(ELDERLY, 50)]));
        assert_eq!(seen[0].below, people(&[(ELDERLY, 400), (NURSES, 7)]));
        assert_eq!(seen.len(), 3);
        tells(&relief, district, district.handle, &[]).await.unwrap();
        assert_eq!(weights(&relief, province, None).await, all);

        // A closed unit serves nobody.
        let malee = relief.cx_of(&relief.malee);
        actions::close_unit(relief.app.app(), &malee, school.handle, 1).await.unwrap();
        assert_eq!(weights(&relief, province, None).await.iter().sum::<i64>(), 307);
    }

    async fn only_who_sees_a_unit_tells_its_people(relief: Relief) {
        let Relief { songkhla, temple, district, .. } = &relief;
        let told = tells(&relief, songkhla, temple.handle, &[(ELDERLY, 1)]).await;
        assert!(matches!(told, Err(Error::NotFound)));
        let told = tells(&relief, temple, district.handle, &[(ELDERLY, 1)]).await;
        assert!(matches!(told, Err(Error::NotFound)), "{:?}", NotYours::Arranging);
        let cx = relief.cx(songkhla);
        let seen = actions::headcounts(relief.app.app(), &cx, temple.handle).await;
        assert!(matches!(seen, Err(Error::NotFound)));
    }

    async fn people_are_typed_on_a_page_and_a_total_is_shared_out_by_them(relief: Relief) {
        let Relief { district, temple, school, .. } = &relief;
        let named = officer(MALEE.full_name, MALEE.phone);
        let cx = relief.cx_of(&relief.malee);
        actions::name_officer(relief.app.app(), &cx, district.handle, &named).await.unwrap();
        relief.receives(district, MASK, 100).await;
        let malee = relief.app.signs_in(MALEE).await;
        let allocate = format!("/supplies/{}/allocate", district.handle);
        let share = [("item", MASK), ("total", "90"), ("formula", "headcount"), ("headcount_of", ELDERLY)];
        malee.posts(&allocate, &share).await.is(422).says("ยังไม่ทราบจำนวนคนของหน่วยใดเลย");

        let address = format!("/supplies/{}/headcounts", district.handle);
        malee.sees(&address).await.says("วัดเวียงพาน");
        let field = |place: &Place, group: &str| -> &'static str {
            format!("persons.{}.{group}", place.handle).leak()
        };
        let wrong = [(field(temple, ELDERLY), "๒๐๐"), (field(school, ELDERLY), "สิบ")];
        let page = malee.posts(&address, &wrong).await;
        page.is(422).says("กรอกจำนวนคนเป็นตัวเลข");
        assert!(page.html.contains("๒๐๐") && page.html.contains("สิบ"), "what was typed stays");
        assert_eq!(weights(&relief, district, None).await, [0, 0]);
        let right = [(field(temple, ELDERLY), "๒๐๐"), (field(school, ELDERLY), "100"), (field(school, NURSES), "9,000")];
        malee.posts(&address, &right).await.leads_to(&address);
        malee.sees(&address).await.says("รวมจากหน่วยข้างใต้ 300 คน");

        let page = malee.posts(&allocate, &share).await;
        page.is(200);
        for (place, n) in [(temple, "60"), (school, "30")] {
            let filled = format!("name=\"to.{}\" value=\"{n}\"", place.handle.id);
            assert!(page.html.contains(&filled), "{filled}");
        }
    }
}
