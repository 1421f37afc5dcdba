//! A small tree of units with an officer each, and the verbs by which they keep their books.

use std::collections::BTreeMap;

use db::testing::{OnEngine, TestDb};
use db::{Engine, Options, sql};
use jiff::SignedDuration;
use jiff::civil::Date;
use jitasa::access::{Actor, Cx};
use jitasa::accounts::actions::sign_in;
use jitasa::clock;
use jitasa::error::Error;
use jitasa::ids::{AccountId, IncidentId, SupplyEntryId};
use jitasa::incidents;
use jitasa::supplies::actions::{self, Came, HandOut, NewAllocation, Receipt, When};
use jitasa::supplies::model::{Count, Goods, Handle, Reason, ShipmentHandle, Tier};
use jitasa::supplies::rules::Asked;
use jitasa::supplies::store;

use super::told::{ELDERLY, allocation, hand_out, officer, receipt, told};
use crate::world::{Card, MALEE, Person, TestApp};

/// A unit, and one who keeps its books.
#[derive(Clone)]
pub struct Place {
    pub handle: Handle,
    pub actor: Actor,
}

/// Ministry → Chiang Rai → Mae Sai → a temple and a school; Chiang Rai → Mueang; ministry → Songkhla.
pub struct Relief {
    pub app: TestApp,
    pub incident: IncidentId,
    /// The national admin, who arranges and keeps no books.
    pub malee: Actor,
    pub ministry: Place,
    pub province: Place,
    pub district: Place,
    pub temple: Place,
    pub school: Place,
    pub mueang: Place,
    pub songkhla: Place,
}

impl OnEngine for Relief {
    async fn on(engine: Engine) -> Relief {
        Relief::with(TestApp::on(engine).await).await
    }
}

/// As [`Relief`], on a database that keeps its contract under races.
pub struct Durable(Relief);

impl std::ops::Deref for Durable {
    type Target = Relief;

    fn deref(&self) -> &Relief {
        &self.0
    }
}

impl OnEngine for Durable {
    async fn on(engine: Engine) -> Durable {
        let options = Options {
            durable: true,
            ..TestDb::options()
        };
        Durable(Relief::with(TestApp::with(engine, options, &[]).await).await)
    }
}

impl Relief {
    async fn with(app: TestApp) -> Relief {
        app.malee().await;
        let now = app.clock().now();
        let open = incidents::actions::open(app.app(), now).await.unwrap();
        let incident = open[0].id;
        let found = db::read!(app.app().db, |tx| {
            jitasa::accounts::store::find_by_username(tx, MALEE.username).await
        });
        let malee = actor(&app, found.unwrap().unwrap().0).await;
        let cx = cx_of(&app, &malee);
        let root = told(Tier::Ministry, "0", "กระทรวง");
        let root = actions::make_root(app.app(), &cx, incident, &root)
            .await
            .unwrap();
        let mut made = vec![place(&app, &cx, root, 0).await];
        for (above, new) in [
            (0, told(Tier::Province, "57", "สสจ.เชียงราย")),
            (1, told(Tier::District, "5709", "สสอ.แม่สาย")),
            (2, told(Tier::End, "570906", "วัดเวียงพาน")),
            (2, told(Tier::End, "570901", "โรงเรียนบ้านสันทราย")),
            (1, told(Tier::District, "5701", "สสอ.เมืองเชียงราย")),
            (0, told(Tier::Province, "90", "สสจ.สงขลา")),
        ] {
            let handle = actions::make(app.app(), &cx, made[above].handle, &new)
                .await
                .unwrap();
            made.push(place(&app, &cx, handle, made.len()).await);
        }
        let at = |n: usize| made[n].clone();
        Relief {
            incident,
            malee,
            ministry: at(0),
            province: at(1),
            district: at(2),
            temple: at(3),
            school: at(4),
            mueang: at(5),
            songkhla: at(6),
            app,
        }
    }

    pub fn all(&self) -> [&Place; 7] {
        [
            &self.ministry,
            &self.province,
            &self.district,
            &self.temple,
            &self.school,
            &self.mueang,
            &self.songkhla,
        ]
    }

    pub fn cx(&self, place: &Place) -> Cx {
        cx_of(&self.app, &place.actor)
    }

    pub fn cx_of(&self, actor: &Actor) -> Cx {
        cx_of(&self.app, actor)
    }

    pub fn today(&self) -> Date {
        clock::day(self.app.clock().now())
    }

    pub fn days_pass(&self, n: i64) {
        self.app.clock().pass(SignedDuration::from_hours(24 * n));
    }

    /// A unit of which somebody new keeps the books.
    pub async fn place(&self, handle: Handle, n: usize) -> Place {
        place(&self.app, &self.cx_of(&self.malee), handle, n).await
    }

    /// A unit of which a volunteer of Chiang Rai keeps the books, with the browser they sit at.
    pub async fn keeper(&self, handle: Handle, card: Card) -> (Place, Person) {
        let person = self.app.holds_seat(card, "supplies", "57").await;
        let new = officer(card.full_name, card.phone);
        let cx = self.cx_of(&self.malee);
        let account = actions::name_officer(self.app.app(), &cx, handle, &new).await;
        let actor = actor(&self.app, account.unwrap()).await;
        (Place { handle, actor }, person)
    }

    pub async fn receives_as(
        &self,
        place: &Place,
        receipt: &Receipt,
    ) -> Result<SupplyEntryId, Error> {
        let cx = self.cx(place);
        actions::receive(self.app.app(), &cx, place.handle, receipt, None).await
    }

    pub async fn receives(&self, place: &Place, item: &str, n: i64) -> SupplyEntryId {
        let receipt = receipt(item, n, When::Now);
        self.receives_as(place, &receipt).await.unwrap()
    }

    pub async fn hands_out_as(&self, place: &Place, out: &HandOut) -> Result<SupplyEntryId, Error> {
        let cx = self.cx(place);
        actions::hand_out(self.app.app(), &cx, place.handle, out, None).await
    }

    pub async fn hands_out(
        &self,
        place: &Place,
        item: &str,
        n: i64,
    ) -> Result<SupplyEntryId, Error> {
        let out = hand_out(item, &[(ELDERLY, n)], When::Now);
        self.hands_out_as(place, &out).await
    }

    pub async fn sends_as(
        &self,
        place: &Place,
        new: &NewAllocation,
    ) -> Result<Vec<ShipmentHandle>, Error> {
        let cx = self.cx(place);
        let sent = actions::allocate(self.app.app(), &cx, place.handle, new, None).await?;
        let trace = actions::trace(self.app.app(), &cx, place.handle, sent).await?;
        let shipments = trace.shipments.iter();
        Ok(shipments.map(|one| one.traced.shipment.handle()).collect())
    }

    pub async fn sends(&self, from: &Place, to: &Place, item: &str, n: i64) -> ShipmentHandle {
        let new = allocation(&[(to, &[(item, n)])], When::Now);
        self.sends_as(from, &new).await.unwrap()[0]
    }

    pub async fn acknowledges_as(
        &self,
        place: &Place,
        shipment: ShipmentHandle,
        came: &[Came],
        when: When,
    ) -> Result<(), Error> {
        let cx = self.cx(place);
        let which = (place.handle, shipment);
        actions::acknowledge(self.app.app(), &cx, which, (came, ""), when).await
    }

    /// Says that all of it came, now.
    pub async fn acknowledges(&self, place: &Place, shipment: ShipmentHandle) -> Result<(), Error> {
        self.acknowledges_as(place, shipment, &[], When::Now).await
    }

    pub async fn undoes(&self, place: &Place, shipment: ShipmentHandle) -> Result<(), Error> {
        let cx = self.cx(place);
        actions::undo(self.app.app(), &cx, (place.handle, shipment), "นับผิด").await
    }

    pub async fn cancels(&self, place: &Place, shipment: ShipmentHandle) -> Result<(), Error> {
        let cx = self.cx(place);
        actions::cancel(self.app.app(), &cx, (place.handle, shipment), "รถเสีย").await
    }

    pub async fn reverses(&self, place: &Place, entry: SupplyEntryId) -> Result<(), Error> {
        let (cx, why) = (self.cx(place), Reason::Mistyped);
        actions::reverse(self.app.app(), &cx, place.handle, entry, why, "").await
    }

    /// A day as its books stand.
    pub async fn day(&self, place: &Place, day: Date) -> actions::Today {
        let cx = self.cx(place);
        let seen = actions::today(self.app.app(), &cx, place.handle, Some(day)).await;
        seen.unwrap()
    }

    pub async fn closes_as(&self, place: &Place, day: Date, asked: &Asked) -> Result<(), Error> {
        let cx = self.cx(place);
        actions::close(self.app.app(), &cx, place.handle, day, asked).await
    }

    /// Closes a day on which all is there that ought to be.
    pub async fn closes(&self, place: &Place, day: Date) -> Result<(), Error> {
        let asked = self.as_expected(place, day).await;
        self.closes_as(place, day, &asked).await
    }

    /// Counts of a day as they ought to be.
    pub async fn as_expected(&self, place: &Place, day: Date) -> Asked {
        let lines = self.day(place, day).await.lines;
        let counts = lines.iter().map(|line| Count {
            item: line.item.clone(),
            lot: line.lot.name.clone(),
            counted: line.expected(),
            reason: None,
            note: String::new(),
        });
        Asked {
            counts: counts.collect(),
            seen: None,
        }
    }

    pub async fn stock_by_lot(&self, place: &Place) -> Vec<Goods> {
        db::read!(self.app.app().db, |tx| {
            store::stock::of_unit(tx, place.handle).await
        })
        .unwrap()
    }

    pub async fn stock(&self, place: &Place, item: &str) -> i64 {
        let stock = self.stock_by_lot(place).await;
        let of_item = stock.iter().filter(|one| one.item == item);
        of_item.map(|one| one.quantity).sum()
    }

    /// Every unit's closed days are as they were closed, and each has what its entries sum up to.
    pub async fn is_whole(&self) {
        let all = actions::verify_all(self.app.app(), self.incident).await;
        for found in all.unwrap() {
            assert!(found.is_whole(), "{found:?}");
        }
        super::same::both_ways(self).await;
    }

    /// Sums of a figure by its dimensions: over all days, and of the provinces.
    pub async fn figures(&self, metric: &str) -> (BTreeMap<String, i64>, BTreeMap<String, i64>) {
        let (days, provinces, same) = db::read!(self.app.app().db, |tx| {
            let days = tx.all(BY_DIMS, &[&metric]).await?;
            let same = tx.all(OF_DAYS, &[&metric]).await?;
            Ok::<_, db::Error>((days, tx.all(OF_PROVINCES, &[&metric]).await?, same))
        })
        .unwrap();
        let read = |rows: &[db::Row]| {
            let rows = rows.iter();
            rows.map(|row| (row.get("dims").unwrap(), row.get("n").unwrap()))
                .collect()
        };
        let days: BTreeMap<String, i64> = read(&days);
        let same: BTreeMap<String, i64> = read(&same);
        assert_eq!(days, same, "the days by province are those by area");
        (days, read(&provinces))
    }

    /// How much of an item was handed out, over all days.
    pub async fn handed_out(&self, item: &str, group: &str) -> i64 {
        let (days, provinces) = self.figures("supplies_handed_out").await;
        let dims = format!("{item}|{group}");
        let n = days.get(&dims).copied().unwrap_or(0);
        assert_eq!(n, provinces.get(&dims).copied().unwrap_or(0), "{dims}");
        n
    }
}

sql! { BY_DIMS = "
    SELECT dims, CAST(sum(n) AS BIGINT) AS n FROM tallies WHERE metric = $1
    GROUP BY dims HAVING sum(n) <> 0
" }
sql! { OF_DAYS = "
    SELECT dims, CAST(sum(n) AS BIGINT) AS n FROM tally_days WHERE metric = $1 AND area % 10000 = 0
    GROUP BY dims HAVING sum(n) <> 0
" }
sql! { OF_PROVINCES = "
    SELECT dims, CAST(sum(n) AS BIGINT) AS n FROM tally_totals WHERE metric = $1 AND level = 1
    GROUP BY dims HAVING sum(n) <> 0
" }

async fn actor(app: &TestApp, account: AccountId) -> Actor {
    let now = app.clock().now();
    sign_in::as_account(app.app(), account, now).await.unwrap()
}

fn cx_of(app: &TestApp, actor: &Actor) -> Cx {
    let mut cx = Cx::system(app.clock().now());
    cx.actor = actor.clone();
    cx
}

async fn place(app: &TestApp, cx: &Cx, handle: Handle, n: usize) -> Place {
    let new = officer("สมหญิง ดูแลคลัง", &format!("08123411{n:02}"));
    let account = actions::name_officer(app.app(), cx, handle, &new)
        .await
        .unwrap();
    Place {
        handle,
        actor: actor(app, account).await,
    }
}
