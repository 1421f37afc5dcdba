//! Where an axis ends, and where one shade of a map ends and the next begins.

/// Numbers at which scales end: 1, 2, 5, 10, 20, 50 and so on.
fn round_numbers() -> impl Iterator<Item = i64> {
    (0..18).flat_map(|power| [1, 2, 5].map(|n| n * 10_i64.pow(power)))
}

/// The end of an axis that shows everything up to `most`, even, so that its middle is a number as well.
pub fn ceiling(most: i64) -> i64 {
    let ends = (0..18).flat_map(|power| [1, 2, 4, 6, 8].map(|n| n * 10_i64.pow(power)));
    let mut ends = ends.filter(|end| end % 2 == 0);
    ends.find(|end| *end >= most).unwrap_or(i64::MAX)
}

/// The shades of a map, the lightest first: each from one number to another, both with it. Nothing has no shade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shades(pub Vec<(i64, i64)>);

/// More cannot be told apart in grey.
const MOST: usize = 5;

impl Shades {
    pub fn up_to(most: i64) -> Shades {
        let mut ends: Vec<i64> = Vec::new();
        if most > 0 {
            ends = round_numbers().take_while(|end| *end < most).collect();
            ends.push(round_numbers().find(|end| *end >= most).unwrap_or(most));
        }
        let ends = ends.split_off(ends.len().saturating_sub(MOST));
        let starts = std::iter::once(1).chain(ends.iter().map(|end| end + 1));
        Shades(starts.zip(ends.iter().copied()).collect())
    }

    /// From 1, the lightest; 0 is none.
    pub fn of(&self, n: i64) -> usize {
        let at = self.0.iter().position(|(_, end)| n <= *end);
        match n {
            ..=0 => 0,
            _ => at.map_or(self.0.len(), |at| at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_or_above_what_it_shows() {
        for (most, end) in [
            (0, 2),
            (1, 2),
            (2, 2),
            (3, 4),
            (5, 6),
            (9, 10),
            (11, 20),
            (61, 80),
            (81, 100),
            (1_234, 2_000),
        ] {
            assert_eq!(ceiling(most), end, "{most}");
        }
    }

    #[test]
    fn every_number_has_one_shade_and_the_largest_the_darkest() {
        for most in [1, 2, 3, 5, 7, 10, 99, 100, 101, 4_321, 1_000_000] {
            let shades = Shades::up_to(most);
            assert!(shades.0.len() <= MOST && !shades.0.is_empty());
            assert_eq!(shades.0[0].0, 1);
            assert_eq!(shades.of(most), shades.0.len(), "{most}");
            assert_eq!(shades.of(0), 0);
            for n in (1..=most).step_by((most as usize / 50).max(1)) {
                let (first, last) = shades.0[shades.of(n) - 1];
                assert!((first..=last).contains(&n), "{n} of {most}");
            }
        }
        assert_eq!(Shades::up_to(0).0, []);
        assert_eq!(
            Shades::up_to(130).0,
            [(1, 10), (11, 20), (21, 50), (51, 100), (101, 200)]
        );
    }
}
