//! What has expired is given to nobody: it is written off, or goes back.

use db::on_both_engines;
use jiff::ToSpan;
use jitasa::supplies::actions::{self, Loss, Receipt, When};
use jitasa::supplies::model::{Lot, Reason};
use serde_json::json;

use super::told::{ATK, ELDERLY, allocation, hand_out, receipt, refused, why};
use super::world::Relief;

/// Of each lot how much there is.
async fn lots(relief: &Relief) -> Vec<(String, i64)> {
    let stock = relief.stock_by_lot(&relief.temple).await;
    let stock = stock.into_iter().filter(|one| one.item == ATK);
    stock.map(|one| (one.lot.name, one.quantity)).collect()
}

fn said(all: [(&str, i64); 2]) -> Vec<(String, i64)> {
    all.map(|(lot, n)| (lot.to_owned(), n)).to_vec()
}

on_both_engines! {
    async fn what_has_expired_is_passed_over_refused_by_name_and_written_off(relief: Relief) {
        let (temple, school, district) = (&relief.temple, &relief.school, &relief.district);
        let today = relief.today();
        for (name, days) in [("OLD", 0), ("NEW", 60)] {
            let lot = Lot { name: name.to_owned(), expires_on: Some(today + days.days()) };
            let new = Receipt { lot, ..receipt(ATK, 10, When::Now) };
            relief.receives_as(temple, &new).await.unwrap();
        }
        // On its last day it goes first.
        relief.hands_out(temple, ATK, 1).await.unwrap();
        assert_eq!(lots(&relief).await, said([("NEW", 10), ("OLD", 9)]));
        relief.days_pass(1);
        relief.hands_out(temple, ATK, 1).await.unwrap();
        relief.sends(temple, school, ATK, 1).await;
        assert_eq!(lots(&relief).await, said([("NEW", 8), ("OLD", 9)]));
        // What was handed out while it could be used is entered today as well.
        let out = hand_out(ATK, &[(ELDERLY, 1)], When::On(today));
        relief.hands_out_as(temple, &out).await.unwrap();
        assert_eq!(lots(&relief).await, said([("NEW", 8), ("OLD", 8)]));
        let named = actions::HandOut { lot: Some("OLD".to_owned()), ..hand_out(ATK, &[(ELDERLY, 1)], When::Now) };
        let told = json!({ "item": ATK, "lot": "OLD", "expired_on": today });
        assert_eq!(refused(relief.hands_out_as(temple, &named).await), ("supply-lot-expired", told));
        let few = ("supply-too-few-usable", json!({ "item": ATK, "left": 8, "expired": 8 }));
        assert_eq!(refused(relief.hands_out(temple, ATK, 9).await), few);
        let new = allocation(&[(school, &[(ATK, 9)])], When::Now);
        assert_eq!(refused(relief.sends_as(temple, &new).await), few);
        // Back to the unit above it goes, the oldest first; the same form sends on what is good.
        let new = allocation(&[(district, &[(ATK, 3)]), (school, &[(ATK, 8)])], When::Now);
        relief.sends_as(temple, &new).await.unwrap();
        assert_eq!(lots(&relief).await, said([("NEW", 0), ("OLD", 5)]));
        // Only what has expired is left.
        let none = ("supply-too-few-usable", json!({ "item": ATK, "left": 0, "expired": 5 }));
        assert_eq!(refused(relief.hands_out(temple, ATK, 1).await), none);
        let loss = Loss {
            when: When::Now, item: ATK.to_owned(), lot: Some("OLD".to_owned()), quantity: 5,
            reason: Reason::Expired, note: String::new(),
        };
        let cx = relief.cx(temple);
        actions::lose(relief.app.app(), &cx, temple.handle, &loss, None).await.unwrap();
        assert_eq!(why(relief.hands_out(temple, ATK, 1).await), "supply-too-few");
        relief.is_whole().await;
    }
}
