//! Where the database is, as an operator writes it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::{Engine, Error};

/// The address of a database: `postgres://…`, or `sqlite:DIR` or a plain path. Shown without the
/// password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A folder (holding `jitasa.sqlite` and `lock`), or a file.
    Sqlite(PathBuf),
    /// A URL for PostgreSQL, as it was written.
    Postgres(Secret),
}

/// A URL that may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl DatabaseUrl {
    pub fn engine(&self) -> Engine {
        match self {
            DatabaseUrl::Sqlite(_) => Engine::Sqlite,
            DatabaseUrl::Postgres(_) => Engine::Postgres,
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<DatabaseUrl, Error> {
        let refuse = |why: &str| {
            Err(Error::Address {
                why: why.to_owned(),
            })
        };
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(DatabaseUrl::Postgres(Secret(text.to_owned())));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return refuse("it is empty");
        }
        if path.contains("://") {
            return refuse("only sqlite: and postgres:// are known");
        }
        Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => {
                let after = url.0.split_once("://").map_or("", |(_, after)| after);
                let place = after.rsplit_once('@').map_or(after, |(_, place)| place);
                let place = place.split('?').next().unwrap_or(place);
                write!(f, "postgres://{place}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let url: DatabaseUrl = "postgres://me:secret@db.example:5432/jitasa?x=1"
            .parse()
            .unwrap();
        assert_eq!(url.to_string(), "postgres://db.example:5432/jitasa");
        assert!(!format!("{url:?}").contains("secret"));
    }

    #[test]
    fn a_path_is_sqlite_and_a_stranger_is_refused() {
        assert_eq!(
            "data".parse::<DatabaseUrl>().unwrap(),
            DatabaseUrl::Sqlite("data".into())
        );
        assert_eq!(
            "sqlite:///srv/x".parse::<DatabaseUrl>().unwrap(),
            DatabaseUrl::Sqlite("/srv/x".into())
        );
        assert!("mysql://x".parse::<DatabaseUrl>().is_err());
    }
}
