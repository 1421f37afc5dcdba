//! Who may what: every route with the answer to each kind of person. A route without a row fails,
//! and so does a row without a route.

use std::fmt::Write as _;

use db::{Engine, on_both_engines};
use http::Method;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::accounts::model::Standing;
use jitasa::accounts::store;
use jitasa::files::actions;
use jitasa::files::model::Size;
use serde_json::{Value, json};

use super::routes;
use crate::files::picture;
use crate::world::{Card, Person, TestApp, registration, usual_form};

/// The columns of the table.
const ROLES: [&str; 8] = [
    "nobody",
    "phone",
    "here",
    "elsewhere",
    "admin",
    "other",
    "national",
    "ended",
];

/// Rows: method, address, then one answer for each of `ROLES`. In an address `{reference}`, `{follow}`
/// and `{handle}` are a fresh case of Chiang Rai (asked by the phone of the second column), its private
/// page, and a household; `{point}` a fresh point there; `{seat}` waits for approval there; `{id}` is an id of nothing.
const TABLE: &str = include_str!("who_may.txt");

const NAREE: Card = card("นารี เดินไกล", "0812340011", "naree");
const SUDA: Card = card("สุดา ไร่ชา", "0812340012", "suda");
const PRASERT: Card = card("ประเสริฐ ใต้ฟ้า", "0812340013", "prasert");
const WICHAI: Card = card("วิชัย เคยมา", "0812340014", "wichai");
const NOI: Card = card("น้อย รอเรือ", "0812340015", "noi");

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

struct Row {
    method: Method,
    address: String,
    answers: Vec<u16>,
}

fn rows() -> Vec<Row> {
    TABLE
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut words = line.split_whitespace();
            let method = words.next().expect("a method");
            Row {
                method: method.parse().expect("a method"),
                address: words.next().expect("an address").to_owned(),
                answers: words.map(|word| word.parse().expect("a status")).collect(),
            }
        })
        .collect()
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let (rows, routes) = (rows(), routes::all());
    let fits = |row: &Row, route: &routes::Route| {
        let path = row.address.split('?').next().unwrap_or_default();
        route.takes(row.method.as_str(), path)
    };
    let forgotten: Vec<String> = routes
        .iter()
        .filter(|route| !rows.iter().any(|row| fits(row, route)))
        .map(ToString::to_string)
        .collect();
    assert!(
        forgotten.is_empty(),
        "no row in who_may.txt for:\n{}",
        forgotten.join("\n")
    );
    let stale: Vec<String> = rows
        .iter()
        .filter(|row| !routes.iter().any(|route| fits(row, route)))
        .map(|row| format!("{} {}", row.method, row.address))
        .collect();
    assert!(stale.is_empty(), "no route for:\n{}", stale.join("\n"));
    for row in &rows {
        assert_eq!(row.answers.len(), ROLES.len(), "{}", row.address);
    }
}

/// The people of the columns, and whom and what they meet.
struct Scene<'a> {
    app: &'a TestApp,
    people: Vec<Person>,
    asker: Person,
    /// What the places in an address stand for, where it is not made for each call.
    places: Vec<(&'static str, String)>,
}

async fn people(app: &TestApp) -> Vec<Person> {
    let nobody = app.nobody();
    nobody.sees("/recover").await;
    let phone = app.person(NOI);
    // Codes to one phone come a minute apart at least.
    app.clock().pass(SignedDuration::from_mins(2));
    app.verifies_phone(&phone).await;
    let ended = app.holds_seat(WICHAI, "province_admin", "57").await;
    end_seats(app, WICHAI).await;
    vec![
        nobody,
        phone,
        app.holds_seat(crate::world::DAO, "data", "57").await,
        app.holds_seat(NAREE, "data", "90").await,
        app.somsak().await,
        app.holds_seat(PRASERT, "province_admin", "90").await,
        app.malee().await,
        ended,
    ]
}

async fn end_seats(app: &TestApp, card: Card) {
    let now = app.clock().now();
    db::write!(app.app().db, |tx| {
        let (account, _) = store::find_by_username(tx, card.username).await?.unwrap();
        for mut seat in store::seats(tx, account).await? {
            seat.standing = Standing::Ended;
            store::decide_seat(tx, &seat, account, now).await?;
        }
        Ok::<_, db::Error>(())
    })
    .unwrap();
}

/// An organisation of Chiang Rai and a team of it.
async fn organisation(malee: &Person) -> (String, String) {
    malee.sees("/organisations/new").await;
    let fields = [
        ("kind", "foundation"),
        ("name_th", "มูลนิธิเรือเล็ก"),
        ("areas", "57"),
    ];
    let made = malee.posts("/organisations", &fields).await;
    let organisation = made.leads_to("/organisations/").to_owned();
    let team = malee
        .posts(&format!("{organisation}/teams"), &[("name", "ทีมเรือ")])
        .await;
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    (id(&organisation), id(team.leads_to("/teams/")))
}

/// An invite into Chiang Rai, and somebody who waits for approval there.
async fn invite_and_volunteer(malee: &Person) -> (String, String) {
    let fields = [
        ("name", "อาสา"),
        ("tag", "asa"),
        ("area", "57"),
        ("role", "data"),
    ];
    let invite = malee.posts("/invites", &fields).await;
    let invite = invite
        .leads_to("/invites/")
        .trim_start_matches("/invites/")
        .to_owned();
    let waiting = malee.sees("/volunteers?filter=waiting").await;
    let volunteer = waiting.between("href=\"/volunteers/01", "\"").unwrap();
    (invite, format!("01{volunteer}"))
}

/// Something announced in Chiang Rai.
async fn announcement(malee: &Person) -> String {
    malee.sees("/news/new").await;
    let fields = [
        ("level", "warning"),
        ("area", "57"),
        ("title_th", "น้ำกำลังขึ้น"),
        ("words_th", "เตรียมยกของขึ้นที่สูง"),
        ("source", "จังหวัดเชียงราย"),
    ];
    let made = malee.posts("/news", &fields).await;
    made.leads_to("/news/")
        .trim_start_matches("/news/")
        .to_owned()
}

/// A round of Chiang Rai, a part of which was given to Dao.
async fn round(app: &TestApp, malee: &Person) -> (String, String) {
    let round = crate::rounds::opens(malee, &[("area", "57")]).await;
    let give = [("volunteer", "dao"), ("area", "570906")];
    let given = malee.posts(&format!("{round}/shares"), &give).await;
    given.leads_to(&round);
    let api = app.api(malee.token().await);
    let id = round.trim_start_matches("/rounds/").to_owned();
    let seen = api.get(&format!("/api/v1/rounds/{id}")).await;
    let share = seen.is(200).text("/progress/shares/0/id").to_owned();
    (id, share)
}

impl<'a> Scene<'a> {
    async fn set(app: &'a TestApp) -> Scene<'a> {
        let malee = app.malee().await;
        malee.sees("/incidents").await;
        for prefix in ["FLX", "FLD"] {
            let fields = [
                ("preset", "flood"),
                ("prefix", prefix),
                ("name_th", "น้ำท่วม"),
                ("otp_required", "yes"),
            ];
            malee
                .posts("/incidents", &fields)
                .await
                .leads_to("/incidents");
        }
        let incident = malee.sees("/incidents").await.actions("/incidents/")[0].clone();
        let incident = incident.split('/').nth(2).unwrap().to_owned();
        app.registers(SUDA, "medical", "57").await;
        let seat = app.somsak().await.sees("/applicants").await;
        let seat = seat.actions("/applicants/")[0]
            .split('/')
            .nth(2)
            .unwrap()
            .to_owned();
        let (organisation, team) = organisation(&malee).await;
        let (invite, volunteer) = invite_and_volunteer(&malee).await;
        let cx = Cx::system(app.clock().now());
        let photo = actions::keep(app.app(), &cx, picture(1)).await.unwrap();
        let asker = app.person(NOI);
        app.verifies_phone(&asker).await;
        let people = people(app).await;
        let (round, share) = round(app, &malee).await;
        let (pair, [household, _]) = crate::alike::two_records(app).await;
        let person = crate::survey_programs::person_of(app, &malee, &household).await;
        let places = vec![
            (
                "{supply}",
                crate::supplies::units::of_chiang_rai(&malee).await,
            ),
            (
                "{shipment}",
                "5701a1fcec316070f082c0e57584d24b78".to_owned(),
            ),
            ("{round}", round),
            ("{share}", share),
            ("{pair}", pair),
            ("{household}", household),
            ("{person}", person),
            ("{incident}", incident),
            ("{seat}", seat),
            ("{organisation}", organisation),
            ("{team}", team),
            ("{invite}", invite),
            ("{volunteer}", volunteer),
            ("{photo}", photo.name(Size::Large)),
            ("{announcement}", announcement(&malee).await),
            ("{id}", "01a1fcec-3160-70f0-82c0-e57584d24b78".to_owned()),
        ];
        Scene {
            app,
            people,
            asker,
            places,
        }
    }

    /// The address with what its places stand for, made for this one call.
    async fn filled(&self, address: &str) -> String {
        let mut filled = address.to_owned();
        if filled.contains("{reference}") || filled.contains("{follow}") {
            let sent = self.asker.posts("/ask/COV/other", &usual_form()).await;
            let follow = sent.leads_to("/follow/").to_owned();
            let page = self.asker.gets(&follow).await;
            let reference = page.between("id=\"ref\">", "<").expect("a reference");
            filled = filled.replace("{reference}", reference);
            let token = follow
                .trim_start_matches("/follow/")
                .trim_end_matches("?new=1");
            filled = filled.replace("{follow}", token);
        }
        let filled = filled.replace("{point}", &self.point(address).await);
        let places = self.places.iter();
        places.fold(filled, |filled, (place, what)| filled.replace(place, what))
    }

    /// A fresh point of Chiang Rai, if the address names one.
    async fn point(&self, address: &str) -> String {
        match address.contains("{point}") {
            true => crate::points_desk::point(self.app, "ศาลาวัด", "shelter", "").await,
            false => String::new(),
        }
    }

    async fn answers(&self, row: &Row) -> Vec<u16> {
        // Looking changes nothing, so all may look at the same.
        let shown = match row.method {
            Method::GET => Some(self.filled(&row.address).await),
            _ => None,
        };
        let mut answers = Vec::new();
        for person in &self.people {
            let address = match &shown {
                Some(address) => address.clone(),
                None => self.filled(&row.address).await,
            };
            answers.push(self.answer(row, &address, person).await);
        }
        answers
    }

    async fn answer(&self, row: &Row, address: &str, person: &Person) -> u16 {
        if address.starts_with("/api/") {
            return self.answer_to_program(row, address, person).await;
        }
        let mut browser = person.browser().await;
        let page = match row.method {
            Method::GET => browser.get(address).await,
            _ => browser.post(address, &fields(&row.address)).await,
        };
        page.status.as_u16()
    }

    async fn answer_to_program(&self, row: &Row, address: &str, person: &Person) -> u16 {
        let browser = person.browser().await;
        let token = browser.cookie(jitasa::layout::page::SESSION_COOKIE);
        let api = self.app.api(token.map(str::to_owned));
        let answer = match row.method {
            Method::GET => api.get(address).await,
            Method::DELETE => api.delete(address).await,
            Method::PATCH => api.patch(address, body(&row.address)).await,
            Method::PUT => api.put(address, body(&row.address)).await,
            _ => api.post(address, body(&row.address)).await,
        };
        answer.status.as_u16()
    }
}

/// What is sent with a form, where an empty one would not show who may.
fn fields(address: &str) -> Vec<(&'static str, &'static str)> {
    match address {
        "/ask/COV/other" => usual_form(),
        "/register" => registration(&crate::world::BOONMEE, "data", "57")
            .into_iter()
            .filter(|(name, _)| *name != "accept_terms")
            .collect(),
        _ => Vec::new(),
    }
}

/// The same for programs.
fn body(address: &str) -> Value {
    match address {
        "/api/v1/help-requests" => json!({
            "incident": "COV", "kind": "other", "subdistrict": "570906",
            "landmark": "หลังวัด", "headcount": 1,
        }),
        "/api/v1/help-requests/duplicates" => json!({ "incident": "COV", "kind": "goods" }),
        "/api/v1/households" => json!({
            "incident": "COV", "subdistrict": "570906", "landmark": "หลังวัด",
            "persons": [{ "name": "คำ", "nationality": "th", "history": "dose_2" }],
        }),
        _ => json!({}),
    }
}

on_both_engines! {
    async fn everybody_gets_the_answer_of_the_table(app: TestApp) {
        let mut scene = Scene::set(&app).await;
        let mut wrong = String::new();
        for row in &rows() {
            let answers = scene.answers(row).await;
            if answers != row.answers {
                let answers: Vec<String> = answers.iter().map(u16::to_string).collect();
                let _ = writeln!(wrong, "{:<6} {:<60} {}", row.method, row.address, answers.join(" "));
            }
            if row.address.ends_with("/sign-out") || row.address.ends_with("/sessions/current") {
                scene.people = people(&app).await;
            }
        }
        assert!(wrong.is_empty(), "{}: these answered otherwise:\n{wrong}", match app.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        });
    }
}
