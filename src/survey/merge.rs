//! Two phones change one record: field by field, by the value each had seen. No clock is asked, so a
//! phone whose clock is wrong changes nothing wrongly. Pure.

use super::fields::Fields;

/// One field as a phone changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub field: String,
    /// What the phone had seen, empty for nothing.
    pub was: String,
    pub now: String,
}

/// What becomes of what was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// To be written: nobody else had changed them.
    pub taken: Vec<Told>,
    /// Changed by somebody else meanwhile, to something else.
    pub at_odds: Vec<Told>,
}

/// A field that says already what was told is neither taken nor at odds: sent twice, or told by two.
pub fn merge(present: &Fields, told: impl IntoIterator<Item = Told>) -> Merged {
    let mut merged = Merged::default();
    for one in told {
        let now = present.get(&one.field).map_or("", String::as_str);
        if now == one.now {
            continue;
        }
        if now == one.was {
            merged.taken.push(one);
        } else {
            merged.at_odds.push(one);
        }
    }
    merged
}

/// The fields with these changes made.
pub fn with(present: &Fields, told: &[Told]) -> Fields {
    let mut fields = present.clone();
    for one in told {
        if one.now.is_empty() {
            fields.remove(&one.field);
        } else {
            fields.insert(one.field.clone(), one.now.clone());
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(field: &str, was: &str, now: &str) -> Told {
        Told {
            field: field.to_owned(),
            was: was.to_owned(),
            now: now.to_owned(),
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn what_nobody_else_changed_is_taken_and_the_rest_is_at_odds() {
        let present = fields(&[("wish", "undecided"), ("name", "ก")]);
        let merged = merge(
            &present,
            [
                told("wish", "wants", "does_not_want"),
                told("name", "ก", "ข"),
                told("phone", "", "+66812345678"),
                told("sex", "female", ""),
            ],
        );
        let names = |list: &[Told]| list.iter().map(|one| one.field.clone()).collect::<Vec<_>>();
        assert_eq!(names(&merged.taken), ["name", "phone"]);
        assert_eq!(names(&merged.at_odds), ["wish"]);
    }

    proptest! {
        /// However two phones' changes of one field come in, either both say the same in the end, or
        /// the one that came second is at odds, or it was made on top of the first.
        #[test]
        fn no_change_is_lost(start in "[a-c]?", first in "[a-c]?", was in "[a-c]?", second in "[a-c]?") {
            let present = fields(&[]);
            let present = with(&present, &[told("f", "", &start)]);
            let one = merge(&present, [told("f", &start, &first)]);
            prop_assert!(one.at_odds.is_empty());
            let present = with(&present, &one.taken);
            let two = merge(&present, [told("f", &was, &second)]);
            let end = with(&present, &two.taken);
            let says = end.get("f").map_or("", String::as_str);
            prop_assert!(says == second || two.at_odds.len() == 1);
            // Made once more, nothing changes.
            let again = merge(&end, [told("f", &was, &second)]);
            prop_assert_eq!(again.at_odds.len(), two.at_odds.len());
        }
    }
}
