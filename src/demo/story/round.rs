//! A round of the survey in one district: its villages, by numbers as they are and by made-up names, how
//! many people live there, made up too, and two volunteers between whom it is divided.

use areas::{AreaCode, Level};
use contact::Username;
use jiff::ToSpan;

use super::cast::Cast;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::rounds::actions::{self, NewShare};
use crate::rounds::model::{NewRound, Target, TargetOf};
use crate::villages::actions::{self as village_actions, NewPopulation};
use crate::villages::model::Village;
use crate::villages::store;

/// Mae Sai.
const DISTRICT: u32 = 570_900;

const NAMES: [(&str, &str); 12] = [
    ("บ้านต้นไทร", "Ban Ton Sai"),
    ("บ้านริมธาร", "Ban Rim Than"),
    ("บ้านทุ่งรุ่ง", "Ban Thung Rung"),
    ("บ้านหมอกเหนือ", "Ban Mok Nuea"),
    ("บ้านหมอกใต้", "Ban Mok Tai"),
    ("บ้านสวนลำไย", "Ban Suan Lamyai"),
    ("บ้านดอยน้อย", "Ban Doi Noi"),
    ("บ้านนาข้าว", "Ban Na Khao"),
    ("บ้านศาลาแดง", "Ban Sala Daeng"),
    ("บ้านท่าเรือเล็ก", "Ban Tha Ruea Lek"),
    ("บ้านป่าไผ่", "Ban Pa Phai"),
    ("บ้านรุ่งเช้า", "Ban Rung Chao"),
];

/// To whom, the subdistrict, and the village.
const SHARES: [(&str, u32, &str); 3] = [
    ("anong", 570_901, ""),
    ("lamai", 570_904, "หมู่ 3"),
    ("lamai", 570_905, ""),
];

/// Opens the round on the first day of the story and divides it.
pub async fn open(app: &App, cast: &Cast, incident: IncidentId) -> Result<(), Error> {
    let district = AreaCode::new(DISTRICT).ok_or(Error::NotFound)?;
    let subdistricts: Vec<AreaCode> = areas::register()
        .areas_in(district)
        .iter()
        .map(|area| area.code)
        .filter(|code| code.level() == Level::Subdistrict)
        .collect();
    villages(app, &subdistricts).await?;
    let province = cast.by_name(app, "province57").ok_or(Error::NotFound)?;
    let today = clock::day(province.now);
    for (area, which) in subdistricts.into_iter().zip(0..) {
        let new = NewPopulation {
            area,
            year: today.year(),
            n: 160 + 35 * which,
            n_houses: Some(50 + 10 * which),
        };
        village_actions::enter(app, &province, new).await?;
    }
    let admin = cast.by_name(app, "district5709").ok_or(Error::NotFound)?;
    let new = NewRound {
        incident,
        area: district,
        name: "สำรวจวัคซีนอำเภอแม่สาย รอบที่ 1".to_owned(),
        starts_on: today,
        ends_on: today.saturating_add(30.days()),
        target: Some(Target {
            n: 120,
            of: TargetOf::Households,
        }),
    };
    let round = actions::open(app, &admin, new, None).await?;
    for (volunteer, area, village) in SHARES {
        let new = NewShare {
            volunteer: Username::parse(volunteer)
                .map_err(|err| Error::fault("dividing the round", err))?,
            area: AreaCode::new(area).ok_or(Error::NotFound)?,
            village: village.to_owned(),
        };
        actions::give_share(app, &admin, round, new).await?;
    }
    Ok(())
}

async fn villages(app: &App, subdistricts: &[AreaCode]) -> Result<(), Error> {
    let of = |area: &AreaCode| {
        let first = area.get() * 100;
        let named = NAMES.iter().zip(1_u16..);
        let villages = named.map(move |((name, name_en), moo)| Village {
            code: first + u32::from(moo),
            moo,
            name: (*name).to_owned(),
            name_en: (*name_en).to_owned(),
            place: None,
        });
        villages.collect::<Vec<Village>>()
    };
    let villages: Vec<Village> = subdistricts.iter().flat_map(of).collect();
    db::write!(app.db, |tx| {
        for village in &villages {
            store::put(tx, village)?;
        }
        Ok::<_, Error>(())
    })
}
