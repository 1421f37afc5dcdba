//! From the words migrations are written in to those of an engine. Only upper-case words outside
//! quotes and comments are looked at, so a column may be called `date` or `text`.

use crate::Engine;

/// What SQLite calls each type word. TIMESTAMPTZ is microseconds, DATE and JSONB are text.
const SQLITE_WORDS: &[(&str, &str)] = &[
    ("UUID", "BLOB"),
    ("BYTEA", "BLOB"),
    ("TIMESTAMPTZ", "INTEGER"),
    ("BIGINT", "INTEGER"),
    ("SMALLINT", "INTEGER"),
    ("BOOLEAN", "INTEGER"),
    ("DATE", "TEXT"),
    ("JSONB", "TEXT"),
];

/// A piece of a text: the pieces together are the text again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Word(&'a str),
    Comment(&'a str),
    /// Quoted text, blanks, and single signs.
    Other(&'a str),
}

impl<'a> Piece<'a> {
    fn text(self) -> &'a str {
        match self {
            Piece::Word(text) | Piece::Comment(text) | Piece::Other(text) => text,
        }
    }

    fn is_blank(self) -> bool {
        matches!(self, Piece::Comment(_)) || self.text().trim().is_empty()
    }
}

/// Cuts a text into pieces. Dollar quotes (function bodies) are one piece.
pub(super) fn pieces<'a>(text: &'a str) -> Result<Vec<Piece<'a>>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let until = |end: &str, from: usize| {
            rest[from..]
                .find(end)
                .map(|at| from + at + end.len())
                .ok_or_else(|| format!("{end} is missing"))
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (length, kind): (usize, fn(&'a str) -> Piece<'a>) = if rest.starts_with("--") {
            (rest.find('\n').unwrap_or(rest.len()), Piece::Comment)
        } else if rest.starts_with("/*") {
            (until("*/", 2)?, Piece::Comment)
        } else if first == '\'' || first == '"' {
            // A doubled quote reads as two quoted texts side by side, which is as good.
            (until(&first.to_string(), 1)?, Piece::Other)
        } else if rest.starts_with("$$") {
            (until("$$", 2)?, Piece::Other)
        } else if is_word(first) {
            (
                rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                Piece::Word,
            )
        } else if first.is_whitespace() {
            (
                rest.find(|c: char| !c.is_whitespace())
                    .unwrap_or(rest.len()),
                Piece::Other,
            )
        } else {
            (first.len_utf8(), Piece::Other)
        };
        found.push(kind(&rest[..length]));
        rest = &rest[length..];
    }
    Ok(found)
}

pub(super) fn translate(text: &str, engine: Engine) -> Result<String, String> {
    let pieces = pieces(text)?;
    let said: Vec<Piece<'_>> = pieces
        .iter()
        .copied()
        .filter(|piece| !piece.is_blank())
        .collect();
    let mut out = String::with_capacity(text.len() * 2);
    // How deep in parentheses a CREATE TABLE is, if we are in one.
    let mut depth = 0_usize;
    let mut in_table = false;
    let mut at = 0_usize;
    for piece in &pieces {
        if piece.is_blank() {
            out.push_str(piece.text());
            continue;
        }
        let before = |n: usize| at.checked_sub(n).map(|index: usize| said[index].text());
        match (*piece, engine) {
            (Piece::Word("TABLE"), _) if before(1) == Some("CREATE") => {
                (in_table, depth) = (true, 0);
                out.push_str("TABLE");
            }
            (Piece::Word("DOUBLE"), Engine::Sqlite)
                if said.get(at + 1) == Some(&Piece::Word("PRECISION")) =>
            {
                out.push_str("REAL");
            }
            (Piece::Word("PRECISION"), Engine::Sqlite) if before(1) == Some("DOUBLE") => {}
            // Rows lie in the order of the key, in one tree: for tables that are read by ranges of it.
            (Piece::Word("CLUSTERED"), Engine::Sqlite) => out.push_str(", WITHOUT ROWID"),
            (Piece::Word("CLUSTERED"), Engine::Postgres) => {}
            (Piece::Word(word), Engine::Sqlite) => {
                let own = SQLITE_WORDS.iter().find(|(theirs, _)| *theirs == word);
                out.push_str(own.map_or(word, |(_, own)| own));
            }
            // A cast takes no collation.
            (Piece::Word("TEXT"), Engine::Postgres) if before(1) != Some("AS") => {
                out.push_str("TEXT COLLATE \"C\"");
            }
            (piece, _) => out.push_str(piece.text()),
        }
        match piece.text() {
            "(" => depth += 1,
            ")" => {
                depth = depth.checked_sub(1).ok_or("a parenthesis too many")?;
                if depth == 0 && in_table {
                    in_table = false;
                    if engine == Engine::Sqlite {
                        out.push_str(" STRICT");
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    if depth > 0 {
        return Err("a parenthesis is missing".to_owned());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- class: local, TEXT\nCREATE TABLE a (\n  id UUID NOT NULL, text TEXT,\n  \
        on_day DATE DEFAULT 'DATE', w DOUBLE PRECISION, CHECK (length(CAST(w AS TEXT)) > 0)\n);\n\
        CREATE INDEX b ON a (id);";

    #[test]
    fn sqlite_gets_its_own_types_and_strict_tables() {
        assert_eq!(
            translate(TEXT, Engine::Sqlite).unwrap(),
            "-- class: local, TEXT\nCREATE TABLE a (\n  id BLOB NOT NULL, text TEXT,\n  \
             on_day TEXT DEFAULT 'DATE', w REAL , CHECK (length(CAST(w AS TEXT)) > 0)\n) STRICT;\n\
             CREATE INDEX b ON a (id);"
        );
    }

    #[test]
    fn postgres_compares_text_as_bytes() {
        assert_eq!(
            translate(TEXT, Engine::Postgres).unwrap(),
            "-- class: local, TEXT\nCREATE TABLE a (\n  id UUID NOT NULL, text TEXT COLLATE \"C\",\n  \
             on_day DATE DEFAULT 'DATE', w DOUBLE PRECISION, CHECK (length(CAST(w AS TEXT)) > 0)\n);\n\
             CREATE INDEX b ON a (id);"
        );
    }

    #[test]
    fn a_clustered_table_is_one_tree_where_that_is_said_by_words() {
        let text = "CREATE TABLE a (id UUID PRIMARY KEY) CLUSTERED;";
        assert_eq!(
            translate(text, Engine::Sqlite).unwrap(),
            "CREATE TABLE a (id BLOB PRIMARY KEY) STRICT , WITHOUT ROWID;"
        );
        assert_eq!(
            translate(text, Engine::Postgres).unwrap(),
            "CREATE TABLE a (id UUID PRIMARY KEY) ;"
        );
    }

    #[test]
    fn what_is_not_closed_is_refused() {
        for text in ["CREATE TABLE a (", "SELECT 'x", "/* x", "SELECT 1)"] {
            assert!(translate(text, Engine::Sqlite).is_err(), "{text}");
        }
    }
}
