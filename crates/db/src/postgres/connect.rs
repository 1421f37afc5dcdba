//! How a connection to PostgreSQL is made and what it is told first.

use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::Connect;
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};

use crate::Error;

/// What every connection is set to: no statement and no forgotten transaction holds others up.
const SETTINGS: &str = "SET statement_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '15s'; \
     SET TIME ZONE 'UTC'";

/// Reads a URL. TLS is not built in yet, so a URL that demands it is refused, never weakened.
pub(crate) fn config(url: &str) -> Result<Config, Error> {
    let mut config: Config = url
        .parse()
        .map_err(|err: tokio_postgres::Error| Error::Address {
            why: err.to_string(),
        })?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(Error::Address {
            why: "sslmode=require is not built in".to_owned(),
        });
    }
    config.ssl_mode(SslMode::Disable);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_application_name().is_none() {
        config.application_name("jitasa");
    }
    Ok(config)
}

pub(crate) struct Plain;

type Connected = Result<(Client, JoinHandle<()>), tokio_postgres::Error>;

impl Connect for Plain {
    fn connect(&self, config: &Config) -> Pin<Box<dyn Future<Output = Connected> + Send + '_>> {
        let config = config.clone();
        Box::pin(async move {
            let (client, connection) = config.connect(NoTls).await?;
            let task = tokio::spawn(async move {
                if let Err(err) = connection.await {
                    tracing::warn!(%err, "a connection to PostgreSQL ended");
                }
            });
            client.batch_execute(SETTINGS).await?;
            Ok((client, task))
        })
    }
}
