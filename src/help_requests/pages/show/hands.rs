//! Into whose hands a case may go: referral, transfer, duplicates, and what an admin sees of time.

use jiff::Timestamp;

use super::Show;
use crate::access::Ground;
use crate::areas::typed as area_typed;
use crate::help_requests::actions::beside::Proposal;
use crate::help_requests::actions::merge;
use crate::help_requests::model::{Offer, Progress, ReferredTo, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::merge::proposes_first;
use crate::help_requests::rules::referral::Reason;
use crate::help_requests::rules::timing;
use crate::help_requests::store::duplicates::Pair;
use crate::organisations::model::Tie;

/// A transfer that waits for an answer, as this person sees it.
pub(super) struct TransferShown {
    pub words: String,
    pub may_accept: bool,
}

impl Show<'_> {
    /// Whether it was this form of the page that was sent and refused.
    pub(super) fn sent(&self, deed: &str) -> bool {
        self.deed == Some(deed)
    }

    pub(super) fn offer(&self) -> Option<Offer> {
        self.seen.request.offered_now(self.page.cx.now)
    }

    pub(super) fn offered_to_me(&self) -> bool {
        self.offer()
            .is_some_and(|offer| self.page.cx.account() == Some(offer.to))
    }

    pub(super) fn referred(&self) -> Option<(String, &Timestamp, Option<&Timestamp>)> {
        let Progress::Referred(referral) = &self.seen.request.progress else {
            return None;
        };
        let to = self.seen.referred_to(referral.to, self.page.language());
        Some((to, &referral.at, referral.acknowledged_at.as_ref()))
    }

    pub(super) fn unacknowledged(&self) -> bool {
        matches!(&self.seen.request.progress, Progress::Referred(referral)
            if referral.acknowledged_at.is_none())
    }

    pub(super) fn answers_for_referral(&self) -> bool {
        let (Progress::Referred(referral), Some(who)) =
            (&self.seen.request.progress, self.page.who())
        else {
            return false;
        };
        match referral.to {
            ReferredTo::Organisation(id) => who.is_officer_of(id),
            ReferredTo::Area(area) => who.is_admin_of(area),
        }
    }

    pub(super) fn transfer(&self) -> Option<TransferShown> {
        let transfer = self.seen.request.transfer?;
        let who = self.page.who()?;
        self.seen.request.held_now(&self.page.cx.now)?;
        let team = self.seen.teams.get(&transfer.to);
        let team = team.map(|team| team.name.as_str()).unwrap_or_default();
        let of_team = who.teams().contains(&transfer.to);
        let holds = matches!(self.seen.ground, Some(Ground::Holder | Ground::Team));
        if !of_team && !holds {
            return None;
        }
        let (key, may_accept) = if transfer.by_holder {
            ("show-transfer-offered", of_team)
        } else {
            ("show-transfer-wanted", holds)
        };
        let words = match key {
            "show-transfer-offered" => self.page.say("show-transfer-offered", "team", team),
            _ => self.page.say("show-transfer-wanted", "team", team),
        };
        Some(TransferShown { words, may_accept })
    }

    pub(super) fn waits(&self) -> bool {
        matches!(self.state(), State::Waiting | State::Referred)
    }

    pub(super) fn still_asked(&self) -> bool {
        self.waits() && self.seen.request.still_asked_at.is_some()
    }

    pub(super) fn may_expire(&self) -> bool {
        timing::may_expire(&self.seen.request, self.page.cx.now).is_ok()
    }

    /// Closed by a volunteer and not confirmed: shown as such.
    pub(super) fn unconfirmed(&self) -> Option<String> {
        let closed = matches!(
            self.seen.request.progress,
            Progress::Helped { .. } | Progress::Unreachable | Progress::FalseReport
        );
        closed.then(|| self.page.t("show-unconfirmed"))
    }

    pub(super) fn may_refer(&self) -> bool {
        let ground = matches!(
            self.seen.ground,
            Some(
                Ground::AreaAdmin
                    | Ground::Holder
                    | Ground::Team
                    | Ground::Officer
                    | Ground::ReferredArea
                    | Ground::Desk
            )
        );
        ground && self.state().is_open()
    }

    pub(super) fn may_sort(&self) -> bool {
        let who = self.page.who();
        who.is_some_and(|who| merge::may_sort(who, &self.seen.request))
    }

    pub(super) fn may_pass_on(&self) -> bool {
        self.state().is_open()
            && (self.may_refer() || self.may_sort() || !self.transfer_teams().is_empty())
    }

    pub(super) fn reason_choices(&self) -> Vec<(String, String)> {
        let reasons = Reason::ALL.iter();
        reasons
            .map(|reason| (reason.code().to_owned(), self.page.t(reason.label())))
            .collect()
    }

    /// The organisations that work there, but for those it was sent to before.
    pub(super) fn organisations(&self) -> Vec<(String, String)> {
        let before = &self.seen.request.referred_before;
        let fits = |id| !before.contains(&ReferredTo::Organisation(id));
        let language = self.page.language();
        let all = self.beside.organisations.iter();
        all.filter(|organisation| fits(organisation.id))
            .map(|one| (one.id.to_string(), one.names.get(language).to_owned()))
            .collect()
    }

    pub(super) fn area_choices(&self) -> Vec<(String, String)> {
        let typed = area_typed::read(&self.form.typed, None);
        area_typed::choices(self.page.language(), &typed)
    }

    /// The holder chooses among the teams there; somebody else asks for one of their own.
    pub(super) fn transfer_teams(&self) -> Vec<(String, String)> {
        if self.seen.request.held_now(&self.page.cx.now).is_none() {
            return Vec::new();
        }
        let held = self.seen.request.progress.helper();
        let holder = held.and_then(|helper| helper.team);
        if self.holds() {
            let teams = self.beside.teams.iter();
            return teams
                .filter(|team| Some(team.id) != holder)
                .map(|team| (team.id.to_string(), team.name.clone()))
                .collect();
        }
        let Some(who) = self.page.who() else {
            return Vec::new();
        };
        who.memberships
            .iter()
            .filter_map(|membership| match &membership.tie {
                Tie::Member { team, name, .. } if Some(*team) != holder => {
                    Some((team.to_string(), name.clone()))
                }
                _ => None,
            })
            .collect()
    }

    /// The number somebody typed, where it led here.
    pub(super) fn came_from(&self) -> Option<String> {
        let from: Reference = self.page.query.value("from").parse().ok()?;
        Some(from.as_str().to_owned())
    }

    pub(super) fn shared(&self, pair: &Pair) -> Vec<String> {
        let reasons = pair.reasons.iter();
        reasons
            .filter_map(|code| {
                Some(
                    self.page
                        .t(crate::help_requests::pages::duplicates::said(code)?),
                )
            })
            .collect()
    }

    /// Which of a proposed pair is kept.
    pub(super) fn kept(&self, proposal: &Proposal) -> &str {
        let own = &self.seen.request;
        if proposes_first(own, &proposal.other, self.page.cx.now) {
            self.seen.request.reference.as_str()
        } else {
            // The template owns the proposal as long as the page.
            self.beside
                .proposals
                .iter()
                .find(|one| one.other.id == proposal.other.id)
                .map_or("", |one| one.other.reference.as_str())
        }
    }

    pub(super) fn put_away(&self, proposal: &Proposal) -> String {
        let own = &self.seen.request;
        if proposes_first(own, &proposal.other, self.page.cx.now) {
            proposal.other.reference.as_str().to_owned()
        } else {
            own.reference.as_str().to_owned()
        }
    }
}
