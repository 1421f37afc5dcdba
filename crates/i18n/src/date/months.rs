//! The names of the months in five languages. A table rather than messages, because dates are read
//! back by the same names.

use crate::Language;

type Months = [&'static str; 12];

/// As in `21 พ.ย. 2569`. Burmese and Khmer have no usual short forms.
pub(super) fn short(language: Language, month: i8) -> &'static str {
    name(short_names(language), month)
}

/// As in `21 พฤศจิกายน 2569`.
pub(super) fn long(language: Language, month: i8) -> &'static str {
    name(long_names(language), month)
}

fn name(names: &Months, month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|place| names.get(place))
        .copied()
        .unwrap_or_default()
}

pub(super) fn short_names(language: Language) -> &'static Months {
    match language {
        Language::Th => &THAI_SHORT,
        Language::En => &ENGLISH_SHORT,
        Language::My => &BURMESE,
        Language::Km => &KHMER,
        Language::Lo => &LAO_SHORT,
    }
}

pub(super) fn long_names(language: Language) -> &'static Months {
    match language {
        Language::Th => &THAI,
        Language::En => &ENGLISH,
        Language::My => &BURMESE,
        Language::Km => &KHMER,
        Language::Lo => &LAO,
    }
}

static THAI: Months = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
];

static THAI_SHORT: Months = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
];

static ENGLISH: Months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

static ENGLISH_SHORT: Months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

static BURMESE: Months = [
    "ဇန်နဝါရီ",
    "ဖေဖော်ဝါရီ",
    "မတ်",
    "ဧပြီ",
    "မေ",
    "ဇွန်",
    "ဇူလိုင်",
    "ဩဂုတ်",
    "စက်တင်ဘာ",
    "အောက်တိုဘာ",
    "နိုဝင်ဘာ",
    "ဒီဇင်ဘာ",
];

static KHMER: Months = [
    "មករា",
    "កុម្ភៈ",
    "មីនា",
    "មេសា",
    "ឧសភា",
    "មិថុនា",
    "កក្កដា",
    "សីហា",
    "កញ្ញា",
    "តុលា",
    "វិច្ឆិកា",
    "ធ្នូ",
];

static LAO: Months = [
    "ມັງກອນ",
    "ກຸມພາ",
    "ມີນາ",
    "ເມສາ",
    "ພຶດສະພາ",
    "ມິຖຸນາ",
    "ກໍລະກົດ",
    "ສິງຫາ",
    "ກັນຍາ",
    "ຕຸລາ",
    "ພະຈິກ",
    "ທັນວາ",
];

static LAO_SHORT: Months = [
    "ມ.ກ.",
    "ກ.ພ.",
    "ມ.ນ.",
    "ມ.ສ.",
    "ພ.ພ.",
    "ມິ.ຖ.",
    "ກ.ລ.",
    "ສ.ຫ.",
    "ກ.ຍ.",
    "ຕ.ລ.",
    "ພ.ຈ.",
    "ທ.ວ.",
];
