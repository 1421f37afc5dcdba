//! Files as people send them, made here byte by byte.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by where it stops"
)]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use photos::{MOST_BYTES, NotAPhoto, Photo, read, small_of};
use proptest::prelude::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Red on the left, blue on the right.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

/// What no encoder can make small.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 0x2545_F491_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [a, b, c, _] = state.to_be_bytes();
        Rgb([a, b, c])
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    picture.write_with_encoder(encoder).unwrap();
    bytes
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The notes of a camera: which way up it was held, and where, in 20° 26′ north.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = Vec::new();
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value);
        entry
    };
    let [low, high] = orientation.to_le_bytes();
    tiff.extend(2u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, [low, high, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 38u32.to_le_bytes()));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 38);
    tiff.extend(2u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(0x0002, 5, 3, 68u32.to_le_bytes()));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 68);
    for part in [20u32, 1, 26, 1, 4242, 100] {
        tiff.extend(part.to_le_bytes());
    }
    tiff.extend(b"Owner: Anong, 0812340001");
    tiff
}

/// Puts a segment right behind the beginning.
fn with_segment(jpeg: &[u8], marker: u8, inside: &[u8]) -> Vec<u8> {
    let length = u16::try_from(inside.len() + 2).unwrap();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(inside);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let inside = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
    with_segment(jpeg, 0xE1, &inside)
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[track_caller]
fn seen(bytes: &[u8]) -> RgbImage {
    let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg);
    picture.expect("what was made can be seen").into_rgb8()
}

fn is_near(one: Rgb<u8>, other: Rgb<u8>) -> bool {
    let pairs = one.0.into_iter().zip(other.0);
    pairs.into_iter().all(|(a, b)| a.abs_diff(b) < 40)
}

/// Nothing but what a picture needs: no notes of cameras, programs or people.
#[track_caller]
fn is_bare(bytes: &[u8]) {
    let mut at = 2;
    while at < bytes.len() {
        assert_eq!(bytes[at], 0xFF);
        let marker = bytes[at + 1];
        // The head, tables, the frame.
        let needed = [0xE0, 0xDB, 0xC0, 0xC4, 0xDA];
        assert!(needed.contains(&marker), "a segment {marker:02X}");
        if marker == 0xDA {
            return;
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
    panic!("no picture");
}

#[track_caller]
fn within_bounds(photo: &Photo) {
    for (bytes, side, most) in [(&photo.large, 1600, 300_000), (&photo.small, 480, 40_000)] {
        assert!(bytes.len() <= most, "{} bytes", bytes.len());
        let picture = seen(bytes);
        assert!(picture.width().max(picture.height()) <= side);
        is_bare(bytes);
    }
    let large = seen(&photo.large);
    assert_eq!(large.dimensions(), (photo.width, photo.height));
}

#[test]
fn a_photo_is_turned_upright_and_tells_nobody_where_it_was_taken() {
    let sent = with_exif(&jpeg(&two_halves(2000, 1000)), 6);
    assert!(has(&sent, b"Anong") && has(&sent, &4242u32.to_le_bytes()));
    let sent = with_segment(
        &sent,
        0xE1,
        b"http://ns.adobe.com/xap/1.0/\0<x>GPSLatitude</x>",
    );
    let sent = with_segment(&sent, 0xFE, b"a comment of Anong");
    let photo = read(&sent).unwrap();
    within_bounds(&photo);
    // Held so that its left is up.
    assert_eq!((photo.width, photo.height), (800, 1600));
    let picture = seen(&photo.large);
    assert!(is_near(*picture.get_pixel(400, 100), RED));
    assert!(is_near(*picture.get_pixel(400, 1500), BLUE));
    let small = seen(&photo.small);
    assert_eq!(small.dimensions(), (240, 480));
    assert!(is_near(*small.get_pixel(120, 30), RED));
    for bytes in [&photo.large, &photo.small] {
        for part in [
            b"Anong".as_slice(),
            b"Exif",
            b"GPS",
            b"adobe",
            &4242u32.to_le_bytes(),
            b"0812340001",
        ] {
            assert!(!has(bytes, part), "{}", String::from_utf8_lossy(part));
        }
    }
}

#[test]
fn every_way_a_phone_is_held_comes_out_upright() {
    // Where the red half is afterwards, as a part of the width and height.
    let red_at = [
        (0.1, 0.5),
        (0.9, 0.5),
        (0.9, 0.5),
        (0.1, 0.5),
        (0.5, 0.1),
        (0.5, 0.1),
        (0.5, 0.9),
        (0.5, 0.9),
    ];
    let plain = jpeg(&two_halves(300, 200));
    for (orientation, (x, y)) in (1..).zip(red_at) {
        let photo = read(&with_exif(&plain, orientation)).unwrap();
        let picture = seen(&photo.large);
        let at = |part: f64, length: u32| (part * f64::from(length)) as u32;
        let pixel = picture.get_pixel(at(x, photo.width), at(y, photo.height));
        assert!(is_near(*pixel, RED), "{orientation}: {pixel:?}");
    }
}

#[test]
fn a_small_picture_stays_its_size_and_noise_is_made_small_all_the_same() {
    let photo = read(&jpeg(&two_halves(64, 48))).unwrap();
    within_bounds(&photo);
    assert_eq!((photo.width, photo.height), (64, 48));

    let photo = read(&jpeg(&noise(1800, 1400))).unwrap();
    within_bounds(&photo);
    assert!(photo.large.len() > 100_000, "it could have stayed larger");
}

#[test]
fn png_and_webp_are_taken_and_what_is_clear_becomes_white() {
    let clear = RgbaImage::from_fn(40, 20, |x, _| match x < 20 {
        true => Rgba([0, 0, 0, 0]),
        false => Rgba([20, 20, 220, 255]),
    });
    let clear = DynamicImage::from(clear);
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let photo = read(&written(&clear, format)).unwrap();
        within_bounds(&photo);
        let picture = seen(&photo.large);
        assert!(
            is_near(*picture.get_pixel(5, 10), Rgb([255; 3])),
            "{format:?}"
        );
        assert!(is_near(*picture.get_pixel(35, 10), BLUE), "{format:?}");
    }
    // Sixteen bits a colour, and grey.
    let deep = DynamicImage::from(two_halves(40, 20)).into_rgb16();
    let grey = DynamicImage::from(two_halves(40, 20)).into_luma8();
    for picture in [DynamicImage::from(deep), DynamicImage::from(grey)] {
        within_bounds(&read(&written(&picture, ImageFormat::Png)).unwrap());
    }
}

/// A PNG that says it is so large, with no picture behind.
fn claimed(width: u32, height: u32) -> Vec<u8> {
    let mut png = written(&DynamicImage::new_rgb8(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let check = crc(&png[12..29]);
    png[29..33].copy_from_slice(&check.to_be_bytes());
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[test]
fn what_would_fill_the_memory_is_refused_by_its_head() {
    assert_eq!(
        read(&claimed(60_000, 60_000)),
        Err(NotAPhoto::TooManyPixels)
    );
    // Within the limit it is looked at, and found to be empty.
    assert_eq!(read(&claimed(6_000, 6_000)), Err(NotAPhoto::Broken));

    let mut large = jpeg(&two_halves(16, 16));
    let frame = large
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    large[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(read(&large), Err(NotAPhoto::TooManyPixels));
}

#[test]
fn what_is_no_photo_is_refused_by_its_kind() {
    let brand = |brand: &[u8]| [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0mif1heic"].concat();
    for (bytes, why) in [
        (Vec::new(), NotAPhoto::NotAPicture),
        ("ไม่ใช่รูป แต่ชื่อลงท้าย .jpg".into(), NotAPhoto::NotAPicture),
        (
            b"<svg onload=\"x()\"></svg>".to_vec(),
            NotAPhoto::NotAPicture,
        ),
        (b"%PDF-1.7".to_vec(), NotAPhoto::NotAPicture),
        (b"PK\x03\x04".to_vec(), NotAPhoto::NotAPicture),
        (brand(b"heic"), NotAPhoto::Heic),
        (brand(b"mif1"), NotAPhoto::Heic),
        (brand(b"avif"), NotAPhoto::OtherFormat),
        (b"GIF89a\x01\0\x01\0\0\0\0".to_vec(), NotAPhoto::OtherFormat),
        (b"II*\0\x08\0\0\0".to_vec(), NotAPhoto::OtherFormat),
        (vec![0xFF; MOST_BYTES + 1], NotAPhoto::TooLarge),
    ] {
        let begins = String::from_utf8_lossy(&bytes[..bytes.len().min(12)]).into_owned();
        assert_eq!(read(&bytes), Err(why), "{begins}");
    }
}

#[test]
fn a_photo_that_broke_off_on_the_way_is_refused() {
    let picture = noise(300, 200);
    let whole = with_exif(&jpeg(&picture), 1);
    // The small picture of a camera, inside, has an end of its own.
    let thumbnail = jpeg(&two_halves(16, 16));
    let whole = with_segment(&whole, 0xE2, &thumbnail);
    // What some phones hang on behind does no harm.
    assert!(read(&[whole.as_slice(), b"behind the end"].concat()).is_ok());
    for part in [3, 20, 300, whole.len() / 2, whole.len() - 2] {
        assert_eq!(
            read(&whole[..part]).err(),
            Some(NotAPhoto::Broken),
            "{part}"
        );
    }
    let picture = DynamicImage::from(picture);
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let whole = written(&picture, format);
        let half = &whole[..whole.len() / 2];
        assert_eq!(read(half), Err(NotAPhoto::Broken), "{format:?}");
    }
}

#[test]
fn the_small_picture_can_be_made_anew() {
    let photo = read(&jpeg(&two_halves(1000, 700))).unwrap();
    let small = small_of(&photo.large).unwrap();
    assert_eq!(seen(&small).dimensions(), seen(&photo.small).dimensions());
    is_bare(&small);
}

#[test]
fn the_same_file_gives_the_same_photo() {
    let sent = jpeg(&noise(400, 300));
    assert_eq!(read(&sent), read(&sent));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_byte_that_is_changed_makes_the_reader_fall_over(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        format in prop::sample::select(vec![ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP]),
    ) {
        let picture = DynamicImage::from(noise(24, 24));
        let mut bytes = written(&picture, format);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(photo) = read(&bytes) {
            within_bounds(&photo);
        }
    }
}
