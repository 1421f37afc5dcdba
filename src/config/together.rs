//! What no single setting can tell: settings that need, or exclude, one another.

use super::{Database, Problem, Settings, SmsDriver};

/// Told beside the setting that started it.
pub(super) fn problems(settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut tell = |name: &str, said: &str| {
        problems.push(Problem::new(
            settings.place_of(name),
            format!("{name}: {said}"),
        ));
    };
    match (&settings.tls_cert, &settings.tls_key) {
        (Some(_), None) => tell("tls_cert", "a certificate needs its key, tls_key"),
        (None, Some(_)) => tell("tls_key", "a key needs its certificate, tls_cert"),
        _ => {}
    }
    if settings.secret_key.is_some() && settings.secret_key_file.is_some() {
        tell(
            "secret_key",
            "secret_key and secret_key_file are both set; only one of them can be the key",
        );
    }
    let keyless = settings.secret_key.is_none() && settings.secret_key_file.is_none();
    if keyless && matches!(settings.database, Database::Postgres(_)) {
        tell(
            "database",
            "PostgreSQL needs secret_key or secret_key_file, the same for every process",
        );
    }
    match settings.sms_driver {
        SmsDriver::File if settings.sms_path.is_none() => {
            tell(
                "sms_driver",
                "driver `file` needs sms_path, the file to append to",
            );
        }
        SmsDriver::Http if settings.sms_config.is_none() => {
            tell(
                "sms_driver",
                "driver `http` needs sms_config, the file that describes the gateway",
            );
        }
        _ => {}
    }
    if settings.otp_per_phone_day < settings.otp_per_phone_hour {
        tell(
            "otp_per_phone_day",
            "is less than otp_per_phone_hour allows in one hour",
        );
    }
    if settings.session_absolute_days < settings.session_idle_days {
        tell(
            "session_absolute_days",
            "is less than session_idle_days, which would then never count",
        );
    }
    let maps = [
        ("map_file", settings.map_file.is_some()),
        ("map_tiles", settings.map_tiles.is_some()),
        ("map_style", settings.map_style.is_some()),
    ];
    let set: Vec<&str> = maps
        .iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| *name)
        .collect();
    if let [first, second, ..] = set.as_slice() {
        tell(
            second,
            &format!(
                "{first} is set as well; only one of map_file, map_tiles and map_style can be the base map"
            ),
        );
    }
    if settings.map_credit.is_some() && set.is_empty() {
        tell(
            "map_credit",
            "thanks for a base map, but none of map_file, map_tiles and map_style is set",
        );
    }
    problems
}

impl Settings {
    /// Nothing wrong, but worth a word from `check-config` and in the log at the start.
    pub fn remarks(&self) -> Vec<&'static str> {
        let mut remarks = Vec::new();
        let own_tls = self.tls_cert.is_some();
        let behind_tls = self.public_url.as_ref().is_some_and(|url| url.is_https());
        if !own_tls && !behind_tls && !self.listen.ip().is_loopback() {
            remarks.push(
                "Without HTTPS (tls_cert, or a proxy and an https public_url) browsers give no current position and keep nothing offline.",
            );
        }
        if behind_tls && !own_tls && self.trusted_proxies.is_empty() {
            remarks.push(
                "public_url is https but neither tls_cert nor trusted_proxies is set: every visitor will seem to come from the proxy's own address.",
            );
        }
        if self.sms_driver == SmsDriver::Console {
            remarks.push(
                "Text messages are only printed: set sms_driver before people need their codes.",
            );
        }
        if (self.map_tiles.is_some() || self.map_style.is_some()) && self.map_credit.is_none() {
            remarks.push(
                "Whom to thank for the base map is not set (map_credit); nearly every licence of map data asks for it.",
            );
        }
        if self.files.is_none() && matches!(self.database, Database::Postgres(_)) {
            remarks.push(
                "Photos are kept in the data folder: where several processes serve, give all of them the same folder as files.",
            );
        }
        remarks
    }
}
