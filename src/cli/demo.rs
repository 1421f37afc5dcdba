//! `jitasa demo`: a made-up situation to look at, gone afterwards unless a folder was named.

use super::open;
use super::stopped::Stopped;
use crate::config::{Database, Flags, LogLevel, Place, Settings, SmsDriver};
use crate::demo;
use crate::server::{self, logs, metrics};

pub fn run(flags: Flags) -> Result<(), Stopped> {
    let mut settings = Settings::gather(flags)?;
    if !matches!(settings.database, Database::Embedded) {
        return Err(Stopped::slip(
            "a demonstration has an embedded database of its own",
        ));
    }
    let said = |name: &str| {
        let shown = settings.shown().iter().find(|shown| shown.name == name);
        shown.is_some_and(|shown| shown.place != Place::Default)
    };
    let (keeps, logs_said) = (said("data"), said("log_level"));
    let folder = match keeps {
        true => None,
        false => Some(TemporaryFolder::make()?),
    };
    if let Some(folder) = &folder {
        settings.data.clone_from(&folder.0);
    }
    settings.sms_driver = SmsDriver::File;
    settings.sms_path = Some(demo::sms_path(&settings));
    let level = if logs_said {
        settings.log_level
    } else {
        LogLevel::Warn
    };
    logs::start(settings.log_format, level);
    metrics::start();
    let runtime = open::runtime(&settings)?;
    let served = runtime.block_on(async {
        let app = demo::prepare(settings).await?;
        server::run(app, |url| {
            println!("{}", demo::sign_ins());
            println!("Text messages: {url}/demo/sms\n\nListening on {url}");
        })
        .await
        .map_err(|err| Stopped::failed("serving", err))
    });
    drop(folder);
    served
}

/// Removed when the demonstration ends.
struct TemporaryFolder(std::path::PathBuf);

impl TemporaryFolder {
    fn make() -> Result<TemporaryFolder, Stopped> {
        let name = format!("jitasa-demo-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)
            .map_err(|err| Stopped::failed("making a temporary folder", err))?;
        Ok(TemporaryFolder(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Nobody is left to be told, and the system empties this folder in time.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
