//! Reading what somebody sent as a photo, and what they are told when it is none.

use http::StatusCode;
use web::Message;

use crate::error::Refusal;

pub use photos::{NotAPhoto, Photo, small_of};

/// Makes a photo of a file. Takes up to a second: call it beside the loop that answers, as
/// `actions::keep` does.
pub fn read(bytes: &[u8]) -> Result<Photo, NotAPhoto> {
    photos::read(bytes)
}

/// The most megabytes of a file, as people are told.
const MEGABYTES: i64 = (photos::MOST_BYTES / 1024 / 1024) as i64;
/// The most million pixels.
const MEGAPIXELS: i64 = (photos::MOST_PIXELS / 1_000_000) as i64;

impl Refusal for NotAPhoto {
    fn name(&self) -> &'static str {
        match self {
            NotAPhoto::TooLarge => "photo-too-large",
            NotAPhoto::NotAPicture => "photo-not-a-picture",
            NotAPhoto::Heic => "photo-heic",
            NotAPhoto::OtherFormat => "photo-other-format",
            NotAPhoto::TooManyPixels => "photo-too-many-pixels",
            NotAPhoto::Broken => "photo-broken",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            NotAPhoto::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            NotAPhoto::NotAPicture | NotAPhoto::Heic | NotAPhoto::OtherFormat => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            NotAPhoto::TooManyPixels | NotAPhoto::Broken => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn said(&self) -> Message {
        match self {
            NotAPhoto::TooLarge => Message::new("photo-too-large").with("most", MEGABYTES),
            NotAPhoto::NotAPicture => "photo-not-a-picture".into(),
            NotAPhoto::Heic => "photo-heic".into(),
            NotAPhoto::OtherFormat => "photo-other-format".into(),
            NotAPhoto::TooManyPixels => {
                Message::new("photo-too-many-pixels").with("most", MEGAPIXELS)
            }
            NotAPhoto::Broken => "photo-broken".into(),
        }
    }
}
