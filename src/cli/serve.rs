//! `jitasa serve`: the site, until somebody says stop.

use super::open;
use super::stopped::Stopped;
use crate::config::Flags;
use crate::server::{self, logs, metrics};

pub fn run(flags: Flags) -> Result<(), Stopped> {
    let settings = open::settings(flags)?;
    logs::start(settings.log_format, settings.log_level);
    metrics::start();
    open::runtime(&settings)?.block_on(async {
        let app = open::app(settings).await?;
        server::run(app, |url| println!("Listening on {url}"))
            .await
            .map_err(|err| Stopped::failed("serving", err))
    })
}
