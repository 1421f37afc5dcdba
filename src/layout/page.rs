//! A page being made for somebody: their language, their rights, the words and times as they read
//! them, the cookies to go along.

use std::sync::Arc;

use areas::AreaCode;
use askama::Template;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use i18n::Language;
use jiff::Timestamp;
use web::{Message, Typed, cookies, csrf, flash};

use super::away::FromMemory;
use super::failure::Failure;
use super::form::Told;
use super::headers::{Client, client};
use super::keepable;
use crate::access::{Actor, Cx};
use crate::accounts::actions::sign_in;
use crate::app::App;
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::{incidents, notifications};

/// The cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "jitasa_session";
const LANGUAGE_COOKIE: &str = "jitasa_lang";
const A_YEAR: i64 = 365 * 24 * 3600;

pub struct Page {
    pub app: App,
    pub cx: Cx,
    pub path: String,
    pub query: Typed,
    pub client: Client,
    pub incidents: Arc<Vec<Incident>>,
    pub unread: i64,
    /// While the database is away: all that stands here is from memory, as it was then.
    pub as_of: Option<Timestamp>,
    flash: Option<String>,
    csrf_cookie: String,
    cookies: Vec<String>,
}

impl FromRequestParts<App> for Page {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Page, Failure> {
        Page::of(parts, app).await.map_err(Failure::from)
    }
}

impl OptionalFromRequestParts<App> for Page {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Page>, Failure> {
        Ok(Page::of(parts, app).await.ok())
    }
}

impl Page {
    pub(super) async fn of(parts: &Parts, app: &App) -> Result<Page, Error> {
        let now = app.clock.now();
        if let Some(FromMemory(as_of)) = parts.extensions.get() {
            let mut page = Page::without_database(parts, app);
            page.incidents = Arc::new(incidents::actions::open_as_known(app, now));
            page.as_of = Some(*as_of);
            return Ok(page);
        }
        let actor = match token(&parts.headers) {
            Some(token) => sign_in::resolve(app, token, now).await?,
            None => Actor::Visitor,
        };
        let incidents = Arc::new(incidents::actions::open(app, now).await?);
        let unread = match &actor {
            Actor::SignedIn(who) => notifications::unread(app, who.account.id).await?,
            Actor::Visitor | Actor::Phone(..) => 0,
        };
        Ok(Page::standing(parts, app, now, actor, incidents, unread))
    }

    /// While the database is away nobody is known; a page to tell that there is all the same.
    pub(super) fn without_database(parts: &Parts, app: &App) -> Page {
        let now = app.clock.now();
        Page::standing(parts, app, now, Actor::Visitor, Arc::default(), 0)
    }

    fn standing(
        parts: &Parts,
        app: &App,
        now: Timestamp,
        actor: Actor,
        incidents: Arc<Vec<Incident>>,
        unread: i64,
    ) -> Page {
        let client = client(parts, &app.settings);
        let query =
            Typed::read(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let mut cookies = Vec::new();
        let language = language(&parts.headers, &query, &actor);
        if query.value("lang").parse::<Language>().is_ok() {
            let code = language.code();
            cookies.push(cookies::write(
                LANGUAGE_COOKIE,
                code,
                Some(A_YEAR),
                client.secure,
            ));
        }
        let csrf_cookie = match cookies::read(&parts.headers, csrf::COOKIE) {
            Some(value) if !value.is_empty() => value.to_owned(),
            _ => {
                let value = vault::random_token();
                cookies.push(cookies::write(
                    csrf::COOKIE,
                    &value,
                    Some(A_YEAR),
                    client.secure,
                ));
                value
            }
        };
        let flash = cookies::read(&parts.headers, flash::COOKIE).filter(|key| flash::is_key(key));
        if flash.is_some() {
            cookies.push(cookies::forget(flash::COOKIE, client.secure));
        }
        let cx = Cx {
            actor,
            now,
            language,
            request_id: client.request_id.clone(),
        };
        Page {
            app: app.clone(),
            path: parts.uri.path().to_owned(),
            flash: flash.map(str::to_owned),
            cx,
            query,
            client,
            incidents,
            unread,
            as_of: None,
            csrf_cookie,
            cookies,
        }
    }

    /// The page as a visitor sees it, whoever asks: the frame of what a phone may keep for everybody.
    pub fn for_everybody(mut self) -> Page {
        self.cx.actor = Actor::Visitor;
        self.unread = 0;
        self
    }

    // What templates say.

    pub fn language_ref(&self) -> &Language {
        &self.cx.language
    }

    pub fn language(&self) -> Language {
        self.cx.language
    }

    pub fn t(&self, key: &str) -> String {
        i18n::text(self.cx.language, key)
    }

    /// A message with one argument.
    pub fn say(&self, key: &str, name: &str, value: impl Told) -> String {
        i18n::say(self.cx.language, key, &[(name, value.told())])
    }

    pub fn message(&self, message: &Message) -> String {
        crate::layout::failure::say(self.cx.language, message)
    }

    /// Date and time as the reader writes them.
    pub fn date_time(&self, at: &Timestamp) -> String {
        i18n::date::date_time(self.cx.language, *at)
    }

    pub fn date(&self, day: &jiff::civil::Date) -> String {
        i18n::date::to_date(self.cx.language, *day)
    }

    pub fn clock_time(&self, at: &Timestamp) -> String {
        i18n::date::clock_time(self.cx.language, *at)
    }

    pub fn ago(&self, at: &Timestamp) -> String {
        i18n::date::ago(self.cx.language, *at, self.cx.now)
    }

    pub fn number(&self, n: &i64) -> String {
        i18n::number(self.cx.language, *n)
    }

    pub fn area(&self, area: &AreaCode) -> String {
        crate::areas::name(self.cx.language, *area)
    }

    pub fn area_alone(&self, area: &AreaCode) -> String {
        crate::areas::short_name(self.cx.language, *area)
    }

    pub fn icon(&self, name: &str) -> &'static str {
        assets::icon(name)
    }

    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    // Sent once, kept by cookies.

    pub fn flash(&self) -> Option<String> {
        self.flash.as_ref().map(|key| self.t(key))
    }

    pub fn csrf(&self) -> String {
        csrf::token(&csrf_key(&self.app), &self.csrf_cookie)
    }

    pub(super) fn csrf_fits(&self, sent: &str) -> bool {
        csrf::fits(&csrf_key(&self.app), &self.csrf_cookie, sent)
    }

    // Answers.

    pub fn render(&self, template: &impl Template) -> Result<Response, Failure> {
        self.render_as(StatusCode::OK, template)
    }

    /// The page again with what was typed and what is amiss.
    pub fn refuse(&self, template: &impl Template) -> Result<Response, Failure> {
        self.render_as(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    fn is_the_same_for_everybody(&self) -> bool {
        self.who().is_none() && self.flash.is_none() && keepable::is_public(&self.path)
    }

    pub fn render_as(
        &self,
        status: StatusCode,
        template: &impl Template,
    ) -> Result<Response, Failure> {
        let html = template
            .render()
            .map_err(|err| Error::fault("rendering a page", err))?;
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::OK && self.is_the_same_for_everybody() {
            headers.insert(keepable::PUBLIC, HeaderValue::from_static("1"));
        }
        add_cookies(headers, &self.cookies);
        Ok(response)
    }

    /// On to another page, after something was done.
    pub fn to(&self, url: &str) -> Response {
        let mut response = Redirect::to(url).into_response();
        let kept = self
            .cookies
            .iter()
            .filter(|line| !line.starts_with(flash::COOKIE));
        add_cookies(response.headers_mut(), kept);
        response
    }

    /// On to another page, which says a sentence once.
    pub fn to_saying(&self, url: &str, key: &'static str) -> Response {
        let mut response = self.to(url);
        let line = cookies::write(flash::COOKIE, key, Some(60), self.client.secure);
        add_cookies(response.headers_mut(), [&line]);
        response
    }

    /// Keeps a session in the browser along with an answer.
    pub fn keep_session(&self, mut response: Response, token: &str, remembered: bool) -> Response {
        let days = i64::from(self.app.settings.session_absolute_days);
        let seconds = remembered.then_some(days * 24 * 3600);
        let line = cookies::write(SESSION_COOKIE, token, seconds, self.client.secure);
        add_cookies(response.headers_mut(), [&line]);
        response
    }

    pub fn forget_session(&self, mut response: Response) -> Response {
        let line = cookies::forget(SESSION_COOKIE, self.client.secure);
        add_cookies(response.headers_mut(), [&line]);
        response
    }
}

fn add_cookies<'a>(headers: &mut HeaderMap, lines: impl IntoIterator<Item = &'a String>) {
    for line in lines {
        if let Ok(value) = HeaderValue::from_str(line) {
            headers.append(SET_COOKIE, value);
        }
    }
}

fn csrf_key(app: &App) -> [u8; 32] {
    app.vault.lookup("csrf", b"")
}

/// The token of a program (`Authorization: Bearer`) or of a browser (cookie).
fn token(headers: &HeaderMap) -> Option<&str> {
    bearer(headers)
        .or_else(|| cookies::read(headers, SESSION_COOKIE))
        .filter(|token| !token.is_empty())
}

/// The token of a program.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(http::header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Chosen now, chosen before, set in the profile, asked for by the browser, or Thai. What a program
/// asks for goes before the profile.
pub fn language(headers: &HeaderMap, query: &Typed, actor: &Actor) -> Language {
    let chosen = query.value("lang").parse().ok();
    let before = || cookies::read(headers, LANGUAGE_COOKIE).and_then(|code| code.parse().ok());
    let profile = || match actor {
        Actor::SignedIn(who) => Some(who.account.language),
        _ => None,
    };
    let browser = || {
        let header = headers.get(http::header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    let program = || bearer(headers).and_then(|_| browser());
    chosen
        .or_else(before)
        .or_else(program)
        .or_else(profile)
        .or_else(browser)
        .unwrap_or_default()
}
