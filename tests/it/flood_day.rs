//! One day of a flood, in small: people ask, volunteers take the next case, go, help, give up or fall
//! silent, duplicates are merged and parted, requesters confirm or open again, time raises what waits.
//! On PostgreSQL two programs work on one database. In the end every case is accounted for.
//! `JITASA_FLOOD=10000x500` plays the whole size: requests by volunteers.

use std::collections::{BTreeMap, HashMap};

use contact::{Headcount, PhoneNumber, Position};
use db::{Db, Engine, Options, on_both_engines};
use i18n::Language;
use jiff::SignedDuration;
use jitasa::access::{Actor, Cx, SignedIn};
use jitasa::accounts::model::{PhoneHolder, Purpose};
use jitasa::accounts::store as accounts;
use jitasa::app::App;
use jitasa::areas::model::{Pin, PositionSource};
use jitasa::error::Error;
use jitasa::events::feed;
use jitasa::help_requests::actions::requester::{self, Through, Word};
use jitasa::help_requests::actions::volunteer::{self, Deed};
use jitasa::help_requests::actions::{ask, duplicates, lapse, merge, next, timing};
use jitasa::help_requests::model::{
    Closing, HelpRequest, NewHelpRequest, Progress, Relation, State,
};
use jitasa::help_requests::reference::Reference;
use jitasa::help_requests::store;
use jitasa::incidents;
use tokio::task::JoinSet;

use crate::world::{BOONMEE, Card, DurableApp, TestApp};

/// How long one round is.
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

/// The programs of the day: one, or two on one database.
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

/// Every tenth repeats the one before it: same phone, next door.
async fn asks(app: App, nth: u32) -> (u32, Reference) {
    let again = nth % 10 == 9;
    let like = if again { nth - 1 } else { nth };
    let incident = incidents::actions::open(&app, app.clock.now())
        .await
        .unwrap()[0]
        .clone();
    let lat = 20.40 + f64::from(dice(1, like, 900)) / 10_000.0;
    let lon = 99.85 + f64::from(dice(2, like, 900)) / 10_000.0;
    let kind = ["goods", "medicine"][dice(3, like, 2) as usize];
    let mut answers = Vec::new();
    for field in &incident.preset.kind(kind).unwrap().fields {
        if let Some(choice) = field.choices().first().filter(|_| field.required) {
            let read = field.read(
                &choice.code,
                Language::Th,
                jitasa::clock::day(app.clock.now()),
            );
            answers.extend(read.unwrap().map(|value| (field.key.clone(), value)));
        }
    }
    let new = NewHelpRequest {
        incident: incident.id,
        kind: kind.to_owned(),
        area: "570901".parse().unwrap(),
        pin: Some(Pin {
            position: Position::new(lat, lon).unwrap(),
            accuracy_m: Some(20),
            source: PositionSource::Gps,
        }),
        landmark: format!("บ้านเลขที่ {like}"),
        headcount: Headcount::new(1 + like % 7).unwrap(),
        vulnerabilities: Vec::new(),
        persons: Vec::new(),
        nationality: String::new(),
        details: String::new(),
        extra: answers,
        contact_name: None,
        contact_phone: None,
        relation: Relation::Oneself,
        source: None,
    };
    let asked = ask::ask(&app, &phone_of(&app, like), new, None)
        .await
        .unwrap();
    (nth, asked.request.reference)
}

/// What a refusal may say on such a day; anything else is a fault.
fn went(outcome: Result<HelpRequest, Error>) -> Option<HelpRequest> {
    match outcome {
        Ok(request) => Some(request),
        Err(Error::Refused(_)) => None,
        Err(err) => panic!("{err}"),
    }
}

/// One step of a volunteer: gives the case held afterwards.
async fn works(
    app: App,
    who: SignedIn,
    holds: Option<Reference>,
    chance: u32,
) -> Option<Reference> {
    let cx = cx(&app, Actor::SignedIn(Box::new(who)));
    let Some(reference) = holds else {
        let offered = next::next(&app, &cx, None).await.unwrap()?;
        let reference = offered.request.reference;
        if chance < 10 {
            next::skip(&app, &cx, &reference, "too_far").await.unwrap();
            return None;
        }
        let taken = volunteer::act(&app, &cx, &reference, Deed::Take(None)).await;
        return went(taken).map(|_| reference);
    };
    let request = db::read!(app.db, |tx| { store::find(tx, &reference).await })
        .unwrap()
        .unwrap();
    let deed = match (request.progress.now(cx.now).state(), chance) {
        // Falls silent: the hold lapses by itself.
        (_, 0..8) => return Some(reference),
        (_, 8..14) => Deed::Release,
        (State::Taken, _) => Deed::Depart,
        (State::OnTheWay, _) => Deed::Arrive,
        (State::Helping, _) => Deed::Help(Closing {
            outcome: if chance < 25 {
                "helped_part"
            } else {
                "helped_full"
            }
            .to_owned(),
            given: "ข้าวสารและน้ำ".to_owned(),
        }),
        _ => return None,
    };
    let over = matches!(deed, Deed::Release | Deed::Help(_));
    let done = went(volunteer::act(&app, &cx, &reference, deed).await);
    (done.is_some() && !over).then_some(reference)
}

async fn speaks(app: App, nth: u32, reference: Reference, chance: u32) {
    let cx = phone_of(&app, nth);
    let word = match chance {
        0..50 => Word::Confirm,
        50..60 => Word::Reopen,
        60..63 => Word::Cancel,
        _ => return,
    };
    let request = db::read!(app.db, |tx| { store::find(tx, &reference).await })
        .unwrap()
        .unwrap();
    let helped = matches!(request.progress, Progress::Helped { .. });
    if helped || word == Word::Cancel {
        went(requester::say(&app, &cx, Through::Reference(&reference), word).await);
    }
}

/// The desk merges what the finder proposed, and parts every fifth again.
async fn sorts(app: App, who: SignedIn, round: u32) {
    let cx = cx(&app, Actor::SignedIn(Box::new(who)));
    let pairs = db::read!(app.db, |tx| {
        store::duplicates::proposed(tx, "57".parse().unwrap()).await
    })
    .unwrap();
    for (nth, pair) in pairs.into_iter().enumerate().take(20) {
        let (one, other) = db::read!(app.db, |tx| {
            let one = store::find_by_id(tx, pair.province, pair.one)
                .await?
                .unwrap();
            let other = store::find_by_id(tx, pair.other_province, pair.other)
                .await?
                .unwrap();
            Ok::<_, db::Error>((one, other))
        })
        .unwrap();
        let merged = merge::merge(&app, &cx, &one.reference, &other.reference, "").await;
        if went(merged).is_some() && dice(round, u32::try_from(nth).unwrap(), 5) == 0 {
            went(merge::unmerge(&app, &cx, &one.reference).await);
        }
    }
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
            if let Progress::Duplicate(kept) = &request.progress {
                let kept = db::read!(program.db, |tx| { store::find(tx, kept).await }).unwrap();
                assert!(!matches!(kept.unwrap().progress, Progress::Duplicate(_)), "{reference}");
            }
        }
        assert!(taken > i64::from(requests) / 4, "only {taken} were taken");
        for state in ["waiting", "helped", "confirmed", "duplicate"] {
            assert!(states.contains_key(state), "none is {state}: {states:?}");
        }
        assert_eq!(figures(program).await, states, "the figures are the rows");
        let (events, told) = counted(program).await;
        assert_eq!(events, told, "every event was told once");
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
