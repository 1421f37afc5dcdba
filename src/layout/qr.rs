//! An address as a picture that a phone reads (a QR code), drawn here so that no page asks another server for it.

use qrcode::QrCode;
use qrcode::render::svg;

use crate::error::Error;

/// The picture as SVG, to stand in a page or alone; it brings its own white ground and edge, which readers need.
pub fn draw(text: &str) -> Result<String, Error> {
    let picture = QrCode::new(text)
        .map_err(|err| Error::fault("drawing a code", err))?
        .render::<svg::Color>()
        .min_dimensions(240, 240)
        .build();
    // What a file may begin with may not stand inside a page.
    let from = picture.find("<svg").unwrap_or_default();
    Ok(picture[from..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_one_element_and_an_address_too_long_is_no_panic() {
        let picture = draw("https://example.org/survey#/h/57").unwrap();
        assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
        assert!(draw(&"x".repeat(10_000)).is_err());
    }
}
