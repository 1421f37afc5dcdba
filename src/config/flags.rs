//! The same settings as flags: `#[command(flatten)] flags: Flags` gives a command every one of them.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, builder::ValueParser};

use super::{Place, TABLE, load::Said};

const CONFIG: &str = "config";

/// What was said on the command line; nothing is read yet.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// The settings file, which `JITASA_CONFIG` names as well.
    pub config: Option<PathBuf>,
    given: BTreeMap<&'static str, String>,
}

impl Flags {
    /// Sets one setting as if by its flag; for tests and for `demo`, which fixes some. An unknown name is refused.
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Option<Flags> {
        let setting = TABLE.iter().find(|setting| setting.name == name)?;
        self.given.insert(setting.name, text.into());
        Some(self)
    }

    pub(super) fn said(self) -> Vec<Said> {
        let said = self.given.into_iter().filter_map(|(name, text)| {
            let setting = TABLE.iter().find(|setting| setting.name == name)?;
            let flag = setting.flag().unwrap_or_else(|| name.to_owned());
            Some(Said {
                setting,
                place: Place::Flag(flag),
                text,
            })
        });
        said.collect()
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(CONFIG)
            .long(CONFIG)
            .value_name("FILE")
            .value_parser(ValueParser::path_buf())
            .help("The settings file (TOML) [env: JITASA_CONFIG]")
            .help_heading("Settings");
        let flags = TABLE.iter().filter_map(|setting| {
            let flag = setting.flag()?;
            let default = match setting.default {
                "" => String::new(),
                text => format!(" [default: {text}]"),
            };
            let help = format!("{}{default} [env: {}]", setting.meaning, setting.variable());
            let arg = Arg::new(setting.name)
                .long(flag)
                .value_name(setting.hint)
                .help(help)
                .help_heading("Settings");
            Some(arg)
        });
        command.arg(file).args(flags)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags, clap::Error> {
        let mut flags = Flags::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        if let Some(path) = matches.get_one::<PathBuf>(CONFIG) {
            self.config = Some(path.clone());
        }
        for setting in TABLE.iter().filter(|setting| !setting.secret) {
            if let Some(text) = matches.get_one::<String>(setting.name) {
                self.given.insert(setting.name, text.clone());
            }
        }
        Ok(())
    }
}
