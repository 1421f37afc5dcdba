//! Typed ids. Every one is a UUIDv7, so that rows of one time lie together.

use std::fmt;
use std::str::FromStr;

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
    pub struct HouseholdSheetId;
    pub struct HouseholdExportId;
    pub struct SupplyUnitId;
    pub struct SupplySeatId;
    pub struct SupplyEntryId;
    pub struct SupplyShipmentId;
    pub struct SupplyArrivalId;
    pub struct SupplyReservationId;
    pub struct AllocationId;
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

/// The address of what is kept in one province: its two digits, so that one shard answers, and the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle<T> {
    pub province: u8,
    pub id: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("two digits of a province and an id are expected")]
pub struct NotAHandle;

impl<T: fmt::Display> fmt::Display for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.to_string().replace('-', "");
        write!(f, "{:02}{id}", self.province)
    }
}

impl<T: From<Uuid>> FromStr for Handle<T> {
    type Err = NotAHandle;

    fn from_str(text: &str) -> Result<Handle<T>, NotAHandle> {
        let (province, id) = text.split_at_checked(2).ok_or(NotAHandle)?;
        if id.len() != 32 || !province.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAHandle);
        }
        let province = province.parse().map_err(|_| NotAHandle)?;
        let id = Uuid::try_parse(id).map_err(|_| NotAHandle)?;
        Ok(Handle {
            province,
            id: T::from(id),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(province in 0_u8..100, id in any::<u128>()) {
            let handle = Handle { province, id: HouseholdId(Uuid::from_u128(id)) };
            prop_assert_eq!(handle.to_string().parse(), Ok(handle));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,40}") {
            let _ = text.parse::<Handle<HouseholdId>>();
        }
    }
}
