//! What may be said of a person's age and wish, and how a person is counted. Pure.

use jiff::civil::Date;

use super::model::{Age, BirthYear, NewPerson, Source};
use crate::incidents::preset::Preset;

/// An age with its band. A year of birth decides over a band told beside it.
pub fn age(preset: &Preset, birth_year: Option<BirthYear>, band: &str, today: Date) -> Age {
    let band = match birth_year {
        None => band,
        Some(year) => {
            let years = year.years(today);
            let found = preset
                .age_bands
                .iter()
                .find(|band| band.ages.contains(years));
            found.map_or("", |band| band.code.as_str())
        }
    };
    Age {
        birth_year,
        band: band.to_owned(),
    }
}

/// The wish is asked of everybody who is not known to be fully vaccinated.
pub fn asks_wish(preset: &Preset, history: &str) -> bool {
    preset
        .vaccination_history
        .get(history)
        .is_some_and(|history| !history.complete)
}

/// How a person is counted: `nationality|history|wish`, the wish empty where it was not asked.
pub fn person_dims(person: &NewPerson) -> String {
    let wish = person
        .wish
        .as_ref()
        .map_or("", |wished| wished.wish.as_str());
    format!("{}|{}|{wish}", person.nationality, person.history)
}

/// How a household is counted: `source|verified` or `source|unverified`.
pub fn household_dims(source: Source, verified: bool) -> String {
    let sure = if verified { "verified" } else { "unverified" };
    format!("{}|{sure}", source.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::preset::preset;
    use crate::survey::model::NotAnAge;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn ages_and_years_of_both_eras_are_read() {
        for (text, year) in [
            ("0", 2026),
            ("7", 2019),
            (" ๖๗ ปี", 1959),
            ("130", 1896),
            ("2502", 1959),
            ("๒๕๐๒", 1959),
            ("1959", 1959),
            ("2569", 2026),
        ] {
            assert_eq!(
                BirthYear::parse(text, TODAY),
                Ok(BirthYear::stored(year)),
                "{text}"
            );
        }
        for (text, why) in [
            ("", NotAnAge::NotANumber),
            ("-3", NotAnAge::NotANumber),
            ("6 เดือน", NotAnAge::NotANumber),
            ("99999", NotAnAge::NotANumber),
            ("131", NotAnAge::TooOld),
            ("1895", NotAnAge::TooOld),
            ("2438", NotAnAge::TooOld),
            ("2027", NotAnAge::InTheFuture),
            ("2570", NotAnAge::InTheFuture),
        ] {
            assert_eq!(BirthYear::parse(text, TODAY), Err(why), "{text}");
        }
    }

    #[test]
    fn a_year_of_birth_finds_its_band_and_a_band_alone_is_kept() {
        let preset = preset("covid19").unwrap();
        let band =
            |text: &str| age(preset, BirthYear::parse(text, TODAY).ok(), "age_0_4", TODAY).band;
        assert_eq!(band("4"), "age_0_4");
        assert_eq!(band("5"), "age_5_11");
        assert_eq!(band("130"), "age_80");
        assert_eq!(band("nobody knows"), "age_0_4");
        assert_eq!(age(preset, None, "", TODAY), Age::default());
    }

    #[test]
    fn the_wish_is_asked_of_the_not_fully_vaccinated_alone() {
        let preset = preset("covid19").unwrap();
        for (history, asked) in [
            ("none", true),
            ("dose_1", true),
            ("unknown", true),
            ("dose_2", false),
            ("x", false),
        ] {
            assert_eq!(asks_wish(preset, history), asked, "{history}");
        }
    }

    proptest! {
        #[test]
        fn no_age_is_negative_or_above_the_oldest(text in "[0-9๐-๙ ]{0,6}") {
            if let Ok(year) = BirthYear::parse(&text, TODAY) {
                prop_assert!((0..=BirthYear::OLDEST).contains(&(TODAY.year() - year.get())));
            }
        }
    }
}
