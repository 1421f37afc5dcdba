//! Licence expressions as crates write them: `MIT OR Apache-2.0`, `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Whether the licences that `allowed` knows are enough for the whole expression.
///
/// An expression that cannot be read is never enough.
pub fn is_allowed(expression: &str, allowed: &mut dyn FnMut(&str) -> bool) -> bool {
    // Older crates write a slash for OR.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        at: 0,
        allowed,
    };
    reader.either() == Some(true) && reader.at == words.len()
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    allowed: &'a mut dyn FnMut(&str) -> bool,
}

impl Reader<'_> {
    fn either(&mut self) -> Option<bool> {
        let mut enough = self.both()?;
        while self.next_is("OR") {
            enough |= self.both()?;
        }
        Some(enough)
    }

    fn both(&mut self) -> Option<bool> {
        let mut enough = self.one()?;
        while self.next_is("AND") {
            enough &= self.one()?;
        }
        Some(enough)
    }

    fn one(&mut self) -> Option<bool> {
        if self.next_is("(") {
            let enough = self.either()?;
            return self.next_is(")").then_some(enough);
        }
        let mut licence = (*self.words.get(self.at)?).to_owned();
        self.at += 1;
        if self.next_is("WITH") {
            licence = format!("{licence} WITH {}", self.words.get(self.at)?);
            self.at += 1;
        }
        Some((self.allowed)(&licence))
    }

    fn next_is(&mut self, word: &str) -> bool {
        let is = self.words.get(self.at) == Some(&word);
        self.at += usize::from(is);
        is
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_weighed_as_written() {
        let enough = |text: &str| {
            is_allowed(text, &mut |licence| {
                licence == "MIT" || licence == "A WITH x"
            })
        };
        for text in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "(GPL-3.0 OR MIT) AND MIT",
            "A WITH x OR B",
        ] {
            assert!(enough(text), "{text}");
        }
        for text in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT",
            "MIT)",
            "MIT MIT",
            "OR MIT",
            "A WITH",
        ] {
            assert!(!enough(text), "{text}");
        }
    }
}
