//! What the cast does, each by the pages a person would go through.

use contact::{Password, PersonName, PhoneNumber, Username};
use jitasa::access::Cx;
use jitasa::accounts::actions::appoint::{Appointed, appoint};
use jitasa::accounts::role::Role;
use jitasa::error::Error;

use super::TestApp;
use super::cast::{ANONG, BOONMEE, Card, DAO, MALEE, Person, SOMSAK};
use super::page::Page;

/// Wiang Phang Kham, Mae Sai, Chiang Rai: where things happen unless said otherwise.
pub const AREA: &str = "570906";

/// A kind that rescue, data and desk volunteers may take, with no fields of its own.
pub const KIND: &str = "other";

/// A request as the person who asked has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub reference: String,
    /// The address of the private page.
    pub follow: String,
}

impl TestApp {
    /// Somebody at a fresh browser, known to nobody.
    pub fn person(&self, card: Card) -> Person {
        Person::at(card, self.browser())
    }

    /// A visitor of whom nothing is known.
    pub fn nobody(&self) -> Person {
        self.person(ANONG)
    }

    pub fn anong(&self) -> Person {
        self.person(ANONG)
    }

    /// A rescue volunteer of Chiang Rai with a boat, approved and signed in.
    pub async fn boonmee(&self) -> Person {
        let boonmee = self.registers(BOONMEE, "rescue", "57").await;
        self.approves(BOONMEE).await;
        boonmee
    }

    /// A data volunteer of Chiang Rai, signed in.
    pub async fn dao(&self) -> Person {
        self.registers(DAO, "data", "57").await
    }

    /// The admin of Chiang Rai, signed in.
    pub async fn somsak(&self) -> Person {
        self.holds_seat(SOMSAK, "province_admin", "57").await
    }

    /// The national admin, signed in.
    pub async fn malee(&self) -> Person {
        self.holds_seat(MALEE, "national_admin", "0").await
    }

    /// An account with a held seat, made as `jitasa admin create` makes one, and signed in. Whoever
    /// has one already only signs in.
    pub async fn holds_seat(&self, card: Card, role: &str, area: &str) -> Person {
        let app = self.app();
        let cx = Cx::system(app.clock.now());
        let new = Appointed {
            full_name: PersonName::parse(card.full_name).expect("a name"),
            phone: PhoneNumber::parse(card.phone).expect("a phone"),
            username: Username::parse(card.username).expect("a username"),
            password: Password::typed(card.password).expect("a password"),
            affiliation: String::new(),
            role: Role::from_code(role).expect("a role"),
            area: area.parse().expect("an area"),
        };
        match appoint(app, &cx, new).await {
            // The account is there already.
            Ok(_) | Err(Error::Problems(_)) => self.signs_in(card).await,
            Err(err) => panic!("{} is not appointed: {err}", card.username),
        }
    }

    /// Signs in by username and password at a fresh browser.
    pub async fn signs_in(&self, card: Card) -> Person {
        let person = self.person(card);
        person.sees("/sign-in?by=password").await.is(200);
        let fields = [("username", card.username), ("password", card.password)];
        person
            .posts("/sign-in/password", &fields)
            .await
            .leads_to("/volunteer");
        person
    }

    /// Registers as the user guide has it, code and all.
    pub async fn registers(&self, card: Card, role: &str, province: &str) -> Person {
        let person = self.person(card);
        person.sees("/register").await.is(200);
        let sent = person
            .posts("/register", &registration(&card, role, province))
            .await;
        let code_page = sent.leads_to("/codes/").to_owned();
        person.sees(&code_page).await.is(200);
        let code = self.last_code(card.phone).await;
        let done = person.posts(&code_page, &[("code", &code)]).await;
        done.leads_to("/register/done");
        person.sees("/register/done").await.is(200);
        person
    }

    /// Somsak says yes to everybody of this name who waits.
    pub async fn approves(&self, card: Card) {
        let somsak = self.somsak().await;
        let waiting = somsak.sees("/applicants").await;
        waiting.is(200).says(card.full_name);
        let name = format!(">{}<", card.full_name);
        let (_, rest) = waiting.html.split_once(&name).expect("the name");
        let (_, action) = rest.split_once("action=\"").expect("a form below the name");
        let action = action.split('"').next().expect("an address");
        somsak.posts(action, &[]).await.leads_to("/applicants");
    }

    /// The phone shows itself by a code; the person may ask for help from now on.
    pub async fn verifies_phone(&self, person: &Person) {
        person.sees("/ask").await.is(200);
        let sent = person
            .posts("/ask/phone", &[("phone", person.card.phone)])
            .await;
        let code_page = sent.leads_to("/codes/").to_owned();
        person.sees(&code_page).await.is(200);
        let code = self.last_code(person.card.phone).await;
        let on = person.posts(&code_page, &[("code", &code)]).await;
        on.leads_to("/ask/kinds");
    }

    /// The whole way: phone, code, kind, form, follow page.
    pub async fn asks_for_help(&self, person: &Person) -> Asked {
        if person.sees("/ask").await.has("/ask/phone") {
            self.verifies_phone(person).await;
        }
        self.asks_for(person, KIND, &[]).await
    }

    /// A form of one kind, sent by somebody who may ask; fields given come in place of the usual ones.
    pub async fn asks_for(&self, person: &Person, kind: &str, fields: &[(&str, &str)]) -> Asked {
        let form = format!("/ask/COV/{kind}");
        person.sees(&form).await.is(200);
        let mut all = usual_form();
        all.retain(|(name, _)| !fields.iter().any(|(own, _)| own == name));
        all.extend_from_slice(fields);
        let sent = person.posts(&form, &all).await;
        let follow = sent.leads_to("/follow/").to_owned();
        let page = person.sees(&follow).await;
        let reference = page.is(200).between("id=\"ref\">", "<");
        let reference = reference.expect("a reference").to_owned();
        let follow = follow.split('?').next().expect("an address").to_owned();
        Asked { reference, follow }
    }

    pub async fn takes(&self, person: &Person, reference: &str) -> Page {
        self.does(person, reference, "take", &[]).await
    }

    /// Presses a button of the case's page; the page itself need not show it.
    pub async fn does(
        &self,
        person: &Person,
        reference: &str,
        deed: &str,
        fields: &[(&str, &str)],
    ) -> Page {
        let case = format!("/help-requests/{reference}");
        person.gets(&case).await;
        person.posts(&format!("{case}/{deed}"), fields).await
    }

    /// Take, depart, arrive, help.
    pub async fn helps(&self, person: &Person, reference: &str) {
        let case = format!("/help-requests/{reference}");
        for deed in ["take", "depart", "arrive"] {
            self.does(person, reference, deed, &[])
                .await
                .leads_to(&case);
        }
        let closing = [("outcome", "helped_full"), ("given", "ข้าวสาร 5 กก.")];
        let helped = self.does(person, reference, "help", &closing).await;
        helped.leads_to(&case);
    }

    /// The requester presses a button of the follow page.
    pub async fn answers(&self, person: &Person, asked: &Asked, word: &str) -> Page {
        person.gets(&asked.follow).await.is(200);
        person.posts(&format!("{}/{word}", asked.follow), &[]).await
    }
}

/// The registration form, filled in.
pub fn registration<'a>(
    card: &Card,
    role: &'a str,
    province: &'a str,
) -> Vec<(&'static str, &'a str)> {
    vec![
        ("full_name", card.full_name),
        ("phone", card.phone),
        ("role", role),
        ("affiliation", "อสม. แม่สาย"),
        ("province", province),
        ("username", card.username),
        ("password", card.password),
        ("password_again", card.password),
        ("accept_terms", "yes"),
        ("consent_personal_data", "yes"),
    ]
}

/// A request's form, filled in without a map.
pub fn usual_form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("area", AREA),
        ("landmark", "หลังคาสีแดง หลังวัด"),
        ("headcount", "3"),
        ("details", "น้ำขึ้นถึงชั้นสอง"),
        ("contact_phone", "0812340099"),
        ("contact_name", "น้อย"),
        // Many ask for the same in these tests; the page in between has tests of its own.
        ("none_of_these", "yes"),
    ]
}
