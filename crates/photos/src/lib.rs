//! Pictures as people send them, read and written anew: upright, small enough for a bad network, and
//! with nothing else that was in the file, above all not the place where it was taken. What is handed
//! in is never kept, only what was made of its pixels.

mod format;
mod jpeg;
mod shrink;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};

/// The most a file may weigh, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The most pixels: what a phone with fifty megapixels takes.
pub const MOST_PIXELS: u64 = 50_400_000;
/// What one picture may take in memory; sixteen bits a colour are refused where eight would pass.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// A picture as it is kept: two JPEGs without anything beside the pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// At most 1600 pixels on the long side and 300 KB.
    pub large: Vec<u8>,
    /// At most 480 pixels on the long side and 40 KB.
    pub small: Vec<u8>,
    /// Of the large one.
    pub width: u32,
    /// Of the large one.
    pub height: u32,
}

/// Why a file does not become a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    #[error("more bytes than a photo may have")]
    TooLarge,
    #[error("no picture")]
    NotAPicture,
    #[error("HEIC, which the phone can send as JPEG")]
    Heic,
    #[error("a picture of a kind that is not taken")]
    OtherFormat,
    #[error("more pixels than are read")]
    TooManyPixels,
    #[error("a picture that breaks off or contradicts itself")]
    Broken,
}

/// Makes a photo of a file. Takes up to a second, and memory: call it beside the loop that answers.
pub fn read(bytes: &[u8]) -> Result<Photo, NotAPhoto> {
    let picture = open(bytes)?;
    let large = shrink::fit(&picture, shrink::LARGE);
    let (width, height) = large.picture.dimensions();
    Ok(Photo {
        small: shrink::fit(&large.picture, shrink::SMALL).bytes,
        large: large.bytes,
        width,
        height,
    })
}

/// Makes the small picture anew from the large one.
pub fn small_of(large: &[u8]) -> Result<Vec<u8>, NotAPhoto> {
    let picture = open(large)?;
    Ok(shrink::fit(&picture, shrink::SMALL).bytes)
}

/// The pixels, upright and already near the size they will have.
fn open(bytes: &[u8]) -> Result<image::RgbImage, NotAPhoto> {
    if bytes.len() > MOST_BYTES {
        return Err(NotAPhoto::TooLarge);
    }
    let format = format::of(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    // Only the head is read here: what would fill the memory is refused before it does.
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(NotAPhoto::TooManyPixels);
    }
    if pixels == 0 || format == image::ImageFormat::Jpeg && !jpeg::is_whole(bytes) {
        return Err(NotAPhoto::Broken);
    }
    // A picture whose notes are broken is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // Of a moving picture this is the first one.
    let whole = DynamicImage::from_decoder(decoder).map_err(why)?;
    let mut picture = shrink::roughly(whole);
    picture.apply_orientation(orientation);
    Ok(shrink::on_white(picture))
}

fn why(err: ImageError) -> NotAPhoto {
    match err {
        ImageError::Limits(_) => NotAPhoto::TooManyPixels,
        _ => NotAPhoto::Broken,
    }
}
