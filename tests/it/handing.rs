//! A case in other hands: referred to another area and sent back, merged with the one it repeats and
//! parted again, raised by time, and asked about.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::help_requests::actions::{duplicates, timing};

use crate::world::{ANONG, Asked, Card, KIND, Person, TestApp};

const NAREE: Card = Card {
    full_name: "นารี เดินไกล",
    phone: "0812340006",
    username: "naree",
    password: "นาข้าว-ริมน้ำ-47",
};
const SUDA: Card = Card {
    full_name: "สุดา ไร่ชา",
    phone: "0812340012",
    username: "suda",
    password: "นาข้าว-ริมน้ำ-47",
};

fn case(asked: &Asked) -> String {
    format!("/help-requests/{}", asked.reference)
}

/// Somebody else at their own phone asks for the same kind.
async fn asks_too(app: &TestApp, fields: &[(&str, &str)]) -> (Person, Asked) {
    let other = app.person(NAREE);
    app.clock().pass(SignedDuration::from_mins(2));
    app.verifies_phone(&other).await;
    let asked = app.asks_for(&other, KIND, fields).await;
    (other, asked)
}

async fn time_passes(app: &TestApp, hours: i64) -> usize {
    app.clock().pass(SignedDuration::from_hours(hours));
    let cx = Cx::system(app.clock().now());
    timing::pass(app.app(), &cx).await.unwrap()
}

on_both_engines! {
    async fn a_case_referred_is_acknowledged_or_comes_back_and_never_in_a_circle(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let somsak = app.somsak().await;
        let neighbour = app.holds_seat(SUDA, "province_admin", "56").await;
        neighbour.gets(&case(&asked)).await.is(404);

        let to = [("area", "56"), ("reason", "no_means"), ("words", "เรือไม่พอ")];
        app.does(&somsak, &asked.reference, "refer", &to).await.leads_to(&case(&asked));
        neighbour.sees("/notifications").await.says(&asked.reference);
        let theirs = neighbour.sees(&case(&asked)).await;
        theirs.is(200).says("หลังคาสีแดง").says("เรือไม่พอ").says("ตอบรับเรื่อง");
        let board = neighbour.sees("/board/56").await;
        board.says("พื้นที่อื่นส่งต่อมา 1").says(&asked.reference).says("ยังไม่ตอบรับ");
        somsak.sees("/board/57").await.does_not_say("พื้นที่อื่นส่งต่อมา");
        let api = app.api(neighbour.token().await).get("/api/v1/areas/56/board").await;
        let here = &api.is(200).json["referred_here"];
        assert_eq!(here[0]["reference"], asked.reference.as_str(), "{here}");
        assert_eq!((&here[0]["area"], &here[0]["acknowledged"]), (&"570906".into(), &false.into()));
        app.nobody().sees(&asked.follow).await.says("จ.พะเยา");

        app.does(&neighbour, &asked.reference, "acknowledge", &[]).await.leads_to(&case(&asked));
        app.does(&neighbour, &asked.reference, "acknowledge", &[]).await.leads_to(&case(&asked));
        somsak.sees(&case(&asked)).await.says("ตอบรับแล้วเมื่อ");

        let missing = app.does(&neighbour, &asked.reference, "send-back", &[]).await;
        missing.is(422).says("เลือกเหตุผล");
        let back = [("reason", "no_people"), ("words", "ทีมติดภารกิจ")];
        app.does(&neighbour, &asked.reference, "send-back", &back).await.leads_to(&case(&asked));
        neighbour.sees("/board/56").await.does_not_say("พื้นที่อื่นส่งต่อมา");
        neighbour.gets(&case(&asked)).await.is(404);
        somsak.sees("/notifications").await.says("ถูกส่งคืน");
        somsak.sees(&case(&asked)).await.says("ทีมติดภารกิจ");

        let again = app.does(&somsak, &asked.reference, "refer", &to).await;
        again.is(409).says("เคยส่งเรื่องนี้คืน");
        app.takes(&app.boonmee().await, &asked.reference).await.leads_to(&case(&asked));
    }

    async fn whoever_works_where_it_was_referred_to_may_take_it(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let somsak = app.somsak().await;
        let there = app.holds_seat(SUDA, "supplies", "56").await;
        app.takes(&there, &asked.reference).await.is(404);
        let to = [("area", "56"), ("reason", "nearer")];
        app.does(&somsak, &asked.reference, "refer", &to).await.leads_to(&case(&asked));
        there.sees(&case(&asked)).await.is(200).does_not_say("หลังคาสีแดง");
        app.takes(&there, &asked.reference).await.leads_to(&case(&asked));
        there.sees(&case(&asked)).await.says("หลังคาสีแดง");
    }

    async fn the_finder_proposes_what_repeats_and_a_merge_keeps_both_histories(app: TestApp) {
        let anong = app.anong();
        let first = app.asks_for_help(&anong).await;
        let (_, second) = asks_too(&app, &[("contact_name", "นางน้อย")]).await;
        app.follows().await;
        assert_eq!(duplicates::catch_up(app.app()).await.unwrap(), 2);
        assert_eq!(duplicates::catch_up(app.app()).await.unwrap(), 0);

        let somsak = app.somsak().await;
        let page = somsak.sees(&case(&second)).await;
        page.says("อาจเป็นเรื่องเดียวกับ").says(&first.reference).says("เบอร์เดียวกัน");
        let kept = [("kept", first.reference.as_str())];
        app.does(&somsak, &second.reference, "merge", &kept).await.leads_to(&case(&second));
        app.does(&somsak, &second.reference, "merge", &kept).await.leads_to(&case(&second));

        // Both numbers lead to the one kept, which shows whom else to call.
        let led = somsak.gets(&case(&second)).await;
        led.leads_to(&case(&first));
        somsak.sees(&case(&first)).await.says(&second.reference).says("แยกออก");
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &first.reference).await.leads_to(&case(&first));
        app.does(&boonmee, &first.reference, "depart", &[]).await;
        let follow = app.nobody().sees(&second.follow).await;
        follow.says(&first.reference).says("กำลังเดินทางไปหาคุณ");

        app.does(&somsak, &second.reference, "unmerge", &[]).await.leads_to(&case(&second));
        somsak.sees(&case(&second)).await.is(200).says("รอการช่วยเหลือ");
        app.does(&somsak, &second.reference, "unmerge", &[]).await.is(409);
        let parted = somsak.sees(&case(&second)).await;
        parted.does_not_say("อาจเป็นเรื่องเดียวกับ");
    }

    async fn merging_is_refused_where_it_would_lose_something(app: TestApp) {
        let first = app.asks_for_help(&app.anong()).await;
        let (_, second) = asks_too(&app, &[]).await;
        let somsak = app.somsak().await;
        let merge = async |duplicate: &Asked, kept: &str| {
            app.does(&somsak, &duplicate.reference, "merge", &[("kept", kept)]).await
        };
        merge(&first, &first.reference).await.is(409).says("เคสเดียวกัน");
        merge(&first, "COV69-570101-9999").await.is(422).says("ไม่พบเคสนี้");
        merge(&first, "ไม่ใช่เลข").await.is(422).says("ไม่พบเคสนี้");
        // A case somebody is at is not put away for one that nobody is.
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &second.reference).await.leads_to(&case(&second));
        merge(&second, &first.reference).await.is(409);
        merge(&first, &second.reference).await.leads_to(&case(&first));
        merge(&second, &first.reference).await.is(409);
        let dao = app.dao().await;
        app.does(&dao, &second.reference, "merge", &[("kept", &first.reference)]).await.is(404);
    }

    async fn the_requester_of_a_duplicate_may_say_it_is_not(app: TestApp) {
        let first = app.asks_for_help(&app.anong()).await;
        let (other, second) = asks_too(&app, &[]).await;
        let somsak = app.somsak().await;
        let kept = [("kept", first.reference.as_str())];
        app.does(&somsak, &second.reference, "merge", &kept).await.leads_to(&case(&second));
        app.answers(&other, &second, "reopen").await.leads_to(&second.follow);
        somsak.sees(&case(&second)).await.is(200).says("รอการช่วยเหลือ");
    }

    async fn a_leader_s_number_for_many_households_matches_nothing(app: TestApp) {
        let dao = app.dao().await;
        let names = ["สมหญิง ใจดี", "แดง มาไกล", "คำ ตาสี", "ปัน แสงดาว", "อินทร์ ทองดี"];
        let places = ["บ้านไม้ใต้ต้นโพธิ์", "ข้างโรงสีเก่า", "หลังตลาดเช้า", "ปากซอยสามแยก", "ริมคลองใหญ่"];
        let mut last = None;
        for (name, place) in names.iter().zip(places) {
            let fields = [("contact_name", *name), ("landmark", place)];
            last = Some(app.asks_for(&dao, KIND, &fields).await);
        }
        app.follows().await;
        duplicates::catch_up(app.app()).await.unwrap();
        let somsak = app.somsak().await;
        let page = somsak.sees(&case(&last.unwrap())).await;
        page.does_not_say("อาจเป็นเรื่องเดียวกับ");
    }

    async fn who_asks_again_is_shown_their_own_and_may_send_all_the_same(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let form: Vec<_> = crate::world::usual_form()
            .into_iter()
            .filter(|(name, _)| *name != "none_of_these")
            .collect();
        let between = anong.posts(&format!("/ask/COV/{KIND}"), &form).await;
        between.is(200).says("เป็นเรื่องเดียวกันหรือไม่").says(&asked.reference);
        assert!(between.html.contains(&format!("href=\"{}\"", asked.follow)));
        assert!(between.html.contains("name=\"landmark\" value=\"หลังคาสีแดง หลังวัด\""));
        // A stranger at the same place is not told whose it is.
        let (_, other) = asks_too(&app, &[]).await;
        assert_ne!(other.reference, asked.reference);
        let mut sent = form.clone();
        sent.push(("none_of_these", "yes"));
        anong.posts(&format!("/ask/COV/{KIND}"), &sent).await.leads_to("/follow/");
    }

    async fn what_waits_too_long_rises_level_by_level_and_admins_are_told_once(app: TestApp) {
        app.somsak().await;
        app.malee().await;
        let first = app.asks_for_help(&app.anong()).await;
        let (_, _second) = asks_too(&app, &[]).await;
        assert_eq!(time_passes(&app, 0).await, 0);
        // By now both have stood longer than all three levels allow.
        for _ in 0..7 {
            time_passes(&app, 24).await;
        }
        let (somsak, malee) = (app.somsak().await, app.malee().await);
        let told = somsak.sees("/notifications").await;
        assert_eq!(told.text.matches("รอนานเกินกำหนด").count(), 1, "{}", told.text);
        malee.sees("/notifications").await.says("รอนานเกินกำหนด");
        let told = somsak.sees(&case(&first)).await;
        assert_eq!(told.text.matches("เกินเวลา แจ้งส่วนกลางแล้ว").count(), 2, "{}", told.text);
        let follow = app.nobody().sees(&first.follow).await;
        follow.says("แจ้งผู้ดูแลพื้นที่แล้ว").says("แจ้งผู้ดูแลจังหวัดแล้ว").says("แจ้งส่วนกลางแล้ว");
        // Somebody takes it: it stands low again.
        app.takes(&app.boonmee().await, &first.reference).await.leads_to(&case(&first));
        let told = somsak.sees(&case(&first)).await;
        // Only in its history.
        assert_eq!(told.text.matches("เกินเวลา แจ้งส่วนกลางแล้ว").count(), 1, "{}", told.text);
    }

    async fn who_is_silent_is_asked_and_nothing_expires_unasked(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let somsak = app.somsak().await;
        let early = app.does(&somsak, &asked.reference, "expire", &[]).await;
        early.is(409).says("ต้องถามผู้ขอก่อน");
        time_passes(&app, 24).await;
        app.work_jobs().await;
        let sms = app.last_sms(ANONG.phone).await;
        assert!(sms.contains(&asked.reference) && sms.contains("ยังรออยู่ไหม"), "{sms}");
        anong.sees(&asked.follow).await.says("คุณยังรอความช่วยเหลืออยู่ไหม");
        let somsak = app.somsak().await;
        app.does(&somsak, &asked.reference, "expire", &[]).await.is(409);
        app.answers(&anong, &asked, "still-waiting").await.leads_to(&asked.follow);
        anong.sees(&asked.follow).await.does_not_say("คุณยังรอความช่วยเหลืออยู่ไหม");

        time_passes(&app, 24).await;
        // The desk calls whoever does not answer.
        time_passes(&app, 7).await;
        let somsak = app.somsak().await;
        let item = somsak.sees(&format!("/desk/{}", asked.reference)).await;
        item.is(200).says("ไม่ตอบว่ายังรออยู่ไหม");
        app.does(&somsak, &asked.reference, "expire", &[]).await.leads_to(&case(&asked));
        let late = anong.sees(&asked.follow).await;
        late.says("ไม่ได้รับคำตอบจากคุณ");
        app.answers(&anong, &asked, "reopen").await.leads_to(&asked.follow);
        somsak.sees(&case(&asked)).await.says("รอการช่วยเหลือ");
    }

    async fn closing_asks_the_requester_by_sms(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.helps(&boonmee, &asked.reference).await;
        app.work_jobs().await;
        let sms = app.last_sms(ANONG.phone).await;
        assert!(sms.contains(&asked.reference) && sms.contains("แจ้งว่าช่วยแล้ว"), "{sms}");
        app.somsak().await.sees(&case(&asked)).await.says("ผู้ขอยังไม่ยืนยัน");
        anong.sees(&asked.follow).await.says("ทีมแจ้งว่าช่วยเหลือแล้ว จริงหรือไม่");
    }

    async fn help_in_part_puts_the_case_back_with_what_was_given(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        for deed in ["take", "depart", "arrive"] {
            app.does(&boonmee, &asked.reference, deed, &[]).await.leads_to(&case(&asked));
        }
        let part = [("outcome", "helped_part"), ("given", "น้ำ 1 แพ็ก")];
        app.does(&boonmee, &asked.reference, "help", &part).await.leads_to(&case(&asked));
        anong.sees(&asked.follow).await.says("ช่วยเหลือได้บางส่วน");
        let somsak = app.somsak().await;
        somsak.sees(&case(&asked)).await.says("รอการช่วยเหลือ").says("น้ำ 1 แพ็ก");
    }

    async fn the_requester_puts_right_what_they_told(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await.leads_to(&case(&asked));
        let page = format!("{}/amend", asked.follow);
        anong.sees(&page).await.is(200).says("หลังคาสีแดง");
        let wrong = [("headcount", "หลายคน"), ("landmark", "ย้ายไปศาลาวัด")];
        anong.posts(&page, &wrong).await.is(422).says("ย้ายไปศาลาวัด");
        let right = [("headcount", "๗"), ("landmark", "ย้ายไปศาลาวัด"), ("vulnerabilities", "bedridden")];
        anong.posts(&page, &right).await.leads_to(&asked.follow);
        boonmee.sees("/notifications").await.says("แก้ไขข้อมูล");
        boonmee.sees(&case(&asked)).await.says("7 คน").says("ย้ายไปศาลาวัด").says("ผู้ป่วยติดเตียง");
        app.answers(&anong, &asked, "safe").await.leads_to(&asked.follow);
        anong.posts(&page, &right).await.is(409);
    }

    async fn the_requester_moves_their_own_place_and_the_figures_move_along(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let page = format!("{}/amend", asked.follow);
        let form = anong.sees(&page).await;
        form.says("value=\"570906\"").says("หลังคาสีแดง");
        // Named again as it is, nothing moves.
        let same = [("headcount", "3"), ("area", "570906"), ("landmark", "หลังคาสีแดง หลังวัด")];
        anong.posts(&page, &same).await.leads_to(&asked.follow);
        let somsak = app.somsak().await;
        somsak.sees(&case(&asked)).await.does_not_say("ย้ายหมุด");
        // A pin in another province takes along the area that had been filled in.
        let pin = [
            ("headcount", "3"), ("area", "570906"), ("landmark", "ย้ายไปศาลาวัด"),
            ("lat", "18.7883"), ("lon", "98.9853"), ("position_source", "pin"),
        ];
        anong.posts(&page, &pin).await.leads_to(&asked.follow);
        anong.sees(&asked.follow).await.says("จ.เชียงใหม่").says("ย้ายไปศาลาวัด");
        app.follows().await;
        let malee = app.malee().await;
        let board = app.api(malee.token().await).get("/api/v1/areas/0/board").await;
        let asked_in = |code: &str| {
            let parts = board.json["parts"].as_array().unwrap();
            let part = parts.iter().find(|part| part["area"] == code);
            part.unwrap()["asked"].clone()
        };
        assert_eq!((asked_in("57"), asked_in("50")), (0.into(), 1.into()));
        let outside = [("headcount", "3"), ("lat", "48.85"), ("lon", "2.35")];
        anong.posts(&page, &outside).await.is(422).says("pin-err");
    }
}
