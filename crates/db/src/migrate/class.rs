//! The class of each table, written on the line above it: where its rows live when the country is
//! spread over several machines.

use std::fmt;

use super::dialect::{Piece, pieces};

/// Where the rows of a table live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// With their province, which leads every key.
    Local,
    /// On every machine: small and rarely written.
    Reference,
    /// On the coordinator: written often.
    Central,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Class::Local => "local",
            Class::Reference => "reference",
            Class::Central => "central",
        })
    }
}

/// The tables a text makes, each with the class of the comment right above.
pub(super) fn read(text: &str) -> Result<Vec<(String, Class)>, String> {
    let mut found = Vec::new();
    let mut said = None;
    let mut words: Vec<&str> = Vec::new();
    for piece in pieces(text)? {
        match piece {
            Piece::Comment(comment) if words.is_empty() => {
                let line = comment.trim_start_matches('-').trim();
                if let Some(class) = line.strip_prefix("class:") {
                    said = Some(class_of(class.trim())?);
                }
            }
            Piece::Other(";") => {
                words.clear();
                said = None;
            }
            Piece::Word(word) => {
                words.push(word);
                let name = match words.as_slice() {
                    ["CREATE", "TABLE", name] if *name != "IF" => *name,
                    ["CREATE", "TABLE", "IF", "NOT", "EXISTS", name] => *name,
                    _ => continue,
                };
                let class = said
                    .take()
                    .ok_or_else(|| format!("no `-- class: …` stands above the table {name}"))?;
                found.push((name.to_owned(), class));
            }
            _ => {}
        }
    }
    Ok(found)
}

fn class_of(word: &str) -> Result<Class, String> {
    match word {
        "local" => Ok(Class::Local),
        "reference" => Ok(Class::Reference),
        "central" => Ok(Class::Central),
        other => Err(format!(
            "`{other}` is no class: local, reference or central"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_stands_right_above_its_table() {
        let text = "-- class: local\n-- words\nCREATE TABLE a (x TEXT);\n\
                    -- class: central\nCREATE TABLE b (x TEXT);";
        let found = read(text).unwrap();
        assert_eq!(
            found,
            [("a".into(), Class::Local), ("b".into(), Class::Central)]
        );
    }

    #[test]
    fn a_table_without_a_class_is_refused() {
        assert!(read("CREATE TABLE a (x TEXT);").is_err());
        assert!(
            read("-- class: local\nCREATE INDEX i ON a (x);\nCREATE TABLE a (x TEXT);").is_err()
        );
        assert!(read("-- class: somewhere\nCREATE TABLE a (x TEXT);").is_err());
    }
}
