//! A small browser: it keeps cookies, and sends back the token of the page it shows. A page with an
//! untranslated mark, or a fault of the program, fails the test at once.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use http::{Method, Request};
use tower::ServiceExt as _;
use web::Typed;

use super::page::Page;

/// What has no end.
pub(super) const LIVE: http::HeaderValue = http::HeaderValue::from_static("text/event-stream");

#[derive(Clone)]
pub struct Browser {
    site: Router,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    csrf: Option<String>,
}

impl Browser {
    pub(super) fn new(site: Router) -> Browser {
        Browser {
            site,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            csrf: None,
        }
    }

    /// The same browser at another site, with the cookies it has.
    pub fn at(mut self, site: Router) -> Browser {
        self.site = site;
        self
    }

    /// Sends this header along with everything from now on.
    pub fn saying(mut self, name: &str, value: &str) -> Browser {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// As if the browser had lost, or somebody had changed, a cookie.
    pub fn set_cookie(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
            None => {
                self.cookies.remove(name);
            }
        }
    }

    /// The token of the page shown last.
    pub fn csrf(&self) -> &str {
        self.csrf.as_deref().unwrap_or_default()
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, Vec::new()).await
    }

    /// Goes to an address and on wherever it leads.
    pub async fn visit(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        for _ in 0..5 {
            let Some(next) = page.location.clone() else {
                return page;
            };
            page = self.get(&next).await;
        }
        panic!("{path} leads round and round");
    }

    /// Sends a form with the token of the page shown last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf.clone().unwrap_or_default();
        let mut all = vec![(web::csrf::FIELD, token.as_str())];
        all.extend_from_slice(fields);
        self.post_raw(path, Typed::from_pairs(all).to_query().into_bytes())
            .await
    }

    /// Sends a form and goes on wherever the answer leads.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.post(path, fields).await;
        match page.location.clone() {
            Some(next) => self.visit(&next).await,
            None => page,
        }
    }

    /// Sends any bytes as a form.
    pub async fn post_raw(&mut self, path: &str, body: Vec<u8>) -> Page {
        self.send(Method::POST, path, body).await
    }

    /// Sends a form with a file and the token of the page shown last.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Page {
        let edge = "----------edge-of-a-part";
        let token = self.csrf.clone().unwrap_or_default();
        let mut body = Vec::new();
        for (name, value) in [(web::csrf::FIELD, token.as_str())].iter().chain(fields) {
            let head = format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n");
            body.extend(format!("{head}\r\n{value}\r\n").into_bytes());
        }
        let (name, bytes) = file;
        let head = format!("form-data; name=\"file\"; filename=\"{name}\"");
        body.extend(format!("--{edge}\r\nContent-Disposition: {head}\r\n\r\n").into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{edge}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={edge}");
        self.send_as(Method::POST, path, body, &kind).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Vec<u8>) -> Page {
        let kind = "application/x-www-form-urlencoded";
        self.send_as(method, path, body, kind).await
    }

    async fn send_as(&mut self, method: Method, path: &str, body: Vec<u8>, kind: &str) -> Page {
        let told = format!("{method} {path}");
        let mut request = Request::builder().method(&method).uri(path);
        if method == Method::POST {
            request = request.header(CONTENT_TYPE, kind);
        }
        if !self.cookies.is_empty() {
            let line: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(COOKIE, line.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Body::from(body))
            .unwrap_or_else(|err| panic!("{told}: {err}"));
        let answer = self.site.clone().oneshot(request).await;
        let (parts, body) = answer.unwrap_or_else(|never| match never {}).into_parts();
        // What happens live has no end to wait for.
        let is_live = parts.headers.get(CONTENT_TYPE) == Some(&LIVE);
        let body = match is_live {
            true => Body::empty(),
            false => body,
        };
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a whole body");
        for line in parts.headers.get_all(SET_COOKIE) {
            self.keep(line.to_str().expect("a cookie"));
        }
        let is_html = parts
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let page = if is_html || !body.contains(&0) && std::str::from_utf8(&body).is_ok() {
            Page::new(parts.status, parts.headers, &body)
        } else {
            Page::new(parts.status, parts.headers, b"")
        };
        let fine = page.status.as_u16() != 500;
        assert!(fine, "{told} met a fault:\n{}", page.text);
        if is_html {
            let marked = page.html.find('⟦').map(|at| &page.html[at..]);
            let marked: String = marked.unwrap_or_default().chars().take(60).collect();
            assert!(marked.is_empty(), "{told} is not translated: {marked}");
            let field = format!("name=\"{}\" value=\"", web::csrf::FIELD);
            if let Some(token) = page.between(&field, "\"") {
                self.csrf = Some(token.to_owned());
            }
        }
        page
    }

    fn keep(&mut self, line: &str) {
        let pair = line.split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').expect("a cookie has a name");
        if line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
