//! Who calls: a program with its token, or a page of ours with the browser's cookie.

use axum::extract::FromRequestParts;
use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method};
use web::{Problems, Typed, cookies, csrf};

use super::refused::NotRead;
use crate::access::{Actor, Cx};
use crate::accounts::actions::sign_in;
use crate::app::App;
use crate::error::Error;
use crate::layout::Failure;
use crate::layout::headers::{Client, client};
use crate::layout::page::{SESSION_COOKIE, bearer, language};

pub struct Caller {
    pub app: App,
    pub cx: Cx,
    pub client: Client,
    pub query: Typed,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, Failure> {
        Ok(Caller::of(parts, app).await?)
    }
}

impl Caller {
    /// A token that stands for nobody any more is refused, not overlooked: its owner would wonder
    /// why less can be seen than before.
    pub async fn of(parts: &Parts, app: &App) -> Result<Caller, Error> {
        let headers = &parts.headers;
        let now = app.clock.now();
        let program = bearer(headers);
        let browser = cookies::read(headers, SESSION_COOKIE).filter(|token| !token.is_empty());
        if program.is_none() && browser.is_some() && !safe(&parts.method) && !from_here(headers) {
            return Err(NotRead::NotFromHere.into());
        }
        let actor = match program.or(browser) {
            Some(token) => sign_in::resolve(app, token, now).await?,
            None => Actor::Visitor,
        };
        if program.is_some() && matches!(actor, Actor::Visitor) {
            return Err(Error::SignInNeeded);
        }
        let query = parts.uri.query().unwrap_or_default();
        let query = Typed::read(query.as_bytes()).map_err(|_| NotRead::BadAddress)?;
        let client = client(parts, &app.settings);
        let cx = Cx {
            language: language(headers, &query, &actor),
            actor,
            now,
            request_id: client.request_id.clone(),
        };
        Ok(Caller {
            app: app.clone(),
            cx,
            client,
            query,
        })
    }

    /// The same call by whoever a token given in the body stands for.
    pub async fn as_holder_of(&self, token: &str) -> Result<Cx, Error> {
        Ok(Cx {
            actor: sign_in::resolve(&self.app, token, self.cx.now).await?,
            ..self.cx.clone()
        })
    }

    /// Names in the query that the endpoint does not know.
    pub fn unknown_in_query(&self, known: &[&str]) -> Problems {
        let mut problems = Problems::default();
        for (name, _) in self.query.iter() {
            if name != "lang" && !known.contains(&name) {
                let shown: String = name.chars().take(60).collect();
                problems.add(shown, "api-unknown-field");
            }
        }
        problems
    }
}

fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the browser says that a page of ours sent this: a browser that knows `Sec-Fetch-Site`
/// always does, an older one names the origin.
fn from_here(headers: &HeaderMap) -> bool {
    if let Some(here) = csrf::same_site(headers) {
        return here;
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(ORIGIN), text(HOST)) else {
        return false;
    };
    origin
        .split_once("://")
        .is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_site_is_no_page_of_ours() {
        let cases: [(&[(&str, &str)], bool); 7] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://a.th"),
                    ("host", "a.th"),
                ],
                false,
            ),
            (&[("origin", "https://a.th"), ("host", "a.th")], true),
            (&[("origin", "https://b.th"), ("host", "a.th")], false),
            (&[("origin", "null"), ("host", "a.th")], false),
            (&[("host", "a.th")], false),
        ];
        for (sent, ours) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in sent {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(from_here(&headers), ours, "{sent:?}");
        }
    }
}
