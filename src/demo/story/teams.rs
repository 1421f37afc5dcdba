//! Who belongs together in the story: organisations with officers and teams, what volunteers tell of
//! themselves, and an invite that is on its way. All of them are made up.

use areas::AreaCode;
use contact::Username;

use super::cast::Cast;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::incidents::preset::Role;
use crate::invites;
use crate::invites::model::NewInvite;
use crate::organisations::actions::{look, manage, members, officers, teams};
use crate::organisations::model::{Kind, Names, NewOrganisation, NewTeam};
use crate::volunteers::actions::profile;
use crate::volunteers::model::{Gear, Profile, Skill, Spoken, Vehicle};

struct Organisation {
    kind: Kind,
    th: &'static str,
    en: &'static str,
    phone: &'static str,
    area: u32,
    officer: &'static str,
    team: &'static str,
    team_phone: &'static str,
    /// The first leads.
    members: &'static [&'static str],
}

const ORGANISATIONS: [Organisation; 4] = [
    Organisation {
        kind: Kind::Foundation,
        th: "มูลนิธิน้ำใจเชียงราย",
        en: "Chiang Rai Kindness Foundation",
        phone: "080 000 0801",
        area: 570_000,
        officer: "kamnan",
        team: "ทีมเรือน้ำใจ 1",
        team_phone: "080 000 0811",
        members: &["boonmee", "kamnan"],
    },
    Organisation {
        kind: Kind::Hospital,
        th: "โรงพยาบาลดอยตะวัน",
        en: "Doi Tawan Hospital",
        phone: "080 000 0802",
        area: 570_000,
        officer: "duangjai",
        team: "หน่วยแพทย์เคลื่อนที่ดอยตะวัน",
        team_phone: "080 000 0812",
        members: &["duangjai", "chalerm"],
    },
    Organisation {
        kind: Kind::LocalGovernment,
        th: "เทศบาลเวียงริมกก",
        en: "Wiang Rim Kok Municipality",
        phone: "080 000 0803",
        area: 570_100,
        officer: "fonthip",
        team: "หน่วยบรรเทาสาธารณภัยริมกก",
        team_phone: "",
        members: &["fonthip"],
    },
    Organisation {
        kind: Kind::VolunteerGroup,
        th: "ครัวปันสุขเชียงแสน",
        en: "Chiang Saen Shared Kitchen",
        phone: "",
        area: 570_800,
        officer: "ekkachai",
        team: "ทีมส่งข้าวกล่อง",
        team_phone: "",
        members: &["ekkachai"],
    },
];

/// Makes all of it, by the province admin and the people themselves.
pub async fn assemble(app: &App, cast: &mut Cast) -> Result<(), Error> {
    let admin = cast.by_name(app, "province57").ok_or(Error::NotFound)?;
    for organisation in &ORGANISATIONS {
        make(app, &admin, organisation).await?;
    }
    for (username, profile) in profiles() {
        let cx = cast.by_name(app, username).ok_or(Error::NotFound)?;
        let available = profile.available;
        profile::change(app, &cx, profile, Some(available)).await?;
    }
    let invite = NewInvite {
        name: "อาสาสู้ภัยเชียงราย 2569".to_owned(),
        tag: "chiangrai-2569".to_owned(),
        area: area(570_000)?,
        role: Role::Data,
        team: None,
        days: 30,
    };
    invites::actions::make(app, &admin, invite).await?;
    cast.read_memberships(app).await
}

fn area(code: u32) -> Result<AreaCode, Error> {
    AreaCode::new(code).ok_or(Error::NotFound)
}

fn username(text: &str) -> Result<Username, Error> {
    Username::parse(text).map_err(|err| Error::fault("making people up", err))
}

async fn make(app: &App, admin: &Cx, one: &Organisation) -> Result<(), Error> {
    let new = NewOrganisation {
        kind: one.kind,
        names: Names {
            th: one.th.to_owned(),
            en: one.en.to_owned(),
        },
        phone: one.phone.to_owned(),
        areas: vec![area(one.area)?],
    };
    let id = manage::create(app, admin, new).await?;
    officers::appoint(app, admin, id, &username(one.officer)?).await?;
    let team = NewTeam {
        name: one.team.to_owned(),
        phone: one.team_phone.to_owned(),
        phone_shown: !one.team_phone.is_empty(),
    };
    let team = teams::make(app, admin, id, team).await?;
    for member in one.members {
        members::add(app, admin, team, &username(member)?).await?;
    }
    let seen = look::see_team(app, admin, team).await?;
    let first = seen.members.iter().map(|member| &member.person);
    if let Some(lead) =
        first.min_by_key(|person| one.members.iter().position(|name| *name == person.username))
    {
        members::set_lead(app, admin, team, lead.account, true).await?;
    }
    Ok(())
}

fn profiles() -> Vec<(&'static str, Profile)> {
    let profile =
        |languages: &[Spoken], skills: &[Skill], vehicle, gear: &[Gear], available| Profile {
            languages: languages.to_vec(),
            skills: skills.to_vec(),
            vehicle,
            gear: gear.to_vec(),
            available,
        };
    vec![
        (
            "anong",
            profile(
                &[Spoken::Thai, Spoken::Burmese],
                &[Skill::FirstAid],
                Some(Vehicle::Motorcycle),
                &[Gear::Mask],
                true,
            ),
        ),
        (
            "boonmee",
            profile(
                &[Spoken::Thai],
                &[Skill::Boat, Skill::Swimming],
                Some(Vehicle::FlatBoat),
                &[Gear::LifeJacket, Gear::Helmet],
                true,
            ),
        ),
        (
            "chalerm",
            profile(
                &[Spoken::Thai],
                &[Skill::Driving],
                Some(Vehicle::Van),
                &[Gear::Mask, Gear::Gloves],
                true,
            ),
        ),
        (
            "duangjai",
            profile(
                &[Spoken::Thai, Spoken::English],
                &[Skill::Doctor],
                Some(Vehicle::Car),
                &[Gear::Mask, Gear::Suit],
                true,
            ),
        ),
        (
            "ekkachai",
            profile(
                &[Spoken::Thai],
                &[Skill::Cooking],
                Some(Vehicle::Pickup),
                &[],
                false,
            ),
        ),
        (
            "fonthip",
            profile(&[Spoken::Thai, Spoken::Lao], &[], None, &[], true),
        ),
    ]
}
