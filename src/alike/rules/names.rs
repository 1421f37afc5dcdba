//! Names compared. Pure.

/// The letters of a name as written: no title, no spaces, no capitals.
pub fn letters(name: &str) -> String {
    let name = name.to_lowercase();
    let letters = i18n::without_titles(&name).chars();
    letters
        .filter(|letter| !letter.is_whitespace() && *letter != '.')
        .collect()
}

/// Whether a name is one word alone, as of many people who have no surname: it tells little.
pub fn is_one_word(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = i18n::without_titles(&name).split_whitespace();
    // What is left of a title such as "Mr." is no word.
    words.filter(|word| *word != ".").count() < 2
}

/// Whether two folded names are a letter apart, long ones two: heard or typed wrongly.
pub fn are_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = one.len().min(other.len());
    let most = match shorter {
        0..5 => return false,
        5..10 => 1,
        _ => 2,
    };
    one.len().abs_diff(other.len()) <= most && distance(&one, &other) <= most
}

/// Letters to be put in, taken out or changed (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut above = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = above + usize::from(a != b);
            above = row[j + 1];
            row[j + 1] = changed.min(above + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_letter_apart_are_near_and_short_ones_never() {
        for (one, other, near) in [
            ("somcaijaidi", "somcaijaidi", true),
            ("somcaijaidi", "somcajaidi", true),
            ("somcaijaidi", "somcaiboonmi", false),
            ("aungg", "aungk", true),
            ("aung", "aunk", false),
            ("", "", false),
            ("สมชายใจดี", "สมชาใจดี", true),
        ] {
            assert_eq!(are_near(one, other), near, "{one} {other}");
            assert_eq!(are_near(other, one), near, "{other} {one}");
        }
    }

    #[test]
    fn titles_are_no_words() {
        assert!(is_one_word("นาง คำแก้ว"));
        assert!(is_one_word("Mr. Aung"));
        assert!(!is_one_word("นางคำแก้ว ใจดี"));
        assert_eq!(letters("Mr. John SMITH"), "johnsmith");
    }
}
