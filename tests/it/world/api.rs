//! A program that speaks JSON with the site.

use axum::Router;
use axum::body::Body;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tower::ServiceExt as _;

#[derive(Clone)]
pub struct Api {
    site: Router,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

/// What came back; `json` is null when the body was empty or no JSON.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub json: Value,
    pub headers: HeaderMap,
}

impl Answer {
    #[track_caller]
    pub fn is(&self, status: u16) -> &Answer {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.json);
        self
    }

    /// The text at a pointer such as `/items/0/reference`.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> &str {
        let found = self.json.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {pointer}: {:#}", self.json))
    }

    /// The `type` of a problem+json answer, without its beginning.
    #[track_caller]
    pub fn problem(&self) -> &str {
        let kind = self.headers.get(CONTENT_TYPE);
        let told = kind.is_some_and(|kind| kind == "application/problem+json");
        assert!(told, "no problem+json but {kind:?}: {:#}", self.json);
        self.text("/type").trim_start_matches("/problems/")
    }
}

impl Api {
    pub(super) fn new(site: Router, token: Option<String>) -> Api {
        Api {
            site,
            token,
            headers: Vec::new(),
        }
    }

    /// Sends this header along with everything from now on, such as `Idempotency-Key`.
    pub fn saying(mut self, name: &str, value: &str) -> Api {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string())).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body.to_string())).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string())).await
    }

    /// Sends a body that may be no JSON at all.
    pub async fn post_raw(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, Some(body.to_owned())).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(ACCEPT, "application/json");
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Body::from(body.unwrap_or_default()))
            .expect("a request");
        let answer = self.site.clone().oneshot(request).await;
        let (parts, body) = answer.unwrap_or_else(|never| match never {}).into_parts();
        // What happens live has no end to wait for.
        let bytes = match parts.headers.get(CONTENT_TYPE) == Some(&super::browser::LIVE) {
            true => axum::body::Bytes::new(),
            false => axum::body::to_bytes(body, usize::MAX)
                .await
                .expect("a whole body"),
        };
        Answer {
            status: parts.status,
            json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            headers: parts.headers,
        }
    }
}
