//! Markdown to HTML, for texts an operator may write. HTML in them is shown as it is typed, and links
//! lead only where links may.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

/// A text as a page shows it: its first heading, and everything as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub title: String,
    pub html: String,
}

/// Renders a text. Tables get the markup that narrow screens need.
pub fn show(markdown: &str) -> Shown {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = if is_harmless(&dest_url) {
                dest_url
            } else {
                CowStr::Borrowed("#")
            };
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })
        }
        // A picture would be loaded from elsewhere; its words remain.
        Event::Start(Tag::Image { .. }) => Event::Text(CowStr::Borrowed("")),
        Event::End(pulldown_cmark::TagEnd::Image) => Event::Text(CowStr::Borrowed("")),
        other => other,
    });
    let mut written = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut written, events);
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
            "<div onclick=\"x\">\n\nhello\n\n</div>",
        ] {
            let html = show(text).html;
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{html}"
            );
            assert!(
                !html.contains("<div onclick") && !html.contains("href=\"javascript"),
                "{html}"
            );
            assert!(!html.contains("href=\"//"), "{html}");
        }
    }
}
