//! What is known of a setting beside its value, and the macro that turns the one declaration into the
//! table, the typed struct and its reading.

use super::Place;

/// One line of the declaration.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The key in the file; the environment variable and the flag are made from it.
    pub name: &'static str,
    /// The heading it stands under.
    pub group: &'static str,
    /// The text taken when nobody says anything; empty for "not set".
    pub default: &'static str,
    /// One sentence for the operator.
    pub meaning: &'static str,
    /// Never printed, and no flag, since flags are seen by everyone on the machine.
    pub secret: bool,
    /// A TOML array, or texts parted by commas.
    pub list: bool,
    /// The word that stands for the value in `--help`.
    pub hint: &'static str,
    pub(super) wanted: fn() -> String,
}

impl Setting {
    /// The environment variable, such as `JITASA_SMS_DRIVER`.
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.to_uppercase())
    }

    /// The flag without its dashes, such as `sms-driver`; none for a secret.
    pub fn flag(&self) -> Option<String> {
        (!self.secret).then(|| self.name.replace('_', "-"))
    }

    /// What a value has to be, such as "a whole number from 4 to 6".
    pub fn wanted(&self) -> String {
        (self.wanted)()
    }
}

/// What every environment variable of the program begins with.
pub(super) const PREFIX: &str = "JITASA_";

/// A setting as it is in force, for `check-config`; secrets are told as set or not set.
#[derive(Debug, Clone)]
pub struct Shown {
    pub name: &'static str,
    pub value: String,
    pub place: Place,
}

macro_rules! settings {
    ($($group:literal: {$(
        $(#[doc = $meaning:literal])+
        $name:ident: $kind:ty = $default:literal,
    )+})+) => {
        /// Every setting, in the order in which the operator reads them.
        pub static TABLE: &[Setting] = &[$($(Setting {
            name: stringify!($name),
            group: $group,
            default: $default,
            meaning: concat!($($meaning),+).trim_ascii(),
            secret: <$kind as kinds::Kind>::SECRET,
            list: <$kind as kinds::Kind>::LIST,
            hint: <$kind as kinds::Kind>::HINT,
            wanted: <$kind as kinds::Kind>::wanted,
        }),+),+];

        /// The settings in force, each read and checked.
        #[derive(Debug, Clone)]
        pub struct Settings {
            $($($(#[doc = $meaning])+ pub $name: <$kind as kinds::Kind>::Value,)+)+
            shown: Vec<Shown>,
        }

        impl Settings {
            /// Reads every setting before giving up, so that all problems are told at once.
            fn read(given: &mut load::Given) -> Option<Settings> {
                $($(let $name = given.read::<$kind>(stringify!($name));)+)+
                Some(Settings { $($($name: $name?,)+)+ shown: given.shown() })
            }
        }
    };
}
