//! How likely two persons are one: what they share, what tells them apart, and the score of both. Pure.

use super::names;
use crate::alike::model::Reason;

/// From here a pair is proposed to people.
pub const PROPOSED: u8 = 60;

/// Years of birth told by two a year apart may be one: an age gives the year but roughly.
const NEAR: i16 = 1;
/// Farther apart no age was ever told of one person.
const FAR: i16 = 5;

/// The nationality of whom nobody asked.
const UNKNOWN: &str = "unknown";

/// What a person is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    pub name: String,
    /// As it sounds (`i18n::thai_name_key`).
    pub name_key: String,
    pub birth_year: Option<i16>,
    pub paper: Option<Paper>,
    /// A hash.
    pub phone: Option<Vec<u8>>,
    pub nationality: String,
    /// Empty where nobody said.
    pub sex: String,
    pub subdistrict: u32,
    pub village: Option<u32>,
}

/// A paper of which only a hash is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub kind: String,
    pub hash: Vec<u8>,
    /// Its check digit fits.
    pub sure: bool,
}

/// How likely, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    pub score: u8,
    /// In the order of [`Reason::ALL`].
    pub reasons: Vec<Reason>,
}

impl Likeness {
    /// A shared phone, year and village make neighbours; one of name and paper has to speak for it. In one
    /// household even a paper may be the family's.
    pub fn is_proposed(&self) -> bool {
        let names = [Reason::SameName, Reason::SoundsTheSame, Reason::LikeName];
        let has = |reason: &Reason| self.reasons.contains(reason);
        let is_one_paper = has(&Reason::SamePaper) && !has(&Reason::SameHousehold);
        self.score >= PROPOSED && (is_one_paper || names.iter().any(has))
    }
}

/// `phone_is_shared` says that the number is a leader's or a camp's, so that it proves nothing.
pub fn compare(one: &Trace, other: &Trace, phone_is_shared: bool) -> Likeness {
    let mut found = Vec::new();
    let mut add = |reason: Reason, points: i32| found.push((reason, points));
    papers(one, other, &mut add);
    // Whole camps are called by one of a few names without a surname.
    let is_weak = names::is_one_word(&one.name) || names::is_one_word(&other.name);
    name(one, other, is_weak, &mut add);
    years(one, other, &mut add);
    let same = |a: &Option<Vec<u8>>, b: &Option<Vec<u8>>| a.is_some() && a == b;
    if same(&one.phone, &other.phone) && !phone_is_shared {
        add(Reason::SamePhone, 20);
    }
    if one.subdistrict == other.subdistrict {
        if one.village.is_some() && one.village == other.village {
            add(Reason::SameVillage, 15);
        } else {
            add(Reason::SameSubdistrict, 8);
        }
    }
    if one.nationality != UNKNOWN && one.nationality == other.nationality {
        add(Reason::SameNationality, 5);
    }
    sexes(one, other, &mut add);
    likeness(found)
}

/// As [`compare`], of two of one household, who share phone, village and nationality anyhow. Nobody gives
/// two children one name, and twins have names that are alike in one year: the name itself has to be one.
pub fn compare_in_household(one: &Trace, other: &Trace) -> Likeness {
    let mut found = vec![(Reason::SameHousehold, 10)];
    let mut add = |reason: Reason, points: i32| found.push((reason, points));
    papers(one, other, &mut add);
    name(one, other, false, &mut add);
    years(one, other, &mut add);
    sexes(one, other, &mut add);
    likeness(found)
}

fn likeness(mut found: Vec<(Reason, i32)>) -> Likeness {
    found.sort_unstable();
    let score: i32 = found.iter().map(|(_, points)| points).sum();
    Likeness {
        score: u8::try_from(score.clamp(0, 100)).unwrap_or(0),
        reasons: found.into_iter().map(|(reason, _)| reason).collect(),
    }
}

/// One paper may be told for a whole family, and a number may be typed wrongly: even that is for people to
/// decide. Two papers of different kinds say nothing, many have both.
fn papers(one: &Trace, other: &Trace, add: &mut impl FnMut(Reason, i32)) {
    let (Some(one), Some(other)) = (&one.paper, &other.paper) else {
        return;
    };
    let sure = one.sure && other.sure;
    if one.hash == other.hash {
        add(Reason::SamePaper, if sure { 90 } else { 60 });
    } else if one.kind == other.kind {
        add(Reason::OtherPaper, if sure { -50 } else { -20 });
    }
}

fn name(one: &Trace, other: &Trace, is_weak: bool, add: &mut impl FnMut(Reason, i32)) {
    let points = |full: i32, weak: i32| if is_weak { weak } else { full };
    let (letters, others) = (names::letters(&one.name), names::letters(&other.name));
    if !letters.is_empty() && letters == others {
        add(Reason::SameName, points(40, 20));
    } else if !one.name_key.is_empty() && one.name_key == other.name_key {
        add(Reason::SoundsTheSame, points(35, 15));
    } else if names::are_near(&one.name_key, &other.name_key) {
        add(Reason::LikeName, points(20, 10));
    }
}

fn sexes(one: &Trace, other: &Trace, add: &mut impl FnMut(Reason, i32)) {
    if one.sex.is_empty() || other.sex.is_empty() {
        return;
    }
    if one.sex == other.sex {
        add(Reason::SameSex, 5);
    } else {
        add(Reason::OtherSex, -30);
    }
}

fn years(one: &Trace, other: &Trace, add: &mut impl FnMut(Reason, i32)) {
    let (Some(one), Some(other)) = (one.birth_year, other.birth_year) else {
        return;
    };
    let apart = (one - other).abs();
    if apart == 0 {
        add(Reason::SameYear, 20);
    } else if apart <= NEAR {
        add(Reason::NearYear, 15);
    } else if apart > FAR {
        add(Reason::YearsApart, -40);
    }
}
