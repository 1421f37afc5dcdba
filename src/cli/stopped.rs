//! Why a command did not do what was asked, as sentences, and the exit code that goes with it.

use std::process::ExitCode;

use i18n::Language;

use crate::config::Problem;
use crate::error::Error;
use crate::layout::failure::say;

/// A command that stopped.
#[derive(Debug)]
pub struct Stopped {
    code: u8,
    sentences: Vec<String>,
}

impl Stopped {
    /// Something was asked or set that cannot be.
    pub fn slip(sentence: impl Into<String>) -> Stopped {
        Stopped {
            code: 2,
            sentences: vec![sentence.into()],
        }
    }

    pub fn slips(sentences: Vec<String>) -> Stopped {
        Stopped { code: 2, sentences }
    }

    /// It was right to ask, and did not work out.
    pub fn failed(doing: &str, why: impl std::fmt::Display) -> Stopped {
        Stopped {
            code: 1,
            sentences: vec![format!("{doing}: {why}")],
        }
    }

    /// Tells it on standard error, where it mixes with no output.
    #[expect(
        clippy::print_stderr,
        reason = "the command line speaks to whoever typed"
    )]
    pub fn tell(&self) -> ExitCode {
        for sentence in &self.sentences {
            eprintln!("jitasa: {sentence}");
        }
        ExitCode::from(self.code)
    }
}

impl From<Vec<Problem>> for Stopped {
    fn from(problems: Vec<Problem>) -> Stopped {
        Stopped::slips(problems.iter().map(ToString::to_string).collect())
    }
}

impl From<db::Error> for Stopped {
    fn from(err: db::Error) -> Stopped {
        Stopped {
            code: 1,
            sentences: vec![err.to_string()],
        }
    }
}

impl From<Error> for Stopped {
    fn from(err: Error) -> Stopped {
        let sentence = match err {
            Error::Problems(problems) => {
                let told = |(field, message): (&str, &web::Message)| {
                    format!("{field}: {}", say(Language::En, message))
                };
                return Stopped::slips(problems.iter().map(told).collect());
            }
            Error::Refused(refusal) => say(Language::En, &refusal.said()),
            other => other.to_string(),
        };
        Stopped {
            code: 1,
            sentences: vec![sentence],
        }
    }
}
