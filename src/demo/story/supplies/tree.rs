//! The units of the story, and who keeps their books.

use areas::AreaCode;

use crate::access::Cx;
use crate::app::App;
use crate::demo::story::cast::Cast;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::supplies::actions::{self, NewOfficer};
use crate::supplies::model::{EndKind, Handle, NewUnit, Tier};
use crate::supplies::store::seats::Told;

/// A unit of the story: its name in Thai and English, tier, kind, area, the one above, and who keeps its books.
pub(super) type Made = (
    &'static str,
    &'static str,
    Tier,
    Option<EndKind>,
    u32,
    usize,
    Option<&'static str>,
);

const GROUPS: [&str; 4] = [
    "close_to_patients",
    "close_to_public",
    "work_at_risk",
    "vulnerable",
];

/// How many people of each group some of them serve.
const PEOPLE: [(usize, [i64; 4]); 5] = [
    (3, [640, 1_850, 2_200, 41_300]),
    (5, [14, 60, 95, 1_480]),
    (CLINIC, [11, 6, 4, 310]),
    (VILLAGE, [2, 14, 22, 268]),
    (8, [0, 9, 3, 75]),
];

pub(super) const ROOT: usize = 0;
pub(super) const PROVINCE: usize = 1;
pub(super) const DISTRICT: usize = 2;
pub(super) const TOWN: usize = 4;
pub(super) const CLINIC: usize = 6;
pub(super) const VILLAGE: usize = 7;

pub(super) const UNITS: [Made; 9] = [
    (
        "กระทรวงมหาดไทย",
        "Ministry of Interior",
        Tier::Ministry,
        None,
        0,
        0,
        Some("nation"),
    ),
    (
        "สำนักงานจังหวัดเชียงราย",
        "Chiang Rai Provincial Office",
        Tier::Province,
        None,
        570_000,
        ROOT,
        Some("province57"),
    ),
    (
        "ที่ว่าการอำเภอแม่สาย",
        "Mae Sai District Office",
        Tier::District,
        None,
        570_900,
        PROVINCE,
        Some("district5709"),
    ),
    (
        "ที่ว่าการอำเภอเมืองเชียงราย",
        "Mueang Chiang Rai District Office",
        Tier::District,
        None,
        570_100,
        PROVINCE,
        None,
    ),
    (
        "เทศบาลตำบลแม่สาย",
        "Mae Sai Town",
        Tier::Local,
        None,
        570_901,
        DISTRICT,
        Some("tambon570901"),
    ),
    (
        "อบต.ศรีเมืองชุม",
        "Si Mueang Chum",
        Tier::Local,
        None,
        570_904,
        DISTRICT,
        None,
    ),
    (
        "รพ.สต.บ้านต้นไทร",
        "Ban Ton Sai Health Centre",
        Tier::End,
        Some(EndKind::Hospital),
        570_901,
        TOWN,
        Some("duangjai"),
    ),
    (
        "บ้านริมธาร หมู่ 2",
        "Ban Rim Than, Moo 2",
        Tier::End,
        Some(EndKind::Village),
        570_901,
        TOWN,
        Some("anong"),
    ),
    (
        "วัดสวนลำไย",
        "Wat Suan Lamyai",
        Tier::End,
        Some(EndKind::Temple),
        570_901,
        TOWN,
        None,
    ),
];

/// Makes the units, from the ministry down, and names their officers: their addresses in the order of the list.
pub(super) async fn grow(
    app: &App,
    cast: &Cast,
    nation: &Cx,
    incident: IncidentId,
) -> Result<Vec<Handle>, Error> {
    let mut units: Vec<Handle> = Vec::new();
    for (name, name_en, tier, kind, area, above, officer) in UNITS {
        let new = NewUnit {
            tier,
            kind,
            area: AreaCode::new(area).ok_or(Error::NotFound)?,
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            code: String::new(),
        };
        let made = match units.get(above) {
            None => actions::make_root(app, nation, incident, &new).await?,
            Some(above) => actions::make(app, nation, *above, &new).await?,
        };
        if let Some(username) = officer {
            name_officer(app, cast, nation, made, username).await?;
        }
        units.push(made);
    }
    for (which, people) in PEOPLE {
        let unit = units.get(which).ok_or(Error::NotFound)?;
        let known = GROUPS.iter().zip(people);
        let told = known.map(|(group, n)| ((*group).to_owned(), n)).collect();
        actions::tell_headcount(app, nation, *unit, &told).await?;
    }
    Ok(units)
}

async fn name_officer(
    app: &App,
    cast: &Cast,
    nation: &Cx,
    unit: Handle,
    username: &str,
) -> Result<(), Error> {
    let cx = cast.by_name(app, username).ok_or(Error::NotFound)?;
    let who = cx.signed_in().ok_or(Error::NotFound)?;
    let new = NewOfficer {
        full_name: who.account.full_name.clone(),
        phone: who.account.phone.clone(),
        affiliation: who.account.affiliation.clone(),
        told: Told {
            position: "เจ้าหน้าที่พัสดุ".to_owned(),
            document: None,
            email: None,
        },
    };
    actions::name_officer(app, nation, unit, &new).await?;
    Ok(())
}
