//! Every setting of the program, declared once: its name gives the key in the file, the environment
//! variable and the flag, and the same table is what is read, shown by `check-config` and written
//! into `docs/operations/settings.md`. A file is overruled by the environment, the environment by flags.

mod disk;
mod far;
mod file;
mod flags;
mod kinds;
mod load;
mod near;
mod network;
mod page;
mod problem;
mod secret;
#[macro_use]
mod table;
#[cfg(test)]
mod tests;
mod together;

pub use far::{FarAddress, is_vector};
pub use flags::Flags;
pub use kinds::{Database, LogFormat, LogLevel, PublicUrl, SmsDriver};
pub use load::Sources;
pub use network::Network;
pub use page::{page, report};
pub use problem::{Place, Problem};
pub use secret::Secret;
pub use table::{Setting, Shown};

use far::{Sentence, StyleAddress, TileAddress};
use kinds::{
    Address, DatabasePlace, FilePath, Format, Level, List, Optional, SecretText, Sender, Site,
    Switch, Whole,
};

settings! {
    "Where things lie": {
        /// The folder of the embedded database, its key and its lock; made at the first start.
        data: FilePath = "./jitasa-data",
        /// `embedded` for the database inside the data folder, or the `postgres://` address of a PostgreSQL server.
        database: DatabasePlace = "embedded",
        /// The most connections to PostgreSQL that one process keeps open; the embedded database does not use it.
        database_connections: Whole<2, 200> = "16",
        /// The folder of the photos; when not set, `files` inside the data folder. Several processes on one PostgreSQL must be given the same one.
        files: Optional<FilePath> = "",
    }
    "The public snapshot": {
        /// The folder for the public files (points, counts, news, outlines, a page to read), which a web server or CDN may serve as they lie; when not set, `public` in the data folder.
        snapshot: Optional<FilePath> = "",
        /// Seconds between two looks whether the public files must be written anew; 0 for no files.
        snapshot_seconds: Whole<0, 86400> = "60",
    }
    "How it is reached": {
        /// The address and port the program listens on; port 0 takes any free one.
        listen: Address = "127.0.0.1:8080",
        /// The address people type, such as `https://jitasa.example.go.th`; used where a full link is needed and to know our own pages from strangers'.
        public_url: Optional<Site> = "",
        /// The certificate chain (PEM) when the program itself speaks HTTPS; needs `tls_key`.
        tls_cert: Optional<FilePath> = "",
        /// The private key (PEM) that belongs to `tls_cert`.
        tls_key: Optional<FilePath> = "",
        /// The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, as addresses or networks; from anybody else these headers are ignored.
        trusted_proxies: List<Network> = "",
        /// The largest body of a request in KiB; a larger one is refused before it is read.
        body_limit_kib: Whole<64, 65536> = "1024",
        /// Threads that answer requests; when not set, one for each core.
        workers: Optional<Whole<1, 256>> = "",
    }
    "Secrets": {
        /// The key that seals phone and identity numbers, for PostgreSQL, where all processes must hold the same one; the embedded database makes its own in the data folder.
        secret_key: Optional<SecretText> = "",
        /// The file that holds that key, in place of `secret_key`.
        secret_key_file: Optional<FilePath> = "",
        /// The bearer token that may read `/metrics`; when not set, only this machine itself may read it.
        metrics_token: Optional<SecretText> = "",
    }
    "Text messages": {
        /// How text messages leave: `console` prints them, `file` appends them to a file, `http` gives them to a gateway.
        sms_driver: Sender = "console",
        /// The file that driver `file` appends to, one JSON object a line.
        sms_path: Optional<FilePath> = "",
        /// The TOML file that tells driver `http` how to speak to the gateway.
        sms_config: Optional<FilePath> = "",
        /// Whether text messages may hold links; the operators' rules for sender names allow it only when declared to them.
        sms_links: Switch = "false",
        /// The most text messages in one day for the whole system, which is the ceiling of what they may cost; when it is reached, help can still be asked for without a code.
        sms_per_day: Whole<0, 10_000_000> = "20000",
        /// Whether people who asked for help get a text message that asks whether help came, and whether they still wait; without it they are asked on their page alone.
        sms_questions: Switch = "true",
    }
    "Supplies": {
        /// The hour, in Thailand, at which supply units that have not closed their day are told, and the unit above with them; an hour later the one above that.
        supply_report_hour: Whole<0, 23> = "16",
    }
    "One-time codes": {
        /// Digits of a one-time code.
        otp_digits: Whole<4, 6> = "6",
        /// Minutes after which a one-time code is no longer taken.
        otp_minutes: Whole<1, 15> = "5",
        /// The most one-time codes sent to one phone in an hour.
        otp_per_phone_hour: Whole<1, 1000> = "5",
        /// The most one-time codes sent to one phone in a day.
        otp_per_phone_day: Whole<1, 1000> = "10",
        /// The most one-time codes asked for from one network address in an hour; wide, because Thai mobile networks put thousands of phones behind one address.
        otp_per_address_hour: Whole<1, 1_000_000> = "2000",
    }
    "Sessions": {
        /// Days without a visit after which a remembered session ends.
        session_idle_days: Whole<1, 365> = "30",
        /// Days after which every session ends, used or not.
        session_absolute_days: Whole<1, 365> = "90",
    }
    "Base map": {
        /// A PMTiles file (pictures or vector tiles) to draw beneath the outlines and names; it is served from here, so no other host learns where people look. To exchange it, move another file into its place and start again.
        map_file: Optional<FilePath> = "",
        /// The address of another host's tiles to draw beneath the outlines and names, in place of `map_file`; browsers fetch them by themselves.
        map_tiles: Optional<TileAddress> = "",
        /// The address of a MapLibre style to draw beneath the outlines and names, in place of `map_file`; all it names must lie on the same host, by full addresses.
        map_style: Optional<StyleAddress> = "",
        /// Whom to thank for the base map, as its licence asks; shown on the map.
        map_credit: Optional<Sentence> = "",
    }
    "Texts of the operator": {
        /// The folder with the operator's own terms of use, one file a language (`th.md`, `en.md`, …), in place of the ones shipped.
        terms_dir: Optional<FilePath> = "",
        /// The folder with the operator's own privacy notice, one file a language, in place of the one shipped.
        privacy_dir: Optional<FilePath> = "",
    }
    "Logs": {
        /// Logs as `text` for people or as `json`, one object a line, for machines.
        log_format: Format = "text",
        /// The least severe thing that is logged: `error`, `warn`, `info`, `debug` or `trace`.
        log_level: Level = "info",
    }
}
