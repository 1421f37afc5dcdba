//! How the sick are, in the reader's words.

use super::Show;
use crate::access::Ground;
use crate::clock;
use crate::help_requests::pages::sick;
use crate::help_requests::store::health::Seen;
use crate::incidents::preset::{Colour, Role};

impl Show<'_> {
    /// Whether the kind is one of illness, and this person has a ground to know.
    pub(super) fn looks_at_the_sick(&self) -> bool {
        let kind = self.incident.preset.kind(&self.seen.request.kind);
        kind.is_some_and(|kind| kind.triage)
            && self.seen.ground.is_some_and(|ground| ground != Ground::Own)
    }

    pub(super) fn sets_medic_status(&self) -> bool {
        let area = self.seen.request.area;
        self.page
            .who()
            .is_some_and(|who| who.volunteers_as(Role::Medical, area) || who.is_admin_of(area))
    }

    pub(super) fn signs(&self) -> Vec<(String, String)> {
        sick::signs(self.page, self.incident)
    }

    pub(super) fn medic_statuses(&self) -> Vec<(String, String)> {
        let language = self.page.language();
        let statuses = self.incident.preset.medic_statuses.iter();
        statuses
            .map(|one| (one.code.clone(), one.labels.get(language).to_owned()))
            .collect()
    }

    pub(super) fn colour_words(&self, colour: &Colour) -> String {
        let rule = self.incident.preset.triage.of(*colour);
        let words = rule.map(|rule| rule.labels.get(self.page.language()));
        words.unwrap_or_default().to_owned()
    }

    pub(super) fn colour_hint(&self, colour: &Colour) -> String {
        let rule = self.incident.preset.triage.of(*colour);
        let words = rule.map(|rule| rule.hint.get(self.page.language()));
        words.unwrap_or_default().to_owned()
    }

    pub(super) fn measures(&self, seen: &Seen) -> String {
        sick::measures(self.page, self.incident, seen)
    }

    pub(super) fn alarm_words(&self, seen: &Seen) -> Vec<String> {
        sick::alarms(self.page, self.incident, seen)
    }

    pub(super) fn checked_daily(&self) -> bool {
        let kind = self.incident.preset.kind(&self.seen.request.kind);
        kind.is_some_and(|kind| kind.daily_checks)
    }

    pub(super) fn checked_today(&self) -> bool {
        let today = clock::day(self.page.cx.now);
        let newest = self.beside.checks.first();
        newest.is_some_and(|check| clock::day(check.at) == today)
    }

    /// Colour, medic status, how far it has risen, and where it comes from: (look, words).
    pub(super) fn marks(&self) -> Vec<(&'static str, String)> {
        let request = &self.seen.request;
        let mut marks = Vec::new();
        if let Some(colour) = &request.colour {
            marks.push((colour.code(), self.colour_words(colour)));
        }
        if let Some(status) = &request.medic_status {
            let statuses = &self.incident.preset.medic_statuses;
            let words = statuses.label(status.as_str(), self.page.language());
            marks.push(("", words.to_owned()));
        }
        if request.escalation > 0 && self.state().is_open() {
            marks.push(("risen", self.page.t(risen_to(request.escalation))));
        }
        if let Some(source) = &request.source {
            marks.push(("", self.page.say("show-source", "source", source.as_str())));
        }
        marks
    }
}

/// How far up a case has risen, as a message key.
pub fn risen_to(escalation: u8) -> &'static str {
    match escalation {
        1 => "risen-district",
        2 => "risen-province",
        _ => "risen-country",
    }
}
