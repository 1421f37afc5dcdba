//! Work with cases: the list, taking and giving back, the way to a confirmed end, re-opening,
//! lapsed holds, who sees personal data, and incidents.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::store::count_looks;
use jitasa::help_requests::model::HelpRequest;
use jitasa::help_requests::store;

use crate::world::{Asked, BOONMEE, Card, KIND, Page, TestApp, usual_form};

const NAREE: Card = Card {
    full_name: "นารี เดินไกล",
    phone: "0812340006",
    username: "naree",
    password: "นาข้าว-ริมน้ำ-47",
};

async fn found(app: &TestApp, reference: &str) -> HelpRequest {
    let reference = reference.parse().unwrap();
    db::read!(app.app().db, |tx| { store::find(tx, &reference).await })
        .unwrap()
        .unwrap()
}

async fn looks(app: &TestApp, reference: &str) -> i64 {
    let request = found(app, reference).await;
    db::read!(app.app().db, |tx| {
        count_looks(tx, request.province, request.id.0).await
    })
    .unwrap()
}

fn case(asked: &Asked) -> String {
    format!("/help-requests/{}", asked.reference)
}

/// What only those with a ground may see of the usual request.
#[track_caller]
fn shows_particulars(page: &Page, shows: bool) {
    let kept_from_others = ["หลังคาสีแดง", "081‑234‑0099", "น้ำขึ้นถึงชั้นสอง"];
    for words in kept_from_others {
        if shows {
            page.says(words);
        } else {
            page.does_not_say(words);
        }
    }
    if !shows {
        for words in ["0812340099", "+66812340099", "น้อย"] {
            page.does_not_say(words);
        }
    }
}

on_both_engines! {
    async fn a_case_goes_from_asked_to_confirmed(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        let case = case(&asked);

        boonmee.sees("/help-requests").await.says(&asked.reference).says("เวียงพางคำ");
        boonmee.sees(&case).await.says(&format!("{case}/take"));
        app.takes(&boonmee, &asked.reference).await.leads_to(&case);
        boonmee.sees("/volunteer").await.says(&asked.reference);
        let seen = anong.sees(&asked.follow).await;
        // Nobody is said to come before they set out.
        seen.says("อสม. แม่สาย รับเรื่องแล้ว").does_not_say("อสม. แม่สาย กำลังเดินทางไปหาคุณ");

        app.clock().pass(SignedDuration::from_mins(5));
        app.does(&boonmee, &asked.reference, "depart", &[]).await.leads_to(&case);
        anong.sees(&asked.follow).await.says("อสม. แม่สาย กำลังเดินทางไปหาคุณ");
        app.does(&boonmee, &asked.reference, "arrive", &[]).await.leads_to(&case);
        anong.sees(&asked.follow).await.says("อสม. แม่สาย กำลังช่วยเหลือ");

        let nothing = app.does(&boonmee, &asked.reference, "help", &[]).await;
        nothing.is(422).says("id=\"outcome-err\"");
        let no_gift = [("outcome", "helped_full"), ("given", " ")];
        let nothing = app.does(&boonmee, &asked.reference, "help", &no_gift).await;
        nothing.is(422).says("id=\"given-err\"");
        let closing = [("outcome", "helped_full"), ("given", "ข้าวสาร 5 กก.")];
        app.does(&boonmee, &asked.reference, "help", &closing).await.leads_to(&case);
        anong.sees(&asked.follow).await.says("แจ้งว่าช่วยเหลือแล้ว").says("/reopen");

        app.answers(&anong, &asked, "confirm").await.leads_to(&asked.follow);
        let end = anong.sees(&asked.follow).await;
        end.says("data-state=\"confirmed\"").says("คุณยืนยันว่าได้รับความช่วยเหลือแล้ว");
        boonmee.sees("/notifications").await.says(&asked.reference);
        boonmee.sees("/help-requests").await.does_not_say(&asked.reference);
    }

    async fn every_deed_twice_changes_nothing(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        let case = case(&asked);
        for deed in ["take", "take", "depart", "depart", "arrive", "arrive"] {
            app.does(&boonmee, &asked.reference, deed, &[]).await.leads_to(&case);
        }
        let closing = [("outcome", "helped_full"), ("given", "น้ำดื่ม")];
        for _ in 0..2 {
            app.does(&boonmee, &asked.reference, "help", &closing).await.leads_to(&case);
        }
        for _ in 0..2 {
            app.answers(&anong, &asked, "confirm").await.leads_to(&asked.follow);
        }
        let history = boonmee.sees(&case).await;
        let steps = history.html.matches("<li class=\"past\">").count();
        // Asked, taken, (renewed,) set out, arrived, helped, confirmed.
        assert!((6..=7).contains(&steps), "{steps} steps:\n{}", history.text);
    }

    async fn the_requester_opens_again_within_seven_days_and_not_after(app: TestApp) {
        let anong = app.anong();
        let boonmee = app.boonmee().await;
        let first = app.asks_for_help(&anong).await;
        app.helps(&boonmee, &first.reference).await;
        app.clock().pass(SignedDuration::from_hours(24 * 7));
        app.answers(&anong, &first, "reopen").await.leads_to(&first.follow);
        anong.sees(&first.follow).await.says("data-state=\"waiting\"");
        app.signs_in(BOONMEE).await.sees("/notifications").await.says("ยังรออยู่");

        app.helps(&app.signs_in(BOONMEE).await, &first.reference).await;
        app.clock().pass(SignedDuration::from_hours(24 * 7) + SignedDuration::from_secs(1));
        let late = app.answers(&anong, &first, "reopen").await;
        late.is(409).says("เลยเวลาที่เปิดคำขอเดิมได้แล้ว");
    }

    async fn a_requester_cancels_and_nobody_comes(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        app.answers(&anong, &asked, "cancel").await.leads_to(&asked.follow);
        anong.sees(&asked.follow).await.says("data-state=\"cancelled\"");
        boonmee.sees("/notifications").await.says("ไม่ต้องไปแล้ว").says(&asked.reference);
        let late = app.does(&boonmee, &asked.reference, "depart", &[]).await;
        late.is(409).says("เคสนี้ปิดแล้ว");
        app.takes(&boonmee, &asked.reference).await.is(409);
        let confirm = app.answers(&anong, &asked, "confirm").await;
        confirm.is(409).says("เคสนี้ปิดแล้ว");
    }

    async fn safe_now_ends_it_too(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        app.answers(&anong, &asked, "safe").await.leads_to(&asked.follow);
        anong.sees(&asked.follow).await.says("data-state=\"safe\"").says("คุณแจ้งว่าปลอดภัยแล้ว");
        anong.posts(&format!("{}/dance", asked.follow), &[]).await.is(404);
        // Not safe after all: it can be opened again.
        app.answers(&anong, &asked, "reopen").await.leads_to(&asked.follow);
        anong.sees(&asked.follow).await.says("data-state=\"waiting\"");
    }

    async fn a_case_given_back_is_free_for_others(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let (boonmee, dao) = (app.boonmee().await, app.dao().await);
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        let held = app.takes(&dao, &asked.reference).await;
        held.is(409).says("มีอาสาสมัครคนอื่นรับเคสนี้แล้ว");
        app.does(&dao, &asked.reference, "release", &[]).await.is(409);
        app.does(&dao, &asked.reference, "arrive", &[]).await.is(409);
        app.does(&boonmee, &asked.reference, "release", &[]).await.leads_to("/help-requests/");
        anong.sees(&asked.follow).await.says("คืนเคส").says("data-state=\"waiting\"");
        app.takes(&dao, &asked.reference).await.leads_to("/help-requests/");
    }

    async fn a_lapsed_hold_gives_the_case_back_by_itself(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let (boonmee, dao) = (app.boonmee().await, app.dao().await);
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        let request = found(&app, &asked.reference).await;
        let until = request.progress.held().unwrap().lease_until;
        app.clock().pass(until.duration_since(app.clock().now()) - SignedDuration::from_secs(1));
        app.takes(&dao, &asked.reference).await.is(409);
        app.clock().pass(SignedDuration::from_secs(1));

        anong.sees(&asked.follow).await.says("data-state=\"waiting\"").says("ไม่ได้ดำเนินการตามเวลา");
        let listed = dao.sees("/help-requests?state=waiting").await;
        listed.says(&asked.reference);
        dao.sees("/help-requests?state=taken").await.does_not_say(&asked.reference);
        boonmee.sees("/volunteer").await.does_not_say(&asked.reference);
        let late = app.does(&boonmee, &asked.reference, "depart", &[]).await;
        late.is(409).says("หมดเวลาที่คุณถือเคสนี้แล้ว");
        // And he sees no particulars any more.
        shows_particulars(&boonmee.sees(&case(&asked)).await, false);
        app.takes(&dao, &asked.reference).await.leads_to("/help-requests/");
    }

    async fn a_wrong_role_is_refused_with_words(app: TestApp) {
        let anong = app.anong();
        app.asks_for_help(&anong).await;
        let fields = [("extra.items", "water"), ("extra.item_lines", "น้ำ 2 แพ็ก")];
        let asked = app.asks_for(&anong, "goods", &fields).await;
        let dao = app.dao().await;
        dao.sees(&case(&asked)).await.is(200).does_not_say(&format!("{}/take", case(&asked)));
        app.takes(&dao, &asked.reference).await.is(403).says("รับเคสประเภทนี้ไม่ได้");
    }

    async fn volunteers_of_elsewhere_see_and_take_nothing(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let naree = app.registers(NAREE, "data", "90").await;
        naree.sees("/help-requests").await.is(200).does_not_say(&asked.reference);
        naree.gets("/help-requests?area=57").await.is(404);
        naree.gets(&case(&asked)).await.is(404);
        for deed in ["take", "release", "depart", "verify", "confirm", "cancel"] {
            app.does(&naree, &asked.reference, deed, &[]).await.is(404);
        }
        // Nor is a visitor told that it exists.
        let anyone = app.person(NAREE);
        anyone.gets(&case(&asked)).await.leads_to("/sign-in");
        anyone.gets("/help-requests/COV69-570101-9999").await.leads_to("/sign-in");
    }

    async fn personal_data_is_seen_only_with_a_ground_and_every_look_is_written_down(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let (boonmee, dao) = (app.boonmee().await, app.dao().await);
        let (somsak, malee) = (app.somsak().await, app.malee().await);
        let case = case(&asked);

        shows_particulars(&anong.sees(&asked.follow).await, true);
        assert_eq!(looks(&app, &asked.reference).await, 0, "one's own look");
        shows_particulars(&dao.sees(&case).await, false);
        shows_particulars(&boonmee.sees(&case).await, false);
        shows_particulars(&dao.sees("/help-requests").await, false);
        assert_eq!(looks(&app, &asked.reference).await, 0, "nothing was looked at");

        app.takes(&boonmee, &asked.reference).await.leads_to(&case);
        assert_eq!(looks(&app, &asked.reference).await, 0, "taking is no look");
        shows_particulars(&boonmee.sees(&case).await, true);
        assert_eq!(looks(&app, &asked.reference).await, 1);
        shows_particulars(&dao.sees(&case).await, false);
        shows_particulars(&somsak.sees(&case).await, true);
        shows_particulars(&malee.sees(&case).await, true);
        assert_eq!(looks(&app, &asked.reference).await, 3);

        app.does(&boonmee, &asked.reference, "release", &[]).await;
        shows_particulars(&boonmee.sees(&case).await, false);
    }

    async fn a_helper_keeps_what_he_needs_until_it_is_confirmed(app: TestApp) {
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let boonmee = app.boonmee().await;
        app.helps(&boonmee, &asked.reference).await;
        shows_particulars(&boonmee.sees(&case(&asked)).await, true);
        app.answers(&anong, &asked, "confirm").await.leads_to(&asked.follow);
        shows_particulars(&boonmee.sees(&case(&asked)).await, false);
    }

    async fn who_recorded_for_another_speaks_for_them(app: TestApp) {
        let dao = app.dao().await;
        dao.sees("/ask").await.says(KIND);
        let asked = app.asks_for(&dao, KIND, &[("relation", "neighbour")]).await;
        let case = case(&asked);
        shows_particulars(&dao.sees(&case).await, true);
        dao.sees("/volunteer").await.says(&asked.reference);
        let boonmee = app.boonmee().await;
        app.helps(&boonmee, &asked.reference).await;
        let told = dao.sees("/notifications").await;
        told.says("มีผู้รับเรื่องคำขอ").says("ได้รับความช่วยเหลือแล้ว โปรดช่วยยืนยัน");
        // The one who helped does not confirm it to himself.
        app.does(&boonmee, &asked.reference, "confirm", &[]).await.is(404);
        app.does(&dao, &asked.reference, "confirm", &[]).await.leads_to(&case);
        dao.sees(&case).await.says("data-state=\"confirmed\"");
    }

    async fn the_list_is_by_urgency_filtered_and_paged(app: TestApp) {
        let anong = app.anong();
        let calm = app.asks_for_help(&anong).await;
        app.clock().pass(SignedDuration::from_mins(1));
        let fields = [("vulnerabilities", "bedridden"), ("headcount", "๑๒")];
        let urgent = app.asks_for(&anong, KIND, &fields).await;
        let dao = app.dao().await;
        let before = |page: &Page, first: &Asked, second: &Asked| {
            page.html.find(&first.reference) < page.html.find(&second.reference)
        };
        let by_urgency = dao.sees("/help-requests").await;
        assert!(before(&by_urgency, &urgent, &calm), "{}", by_urgency.text);
        let by_waiting = dao.sees("/help-requests?sort=waiting").await;
        assert!(before(&by_waiting, &calm, &urgent), "{}", by_waiting.text);

        dao.sees("/help-requests?area=570906").await.says(&calm.reference);
        dao.sees("/help-requests?area=570901").await.does_not_say(&calm.reference);
        dao.sees("/help-requests?kind=goods").await.does_not_say(&calm.reference);
        dao.sees("/help-requests?kind=other&state=waiting").await.says(&calm.reference);
        dao.sees("/help-requests?state=nonsense&sort=nonsense&kind=nonsense").await.is(200);
        dao.gets("/help-requests?after=nonsense").await.is(422);

        for _ in 0..52 {
            app.asks_for(&anong, KIND, &[]).await;
        }
        let first = dao.sees("/help-requests").await;
        assert_eq!(first.html.matches("class=\"ref\"").count(), 50);
        let next = first.between("rel=\"next\" href=\"", "\"").unwrap().replace("&#38;", "&");
        let second = dao.sees(&format!("/help-requests{next}")).await;
        assert_eq!(second.html.matches("class=\"ref\"").count(), 4, "{}", second.text);
    }

    async fn only_the_national_admin_opens_and_closes_incidents(app: TestApp) {
        let fields = [("preset", "flood"), ("prefix", "FLD"), ("name_th", "น้ำท่วม"), ("otp_required", "yes")];
        let (somsak, malee) = (app.somsak().await, app.malee().await);
        somsak.gets("/incidents").await.is(404);
        somsak.sees("/volunteer").await;
        somsak.posts("/incidents", &fields).await.is(404);
        malee.sees("/incidents").await.says("COV");
        let wrong = [
            ("preset", "war"), ("prefix", "ก1"), ("name_th", ""), ("starts_on", "32 ม.ค. 2569"),
            ("blur_m", "5"), ("areas", "99"),
        ];
        let refused = malee.posts("/incidents", &wrong).await;
        refused.is(422).says("value=\"ก1\"").says("value=\"32 ม.ค. 2569\"");
        for field in ["preset", "prefix", "name_th", "starts_on", "blur_m"] {
            refused.says(&format!("id=\"{field}-err\""));
        }
        malee.posts("/incidents", &fields).await.leads_to("/incidents");
        let taken = malee.posts("/incidents", &fields).await;
        taken.is(422).says("id=\"prefix-err\"");

        let shown = malee.sees("/incidents").await;
        let close = shown.actions("/incidents/")[0].clone();
        somsak.posts(&close, &[]).await.is(404);
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        anong.sees("/ask/kinds").await.says("/ask/FLD/");
        malee.posts(&close, &[]).await.leads_to("/incidents");
        malee.posts(&close, &[]).await.is(404);
        // A form opened before finds the incident closed, and nothing typed is lost.
        anong.sees("/ask/kinds").await.does_not_say("/ask/FLD/");
        anong.posts("/ask/FLD/evacuation", &usual_form()).await.is(404);
    }

    async fn a_practice_incident_says_so_on_every_page(app: TestApp) {
        let malee = app.malee().await;
        let fields = [
            ("preset", "covid19"), ("prefix", "TRY"), ("name_th", "ฝึกอบรมวิทยากร"), ("practice", "yes"),
        ];
        malee.sees("/incidents").await;
        malee.posts("/incidents", &fields).await.leads_to("/incidents");
        for path in ["/ask", "/sign-in", "/register", "/volunteer"] {
            app.browser().visit(path).await.says("ฝึกอบรมวิทยากร");
        }
    }

    async fn an_admin_answers_for_an_area_and_takes_no_case(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let somsak = app.somsak().await;
        app.takes(&somsak, &asked.reference).await.is(403);
    }
}
