//! Everything the browser gets that is not a template: style sheets, scripts, fonts, the map's worker,
//! the icons and the pictures of the how-to pages, bundled when the program is built and kept inside the binary. Files have the hash of
//! their content in their name, so they may be cached for ever; a page asks for them by our own name.

mod accept;
mod picture;

use accept::Encoding;

/// Where the files are served.
pub const PREFIX: &str = "/assets/";

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

struct File {
    name: &'static str,
    content_type: &'static str,
    /// ETags of the plain, brotli and gzip form.
    etags: [&'static str; 3],
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// One file, ready to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The body as it goes over the wire.
    pub bytes: &'static [u8],
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// Value of `Content-Encoding` (`br` or `gzip`); none when the bytes are plain.
    pub encoding: Option<&'static str>,
    /// Value of `ETag`, quotes included; differs by encoding.
    pub etag: &'static str,
    /// The name holds the hash of the content: `Cache-Control: public, max-age=31536000, immutable`.
    pub immutable: bool,
}

/// The URL of a file by our name for it, such as `app.css` → `/assets/app-3F9A….css`.
///
/// Names: `app.css`, `app.js`, `mark.svg`, `licenses.txt` and the fonts (`thai-400.woff2`,
/// `basic-700.woff2` …). The scripts know the rest by themselves; pictures have [`picture`].
/// An unknown name is a fault in a template: it stops a debug build and gives a URL that answers 404 otherwise.
#[must_use]
pub fn url(name: &str) -> &'static str {
    let found = look_up(URLS, name);
    debug_assert!(found.is_some(), "no asset is named {name:?}");
    found.unwrap_or("/assets/unknown")
}

/// A picture of `data/pictures` and the place it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// The URL of the file.
    pub url: &'static str,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// A picture by its name and language, such as `case-held` in `th`; none when there is no such picture.
#[must_use]
pub fn picture(name: &str, language: &str) -> Option<Picture> {
    let url = look_up(URLS, &format!("{name}.{language}.webp"))?;
    let (width, height) = picture::size(get(url, "")?.bytes)?;
    Some(Picture { url, width, height })
}

/// The names and languages of all pictures.
pub fn pictures() -> impl Iterator<Item = (&'static str, &'static str)> {
    URLS.iter()
        .filter_map(|(name, _)| name.strip_suffix(".webp")?.split_once('.'))
}

/// The file at a path, in the best form the client takes.
///
/// `path` is the request's whole path or the part after `/assets/`; `accept_encoding` is the header's
/// value, empty when absent. None when there is no such file. Send `Vary: Accept-Encoding` with it.
#[must_use]
pub fn get(path: &str, accept_encoding: &str) -> Option<Asset> {
    let name = path.strip_prefix(PREFIX).unwrap_or(path);
    let at = FILES.binary_search_by(|file| file.name.cmp(name)).ok()?;
    let file = &FILES[at];
    let (bytes, encoding, etag) = match accept::best(accept_encoding) {
        Encoding::Brotli => (file.br, Some("br"), file.etags[1]),
        Encoding::Gzip => (file.gzip, Some("gzip"), file.etags[2]),
        Encoding::Plain => (None, None, file.etags[0]),
    };
    let (bytes, encoding, etag) = match bytes {
        Some(bytes) => (bytes, encoding, etag),
        None => (file.plain, None, file.etags[0]),
    };
    Some(Asset {
        bytes,
        content_type: file.content_type,
        encoding,
        etag,
        immutable: true,
    })
}

/// An icon as inline SVG with `aria-hidden`, drawn in the colour of the text around it; the words beside it say what it means.
///
/// The names are those of `islands/icons.mjs`, and `mark` for the sign of the product.
/// An unknown name stops a debug build and gives nothing otherwise.
#[must_use]
pub fn icon(name: &str) -> &'static str {
    let found = look_up(ICONS, name);
    debug_assert!(found.is_some(), "no icon is named {name:?}");
    found.unwrap_or("")
}

/// What the service worker needs to know, as JSON: `{"version": hash of all files,
/// "shell": [URLs to keep from the first visit on], "map": [URLs to keep once a map was opened],
/// "simple": [the same for phones without WebGL2], "files": [{"url", "bytes" on the wire}]}`.
#[must_use]
pub fn manifest() -> &'static str {
    MANIFEST
}

fn look_up(table: &'static [(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    let at = table.binary_search_by(|(name, _)| (*name).cmp(key)).ok()?;
    Some(table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_a_file() {
        for (name, url) in URLS {
            assert_eq!(super::url(name), *url);
            let asset = get(url, "").expect(name);
            assert_eq!(asset.encoding, None);
            assert!(!asset.bytes.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_style_sheet_comes_compressed_to_who_takes_it() {
        let url = url("app.css");
        let plain = get(url, "").unwrap();
        let br = get(url, "gzip, deflate, br").unwrap();
        let gzip = get(url, "gzip").unwrap();
        assert_eq!((br.encoding, gzip.encoding), (Some("br"), Some("gzip")));
        assert!(br.bytes.len() < gzip.bytes.len() && gzip.bytes.len() < plain.bytes.len());
        assert_ne!(br.etag, gzip.etag);
        assert_eq!(plain.content_type, "text/css; charset=utf-8");
    }

    #[test]
    fn fonts_are_never_compressed_twice() {
        assert_eq!(get(url("thai-400.woff2"), "br").unwrap().encoding, None);
    }

    #[test]
    fn pictures_are_small_and_keep_their_place() {
        assert!(pictures().count() >= 16);
        for (name, language) in pictures() {
            let picture = picture(name, language).expect(name);
            let asset = get(picture.url, "gzip, br").expect(name);
            assert_eq!((asset.content_type, asset.encoding), ("image/webp", None));
            assert!(asset.bytes.len() <= 25 * 1024, "{name}.{language}");
            assert!((360..=540).contains(&picture.width), "{name}.{language}");
            assert!((200..=1500).contains(&picture.height), "{name}.{language}");
        }
        assert_eq!(picture("nothing", "th"), None);
    }

    #[test]
    fn what_is_not_there_is_none() {
        for path in [
            "",
            "/",
            "/assets/",
            "/assets/../Cargo.toml",
            "/assets/app.css",
            "\0",
        ] {
            assert_eq!(get(path, "br"), None, "{path:?}");
        }
    }

    #[test]
    fn icons_stay_out_of_the_readers_way() {
        assert!(icon("siren").starts_with("<svg class=\"icon\""));
        assert!(icon("mark").contains("mark-eye"));
        for (name, svg) in ICONS {
            assert!(
                svg.contains("aria-hidden=\"true\"") && svg.ends_with("</svg>"),
                "{name}"
            );
            assert!(
                !svg.contains("style="),
                "{name}: the content policy refuses inline styles"
            );
        }
    }

    #[test]
    fn the_manifest_names_real_files() {
        let urls: Vec<&str> = MANIFEST
            .split('"')
            .filter(|part| part.starts_with(PREFIX))
            .collect();
        assert!(urls.len() > 5);
        for url in urls {
            assert!(get(url, "").is_some(), "{url}");
        }
    }

    /// The promise of one host: no file of ours names another to load from.
    #[test]
    fn style_sheets_load_from_our_own_host_alone() {
        for file in FILES
            .iter()
            .filter(|file| file.content_type.starts_with("text/css"))
        {
            let text = String::from_utf8_lossy(file.plain);
            for (at, _) in text.match_indices("url(") {
                let target = text[at + 4..].trim_start_matches(['"', '\'']);
                assert!(
                    !target.starts_with("http") && !target.starts_with("//"),
                    "{}",
                    file.name
                );
            }
        }
    }
}
