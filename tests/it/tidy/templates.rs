//! Templates: the strict content security policy runs no script and no style that stands in a page, so
//! none may stand there; and every page keeps the one layout.

use super::source::Source;

/// Scripts, styles and handlers written into a page.
pub fn inline(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| is_template(source)) {
        for (number, line) in source.text.lines().enumerate() {
            let low = line.to_ascii_lowercase();
            let script = low.match_indices("<script").any(|(at, _)| {
                let tag = low[at..].split('>').next().unwrap_or_default();
                !tag.contains(" src=")
            });
            let said = if script {
                "a script without a file"
            } else if low.contains("<style") || low.contains(" style=") {
                "a style"
            } else if low.contains("javascript:") || has_handler(&low) {
                "a handler"
            } else {
                continue;
            };
            faults.push(format!(
                "{}:{}: {said} stands in the page",
                source.path,
                number + 1
            ));
        }
    }
    faults
}

/// `onclick=` and its kin, as an attribute.
fn has_handler(line: &str) -> bool {
    line.split([' ', '\t', '"']).any(|word| {
        word.strip_prefix("on")
            .and_then(|rest| rest.split_once('='))
            .is_some_and(|(name, _)| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase())
            })
    })
}

/// Templates that stand for themselves: a part of the map that it fetches, and a page for other servers.
const ALONE: [&str; 2] = [
    "src/points/templates/sheet.html",
    "src/snapshot/templates/map.html",
];

/// Templates that neither extend another nor are taken in by one.
pub fn orphans(sources: &[Source]) -> Vec<String> {
    let templates: Vec<&Source> = sources
        .iter()
        .filter(|source| is_template(source))
        .collect();
    let taken_in: Vec<&str> = templates
        .iter()
        .flat_map(|template| taken_in(&template.text))
        .collect();
    templates
        .iter()
        .filter(|template| !tags(&template.text).any(|tag| tag.starts_with("extends")))
        .filter(|template| !ALONE.contains(&template.path.as_str()))
        .filter(|template| !taken_in.iter().any(|path| template.path.ends_with(path)))
        .map(|template| {
            format!(
                "{}: neither extends the layout nor is part of a page",
                template.path
            )
        })
        .collect()
}

/// What stands in quotes after `extends`, `include` or `import`.
fn taken_in(text: &str) -> Vec<&str> {
    let taking = ["extends", "include", "import"];
    tags(text)
        .filter(|tag| taking.iter().any(|verb| tag.starts_with(verb)))
        .filter_map(|tag| tag.split('"').nth(1))
        .collect()
}

/// The insides of `{% … %}`, whichever way they treat the spaces around.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%")
        .skip(1)
        .map(|tag| tag.trim_start_matches(['-', '~', '+', ' ']))
}

fn is_template(source: &Source) -> bool {
    source.is(".html") && source.path.contains("/templates/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(name: &str, text: &str) -> Source {
        Source::planted(&format!("src/a/templates/{name}.html"), text)
    }

    #[test]
    fn what_the_policy_would_stop_is_found() {
        for text in [
            "<script>x</script>",
            "<p style=\"color: red\">",
            "<style>p {}</style>",
            "<button type=\"button\" onclick=\"x()\">",
            "<a href=\"javascript:x\">",
        ] {
            assert_eq!(inline(&[template("a", text)]).len(), 1, "{text}");
        }
        let sound = "<script type=\"module\" src=\"{{ x }}\"></script><p class=\"style\">on=off</p><input name=\"once\">";
        assert_eq!(inline(&[template("a", sound)]), Vec::<String>::new());
    }

    #[test]
    fn a_page_outside_the_layout_is_found() {
        let layout = template("layout", "<html>{% block content %}{% endblock %}</html>");
        let page = template(
            "page",
            "{%- extends \"a/templates/layout.html\" -%}{% include \"a/templates/part.html\" %}",
        );
        let part = template("part", "<p></p>");
        let lost = template("lost", "<html></html>");
        assert_eq!(
            orphans(&[layout, page, part, lost]),
            ["src/a/templates/lost.html: neither extends the layout nor is part of a page"]
        );
    }
}
