//! Which of the two compressed forms a client takes, read from `Accept-Encoding`.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

/// The smallest form the header allows; a coding with `q=0` is refused by the client.
pub(crate) fn best(header: &str) -> Encoding {
    let mut gzip = false;
    for part in header.split(',') {
        let (coding, rest) = part.split_once(';').unwrap_or((part, ""));
        let refused = rest
            .trim()
            .strip_prefix("q=")
            .and_then(|q| q.trim().parse::<f32>().ok())
            .is_some_and(|q| q <= 0.0);
        if refused {
            continue;
        }
        match coding.trim() {
            c if c.eq_ignore_ascii_case("br") => return Encoding::Brotli,
            c if c.eq_ignore_ascii_case("gzip") => gzip = true,
            _ => {}
        }
    }
    if gzip {
        Encoding::Gzip
    } else {
        Encoding::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_smallest_form_allowed() {
        let cases = [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("br ; q=0.5", Encoding::Brotli),
            ("identity", Encoding::Plain),
            ("", Encoding::Plain),
            (";;,,q=", Encoding::Plain),
        ];
        for (header, wanted) in cases {
            assert_eq!(best(header), wanted, "{header}");
        }
    }
}
