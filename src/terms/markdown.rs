//! Markdown to HTML, for texts an operator may write. HTML in them is shown as it is typed, links lead
//! only where links may, and pictures are those we ship ourselves.

use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

/// A text as a page shows it: its first heading, everything as HTML, and what it is divided into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub title: String,
    pub html: String,
    pub parts: Vec<Part>,
}

/// A heading of the second level, which the list of contents leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub anchor: String,
    pub words: String,
}

/// A picture by the name a text gives it; none when we ship no such picture.
pub type Pictures<'a> = &'a dyn Fn(&str) -> Option<assets::Picture>;

/// Renders a text without pictures: their words remain.
pub fn show(markdown: &str) -> Shown {
    show_with(markdown, &|_| None)
}

/// Renders a text with the pictures that `pictures` knows. A heading may name its anchor,
/// `## Take a case {#take}`, and a quotation may be a note, `> [!WARNING]`.
pub fn show_with(markdown: &str, pictures: Pictures) -> Shown {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_GFM;
    let (events, parts) = Reader::new(pictures).read(Parser::new_ext(markdown, options));
    let mut written = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut written, events.into_iter());
    // Tables get the markup that narrow screens need.
    let html = written
        .replace(
            "<table>",
            "<div class=\"table-wrap table-scroll\" tabindex=\"0\"><table class=\"table\">",
        )
        .replace("</table>", "</table></div>")
        .replace("<th>", "<th scope=\"col\">");
    let title = markdown
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap_or_default();
    Shown {
        title: title.trim().to_owned(),
        html,
        parts,
    }
}

/// Turns what the parser reads into what a page may hold.
struct Reader<'a> {
    pictures: Pictures<'a>,
    events: Vec<Event<'a>>,
    parts: Vec<Part>,
    /// Where the words of the heading begin that is being read.
    heading: usize,
}

impl<'a> Reader<'a> {
    fn new(pictures: Pictures<'a>) -> Reader<'a> {
        Reader {
            pictures,
            events: Vec::new(),
            parts: Vec::new(),
            heading: 0,
        }
    }

    fn read(mut self, mut parser: Parser<'a>) -> (Vec<Event<'a>>, Vec<Part>) {
        while let Some(event) = parser.next() {
            let event = match event {
                Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    let words = words_of_image(&mut parser);
                    self.picture(&dest_url, &words)
                }
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(tag),
                other => other,
            };
            self.events.push(event);
        }
        (self.events, self.parts)
    }

    fn start(&mut self, tag: Tag<'a>) -> Event<'a> {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => Event::Start(Tag::Link {
                link_type,
                dest_url: if is_harmless(&dest_url) {
                    dest_url
                } else {
                    CowStr::Borrowed("#")
                },
                title,
                id,
            }),
            Tag::Heading { level, id, .. } => {
                self.heading = self.events.len() + 1;
                let id = (level == HeadingLevel::H2).then(|| self.anchor(id.as_deref()));
                // Classes and attributes that a heading may name are left out: `onclick` is one.
                Event::Start(Tag::Heading {
                    level,
                    id: id.map(CowStr::from),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })
            }
            Tag::BlockQuote(Some(kind)) => {
                let class = match kind {
                    BlockQuoteKind::Note => "box",
                    BlockQuoteKind::Tip | BlockQuoteKind::Important => "box box-care",
                    BlockQuoteKind::Warning | BlockQuoteKind::Caution => "box box-urgent",
                };
                Event::Html(format!("<div class=\"{class}\">\n").into())
            }
            other => Event::Start(other),
        }
    }

    fn end(&mut self, tag: TagEnd) -> Event<'a> {
        match tag {
            TagEnd::Heading(HeadingLevel::H2) => {
                let words = self.events[self.heading..].iter().filter_map(words_of);
                let words = words.collect();
                if let Some(part) = self.parts.last_mut() {
                    part.words = words;
                }
                Event::End(tag)
            }
            TagEnd::BlockQuote(Some(_)) => Event::Html("</div>\n".into()),
            other => Event::End(other),
        }
    }

    /// The anchor of the next part: as named, or by its number. None can be that of the page itself.
    fn anchor(&mut self, named: Option<&str>) -> String {
        let named = named.filter(|name| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|letter| letter.is_ascii_lowercase() || letter == b'-')
        });
        let anchor = named.map(|name| format!("part-{name}"));
        let anchor = anchor
            .filter(|anchor| self.parts.iter().all(|part| part.anchor != *anchor))
            .unwrap_or_else(|| format!("part-{}", self.parts.len() + 1));
        self.parts.push(Part {
            anchor: anchor.clone(),
            words: String::new(),
        });
        anchor
    }

    /// One of ours, if it is told in words as well. Its size is known before it comes, so nothing jumps,
    /// and it comes only when somebody reads as far as there.
    fn picture(&self, name: &str, words: &str) -> Event<'a> {
        let known = (self.pictures)(name).filter(|_| !words.is_empty());
        let Some(assets::Picture { url, width, height }) = known else {
            return Event::Text(words.to_owned().into());
        };
        let mut alt = String::new();
        html::push_html(
            &mut alt,
            std::iter::once(Event::Text(words.to_owned().into())),
        );
        let alt = alt.replace('"', "&quot;");
        Event::InlineHtml(
            format!(
                "<img src=\"{url}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
            )
            .into(),
        )
    }
}

/// Takes everything up to the end of an image from the parser, and keeps its words.
fn words_of_image(parser: &mut Parser) -> String {
    let mut words = String::new();
    let mut open = 1;
    for event in parser {
        match event {
            Event::Start(Tag::Image { .. }) => open += 1,
            Event::End(TagEnd::Image) => open -= 1,
            other => words.extend(words_of(&other)),
        }
        if open == 0 {
            break;
        }
    }
    words
}

fn words_of<'a>(event: &'a Event) -> Option<&'a str> {
    match event {
        Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) => Some(words),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    }
}

fn is_harmless(url: &str) -> bool {
    let own = url.starts_with('/') && !url.starts_with("//");
    own || ["https://", "http://", "tel:", "mailto:", "#"]
        .iter()
        .any(|kind| url.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_picture(name: &str) -> Option<assets::Picture> {
        (name == "take").then_some(assets::Picture {
            url: "/assets/take-1.webp",
            width: 720,
            height: 900,
        })
    }

    #[test]
    fn a_text_becomes_a_page() {
        let shown = show("# Terms\n\nCall [1669](tel:1669).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        assert_eq!(shown.title, "Terms");
        assert!(shown.html.contains("<h1>Terms</h1>"));
        assert!(shown.html.contains("<a href=\"tel:1669\">1669</a>"));
        assert!(
            shown.html.contains("<table class=\"table\">") && shown.html.contains("</table></div>")
        );
    }

    #[test]
    fn html_is_shown_and_never_run() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](//evil.example)",
            "![x](https://elsewhere.example/pixel.gif)",
            "![<img src=x onerror=alert(1)>](nothing)",
            "![a ![b](take) c](nothing)",
            "<div onclick=\"x\">\n\nhello\n\n</div>",
            "## x {onclick=alert(1) .class #\"><img}",
            "> [!NOTE]\n> <script>alert(1)</script>",
        ] {
            let html = show_with(text, &one_picture).html;
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{html}"
            );
            assert!(
                !html.contains("<div onclick") && !html.contains("href=\"javascript"),
                "{html}"
            );
            assert!(!html.contains("href=\"//"), "{html}");
            assert!(!html.contains("<h2 id=\"part-1\" onclick"), "{html}");
        }
    }

    #[test]
    fn every_part_has_its_own_anchor() {
        let shown = show("## Take a **case** {#take}\n\n## Twice {#take}\n\n## จบ\n\n### small\n");
        let parts: Vec<(&str, &str)> = shown
            .parts
            .iter()
            .map(|part| (part.anchor.as_str(), part.words.as_str()))
            .collect();
        assert_eq!(
            parts,
            [
                ("part-take", "Take a case"),
                ("part-2", "Twice"),
                ("part-3", "จบ")
            ]
        );
        assert!(shown.html.contains("<h2 id=\"part-take\">Take a <strong>"));
        assert!(shown.html.contains("<h3>small</h3>"));
    }

    #[test]
    fn a_heading_brings_no_attribute_along() {
        let html = show("## x {#main onclick=alert(1) .top}").html;
        assert_eq!(html, "<h2 id=\"part-main\">x</h2>\n");
    }

    #[test]
    fn a_picture_of_ours_keeps_its_place_and_is_told_in_words() {
        let text = "1. Press.\n   ![A \"case\" & <its> button](take)\n2. Go.\n";
        let html = show_with(text, &one_picture).html;
        let image = "<img src=\"/assets/take-1.webp\" alt=\"A &quot;case&quot; &amp; &lt;its&gt; button\" \
             width=\"720\" height=\"900\" loading=\"lazy\" decoding=\"async\">";
        assert!(html.contains(image), "{html}");
        assert!(html.contains("<ol>\n<li>Press."), "{html}");
        // Without words, or unknown, it is no picture.
        for text in ["![](take)", "![words](other)"] {
            let html = show_with(text, &one_picture).html;
            assert!(!html.contains("<img"), "{html}");
        }
        assert_eq!(show("![words](take)").html, "<p>words</p>\n");
    }

    #[test]
    fn a_note_is_a_box() {
        let html = show("> [!WARNING]\n> Call [1669](tel:1669).\n\nAfter.\n").html;
        assert!(
            html.starts_with("<div class=\"box box-urgent\">\n<p>Call <a"),
            "{html}"
        );
        assert!(html.contains("</div>\n<p>After.</p>"), "{html}");
        assert!(show("> said\n").html.starts_with("<blockquote>"));
    }
}
