//! How large a WebP picture is, read from its first bytes, so that a page can keep its place free.

/// Width and height in pixels; none when the bytes are no WebP.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head: &[u8; 30] = bytes.first_chunk()?;
    if &head[..4] != b"RIFF" || &head[8..12] != b"WEBP" {
        return None;
    }
    let short = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]));
    let long = |at: usize| short(at) | u32::from(head[at + 2]) << 16;
    match &head[12..16] {
        // With losses: after the start code, 14 bits each.
        b"VP8 " if head[23..26] == [0x9d, 0x01, 0x2a] => {
            Some((short(26) & 0x3fff, short(28) & 0x3fff))
        }
        // Without losses: 14 bits each, less one, packed.
        b"VP8L" if head[20] == 0x2f => {
            let packed = short(21) | short(23) << 16;
            Some(((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1))
        }
        // With more than pixels: 24 bits each, less one.
        b"VP8X" => Some((long(24) + 1, long(27) + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webp(kind: &[u8; 4], rest: &[u8]) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
        bytes.extend(kind);
        bytes.extend([0; 4]);
        bytes.extend(rest);
        bytes.resize(40, 0);
        bytes
    }

    #[test]
    fn each_form_tells_its_size() {
        let lossy = [0, 0, 0, 0x9d, 0x01, 0x2a, 0xd0, 0x42, 0x84, 0x03];
        assert_eq!(size(&webp(b"VP8 ", &lossy)), Some((720, 900)));
        let packed = (719_u32 | 899 << 14).to_le_bytes();
        let lossless = [&[0x2f][..], &packed].concat();
        assert_eq!(size(&webp(b"VP8L", &lossless)), Some((720, 900)));
        let extended = [0, 0, 0, 0, 0xcf, 0x02, 0, 0x83, 0x03, 0];
        assert_eq!(size(&webp(b"VP8X", &extended)), Some((720, 900)));
    }

    #[test]
    fn what_is_no_webp_has_no_size() {
        assert_eq!(size(b""), None);
        assert_eq!(size(&webp(b"VP8 ", &[0; 10])), None);
        assert_eq!(size(&[0x89; 64]), None);
    }
}
