//! Which seats somebody may take, give up, lose for a time and get back. Pure.

use areas::AreaCode;
use http::StatusCode;
use web::Message;

use crate::accounts::model::{Seat, Standing};
use crate::accounts::role::Role;
use crate::error::Refusal;

/// Seats one person may have at a time.
const MOST: usize = 30;

/// Why a seat is not as somebody wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeatRefused {
    #[error("suspended where the seat would be")]
    Suspended,
    #[error("the role is held or asked for there already")]
    AlreadyThere,
    #[error("not a role of theirs")]
    NotYourRole,
    #[error("more seats than anybody needs")]
    TooMany,
    #[error("the only seat left")]
    LastOne,
    #[error("no seat stands so that this can be said of it")]
    NothingToDecide,
}

impl Refusal for SeatRefused {
    fn name(&self) -> &'static str {
        match self {
            SeatRefused::Suspended => "suspended",
            SeatRefused::AlreadyThere => "seat-already-there",
            SeatRefused::NotYourRole => "not-your-role",
            SeatRefused::TooMany => "too-many-seats",
            SeatRefused::LastOne => "last-seat",
            SeatRefused::NothingToDecide => "nothing-to-decide",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            SeatRefused::Suspended | SeatRefused::NotYourRole => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            SeatRefused::Suspended => "seat-suspended".into(),
            SeatRefused::AlreadyThere => "seat-already-there".into(),
            SeatRefused::NotYourRole => "seat-not-your-role".into(),
            SeatRefused::TooMany => Message::new("seat-too-many").with("most", MOST as i64),
            SeatRefused::LastOne => "seat-last-one".into(),
            SeatRefused::NothingToDecide => "seat-nothing-to-decide".into(),
        }
    }
}

fn is_alive(seat: &Seat) -> bool {
    matches!(seat.standing, Standing::Held | Standing::Waiting)
}

/// Whether a role may be worked in a further area, and how the seat stands at first. A suspension
/// is not gone round by a new seat that touches the same ground.
pub fn add(seats: &[Seat], role: Role, area: AreaCode) -> Result<Standing, SeatRefused> {
    let touches = |seat: &&Seat| seat.area.contains(area) || area.contains(seat.area);
    if seats
        .iter()
        .any(|seat| seat.standing == Standing::Suspended && touches(&seat))
    {
        return Err(SeatRefused::Suspended);
    }
    let same = |seat: &&Seat| seat.role == role && is_alive(seat);
    if seats
        .iter()
        .filter(same)
        .any(|seat| seat.area.contains(area))
    {
        return Err(SeatRefused::AlreadyThere);
    }
    if seats.iter().filter(|seat| is_alive(seat)).count() >= MOST {
        return Err(SeatRefused::TooMany);
    }
    Ok(if role.needs_approval() {
        Standing::Waiting
    } else {
        Standing::Held
    })
}

/// As [`add`], for a role somebody has already: a service area beyond the home province.
pub fn add_area(seats: &[Seat], role: Role, area: AreaCode) -> Result<Standing, SeatRefused> {
    if !seats.iter().any(|seat| seat.role == role && is_alive(seat)) {
        return Err(SeatRefused::NotYourRole);
    }
    add(seats, role, area)
}

/// Whether somebody may give up a seat of theirs: a volunteer's, and not the only one.
pub fn give_up(seats: &[Seat], seat: &Seat) -> Result<(), SeatRefused> {
    if seat.role.is_admin() || !is_alive(seat) {
        return Err(SeatRefused::NothingToDecide);
    }
    match seats.iter().filter(|seat| is_alive(seat)).count() {
        0 | 1 => Err(SeatRefused::LastOne),
        _ => Ok(()),
    }
}

/// Yes and no are said to who waits or heard a no; a suspension is lifted by reinstating.
pub fn may_decide(seat: &Seat) -> Result<(), SeatRefused> {
    match seat.standing {
        Standing::Waiting | Standing::Refused => Ok(()),
        Standing::Held if seat.role.needs_approval() => Ok(()),
        Standing::Held | Standing::Suspended | Standing::Ended => Err(SeatRefused::NothingToDecide),
    }
}

/// Whether a seat is one that may be suspended: admins are not put away by their like.
pub fn may_suspend(seat: &Seat) -> bool {
    !seat.role.is_admin() && seat.standing == Standing::Held
}

pub fn may_reinstate(seat: &Seat) -> bool {
    !seat.role.is_admin() && seat.standing == Standing::Suspended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeatId;
    use crate::incidents::preset::Role::{Data, Medical};
    use uuid::Uuid;

    const DATA: Role = Role::Volunteer(Data);
    const MEDICAL: Role = Role::Volunteer(Medical);

    fn area(code: u32) -> AreaCode {
        AreaCode::new(code).unwrap()
    }

    fn seat(role: Role, code: u32, standing: Standing) -> Seat {
        Seat {
            id: SeatId(Uuid::from_u128(u128::from(code))),
            role,
            area: area(code),
            standing,
            reason: String::new(),
        }
    }

    #[test]
    fn a_role_is_worked_in_further_areas_and_waits_where_it_must() {
        let own = [
            seat(DATA, 570_000, Standing::Held),
            seat(MEDICAL, 570_000, Standing::Held),
        ];
        assert_eq!(add_area(&own, DATA, area(560_000)), Ok(Standing::Held));
        assert_eq!(
            add_area(&own, MEDICAL, area(560_000)),
            Ok(Standing::Waiting)
        );
        assert_eq!(
            add_area(&own, DATA, area(570_900)),
            Err(SeatRefused::AlreadyThere)
        );
        assert_eq!(
            add_area(&own, Role::NationalAdmin, area(560_000)),
            Err(SeatRefused::NotYourRole)
        );
    }

    #[test]
    fn a_suspension_is_not_gone_round() {
        let own = [
            seat(DATA, 570_900, Standing::Suspended),
            seat(DATA, 560_000, Standing::Held),
        ];
        for code in [570_900, 570_901, 570_000, 0] {
            assert_eq!(
                add_area(&own, DATA, area(code)),
                Err(SeatRefused::Suspended),
                "{code}"
            );
        }
        assert_eq!(add_area(&own, DATA, area(550_000)), Ok(Standing::Held));
    }

    #[test]
    fn the_last_seat_is_kept() {
        let one = [seat(DATA, 570_000, Standing::Held)];
        assert_eq!(give_up(&one, &one[0]), Err(SeatRefused::LastOne));
        let two = [
            seat(DATA, 570_000, Standing::Held),
            seat(DATA, 560_000, Standing::Waiting),
        ];
        assert_eq!(give_up(&two, &two[1]), Ok(()));
        let admin = seat(Role::ProvinceAdmin, 570_000, Standing::Held);
        assert_eq!(give_up(&two, &admin), Err(SeatRefused::NothingToDecide));
    }

    #[test]
    fn only_held_seats_of_volunteers_are_suspended() {
        assert!(may_suspend(&seat(DATA, 570_000, Standing::Held)));
        assert!(!may_suspend(&seat(MEDICAL, 570_000, Standing::Waiting)));
        assert!(!may_suspend(&seat(
            Role::DistrictAdmin,
            570_900,
            Standing::Held
        )));
        assert!(may_reinstate(&seat(DATA, 570_000, Standing::Suspended)));
        assert!(may_decide(&seat(DATA, 570_000, Standing::Suspended)).is_err());
    }
}
