//! Counts the tests that the runners tell of, so that a run ends with one honest sum.

/// What was counted so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Reads one line of libtest's or of node's test runner.
    pub fn hear(&mut self, line: &str) {
        if let Some((_, counts)) = line.split_once("test result: ") {
            let mut words = counts
                .split([' ', ';', '.'])
                .filter(|word| !word.is_empty());
            let mut before = "";
            for word in words.by_ref() {
                match word {
                    "passed" => self.passed += before.parse().unwrap_or(0),
                    "failed" => self.failed += before.parse().unwrap_or(0),
                    _ => {}
                }
                before = word;
            }
        } else if let Some(counts) = line.strip_prefix("# ").or(line.strip_prefix("ℹ ")) {
            match counts.split_once(' ') {
                Some(("pass", count)) => self.passed += count.trim().parse().unwrap_or(0),
                Some(("fail", count)) => self.failed += count.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_are_understood() {
        let mut tally = Tally::default();
        tally.hear("test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 1 filtered out");
        tally.hear("test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured");
        tally.hear("# pass 4");
        tally.hear("ℹ pass 3");
        tally.hear("ℹ fail 1");
        tally.hear("# tests 900");
        assert_eq!(
            tally,
            Tally {
                passed: 24,
                failed: 3
            }
        );
    }
}
