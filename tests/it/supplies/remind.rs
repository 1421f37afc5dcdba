//! Who has not closed the day is told at the set hour, the unit above with them, and later the one above that.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::notifications::store;
use jitasa::supplies::actions;

use super::told::officer;
use super::world::{Place, Relief};
use crate::world::MALEE;

/// What stands in the inbox of whoever keeps the books there, by message and number: what is told at one instant
/// has no order.
async fn told(relief: &Relief, place: &Place) -> Vec<(String, i64)> {
    let account = relief.cx(place).account().unwrap();
    let notices = db::read!(relief.app.app().db, |tx| {
        store::newest(tx, account).await
    });
    let mut all: Vec<(String, i64)> = notices
        .unwrap()
        .into_iter()
        .filter(|notice| notice.link.contains("day="))
        .map(|notice| (notice.message, notice.args["n"].as_i64().unwrap()))
        .collect();
    all.sort_unstable();
    all
}

async fn hour_strikes(relief: &Relief) -> usize {
    let cx = Cx::system(relief.app.clock().now());
    actions::remind(relief.app.app(), &cx).await.unwrap()
}

fn said(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter()
        .map(|(message, n)| ((*message).to_owned(), *n))
        .collect()
}

const CLOSE: &str = "notice-supply-close";
const UNREPORTED: &str = "notice-supply-unreported";
const STILL: &str = "notice-supply-still-unreported";

on_both_engines! {
    async fn the_word_goes_up_while_a_day_is_not_closed(relief: Relief) {
        assert_eq!(hour_strikes(&relief).await, 0, "it is five past two");
        relief.closes(&relief.temple, relief.today()).await.unwrap();
        relief.app.clock().pass(SignedDuration::from_hours(2));
        assert_eq!(hour_strikes(&relief).await, 5);
        // Whoever has read it meanwhile is not told again either.
        let school = relief.cx(&relief.school);
        jitasa::notifications::inbox(relief.app.app(), &school).await.unwrap();
        assert_eq!(hour_strikes(&relief).await, 5, "looked at again, and nobody told twice");
        assert_eq!(told(&relief, &relief.temple).await, []);
        assert_eq!(told(&relief, &relief.school).await, said(&[(CLOSE, 1)]));
        assert_eq!(told(&relief, &relief.district).await, said(&[(CLOSE, 1), (UNREPORTED, 1)]));
        assert_eq!(told(&relief, &relief.ministry).await, said(&[(UNREPORTED, 2)]));
        relief.closes(&relief.district, relief.today()).await.unwrap();
        relief.app.clock().pass(SignedDuration::from_hours(1));
        assert_eq!(hour_strikes(&relief).await, 4);
        assert_eq!(told(&relief, &relief.school).await, said(&[(CLOSE, 1)]));
        assert_eq!(
            told(&relief, &relief.province).await,
            said(&[(CLOSE, 1), (STILL, 1), (UNREPORTED, 2)])
        );
        assert_eq!(told(&relief, &relief.ministry).await, said(&[(STILL, 1), (UNREPORTED, 2)]));
        relief.app.clock().pass(SignedDuration::from_hours(1));
        assert_eq!(hour_strikes(&relief).await, 0);
        // In the inbox with its number.
        let named = officer(MALEE.full_name, MALEE.phone);
        actions::name_officer(relief.app.app(), &relief.cx_of(&relief.malee), relief.province.handle, &named).await.unwrap();
        relief.app.clock().pass(SignedDuration::from_hours(22));
        assert_eq!(hour_strikes(&relief).await, 6);
        let malee = relief.app.signs_in(MALEE).await;
        malee.sees("/notifications").await.says("วันนี้ยังมี 2 หน่วยที่ขึ้นกับ สสจ.เชียงราย ไม่ปิดยอด");
    }
}
