//! `jitasa check-config`: everything wrong with the settings, or every setting in force.

use super::open;
use super::stopped::Stopped;
use crate::config::{self, Flags};
use crate::incidents::preset;
use crate::map::backdrop;
use crate::server::{sms, tls};

pub fn run(flags: Flags) -> Result<(), Stopped> {
    let settings = open::settings(flags)?;
    let mut sentences = sms::problems(&settings);
    sentences.extend(tls::problems(&settings));
    sentences.extend(backdrop::problems(&settings));
    if !sentences.is_empty() {
        return Err(Stopped::slips(sentences));
    }
    print!("{}", config::report(&settings));
    let names: Vec<&str> = preset::presets()
        .iter()
        .map(|preset| preset.name.as_str())
        .collect();
    println!("\nPresets: {}", names.join(", "));
    println!("Nothing is wrong with the settings.");
    Ok(())
}
