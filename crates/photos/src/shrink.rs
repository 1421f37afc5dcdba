//! Making a picture small: first its sides, then its quality, and its sides again when that is not
//! enough.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, RgbImage, Rgba, imageops};

/// The most a kept picture may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    side: u32,
    bytes: usize,
}

pub const LARGE: Bounds = Bounds {
    side: 1600,
    bytes: 300_000,
};
pub const SMALL: Bounds = Bounds {
    side: 480,
    bytes: 40_000,
};

/// From the worst to the best; below the first one letters on a sign can no longer be read.
const QUALITIES: [u8; 5] = [46, 56, 66, 74, 82];

/// A picture within its bounds.
pub struct Fitted {
    /// As a JPEG with nothing beside the pixels.
    pub bytes: Vec<u8>,
    /// The pixels it was written from.
    pub picture: RgbImage,
}

/// Twice the size it will have: quick, and with little memory. The rest is done with care.
pub fn roughly(whole: DynamicImage) -> DynamicImage {
    let side = LARGE.side * 2;
    match whole.width().max(whole.height()) > side {
        true => whole.thumbnail(side, side),
        false => whole,
    }
}

/// Where nothing is, paper is.
pub fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    let mut paper = RgbImage::new(seen.width(), seen.height());
    for (from, to) in seen.pixels().zip(paper.pixels_mut()) {
        let Rgba([colours @ .., alpha]) = *from;
        let alpha = u32::from(alpha);
        to.0 = colours.map(|colour| {
            let mixed = (u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        });
    }
    paper
}

/// The picture within its bounds, as good as they allow.
pub fn fit(picture: &RgbImage, bounds: Bounds) -> Fitted {
    let mut side = bounds.side;
    loop {
        let picture = within(picture, side);
        match best(&picture, bounds.bytes) {
            Ok(bytes) => return Fitted { bytes, picture },
            // Noise does not become small by quality alone.
            Err(least) => {
                let long = picture.width().max(picture.height());
                let share = (bounds.bytes as f64 / least as f64).sqrt() * 0.95;
                side = (f64::from(long) * share) as u32;
            }
        }
    }
}

/// The best JPEG of at most so many bytes, or how many the worst has.
fn best(picture: &RgbImage, most: usize) -> Result<Vec<u8>, usize> {
    let [worst, between @ .., top] = QUALITIES;
    let bytes = encode(picture, top);
    if bytes.len() <= most {
        return Ok(bytes);
    }
    let mut found = encode(picture, worst);
    if found.len() > most {
        return Err(found.len());
    }
    let mut left = &between[..];
    while let Some(quality) = left.get(left.len() / 2) {
        let (below, above) = left.split_at(left.len() / 2);
        let bytes = encode(picture, *quality);
        left = match bytes.len() <= most {
            true => {
                found = bytes;
                &above[1..]
            }
            false => below,
        };
    }
    Ok(found)
}

fn within(picture: &RgbImage, side: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let long = width.max(height);
    if long <= side {
        return picture.clone();
    }
    let scaled = |length: u32| {
        let exact = (u64::from(length) * u64::from(side) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(exact).unwrap_or(side).max(1)
    };
    imageops::resize(
        picture,
        scaled(width),
        scaled(height),
        FilterType::CatmullRom,
    )
}

fn encode(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(picture, width, height, ExtendedColorType::Rgb8)
        .expect("a picture no longer than a JPEG may be, written into memory");
    bytes
}
