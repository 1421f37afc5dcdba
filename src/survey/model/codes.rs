//! What is told by choosing one of few, as it stands in rows and bodies, and what people call it.

/// An enum whose variants stand in rows and bodies by a code.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];

            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// Who told us of a household.
    Source {
        /// Somebody signed in recorded it.
        Volunteer = "volunteer",
        /// The people themselves, by phone.
        Oneself = "self",
    }
}

codes! {
    Sex { Female = "female", Male = "male", Other = "other" }
}

codes! {
    /// Whether a household is still to be found.
    HouseholdState {
        Here = "",
        MovedAway = "moved_away",
        /// Recorded by mistake: it counts for nothing and is shown to nobody but its recorder.
        Mistake = "mistake",
    }
}

codes! {
    /// Whether a person still lives there.
    PersonState {
        Here = "",
        MovedAway = "moved_away",
        Died = "died",
        Mistake = "mistake",
        /// Found to be somebody who is recorded elsewhere: all that was told stands there, and this counts
        /// for nothing.
        Merged = "merged",
    }
}

codes! {
    /// On what ground the people's data are kept; the text of each stands in `data/texts`.
    Consent {
        /// They were told and agreed.
        Given = "consent",
        /// A duty of public health under law, told to them.
        PublicHealth = "public_health",
    }
}

codes! {
    TestKind { Atk = "atk", RtPcr = "rt_pcr" }
}

codes! {
    TestResult { Positive = "positive", Negative = "negative", Unclear = "unclear" }
}

impl Consent {
    pub fn label(self) -> &'static str {
        match self {
            Consent::Given => "survey-consent-given",
            Consent::PublicHealth => "survey-consent-public-health",
        }
    }
}

impl Sex {
    pub fn label(self) -> &'static str {
        match self {
            Sex::Female => "survey-female",
            Sex::Male => "survey-male",
            Sex::Other => "survey-sex-other",
        }
    }
}

impl PersonState {
    pub fn label(self) -> &'static str {
        match self {
            PersonState::Here => "survey-lives-here",
            PersonState::MovedAway => "survey-moved-away",
            PersonState::Died => "survey-died",
            PersonState::Mistake => "survey-mistake",
            PersonState::Merged => "survey-merged",
        }
    }
}

impl TestKind {
    /// A name that is the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            TestKind::Atk => "ATK",
            TestKind::RtPcr => "RT-PCR",
        }
    }
}

impl TestResult {
    pub fn label(self) -> &'static str {
        match self {
            TestResult::Positive => "survey-positive",
            TestResult::Negative => "survey-negative",
            TestResult::Unclear => "survey-unclear",
        }
    }
}
