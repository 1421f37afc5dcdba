//! The known name that somebody meant who typed an unknown one.

/// The closest of the candidates, unless none is close enough to be a slip of the fingers.
pub(super) fn nearest<'a>(
    typed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .map(|candidate| (steps(typed, candidate), candidate))
        .min()
        .filter(|(steps, candidate)| *steps <= 1 + candidate.len() / 4)
        .map(|(_, candidate)| candidate)
}

/// Letters to add, drop or change to come from one to the other (Levenshtein).
fn steps(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_none() {
        let names = || ["listen", "sms_driver", "sms_path", "database"].into_iter();
        assert_eq!(nearest("lisen", names()), Some("listen"));
        assert_eq!(nearest("sms_drvier", names()), Some("sms_driver"));
        assert_eq!(nearest("data_base", names()), Some("database"));
        assert_eq!(nearest("colour_of_the_sky", names()), None);
    }
}
