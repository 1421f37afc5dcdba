//! Whoever changes the books past the program is found, with the first day they touched.

use db::testing::OnEngine as _;
use db::{on_both_engines, sql};
use jiff::ToSpan;
use jiff::civil::Date;
use jitasa::supplies::actions::{self, Verified, When};
use jitasa::supplies::model::Reason;
use jitasa::supplies::rules::Broken;

use super::told::{ATK, ELDERLY, MASK, hand_out, receipt};
use super::world::Relief;

/// Four days of the temple: each with a receipt, a hand-out and a difference, all closed.
async fn four_days(relief: &Relief) -> [Date; 4] {
    let temple = &relief.temple;
    let first = relief.today();
    for _ in 0..4 {
        relief.receives(temple, MASK, 100).await;
        relief.receives(temple, ATK, 10).await;
        let out = hand_out(MASK, &[(ELDERLY, 30)], When::Now);
        relief.hands_out_as(temple, &out).await.unwrap();
        let mut asked = relief.as_expected(temple, relief.today()).await;
        asked.counts[0].counted -= 1;
        asked.counts[0].reason = Some(Reason::Lost);
        relief
            .closes_as(temple, relief.today(), &asked)
            .await
            .unwrap();
        relief.days_pass(1);
    }
    [0, 1, 2, 3].map(|n| first + n.days())
}

async fn verified(relief: &Relief) -> Verified {
    let cx = relief.cx(&relief.temple);
    let found = actions::verify(relief.app.app(), &cx, relief.temple.handle).await;
    found.unwrap()
}

async fn does(relief: &Relief, statement: db::Sql, day: Date) -> u64 {
    let temple = relief.temple.handle;
    db::write!(relief.app.app().db, |tx| {
        tx.execute(statement, &[&temple.id, &day]).await
    })
    .unwrap()
}

sql! { QUANTITY = "
    UPDATE supply_entries SET quantity = quantity + 1
    WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'
" }
sql! { PERSONS = "UPDATE supply_entries SET persons = 9 WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { GROUP = "UPDATE supply_entries SET risk_group = '' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { TO = "UPDATE supply_entries SET to_account = 'loss' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { FROM = "
    UPDATE supply_entries SET from_account = 'difference' WHERE unit = $1 AND booked_on = $2 AND kind = 'receipt'
" }
sql! { KIND = "UPDATE supply_entries SET kind = 'loss' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { ITEM = "UPDATE supply_entries SET item = 'n95' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { NOTE = "UPDATE supply_entries SET note = 'x' WHERE unit = $1 AND booked_on = $2 AND kind = 'shortfall'" }
sql! { PARTY = "UPDATE supply_entries SET party = '' WHERE unit = $1 AND booked_on = $2 AND kind = 'receipt'" }
sql! { GONE = "DELETE FROM supply_entries WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { LATER = "
    UPDATE supply_entries SET booked_on = '2027-12-31' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'
" }
sql! { COUNTED = "
    UPDATE supply_counts SET counted = counted + 1 WHERE unit = $1 AND day = $2 AND item = 'surgical_mask'
" }
sql! { OPENING = "
    UPDATE supply_counts SET opening = 7 WHERE unit = $1 AND day = $2 AND item = 'surgical_mask'
" }
sql! { REASON = "UPDATE supply_counts SET reason = 'stolen' WHERE unit = $1 AND day = $2 AND item = 'surgical_mask'" }
sql! { NO_REASON = "UPDATE supply_counts SET reason = 'x' WHERE unit = $1 AND day = $2 AND item = 'surgical_mask'" }
sql! { NO_KIND = "UPDATE supply_entries SET kind = 'gift' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'" }
sql! { NOWHERE = "
    UPDATE supply_entries SET from_account = 'x' WHERE unit = $1 AND booked_on = $2 AND kind = 'hand_out'
" }
sql! { COUNT_GONE = "DELETE FROM supply_counts WHERE unit = $1 AND day = $2 AND item = 'atk'" }
sql! { LATE = "UPDATE supply_days SET is_late = NOT is_late WHERE unit = $1 AND day = $2" }
sql! { N_ENTRIES = "UPDATE supply_days SET n_entries = 1 WHERE unit = $1 AND day = $2" }
sql! { COUNTS_GONE = "DELETE FROM supply_counts WHERE unit = $1 AND day = $2" }
sql! { DAY_GONE = "DELETE FROM supply_days WHERE unit = $1 AND day = $2" }
sql! { END_BACK = "UPDATE supply_closings SET last_day = $2 WHERE unit = $1" }
sql! { END_OTHER = "UPDATE supply_closings SET n_days = n_days + 1 WHERE unit = $1 AND last_day = $2" }
sql! { END_GONE = "DELETE FROM supply_closings WHERE unit = $1 AND last_day = $2" }
sql! { STOCK = "UPDATE supply_stock SET quantity = quantity + 1 WHERE unit = $1 AND item = $2" }
sql! { STOCK_GONE = "DELETE FROM supply_stock WHERE unit = $1 AND item = $2" }

/// What is done to one day, and whether the stock differs then as well.
const DEEDS: [(db::Sql, bool); 20] = [
    (QUANTITY, true),
    (PERSONS, false),
    (GROUP, false),
    (TO, false),
    (FROM, false),
    (KIND, false),
    (ITEM, true),
    (NOTE, false),
    (PARTY, false),
    (GONE, true),
    (LATER, false),
    (COUNTED, false),
    (OPENING, false),
    (REASON, false),
    (NO_REASON, false),
    (NO_KIND, false),
    (NOWHERE, true),
    (COUNT_GONE, false),
    (LATE, false),
    (N_ENTRIES, false),
];

/// Does this to the second day.
async fn is_found(relief: &Relief, (deed, differs): (db::Sql, bool)) {
    let [_, day, ..] = four_days(relief).await;
    let before = verified(relief).await;
    assert!(before.is_whole() && before.n_days == 4, "{before:?}");
    assert!(does(relief, deed, day).await > 0, "{deed:?}");
    let found = verified(relief).await;
    assert_eq!(found.broken, Some(Broken::Changed { day }), "{deed:?}");
    assert_eq!(!found.stock_differs.is_empty(), differs, "{deed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_a_closed_day_is_found_on_the_embedded_database() {
    for deed in DEEDS {
        is_found(&Relief::on(db::Engine::Sqlite).await, deed).await;
    }
}

on_both_engines! {
    async fn a_changed_quantity_is_found(relief: Relief) {
        is_found(&relief, (QUANTITY, true)).await;
    }

    async fn a_changed_count_is_found(relief: Relief) {
        is_found(&relief, (COUNTED, false)).await;
    }

    async fn an_entry_taken_out_is_found_and_an_earlier_change_is_named_first(relief: Relief) {
        let [first, second, third, _] = four_days(&relief).await;
        does(&relief, GONE, third).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::Changed { day: third }));
        does(&relief, COUNTED, second).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::Changed { day: second }));
        does(&relief, N_ENTRIES, first).await;
        let all = actions::verify_all(relief.app.app(), relief.incident).await.unwrap();
        let found: Vec<_> = all.iter().filter(|one| !one.is_whole()).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].broken, Some(Broken::Changed { day: first }));
    }

    async fn a_day_taken_out_is_found(relief: Relief) {
        let [_, second, ..] = four_days(&relief).await;
        does(&relief, COUNTS_GONE, second).await;
        does(&relief, DAY_GONE, second).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::Missing { day: second }));
    }

    async fn the_newest_days_taken_out_are_found(relief: Relief) {
        let [first, .., third, fourth] = four_days(&relief).await;
        assert!(verified(&relief).await.is_whole());
        for (day, left) in [(fourth, third), (third, first + 1.days())] {
            does(&relief, COUNTS_GONE, day).await;
            does(&relief, DAY_GONE, day).await;
            assert_eq!(verified(&relief).await.broken, Some(Broken::Missing { day: left.tomorrow().unwrap() }));
        }
        for day in [first, first + 1.days()] {
            does(&relief, COUNTS_GONE, day).await;
            does(&relief, DAY_GONE, day).await;
        }
        assert_eq!(verified(&relief).await.broken, Some(Broken::Missing { day: first }));
        let all = actions::verify_all(relief.app.app(), relief.incident).await.unwrap();
        let broken: Vec<_> = all.iter().filter_map(|one| one.broken).collect();
        assert_eq!(broken, [Broken::Missing { day: first }]);
    }

    async fn an_end_that_is_not_that_of_the_days_is_found(relief: Relief) {
        let [first, .., third, fourth] = four_days(&relief).await;
        does(&relief, END_BACK, third).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::NotLinked { day: fourth }));
        does(&relief, END_BACK, fourth).await;
        assert!(verified(&relief).await.is_whole());
        does(&relief, END_OTHER, fourth).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::Changed { day: fourth }));
        does(&relief, END_GONE, fourth).await;
        assert_eq!(verified(&relief).await.broken, Some(Broken::NotLinked { day: first }));
    }

    async fn a_whole_month_taken_out_of_many_is_found(relief: Relief) {
        let temple = &relief.temple;
        let first = relief.today();
        relief.receives(temple, MASK, 5).await;
        relief.closes(temple, first).await.unwrap();
        relief.days_pass(90);
        let cx = relief.cx(temple);
        actions::close_quiet(relief.app.app(), &cx, temple.handle, relief.today()).await.unwrap();
        assert_eq!(verified(&relief).await.n_days, 91);
        for n in 20..60 {
            does(&relief, COUNTS_GONE, first + n.days()).await;
            does(&relief, DAY_GONE, first + n.days()).await;
        }
        assert_eq!(verified(&relief).await.broken, Some(Broken::Missing { day: first + 20.days() }));
    }

    async fn stock_that_is_not_what_the_entries_say_is_found(relief: Relief) {
        let temple = &relief.temple;
        relief.receives_as(temple, &receipt(MASK, 5, When::Now)).await.unwrap();
        relief.receives_as(temple, &receipt(ATK, 5, When::Now)).await.unwrap();
        for (statement, item) in [(STOCK, MASK), (STOCK_GONE, ATK)] {
            let changed = db::write!(relief.app.app().db, |tx| {
                tx.execute(statement, &[&temple.handle.id, &item]).await
            });
            assert_eq!(changed.unwrap(), 1);
        }
        let found = verified(&relief).await;
        let differs = |item: &str| (item.to_owned(), String::new());
        assert_eq!(found.stock_differs, [differs(ATK), differs(MASK)]);
        assert_eq!(found.broken, None);
    }
}
