//! What a request says of where it comes from. Forwarded headers are believed of named proxies only.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::HeaderMap;
use http::request::Parts;

use crate::config::Settings;

/// The other end of the line.
#[derive(Debug, Clone)]
pub struct Client {
    /// The network address, for budgets; never logged beside a name.
    pub address: String,
    /// Whether the browser speaks HTTPS, to us or to a named proxy.
    pub secure: bool,
    /// A short name of the browser or program, for the list of one's own sessions.
    pub device: String,
    pub request_id: String,
}

pub fn client(parts: &Parts, settings: &Settings) -> Client {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let trusted = peer.is_some_and(|ip| {
        settings
            .trusted_proxies
            .iter()
            .any(|network| network.contains(ip))
    });
    let forwarded = trusted
        .then(|| forwarded_for(&parts.headers, settings))
        .flatten();
    let address = forwarded
        .or(peer)
        .map_or_else(|| "local".to_owned(), |ip| ip.to_string());
    let proxy_secure = trusted && header(&parts.headers, "x-forwarded-proto") == Some("https");
    let request_id = header(&parts.headers, "x-request-id")
        .unwrap_or_default()
        .to_owned();
    Client {
        address,
        secure: settings.tls_cert.is_some() || proxy_secure,
        device: device(header(&parts.headers, "user-agent").unwrap_or_default()),
        request_id,
    }
}

/// The last address in the chain that is not itself a named proxy.
fn forwarded_for(headers: &HeaderMap, settings: &Settings) -> Option<IpAddr> {
    let chain = header(headers, "x-forwarded-for")?;
    chain
        .rsplit(',')
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .find(|ip| {
            !settings
                .trusted_proxies
                .iter()
                .any(|network| network.contains(*ip))
        })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Enough of a user agent for a person to know their own phone.
fn device(agent: &str) -> String {
    let known = |names: &[(&str, &str)]| {
        names
            .iter()
            .find(|(part, _)| agent.contains(part))
            .map(|(_, name)| (*name).to_owned())
    };
    let browser = known(&[
        ("Line/", "LINE"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => agent
            .chars()
            .filter(|c| c.is_ascii_graphic() || *c == ' ')
            .take(40)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_knows_their_own_phone() {
        let agent =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";
        assert_eq!(device(agent), "Chrome · Android");
        assert_eq!(device("curl/8.0"), "curl/8.0");
    }
}
