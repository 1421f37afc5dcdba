//! What was told of two persons who are one: what the one kept lacks is filled from the other, what both told
//! differently is at odds until a person decides. Nothing that was told is lost. Pure.

use crate::ids::DoseId;
use crate::incidents::preset::Preset;
use crate::survey::fields;
use crate::survey::model::{Dose, Person, PersonFacts};
use crate::survey::rules;

/// A nationality of whom nobody asked.
const UNKNOWN: &str = "unknown";

/// Never at odds: where somebody lives is what the merge is about; of lists and needs the one kept gets all.
const JOINED: [&str; 5] = [
    "state",
    "risks",
    "vulnerabilities",
    "mobile_team",
    "bedridden",
];

/// What becomes of the person kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    pub facts: PersonFacts,
    /// The other one's that were not written down twice.
    pub doses: Vec<Dose>,
    /// What the other one's household told differently, by field.
    pub at_odds: Vec<(&'static str, String)>,
}

impl Joined {
    pub fn dose_ids(&self) -> Vec<DoseId> {
        self.doses.iter().map(|dose| dose.id).collect()
    }
}

pub fn join(preset: &Preset, kept: &Person, other: &Person) -> Joined {
    let is_known = |dose: &&Dose| {
        let mut own = kept.doses.iter();
        !own.any(|own| rules::is_same_dose(own, dose))
    };
    let doses: Vec<Dose> = other.doses.iter().filter(is_known).cloned().collect();
    let mut facts = filled(preset, &kept.facts, &other.facts);
    if !doses.is_empty() {
        let written = kept.doses.len() + doses.len();
        rules::learn_doses(preset, &mut facts, written);
    }
    let at_odds = at_odds(preset, &facts, &other.facts);
    Joined {
        facts,
        doses,
        at_odds,
    }
}

/// The facts of the one, with what they lack taken from the other.
fn filled(preset: &Preset, kept: &PersonFacts, other: &PersonFacts) -> PersonFacts {
    let mut facts = kept.clone();
    fill(&mut facts.phone, &other.phone);
    fill(&mut facts.sex, &other.sex);
    fill(&mut facts.document, &other.document);
    fill(&mut facts.point, &other.point);
    fill(&mut facts.test, &other.test);
    if facts.nationality == UNKNOWN {
        facts.nationality.clone_from(&other.nationality);
    }
    if facts.target_group.is_empty() {
        facts.target_group.clone_from(&other.target_group);
    }
    // A year says more than its band.
    let fits = facts.age.band.is_empty() || facts.age.band == other.age.band;
    if facts.age.birth_year.is_none() && fits {
        facts.age = other.age.clone();
    }
    let doses = |history: &str| {
        let told = preset.vaccination_history.get(history);
        told.and_then(|told| told.doses)
    };
    if doses(&facts.history).is_none() && doses(&other.history).is_some() {
        facts.history.clone_from(&other.history);
    }
    if rules::asks_wish(preset, &facts.history) {
        fill(&mut facts.wish, &other.wish);
    } else {
        facts.wish = None;
    }
    facts.risks = fields::codes(&[facts.risks, other.risks.clone()].concat().join(","));
    let groups = [facts.vulnerabilities, other.vulnerabilities.clone()].concat();
    facts.vulnerabilities = fields::codes(&groups.join(","));
    facts.mobile_team |= other.mobile_team;
    facts.bedridden |= other.bedridden;
    facts
}

fn fill<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
    if own.is_none() {
        own.clone_from(other);
    }
}

fn at_odds(
    preset: &Preset,
    facts: &PersonFacts,
    other: &PersonFacts,
) -> Vec<(&'static str, String)> {
    let (own, told) = (fields::of_person(facts), fields::of_person(other));
    let asks_wish = rules::asks_wish(preset, &facts.history);
    let is_moot = |field: &str| match field {
        // What is not asked of somebody cannot be kept of them.
        "wish" | "reason" | "reason_words" => !asks_wish,
        "age_band" => own.contains_key("age"),
        "nationality" => other.nationality == UNKNOWN,
        "history" => {
            let told = preset.vaccination_history.get(&other.history);
            told.is_none_or(|told| told.doses.is_none())
        }
        field => JOINED.contains(&field),
    };
    fields::OF_PERSON
        .into_iter()
        .filter(|field| !is_moot(field))
        .filter_map(|field| {
            let told = told.get(field)?;
            (own.get(field) != Some(told)).then(|| (field, told.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use contact::{PersonName, PhoneNumber};
    use jiff::civil::date;

    use super::*;
    use crate::ids::PersonId;
    use crate::incidents::preset::preset;
    use crate::survey::model::{Age, BirthYear, PersonState, Sex, Wished};

    fn person(name: &str, history: &str) -> Person {
        let facts = PersonFacts {
            name: PersonName::parse(name).unwrap(),
            phone: None,
            nationality: "th".to_owned(),
            age: Age::default(),
            sex: None,
            target_group: String::new(),
            risks: Vec::new(),
            vulnerabilities: Vec::new(),
            document: None,
            history: history.to_owned(),
            wish: None,
            point: None,
            mobile_team: false,
            bedridden: false,
            test: None,
            state: PersonState::Here,
        };
        Person {
            id: PersonId(uuid::Uuid::nil()),
            recorded_on: date(2026, 11, 21),
            facts,
            doses: Vec::new(),
            next_talk_on: None,
        }
    }

    fn dose(n: u128, on: jiff::civil::Date) -> Dose {
        Dose {
            id: DoseId(uuid::Uuid::from_u128(n)),
            brand: "sinovac".to_owned(),
            on,
            place: String::new(),
        }
    }

    fn wish(wish: &str) -> Option<Wished> {
        Some(Wished {
            wish: wish.to_owned(),
            reason: String::new(),
            words: String::new(),
        })
    }

    #[test]
    fn what_one_lacks_is_filled_and_what_differs_is_at_odds() {
        let preset = preset("covid19").unwrap();
        let mut kept = person("คำแก้ว ใจดี", "none");
        kept.facts.wish = wish("wants");
        kept.facts.risks = vec!["heart".to_owned()];
        let mut other = person("คำแก้ว ไจดี", "none");
        other.facts.wish = wish("undecided");
        other.facts.sex = Some(Sex::Female);
        other.facts.phone = PhoneNumber::parse("0812345678").ok();
        other.facts.risks = vec!["stroke".to_owned()];
        other.facts.age.birth_year = Some(BirthYear::stored(1957));
        other.facts.bedridden = true;
        let joined = join(preset, &kept, &other);
        let facts = &joined.facts;
        assert_eq!(facts.name, kept.facts.name);
        assert_eq!(
            (facts.sex, &facts.phone),
            (other.facts.sex, &other.facts.phone)
        );
        assert_eq!(facts.age, other.facts.age);
        assert_eq!(facts.risks, ["heart", "stroke"]);
        assert!(facts.bedridden);
        let at_odds = [("name", "คำแก้ว ไจดี"), ("wish", "undecided")];
        assert_eq!(
            joined.at_odds,
            at_odds.map(|(field, told)| (field, told.to_owned()))
        );
        // Merged with oneself nothing changes.
        let same = join(preset, &other, &other);
        assert_eq!((&same.facts, same.at_odds.len()), (&other.facts, 0));
    }

    #[test]
    fn what_is_not_known_does_not_stand_against_what_is() {
        let preset = preset("covid19").unwrap();
        let mut kept = person("คำแก้ว ใจดี", "dose_2");
        let mut other = person("คำแก้ว ใจดี", "unknown");
        other.facts.nationality = UNKNOWN.to_owned();
        other.facts.wish = wish("wants");
        let joined = join(preset, &kept, &other);
        assert_eq!((&joined.facts, joined.at_odds.len()), (&kept.facts, 0));
        // The other way round it is filled, and the wish is not asked any more.
        kept.facts.phone = None;
        let joined = join(preset, &other, &kept);
        assert_eq!((&joined.facts, joined.at_odds.len()), (&kept.facts, 0));
    }

    #[test]
    fn a_dose_written_down_twice_is_one_dose() {
        let preset = preset("covid19").unwrap();
        let mut kept = person("คำแก้ว ใจดี", "dose_1");
        kept.facts.wish = wish("wants");
        kept.doses = vec![dose(1, date(2026, 9, 1))];
        let mut other = person("คำแก้ว ใจดี", "dose_1");
        other.doses = vec![dose(2, date(2026, 9, 1))];
        assert_eq!(join(preset, &kept, &other).dose_ids(), []);
        other.doses.push(dose(3, date(2026, 10, 1)));
        let joined = join(preset, &kept, &other);
        assert_eq!(joined.dose_ids(), [DoseId(uuid::Uuid::from_u128(3))]);
        assert_eq!(
            (joined.facts.history.as_str(), joined.facts.wish),
            ("dose_2", None)
        );
    }
}
