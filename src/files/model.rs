//! A photo by what is in it: the hash is its name in rows, on the disk and in its address.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of the large picture, written as 64 small hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId([u8; 32]);

/// The two pictures of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Large,
    /// For cards and lists.
    Small,
}

impl FileId {
    /// The name of these bytes.
    pub fn of(large: &[u8]) -> FileId {
        FileId(Sha256::digest(large).into())
    }

    /// Reads the one way of writing it; nothing else is a name, so none leads out of the folder.
    pub fn parse(text: &str) -> Option<FileId> {
        let digit = |letter: u8| match letter {
            b'0'..=b'9' => Some(letter - b'0'),
            b'a'..=b'f' => Some(letter - b'a' + 10),
            _ => None,
        };
        let digits: Option<Vec<u8>> = text.bytes().map(digit).collect();
        let digits: [u8; 64] = digits?.try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Some(FileId(bytes))
    }

    /// The address of the picture.
    pub fn url(self) -> String {
        format!("/files/{}", self.name(Size::Large))
    }

    /// The address of the small one.
    pub fn small_url(self) -> String {
        format!("/files/{}", self.name(Size::Small))
    }

    /// The last part of an address.
    pub fn name(self, size: Size) -> String {
        match size {
            Size::Large => format!("{self}.jpg"),
            Size::Small => format!("{self}-small.jpg"),
        }
    }

    /// Reads the last part of an address.
    pub fn read_name(name: &str) -> Option<(FileId, Size)> {
        let name = name.strip_suffix(".jpg")?;
        match name.strip_suffix("-small") {
            Some(hash) => Some((FileId::parse(hash)?, Size::Small)),
            None => Some((FileId::parse(name)?, Size::Large)),
        }
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_in_no_other_way() {
        let id = FileId::of(b"a picture");
        for size in [Size::Large, Size::Small] {
            assert_eq!(FileId::read_name(&id.name(size)), Some((id, size)));
        }
        let hash = id.to_string();
        assert_eq!(FileId::parse(&hash), Some(id));
        for other in [
            hash.clone(),
            hash.to_uppercase() + ".jpg",
            format!("{hash}.png"),
            format!("{hash}-tiny.jpg"),
            format!("../{hash}.jpg"),
            format!("{}.jpg", &hash[1..]),
            format!("0{hash}.jpg"),
            format!("{}\u{e01}.jpg", &hash[3..]),
            format!("{}%2f.jpg", &hash[3..]),
            "../../secret.key".to_owned(),
            ".jpg".to_owned(),
            "-small.jpg".to_owned(),
        ] {
            assert_eq!(FileId::read_name(&other), None, "{other}");
        }
    }
}
