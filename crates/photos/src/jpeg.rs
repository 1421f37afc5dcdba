//! Whether a JPEG goes to its end. The decoder is lenient: one that broke off on the way would be read
//! with a grey rest, and nobody would send it again.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Follows the markers from one to the next, since pictures of cameras hold whole small ones inside.
pub fn is_whole(bytes: &[u8]) -> bool {
    // Behind the mark of the beginning.
    let mut at = 2;
    let mut has_scan = false;
    while let Some((marker, after)) = next_marker(bytes, at) {
        at = match marker {
            END_OF_IMAGE => return has_scan,
            // The beginning of another, and a marker of no meaning: neither has a length.
            0xD8 | 0x01 => after,
            _ => {
                has_scan |= marker == START_OF_SCAN;
                match bytes.get(after..after + 2) {
                    Some(&[high, low]) => after + usize::from(u16::from_be_bytes([high, low])),
                    _ => return false,
                }
            }
        };
    }
    false
}

/// The next marker and where it ends. Within a scan, `FF 00` is a byte of the picture and `FF D0` to
/// `FF D7` part the picture without ending it.
fn next_marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let pairs = bytes.get(from..)?.windows(2).enumerate();
    let mut markers =
        pairs.filter(|(_, pair)| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF));
    markers.next().map(|(at, pair)| (pair[1], from + at + 2))
}
