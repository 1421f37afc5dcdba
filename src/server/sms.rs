//! The gateway of text messages, as the settings describe it.

use std::path::Path;

use sms::{ConfigFault, FileTarget, SmsConfig, SmsGateway};

use crate::config::{Settings, SmsDriver};

/// Builds the gateway, or says everything that is wrong with it. A `{secret:NAME}` of the template is
/// the environment variable of that name.
pub fn gateway(settings: &Settings) -> Result<SmsGateway, Vec<String>> {
    let (place, config) = read(settings)?;
    let secret = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    SmsGateway::build(&config, secret).map_err(|faults| told(&place, &faults))
}

/// What is wrong, without opening anything for writing.
pub fn problems(settings: &Settings) -> Vec<String> {
    match settings.sms_driver {
        SmsDriver::Http => gateway(settings).err().unwrap_or_default(),
        SmsDriver::Console | SmsDriver::File => match read(settings) {
            Ok((place, config)) => told(&place, &config.check()),
            Err(sentences) => sentences,
        },
    }
}

fn read(settings: &Settings) -> Result<(String, SmsConfig), Vec<String>> {
    match settings.sms_driver {
        SmsDriver::Console => Ok(("sms_driver".to_owned(), SmsConfig::Console)),
        SmsDriver::File => {
            let path = settings.sms_path.clone().unwrap_or_default();
            Ok(("sms_path".to_owned(), SmsConfig::File(FileTarget { path })))
        }
        SmsDriver::Http => {
            let path = settings.sms_config.as_deref().unwrap_or(Path::new(""));
            let place = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|err| vec![format!("{place}: cannot be read: {err}")])?;
            let config: SmsConfig =
                toml::from_str(&text).map_err(|err| vec![format!("{place}: {err}")])?;
            match config {
                SmsConfig::Http(_) => Ok((place, config)),
                _ => Err(vec![format!("{place}: driver is not \"http\"")]),
            }
        }
    }
}

fn told(place: &str, faults: &[ConfigFault]) -> Vec<String> {
    faults
        .iter()
        .map(|fault| format!("{place}: {fault}"))
        .collect()
}
