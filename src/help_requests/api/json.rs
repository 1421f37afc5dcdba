//! A request as a program reads it. Names, phones, the exact place and free words are there only for
//! those with a ground; for others the fields are absent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::access::Cx;
use crate::api::json::PositionJson;
use crate::help_requests::actions::beside::Beside;
use crate::help_requests::actions::see::Seen;
use crate::help_requests::model::{Closing, HelpRequest, Particulars, Progress, ReferredTo};
use crate::help_requests::store::health;
use crate::incidents::model::Incident;

/// What anybody at work in the area sees of a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HelpRequest)]
pub struct HelpRequestJson {
    #[schema(example = "COV69-571121-0180")]
    pub reference: String,
    /// The incident's prefix.
    pub incident: String,
    pub kind: String,
    /// Area code.
    pub area: String,
    /// In the reader's language.
    pub area_name: String,
    pub headcount: u32,
    pub vulnerabilities: Vec<String>,
    /// Asked with a verified phone or by a volunteer, or confirmed by somebody at work there.
    pub verified: bool,
    pub practice: bool,
    pub has_position: bool,
    /// Points; the more, the sooner.
    pub urgency: i64,
    pub urgency_reasons: Vec<String>,
    pub asked_at: Timestamp,
    /// `waiting`, `taken`, `on_the_way`, `helping`, `helped`, `confirmed`, `cancelled`, `safe`, …
    pub state: &'static str,
    pub state_at: Timestamp,
    /// Until when a volunteer holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<Timestamp>,
    /// A code of the preset's outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// `green`, `yellow` or `red`, from the last triage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<&'static str>,
    /// A code of the preset's medic statuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medic_status: Option<String>,
    /// How many levels of admins it has risen; 0 to 3.
    pub escalation: u8,
    /// When the requester was asked whether they still wait, while they have not answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_asked_at: Option<Timestamp>,
    /// To whom it was given, while nobody has taken it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralJson>,
    /// The reference of the request it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// The outside list it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How far it is, to 100 m; in lists by distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
}

/// To whom a request was given: an organisation or an area.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Referral)]
pub struct ReferralJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    pub at: Timestamp,
    /// When they said that they have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
}

fn referral(request: &HelpRequest) -> Option<ReferralJson> {
    let Progress::Referred(referral) = &request.progress else {
        return None;
    };
    let (organisation, area) = match referral.to {
        ReferredTo::Organisation(id) => (Some(id.to_string()), None),
        ReferredTo::Area(area) => (None, Some(area.short())),
    };
    Some(ReferralJson {
        organisation,
        area,
        at: referral.at,
        acknowledged_at: referral.acknowledged_at,
    })
}

/// What was found when somebody looked at the sick.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HealthLook)]
pub struct LookJson {
    pub at: Timestamp,
    /// Codes of the preset's signs.
    pub signs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spo2: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spo2_after: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Of a triage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<&'static str>,
    /// Of a daily check: `low_oxygen`, `oxygen_drops`, `long_fever`, `sign:CODE`.
    pub alarms: Vec<String>,
    pub note: String,
}

fn look(seen: &health::Seen) -> LookJson {
    LookJson {
        at: seen.at,
        signs: seen.look.signs.clone(),
        temperature: seen.look.temperature_c,
        spo2: seen.look.spo2,
        spo2_after: seen.look.spo2_after,
        age: seen.look.age,
        colour: seen.colour.map(|colour| colour.code()),
        alarms: seen.alarms.iter().map(|alarm| alarm.code()).collect(),
        note: seen.look.note.clone(),
    }
}

/// A request that this one may repeat.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DuplicateProposal)]
pub struct ProposalJson {
    pub reference: String,
    /// Of 100.
    pub score: u8,
    /// What they share, such as `same_phone`, `near`, `like_name`.
    pub reasons: Vec<String>,
}

/// What people at work wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaseNote)]
pub struct NoteJson {
    pub at: Timestamp,
    /// `given`, `referred`, `sent_back`, `transfer`, `call`, `merge`.
    pub about: String,
    pub words: String,
}

/// One request with its history, and with what names people for those with a ground.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeenHelpRequest)]
pub struct SeenJson {
    #[serde(flatten)]
    pub request: HelpRequestJson,
    pub history: Vec<StepJson>,
    /// The team of whoever holds it or helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Why the fields below are shown: `own`, `holder`, `recorder` or `area_admin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<PositionJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub landmark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Answers to the fields of the kind, as stored text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<BTreeMap<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    /// The phone that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asker_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<&'static str>,
    /// The language to speak with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'static str>,
    /// What was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// References of the requests merged into this one.
    pub merged: Vec<String>,
    /// For those who sort duplicates out.
    pub proposals: Vec<ProposalJson>,
    /// The newest first.
    pub triages: Vec<LookJson>,
    /// The newest first.
    pub checks: Vec<LookJson>,
    pub notes: Vec<NoteJson>,
}

/// One step of the history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Step)]
pub struct StepJson {
    pub at: Timestamp,
    /// Such as `help_request.taken`.
    pub name: String,
}

pub fn request(cx: &Cx, incidents: &[Incident], request: &HelpRequest) -> HelpRequestJson {
    let incident = incidents.iter().find(|one| one.id == request.incident);
    HelpRequestJson {
        reference: request.reference.as_str().to_owned(),
        incident: incident.map_or_else(String::new, |one| one.prefix.as_str().to_owned()),
        kind: request.kind.clone(),
        area: request.area.short(),
        area_name: crate::areas::name(cx.language, request.area),
        headcount: u32::from(request.headcount.get()),
        vulnerabilities: request.vulnerabilities.clone(),
        verified: request.verified,
        practice: request.practice,
        has_position: request.has_pin,
        urgency: request.urgency,
        urgency_reasons: request.urgency_reasons.clone(),
        asked_at: request.asked_at,
        state: request.state_now(&cx.now).code(),
        state_at: request.state_at,
        lease_until: request.held_now(&cx.now).map(|held| held.lease_until),
        colour: request.colour.map(|colour| colour.code()),
        medic_status: request.medic_status.clone(),
        escalation: request.escalation,
        still_asked_at: request.still_asked_at,
        referral: referral(request),
        duplicate_of: match &request.progress {
            Progress::Duplicate(kept) => Some(kept.as_str().to_owned()),
            _ => None,
        },
        source: request.source.clone(),
        outcome: closing(request).map(|closing| closing.outcome.clone()),
        metres: None,
    }
}

fn closing(request: &HelpRequest) -> Option<&Closing> {
    request.progress.closing()
}

pub fn seen(cx: &Cx, incidents: &[Incident], seen: Seen, beside: &Beside) -> SeenJson {
    let own = seen.particulars.as_ref();
    let text = |get: fn(&Particulars) -> &String| own.map(|own| get(own).clone());
    let phone = |get: fn(&Particulars) -> Option<&contact::PhoneNumber>| {
        own.and_then(get).map(|phone| phone.e164().to_owned())
    };
    let given = own.and_then(|_| closing(&seen.request));
    SeenJson {
        history: seen
            .history
            .iter()
            .map(|event| StepJson {
                at: event.at,
                name: event.name.clone(),
            })
            .collect(),
        team: seen.team().cloned(),
        ground: seen.ground.map(|ground| ground.code()),
        position: own.and_then(|own| own.pin).map(|pin| PositionJson {
            lat: pin.position.lat(),
            lon: pin.position.lon(),
            accuracy_m: pin.accuracy_m,
            source: Some(pin.source.code().to_owned()),
        }),
        landmark: text(|own| &own.landmark),
        persons: own.map(|own| own.persons.clone()),
        nationality: text(|own| &own.nationality),
        details: text(|own| &own.details),
        extra: own.map(|own| own.extra.clone().into_iter().collect()),
        contact_name: text(|own| &own.contact_name),
        contact_phone: phone(|own| own.contact_phone.as_ref()),
        asker_phone: phone(|own| own.asker_phone.as_ref()),
        relation: own.map(|own| own.relation.code()),
        language: own.map(|own| own.language.code()),
        given: given.map(|closing| closing.given.clone()),
        merged: beside
            .merged
            .iter()
            .map(|merged| merged.request.reference.as_str().to_owned())
            .collect(),
        proposals: beside
            .proposals
            .iter()
            .map(|proposal| ProposalJson {
                reference: proposal.other.reference.as_str().to_owned(),
                score: proposal.pair.score,
                reasons: proposal.pair.reasons.clone(),
            })
            .collect(),
        triages: beside.triages.iter().map(look).collect(),
        checks: beside.checks.iter().map(look).collect(),
        notes: seen
            .notes
            .iter()
            .map(|note| NoteJson {
                at: note.at,
                about: note.about.clone(),
                words: note.words.clone(),
            })
            .collect(),
        request: request(cx, incidents, &seen.request),
    }
}
