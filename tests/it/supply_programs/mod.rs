//! Relief supplies by programs: the tree, its books, its days; and the tree imported from the list of local
//! governments.

mod books;
mod days;
mod imports;
mod phone;
mod photo;
mod promises;
mod refusals;
mod removed;
mod sheet;
mod shipments;
mod units;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{Api, Card, TestApp};

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

/// Keeps the ministry's books, those of Chiang Rai, those of Wiang Phang Kham.
const WANDEE: Card = card("วันดี มีของ", "0812340081", "wandee");
const KAMON: Card = card("กมล ส่งต่อ", "0812340082", "kamon");
const PIM: Card = card("พิมพ์ แจกจ่าย", "0812340083", "pimjai");

const DAY: &str = "2026-11-21";
const UNITS: &str = "/api/v1/supply/units";
const ENTRIES: &str = "/api/v1/supply/entries";
const RESERVATIONS: &str = "/api/v1/supply/reservations";
const ALLOCATIONS: &str = "/api/v1/supply/allocations";

/// Ministry, Chiang Rai, Wiang Phang Kham: a unit of each, and the program of whoever keeps its books.
struct Tree {
    malee: Api,
    ministry: (String, Api),
    province: (String, Api),
    local: (String, Api),
}

async fn makes(api: &Api, body: Value) -> String {
    api.post(UNITS, body).await.is(201).text("/id").to_owned()
}

/// Names an officer, and gives their program.
async fn names(app: &TestApp, by: &Api, unit: &str, card: Card) -> Api {
    let person = app.holds_seat(card, "supplies", "57").await;
    let officer = json!({ "full_name": card.full_name, "phone": card.phone, "position": "พัสดุ" });
    let named = by.post(&format!("{UNITS}/{unit}/seats"), officer).await;
    assert_eq!(named.is(200).text("/username"), card.username);
    app.api(person.token().await)
}

/// The day after, with a program that has signed in again.
async fn a_day_later(app: &TestApp, card: Card) -> Api {
    app.clock().pass(SignedDuration::from_hours(24));
    app.api(app.signs_in(card).await.token().await)
}

impl Tree {
    async fn of(app: &TestApp, incident: &str) -> Tree {
        let malee = app.api(app.malee().await.token().await);
        let ministry = json!({ "incident": incident, "name": "ส่วนกลาง", "name_en": "Centre" });
        let ministry = makes(&malee, ministry).await;
        let province =
            json!({ "parent": ministry, "tier": "province", "area": "57", "name": "จังหวัดเชียงราย" });
        let province = makes(&malee, province).await;
        let local = json!({
            "parent": province, "tier": "local", "area": "570906", "name": "เทศบาลตำบลเวียงพางคำ",
            "code": "5570904",
        });
        let local = makes(&malee, local).await;
        let wandee = names(app, &malee, &ministry, WANDEE).await;
        // Whoever keeps the unit above names as well.
        let kamon = names(app, &wandee, &province, KAMON).await;
        let pim = names(app, &kamon, &local, PIM).await;
        Tree {
            malee,
            ministry: (ministry, wandee),
            province: (province, kamon),
            local: (local, pim),
        }
    }

    /// The ministry gets masks and gel.
    async fn receives(&self) {
        let (unit, wandee) = &self.ministry;
        let masks = json!({
            "kind": "receipt", "unit": unit, "item": "surgical_mask", "quantity": 1000, "party": "โรงงานหน้ากาก",
        });
        wandee.post(ENTRIES, masks).await.is(201);
        let gel = json!({
            "kind": "receipt", "unit": unit, "item": "alcohol_gel", "quantity": "2 ลัง", "lot": "A1",
            "expires_on": "2027-05-31", "party": "องค์การเภสัชกรรม",
        });
        wandee.post(ENTRIES, gel).await.is(201);
    }

    /// Sends 300 masks and 10 bottles on to the province: the shipment.
    async fn allocates(&self) -> String {
        let (unit, wandee) = &self.ministry;
        let sent = json!({
            "unit": unit, "document": "มท 0001",
            "shipments": [{ "to": self.province.0, "items": [
                { "item": "surgical_mask", "quantity": "6 กล่อง" },
                { "item": "alcohol_gel", "quantity": 10 },
            ] }],
        });
        let sent = wandee.post(ALLOCATIONS, sent).await;
        sent.is(201).text("/shipments/0/id").to_owned()
    }
}

async fn stock(api: &Api, unit: &str) -> Vec<(String, i64)> {
    let found = api.get(&format!("/api/v1/supply/stock?unit={unit}")).await;
    let items = found.is(200).json["items"].as_array().unwrap().clone();
    let sum = |one: &Value| {
        let item = one["item"].as_str().unwrap().to_owned();
        (item, one["quantity"].as_i64().unwrap())
    };
    items.iter().map(sum).collect()
}

fn had(pairs: &[(&str, i64)]) -> Vec<(String, i64)> {
    let pairs = pairs.iter();
    pairs.map(|(item, n)| ((*item).to_owned(), *n)).collect()
}
