//! What may be said of a person's age and wish, and how a person is counted. Pure.

use areas::AreaCode;
use jiff::civil::Date;

use super::model::{Age, BirthYear, Dose, PersonFacts, PersonState, Source};
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
pub fn person_dims(person: &PersonFacts) -> String {
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

/// The target group as corrected, else the one that age, sickness and origin propose: bedridden before
/// age, migrants before a disease, the public at last.
pub fn target_group<'a>(preset: &'a Preset, person: &'a PersonFacts, today: Date) -> &'a str {
    if !person.target_group.is_empty() {
        return &person.target_group;
    }
    let known = |code: &'static str| preset.target_groups.has(code).then_some(code);
    let by_age = person.age.birth_year.and_then(|year| {
        let years = year.years(today);
        let mut groups = preset.target_groups.iter();
        groups.find(|group| group.ages.is_some_and(|ages| ages.contains(years)))
    });
    let of_band = preset.age_bands.get(&person.age.band).and_then(|band| {
        let mut groups = preset.target_groups.iter();
        groups.find(|group| {
            let within = |ages: crate::incidents::preset::Ages| {
                ages.contains(band.ages.from) && ages.contains(band.ages.to)
            };
            group.ages.is_some_and(within)
        })
    });
    let from_abroad = ["mm", "kh", "la", "vn"].contains(&person.nationality.as_str());
    let proposed = [
        person.bedridden.then_some("bedridden").and_then(known),
        by_age.or(of_band).map(|group| group.code.as_str()),
        from_abroad.then_some("migrant").and_then(known),
        (!person.risks.is_empty())
            .then_some("chronic")
            .and_then(known),
        known("general"),
    ];
    proposed.into_iter().flatten().next().unwrap_or_default()
}

/// Whether two doses written down of one person are one.
pub fn is_same_dose(one: &Dose, other: &Dose) -> bool {
    one.on == other.on && one.brand == other.brand
}

/// Whether two of one household are one person named twice: one name, one year of birth that both told,
/// and nothing that tells them apart. In a camp many have one name and know no year; they are many.
pub fn is_same(one: &PersonFacts, other: &PersonFacts) -> bool {
    let known = |person: &PersonFacts| {
        let here = person.state == PersonState::Here;
        person.age.birth_year.filter(|_| here)
    };
    // By the letters themselves: what only sounds alike is for a person to look at.
    let letters = |person: &PersonFacts| -> String {
        let name = i18n::without_titles(person.name.as_str());
        let letters = name.chars().filter(|letter| !letter.is_whitespace());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (year, years) = (known(one), known(other));
    year.is_some()
        && year == years
        && one.sex == other.sex
        && one.nationality == other.nationality
        && letters(one) == letters(other)
}

/// Brings the vaccination history up to the doses that are written down; what was told of more doses
/// stands. Who is complete is not asked for a wish any more. True where anything changed.
pub fn learn_doses(preset: &Preset, person: &mut PersonFacts, written: usize) -> bool {
    let told = preset.vaccination_history.get(&person.history);
    let told = told.and_then(|one| one.doses).map_or(0, usize::from);
    let known = preset.vaccination_history.iter();
    let fits = known.filter(|one| one.doses.is_some_and(|doses| usize::from(doses) <= written));
    let Some(reached) = fits.max_by_key(|one| one.doses).filter(|_| written > told) else {
        return false;
    };
    person.history.clone_from(&reached.code);
    if reached.complete {
        person.wish = None;
    }
    true
}

/// The eight digits of a village told by its number ("หมู่ 3 บ้านสันทราย", "ม.๓", "3") in a subdistrict.
pub fn village_code(area: AreaCode, village: &str) -> Option<u32> {
    if area.level() != areas::Level::Subdistrict {
        return None;
    }
    let village = i18n::fold_digits(village);
    let village = village.trim();
    let after = ["หมู่ที่", "หมู่", "ม.", "Moo", "moo", "M."]
        .iter()
        .find_map(|word| village.split_once(word).map(|(_, after)| after));
    let is_number = village.bytes().all(|b| b.is_ascii_digit());
    let after = after.or_else(|| is_number.then_some(village))?;
    let digits: String = after
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let moo: u32 = digits.parse().ok()?;
    (1..=99).contains(&moo).then(|| area.get() * 100 + moo)
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
