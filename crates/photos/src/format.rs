//! What kind of picture a file is, by its first bytes: its name says nothing.

use image::ImageFormat;

use crate::NotAPhoto;

/// The brands of the pictures that iPhones take unless told otherwise.
const HEIC: [&[u8]; 8] = [
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
];

/// The format, where it is one of those that are taken.
pub fn of(bytes: &[u8]) -> Result<ImageFormat, NotAPhoto> {
    if let (Some(b"ftyp"), Some(brand)) = (bytes.get(4..8), bytes.get(8..12))
        && HEIC.contains(&brand)
    {
        return Err(NotAPhoto::Heic);
    }
    match image::guess_format(bytes) {
        Ok(taken @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(taken),
        Ok(_) => Err(NotAPhoto::OtherFormat),
        Err(_) => Err(NotAPhoto::NotAPicture),
    }
}
