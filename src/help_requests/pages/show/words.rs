//! Words for the steps of a case and for what people wrote.

use super::Show;
use super::sick::risen_to;
use crate::events::store::Event;
use crate::help_requests::store::notes::Note;

impl Show<'_> {
    /// What a note is about.
    pub(super) fn about(&self, note: &Note) -> &'static str {
        match note.about.as_str() {
            "given" => "note-given",
            "referred" => "note-referred",
            "sent_back" => "note-sent-back",
            "transfer" => "note-transfer",
            "call" => "note-call",
            "merge" => "note-merge",
            _ => "note-other",
        }
    }
}

/// The message key of a step.
pub(super) fn event(event: &Event) -> Option<&'static str> {
    Some(match event.name.as_str() {
        "help_request.asked" => "event-asked",
        "help_request.verified" => "event-verified",
        "help_request.taken" => "event-taken",
        "help_request.assigned" => "event-assigned",
        "help_request.released" => "event-released",
        "help_request.departed" => "event-departed",
        "help_request.arrived" => "event-arrived",
        "help_request.helped" => "event-helped",
        "help_request.confirmed" => "event-confirmed",
        "help_request.reopened" => "event-reopened",
        "help_request.cancelled" => "event-cancelled",
        "help_request.safe" => "event-safe",
        "help_request.referred" => "event-referred",
        "help_request.acknowledged" => "event-acknowledged",
        "help_request.sent_back" => "event-sent-back",
        "help_request.transfer_asked" => "event-transfer-asked",
        "help_request.transfer_declined" => "event-transfer-declined",
        "help_request.transferred" => "event-transferred",
        "help_request.helped_in_part" => "event-helped-in-part",
        "help_request.unreachable" => "event-unreachable",
        "help_request.false_report" => "event-false-report",
        "help_request.merged" => "event-merged",
        "help_request.kept" => "event-kept",
        "help_request.parted" => "event-parted",
        "help_request.unmerged" => "event-unmerged",
        "help_request.triaged" => "event-triaged",
        "help_request.checked" => "event-checked",
        "help_request.escalated" => match event.payload["level"].as_u64() {
            Some(level) => risen_to(u8::try_from(level).unwrap_or(u8::MAX)),
            None => "event-escalated",
        },
        "help_request.still_asked" => "event-still-asked",
        "help_request.still_waiting" => "event-still-waiting",
        "help_request.amended" => "event-amended",
        "help_request.pin_moved" => "event-pin-moved",
        "help_request.called" => "event-called",
        "help_request.expired" => "event-expired",
        "help_request.medic_status" => "event-medic-status",
        "help_request.lapsed" => "event-lapsed",
        _ => return None,
    })
}
