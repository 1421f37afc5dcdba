//! The made-up people: nobody of these names and numbers is known to us. Numbers begin with
//! 080 000, which no operator has handed out.

use areas::AreaCode;
use contact::PhoneNumber;

use crate::accounts::role::Role;
use crate::incidents::preset;
use preset::Role::{BodyTransport, Data, Desk, Medical, PatientTransport, Rescue, Supplies};

/// The password of every demonstration account.
pub const PASSWORD: &str = "jitasa-demo";

/// Somebody with an account.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    pub username: &'static str,
    pub full_name: &'static str,
    pub affiliation: &'static str,
    pub role: Role,
    pub area: u32,
}

const fn person(
    username: &'static str,
    full_name: &'static str,
    affiliation: &'static str,
    role: Role,
    area: u32,
) -> Person {
    Person {
        username,
        full_name,
        affiliation,
        role,
        area,
    }
}

const fn volunteer(
    username: &'static str,
    full_name: &'static str,
    affiliation: &'static str,
    role: preset::Role,
    area: u32,
) -> Person {
    person(
        username,
        full_name,
        affiliation,
        Role::Volunteer(role),
        area,
    )
}

pub const ADMINS: &[Person] = &[
    person(
        "nation",
        "อรุณ แสงตะวัน",
        "ศูนย์ประสานงานกลาง",
        Role::NationalAdmin,
        0,
    ),
    person(
        "province57",
        "ดารา ภูผาดี",
        "สำนักงานจังหวัดเชียงราย",
        Role::ProvinceAdmin,
        570_000,
    ),
    person(
        "province27",
        "กมล ทุ่งทอง",
        "สำนักงานจังหวัดสระแก้ว",
        Role::ProvinceAdmin,
        270_000,
    ),
    person(
        "district5709",
        "มานพ ลำธารใส",
        "ที่ว่าการอำเภอแม่สาย",
        Role::DistrictAdmin,
        570_900,
    ),
    person(
        "tambon570901",
        "สายฝน ดอยงาม",
        "เทศบาลตำบลแม่สาย",
        Role::SubdistrictAdmin,
        570_901,
    ),
];

/// Volunteers at work; those whose role needs it were approved by their province.
pub const VOLUNTEERS: &[Person] = &[
    volunteer(
        "anong",
        "อนงค์ ใจอาสา",
        "ชมรมอาสาแม่สาย (moicovid)",
        Data,
        570_000,
    ),
    volunteer("boonmee", "บุญมี เรือนแก้ว", "มูลนิธิน้ำใจเชียงราย", Rescue, 570_000),
    volunteer(
        "chalerm",
        "เฉลิม ทางไกล",
        "หน่วยรถรับส่งดอยหลวง",
        PatientTransport,
        570_000,
    ),
    volunteer(
        "duangjai",
        "ดวงใจ พนาไพร",
        "ชมรมแพทย์อาสาล้านนา",
        Medical,
        570_000,
    ),
    volunteer(
        "ekkachai",
        "เอกชัย ข้าวหอม",
        "ครัวปันสุขเชียงแสน",
        Supplies,
        570_000,
    ),
    volunteer("fonthip", "ฝนทิพย์ สายลม", "ศูนย์โทรศัพท์อาสา", Desk, 570_000),
    volunteer(
        "kamnan",
        "คำนาน สุดดอย",
        "หน่วยกู้ภัยเวียงพาน",
        BodyTransport,
        570_000,
    ),
    volunteer(
        "lamai",
        "ละไม ทุ่งรวงทอง",
        "อสม. แม่จัน (moicovid)",
        Data,
        570_000,
    ),
    volunteer(
        "malee",
        "มาลี ชายแดน",
        "ชมรมอาสาอรัญ (moicovid)",
        Data,
        270_000,
    ),
    volunteer("narong", "ณรงค์ ปางสีดา", "มูลนิธิสระแก้วร่วมใจ", Rescue, 270_000),
    volunteer("orawan", "อรวรรณ บัวหลวง", "ตู้ปันสุขวังน้ำเย็น", Supplies, 270_000),
    volunteer(
        "prasit",
        "ประสิทธิ์ เขาฉกรรจ์",
        "แพทย์อาสาบูรพา",
        Medical,
        270_000,
    ),
];

/// Volunteers who wait for the province admin's word.
pub const APPLICANTS: &[Person] = &[
    volunteer("rattana", "รัตนา หมอกเช้า", "พยาบาลอาสา", Medical, 570_000),
    volunteer(
        "somsak",
        "สมศักดิ์ ล้อเลื่อน",
        "รถตู้อาสาพาน",
        PatientTransport,
        570_000,
    ),
    volunteer("wichai", "วิชัย ลุ่มน้ำกก", "กู้ภัยเชียงของ", Rescue, 570_000),
];

impl Person {
    pub fn area(&self) -> Option<AreaCode> {
        AreaCode::new(self.area)
    }
}

/// The number of the so-many-th made-up person.
pub fn phone(which: usize) -> Option<PhoneNumber> {
    PhoneNumber::parse(&format!("080000{:04}", which % 10_000)).ok()
}

const FIRST_NAMES: [&str; 16] = [
    "สมหญิง",
    "ทองดี",
    "บัวผัน",
    "จันทร์",
    "แสงดาว",
    "คำปัน",
    "นวล",
    "สุข",
    "ปราณี",
    "ถาวร",
    "วิไล",
    "เพ็ญ",
    "สำราญ",
    "อ้อย",
    "หล้า",
    "ประเสริฐ",
];
const LAST_NAMES: [&str; 12] = [
    "บ้านไร่",
    "ริมธาร",
    "ทุ่งนา",
    "ดอยสูง",
    "ใจเย็น",
    "แก้วใส",
    "ลมหนาว",
    "นาข้าว",
    "ป่าไผ่",
    "รุ่งเช้า",
    "เดือนเต็ม",
    "สวนลำไย",
];

/// The name of somebody who asks for help.
pub fn name(dice: &mut super::dice::Dice) -> String {
    let first = dice.pick(&FIRST_NAMES).copied().unwrap_or("สมหญิง");
    let last = dice.pick(&LAST_NAMES).copied().unwrap_or("บ้านไร่");
    format!("{first} {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_can_be_registered() {
        let everybody = || ADMINS.iter().chain(VOLUNTEERS).chain(APPLICANTS);
        let mut names: Vec<&str> = everybody().map(|person| person.username).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), everybody().count());
        for person in everybody() {
            assert!(
                contact::Username::parse(person.username).is_ok(),
                "{}",
                person.username
            );
            assert!(
                contact::PersonName::parse(person.full_name).is_ok(),
                "{}",
                person.full_name
            );
            let area = person.area().unwrap();
            assert!(areas::register().get(area).is_some(), "{area:?}");
        }
        assert!(phone(1).unwrap().for_otp().is_ok());
        assert!(APPLICANTS.iter().all(|person| person.role.needs_approval()));
    }
}
