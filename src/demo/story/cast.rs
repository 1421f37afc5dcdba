//! The people of the story, made by the actions that make real ones, and what only some of them do.

use std::collections::HashMap;

use areas::AreaCode;
use contact::{Headcount, Password, PersonName, Username};
use i18n::Language;

use super::plan::Wish;
use super::teams;
use crate::access::{Actor, Cx, SignedIn};
use crate::accounts::actions::appoint::{Appointed, appoint};
use crate::accounts::actions::{approve, register};
use crate::accounts::model::{Account, PhoneHolder, Purpose};
use crate::accounts::role::Role;
use crate::accounts::store;
use crate::app::App;
use crate::areas::model::{Pin, PositionSource};
use crate::clock;
use crate::demo::dice::Dice;
use crate::demo::people::{self, Person};
use crate::demo::places::{self, Place};
use crate::error::Error;
use crate::help_requests::actions::ask;
use crate::help_requests::model::{NewHelpRequest, Relation};
use crate::ids::SessionId;
use crate::incidents;
use crate::incidents::actions::NewIncident;
use crate::incidents::model::Prefix;
use crate::incidents::preset::{self, Labels, Preset};
use crate::organisations;

/// Everybody with an account, by username.
pub struct Cast(HashMap<&'static str, SignedIn>);

impl Cast {
    /// Appoints the admins, registers the volunteers, and lets the provinces say yes to those who
    /// are at work when the story begins.
    pub async fn assemble(app: &App) -> Result<Cast, Error> {
        let mut cast = Cast(HashMap::new());
        for (which, person) in people::ADMINS.iter().enumerate() {
            let account = appointed(app, person, which).await?;
            cast.keep(app, person, account).await?;
        }
        for (which, person) in people::VOLUNTEERS.iter().enumerate() {
            let account = registered(app, person, 100 + which).await?;
            cast.keep(app, person, account).await?;
            if person.role.needs_approval() {
                cast.approve(app, person).await?;
            }
        }
        for (which, person) in people::APPLICANTS.iter().enumerate() {
            registered(app, person, 200 + which).await?;
        }
        teams::assemble(app, &mut cast).await?;
        Ok(cast)
    }

    async fn keep(&mut self, app: &App, person: &Person, account: Account) -> Result<(), Error> {
        let id = account.id;
        let (seats, memberships) = db::read!(app.db, |tx| {
            let seats = store::seats(tx, id).await?;
            Ok::<_, db::Error>((seats, organisations::store::memberships(tx, id).await?))
        })?;
        let session: SessionId = app.ids.at(app.clock.now());
        self.0.insert(
            person.username,
            SignedIn {
                session,
                account,
                seats,
                memberships,
            },
        );
        Ok(())
    }

    /// Reads anew who belongs to which organisation.
    pub async fn read_memberships(&mut self, app: &App) -> Result<(), Error> {
        for who in self.0.values_mut() {
            let id = who.account.id;
            who.memberships = db::read!(app.db, |tx| {
                organisations::store::memberships(tx, id).await
            })?;
        }
        Ok(())
    }

    async fn approve(&mut self, app: &App, person: &Person) -> Result<(), Error> {
        let (admin, seat, account) = {
            let who = self.0.get(person.username).ok_or(Error::NotFound)?;
            let seat = who.seats.first().ok_or(Error::NotFound)?.clone();
            let admin = self.0.values().find(|admin| {
                admin.held().any(|held| held.role == Role::ProvinceAdmin)
                    && admin.is_admin_of(seat.area)
            });
            (self.cx(app, admin), seat, who.account.clone())
        };
        let admin = admin.ok_or(Error::NotFound)?;
        approve::decide(app, &admin, seat.id, true, "").await?;
        self.keep(app, person, account).await
    }

    fn cx(&self, app: &App, who: Option<&SignedIn>) -> Option<Cx> {
        Some(cx(app, Actor::SignedIn(Box::new(who?.clone()))))
    }

    pub fn by_name(&self, app: &App, username: &str) -> Option<Cx> {
        self.cx(app, self.0.get(username))
    }

    /// The first volunteer who may take the kind where it was asked.
    pub fn helper(&self, app: &App, wish: &Wish, preset: &Preset) -> Option<Cx> {
        let kind = preset.kind(wish.ask.kind)?;
        let area = AreaCode::new(wish.places.first()?.0)?;
        let names = people::VOLUNTEERS.iter().map(|person| person.username);
        let mut volunteers = names.filter_map(|name| self.0.get(name));
        let who =
            volunteers.find(|who| kind.roles.iter().any(|role| who.volunteers_as(*role, area)));
        self.cx(app, who)
    }

    /// The data volunteer of the province, who records for others.
    pub fn recorder(&self, app: &App, wish: &Wish) -> Option<Cx> {
        self.surveyor(app, wish.places)
    }

    /// The data volunteer who goes from door to door there.
    pub fn surveyor(&self, app: &App, places: &[Place]) -> Option<Cx> {
        let area = AreaCode::new(places.first()?.0)?;
        let names = people::VOLUNTEERS.iter().map(|person| person.username);
        let mut volunteers = names.filter_map(|name| self.0.get(name));
        let who = volunteers.find(|who| who.volunteers_as(preset::Role::Data, area));
        self.cx(app, who)
    }

    /// A course of the week before: a practice incident with a few requests, closed again.
    pub async fn practise(&self, app: &App) -> Result<(), Error> {
        let unfit = |err: &dyn std::fmt::Display| Error::fault("making the course up", err);
        let preset = preset::preset("flood").ok_or(Error::NotFound)?;
        let province = AreaCode::new(570_000).ok_or(Error::NotFound)?;
        let nation = self.by_name(app, "nation").ok_or(Error::NotFound)?;
        let name = |text: &str| text.to_owned();
        let names = Labels {
            th: name("ฝึกซ้อมน้ำท่วม เชียงราย"),
            en: name("Flood drill, Chiang Rai"),
            my: name("Flood drill, Chiang Rai"),
            km: name("Flood drill, Chiang Rai"),
            lo: name("Flood drill, Chiang Rai"),
        };
        let new = NewIncident {
            prefix: Prefix::parse("TRY").map_err(|err| unfit(&err))?,
            preset,
            names,
            areas: vec![province],
            starts_on: clock::day(nation.now),
            ends_on: None,
            blur_m: preset.defaults.blur_m,
            otp_required: false,
            practice: true,
        };
        let incident = incidents::actions::open_new(app, &nation, new).await?;
        let mut dice = Dice::new(4);
        let recorder = self.by_name(app, "anong").ok_or(Error::NotFound)?;
        for (which, kind) in ["evacuation", "goods", "shelter", "pets"]
            .into_iter()
            .enumerate()
        {
            let (area, position) = places::somewhere(places::CHIANG_RAI, which * 5, &mut dice)
                .ok_or(Error::NotFound)?;
            let new = NewHelpRequest {
                incident: incident.id,
                kind: kind.to_owned(),
                area,
                pin: Some(Pin {
                    position,
                    accuracy_m: None,
                    source: PositionSource::Pin,
                }),
                landmark: "จุดฝึกซ้อม".to_owned(),
                headcount: Headcount::new(3).map_err(|err| unfit(&err))?,
                vulnerabilities: vec!["general".to_owned()],
                persons: Vec::new(),
                nationality: "th".to_owned(),
                details: "ฝึกซ้อม".to_owned(),
                extra: Vec::new(),
                contact_name: None,
                contact_phone: people::phone(900 + which),
                relation: Relation::Volunteer,
                source: None,
            };
            ask::ask(app, &recorder, new, None).await?;
        }
        incidents::actions::close(app, &nation, incident.id).await
    }
}

fn cx(app: &App, actor: Actor) -> Cx {
    Cx {
        actor,
        now: app.clock.now(),
        language: Language::Th,
        request_id: "demo".to_owned(),
    }
}

/// Name, username and password as they would be typed.
fn read(person: &Person) -> Result<(PersonName, Username, Password, AreaCode), Error> {
    let unfit = |err: &dyn std::fmt::Display| Error::fault("making people up", err);
    Ok((
        PersonName::parse(person.full_name).map_err(|err| unfit(&err))?,
        Username::parse(person.username).map_err(|err| unfit(&err))?,
        Password::typed(people::PASSWORD).map_err(|err| unfit(&err))?,
        person.area().ok_or(Error::NotFound)?,
    ))
}

async fn appointed(app: &App, person: &Person, which: usize) -> Result<Account, Error> {
    let (full_name, username, password, area) = read(person)?;
    let new = Appointed {
        full_name,
        phone: people::phone(which).ok_or(Error::NotFound)?,
        username,
        password,
        affiliation: person.affiliation.to_owned(),
        role: person.role,
        area,
    };
    appoint(app, &Cx::system(app.clock.now()), new).await
}

async fn registered(app: &App, person: &Person, which: usize) -> Result<Account, Error> {
    let (full_name, username, password, area) = read(person)?;
    let Role::Volunteer(role) = person.role else {
        return Err(Error::NotFound);
    };
    let new = register::NewAccount {
        full_name,
        role,
        affiliation: person.affiliation.to_owned(),
        area,
        username,
        password,
        language: Language::Th,
        invite: None,
    };
    let phone = people::phone(which).ok_or(Error::NotFound)?;
    let holder = PhoneHolder {
        phone,
        verified: true,
        purpose: Purpose::Register,
    };
    let session: SessionId = app.ids.at(app.clock.now());
    let cx = cx(app, Actor::Phone(session, holder));
    let (account, _) = register::register(app, &cx, new, "demo").await?;
    Ok(account)
}
