//! A volunteer's profile, and a volunteer as the area admin sees one.

use areas::AreaCode;
use contact::PhoneNumber;
use jiff::Timestamp;

use crate::accounts::model::Seat;
use crate::ids::AccountId;

/// A list of which each member has a code and a word.
macro_rules! listed {
    ($(#[doc = $doc:literal])+ $name:ident { $($member:ident = $code:literal, $label:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($member,)+ }

        impl $name {
            /// In the order of the form.
            pub const ALL: &'static [$name] = &[$($name::$member,)+];

            pub fn code(self) -> &'static str {
                match self { $($name::$member => $code,)+ }
            }

            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }

            /// The message key of its word.
            pub fn label(self) -> &'static str {
                match self { $($name::$member => $label,)+ }
            }
        }
    };
}

listed! {
    /// A language somebody speaks with the people they help.
    Spoken {
        Thai = "th", "spoken-th";
        English = "en", "spoken-en";
        Burmese = "my", "spoken-my";
        Khmer = "km", "spoken-km";
        Lao = "lo", "spoken-lo";
        Chinese = "zh", "spoken-zh";
        Malay = "ms", "spoken-ms";
        Vietnamese = "vi", "spoken-vi";
        Sign = "sign", "spoken-sign";
    }
}

listed! {
    /// What somebody has learnt.
    Skill {
        Boat = "boat", "skill-boat";
        Swimming = "swimming", "skill-swimming";
        Rope = "rope", "skill-rope";
        FirstAid = "first_aid", "skill-first-aid";
        Nurse = "nurse", "skill-nurse";
        Doctor = "doctor", "skill-doctor";
        Counselling = "counselling", "skill-counselling";
        Care = "care", "skill-care";
        Driving = "driving", "skill-driving";
        Chainsaw = "chainsaw", "skill-chainsaw";
        Electricity = "electricity", "skill-electricity";
        Radio = "radio", "skill-radio";
        Cooking = "cooking", "skill-cooking";
        Animals = "animals", "skill-animals";
    }
}

listed! {
    /// What somebody comes with.
    Vehicle {
        Motorcycle = "motorcycle", "vehicle-motorcycle";
        Car = "car", "vehicle-car";
        Pickup = "pickup", "vehicle-pickup";
        FourWheel = "four_wheel", "vehicle-four-wheel";
        Van = "van", "vehicle-van";
        Truck = "truck", "vehicle-truck";
        Ambulance = "ambulance", "vehicle-ambulance";
        FlatBoat = "flat_boat", "vehicle-flat-boat";
        MotorBoat = "motor_boat", "vehicle-motor-boat";
    }
}

listed! {
    /// What protects somebody at work.
    Gear {
        LifeJacket = "life_jacket", "gear-life-jacket";
        Helmet = "helmet", "gear-helmet";
        Boots = "boots", "gear-boots";
        Gloves = "gloves", "gear-gloves";
        Mask = "mask_n95", "gear-mask";
        Suit = "ppe_suit", "gear-suit";
        Torch = "torch", "gear-torch";
        Radio = "radio", "gear-radio";
    }
}

/// What a volunteer tells of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    pub languages: Vec<Spoken>,
    pub skills: Vec<Skill>,
    pub vehicle: Option<Vehicle>,
    pub gear: Vec<Gear>,
    /// Whether they would go out now. Who never said so is not available.
    pub available: bool,
}

/// What somebody has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Cases held now.
    pub held: i64,
    /// Cases helped, confirmed or not.
    pub helped: i64,
    /// Of these, confirmed by whoever asked.
    pub confirmed: i64,
    /// People in the cases helped.
    pub people: i64,
    /// Households recorded.
    pub households: i64,
}

impl Done {
    /// The share of helped cases that were confirmed, in percent.
    pub fn share(&self) -> Option<i64> {
        (self.helped > 0).then(|| self.confirmed * 100 / self.helped)
    }
}

/// A volunteer as the area admin sees one.
#[derive(Debug, Clone)]
pub struct Volunteer {
    pub account: AccountId,
    pub username: String,
    pub full_name: String,
    pub phone: PhoneNumber,
    pub affiliation: String,
    pub area: AreaCode,
    pub registered_at: Timestamp,
    /// When one of their sessions was last used; none is kept longer than a week after its end.
    pub seen_at: Option<Timestamp>,
    pub available: bool,
    pub done: Done,
    /// A hold that has lapsed, or a step that takes longer than it may.
    pub stuck: bool,
    pub seats: Vec<Seat>,
    pub tags: Vec<String>,
    pub teams: Vec<String>,
}

/// Which volunteers of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Waiting,
    Available,
    Silent,
    Suspended,
    Never,
}

impl Filter {
    pub const ALL: [Filter; 5] = [
        Filter::Waiting,
        Filter::Available,
        Filter::Silent,
        Filter::Suspended,
        Filter::Never,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Filter::Waiting => "waiting",
            Filter::Available => "available",
            Filter::Silent => "silent",
            Filter::Suspended => "suspended",
            Filter::Never => "never",
        }
    }

    pub fn from_code(code: &str) -> Option<Filter> {
        Filter::ALL.into_iter().find(|filter| filter.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Filter::Waiting => "volunteers-waiting",
            Filter::Available => "volunteers-available",
            Filter::Silent => "volunteers-silent",
            Filter::Suspended => "volunteers-suspended",
            Filter::Never => "volunteers-never",
        }
    }
}
