//! A row upon a point that is there. What somebody has checked after the source knew what it says stays
//! as it is, and is counted; what the row does not speak of stays as well.

use areas::AreaCode;
use jiff::Timestamp;

use super::row::Draft;
use crate::ids::OrganisationId;
use crate::incidents::preset::Value;
use crate::points::model::{BedCount, Beds, Checks, Contact, Fact, Hours, PointTold, Status};

/// Where the file comes from, as told of each of its points.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub source: &'a str,
    pub licence: &'a str,
    pub owner: Option<OrganisationId>,
}

/// A point as a row alone tells it.
pub fn new(draft: &Draft, area: AreaCode, origin: Origin<'_>) -> PointTold {
    PointTold {
        kind: draft.kind.code.clone(),
        names: draft.names.clone(),
        area,
        position: draft.position,
        address: draft.address.clone().unwrap_or_default(),
        status: draft.status.unwrap_or(Status::Unknown),
        queue: draft.queue,
        beds: beds(&Beds::default(), draft),
        fields: fields(&[], draft),
        hours: Hours {
            week: draft.hours.clone().unwrap_or_default(),
            ..Hours::default()
        },
        conditions: draft.conditions.clone().unwrap_or_default(),
        audience: draft.audience.clone().unwrap_or_default(),
        contact: contact(draft).unwrap_or(Contact::NoneKnown),
        owner: origin.owner,
        photo: None,
        source: origin.source.to_owned(),
        licence: origin.licence.to_owned(),
    }
}

/// The facts a row speaks of.
pub fn spoken_of(draft: &Draft) -> Vec<Fact> {
    let speaks = |fact: &Fact| match fact {
        Fact::Status => draft.status.is_some() || draft.queue.is_some(),
        Fact::Beds => !draft.beds.is_empty(),
        Fact::Hours => draft.hours.is_some(),
        Fact::Contact => draft.phones.is_some(),
        Fact::Place | Fact::Offer => true,
    };
    Fact::ALL.into_iter().filter(speaks).collect()
}

/// What a row makes of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    pub told: PointTold,
    /// Facts that stand as the row has them now.
    pub noted: Vec<Fact>,
    /// Facts in which it differs, which somebody has checked since.
    pub left: Vec<Fact>,
}

/// Puts a row upon a point.
pub fn upon(
    was: &PointTold,
    checks: &Checks,
    draft: &Draft,
    area: AreaCode,
    origin: Origin<'_>,
) -> Merged {
    let mut told = was.clone();
    let mut noted = Vec::new();
    let mut left = Vec::new();
    for fact in spoken_of(draft) {
        let with = one(&told, fact, draft, area, origin);
        let is_later = checks
            .of(fact)
            .is_some_and(|check| check.at > draft.known_at);
        if !is_later {
            noted.push(fact);
            told = with;
        } else if with != told {
            left.push(fact);
        }
    }
    Merged { told, noted, left }
}

/// The point with one fact as the row has it.
fn one(
    was: &PointTold,
    fact: Fact,
    draft: &Draft,
    area: AreaCode,
    origin: Origin<'_>,
) -> PointTold {
    let mut told = was.clone();
    match fact {
        Fact::Status => {
            told.status = draft.status.unwrap_or(was.status);
            told.queue = draft.queue.or(was.queue);
        }
        Fact::Beds => told.beds = beds(&was.beds, draft),
        Fact::Hours => {
            // Dates that differ were told by somebody who knew of them.
            for (day, said) in told.hours.week.iter_mut().zip(draft.hours.iter().flatten()) {
                if said.is_some() {
                    day.clone_from(said);
                }
            }
        }
        Fact::Contact => told.contact = contact(draft).unwrap_or_else(|| was.contact.clone()),
        Fact::Place => {
            told.position = draft.position;
            told.area = area;
            if let Some(address) = &draft.address {
                told.address.clone_from(address);
            }
        }
        Fact::Offer => {
            told.names.th.clone_from(&draft.names.th);
            if !draft.names.en.is_empty() {
                told.names.en.clone_from(&draft.names.en);
            }
            if told.kind != draft.kind.code {
                told.kind.clone_from(&draft.kind.code);
                told.fields
                    .retain(|(key, _)| draft.kind.field(key).is_some());
            }
            told.fields = fields(&told.fields, draft);
            if let Some(conditions) = &draft.conditions {
                told.conditions.clone_from(conditions);
            }
            if let Some(audience) = &draft.audience {
                told.audience.clone_from(audience);
            }
            origin.source.clone_into(&mut told.source);
            origin.licence.clone_into(&mut told.licence);
            told.owner = was.owner.or(origin.owner);
        }
    }
    told
}

fn contact(draft: &Draft) -> Option<Contact> {
    draft.phones.clone().map(Contact::Phones)
}

/// Answers in the order of the kind; those that the row does not give stay.
fn fields(was: &[(String, Value)], draft: &Draft) -> Vec<(String, Value)> {
    let of = |answers: &[(String, Value)], key: &str| {
        let found = answers.iter().find(|(known, _)| known == key);
        found.cloned()
    };
    let fields = draft.kind.fields.iter();
    fields
        .filter_map(|field| of(&draft.fields, &field.key).or_else(|| of(was, &field.key)))
        .collect()
}

/// A count that the row gives only a part of keeps the rest, where the two still fit.
fn beds(was: &Beds, draft: &Draft) -> Beds {
    let mut beds = was.clone();
    for (code, [capacity, used, free]) in &draft.beds {
        let known = was.get(code);
        let whole = match (capacity, used, free) {
            (Some(_), None, None) => BedCount::of(*capacity, known.used, None),
            (None, Some(_), None) => BedCount::of(known.capacity, *used, None),
            (None, None, Some(_)) => BedCount::of(known.capacity, None, *free),
            _ => BedCount::of(*capacity, *used, *free),
        };
        let alone = || BedCount::of(*capacity, *used, *free);
        if let Ok(count) = whole.or_else(|_| alone()) {
            beds.set(code, count);
        }
    }
    beds
}

/// Notes what a list brought along: at its own time, and never in the place of a later check.
pub fn note(checks: &mut Checks, facts: &[Fact], at: Timestamp, by: crate::points::model::By) {
    let older = |fact: &Fact| checks.of(*fact).is_none_or(|check| check.at < at);
    let facts: Vec<Fact> = facts.iter().copied().filter(older).collect();
    checks.note(facts, at, by);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::model::Names;
    use crate::points::model::hours::{Day, read_day};
    use crate::points::model::{By, How, kind};
    use contact::Position;
    use jiff::SignedDuration;

    const ORIGIN: Origin<'_> = Origin {
        source: "สธ.",
        licence: "CC BY",
        owner: None,
    };

    fn at(hours: i64) -> Timestamp {
        let start: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
        start + SignedDuration::from_hours(hours)
    }

    fn draft() -> Draft {
        Draft {
            kind: kind("hospital").unwrap(),
            names: Names {
                th: "โรงพยาบาลแม่สาย".into(),
                en: String::new(),
            },
            position: Position::new(20.43, 99.88).unwrap(),
            area_words: Vec::new(),
            address: None,
            phones: Some("053731300".into()),
            status: Some(Status::Open),
            queue: None,
            beds: [("general".to_owned(), [Some(90), None, None])].into(),
            fields: Vec::new(),
            hours: None,
            conditions: None,
            audience: None,
            source_id: None,
            known_at: at(0),
        }
    }

    fn area() -> AreaCode {
        "570901".parse().unwrap()
    }

    #[test]
    fn what_somebody_checked_later_stays_and_is_counted() {
        let mut was = new(&draft(), area(), ORIGIN);
        was.status = Status::Full;
        was.contact = Contact::Phones("1669".into());
        let mut checks = Checks::default();
        let by = By {
            account: None,
            how: How::Call,
        };
        checks.note([Fact::Status], at(1), by);
        checks.note([Fact::Contact], at(-1), by);
        let merged = upon(&was, &checks, &draft(), area(), ORIGIN);
        assert_eq!(merged.told.status, Status::Full);
        assert_eq!(merged.told.contact, Contact::Phones("053731300".into()));
        assert_eq!(merged.left, [Fact::Status]);
        assert!(merged.noted.contains(&Fact::Contact) && !merged.noted.contains(&Fact::Status));
        // What was checked later and says the same is nothing left.
        was.status = Status::Open;
        assert_eq!(upon(&was, &checks, &draft(), area(), ORIGIN).left, []);
    }

    #[test]
    fn what_a_row_does_not_speak_of_stays() {
        let mut was = new(&draft(), area(), ORIGIN);
        was.names.en = "Mae Sai Hospital".into();
        was.audience = "ทุกคน".into();
        was.hours.week = std::array::from_fn(|_| Some(Vec::new()));
        was.beds
            .set("general", BedCount::of(Some(80), Some(60), None).unwrap());
        was.beds
            .set("icu", BedCount::of(Some(4), Some(4), None).unwrap());
        let mut draft = draft();
        let mut sunday: [Option<Day>; 7] = Default::default();
        sunday[6] = read_day("24 ชม.").unwrap();
        draft.hours = Some(sunday.clone());
        let merged = upon(&was, &Checks::default(), &draft, area(), ORIGIN);
        assert_eq!(merged.told.hours.week[..6], was.hours.week[..6]);
        assert_eq!(merged.told.hours.week[6], sunday[6]);
        assert_eq!(merged.told.names.en, "Mae Sai Hospital");
        assert_eq!(merged.told.audience, "ทุกคน");
        let general = merged.told.beds.get("general");
        assert_eq!(
            (general.capacity, general.used, general.free),
            (Some(90), Some(60), Some(30))
        );
        assert_eq!(merged.told.beds.get("icu").free, Some(0));
    }

    #[test]
    fn answers_of_a_row_stand_beside_those_it_does_not_give() {
        let answer = |key: &str, value| (key.to_owned(), value);
        let mut draft = draft();
        draft.kind = kind("test_point").unwrap();
        draft.fields = vec![answer("price_baht", Value::Number(250))];
        let mut was = new(&draft, area(), ORIGIN);
        assert_eq!(was.fields, draft.fields);
        let tests = answer("test_kinds", Value::Multi(vec!["atk".into()]));
        was.fields = vec![tests.clone(), answer("price_baht", Value::Number(300))];
        let merged = upon(&was, &Checks::default(), &draft, area(), ORIGIN);
        assert_eq!(merged.told.fields, [tests, draft.fields[0].clone()]);
    }

    #[test]
    fn an_older_list_takes_no_place_of_a_later_check() {
        let by = By {
            account: None,
            how: How::Import,
        };
        let mut checks = Checks::default();
        note(&mut checks, &[Fact::Beds], at(2), by);
        note(&mut checks, &[Fact::Beds, Fact::Place], at(0), by);
        assert_eq!(checks.of(Fact::Beds).unwrap().at, at(2));
        assert_eq!(checks.of(Fact::Place).unwrap().at, at(0));
    }
}
