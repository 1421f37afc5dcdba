//! How a connection to PostgreSQL is made, whether it is encrypted, and what it is told first.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::Connect;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;

/// What every connection is set to: no statement and no forgotten transaction holds others up.
const SETTINGS: &str = "SET statement_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '15s'; \
     SET TIME ZONE 'UTC'";

/// Reads a URL. Towards another machine a connection is encrypted unless the URL says otherwise
/// with `sslmode=disable`; the server's certificate is always checked.
pub(crate) fn config(url: &str) -> Result<Config, Error> {
    // The parser's error may repeat a part of the URL, and that part may be the password.
    let mut config: Config = url.parse().map_err(|_| Error::Address {
        why: "the URL cannot be read".to_owned(),
    })?;
    if !url.contains("sslmode=") {
        let near = config.get_hosts().iter().all(is_this_machine);
        config.ssl_mode(if near {
            SslMode::Disable
        } else {
            SslMode::Require
        });
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("jitasa");
    }
    Ok(config)
}

fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// Makes connections, encrypted where the URL asks for it.
pub(crate) struct Connector {
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    pub(crate) fn of(config: &Config) -> Result<Connector, Error> {
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(MakeRustlsConnect::new(trusting_as_the_machine_does()?)),
        };
        Ok(Connector { tls })
    }
}

/// The certificates of the system, or those of `SSL_CERT_FILE`.
fn trusting_as_the_machine_does() -> Result<ClientConfig, Error> {
    let refuse = |why: String| Error::Address {
        why: format!("TLS to PostgreSQL: {why}"),
    };
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(refuse(
            "no trusted certificates were found on this machine".to_owned(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|err| refuse(err.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

type Connected = Result<(Client, JoinHandle<()>), tokio_postgres::Error>;

impl Connect for Connector {
    fn connect(&self, config: &Config) -> Pin<Box<dyn Future<Output = Connected> + Send + '_>> {
        let config = config.clone();
        Box::pin(async move {
            let (client, task) = match &self.tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls.clone()).await?;
                    (client, drive(connection))
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    (client, drive(connection))
                }
            };
            client.batch_execute(SETTINGS).await?;
            Ok((client, task))
        })
    }
}

fn drive<S, T>(connection: Connection<S, T>) -> JoinHandle<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(err) = connection.await {
            tracing::warn!(%err, "a connection to PostgreSQL ended");
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_is_spoken_to_over_tls_unless_the_url_says_otherwise() {
        for (url, mode) in [
            ("postgres://me@127.0.0.1/x", SslMode::Disable),
            ("postgres://me@localhost/x", SslMode::Disable),
            ("postgres://me@[::1]/x", SslMode::Disable),
            (
                "postgres://me@localhost/x?sslmode=require",
                SslMode::Require,
            ),
            ("postgres://me@db.example/x", SslMode::Require),
            ("postgres://me@10.0.0.2/x", SslMode::Require),
            (
                "postgres://me@db.example/x?sslmode=disable",
                SslMode::Disable,
            ),
        ] {
            assert_eq!(config(url).unwrap().get_ssl_mode(), mode, "{url}");
        }
    }

    #[test]
    fn a_url_that_cannot_be_read_is_not_repeated() {
        let err = config("postgres://me:secret@host:port/x").unwrap_err();
        assert!(!format!("{err} {err:?}").contains("secret"));
    }
}
