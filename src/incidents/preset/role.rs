//! What a volunteer does: the roles chosen at registration, which a kind of help names.

use i18n::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Data,
    PatientTransport,
    BodyTransport,
    Medical,
    Supplies,
    Rescue,
    Desk,
}

impl Role {
    /// In the order of the registration form.
    pub const ALL: [Role; 7] = [
        Role::Data,
        Role::PatientTransport,
        Role::BodyTransport,
        Role::Medical,
        Role::Supplies,
        Role::Rescue,
        Role::Desk,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Role::Data => "data",
            Role::PatientTransport => "patient_transport",
            Role::BodyTransport => "body_transport",
            Role::Medical => "medical",
            Role::Supplies => "supplies",
            Role::Rescue => "rescue",
            Role::Desk => "desk",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The Thai words are those people were trained on, letter for letter.
    pub fn label(self, language: Language) -> &'static str {
        let [th, en, my, km, lo] = match self {
            Role::Data => [
                "อาสาข้อมูล",
                "Data volunteer",
                "အချက်အလက် စေတနာ့ဝန်ထမ်း",
                "អ្នកស្ម័គ្រចិត្តទិន្នន័យ",
                "ອາສາຂໍ້ມູນ",
            ],
            Role::PatientTransport => [
                "อาสารับส่งผู้ป่วย",
                "Patient-transport volunteer",
                "လူနာပို့ဆောင်ရေး စေတနာ့ဝန်ထမ်း",
                "អ្នកស្ម័គ្រចិត្តដឹកអ្នកជំងឺ",
                "ອາສາຮັບສົ່ງຜູ້ປ່ວຍ",
            ],
            Role::BodyTransport => [
                "อาสารับส่งร่างผู้เสียชีวิต",
                "Body-transport volunteer",
                "ရုပ်အလောင်းပို့ဆောင်ရေး စေတနာ့ဝန်ထမ်း",
                "អ្នកស្ម័គ្រចិត្តដឹកសាកសព",
                "ອາສາຮັບສົ່ງຮ່າງຜູ້ເສຍຊີວິດ",
            ],
            Role::Medical => [
                "แพทย์อาสา",
                "Volunteer doctor or nurse",
                "စေတနာ့ဝန်ထမ်း ဆရာဝန်",
                "គ្រូពេទ្យស្ម័គ្រចិត្ត",
                "ແພດອາສາ",
            ],
            Role::Supplies => [
                "อาสาส่งสิ่งของ",
                "Supplies volunteer",
                "ပစ္စည်းပို့ဆောင်ရေး စေတနာ့ဝန်ထမ်း",
                "អ្នកស្ម័គ្រចិត្តដឹកសម្ភារៈ",
                "ອາສາສົ່ງສິ່ງຂອງ",
            ],
            Role::Rescue => [
                "มูลนิธิ/กู้ภัย",
                "Foundation or rescue team",
                "ဖောင်ဒေးရှင်း/ကယ်ဆယ်ရေးအဖွဲ့",
                "មូលនិធិ/ក្រុមសង្គ្រោះ",
                "ມູນນິທິ/ກູ້ໄພ",
            ],
            Role::Desk => [
                "อาสาประสานงาน",
                "Desk volunteer",
                "ညှိနှိုင်းရေး စေတနာ့ဝန်ထမ်း",
                "អ្នកស្ម័គ្រចិត្តសម្របសម្រួល",
                "ອາສາປະສານງານ",
            ],
        };
        match language {
            Language::Th => th,
            Language::En => en,
            Language::My => my,
            Language::Km => km,
            Language::Lo => lo,
        }
    }
}
