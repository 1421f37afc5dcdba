//! What a day of vaccination allows, and how the demand is read from the figures. Pure.

use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use web::Message;

use super::model::{Demand, GuestState, Seat, Session};
use crate::error::Refusal;
use crate::ids::VaccinationSessionId;
use crate::survey::tasks::Kind;

/// Why a day stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotHold {
    #[error("it was cancelled")]
    Cancelled,
    #[error("it is over")]
    Over,
    #[error("it is still to come")]
    NotYet,
    #[error("every seat is taken")]
    Full,
    #[error("this person was vaccinated")]
    Vaccinated,
    #[error("which vaccine it was is not known")]
    NoBrand,
}

impl Refusal for CannotHold {
    fn name(&self) -> &'static str {
        match self {
            CannotHold::Cancelled => "session-cancelled",
            CannotHold::Over => "session-over",
            CannotHold::NotYet => "session-not-yet",
            CannotHold::Full => "session-full",
            CannotHold::Vaccinated => "guest-vaccinated",
            CannotHold::NoBrand => "session-no-brand",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotHold::Cancelled => "vaccination-session-cancelled".into(),
            CannotHold::Over => "vaccination-session-over".into(),
            CannotHold::NotYet => "vaccination-session-not-yet".into(),
            CannotHold::Full => "vaccination-session-full".into(),
            CannotHold::Vaccinated => "guest-is-vaccinated".into(),
            CannotHold::NoBrand => "vaccination-no-brand".into(),
        }
    }
}

/// How many more may be asked to come.
pub fn free_seats(
    session: &Session,
    states: impl Iterator<Item = GuestState>,
    today: Date,
) -> Result<u16, CannotHold> {
    if session.cancelled_at.is_some() {
        return Err(CannotHold::Cancelled);
    }
    if session.told.held_on < today {
        return Err(CannotHold::Over);
    }
    let taken = states.filter(|state| state.takes_seat()).count();
    let taken = u16::try_from(taken).unwrap_or(u16::MAX);
    match session.told.seats.saturating_sub(taken) {
        0 => Err(CannotHold::Full),
        free => Ok(free),
    }
}

/// Whether a guest may be said to stand so. Who was vaccinated stays so: a dose is undone in the household.
pub fn becomes(
    session: &Session,
    from: GuestState,
    to: GuestState,
    today: Date,
) -> Result<(), CannotHold> {
    if session.cancelled_at.is_some() {
        return Err(CannotHold::Cancelled);
    }
    let held = session.told.held_on <= today;
    match (from, to) {
        (GuestState::Vaccinated, GuestState::Vaccinated) => Ok(()),
        (GuestState::Vaccinated, _) => Err(CannotHold::Vaccinated),
        (_, GuestState::Vaccinated | GuestState::Absent) if !held => Err(CannotHold::NotYet),
        _ => Ok(()),
    }
}

/// The days on which what is written of two has to change places when they are made one, so that the one kept
/// has what says more of each day, and one day to come at most. The rest stands with the other one, whom no
/// list shows.
pub fn exchanged(kept: &[Seat], gone: &[Seat], today: Date) -> Vec<VaccinationSessionId> {
    let of = |seats: &[Seat], session| seats.iter().find(|seat| seat.session == session).cloned();
    // With whether it was the other one's.
    let mut stands: Vec<(Seat, bool)> = Vec::new();
    for own in kept {
        match of(gone, own.session) {
            Some(other) if says_more(&other) > says_more(own) => stands.push((other, true)),
            _ => stands.push((own.clone(), false)),
        }
    }
    let alone = gone.iter().filter(|seat| of(kept, seat.session).is_none());
    stands.extend(alone.map(|seat| (seat.clone(), true)));
    let ahead = stands.iter().filter(|(seat, _)| seat.is_ahead(today));
    let comes = |seat: &Seat| seat.state == GuestState::Coming;
    let first = ahead.min_by_key(|(seat, _)| (!comes(seat), seat.held_on, seat.session));
    let first = first.map(|(seat, _)| seat.session);
    let moves = |(seat, is_gones): &(Seat, bool)| {
        let stays = !seat.is_ahead(today) || first == Some(seat.session);
        *is_gones == stays
    };
    let moved = stands.iter().filter(|stands| moves(stands));
    moved.map(|(seat, _)| seat.session).collect()
}

/// A dose is a dose, what somebody said outweighs that they were asked, the last word the one before.
fn says_more(seat: &Seat) -> (u8, Timestamp) {
    let rank = match seat.state {
        GuestState::Invited => 0,
        GuestState::Coming | GuestState::NotComing | GuestState::Absent => 1,
        GuestState::Vaccinated => 2,
    };
    (rank, seat.state_at)
}

/// One figure of tasks (`kind|point|brand|mobile`) as a part of the demand.
pub fn demand(dims: &str, n: i64) -> Demand {
    let mut parts = dims.split('|');
    let kind = parts.next().and_then(Kind::from_code);
    let brand = parts.nth(1).unwrap_or_default();
    let mobile = parts.next().unwrap_or_default();
    let count = |is: bool| if is { n } else { 0 };
    let wants = kind == Some(Kind::Vaccinate);
    Demand {
        wants: count(wants),
        mobile: count(wants && !mobile.is_empty()),
        second: count(wants && !brand.is_empty()),
        talks: count(kind == Some(Kind::Talk)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AccountId, IncidentId};
    use crate::vaccination::model::{NewSession, Place};
    use jiff::civil::date;

    const DAY: Date = date(2026, 11, 25);

    fn session() -> Session {
        let nil = uuid::Uuid::nil();
        Session {
            province: 57,
            id: VaccinationSessionId(nil),
            told: NewSession {
                incident: IncidentId(nil),
                area: "570906".parse().unwrap(),
                place: Place::MobileTeam("วัดกลาง".to_owned()),
                brand: "sinovac".to_owned(),
                held_on: DAY,
                hours: String::new(),
                seats: 3,
            },
            planned_by: AccountId(nil),
            planned_at: jiff::Timestamp::UNIX_EPOCH,
            cancelled_at: None,
        }
    }

    #[test]
    fn seats_are_free_of_those_who_do_not_come() {
        use GuestState::{Absent, Coming, Invited, NotComing, Vaccinated};
        let free =
            |states: &[GuestState], today| free_seats(&session(), states.iter().copied(), today);
        assert_eq!(free(&[Coming, NotComing, Absent], DAY), Ok(2));
        assert_eq!(
            free(&[Coming, Invited, Vaccinated], DAY),
            Err(CannotHold::Full)
        );
        assert_eq!(free(&[], date(2026, 11, 26)), Err(CannotHold::Over));
        let mut cancelled = session();
        cancelled.cancelled_at = Some(jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(
            free_seats(&cancelled, [].into_iter(), DAY),
            Err(CannotHold::Cancelled)
        );
    }

    #[test]
    fn nobody_is_vaccinated_before_the_day_nor_undone_here() {
        use GuestState::{Absent, Coming, Invited, Vaccinated};
        let before = date(2026, 11, 24);
        let to = |from, to, today| becomes(&session(), from, to, today);
        assert_eq!(to(Invited, Coming, before), Ok(()));
        assert_eq!(to(Coming, Vaccinated, before), Err(CannotHold::NotYet));
        assert_eq!(to(Coming, Absent, before), Err(CannotHold::NotYet));
        assert_eq!(to(Coming, Vaccinated, DAY), Ok(()));
        assert_eq!(to(Vaccinated, Vaccinated, DAY), Ok(()));
        assert_eq!(to(Vaccinated, Coming, DAY), Err(CannotHold::Vaccinated));
    }

    /// A day by its number, so many days from now, and when the last word was said.
    fn seat(day: u128, ahead: i8, state: GuestState, said: i64) -> Seat {
        Seat {
            session: VaccinationSessionId(uuid::Uuid::from_u128(day)),
            state,
            state_at: Timestamp::from_second(said).unwrap(),
            held_on: date(2026, 11, 10 + ahead),
            is_cancelled: false,
        }
    }

    #[test]
    fn two_who_are_one_have_one_day_to_come_and_each_day_what_says_more() {
        use GuestState::{Absent, Coming, Invited, NotComing, Vaccinated};
        let today = date(2026, 11, 10);
        let moved = |kept: &[Seat], gone: &[Seat]| -> Vec<u128> {
            let moved = exchanged(kept, gone, today);
            moved.iter().map(|session| session.0.as_u128()).collect()
        };
        // What only the other one has goes along.
        assert_eq!(moved(&[], &[seat(1, 3, Invited, 1)]), [1]);
        assert_eq!(moved(&[seat(1, 3, Invited, 1)], &[]), []);
        assert_eq!(
            moved(&[], &[seat(1, -9, Vaccinated, 1), seat(2, -2, Absent, 1)]),
            [1, 2]
        );
        // Both on one day: what was said, the last word, a dose above all.
        for (kept, gone, moves) in [
            ((Invited, 1), (Coming, 1), true),
            ((Coming, 1), (Invited, 9), false),
            ((Coming, 1), (NotComing, 2), true),
            ((NotComing, 2), (Coming, 1), false),
            ((Absent, 2), (Vaccinated, 1), true),
            ((Vaccinated, 1), (Absent, 2), false),
            ((Invited, 1), (Invited, 1), false),
        ] {
            let kept = [seat(1, 0, kept.0, kept.1)];
            let gone = [seat(1, 0, gone.0, gone.1)];
            assert_eq!(
                moved(&kept, &gone).len(),
                usize::from(moves),
                "{kept:?} {gone:?}"
            );
        }
        // Two days to come: whoever said that they come, else the first day; the other goes the other way.
        let (near, far) = ([seat(1, 1, Invited, 1)], [seat(2, 5, Invited, 1)]);
        assert_eq!(moved(&near, &far), []);
        assert_eq!(moved(&far, &near), [2, 1]);
        assert_eq!(moved(&near, &[seat(2, 5, Coming, 1)]), [1, 2]);
        // A day that is over or called off takes nobody's seat.
        let mut off = seat(2, 5, Coming, 1);
        off.is_cancelled = true;
        assert_eq!(moved(&near, &[off]), [2]);
        assert_eq!(moved(&near, &[seat(2, -5, Coming, 1)]), [2]);
    }

    #[test]
    fn figures_of_tasks_are_read_as_demand() {
        let one = |wants, mobile, second, talks| Demand {
            wants,
            mobile,
            second,
            talks,
        };
        assert_eq!(demand("vaccinate|||", 3), one(3, 0, 0, 0));
        assert_eq!(demand("vaccinate|x|pfizer|mobile", 2), one(2, 2, 2, 0));
        assert_eq!(demand("talk|||mobile", 4), one(0, 0, 0, 4));
    }
}
