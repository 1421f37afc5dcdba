//! What a value may be: each kind reads a text and says in words what it wants.

use std::{fmt, net::SocketAddr, path::PathBuf};

use super::Secret;

/// Reads the text of a setting into the value that the program works with.
pub trait Kind {
    /// What the program works with.
    type Value;
    /// Takes a list of texts.
    const LIST: bool = false;
    /// Must never be printed.
    const SECRET: bool = false;
    /// The word that stands for the value in `--help`.
    const HINT: &'static str;
    /// "… is not " followed by this.
    fn wanted() -> String;
    /// The value, or nothing when the text is not what is wanted.
    fn read(text: &str) -> Option<Self::Value>;
}

/// May be left out: an empty text is "not set".
pub struct Optional<K>(K);

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;
    const LIST: bool = K::LIST;
    const SECRET: bool = K::SECRET;
    const HINT: &'static str = K::HINT;

    fn wanted() -> String {
        K::wanted()
    }

    fn read(text: &str) -> Option<Self::Value> {
        if text.is_empty() {
            Some(None)
        } else {
            K::read(text).map(Some)
        }
    }
}

/// Any number of values; one text parts them by commas.
pub struct List<K>(K);

impl<K: Kind> Kind for List<K> {
    type Value = Vec<K::Value>;
    const LIST: bool = true;
    const HINT: &'static str = K::HINT;

    fn wanted() -> String {
        format!("a list, each of them {}", K::wanted())
    }

    fn read(text: &str) -> Option<Self::Value> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(K::read)
            .collect()
    }
}

/// A whole number within bounds, both allowed.
pub struct Whole<const LEAST: u32, const MOST: u32>;

impl<const LEAST: u32, const MOST: u32> Kind for Whole<LEAST, MOST> {
    type Value = u32;
    const HINT: &'static str = "NUMBER";

    fn wanted() -> String {
        format!("a whole number from {LEAST} to {MOST}")
    }

    fn read(text: &str) -> Option<u32> {
        text.trim()
            .parse()
            .ok()
            .filter(|number| (LEAST..=MOST).contains(number))
    }
}

/// On or off.
pub struct Switch;

impl Kind for Switch {
    type Value = bool;
    const HINT: &'static str = "true|false";

    fn wanted() -> String {
        "`true` or `false`".to_owned()
    }

    fn read(text: &str) -> Option<bool> {
        text.trim().parse().ok()
    }
}

/// A file or folder; whether it is there is asked of the disk later.
pub struct FilePath;

impl Kind for FilePath {
    type Value = PathBuf;
    const HINT: &'static str = "PATH";

    fn wanted() -> String {
        "a path".to_owned()
    }

    fn read(text: &str) -> Option<PathBuf> {
        (!text.is_empty() && !text.contains('\0')).then(|| PathBuf::from(text))
    }
}

/// Address and port.
pub struct Address;

impl Kind for Address {
    type Value = SocketAddr;
    const HINT: &'static str = "ADDRESS:PORT";

    fn wanted() -> String {
        "an address with a port, such as `127.0.0.1:8080` or `[::]:8080`".to_owned()
    }

    fn read(text: &str) -> Option<SocketAddr> {
        text.trim().parse().ok()
    }
}

/// A text that is never printed.
pub struct SecretText;

impl Kind for SecretText {
    type Value = Secret;
    const SECRET: bool = true;
    const HINT: &'static str = "TEXT";

    fn wanted() -> String {
        "a text of at least 16 characters".to_owned()
    }

    fn read(text: &str) -> Option<Secret> {
        let text = text.trim();
        (text.chars().count() >= 16).then(|| Secret::new(text.to_owned()))
    }
}

/// Which engine holds the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// SQLite inside the data folder.
    Embedded,
    /// A PostgreSQL server, by its address, which may hold a password.
    Postgres(Secret),
}

/// Reads [`Database`].
pub struct DatabasePlace;

impl Kind for DatabasePlace {
    type Value = Database;
    const HINT: &'static str = "embedded|URL";

    fn wanted() -> String {
        "`embedded` or an address such as `postgres://user:password@host/jitasa`".to_owned()
    }

    fn read(text: &str) -> Option<Database> {
        let text = text.trim();
        if text == "embedded" {
            return Some(Database::Embedded);
        }
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))?;
        (!rest.is_empty()).then(|| Database::Postgres(Secret::new(text.to_owned())))
    }
}

/// The address people type: scheme, host and perhaps a port, never a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Without a slash at the end, so that a path can follow.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach us in a secure context.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Reads [`PublicUrl`].
pub struct Site;

impl Kind for Site {
    type Value = PublicUrl;
    const HINT: &'static str = "URL";

    fn wanted() -> String {
        "an address such as `https://jitasa.example.go.th`, without a path".to_owned()
    }

    fn read(text: &str) -> Option<PublicUrl> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        (!host.is_empty() && host.chars().all(plain)).then(|| PublicUrl(text.clone()))
    }
}

/// An enum of which each member is one word.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident, $kind:ident, $hint:literal { $($(#[doc = $each:literal])+ $member:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $each])+ $member,)+ }

        impl $name {
            /// The word as the operator writes it.
            pub fn word(self) -> &'static str {
                match self { $($name::$member => $word,)+ }
            }
        }

        #[doc = concat!("Reads [`", stringify!($name), "`].")]
        pub struct $kind;

        impl Kind for $kind {
            type Value = $name;
            const HINT: &'static str = $hint;

            fn wanted() -> String {
                format!("one of {}", [$(concat!("`", $word, "`")),+].join(", "))
            }

            fn read(text: &str) -> Option<$name> {
                match text.trim() { $($word => Some($name::$member),)+ _ => None }
            }
        }
    };
}

words! {
    /// How text messages leave.
    SmsDriver, Sender, "console|file|http" {
        /// Printed, for a first look.
        Console = "console",
        /// Appended to a file, for tests and demonstrations.
        File = "file",
        /// Given to a gateway.
        Http = "http",
    }
}

words! {
    /// The form of a log line.
    LogFormat, Format, "text|json" {
        /// For people.
        Text = "text",
        /// For machines.
        Json = "json",
    }
}

words! {
    /// The least severe thing that is logged.
    LogLevel, Level, "error|warn|info|debug|trace" {
        /// Faults.
        Error = "error",
        /// What may become a fault.
        Warn = "warn",
        /// What an operator wants to know.
        Info = "info",
        /// What a developer wants to know.
        Debug = "debug",
        /// Everything.
        Trace = "trace",
    }
}
