//! How many messages a text is counted (and paid) as.

/// The alphabet a text needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// 7 bits a letter: 160 in one message, 153 in each of several.
    Gsm7,
    /// 16 bits a letter (Thai, Burmese, …): 70 in one message, 67 in each of several.
    Ucs2,
}

/// The size of a text as the networks count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    pub encoding: Encoding,
    /// Letters of the alphabet used; some take two.
    pub units: usize,
    /// Messages; 0 for an empty text.
    pub count: usize,
}

const GSM7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const GSM7_DOUBLE: &str = "\u{C}^{}\\[~]|€";

/// Counts a text.
pub fn segments(text: &str) -> Segments {
    let is_gsm7 = text.chars().all(|letter| gsm7_units(letter).is_some());
    let (encoding, one, each) = if is_gsm7 {
        (Encoding::Gsm7, 160, 153)
    } else {
        (Encoding::Ucs2, 70, 67)
    };
    let size = |letter: char| match encoding {
        Encoding::Gsm7 => gsm7_units(letter).unwrap_or(1),
        Encoding::Ucs2 => letter.len_utf16(),
    };
    let units = text.chars().map(size).sum();
    let count = match units {
        0 => 0,
        units if units <= one => 1,
        _ => fill(text.chars().map(size), each),
    };
    Segments {
        encoding,
        units,
        count,
    }
}

fn gsm7_units(letter: char) -> Option<usize> {
    if GSM7.contains(letter) {
        Some(1)
    } else if GSM7_DOUBLE.contains(letter) {
        Some(2)
    } else {
        None
    }
}

/// A letter of two units is never torn apart, so a message may end one short.
fn fill(sizes: impl Iterator<Item = usize>, each: usize) -> usize {
    let mut count = 1;
    let mut used = 0;
    for size in sizes {
        if used + size > each {
            count += 1;
            used = 0;
        }
        used += size;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_as_the_networks_count() {
        use Encoding::{Gsm7, Ucs2};
        for (text, encoding, units, count) in [
            (String::new(), Gsm7, 0, 0),
            ("a".repeat(160), Gsm7, 160, 1),
            ("a".repeat(161), Gsm7, 161, 2),
            ("a".repeat(306), Gsm7, 306, 2),
            ("a".repeat(307), Gsm7, 307, 3),
            ("€".repeat(80), Gsm7, 160, 1),
            // 76 whole euro signs in each message of 153.
            ("€".repeat(153), Gsm7, 306, 3),
            ("ก".repeat(70), Ucs2, 70, 1),
            ("ก".repeat(71), Ucs2, 71, 2),
            ("ก".repeat(134), Ucs2, 134, 2),
            ("ก".repeat(135), Ucs2, 135, 3),
            ("😀".repeat(35), Ucs2, 70, 1),
            ("😀".repeat(67), Ucs2, 134, 3),
            ("a`".into(), Ucs2, 2, 1),
        ] {
            assert_eq!(
                segments(&text),
                Segments {
                    encoding,
                    units,
                    count
                },
                "{text}"
            );
        }
    }

    #[test]
    fn the_text_with_the_code_is_one_message() {
        let text = "JITASA รหัส OTP 602512 หมดอายุใน 5 นาที (อ้างอิง 6887) ห้ามบอกใคร";
        assert_eq!(
            segments(text),
            Segments {
                encoding: Encoding::Ucs2,
                units: 65,
                count: 1
            }
        );
    }
}
