//! What each of them does in one step.

use std::time::Duration;

use contact::{Headcount, Position};
use i18n::Language;
use jitasa::access::{Actor, SignedIn};
use jitasa::app::App;
use jitasa::areas::model::{Pin, PositionSource};
use jitasa::error::Error;
use jitasa::help_requests::actions::requester::{self, Through, Word};
use jitasa::help_requests::actions::volunteer::{self, Deed};
use jitasa::help_requests::actions::{ask, merge, next};
use jitasa::help_requests::model::{
    Closing, HelpRequest, NewHelpRequest, Progress, Relation, State,
};
use jitasa::help_requests::reference::Reference;
use jitasa::help_requests::store;
use jitasa::incidents;

use super::{cx, dice, phone_of};

/// As the page asks of them: again, when so many are at it that the database is busy. Nothing was
/// written then.
async fn patiently<T, F>(mut deed: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    for _ in 0..100 {
        match deed().await {
            Err(Error::Database(err)) if err.is_unavailable() => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            outcome => return outcome,
        }
    }
    deed().await
}

async fn look(app: &App, reference: &Reference) -> HelpRequest {
    let find =
        || async { Ok(db::read!(app.db, |tx| { store::find(tx, reference).await })?.unwrap()) };
    patiently(find).await.unwrap()
}

/// Every tenth repeats the one before it: same phone, next door.
pub(super) async fn asks(app: App, nth: u32) -> (u32, Reference) {
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
    let phone = phone_of(&app, like);
    let asked = patiently(|| ask::ask(&app, &phone, new.clone(), None))
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
pub(super) async fn works(
    app: App,
    who: SignedIn,
    holds: Option<Reference>,
    chance: u32,
) -> Option<Reference> {
    let cx = cx(&app, Actor::SignedIn(Box::new(who)));
    let Some(reference) = holds else {
        let offered = patiently(|| next::next(&app, &cx, None)).await.unwrap()?;
        let reference = offered.request.reference;
        if chance < 10 {
            let skip = || next::skip(&app, &cx, &reference, "too_far");
            patiently(skip).await.unwrap();
            return None;
        }
        let take = || volunteer::act(&app, &cx, &reference, Deed::Take(None));
        return went(patiently(take).await).map(|_| reference);
    };
    let request = look(&app, &reference).await;
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
    let act = || volunteer::act(&app, &cx, &reference, deed.clone());
    let done = went(patiently(act).await);
    (done.is_some() && !over).then_some(reference)
}

pub(super) async fn speaks(app: App, nth: u32, reference: Reference, chance: u32) {
    let cx = phone_of(&app, nth);
    let word = match chance {
        0..50 => Word::Confirm,
        50..60 => Word::Reopen,
        60..63 => Word::Cancel,
        _ => return,
    };
    let request = look(&app, &reference).await;
    let helped = matches!(request.progress, Progress::Helped { .. });
    if helped || word == Word::Cancel {
        let say = || requester::say(&app, &cx, Through::Reference(&reference), word);
        went(patiently(say).await);
    }
}

/// The desk merges what the finder proposed, and parts every fifth again.
pub(super) async fn sorts(app: App, who: SignedIn, round: u32) {
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
        let merge = || merge::merge(&app, &cx, &one.reference, &other.reference, "");
        if went(patiently(merge).await).is_some()
            && dice(round, u32::try_from(nth).unwrap(), 5) == 0
        {
            let part = || merge::unmerge(&app, &cx, &one.reference);
            went(patiently(part).await);
        }
    }
}
