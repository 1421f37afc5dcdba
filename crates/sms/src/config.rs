//! What the operator writes about the gateway, and what can be wrong with it.

use crate::answer::StatusRange;
use crate::template::{Escape, Template, Value};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

/// The gateway's settings; `driver` says which kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "driver", rename_all = "snake_case")]
pub enum SmsConfig {
    Console,
    File(FileTarget),
    Http(Box<HttpTemplate>),
}

/// Where the file driver writes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileTarget {
    pub path: PathBuf,
}

/// One request, in templates. Placeholders: `{to}` (+66…), `{to_local}` (0…), `{to_msisdn}`
/// (66…), `{text}`, `{sender}`, `{checksum}`, `{secret:NAME}`, each also with `_json` (inside a JSON
/// string) or `_url` (in an address or a form) behind its name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpTemplate {
    #[serde(default)]
    pub method: HttpMethod,
    pub url: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub body: Option<String>,
    #[serde(default)]
    pub basic_auth: Option<BasicAuth>,
    /// The registered name the message comes from.
    #[serde(default)]
    pub sender: String,
    /// The text whose MD5 is `{checksum}`.
    #[serde(default)]
    pub checksum: Option<String>,
    /// How long the whole exchange may take.
    #[serde(default = "ten_seconds")]
    pub timeout_seconds: u64,
    /// An address beginning with `http://` is taken only for this machine, or where this says so.
    #[serde(default)]
    pub allow_plain_http: bool,
    #[serde(default)]
    pub success: SuccessTest,
    /// Where the answer holds the gateway's own name of the message, such as `data.messageid`.
    #[serde(default)]
    pub reference: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    Get,
    #[default]
    Post,
    Put,
}

/// Both are templates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasicAuth {
    pub user: String,
    pub password: String,
}

/// When a message counts as taken: all that is given must hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessTest {
    /// `200-299` or `201`.
    #[serde(default = "any_success")]
    pub status: String,
    #[serde(default)]
    pub json: Vec<JsonTest>,
    #[serde(default)]
    pub body_contains: Option<String>,
}

/// A place in a JSON answer, such as `data.status` or `phone_number_list.0.number`. Without
/// `equals` there must be something (not null, false, or empty). Numbers and texts that look alike are alike.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonTest {
    pub path: String,
    #[serde(default)]
    pub equals: Option<serde_json::Value>,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {why}")]
pub struct ConfigFault {
    /// The name of the setting within the gateway's settings.
    pub at: String,
    pub why: String,
}

impl ConfigFault {
    pub(crate) fn new(at: impl Into<String>, why: impl Into<String>) -> ConfigFault {
        ConfigFault {
            at: at.into(),
            why: why.into(),
        }
    }
}

impl Default for SuccessTest {
    fn default() -> SuccessTest {
        SuccessTest {
            status: any_success(),
            json: Vec::new(),
            body_contains: None,
        }
    }
}

fn any_success() -> String {
    "200-299".into()
}

fn ten_seconds() -> u64 {
    10
}

impl SmsConfig {
    /// Everything that is wrong in itself: no file, network or secret is looked at.
    pub fn check(&self) -> Vec<ConfigFault> {
        match self {
            SmsConfig::Console => Vec::new(),
            SmsConfig::File(target) if target.path.as_os_str().is_empty() => {
                vec![ConfigFault::new(
                    "path",
                    "the file driver needs the path of a file",
                )]
            }
            SmsConfig::File(_) => Vec::new(),
            SmsConfig::Http(template) => template.check(),
        }
    }
}

impl HttpTemplate {
    fn check(&self) -> Vec<ConfigFault> {
        let mut faults = Vec::new();
        self.check_url(&mut faults);
        self.check_templates(&mut faults);
        if !(1..=120).contains(&self.timeout_seconds) {
            faults.push(ConfigFault::new(
                "timeout_seconds",
                "1 to 120 seconds are possible",
            ));
        }
        if self.method == HttpMethod::Get && self.body.is_some() {
            faults.push(ConfigFault::new("body", "a GET request has none"));
        }
        if let Err(why) = StatusRange::parse(&self.success.status) {
            faults.push(ConfigFault::new("success.status", why));
        }
        if self.success.body_contains.as_deref() == Some("") {
            faults.push(ConfigFault::new(
                "success.body_contains",
                "an empty text is in every answer",
            ));
        }
        let json_paths = self
            .success
            .json
            .iter()
            .map(|test| ("success.json", test.path.as_str()));
        let reference = self
            .reference
            .iter()
            .map(|path| ("reference", path.as_str()));
        for (at, path) in json_paths.chain(reference) {
            if path.split('.').any(str::is_empty) {
                faults.push(ConfigFault::new(
                    at,
                    format!("{path:?} is no path such as data.status"),
                ));
            }
        }
        faults
    }

    fn check_url(&self, faults: &mut Vec<ConfigFault>) {
        let why = match self.parsed_url() {
            Some(url) if url.host_str().is_none_or(|host| host.contains(['{', '%'])) => {
                "the host is written out, without placeholders"
            }
            Some(url) if !url.username().is_empty() || url.password().is_some() => {
                "user and password stand in basic_auth"
            }
            Some(url) if url.scheme() == "https" || self.allow_plain_http => return,
            Some(url) if is_this_machine(&url) => return,
            Some(_) => {
                "codes and keys would travel readable: use https://, or set allow_plain_http for a \
                 gateway within your own network"
            }
            None => "an address begins with https:// and the name of a host",
        };
        faults.push(ConfigFault::new("url", why));
    }

    /// The address with its placeholders as they are; `None` when it is no web address. The parser
    /// would find a host behind any number of slashes, so what is meant must be plain.
    pub(crate) fn parsed_url(&self) -> Option<Url> {
        let rest = self
            .url
            .strip_prefix("https://")
            .or_else(|| self.url.strip_prefix("http://"))?;
        if rest.starts_with(['/', '\\']) {
            None
        } else {
            Url::parse(&self.url).ok()
        }
    }

    fn check_templates(&self, faults: &mut Vec<ConfigFault>) {
        let body_kind = self.body_kind();
        let mut says_to = false;
        let mut says_text = false;
        let mut uses_checksum = false;
        for (at, text, kind) in self.templates(body_kind) {
            let template = match Template::parse(text) {
                Ok(template) => template,
                Err(name) => {
                    faults.push(ConfigFault::new(at, format!("{name} is no placeholder")));
                    continue;
                }
            };
            for (value, escape) in template.placeholders() {
                let is_sent = kind != Kind::Checksum;
                says_to |= is_sent && matches!(value, Value::To | Value::ToLocal | Value::ToMsisdn);
                says_text |= is_sent && *value == Value::Text;
                uses_checksum |= *value == Value::Checksum;
                if let Some(why) = misfit(value, escape, kind) {
                    faults.push(ConfigFault::new(&at, why));
                }
            }
        }
        if !says_to {
            faults.push(ConfigFault::new(
                "body",
                "neither url nor body holds the number, such as {to_msisdn}",
            ));
        }
        if !says_text {
            faults.push(ConfigFault::new(
                "body",
                "neither url nor body holds the text, such as {text_json}",
            ));
        }
        if uses_checksum && self.checksum.is_none() {
            faults.push(ConfigFault::new(
                "checksum",
                "{checksum} is used, but not what it is of",
            ));
        }
    }

    /// Every template with the name of its setting and what it is for.
    fn templates(&self, body: Kind) -> impl Iterator<Item = (String, &str, Kind)> {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (format!("headers.{name}"), value.as_str(), Kind::Header));
        let auth = self.basic_auth.iter().flat_map(|auth| {
            [
                ("user", auth.user.as_str()),
                ("password", auth.password.as_str()),
            ]
            .map(|(name, text)| (format!("basic_auth.{name}"), text, Kind::Header))
        });
        std::iter::once(("url".to_owned(), self.url.as_str(), Kind::Url))
            .chain(
                self.body
                    .iter()
                    .map(move |text| ("body".to_owned(), text.as_str(), body)),
            )
            .chain(
                self.checksum
                    .iter()
                    .map(|text| ("checksum".to_owned(), text.as_str(), Kind::Checksum)),
            )
            .chain(headers)
            .chain(auth)
    }

    fn body_kind(&self) -> Kind {
        let content_type = self
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .map(|(_, value)| value.to_ascii_lowercase());
        match content_type {
            Some(kind) if kind.contains("json") => Kind::Json,
            Some(kind) if kind.contains("x-www-form-urlencoded") => Kind::Url,
            _ => Kind::Other,
        }
    }
}

/// What a template is for, and so which letters would break it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Url,
    Json,
    Header,
    Checksum,
    Other,
}

fn misfit(value: &Value, escape: Escape, kind: Kind) -> Option<String> {
    let is_tame = matches!(value, Value::ToLocal | Value::ToMsisdn | Value::Checksum);
    match kind {
        Kind::Url if escape != Escape::Url && !is_tame => Some(format!(
            "{value:?} must stand here with _url behind its name"
        )),
        Kind::Json if escape != Escape::Json && !is_tame && *value != Value::To => Some(format!(
            "{value:?} must stand here with _json behind its name"
        )),
        Kind::Header if *value == Value::Text => {
            Some("a header cannot carry the text of the message".to_owned())
        }
        Kind::Checksum if *value == Value::Checksum => {
            Some("a checksum cannot hold itself".to_owned())
        }
        _ => None,
    }
}

pub(crate) fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
