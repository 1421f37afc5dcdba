//! Three days, step by step: who asks when, what becomes of it. All steps are laid out first and then
//! played in the order of time, each by the action that people use.

mod casework;
mod cast;
mod household;
mod plan;
mod points;
mod round;
mod supplies;
mod teams;

use std::collections::HashMap;

use contact::{Headcount, PersonName};
use i18n::Language;
use jiff::{SignedDuration, Timestamp};

use super::dice::Dice;
use super::{people, places};
use crate::access::{Actor, Cx};
use crate::accounts::model::{PhoneHolder, Purpose};
use crate::app::App;
use crate::areas::model::{Pin, PositionSource};
use crate::clock;
use crate::error::Error;
use crate::help_requests::actions::ask::{self, Asked};
use crate::help_requests::actions::{duplicates, lapse, requester, timing, volunteer};
use crate::help_requests::model::{Closing, NewHelpRequest, Relation};
use crate::ids::SessionId;
use crate::incidents;
use crate::incidents::model::Incident;
pub use cast::Cast;
use plan::{By, Step, Wish};

/// Plays everything; `begins` ago is where the clock stands, and it ends now.
pub async fn play(app: &App, begins: SignedDuration) -> Result<(), Error> {
    let end = app.clock.now() + begins;
    let cast = Cast::assemble(app).await?;
    cast.practise(app).await?;
    points::found(app, &cast).await?;
    let incident = incidents::actions::open(app, app.clock.now())
        .await?
        .into_iter()
        .find(|incident| !incident.practice)
        .ok_or(Error::NotFound)?;
    round::open(app, &cast, incident.id).await?;
    let goods = supplies::Supplies::begin(app, &cast, incident.id).await?;
    let mut evenings = supplies::EVENINGS.into_iter().enumerate().peekable();
    let mut dice = Dice::new(57);
    let (wishes, mut steps) = plan::lay_out(&mut dice, end, incident.preset);
    steps.sort_by_key(|step| step.at);
    let mut asked: HashMap<usize, Asked> = HashMap::new();
    let mut enlivened = false;
    for step in steps {
        while let Some((day, before)) = evenings.next_if(|(_, before)| step.at > end - *before) {
            wait_until(app, end - before).await?;
            goods.evening(app, &cast, day).await?;
        }
        if !enlivened && step.at > end - casework::BEFORE_THE_END {
            let so_far: Vec<&Asked> = asked.values().collect();
            casework::play(app, &cast, &so_far).await?;
            points::checked_hours_ago(app, &cast).await?;
            super::news::announce(app, &cast, incident.id).await?;
            enlivened = true;
        }
        wait_until(app, step.at).await?;
        one(app, &cast, &incident, &wishes, &mut asked, &mut dice, step).await?;
    }
    let all: Vec<&Asked> = asked.values().collect();
    casework::still_to_be_answered(app, &cast, &all).await?;
    points::checked_now(app, &cast).await?;
    wait_until(app, end).await?;
    goods.promise(app, &cast, &all).await?;
    crate::map::catch_up(app).await?;
    duplicates::catch_up(app).await?;
    Ok(())
}

/// Lets time pass; every so often it does to the cases what it does in real life.
async fn wait_until(app: &App, at: Timestamp) -> Result<(), Error> {
    loop {
        let now = app.clock.now();
        let left = at.duration_since(now);
        if left <= SignedDuration::ZERO {
            return Ok(());
        }
        app.clock.pass(left.min(BETWEEN_LOOKS));
        let cx = Cx::system(app.clock.now());
        lapse::write_down(app, &cx).await?;
        timing::pass(app, &cx).await?;
    }
}

/// How long nobody looks at what time does.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_mins(30);

async fn one(
    app: &App,
    cast: &Cast,
    incident: &Incident,
    wishes: &[Wish],
    asked: &mut HashMap<usize, Asked>,
    dice: &mut Dice,
    step: plan::Timed,
) -> Result<(), Error> {
    if let Step::Visit(from) = step.step {
        let Some(cx) = cast.surveyor(app, from) else {
            return Ok(());
        };
        return household::visit(app, &cx, incident, from, step.wish, dice).await;
    }
    let Some(wish) = wishes.get(step.wish) else {
        return Ok(());
    };
    let now = app.clock.now();
    if let Step::Ask = step.step {
        let cx = asker(app, cast, wish, step.wish, now)?;
        let new = new_request(incident, wish, step.wish, dice, now)?;
        asked.insert(step.wish, ask::ask(app, &cx, new, None).await?);
        return Ok(());
    }
    let Some(before) = asked.get(&step.wish) else {
        return Ok(());
    };
    let reference = &before.request.reference;
    match step.step {
        Step::Ask | Step::Visit(_) => {}
        Step::Deed(deed) => {
            let deed = match deed {
                plan::Deed::Take => {
                    let cx = cast.helper(app, wish, incident.preset);
                    let who = cx.as_ref().and_then(Cx::signed_in);
                    let team = who.and_then(|who| who.teams().first().copied());
                    volunteer::Deed::Take(team)
                }
                plan::Deed::Release => volunteer::Deed::Release,
                plan::Deed::Depart => volunteer::Deed::Depart,
                plan::Deed::Arrive => volunteer::Deed::Arrive,
                plan::Deed::Help => volunteer::Deed::Help(Closing {
                    outcome: "helped_full".to_owned(),
                    given: wish.ask.given.to_owned(),
                }),
            };
            let Some(cx) = cast.helper(app, wish, incident.preset) else {
                return Ok(());
            };
            volunteer::act(app, &cx, reference, deed).await?;
        }
        Step::Word(word) => {
            let cx = asker(app, cast, wish, step.wish, now)?;
            requester::say(app, &cx, requester::Through::Follow(&before.follow), word).await?;
        }
        Step::Verify => {
            let Some(cx) = cast.helper(app, wish, incident.preset) else {
                return Ok(());
            };
            volunteer::verify(app, &cx, reference).await?;
        }
    }
    Ok(())
}

/// Somebody with a phone, or a volunteer who records for them.
fn asker(app: &App, cast: &Cast, wish: &Wish, which: usize, now: Timestamp) -> Result<Cx, Error> {
    let verified = match wish.by {
        By::Volunteer => return cast.recorder(app, wish).ok_or(Error::NotFound),
        By::Phone => true,
        By::PhoneWithoutCode => false,
    };
    let phone = people::phone(1_000 + which).ok_or(Error::NotFound)?;
    let holder = PhoneHolder {
        phone,
        verified,
        purpose: Purpose::HelpRequest,
    };
    let session: SessionId = app.ids.at(now);
    let request_id = "demo".to_owned();
    Ok(Cx {
        actor: Actor::Phone(session, holder),
        now,
        language: Language::Th,
        request_id,
    })
}

fn new_request(
    incident: &Incident,
    wish: &Wish,
    which: usize,
    dice: &mut Dice,
    now: Timestamp,
) -> Result<NewHelpRequest, Error> {
    let unfit = |err: &dyn std::fmt::Display| Error::fault("making the story up", err);
    let (area, position) = places::somewhere(wish.places, which, dice).ok_or(Error::NotFound)?;
    let kind = incident.preset.kind(wish.ask.kind).ok_or(Error::NotFound)?;
    let mut extra = Vec::new();
    for (key, typed) in wish.ask.answers {
        let field = kind.field(key).ok_or(Error::NotFound)?;
        let read = field.read(typed, Language::Th, clock::day(now));
        if let Some(value) = read.map_err(|err| unfit(&err))? {
            extra.push(((*key).to_owned(), value));
        }
    }
    let vulnerability = dice
        .pick(wish.ask.vulnerabilities)
        .copied()
        .unwrap_or("general");
    let headcount = 1 + dice.below(wish.ask.most_people);
    let pin = Pin {
        position,
        accuracy_m: Some(5 + dice.below(40)),
        source: if dice.chance(60) {
            PositionSource::Gps
        } else {
            PositionSource::Pin
        },
    };
    let by_volunteer = matches!(wish.by, By::Volunteer);
    Ok(NewHelpRequest {
        incident: incident.id,
        kind: wish.ask.kind.to_owned(),
        area,
        // Some only tell where they are in words.
        pin: (!dice.chance(8)).then_some(pin),
        landmark: dice
            .pick(super::asks::LANDMARKS)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        headcount: Headcount::new(headcount).map_err(|err| unfit(&err))?,
        vulnerabilities: vec![vulnerability.to_owned()],
        persons: Vec::new(),
        nationality: if vulnerability == "migrant" {
            "mm"
        } else {
            "th"
        }
        .to_owned(),
        details: dice
            .pick(wish.ask.details)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        extra,
        contact_name: Some(PersonName::parse(&people::name(dice)).map_err(|err| unfit(&err))?),
        contact_phone: people::phone(1_000 + which),
        relation: if by_volunteer {
            Relation::Volunteer
        } else {
            Relation::Oneself
        },
        source: None,
    })
}
