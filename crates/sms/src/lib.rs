//! Short messages, handed to whichever gateway the operator chose: the console, a file, or any
//! HTTP gateway described by templates. It knows numbers and texts, keeps none of them, and never
//! writes one into a log or an error.

mod answer;
mod config;
mod file;
mod http;
mod segments;
mod template;

use contact::PhoneNumber;
use jiff::Timestamp;
use std::io::Write;
use std::time::Duration;

pub use config::{
    BasicAuth, ConfigFault, FileTarget, HttpMethod, HttpTemplate, JsonTest, SmsConfig, SuccessTest,
};
pub use file::{FileGateway, FileLine, last_in_file};
pub use http::HttpGateway;
pub use segments::{Encoding, Segments, segments};

/// Where messages go. Cheap to clone is not promised: keep one in an `Arc`.
#[derive(Debug)]
pub enum SmsGateway {
    /// Prints each message, number and all, to standard output: for trying out only.
    Console,
    /// Appends each message to a file: for tests and demonstrations.
    File(FileGateway),
    /// Sends each message by one HTTP request.
    Http(Box<HttpGateway>),
}

/// A message the gateway took. That it took it does not mean that the phone got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The gateway's own name of the message, where the template says how to find it.
    pub reference: Option<String>,
}

/// Why a message was not taken. Holds no number, text or secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// The gateway said no; the same message again gets the same answer.
    #[error("the SMS gateway refused the message (status {status}): {said}")]
    Refused { status: u16, said: String },
    /// The gateway could not be reached or was not itself; later may be better.
    #[error("the SMS gateway is not available: {why}")]
    Unavailable { why: String },
    /// No answer in time; the message may have been taken or not.
    #[error("the SMS gateway did not answer within {} seconds", after.as_secs_f32())]
    TimedOut { after: Duration },
}

impl SmsError {
    /// Whether the same message may pass at another time.
    pub fn is_worth_retrying(&self) -> bool {
        !matches!(self, SmsError::Refused { .. })
    }

    fn unavailable(err: impl std::error::Error) -> SmsError {
        SmsError::Unavailable {
            why: SmsError::causes(err),
        }
    }

    /// An error with all that caused it, in one line.
    fn causes(err: impl std::error::Error) -> String {
        let mut why = err.to_string();
        let mut cause = err.source();
        while let Some(err) = cause {
            why = format!("{why}: {err}");
            cause = err.source();
        }
        why
    }
}

impl SmsGateway {
    /// Builds the gateway. `secret` gives the value of a `{secret:NAME}` (from the environment,
    /// say); only names the template uses are asked for.
    ///
    /// # Errors
    /// Everything that is wrong at once, each with its place.
    pub fn build(
        config: &SmsConfig,
        secret: impl Fn(&str) -> Option<String>,
    ) -> Result<SmsGateway, Vec<ConfigFault>> {
        Ok(match config {
            SmsConfig::Console => SmsGateway::Console,
            SmsConfig::File(target) => SmsGateway::File(FileGateway::build(target)?),
            SmsConfig::Http(template) => {
                SmsGateway::Http(Box::new(HttpGateway::build(template, &secret)?))
            }
        })
    }

    /// Hands one message over; `at` is now.
    ///
    /// # Errors
    /// [`SmsError`]
    pub async fn send(
        &self,
        to: &PhoneNumber,
        text: &str,
        at: Timestamp,
    ) -> Result<Sent, SmsError> {
        match self {
            SmsGateway::Console => {
                writeln!(std::io::stdout().lock(), "SMS {at} {}: {text}", to.e164())
                    .map_err(SmsError::unavailable)?;
                Ok(Sent { reference: None })
            }
            SmsGateway::File(gateway) => gateway.append(to, text, at).await,
            SmsGateway::Http(gateway) => gateway.send(to, text).await,
        }
    }
}
