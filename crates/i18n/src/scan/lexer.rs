//! Just enough of Rust's words to find string literals and the calls they stand in. Expressions in
//! templates are written alike, so the same reader serves both.

/// A word of the source; lifetimes, characters and comments are passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, keyword or number.
    Name(String),
    /// The inside of a string literal, escapes as written.
    Text(String),
    Sign(char),
}

/// The words with their lines, the first line being `line`.
pub(super) fn tokens(source: &str, line: usize) -> Vec<(Token, usize)> {
    let mut lexer = Lexer { rest: source, line };
    let mut found = Vec::new();
    while let Some(token) = lexer.next() {
        found.push(token);
    }
    found
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Option<(Token, usize)> {
        loop {
            let first = self.rest.chars().next()?;
            let line = self.line;
            if self.rest.starts_with("//") {
                self.take_until("\n");
            } else if self.rest.starts_with("/*") {
                self.comment();
            } else if let Some(hashes) = raw_string(self.rest) {
                return Some((self.raw(hashes), line));
            } else if first == '"' {
                return Some((self.string(), line));
            } else if first == '\'' {
                self.quote();
            } else if first.is_alphanumeric() || first == '_' {
                let end = self
                    .rest
                    .find(|it: char| !it.is_alphanumeric() && it != '_');
                let name = self.take(end.unwrap_or(self.rest.len()));
                return Some((Token::Name(name.to_owned()), line));
            } else {
                self.take(first.len_utf8());
                if !first.is_whitespace() {
                    return Some((Token::Sign(first), line));
                }
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    /// Everything before the mark; the mark is passed over too.
    fn take_until(&mut self, mark: &str) -> &'a str {
        let end = self.rest.find(mark).unwrap_or(self.rest.len());
        let taken = self.take(end);
        self.take(mark.len().min(self.rest.len()));
        taken
    }

    fn comment(&mut self) {
        let mut depth = 0;
        while !self.rest.is_empty() {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
                if depth == 0 {
                    return;
                }
            } else {
                self.take(self.rest.chars().next().map_or(0, char::len_utf8));
            }
        }
    }

    fn raw(&mut self, hashes: usize) -> Token {
        self.take_until("\"");
        let text = self.take_until(&format!("\"{}", "#".repeat(hashes)));
        Token::Text(text.to_owned())
    }

    fn string(&mut self) -> Token {
        self.take(1);
        let mut escaped = false;
        let end = self.rest.find(|letter: char| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        });
        let text = self.take(end.unwrap_or(self.rest.len())).to_owned();
        self.take(self.rest.len().min(1));
        Token::Text(text)
    }

    /// A character such as `'a'` or `'\''`, or the mark of a lifetime, whose name is left.
    fn quote(&mut self) {
        let mut letters = self.rest.char_indices().skip(1);
        let end = match letters.next() {
            Some((_, '\\')) => {
                letters.next();
                letters
                    .find(|(_, letter)| *letter == '\'')
                    .map(|(place, _)| place + 1)
            }
            Some(_) => letters
                .next()
                .filter(|(_, it)| *it == '\'')
                .map(|(place, _)| place + 1),
            None => None,
        };
        self.take(end.unwrap_or(1));
    }
}

/// The number of `#` before a raw string's quote, if one begins here (`r"`, `br#"`).
fn raw_string(source: &str) -> Option<usize> {
    let after = ["r", "br", "cr"]
        .iter()
        .find_map(|prefix| source.strip_prefix(prefix))?;
    let quoted = after.trim_start_matches('#');
    quoted
        .starts_with('"')
        .then_some(after.len() - quoted.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(source: &str) -> Vec<String> {
        let text = |(token, _)| match token {
            Token::Text(text) => Some(text),
            _ => None,
        };
        tokens(source, 1).into_iter().filter_map(text).collect()
    }

    #[test]
    fn strings_and_nothing_else() {
        let source = r##"
            // "no" /* "no" */
            /* "no" /* "no" */ "no" */
            fn a<'a>(x: &'a str) -> char { '"' } // it's
            let b = ("one \" quoted", r"two", r#"three " quoted"#, b"four", '\'', '\u{41}', "five\\");
            let crate_r = br"six"; let number = 1_000; "seven"
        "##;
        let wanted = [
            "one \\\" quoted",
            "two",
            "three \" quoted",
            "four",
            "five\\\\",
            "six",
            "seven",
        ];
        assert_eq!(texts(source), wanted);
    }

    #[test]
    fn lines_are_counted() {
        let lines: Vec<usize> = tokens("a\n\"b\nc\"\n'\\n'\nd", 5)
            .iter()
            .map(|it| it.1)
            .collect();
        assert_eq!(lines, [5, 6, 9]);
    }

    proptest! {
        #[test]
        fn never_panics(source in "(\"|'|\\\\|r#|/\\*|//|\n|.){0,40}") {
            let _ = tokens(&source, 1);
        }
    }
}
