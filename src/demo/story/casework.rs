//! What else happens to cases: one is referred to a hospital, which acknowledges it; somebody at home
//! is triaged and checks themselves day by day; somebody asks twice for the same.

use jiff::SignedDuration;

use super::cast::Cast;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::actions::ask::Asked;
use crate::help_requests::actions::requester::Through;
use crate::help_requests::actions::volunteer::{self, Deed};
use crate::help_requests::actions::{health, refer};
use crate::help_requests::model::{HelpRequest, ReferredTo, State};
use crate::help_requests::rules::health::Look;
use crate::help_requests::rules::referral::Reason;
use crate::help_requests::store;
use crate::organisations;
use crate::organisations::model::Kind;

/// When it is played.
pub const BEFORE_THE_END: SignedDuration = SignedDuration::from_hours(4);

/// The last hours of the story.
pub async fn play(app: &App, cast: &Cast, asked: &[&Asked]) -> Result<(), Error> {
    // In the order they were asked, so that everybody sees the same story.
    let mut asked = asked.to_vec();
    asked.sort_by_key(|one| one.request.id);
    let asked = asked.as_slice();
    referral(app, cast, asked).await?;
    illness(app, cast, asked).await
}

/// The first case of a kind that waits in Chiang Rai.
async fn waiting<'a>(
    app: &App,
    asked: &[&'a Asked],
    kinds: &[&str],
) -> Result<Option<(&'a Asked, HelpRequest)>, Error> {
    for one in asked {
        let fits = one.request.area.province() == 57 && kinds.contains(&one.request.kind.as_str());
        if !fits {
            continue;
        }
        let reference = &one.request.reference;
        let found = db::read!(app.db, |tx| { store::find(tx, reference).await })?;
        if let Some(request) = found.filter(|found| found.progress.state() == State::Waiting) {
            return Ok(Some((one, request)));
        }
    }
    Ok(None)
}

/// The last referral of the story waits in the hospital's inbox.
pub async fn still_to_be_answered(app: &App, cast: &Cast, asked: &[&Asked]) -> Result<(), Error> {
    let mut asked = asked.to_vec();
    asked.sort_by_key(|one| one.request.id);
    refer_to_hospital(app, cast, &asked).await?;
    Ok(())
}

async fn referral(app: &App, cast: &Cast, asked: &[&Asked]) -> Result<(), Error> {
    let Some(request) = refer_to_hospital(app, cast, asked).await? else {
        return Ok(());
    };
    app.clock.pass(SignedDuration::from_mins(12));
    if let Some(officer) = cast.by_name(app, "duangjai") {
        refer::acknowledge(app, &officer, &request.reference).await?;
    }
    Ok(())
}

async fn refer_to_hospital(
    app: &App,
    cast: &Cast,
    asked: &[&Asked],
) -> Result<Option<HelpRequest>, Error> {
    let wanted = ["medical", "oxygen", "medicine", "goods"];
    let Some((_, request)) = waiting(app, asked, &wanted).await? else {
        return Ok(None);
    };
    let area = request.area;
    let there = db::read!(app.db, |tx| {
        organisations::store::working_in(tx, area).await
    })?;
    let hospital = there.iter().find(|one| one.kind == Kind::Hospital);
    let (Some(admin), Some(hospital)) = (cast.by_name(app, "province57"), hospital) else {
        return Ok(None);
    };
    let to = ReferredTo::Organisation(hospital.id);
    let words = "ผู้ป่วยอยู่ใกล้โรงพยาบาล ฝากติดต่อกลับ";
    let referred = refer::refer(app, &admin, &request.reference, to, Reason::Nearer, words).await?;
    Ok(Some(referred))
}

async fn illness(app: &App, cast: &Cast, asked: &[&Asked]) -> Result<(), Error> {
    let wanted = ["covid_illness", "home_isolation"];
    let Some((asked, request)) = waiting(app, asked, &wanted).await? else {
        return Ok(());
    };
    let Some(doctor) = cast.by_name(app, "duangjai") else {
        return Ok(());
    };
    let reference = &request.reference;
    volunteer::act(app, &doctor, reference, Deed::Take(None)).await?;
    let found = Look {
        signs: vec!["fever".to_owned(), "cough".to_owned()],
        temperature_c: Some(38.1),
        spo2: Some(96),
        age: Some(67),
        at_risk: true,
        note: "พูดคุยได้ปกติ ทานอาหารได้น้อย".to_owned(),
        ..Look::default()
    };
    health::triage(app, &doctor, reference, found).await?;
    health::set_medic_status(app, &doctor, reference, "medicine_sent").await?;
    for (temperature, spo2) in [(37.6, 97), (38.2, 94)] {
        app.clock.pass(SignedDuration::from_mins(40));
        let look = Look {
            temperature_c: Some(temperature),
            spo2: Some(spo2),
            ..Look::default()
        };
        let own = Cx::system(app.clock.now());
        health::check(app, &own, Through::Follow(&asked.follow), look).await?;
    }
    Ok(())
}
