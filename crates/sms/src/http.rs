//! A gateway reached by HTTP, as the operator's templates describe it.

use crate::answer::{Private, StatusRange, judge};
use crate::config::is_this_machine;
use crate::template::{Filling, Template};
use crate::{ConfigFault, HttpMethod, HttpTemplate, Sent, SmsConfig, SmsError, SuccessTest};
use contact::PhoneNumber;
use md5::{Digest, Md5};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

/// Templates with their secrets in place, and the connections kept open.
pub struct HttpGateway {
    client: reqwest::Client,
    method: reqwest::Method,
    url: Template,
    headers: Vec<(HeaderName, Template)>,
    basic_auth: Option<(Template, Template)>,
    body: Option<Template>,
    checksum: Option<Template>,
    sender: String,
    timeout: Duration,
    expected: StatusRange,
    success: SuccessTest,
    reference: Option<String>,
    secrets: Vec<String>,
}

/// Answers are a few hundred bytes; what comes beyond is not read.
const LONGEST_ANSWER: usize = 64 * 1024;

impl HttpGateway {
    /// # Errors
    /// Everything that is wrong at once, missing secrets included.
    pub(crate) fn build(
        template: &HttpTemplate,
        secret: &dyn Fn(&str) -> Option<String>,
    ) -> Result<HttpGateway, Vec<ConfigFault>> {
        let mut faults = SmsConfig::Http(Box::new(template.clone())).check();
        if !faults.is_empty() {
            return Err(faults);
        }
        let secrets = RefCell::new(Vec::new());
        let asked = |name: &str| {
            let value = secret(name)?;
            secrets.borrow_mut().push(value.clone());
            Some(value)
        };
        let mut parse = |at: &str, text: &str| read(at, text, &asked, &mut faults);
        let url = parse("url", &template.url);
        let body = template.body.as_ref().map(|text| parse("body", text));
        let checksum = template
            .checksum
            .as_ref()
            .map(|text| parse("checksum", text));
        let basic_auth = template.basic_auth.as_ref().map(|auth| {
            (
                parse("basic_auth.user", &auth.user),
                parse("basic_auth.password", &auth.password),
            )
        });
        let headers: Vec<(&String, Template)> = template
            .headers
            .iter()
            .map(|(name, text)| (name, parse(&format!("headers.{name}"), text)))
            .collect();
        let headers = named(headers, &mut faults);
        let expected = StatusRange::parse(&template.success.status)
            .map_err(|why| faults.push(ConfigFault::new("success.status", why)));
        let client = client(template).map_err(|fault| faults.push(fault));
        match (client, expected) {
            (Ok(client), Ok(expected)) if faults.is_empty() => Ok(HttpGateway {
                client,
                method: method(template.method),
                url,
                headers,
                basic_auth,
                body,
                checksum,
                sender: template.sender.clone(),
                timeout: Duration::from_secs(template.timeout_seconds),
                expected,
                success: template.success.clone(),
                reference: template.reference.clone(),
                secrets: secrets.into_inner(),
            }),
            _ => Err(faults),
        }
    }

    pub(crate) async fn send(&self, to: &PhoneNumber, text: &str) -> Result<Sent, SmsError> {
        let request = self.request(to, text)?;
        let mut response = self
            .client
            .execute(request)
            .await
            .map_err(|err| self.failed(err))?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|err| self.failed(err))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                body.truncate(LONGEST_ANSWER);
                break;
            }
        }
        let private = Private {
            text: text.to_owned(),
            secrets: self.secrets.clone(),
        };
        judge(
            status,
            &body,
            self.expected,
            &self.success,
            self.reference.as_deref(),
            &private,
        )
    }

    fn request(&self, to: &PhoneNumber, text: &str) -> Result<reqwest::Request, SmsError> {
        let mut filling = Filling {
            to,
            text,
            sender: &self.sender,
            checksum: "",
        };
        let checksum = self
            .checksum
            .as_ref()
            .map(|template| md5_hex(&template.fill(&filling)));
        filling.checksum = checksum.as_deref().unwrap_or_default();
        let mut headers = HeaderMap::new();
        for (name, template) in &self.headers {
            let value = HeaderValue::from_str(&template.fill(&filling)).map_err(|_| {
                SmsError::Unavailable {
                    why: format!("the header {name} cannot be written"),
                }
            })?;
            headers.insert(name, value);
        }
        let mut request = self
            .client
            .request(self.method.clone(), self.url.fill(&filling))
            .headers(headers);
        if let Some((user, password)) = &self.basic_auth {
            request = request.basic_auth(user.fill(&filling), Some(password.fill(&filling)));
        }
        if let Some(body) = &self.body {
            request = request.body(body.fill(&filling));
        }
        request
            .build()
            .map_err(|err| SmsError::unavailable(err.without_url()))
    }

    /// The address may hold number, text and key, so it is cut from every error.
    fn failed(&self, err: reqwest::Error) -> SmsError {
        if err.is_timeout() {
            SmsError::TimedOut {
                after: self.timeout,
            }
        } else {
            SmsError::unavailable(err.without_url())
        }
    }
}

impl fmt::Debug for HttpGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpGateway")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

fn read(
    at: &str,
    text: &str,
    secret: &dyn Fn(&str) -> Option<String>,
    faults: &mut Vec<ConfigFault>,
) -> Template {
    let read = Template::parse(text)
        .map_err(|name| vec![format!("{name} is no placeholder")])
        .and_then(|template| {
            template.with_secrets(secret).map_err(|missing| {
                missing
                    .iter()
                    .map(|name| format!("the secret {name} has no value"))
                    .collect()
            })
        });
    read.unwrap_or_else(|whys| {
        faults.extend(whys.into_iter().map(|why| ConfigFault::new(at, why)));
        Template::empty()
    })
}

fn named(
    headers: Vec<(&String, Template)>,
    faults: &mut Vec<ConfigFault>,
) -> Vec<(HeaderName, Template)> {
    let mut named = Vec::new();
    for (name, template) in headers {
        match name.parse::<HeaderName>() {
            Ok(header) => named.push((header, template)),
            Err(_) => faults.push(ConfigFault::new(
                "headers",
                format!("{name:?} is no name of a header"),
            )),
        }
    }
    named
}

fn client(template: &HttpTemplate) -> Result<reqwest::Client, ConfigFault> {
    // One provider for the whole process; where another part was first, this changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent("jitasa")
        .timeout(Duration::from_secs(template.timeout_seconds))
        // A redirect would carry number, text and key to whom the operator did not name.
        .redirect(reqwest::redirect::Policy::none());
    let url = template.parsed_url();
    if url.as_ref().is_some_and(is_this_machine) {
        builder = builder.no_proxy();
    }
    if url.is_some_and(|url| url.scheme() == "http") {
        // Without this, a system that has no list of authorities could not even send unencrypted.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|err| {
        let why = SmsError::causes(err);
        let help = "is the system's list of certificate authorities there (package \
                    ca-certificates, or SSL_CERT_FILE)?";
        ConfigFault::new(
            "url",
            format!("no HTTPS connection can be prepared: {why}; {help}"),
        )
    })
}

fn method(method: HttpMethod) -> reqwest::Method {
    match method {
        HttpMethod::Get => reqwest::Method::GET,
        HttpMethod::Post => reqwest::Method::POST,
        HttpMethod::Put => reqwest::Method::PUT,
    }
}

fn md5_hex(text: &str) -> String {
    Md5::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
