//! Statements: a name, a text, and a place in the register from which tests prepare every one of
//! them on both engines.

use std::fmt;

/// The database behind a [`crate::Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        })
    }
}

/// A named statement with `$1` placeholders. Made by [`crate::sql!`], which registers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sql {
    /// Module path and constant, such as `jitasa::help_requests::store::FIND`.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    /// Set where the statement has a text for one engine alone.
    pub only: Option<Engine>,
}

impl Sql {
    #[doc(hidden)]
    pub const fn same(name: &'static str, text: &'static str) -> Sql {
        Sql {
            name,
            sqlite: text,
            postgres: text,
            only: None,
        }
    }

    #[doc(hidden)]
    pub const fn arms(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Sql {
        Sql {
            name,
            sqlite,
            postgres,
            only: None,
        }
    }

    #[doc(hidden)]
    pub const fn only(name: &'static str, engine: Engine, text: &'static str) -> Sql {
        Sql {
            name,
            sqlite: text,
            postgres: text,
            only: Some(engine),
        }
    }

    /// The text for an engine; `None` where the statement is not meant for it.
    pub const fn text(&self, engine: Engine) -> Option<&'static str> {
        match (engine, self.only) {
            (Engine::Sqlite, None | Some(Engine::Sqlite)) => Some(self.sqlite),
            (Engine::Postgres, None | Some(Engine::Postgres)) => Some(self.postgres),
            _ => None,
        }
    }

    /// Whether the two engines are told different texts; such statements are few and counted.
    pub fn differs(&self) -> bool {
        self.only.is_some() || self.sqlite != self.postgres
    }
}

/// Every statement of the program, in no order.
#[linkme::distributed_slice]
pub static STATEMENTS: [Sql];

/// Names and registers statements.
///
/// ```text
/// sql! { pub FIND = "SELECT note FROM requests WHERE id = $1" }
/// sql! {
///     CLAIM = sqlite: "UPDATE …", postgres: "… FOR UPDATE SKIP LOCKED";
///     VACUUM = sqlite: "PRAGMA incremental_vacuum";
///     LIST = concat!("SELECT id, note FROM requests", " ORDER BY id LIMIT $1")
/// }
/// ```
/// Several are parted by `;`. A text is a literal or `concat!(…)`. Type words in SQL are written upper-case, and the casts as
/// `CAST(x AS BIGINT)`: `::` is not portable.
#[macro_export]
macro_rules! sql {
    () => {};
    ($(#[$meta:meta])* $vis:vis $name:ident = sqlite: $sqlite:expr, postgres: $postgres:expr $(; $($rest:tt)*)?) => {
        $crate::sql!(@register ($(#[$meta])*) $vis $name,
            arms(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres));
        $($crate::sql!{ $($rest)* })?
    };
    ($(#[$meta:meta])* $vis:vis $name:ident = sqlite: $text:expr $(; $($rest:tt)*)?) => {
        $crate::sql!(@register ($(#[$meta])*) $vis $name,
            only(concat!(module_path!(), "::", stringify!($name)), $crate::Engine::Sqlite, $text));
        $($crate::sql!{ $($rest)* })?
    };
    ($(#[$meta:meta])* $vis:vis $name:ident = postgres: $text:expr $(; $($rest:tt)*)?) => {
        $crate::sql!(@register ($(#[$meta])*) $vis $name,
            only(concat!(module_path!(), "::", stringify!($name)), $crate::Engine::Postgres, $text));
        $($crate::sql!{ $($rest)* })?
    };
    ($(#[$meta:meta])* $vis:vis $name:ident = $text:expr $(; $($rest:tt)*)?) => {
        $crate::sql!(@register ($(#[$meta])*) $vis $name,
            same(concat!(module_path!(), "::", stringify!($name)), $text));
        $($crate::sql!{ $($rest)* })?
    };
    (@register ($(#[$meta:meta])*) $vis:vis $name:ident, $maker:ident($($arg:expr),*)) => {
        $(#[$meta])*
        $vis const $name: $crate::Sql = $crate::Sql::$maker($($arg),*);
        const _: () = {
            #[$crate::__private::linkme::distributed_slice($crate::STATEMENTS)]
            #[linkme(crate = $crate::__private::linkme)]
            static REGISTERED: $crate::Sql = $name;
        };
    };
}
