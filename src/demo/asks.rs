//! What the made-up people ask for: a kind, words, answers to its extra fields, and how often it is
//! asked.

/// One sort of request.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    pub kind: &'static str,
    /// How often, beside the others.
    pub often: u32,
    pub details: &'static [&'static str],
    /// Answers as they would be typed.
    pub answers: &'static [(&'static str, &'static str)],
    pub vulnerabilities: &'static [&'static str],
    pub most_people: u32,
    /// What a volunteer gave in the end.
    pub given: &'static str,
}

pub const ASKS: &[Ask] = &[
    Ask {
        kind: "goods",
        often: 28,
        details: &[
            "อยู่กันหลายคน ของแห้งใกล้หมด ออกไปซื้อเองไม่ได้เพราะกักตัวทั้งบ้าน",
            "ขอข้าวสาร น้ำดื่ม และของใช้เด็ก ตลาดในหมู่บ้านปิดทั้งสัปดาห์",
            "",
        ],
        answers: &[
            ("items", "food,water,hygiene"),
            ("item_lines", "ข้าวสาร 10 กก. น้ำดื่ม 4 แพ็ก"),
        ],
        vulnerabilities: &["elderly", "child", "general"],
        most_people: 9,
        given: "ถุงยังชีพ 2 ถุง น้ำดื่ม 4 แพ็ก",
    },
    Ask {
        kind: "covid_illness",
        often: 18,
        details: &[
            "ตรวจเองขึ้นสองขีด มีไข้ ไอ เจ็บคอ อยากปรึกษาหมอ",
            "ไอมาก เหนื่อยเวลาเดิน",
        ],
        answers: &[
            ("test_kind", "atk"),
            ("test_result", "positive"),
            ("spo2", "95"),
        ],
        vulnerabilities: &["chronic", "elderly", "general"],
        most_people: 4,
        given: "โทรให้คำแนะนำ ส่งยาและปรอทวัดไข้",
    },
    Ask {
        kind: "medicine",
        often: 14,
        details: &["ยาความดันเหลือไม่กี่วัน ไปโรงพยาบาลตามนัดไม่ได้", "ยาเบาหวานใกล้หมด"],
        answers: &[
            ("drug_list", "ยาความดัน ยาเบาหวาน"),
            ("days_left", "3"),
            ("prescription", "yes"),
        ],
        vulnerabilities: &["elderly", "chronic"],
        most_people: 2,
        given: "ส่งยาตามใบสั่งแพทย์ถึงบ้าน",
    },
    Ask {
        kind: "patient_transport",
        often: 12,
        details: &["ต้องไปโรงพยาบาลพรุ่งนี้เช้า ไม่มีรถ", "ผู้ป่วยลุกเองไม่ไหว ต้องใช้เปล"],
        answers: &[
            ("mobility", "wheelchair"),
            ("destination", "โรงพยาบาลอำเภอ"),
            ("oxygen_on_board", "no"),
        ],
        vulnerabilities: &["bedridden", "elderly", "dialysis"],
        most_people: 2,
        given: "รับไปส่งโรงพยาบาลและพากลับบ้าน",
    },
    Ask {
        kind: "home_isolation",
        often: 12,
        details: &["ตรวจพบเชื้อ มีห้องแยก ขอเข้าระบบดูแลที่บ้าน"],
        answers: &[
            ("test_kind", "atk"),
            ("test_result", "positive"),
            ("own_room", "yes"),
        ],
        vulnerabilities: &["general", "pregnant"],
        most_people: 5,
        given: "ลงทะเบียนแล้ว ส่งกล่องยาและที่วัดออกซิเจน",
    },
    Ask {
        kind: "medical",
        often: 10,
        details: &["แผลกดทับอักเสบ ต้องการคนมาล้างแผล", "ล้มในห้องน้ำ ปวดสะโพกมาก"],
        answers: &[("complaint", "ปวดและบวม เดินไม่ได้")],
        vulnerabilities: &["bedridden", "elderly", "disabled"],
        most_people: 1,
        given: "ทำแผลและนัดดูอาการอีกครั้ง",
    },
    Ask {
        kind: "oxygen",
        often: 6,
        details: &["ถังออกซิเจนจะหมดคืนนี้", "หายใจเหนื่อย ค่าออกซิเจนตก"],
        answers: &[("spo2", "90"), ("cylinder", "q2")],
        vulnerabilities: &["elderly", "chronic"],
        most_people: 1,
        given: "ยืมถังออกซิเจน 1 ถัง พร้อมสายและหน้ากาก",
    },
    Ask {
        kind: "bed",
        often: 6,
        details: &["อาการแย่ลง ยังไม่ได้เตียง โทรไปหลายที่แล้ว"],
        answers: &[("spo2", "93"), ("right_of_treatment", "universal")],
        vulnerabilities: &["chronic", "elderly"],
        most_people: 2,
        given: "ได้เตียงที่โรงพยาบาลสนามแล้ว",
    },
    Ask {
        kind: "body_transport",
        often: 3,
        details: &["ญาติเสียชีวิตที่บ้าน ขอรถรับร่างไปวัด"],
        answers: &[
            ("place_of_death", "home"),
            ("death_certificate", "yes"),
            ("temple", "วัดประจำหมู่บ้าน"),
        ],
        vulnerabilities: &["general"],
        most_people: 1,
        given: "รับร่างไปส่งวัดเรียบร้อย",
    },
    Ask {
        kind: "other",
        often: 11,
        details: &[
            "ต้องการล่ามภาษาเมียนมาคุยกับเจ้าหน้าที่",
            "ขอคนช่วยลงทะเบียนรับวัคซีน ใช้โทรศัพท์ไม่เป็น",
        ],
        answers: &[],
        vulnerabilities: &["migrant", "elderly", "general"],
        most_people: 6,
        given: "ช่วยประสานงานให้แล้ว",
    },
];

/// Landmarks that every district has.
pub const LANDMARKS: &[&str] = &[
    "หลังศาลาประชาคมหมู่บ้าน",
    "ตรงข้ามร้านค้าชุมชน",
    "ซอยข้างโรงเรียน บ้านรั้วเขียว",
    "ท้ายหมู่บ้าน ติดทุ่งนา",
    "บ้านไม้สองชั้น ใกล้หอกระจายข่าว",
    "ห้องแถวใกล้ตลาดสด",
    "แคมป์คนงาน ริมถนนใหญ่",
    "เลยวัดไปประมาณ 300 เมตร",
];

#[cfg(test)]
mod tests {
    use i18n::Language;
    use jiff::civil::date;

    use super::*;
    use crate::incidents::preset;

    #[test]
    fn everything_asked_for_fits_the_preset() {
        let preset = preset::preset("covid19").unwrap();
        for ask in ASKS {
            let kind = preset.kind(ask.kind).unwrap();
            for (key, typed) in ask.answers {
                let field = kind
                    .field(key)
                    .unwrap_or_else(|| panic!("{}: {key}", ask.kind));
                let read = field.read(typed, Language::Th, date(2026, 1, 1));
                assert!(matches!(read, Ok(Some(_))), "{}: {key}: {read:?}", ask.kind);
            }
            for code in ask.vulnerabilities {
                assert!(preset.vulnerabilities.has(code), "{code}");
            }
        }
    }

    #[test]
    fn the_outcome_of_a_helped_request_is_offered() {
        let preset = preset::preset("covid19").unwrap();
        assert!(preset.outcomes.get("helped_full").unwrap().offered);
    }
}
