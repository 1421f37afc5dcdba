//! What stands around the content of every page: who reads it, where they are, what holds for all.

use areas::AreaCode;
use http::HeaderMap;
use http::header::HOST;
use i18n::Language;

use super::page::Page;
use crate::access::SignedIn;
use crate::accounts::model::PositionNotice;
use crate::incidents::model::Incident;
use crate::news::memory::{self, OnEveryPage};

impl Page {
    pub fn who(&self) -> Option<&SignedIn> {
        self.cx.signed_in()
    }

    /// Whether this volunteer has still to be told what their position is used for.
    pub fn asks_for_position(&self) -> bool {
        self.who()
            .is_some_and(|who| who.account.position_notice == PositionNotice::NotYetRead)
    }

    /// Whether the list of requests answers this person.
    pub fn works(&self) -> bool {
        self.who().is_some_and(SignedIn::works)
    }

    /// Whether a board of an area is theirs to look at.
    pub fn has_board(&self) -> bool {
        self.who()
            .is_some_and(|who| crate::board::actions::home(who).is_some())
    }

    pub fn languages(&self) -> &'static [Language] {
        &Language::ALL
    }

    /// This page in another language.
    pub fn in_language(&self, language: &Language) -> String {
        let mut query = self.query.only(|name| name != "lang");
        query.set("lang", language.code());
        format!("{}?{}", self.path, query.to_query())
    }

    /// A path as an address that others can be given.
    pub fn whole_address(&self, headers: &HeaderMap, path: &str) -> String {
        if let Some(url) = &self.app.settings.public_url {
            return format!("{}{path}", url.as_str());
        }
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let scheme = if self.client.secure { "https" } else { "http" };
        format!("{scheme}://{}{path}", host.unwrap_or("localhost"))
    }

    /// Which of the four tabs this page belongs to.
    pub fn is_tab(&self, beginning: &str) -> bool {
        self.path == beginning || self.path.starts_with(&format!("{beginning}/"))
    }

    /// The incident that stands at the top: the newest real one.
    pub fn incident(&self) -> Option<&Incident> {
        self.incidents.first()
    }

    /// The open practice incidents, for the banner.
    pub fn practice(&self) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.practice)
    }

    /// The pinned emergencies for the country, where this person is, and where the incident is. Asks no
    /// database: they stand on the page of a failure as well.
    pub fn emergencies(&self) -> OnEveryPage {
        let mut places = Vec::new();
        if let Some(incident) = self.incident() {
            places.extend_from_slice(&incident.areas);
        }
        if let Some(who) = self.who() {
            // Whose place is known is not told what happens at the other end of the country.
            places.retain(|area| *area != AreaCode::COUNTRY);
            places.extend([who.home(), who.account.area]);
        } else if places.is_empty() {
            places.push(AreaCode::COUNTRY);
        }
        memory::on_every_page(&self.app, &places, self.cx.now)
    }
}
