//! What is asked of every text: not too long, no trace of a machine, nothing left to do without an issue.

use super::source::Source;

const MOST_LINES: usize = 400;

/// Longer files, each with the reason why it is not split.
const LONG: &[(&str, &str)] = &[];

/// Sources past 400 lines, and listed ones that are not so long any more.
pub fn sizes(sources: &[Source]) -> Vec<String> {
    sizes_with(sources, LONG)
}

fn sizes_with(sources: &[Source], long: &[(&str, &str)]) -> Vec<String> {
    let code = |source: &&Source| {
        [".rs", ".ts", ".mjs", ".js", ".css", ".html"]
            .iter()
            .any(|ending| source.is(ending))
    };
    let mut faults = Vec::new();
    for source in sources.iter().filter(code) {
        let lines = source.text.lines().count();
        let listed = long.iter().any(|(path, _)| *path == source.path);
        match (lines > MOST_LINES, listed) {
            (true, false) => {
                faults.push(format!(
                    "{}: {lines} lines; split it by concept",
                    source.path
                ));
            }
            (false, true) => {
                faults.push(format!(
                    "{}: no longer long; take it off the list",
                    source.path
                ));
            }
            _ => {}
        }
    }
    faults
}

/// Absolute paths of home folders and work folders.
pub fn machine_paths(sources: &[Source]) -> Vec<String> {
    // In pieces, so that this file does not find itself.
    let homes = [
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/Use", "rs/"],
        ["/wo", "rk/"],
    ]
    .map(|p| p.concat());
    lines_with(sources, |line| {
        let found = homes.iter().find(|home| {
            // After a dot, a letter or a tilde it is a part of another path, and no absolute one.
            line.match_indices(home.as_str()).any(|(at, _)| {
                !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_}$~".contains(c))
            })
        });
        found.map(|home| format!("names {home}…"))
    })
}

/// A mark of something left to do, without the number of its issue.
pub fn left_to_do(sources: &[Source]) -> Vec<String> {
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X:"]].map(|mark| mark.concat());
    lines_with(sources, |line| {
        let mark = marks.iter().find(|mark| line.contains(mark.as_str()))?;
        let after = line.split_once("issue ").map(|(_, after)| after);
        let numbered = after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
        (!numbered).then(|| format!("{mark} without `issue N`"))
    })
}

fn lines_with(sources: &[Source], fault: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for (number, line) in source.text.lines().enumerate() {
            if let Some(said) = fault(line) {
                faults.push(format!("{}:{}: {said}", source.path, number + 1));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found_and_a_stale_reason_too() {
        let long = Source::planted("src/a.rs", &"//\n".repeat(401));
        let short = Source::planted("src/b.rs", "//\n");
        let faults = sizes_with(&[long, short], &[("src/b.rs", "once long")]);
        assert_eq!(
            faults,
            [
                "src/a.rs: 401 lines; split it by concept",
                "src/b.rs: no longer long; take it off the list"
            ]
        );
    }

    #[test]
    fn a_place_of_a_machine_is_found() {
        let home = ["/ho", "me/"].concat();
        let text = format!("let a = \"{home}somebody/x\";\nsee ..{home}x and ~{home}y\n");
        let faults = machine_paths(&[Source::planted("docs/a.md", &text)]);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("docs/a.md:1:"), "{faults:?}");
    }

    #[test]
    fn what_is_left_to_do_needs_a_number() {
        let mark = ["TO", "DO"].concat();
        let text = format!("// {mark}: later\n// {mark} (issue 7): later\n");
        let faults = left_to_do(&[Source::planted("src/a.rs", &text)]);
        assert_eq!(faults, [format!("src/a.rs:1: {mark} without `issue N`")]);
    }
}
