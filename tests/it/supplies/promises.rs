//! Goods for people: put aside for a request, kept from others, handed over, released; seen at the request and at the
//! unit.

use db::on_both_engines;
use jitasa::error::Error;
use jitasa::help_requests::actions::goods;
use jitasa::help_requests::reference::Reference;
use jitasa::supplies::actions::{self, HandOver, Loss, NewReservation, Promised, When};
use jitasa::supplies::model::{Lot, Outcome, Reason, ReservationHandle};
use serde_json::json;
use tokio::task::JoinSet;

use super::told::{ATK, ELDERLY, MASK, NURSES, allocation, hand_out, receipt, refused, why};
use super::world::{Durable, Place, Relief};
use crate::world::Card;

pub const PRANEE: Card = Card {
    full_name: "ปราณี เก็บของ",
    phone: "0812340091",
    username: "pranee",
    password: "นาข้าว-ริมน้ำ-47",
};

/// Somebody of Songkhla, who sees nothing of Chiang Rai.
const SUDA: Card = Card {
    full_name: "สุดา อยู่ไกล",
    phone: "0812340092",
    username: "suda",
    password: "นาข้าว-ริมน้ำ-47",
};

pub fn aside(item: &str, quantity: i64) -> NewReservation {
    NewReservation {
        item: item.to_owned(),
        lot: None,
        quantity,
        note: String::new(),
    }
}

pub fn over(groups: &[(&str, i64)]) -> HandOver {
    let out = hand_out("", groups, When::Now);
    HandOver {
        when: out.when,
        groups: out.groups,
        note: out.note,
    }
}

impl Relief {
    /// The reference of a request from Mae Sai.
    pub async fn is_asked(&self) -> Reference {
        let anong = self.app.anong();
        let asked = self.app.asks_for_help(&anong).await;
        asked.reference.parse().unwrap()
    }

    pub async fn reserves(
        &self,
        place: &Place,
        reference: &Reference,
        new: &NewReservation,
    ) -> Result<ReservationHandle, Error> {
        let cx = self.cx(place);
        goods::reserve(self.app.app(), &cx, (reference, place.handle), new, None).await
    }

    pub async fn hands_over(
        &self,
        place: &Place,
        which: ReservationHandle,
        groups: &[(&str, i64)],
    ) -> Result<jitasa::ids::SupplyEntryId, Error> {
        let cx = self.cx(place);
        actions::hand_over(self.app.app(), &cx, which, &over(groups), None).await
    }

    pub async fn releases(&self, place: &Place, which: ReservationHandle) -> Result<(), Error> {
        let cx = self.cx(place);
        actions::release(self.app.app(), &cx, which, "ไม่ได้ใช้").await
    }

    pub async fn promised(&self, place: &Place, which: ReservationHandle) -> Promised {
        let cx = self.cx(place);
        let seen = actions::reservation(self.app.app(), &cx, which).await;
        seen.unwrap()
    }

    pub async fn outcome(&self, place: &Place, which: ReservationHandle) -> Option<Outcome> {
        let promised = self.promised(place, which).await;
        promised.reservation.outcome(self.app.clock().now())
    }
}

on_both_engines! {
    async fn what_is_put_aside_goes_to_nobody_else(relief: Relief) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 100).await;
        let which = relief.reserves(&pranee, &reference, &aside(MASK, 60)).await.unwrap();
        assert_eq!(relief.stock(&pranee, MASK).await, 100, "it is still in the store");
        let told = ("supply-reserved", json!({ "item": MASK, "left": 40, "reserved": 60 }));
        assert_eq!(refused(relief.hands_out(&pranee, MASK, 41).await), told);
        let new = allocation(&[(&relief.district, &[(MASK, 41)])], When::Now);
        assert_eq!(refused(relief.sends_as(&pranee, &new).await), told);
        assert_eq!(refused(relief.reserves(&pranee, &reference, &aside(MASK, 41)).await), told);
        relief.hands_out(&pranee, MASK, 40).await.unwrap();
        // A day is counted and closed with all that is there.
        relief.closes(&pranee, relief.today()).await.unwrap();
        let told = ("supply-more-than-reserved", json!({ "reserved": 60 }));
        assert_eq!(refused(relief.hands_over(&pranee, which, &[(ELDERLY, 30), (NURSES, 31)]).await), told);
        relief.hands_over(&pranee, which, &[(ELDERLY, 30), (NURSES, 20)]).await.unwrap();
        assert_eq!(relief.stock(&pranee, MASK).await, 10);
        assert_eq!(relief.handed_out(MASK, ELDERLY).await, 70);
        assert_eq!(why(relief.hands_over(&pranee, which, &[(ELDERLY, 1)]).await), "supply-reservation-ended");
        assert_eq!(why(relief.releases(&pranee, which).await), "supply-reservation-ended");
        // What was left over is free.
        relief.hands_out(&pranee, MASK, 10).await.unwrap();
        let promised = relief.promised(&pranee, which).await;
        assert_eq!((promised.handed_over(), promised.entries.len()), (50, 2));
        let entry = &promised.entries[0].0;
        assert_eq!(entry.told.document, reference.as_str());
        relief.reverses(&pranee, entry.id).await.unwrap();
        let promised = relief.promised(&pranee, which).await;
        assert!(promised.is_taken_back());
        assert_eq!(promised.handed_over(), 50 - entry.told.quantity);
        relief.is_whole().await;
    }

    async fn what_is_released_is_free_again(relief: Relief) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 50).await;
        let which = relief.reserves(&pranee, &reference, &aside(MASK, 50)).await.unwrap();
        relief.releases(&pranee, which).await.unwrap();
        relief.releases(&pranee, which).await.unwrap();
        assert_eq!(relief.outcome(&pranee, which).await, Some(Outcome::Released));
        assert_eq!(why(relief.hands_over(&pranee, which, &[(ELDERLY, 1)]).await), "supply-reservation-ended");
        relief.hands_out(&pranee, MASK, 50).await.unwrap();
    }

    async fn lots_are_put_aside_as_they_expire(relief: Relief) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        for (name, expires_on) in [("B", "2027-06-30"), ("A", "2027-01-31")] {
            let mut new = receipt(ATK, 10, When::Now);
            new.lot = Lot { name: name.to_owned(), expires_on: expires_on.parse().ok() };
            relief.receives_as(&pranee, &new).await.unwrap();
        }
        let which = relief.reserves(&pranee, &reference, &aside(ATK, 12)).await.unwrap();
        let lots = relief.promised(&pranee, which).await.reservation.lots;
        let lots: Vec<_> = lots.iter().map(|(lot, n)| (lot.name.as_str(), *n)).collect();
        assert_eq!(lots, [("A", 10), ("B", 2)]);
        // The lot that others name is not the promised one.
        let mut out = hand_out(ATK, &[(ELDERLY, 1)], When::Now);
        out.lot = Some("A".to_owned());
        assert_eq!(why(relief.hands_out_as(&pranee, &out).await), "supply-reserved");
        relief.hands_out(&pranee, ATK, 8).await.unwrap();
        relief.hands_over(&pranee, which, &[(ELDERLY, 12)]).await.unwrap();
        assert_eq!(relief.stock(&pranee, ATK).await, 0);
        relief.is_whole().await;
    }

    async fn what_is_spoilt_is_spoilt_for_whomever_it_was_meant(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 100).await;
        let first = relief.reserves(&pranee, &reference, &aside(MASK, 60)).await.unwrap();
        let second = relief.reserves(&pranee, &reference, &aside(MASK, 40)).await.unwrap();
        let loss = Loss {
            when: When::Now,
            item: MASK.to_owned(),
            lot: None,
            quantity: 30,
            reason: Reason::Damaged,
            note: String::new(),
        };
        let cx = relief.cx(&pranee);
        actions::lose(relief.app.app(), &cx, pranee.handle, &loss, None).await.unwrap();
        let home = person.sees(&format!("/supplies/{}", pranee.handle)).await;
        home.is(200).says("ของในคลังไม่พอสำหรับการจองนี้");
        let too_few = refused(relief.hands_out(&pranee, MASK, 1).await);
        assert_eq!(too_few, ("supply-reserved", json!({ "item": MASK, "left": 0, "reserved": 100 })));
        relief.hands_over(&pranee, first, &[(ELDERLY, 60)]).await.unwrap();
        let told = ("supply-too-few", json!({ "item": MASK, "left": 10 }));
        assert_eq!(refused(relief.hands_over(&pranee, second, &[(ELDERLY, 40)]).await), told);
        relief.hands_over(&pranee, second, &[(ELDERLY, 10)]).await.unwrap();
        relief.is_whole().await;
    }

    async fn only_who_sees_the_request_and_keeps_the_books_promises(relief: Relief) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 100).await;
        relief.receives(&relief.school, MASK, 100).await;
        let new = aside(MASK, 10);
        // The school's officer has no seat of a volunteer: of the request they know nothing.
        let unknown = relief.reserves(&relief.school, &reference, &new).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        // Who works there and keeps another unit's books.
        let elsewhere = Place { handle: relief.school.handle, actor: pranee.actor.clone() };
        let theirs = relief.reserves(&elsewhere, &reference, &new).await;
        assert!(matches!(theirs, Err(Error::NotFound)));
        let (of_district, _) = relief.keeper(relief.district.handle, PRANEE).await;
        let above = Place { handle: relief.school.handle, actor: of_district.actor.clone() };
        assert_eq!(why(relief.reserves(&above, &reference, &new).await), "supply-books-of-others");
        let suda = relief.app.holds_seat(SUDA, "supplies", "90").await;
        suda.gets(&format!("/help-requests/{reference}/goods")).await.is(404);
        let which = relief.reserves(&pranee, &reference, &new).await.unwrap();
        relief.hands_over(&pranee, which, &[(ELDERLY, 10)]).await.unwrap();
    }

    async fn of_two_who_promise_the_last_box_one_does_and_the_other_hears_what_is_free(relief: Durable) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let (suda, _) = relief.keeper(relief.temple.handle, SUDA).await;
        let reference = relief.is_asked().await;
        for n in 0..15 {
            relief.receives(&pranee, MASK, 50).await;
            let mut hands = JoinSet::new();
            for (at, place) in [pranee.clone(), suda.clone()].into_iter().enumerate() {
                let (app, cx) = (relief.app.app().clone(), relief.cx(&place));
                let (reference, new) = (reference.clone(), aside(MASK, 50));
                let out = hand_out(MASK, &[(ELDERLY, 50)], When::Now);
                hands.spawn(async move {
                    // Every other time one of them hands it to people who stand there.
                    match at == 1 && n % 2 == 1 {
                        true => actions::hand_out(&app, &cx, place.handle, &out, None).await.map(|_| None),
                        false => goods::reserve(&app, &cx, (&reference, place.handle), &new, None).await.map(Some),
                    }
                });
            }
            let mut told = hands.join_all().await;
            told.sort_by_key(Result::is_err);
            let [won, lost] = told.try_into().unwrap();
            let name = why(lost);
            assert!(["supply-reserved", "supply-too-few"].contains(&name), "{name}");
            if let Some(which) = won.unwrap() {
                relief.hands_over(&pranee, which, &[(ELDERLY, 50)]).await.unwrap();
            }
            assert_eq!(relief.stock(&pranee, MASK).await, 0);
        }
        relief.is_whole().await;
    }
}
