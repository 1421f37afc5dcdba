//! One day of a flood, in small: people ask, volunteers take the next case, go, help, give up or fall
//! silent, duplicates are merged and parted, requesters confirm or open again, time raises what waits.
//! On PostgreSQL two programs work on one database. In the end every case is accounted for.
//! `JITASA_FLOOD=10000x500` plays the whole size: requests by volunteers.

mod people;

use std::collections::{BTreeMap, HashMap};

use contact::PhoneNumber;
use db::{Db, Engine, Options, on_both_engines};
use i18n::Language;
use jiff::SignedDuration;
use jitasa::access::{Actor, Cx, SignedIn};
use jitasa::accounts::model::{PhoneHolder, Purpose};
use jitasa::accounts::store as accounts;
use jitasa::app::App;
use jitasa::events::feed;
use jitasa::help_requests::actions::{duplicates, lapse, timing};
use jitasa::help_requests::model::{HelpRequest, Progress, State};
use jitasa::help_requests::reference::Reference;
use jitasa::help_requests::store;
use tokio::task::JoinSet;

use crate::world::{BOONMEE, Card, DurableApp, TestApp};

use people::{asks, sorts, speaks, works};

const ROUND: SignedDuration = SignedDuration::from_mins(30);
const ROUNDS: u32 = 48;

/// A number that looks like chance and is the same in every run.
fn dice(round: u32, who: u32, of: u32) -> u32 {
    let mut mixed = u64::from(round) << 32 | u64::from(who);
    mixed = (mixed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    u32::try_from((mixed ^ (mixed >> 31)) % u64::from(of)).unwrap()
}

fn size() -> (u32, u32) {
    let Some(size) = std::env::var_os("JITASA_FLOOD") else {
        return (160, 16);
    };
    let size = size.into_string().unwrap();
    let (requests, volunteers) = size.split_once('x').expect("requests x volunteers");
    (requests.parse().unwrap(), volunteers.parse().unwrap())
}

async fn programs(app: &TestApp) -> Vec<App> {
    let mut programs = vec![app.app().clone()];
    if app.engine() == Engine::Postgres {
        let address = app.database_address().expect("a server");
        let db = Db::open_postgres(address, Options::default())
            .await
            .unwrap();
        programs.push(app.another_on(db).await);
    }
    programs
}

fn cx(app: &App, actor: Actor) -> Cx {
    Cx {
        actor,
        now: app.clock.now(),
        language: Language::Th,
        request_id: "flood".to_owned(),
    }
}

async fn signed_in(app: &TestApp, card: Card, role: &str, area: &str) -> SignedIn {
    app.holds_seat(card, role, area).await;
    let program = app.app();
    let (account, seats) = db::read!(program.db, |tx| {
        let (id, _) = accounts::find_by_username(tx, card.username)
            .await?
            .unwrap();
        let account = accounts::find(tx, &program.vault, id).await?.unwrap();
        Ok::<_, db::Error>((account, accounts::seats(tx, id).await?))
    })
    .unwrap();
    SignedIn {
        session: program.ids.at(program.clock.now()),
        account,
        seats,
        memberships: Vec::new(),
    }
}

fn phone_of(app: &App, nth: u32) -> Cx {
    let phone = PhoneNumber::parse(&format!("08{:08}", 20_000_000 + nth)).unwrap();
    let holder = PhoneHolder {
        phone,
        verified: true,
        purpose: Purpose::HelpRequest,
    };
    cx(app, Actor::Phone(app.ids.at(app.clock.now()), holder))
}

async fn time_passes(programs: &[App]) {
    let mut looking = JoinSet::new();
    for app in programs.iter().cloned() {
        looking.spawn(async move {
            let cx = Cx::system(app.clock.now());
            lapse::write_down(&app, &cx).await.unwrap();
            timing::pass(&app, &cx).await.unwrap();
            while feed::number_waiting(&app.db).await.unwrap() > 0 {}
            jitasa::map::catch_up(&app).await.unwrap();
            duplicates::catch_up(&app).await.unwrap();
        });
    }
    looking.join_all().await;
}

async fn play(app: &TestApp) -> (Vec<App>, BTreeMap<u32, Reference>) {
    let (requests, volunteers) = size();
    let programs = programs(app).await;
    let program = |nth: u32| programs[nth as usize % programs.len()].clone();
    let mut people = Vec::new();
    for nth in 0..volunteers {
        let card = Card {
            full_name: "อาสา คนหนึ่ง",
            phone: format!("09{nth:08}").leak(),
            username: format!("volunteer{nth}").leak(),
            password: BOONMEE.password,
        };
        people.push(signed_in(app, card, "supplies", "57").await);
    }
    let desk = Card {
        full_name: "อาสา ประสานงาน",
        phone: "0899999999",
        username: "desk",
        password: BOONMEE.password,
    };
    let desk = signed_in(app, desk, "desk", "57").await;
    let mut asked: BTreeMap<u32, Reference> = BTreeMap::new();
    let mut holds: HashMap<u32, Reference> = HashMap::new();
    for round in 0..ROUNDS {
        let (from, to) = (requests * round / ROUNDS, requests * (round + 1) / ROUNDS);
        let mut asking = JoinSet::new();
        for nth in from..to {
            asking.spawn(asks(program(nth), nth));
        }
        let mut at_work = JoinSet::new();
        for (nth, who) in (0_u32..).zip(&people) {
            let (app, who, held) = (program(nth), who.clone(), holds.remove(&nth));
            let chance = dice(round, nth, 100);
            at_work.spawn(async move { (nth, works(app, who, held, chance).await) });
        }
        let mut speaking = JoinSet::new();
        for (nth, reference) in &asked {
            let chance = dice(round + 1_000, *nth, 400);
            let like = if nth % 10 == 9 { nth - 1 } else { *nth };
            speaking.spawn(speaks(program(*nth), like, reference.clone(), chance));
        }
        let sorting = tokio::spawn(sorts(program(round), desk.clone(), round));
        asked.extend(asking.join_all().await);
        for (nth, held) in at_work.join_all().await {
            holds.extend(held.map(|held| (nth, held)));
        }
        speaking.join_all().await;
        sorting.await.unwrap();
        app.clock().pass(ROUND);
        time_passes(&programs).await;
    }
    (programs, asked)
}

on_both_engines! {
    async fn a_flood_day_ends_with_every_case_accounted_for(durable: DurableApp) {
        let app = &*durable;
        let (programs, asked) = play(app).await;
        let (requests, _) = size();
        assert_eq!(asked.len(), requests as usize, "every request was acknowledged");
        let program = &programs[0];
        let mut states: BTreeMap<&str, i64> = BTreeMap::new();
        let mut taken = 0;
        for reference in asked.values() {
            let (request, history) = db::read!(program.db, |tx| {
                let request = store::find(tx, reference).await?.expect("nothing is lost");
                let id = request.id.0;
                let history = jitasa::events::store::history(tx, request.province, id).await?;
                Ok::<_, db::Error>((request, history))
            })
            .unwrap();
            *states.entry(request.progress.state().code()).or_default() += 1;
            taken += holds_one_at_a_time(reference, &history);
            leads_to_a_kept_one(program, request).await;
        }
        assert!(taken > i64::from(requests) / 4, "only {taken} were taken");
        for state in ["waiting", "helped", "confirmed", "duplicate"] {
            assert!(states.contains_key(state), "none is {state}: {states:?}");
        }
        assert_eq!(figures(program).await, states, "the figures are the rows");
        crate::statistics::are_the_records(program).await;
        let (events, told) = counted(program).await;
        assert_eq!(events, told, "every event was told once");
    }
}

/// What was merged leads to a request that is kept, which may be merged again itself; never in a circle.
async fn leads_to_a_kept_one(app: &App, request: HelpRequest) {
    let mut at = request;
    let mut passed = Vec::new();
    while let Progress::Duplicate(kept) = &at.progress {
        assert!(
            !passed.contains(&at.id),
            "{} goes round in a circle",
            at.reference
        );
        passed.push(at.id);
        let found = db::read!(app.db, |tx| { store::find(tx, kept).await }).unwrap();
        at = found.expect("nothing is lost");
    }
}

/// Between two who take it somebody gave it back, or time did; gives how often it was taken.
fn holds_one_at_a_time(reference: &Reference, history: &[jitasa::events::store::Event]) -> i64 {
    let mut holder = None;
    let mut taken = 0;
    for event in history {
        match event.name.as_str() {
            "help_request.taken" => {
                assert!(
                    holder.is_none() || holder == event.actor,
                    "{reference} was taken from {holder:?} by {:?}",
                    event.actor
                );
                holder = event.actor;
                taken += 1;
            }
            "help_request.departed" | "help_request.arrived" => {
                assert_eq!(holder, event.actor, "{reference}: {}", event.name);
            }
            "help_request.released"
            | "help_request.lapsed"
            | "help_request.helped"
            | "help_request.helped_in_part"
            | "help_request.cancelled"
            | "help_request.merged"
            | "help_request.confirmed" => holder = None,
            _ => {}
        }
    }
    taken
}

db::sql! {
    FIGURES = "SELECT dims, CAST(sum(n) AS BIGINT) AS n FROM tallies WHERE metric = 'requests' GROUP BY dims";
    EVENTS = "SELECT count(*) AS n FROM events";
    TOLD = "SELECT count(*) AS n FROM feed"
}

async fn figures(app: &App) -> BTreeMap<&'static str, i64> {
    let rows = db::read!(app.db, |tx| { tx.all(FIGURES, &[]).await }).unwrap();
    let mut states = BTreeMap::new();
    for row in rows {
        let dims: String = row.get("dims").unwrap();
        let n: i64 = row.get("n").unwrap();
        let state = dims.split('|').nth(1).and_then(State::from_code).unwrap();
        *states.entry(state.code()).or_default() += n;
    }
    states.retain(|_, n| *n != 0);
    states
}

async fn counted(app: &App) -> (i64, i64) {
    db::read!(app.db, |tx| {
        let events = tx.one(EVENTS, &[]).await?.get("n")?;
        let told = tx.one(TOLD, &[]).await?.get("n")?;
        Ok::<_, db::Error>((events, told))
    })
    .unwrap()
}
