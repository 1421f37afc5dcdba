//! The addresses of the site, read from `src/routes.rs`, the pages below it,
//! and `src/server/mod.rs` themselves.

use std::collections::BTreeSet;
use std::fmt;

/// A method and a path as the router has it, such as `POST /codes/{id}/again`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: String,
    pub path: String,
}

impl fmt::Display for Route {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.method, self.path)
    }
}

impl Route {
    /// Whether an address fits the pattern; `{…}` of the pattern takes any one part.
    pub fn takes(&self, method: &str, address: &str) -> bool {
        let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let (ours, theirs) = (parts(&self.path), parts(address));
        self.method == method
            && ours.len() == theirs.len()
            && ours
                .iter()
                .zip(&theirs)
                .all(|(our, their)| our.starts_with('{') || our == their)
    }
}

/// Every route of the program.
pub fn all() -> BTreeSet<Route> {
    let texts = [
        include_str!("../../../src/routes.rs"),
        include_str!("../../../src/routes/accounts.rs"),
        include_str!("../../../src/routes/programs.rs"),
        include_str!("../../../src/routes/supplies.rs"),
        include_str!("../../../src/server/mod.rs"),
    ];
    let routes: BTreeSet<Route> = texts.iter().flat_map(|text| read(text)).collect();
    assert!(routes.len() > 40, "only {} routes were read", routes.len());
    routes
}

fn read(text: &str) -> Vec<Route> {
    let mut routes = Vec::new();
    for call in text.split(".route(").skip(1) {
        let inside = balanced(call);
        let Some((_, rest)) = inside.split_once('"') else {
            continue;
        };
        let (path, rest) = rest.split_once('"').expect("a path has two quotes");
        let before = routes.len();
        for method in ["get", "post", "put", "patch", "delete"] {
            let named = |at: usize| {
                !rest[..at]
                    .ends_with(|letter: char| letter.is_alphanumeric() || "_:".contains(letter))
            };
            if rest
                .match_indices(&format!("{method}("))
                .any(|(at, _)| named(at))
            {
                routes.push(Route {
                    method: method.to_uppercase(),
                    path: path.to_owned(),
                });
            }
        }
        assert!(routes.len() > before, "no method is read of {path}");
    }
    routes
}

/// The text up to the bracket that closes the call.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

#[test]
fn routes_are_read_as_they_are_written() {
    let text = r#"Router::new().route("/a", get(x::get_it)).route(
        "/b/{id}",
        get(x::show).post(x::send),
    ).route("/c", x::post(y))"#;
    let told = std::panic::catch_unwind(|| read(text));
    assert!(told.is_err(), "a route whose method is not read is told");
    let read = read(text.split(".route(\"/c\"").next().unwrap());
    let read: Vec<String> = read.iter().map(ToString::to_string).collect();
    assert_eq!(read, ["GET /a", "GET /b/{id}", "POST /b/{id}"]);
}

mod sends {
    use db::on_both_engines;

    use super::all;
    use crate::world::TestApp;

    /// An address for a pattern.
    fn filled(path: &str) -> String {
        path.replace("{id}", "01a1fcec-3160-70f0-82c0-e57584d24b78")
            .replace("{share}", "01a1fcec-3160-70f0-82c0-e57584d24b78")
            .replace("{account}", "01a1fcec-3160-70f0-82c0-e57584d24b78")
            .replace("{code}", "ABCD-EFGH")
            .replace("{incident}", "COV")
            .replace("{kind}", "other")
            .replace("{word}", "confirm")
            .replace("{deed}", "take")
            .replace("{reference}", "COV69-571121-0001")
            .replace("{prefix}", "COV")
            .replace("{token}", "57abc")
            .replace("{challenge}", "01a1fcec-3160-70f0-82c0-e57584d24b78")
    }

    on_both_engines! {
        async fn no_form_is_taken_without_its_token(app: TestApp) {
            let malee = app.malee().await;
            let sends: Vec<_> = all().into_iter().filter(|route| route.method != "GET").collect();
            let (programs, forms): (Vec<_>, Vec<_>) =
                sends.into_iter().partition(|route| route.path.starts_with("/api/"));
            assert!(forms.len() > 15 && programs.len() > 5);
            for route in forms {
                let path = filled(&route.path);
                for mut browser in [app.browser(), malee.browser().await.clone()] {
                    browser.get("/ask").await;
                    let right = browser.csrf().to_owned();
                    for token in ["", "x", &format!("{right}x")] {
                        let body = format!("_csrf={token}").into_bytes();
                        let answer = browser.post_raw(&path, body).await;
                        assert_eq!(answer.status.as_u16(), 403, "{route} took {token:?}");
                    }
                    let mut elsewhere = browser.clone().saying("sec-fetch-site", "cross-site");
                    let answer = elsewhere.post(&path, &[]).await;
                    assert_eq!(answer.status.as_u16(), 403, "{route} from another site");
                }
            }
            // A program shows its token; a browser's cookie alone opens nothing.
            for route in programs.iter().filter(|route| route.method == "POST") {
                let mut browser = malee.browser().await.clone();
                let answer = browser.post_raw(&filled(&route.path), b"{}".to_vec()).await;
                assert_eq!(answer.status.as_u16(), 403, "{route} by a cookie");
            }
        }
    }
}
