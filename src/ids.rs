//! Typed ids. Every one is a UUIDv7, so that rows of one time lie together.

use jiff::Timestamp;
use uuid::{ContextV7, Uuid};

db::id! {
    pub struct AccountId;
    pub struct SeatId;
    pub struct SessionId;
    pub struct ChallengeId;
    pub struct ConsentId;
    pub struct IncidentId;
    pub struct HelpRequestId;
    pub struct HouseholdId;
    pub struct PersonId;
    pub struct DoseId;
    pub struct ChangeId;
    pub struct ConflictId;
    pub struct TalkId;
    pub struct VaccinationSessionId;
    pub struct EventId;
    pub struct NoticeId;
    pub struct LookId;
    pub struct OrganisationId;
    pub struct TeamId;
    pub struct TriageId;
    pub struct CheckId;
    pub struct CallId;
    pub struct NoteId;
    pub struct DecisionId;
    pub struct ImportId;
    pub struct PointId;
    pub struct AnnouncementId;
    pub struct PointReportId;
    pub struct PointImportId;
    pub struct RoundId;
    pub struct ShareId;
    pub struct PairId;
}

/// Makes ids in order of time, from the time handed in.
#[derive(Clone, Default)]
pub struct Ids(std::sync::Arc<std::sync::Mutex<ContextV7>>);

impl Ids {
    /// A new id whose first bits are the time given.
    pub fn at<T: From<Uuid>>(&self, now: Timestamp) -> T {
        let context = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        T::from(Uuid::new_v7(uuid::Timestamp::from_unix(
            &*context, seconds, nanos,
        )))
    }
}
