//! Volunteers: profile and availability, service areas, suspension, the list of area admins, invites.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::accounts::actions::sign_in;
use jitasa::error::Error;
use jitasa::help_requests::actions::volunteer::{self, Deed};
use serde_json::json;

use crate::world::{BOONMEE, Card, DAO, KIND, Person, TestApp, registration};

const KAEW: Card = card("แก้ว พายเรือ", "0812340021", "kaew");
const NIT: Card = card("นิตย์ เวชกิจ", "0812340022", "nit");
const PRASERT: Card = card("ประเสริฐ ใต้ฟ้า", "0812340023", "prasert");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

/// The address of a volunteer's page, as the admin finds it in the list.
async fn page_of(admin: &Person, card: Card) -> String {
    let found = admin
        .sees(&format!("/volunteers?q={}", card.username))
        .await;
    found.is(200).says(card.full_name);
    let id = found
        .between("href=\"/volunteers/0", "\"")
        .expect("a volunteer");
    format!("/volunteers/0{id}")
}

/// An invite of Somsak's into Chiang Rai; gives its code.
async fn invite(admin: &Person, fields: &[(&'static str, &str)]) -> String {
    admin.sees("/invites/new").await.is(200);
    let mut all = vec![
        ("name", "อาสาน้ำท่วมแม่สาย"),
        ("tag", "Flood-2569"),
        ("area", "57"),
        ("role", "rescue"),
        ("days", "7"),
    ];
    all.retain(|(name, _)| !fields.iter().any(|(own, _)| own == name));
    all.extend_from_slice(fields);
    let made = admin.posts("/invites", &all).await;
    let page = made.leads_to("/invites/").to_owned();
    page.trim_start_matches("/invites/").to_owned()
}

on_both_engines! {
    async fn a_profile_is_kept_and_every_fault_of_it_told(app: TestApp) {
        let dao = app.dao().await;
        dao.sees("/volunteer/profile").await.is(200).says("ภาษามือ").says("เสื้อชูชีพ");
        let wrong = [("languages", "th"), ("languages", "xx"), ("skills", "flying"), ("vehicle", "ufo"), ("gear", "boots")];
        let refused = dao.posts("/volunteer/profile", &wrong).await;
        refused.is(422);
        for said in ["languages-err", "skills-err", "vehicle-err", "value=\"boots\" checked"] {
            refused.says(said);
        }
        let told = [("languages", "th"), ("languages", "my"), ("skills", "boat"), ("vehicle", "flat_boat"), ("gear", "life_jacket")];
        dao.posts("/volunteer/profile", &told).await.leads_to("/volunteer/profile");
        let kept = dao.sees("/volunteer/profile").await;
        for said in ["value=\"my\" checked", "value=\"boat\" id=\"skills\" checked", "value=\"flat_boat\" selected"] {
            kept.says(said);
        }
        // The switch of the own page leaves the rest as it is, and saving the rest leaves the switch.
        dao.sees("/volunteer").await.says("พักรับงานอยู่");
        dao.posts("/volunteer/availability", &[("available", "yes")]).await.leads_to("/volunteer");
        dao.posts("/volunteer/profile", &told).await.leads_to("/volunteer/profile");
        dao.sees("/volunteer").await.says("คุณพร้อมออกช่วย");
        dao.sees("/volunteer/profile").await.says("value=\"my\" checked");
        let somsak = app.somsak().await;
        let page = page_of(&somsak, DAO).await;
        somsak.sees(&page).await.says("ไทย · พม่า").says("เรือท้องแบน · เสื้อชูชีพ").says("พร้อมช่วย");
    }

    async fn a_role_is_worked_elsewhere_and_waits_there_where_it_must(app: TestApp) {
        let boonmee = app.boonmee().await;
        let dao = app.dao().await;
        let prasert = app.holds_seat(PRASERT, "province_admin", "90").await;
        dao.sees("/volunteer/profile").await;
        dao.posts("/volunteer/seats", &[("role", "data"), ("area", "90")]).await.leads_to("/volunteer/profile");
        dao.sees("/help-requests?area=90").await.is(200);
        boonmee.sees("/volunteer/profile").await;
        boonmee.posts("/volunteer/seats", &[("role", "rescue"), ("area", "90")]).await.leads_to("/volunteer/profile");
        boonmee.gets("/help-requests?area=90").await.is(404);
        let page = page_of(&prasert, BOONMEE).await;
        prasert.sees("/volunteers?filter=waiting").await.says(BOONMEE.full_name).does_not_say(DAO.full_name);
        prasert.sees(&page).await;
        prasert.posts(&format!("{page}/approve"), &[]).await.leads_to(&page);
        boonmee.sees("/help-requests?area=90").await.is(200);

        // No role that one has not, not twice the same, nothing without a place.
        let refused = dao.posts("/volunteer/seats", &[("role", "medical"), ("area", "91")]).await;
        refused.is(403).says("ยังไม่มีบทบาทนี้");
        dao.posts("/volunteer/seats", &[("role", "data"), ("area", "9011")]).await.is(409).says("แล้ว");
        let nowhere = dao.posts("/volunteer/seats", &[("role", "data"), ("area_text", "zzzzzz")]).await;
        nowhere.is(422).says("area_text-err").says("zzzzzz");

        let ends = dao.sees("/volunteer/profile").await.actions("/volunteer/seats/");
        assert_eq!(ends.len(), 2, "{ends:?}");
        dao.posts(&ends[1], &[]).await.leads_to("/volunteer/profile");
        dao.gets("/help-requests?area=90").await.is(404);
        // The last one is kept; a seat of another is nobody's business.
        dao.posts(&ends[0], &[]).await.is(409);
        boonmee.posts(&ends[0], &[]).await.is(404);
    }

    async fn a_take_under_way_while_the_seat_is_taken_back_takes_nothing(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        app.boonmee().await;
        let now = app.clock().now();
        let id = db::read!(app.app().db, |tx| {
            jitasa::accounts::store::find_by_username(tx, BOONMEE.username).await
        });
        let (id, _) = id.unwrap().unwrap();
        // As the request that takes was let in, before the admin's word.
        let mut cx = Cx::system(now);
        cx.actor = sign_in::as_account(app.app(), id, now).await.unwrap();
        let somsak = app.somsak().await;
        let page = page_of(&somsak, BOONMEE).await;
        somsak.sees(&page).await;
        somsak.posts(&format!("{page}/suspend"), &[("reason", "พัก")]).await.leads_to(&page);
        let reference = asked.reference.parse().unwrap();
        let taken = volunteer::act(app.app(), &cx, &reference, Deed::Take(None)).await;
        assert!(matches!(taken, Err(Error::NotFound)), "{taken:?}");
    }

    async fn a_suspended_volunteer_has_no_rights_at_once_and_what_they_hold_goes_back(app: TestApp) {
        let somsak = app.somsak().await;
        let boonmee = app.boonmee().await;
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        let case = format!("/help-requests/{}", asked.reference);
        app.takes(&boonmee, &asked.reference).await.leads_to(&case);
        let recorded = app.asks_for(&boonmee, KIND, &[]).await;
        let recorded = format!("/help-requests/{}", recorded.reference);
        boonmee.sees(&recorded).await.says("081‑234‑0099");
        let page = page_of(&somsak, BOONMEE).await;
        let suspend = format!("{page}/suspend");

        somsak.sees(&page).await;
        somsak.posts(&suspend, &[("reason", " ")]).await.is(422).says("reason-err");
        boonmee.sees("/help-requests").await.is(200);
        let other = app.holds_seat(PRASERT, "province_admin", "90").await;
        other.sees("/volunteers").await;
        other.posts(&suspend, &[("reason", "x")]).await.is(404);

        somsak.posts(&suspend, &[("reason", "ไม่ไปตามที่รับไว้")]).await.leads_to(&page);
        somsak.posts(&suspend, &[("reason", "ไม่ไปตามที่รับไว้")]).await.leads_to(&page);
        boonmee.gets("/help-requests").await.is(404);
        boonmee.gets(&case).await.is(404);
        boonmee.gets(&recorded).await.is(404);
        boonmee.sees("/volunteer").await.says("สิทธิ์ของคุณถูกระงับ").says("ไม่ไปตามที่รับไว้");
        let notices = boonmee.sees("/notifications").await;
        assert_eq!(notices.text.matches("ถูกระงับ").count(), 1, "{}", notices.text);
        let follow = anong.sees(&asked.follow).await;
        follow.says("data-state=\"waiting\"").does_not_say("data-state=\"taken\"");
        somsak.sees("/volunteers?filter=suspended").await.says(BOONMEE.full_name);
        // A suspension is not gone round by a seat of the same ground, nor by an invite.
        boonmee.sees("/volunteer/profile").await;
        boonmee.posts("/volunteer/seats", &[("role", "rescue"), ("area", "5709")]).await.is(403);
        let code = invite(&somsak, &[]).await;
        boonmee.sees(&format!("/join/{code}")).await.is(200);
        boonmee.posts(&format!("/join/{code}"), &[]).await.is(403).says("ถูกระงับ");

        somsak.posts(&format!("{page}/reinstate"), &[]).await.leads_to(&page);
        boonmee.sees("/help-requests").await.says(&asked.reference);
        let history = somsak.sees(&page).await;
        history.says("ถูกระงับ · มูลนิธิ/กู้ภัย").says("ไม่ไปตามที่รับไว้").says("สมศักดิ์");
        // There is nothing to reinstate where nothing is suspended: told, and not done in silence.
        somsak.posts(&format!("{page}/approve"), &[]).await.leads_to(&page);
    }

    async fn admins_see_who_is_there_who_is_silent_and_who_never_did_anything(app: TestApp) {
        let somsak = app.somsak().await;
        let boonmee = app.boonmee().await;
        app.dao().await;
        app.registers(NIT, "medical", "57").await;
        let anong = app.anong();
        let asked = app.asks_for_help(&anong).await;
        app.helps(&boonmee, &asked.reference).await;
        app.answers(&anong, &asked, "confirm").await.leads_to(&asked.follow);

        let all = somsak.sees("/volunteers").await;
        all.says(BOONMEE.full_name).says(DAO.full_name).says(NIT.full_name).says("100%");
        all.says("tel:+66812340002").does_not_say("สมศักดิ์ วงศ์เชียง");
        somsak.sees("/volunteers?filter=waiting").await.says(NIT.full_name).does_not_say(DAO.full_name);
        let never = somsak.sees("/volunteers?filter=never").await;
        never.says(DAO.full_name).says(NIT.full_name).does_not_say(BOONMEE.full_name);
        somsak.sees("/volunteers?filter=silent").await.says("ไม่พบอาสาสมัคร");
        somsak.sees("/volunteers?filter=nonsense").await.is(422);
        somsak.gets("/volunteers?area=90").await.is(404);

        // Whoever lets a case stand is silent, though seen today.
        let late = app.asks_for(&anong, crate::world::KIND, &[]).await;
        app.takes(&boonmee, &late.reference).await.leads_to("/help-requests/");
        app.clock().pass(SignedDuration::from_hours(24));
        let somsak = app.somsak().await;
        let silent = somsak.sees("/volunteers?filter=silent").await;
        silent.says(BOONMEE.full_name).says("เคสค้าง").does_not_say(DAO.full_name);
        app.clock().pass(SignedDuration::from_hours(24 * 7));
        let somsak = app.somsak().await;
        let silent = somsak.sees("/volunteers?filter=silent").await;
        silent.says(DAO.full_name).says(NIT.full_name);
    }

    async fn the_list_of_volunteers_goes_on_page_by_page_and_nobody_stands_twice(app: TestApp) {
        let somsak = app.somsak().await;
        volunteers(&app, 120).await;
        let api = app.api(somsak.token().await);
        let mut names = std::collections::BTreeSet::new();
        let mut path = "/api/v1/volunteers?area=57".to_owned();
        let mut pages = 0;
        loop {
            let page = api.get(&path).await;
            for one in page.is(200).json["items"].as_array().unwrap() {
                assert!(names.insert(one["username"].as_str().unwrap().to_owned()), "{one}");
            }
            pages += 1;
            match page.json["next"].as_str() {
                Some(next) => path = format!("/api/v1/volunteers?area=57&after={next}"),
                None => break,
            }
        }
        assert_eq!((pages, names.len()), (3, 120));
        // A cursor of one list opens no other.
        let first = api.get("/api/v1/volunteers?area=57").await;
        let next = first.text("/next");
        api.get(&format!("/api/v1/volunteers?area=57&filter=never&after={next}")).await.is(422);
    }

    async fn an_invite_brings_a_stranger_in_with_tag_and_team(app: TestApp) {
        let somsak = app.somsak().await;
        let boonmee = app.boonmee().await;
        somsak.sees("/organisations/new").await;
        let fields = [("kind", "foundation"), ("name_th", "มูลนิธิน้ำใจแม่สาย"), ("areas", "57")];
        let foundation = somsak.posts("/organisations", &fields).await.leads_to("/organisations/").to_owned();
        let team = somsak.posts(&format!("{foundation}/teams"), &[("name", "ทีมเรือ 2")]).await;
        let team = team.leads_to("/teams/").to_owned();
        somsak.posts(&format!("{team}/members"), &[("username", "boonmee")]).await.leads_to(&team);
        let lead = somsak.sees(&team).await.actions(&format!("{team}/members/"));
        let lead = lead.iter().find(|action| action.ends_with("/lead")).unwrap();
        somsak.posts(lead, &[]).await.leads_to(&team);
        // A lead invites into the own team, and nowhere their organisation does not work.
        let id = team.rsplit('/').next().unwrap().to_owned();
        boonmee.sees("/invites/new").await.says("ทีมเรือ 2");
        let far = [("name", "ไกล"), ("tag", "far"), ("area", "90"), ("role", "data"), ("team", id.as_str())];
        boonmee.posts("/invites", &far).await.is(422).says("area_text-err").says("ไกล");
        let teamless = [("name", "x"), ("tag", "xx"), ("area", "57"), ("role", "data")];
        boonmee.posts("/invites", &teamless).await.is(422);
        let code = invite(&boonmee, &[("team", &id), ("role", "data")]).await;
        let page = boonmee.sees(&format!("/invites/{code}")).await;
        page.says(&code).says("/qr.svg").says(&format!("/join/{code}"));

        let kaew = app.person(KAEW);
        let typed = code.to_lowercase().replace('-', " ");
        let found = kaew.sees(&format!("/join?code={}", typed.replace(' ', "+"))).await;
        found.says("อาสาน้ำท่วมแม่สาย").says("ทีมเรือ 2").says("/register?invite=");
        let form = kaew.sees(&format!("/register?invite={code}")).await;
        form.says("value=\"data\" selected").says("value=\"57\" selected").says("คุณได้รับเชิญ");
        let mut fields = registration(&KAEW, "data", "57");
        fields.push(("invite", &code));
        let sent = kaew.posts("/register", &fields).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        // Nothing joins before the phone is proven.
        somsak.sees(&team).await.does_not_say(KAEW.full_name);
        kaew.sees(&code_page).await;
        let otp = app.last_code(KAEW.phone).await;
        kaew.posts(&code_page, &[("code", &otp)]).await.leads_to("/register/done");
        kaew.sees("/volunteer").await.says("ทีมเรือ 2");
        kaew.sees("/profile").await.says("flood-2569");
        boonmee.sees("/notifications").await.says("แก้ว เข้าร่วม ทีมเรือ 2");
        boonmee.sees("/invites").await.says("เข้าร่วมแล้ว 1 คน");
    }

    async fn an_invite_is_joined_once_and_not_after_its_end(app: TestApp) {
        let somsak = app.somsak().await;
        let dao = app.dao().await;
        let code = invite(&somsak, &[]).await;
        let join = format!("/join/{code}");
        dao.sees(&join).await.says("เข้าร่วม");
        for _ in 0..2 {
            dao.posts(&join, &[]).await.leads_to("/volunteer");
        }
        dao.sees("/profile").await.says("flood-2569").says("มูลนิธิ/กู้ภัย");
        somsak.sees(&format!("/invites/{code}")).await.says("1 คน");
        // The role needs the admin's word, invited or not.
        somsak.sees("/volunteers?filter=waiting").await.says(DAO.full_name);
        app.clock().pass(SignedDuration::from_hours(24 * 7));
        app.nobody().gets(&join).await.is(410).says("หมดเวลาแล้ว");
        let somsak = app.somsak().await;
        let code = invite(&somsak, &[]).await;
        somsak.posts(&format!("/invites/{code}/end"), &[]).await.leads_to("/invites/");
        let nobody = app.nobody();
        nobody.gets(&format!("/join/{code}")).await.is(410).says("ปิดรับแล้ว");
        nobody.gets("/join/2222-2222").await.is(404).says("ไม่พบรหัสเชิญนี้");
        nobody.gets("/join/what-is-this").await.is(404).says("ไม่พบรหัสเชิญนี้");
        let wrong = [("name", ""), ("tag", "ก"), ("area_text", ""), ("role", "king"), ("days", "0")];
        let page = somsak.posts("/invites", &wrong).await;
        page.is(422);
        for said in ["name-err", "tag-err", "area_text-err", "role-err", "days-err"] {
            page.says(said);
        }
    }

    async fn programs_do_the_same_with_volunteers(app: TestApp) {
        let somsak = app.somsak().await;
        let boonmee = app.registers(BOONMEE, "rescue", "57").await;
        let own = app.api(boonmee.token().await);
        let wrong = json!({ "languages": ["xx"], "vehicle": "ufo", "colour": "red" });
        let refused = own.post("/api/v1/volunteers/me", wrong).await;
        assert_eq!(refused.is(422).json["problems"].as_array().unwrap().len(), 3);
        let told = json!({ "languages": ["th", "sign"], "skills": ["boat"], "available": true });
        let me = own.post("/api/v1/volunteers/me", told).await;
        assert_eq!(me.is(200).json["languages"], json!(["th", "sign"]));
        assert_eq!(me.json["seats"][0]["standing"], "waiting");
        let id = me.text("/id").to_owned();

        let admin = app.api(somsak.token().await);
        let word = |word: &str| format!("/api/v1/volunteers/{id}/{word}");
        admin.post(&word("approve"), json!({})).await.is(204);
        admin.post(&word("approve"), json!({})).await.is(204);
        admin.post(&word("suspend"), json!({})).await.is(422);
        admin.post(&word("suspend"), json!({ "reason": "พัก" })).await.is(204);
        assert_eq!(own.get("/api/v1/volunteers/me").await.json["seats"][0]["standing"], "suspended");
        own.get("/api/v1/help-requests").await.is(404);
        admin.post(&word("reinstate"), json!({})).await.is(204);
        admin.post(&word("fly"), json!({})).await.is(404);
        own.get("/api/v1/help-requests").await.is(200);
        let listed = admin.get("/api/v1/volunteers?area=57&filter=available").await;
        assert_eq!(listed.is(200).text("/items/0/username"), "boonmee");

        let new = json!({ "name": "อาสา", "tag": "asa", "area": "57", "role": "data", "days": 3 });
        let made = admin.post("/api/v1/invites", new).await;
        let code = made.is(201).text("/code").to_owned();
        assert_eq!(admin.get("/api/v1/invites").await.text("/items/0/code"), code);
        let far = json!({ "name": "อาสา", "tag": "asa", "area": "90", "role": "data" });
        let refused = admin.post("/api/v1/invites", far).await;
        assert_eq!(refused.is(422).text("/problems/0/field"), "area");
    }
}

/// So many data volunteers of Chiang Rai, written as registering writes them.
async fn volunteers(app: &TestApp, n: u32) {
    use contact::{PersonName, PhoneNumber, Username};
    use jitasa::accounts::model::{Account, PositionNotice, Seat, Standing};
    use jitasa::accounts::role::Role;
    use jitasa::accounts::store;
    use jitasa::incidents::preset;

    let now = app.clock().now();
    let area = "57".parse().unwrap();
    for which in 0..n {
        let account = Account {
            id: app.app().ids.at(now),
            username: Username::parse(&format!("many{which}")).unwrap(),
            display_name: "หลาย".to_owned(),
            full_name: PersonName::parse("หลาย คนดี").unwrap(),
            phone: PhoneNumber::parse(&format!("08100{which:05}")).unwrap(),
            affiliation: String::new(),
            area,
            language: i18n::Language::Th,
            position_notice: PositionNotice::NotYetRead,
            created_at: now,
        };
        let seat = Seat {
            id: app.app().ids.at(now),
            role: Role::Volunteer(preset::Role::Data),
            area,
            standing: Standing::Held,
            reason: String::new(),
        };
        db::write!(app.app().db, |tx| {
            store::insert(tx, &app.app().vault, &account, "x", "1").await?;
            store::insert_seat(tx, account.id, &seat, None, now).await
        })
        .unwrap();
    }
}
