//! How an announcement is told to programs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::news::model::{Announcement, Link, Text};
use crate::news::rules::{self, Standing};

/// Who says so, and where.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnnouncementSource)]
#[serde(deny_unknown_fields)]
pub struct SourceJson {
    pub name: String,
    /// `https` only.
    pub link: Option<String>,
}

/// What the admin of an area tells everybody there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Announcement)]
pub struct AnnouncementJson {
    pub id: Uuid,
    /// An area code; it reaches this area and all below.
    pub area: String,
    /// `information`, `warning` or `emergency`.
    pub level: &'static str,
    /// `in_force`, `upcoming`, `over` or `withdrawn`.
    pub standing: &'static str,
    /// By language; Thai is always there.
    pub titles: BTreeMap<&'static str, String>,
    pub words: BTreeMap<&'static str, String>,
    pub pinned: bool,
    pub source: SourceJson,
    pub from_at: Timestamp,
    /// Null: until it is withdrawn.
    pub until_at: Option<Timestamp>,
    pub incident: Option<Uuid>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// To be sent along with a change.
    pub version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_reason: Option<String>,
}

pub fn told(one: &Announcement, now: Timestamp) -> AnnouncementJson {
    let by_language = |part: fn(&Text) -> &String| {
        let texts = one.texts.iter();
        texts
            .map(|(language, text)| (language.code(), part(text).clone()))
            .collect()
    };
    AnnouncementJson {
        id: one.id.0,
        area: one.area.short(),
        level: one.level.code(),
        standing: match rules::standing(one, now) {
            Standing::Upcoming => "upcoming",
            Standing::InForce => "in_force",
            Standing::Over(_) => "over",
            Standing::Withdrawn(_) => "withdrawn",
        },
        titles: by_language(|text| &text.title),
        words: by_language(|text| &text.words),
        pinned: one.pinned,
        source: SourceJson {
            name: one.source.name.clone(),
            link: one
                .source
                .link
                .as_ref()
                .map(|link: &Link| link.as_str().to_owned()),
        },
        from_at: one.from_at,
        until_at: one.until_at,
        incident: one.incident.map(|id| id.0),
        created_at: one.created_at,
        changed_at: one.changed_at,
        version: one.version,
        withdrawn_at: one.withdrawn.as_ref().map(|withdrawn| withdrawn.at),
        withdrawn_reason: one
            .withdrawn
            .as_ref()
            .map(|withdrawn| withdrawn.reason.clone()),
    }
}
