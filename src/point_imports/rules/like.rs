//! Whether a row is likely a point we know: the names, how far apart they lie, the phone.

use std::collections::HashSet;

use crate::point_imports::model::Likeness;

/// Of a hundred: a name that is rather the same.
const RATHER: u8 = 60;
/// The same but for a letter.
const ALMOST: u8 = 85;

/// How much two names have in common, of a hundred. Both are folded, and what every point of their kind
/// is called ("โรงพยาบาล") is taken off before: it tells none from another.
pub fn names(one: &str, other: &str, of_kind: &[String]) -> u8 {
    let (one, other) = (bare(one, of_kind), bare(other, of_kind));
    if one == other {
        return 100;
    }
    let (one, other) = (pairs(&one), pairs(&other));
    let sum = one.len() + other.len();
    if sum == 0 {
        return 0;
    }
    let common = one.intersection(&other).count();
    u8::try_from(200 * common / sum).unwrap_or(100)
}

fn bare(name: &str, of_kind: &[String]) -> String {
    let mut name = name.to_owned();
    for word in of_kind.iter().filter(|word| !word.is_empty()) {
        name = name.replace(word.as_str(), "");
    }
    name
}

fn pairs(name: &str) -> HashSet<(char, char)> {
    let letters: Vec<char> = std::iter::once('^').chain(name.chars()).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Whether so much in common makes it likely the same point: near by and called alike, a little farther
/// and called almost the same, or near by under the same phone.
pub fn is_likely(likeness: &Likeness) -> bool {
    let Likeness {
        name,
        metres,
        same_phone,
        ..
    } = likeness;
    (*metres <= 50 && *name >= 40)
        || (*metres <= 500 && *name >= RATHER)
        || (*metres <= 3_000 && *name >= ALMOST)
        || (*metres <= 30_000 && *name == 100)
        || (*metres <= 2_000 && *same_phone && *name >= 30)
}

/// Of several likely ones the likest: the name counts most, then how near it is.
pub fn weight(likeness: &Likeness) -> (bool, u8, std::cmp::Reverse<u32>) {
    let Likeness {
        name,
        metres,
        same_phone,
        ..
    } = likeness;
    (*same_phone, *name, std::cmp::Reverse(*metres))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(name: u8, metres: u32, same_phone: bool) -> bool {
        is_likely(&Likeness {
            name,
            metres,
            same_phone,
            ..Likeness::default()
        })
    }

    #[test]
    fn what_all_of_a_kind_are_called_tells_nothing() {
        let kind = ["โรงพยาบาล".to_owned(), "hospital".to_owned()];
        assert_eq!(names("โรงพยาบาลแมสาย", "โรงพยาบาลแมสาย", &kind), 100);
        assert_eq!(names("โรงพยาบาลแมสาย", "แมสาย", &kind), 100);
        assert!(names("โรงพยาบาลแมสาย", "โรงพยาบาลแมจัน", &kind) < RATHER);
        assert!(
            names(
                "โรงพยาบาลเชียงรายประชานุเคราะห",
                "โรงพยาบาลเชียงรายประชานุเครา",
                &kind
            ) >= ALMOST
        );
        assert_eq!(names("ก", "ข", &kind), 0);
    }

    #[test]
    fn near_by_and_alike_is_the_same_far_away_and_alike_is_not() {
        assert!(like(100, 20_000, false));
        assert!(!like(100, 40_000, false));
        assert!(like(70, 300, false));
        assert!(!like(70, 900, false));
        assert!(like(30, 900, true));
        assert!(!like(10, 900, true));
        assert!(!like(0, 0, false));
    }
}
