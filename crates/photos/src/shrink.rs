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

/// Tried one after the other; below the last one letters on a sign can no longer be read.
const QUALITIES: [u8; 5] = [82, 74, 66, 56, 46];

pub struct Fitted {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
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

/// The picture within its bounds, as a JPEG with nothing beside the pixels.
pub fn fit(picture: &RgbImage, bounds: Bounds) -> Fitted {
    let mut side = bounds.side;
    loop {
        let scaled = within(picture, side);
        let (width, height) = scaled.dimensions();
        for quality in QUALITIES {
            let bytes = encode(&scaled, quality);
            if bytes.len() <= bounds.bytes {
                return Fitted {
                    bytes,
                    width,
                    height,
                };
            }
        }
        // Noise does not become small by quality alone.
        side = width.max(height) * 3 / 4;
    }
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
