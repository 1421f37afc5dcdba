//! Migrations: numbered texts in PostgreSQL's type words, applied once each and in order. SQLite
//! gets the same text with its own types and STRICT tables, PostgreSQL with bytewise collation.

mod apply;
mod class;
mod dialect;

use crate::{Engine, Error};

pub use apply::SchemaState;
pub use class::Class;

/// One migration, as embedded by [`crate::migrations!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// `0001_jobs`: a number of four digits and a name.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    /// A text for both engines.
    pub const fn same(name: &'static str, text: &'static str) -> Migration {
        Migration {
            name,
            sqlite: text,
            postgres: text,
        }
    }

    /// A pair, where the engines must differ. The type words are mapped in these as well.
    pub const fn pair(
        name: &'static str,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Migration {
        Migration {
            name,
            sqlite,
            postgres,
        }
    }

    /// The number before the first `_`.
    pub fn number(&self) -> Result<i64, Error> {
        let digits = self.name.split('_').next().unwrap_or_default();
        if digits.len() != 4 {
            return Err(self.refuse("its name does not begin with four digits"));
        }
        digits
            .parse()
            .map_err(|_| self.refuse("its name does not begin with four digits"))
    }

    /// The text as it is run on an engine.
    pub fn text(&self, engine: Engine) -> Result<String, Error> {
        let written = match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        };
        dialect::translate(written, engine).map_err(|why| self.refuse(why))
    }

    /// The tables this migration makes and the class written above each.
    pub fn classes(&self) -> Result<Vec<(String, Class)>, Error> {
        let both = [self.sqlite, self.postgres].map(class::read);
        let [sqlite, postgres] = both;
        let sqlite = sqlite.map_err(|why| self.refuse(why))?;
        if sqlite != postgres.map_err(|why| self.refuse(why))? {
            return Err(self.refuse("the pair does not make the same tables of the same classes"));
        }
        Ok(sqlite)
    }

    fn refuse(&self, why: impl ToString) -> Error {
        Error::Migration {
            migration: self.name.to_owned(),
            why: why.to_string(),
        }
    }
}

/// Embeds migrations: `db::migrations!["../migrations": "0001_jobs", "0002_areas", pair "0003_x"]`
/// gives `&'static [Migration]`. The folder is relative to the file the macro stands in; `pair`
/// reads `0003_x.sqlite.sql` and `0003_x.postgres.sql`.
#[macro_export]
macro_rules! migrations {
    (@list $folder:literal [$($done:tt)*]) => { &[$($done)*] };
    (@list $folder:literal [$($done:tt)*] pair $name:literal $(, $($rest:tt)*)?) => {
        $crate::migrations!(@list $folder [$($done)* $crate::Migration::pair(
            $name,
            include_str!(concat!($folder, "/", $name, ".sqlite.sql")),
            include_str!(concat!($folder, "/", $name, ".postgres.sql")),
        ),] $($($rest)*)?)
    };
    (@list $folder:literal [$($done:tt)*] $name:literal $(, $($rest:tt)*)?) => {
        $crate::migrations!(@list $folder [$($done)* $crate::Migration::same(
            $name,
            include_str!(concat!($folder, "/", $name, ".sql")),
        ),] $($($rest)*)?)
    };
    ($folder:literal : $($rest:tt)*) => { $crate::migrations!(@list $folder [] $($rest)*) };
}
