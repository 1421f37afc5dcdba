//! Households: the user guide's own journey, what is refused, who sees whom, and that nothing is
//! kept or counted twice.

use db::on_both_engines;
use jitasa::access::{Actor, Cx};
use jitasa::accounts::actions::sign_in;
use jitasa::survey::actions::see;
use jitasa::survey::handle::Handle;

use crate::world::{ANONG, AREA, BOONMEE, Page, Person, TestApp};

pub const FORM: &str = "/ask/COV/vaccination";

/// A household of two in Wiang Phang Kham: one vaccinated, one who does not want it.
fn two() -> Vec<(&'static str, &'static str)> {
    vec![
        ("area", AREA),
        ("landmark", "บ้านเลขที่ 12 ต้นไทรหน้าบ้าน"),
        ("village", "หมู่ 3"),
        ("persons.0.name", "นางคำแก้ว ใจดี"),
        ("persons.0.phone", "๐๘๑-๒๓๔-๙๙๐๑"),
        ("persons.0.nationality", "th"),
        ("persons.0.age", "2502"),
        ("persons.0.history", "dose_2"),
        ("persons.1.name", "Aung"),
        ("persons.1.nationality", "mm"),
        ("persons.1.history", "none"),
        ("persons.1.wish", "does_not_want"),
        ("persons.1.reason", "no_documents"),
        ("details", "มีคนติดเตียง"),
    ]
}

/// Records the household of two; gives the address of its page.
pub async fn records(person: &Person) -> String {
    person.sees(FORM).await.is(200);
    let sent = person.posts(FORM, &two()).await;
    let done = sent.leads_to("/households/").to_owned();
    person.sees(&done).await.is(200);
    done.split("/done").next().expect("an address").to_owned()
}

async fn households_of(person: &Person) -> usize {
    let list = person.sees("/households").await;
    list.is(200);
    list.html.matches("href=\"/households/").count()
}

async fn cx_of(app: &TestApp, person: &Person) -> Cx {
    let now = app.clock().now();
    let actor = sign_in::resolve(app.app(), &person.token().await, now)
        .await
        .expect("a session");
    Cx {
        actor,
        ..Cx::system(now)
    }
}

on_both_engines! {
    async fn a_data_volunteer_records_a_household_of_two(app: TestApp) {
        let dao = app.dao().await;
        dao.sees("/ask/kinds").await.says(FORM).says("แจ้งการฉีดวัคซีน");
        let form = dao.sees(FORM).await;
        for label in [
            "ตำแหน่ง", "ประเภท", "ที่อยู่หรือจุดสังเกต", "รายชื่อ", "เบอร์โทรติดต่อ", "สัญชาติ",
            "ประวัติการรับวัคซีน", "ต้องการฉีดวัคซีน", "ไม่ต้องการฉีดวัคซีน", "เพิ่มรายชื่อ",
            "ข้อความเพิ่มเติม", "ส่งข้อมูล",
        ] {
            form.says(label);
        }

        // เพิ่มรายชื่อ: one more, all typed kept, nothing refused, the nationality as before.
        let first: Vec<(&str, &str)> = two().into_iter().take(8).collect();
        let adding: Vec<(&str, &str)> = first.iter().copied().chain([("add_person", "1")]).collect();
        let more = dao.posts(&format!("{FORM}?persons=0.1"), &adding).await;
        more.is(200).says("value=\"นางคำแก้ว ใจดี\"").says("name=\"persons.1.name\"");
        more.does_not_say("class=\"errors\"").does_not_say("add_person\" value=\"1\" checked");
        let second = more.between("id=\"persons.1.nationality\"", "</select>").unwrap();
        assert!(second.contains("value=\"th\" selected"), "{second}");

        // Taking her out again leaves the other.
        let mut taking = two();
        taking.push(("remove_person", "0"));
        let fewer = dao.posts(FORM, &taking).await;
        fewer.is(200).says("value=\"Aung\"").does_not_say("คำแก้ว").does_not_say("class=\"errors\"");

        let sent = dao.posts(FORM, &two()).await;
        let done = sent.leads_to("/households/").to_owned();
        let done = dao.sees(&done).await;
        done.is(200).says("บันทึกครัวเรือนแล้ว").says("2 คน").says("เวียงพางคำ");
        done.says("typed-done").does_not_say("คำแก้ว");

        // On to the next house: area, village and nationality are filled in.
        let next = done.actions_of("href", "/ask/COV/vaccination").unwrap();
        let form = dao.sees(&next).await;
        form.is(200).says("name=\"village\" value=\"หมู่ 3\"").says("value=\"570906\"");
        let nationality = form.between("id=\"persons.0.nationality\"", "</select>").unwrap();
        assert!(nationality.contains("value=\"mm\" selected"), "{nationality}");

        // It is a household and no case.
        dao.sees("/help-requests").await.is(200).does_not_say("COV69-");
        let list = dao.sees("/households").await;
        let own = list.is(200).actions_of("href", "/households/").unwrap();
        let shown = dao.sees(&own).await;
        shown.is(200).says("นางคำแก้ว ใจดี").says("tel:+66812349901").says("60–79 ปี");
        shown.says("Aung").says("ไม่ต้องการฉีดวัคซีน").says("ไม่มีเอกสาร").says("มีคนติดเตียง");
    }

    async fn the_public_records_their_own_by_phone(app: TestApp) {
        let anong = app.anong();
        assert_eq!(anong.gets(FORM).await.leads_to("/ask"), "/ask");
        anong.sees("/ask").await.is(200);
        anong.posts(FORM, &two()).await.is(401).says("value=\"Aung\"");
        app.verifies_phone(&anong).await;
        let own = records(&anong).await;
        anong.sees(&own).await.is(200).says("Aung");
        assert_eq!(households_of(&anong).await, 1);
        assert_eq!(anong.gets(&format!("{own}/done")).await.status, 200);
    }

    async fn everything_amiss_is_told_at_once_and_nothing_typed_is_lost(app: TestApp) {
        let dao = app.dao().await;
        dao.sees(FORM).await;
        let refused = dao
            .posts(FORM, &[
                ("area_text", "ที่ไหนสักแห่งในโลกนี้"),
                ("persons.0.name", "12345"),
                ("persons.0.phone", "12"),
                ("persons.0.age", "สามสิบ"),
                ("persons.3.name", "สมชาย"),
                ("persons.3.nationality", "th"),
                ("persons.3.history", "none"),
                ("persons.3.reason_words", "ขอคิดดูก่อน"),
            ])
            .await;
        refused.is(422).says("class=\"errors\"").says("value=\"สามสิบ\"").says("value=\"ขอคิดดูก่อน\"");
        for field in [
            "area_text", "persons.0.name", "persons.0.phone", "persons.0.nationality",
            "persons.0.age", "persons.0.history", "persons.3.wish",
        ] {
            refused.says(&format!("href=\"#{field}\"")).says(&format!("id=\"{field}\""));
        }
        // The second on the page, whatever its number in the form.
        refused.says("คนที่ 2: เลือกว่าต้องการ").says("คนที่ 1: ");
        assert_eq!(households_of(&dao).await, 0);
    }

    async fn a_camp_of_sixty_is_one_household(app: TestApp) {
        let dao = app.dao().await;
        dao.sees(FORM).await;
        let fields: Vec<(String, &str)> = (0..61)
            .flat_map(|n| {
                [("name", "Aung"), ("nationality", "mm"), ("history", "unknown"), ("wish", "wants")]
                    .map(|(name, value)| (format!("persons.{n}.{name}"), value))
            })
            .collect();
        let place = [("area", AREA), ("landmark", "แคมป์คนงาน")];
        let of = |n: usize| -> Vec<(&str, &str)> {
            let persons = fields.iter().take(4 * n).map(|(name, value)| (name.as_str(), *value));
            place.into_iter().chain(persons).collect()
        };
        dao.posts(FORM, &of(61)).await.is(422).says("60").says("persons.60.name");
        let adding: Vec<(&str, &str)> = of(60).into_iter().chain([("add_person", "1")]).collect();
        dao.posts(FORM, &adding).await.is(200).does_not_say("persons.60.name");
        let sent = dao.posts(FORM, &of(60)).await;
        let done = sent.leads_to("/households/").to_owned();
        dao.sees(&done).await.says("60 คน");
    }

    async fn the_same_sending_makes_one_household(app: TestApp) {
        let dao = app.dao().await;
        dao.sees(FORM).await;
        let mut sending = two();
        sending.push(("idempotency_key", "0190-only-once"));
        let first = dao.posts(FORM, &sending).await.leads_to("/households/").to_owned();
        let again = dao.posts(FORM, &sending).await.leads_to("/households/").to_owned();
        assert_eq!(first, again);
        assert_eq!(households_of(&dao).await, 1);
        sending[1] = ("landmark", "บ้านอื่น");
        dao.posts(FORM, &sending).await.is(422).says("บ้านอื่น");
        assert_eq!(households_of(&dao).await, 1);
    }

    async fn names_are_seen_by_recorder_and_area_admins_and_each_look_is_written(app: TestApp) {
        let dao = app.dao().await;
        let own = records(&dao).await;
        let handle: Handle = own.trim_start_matches("/households/").parse().unwrap();
        let boonmee = app.boonmee().await;
        let phone = app.anong();
        app.verifies_phone(&phone).await;
        for nobody in [&boonmee, &phone] {
            nobody.gets(&own).await.is(404).does_not_say("Aung");
            nobody.gets(&format!("{own}/done")).await.is(404);
        }
        app.anong().gets(&own).await.leads_to("/sign-in");
        let somsak = app.somsak().await;
        somsak.gets(&own).await.is(200).says("Aung");
        let elsewhere = app.holds_seat(BOONMEE_OF_NAN, "province_admin", "55").await;
        elsewhere.gets(&own).await.is(404);
        let looks = db::read!(app.app().db, |tx| {
            jitasa::access::store::count_looks(tx, handle.province, handle.id.0).await
        })
        .unwrap();
        assert_eq!(looks, 1, "somsak's");
        let cx = cx_of(&app, &dao).await;
        let seen = see::by_handle(app.app(), &cx, handle).await.unwrap();
        assert_eq!(seen.particulars.facts.contact_phone.unwrap().e164(), "+66812349901");
    }

    async fn an_unverified_phone_may_record_and_does_not_read_names_back(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.clock().pass(jiff::SignedDuration::from_secs(61));
        anong.sees(&code_page).await;
        anong.posts(&format!("{code_page}/without"), &[]).await.leads_to("/ask/kinds");
        let own = records(&anong).await;
        anong.gets(&own).await.is(404);
        let cx = cx_of(&app, &anong).await;
        assert!(matches!(&cx.actor, Actor::Phone(_, holder) if !holder.verified));
    }

    async fn broken_addresses_and_strange_bytes_do_no_harm(app: TestApp) {
        let dao = app.dao().await;
        for broken in ["/households/57", "/households/x", "/households/57ก"] {
            dao.gets(broken).await.is(404);
        }
        dao.sees(&format!("{FORM}?persons=0.x.99999999999.-1&area=99&nationality=%00")).await.is(200);
        let mut strange = two();
        strange[3] = ("persons.0.name", "ก\u{0}ข");
        strange.push(("persons.4294967296.name", "x"));
        strange.push(("persons..name", "x"));
        dao.posts(FORM, &strange).await.is(422);
    }
}

const BOONMEE_OF_NAN: crate::world::Card = crate::world::Card {
    phone: "0812340055",
    username: "boonmeenan",
    ..BOONMEE
};

/// The first address in an attribute that begins so.
trait Addresses {
    fn actions_of(&self, attribute: &str, beginning: &str) -> Option<String>;
}

impl Addresses for Page {
    fn actions_of(&self, attribute: &str, beginning: &str) -> Option<String> {
        let start = format!("{attribute}=\"{beginning}");
        let at = self.text.find(&start)? + attribute.len() + 2;
        self.text[at..].split('"').next().map(str::to_owned)
    }
}
