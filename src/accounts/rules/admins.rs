//! Who names the admins of an area, and ends their seats. Pure.

use areas::{AreaCode, Level};
use http::StatusCode;
use web::Message;

use crate::accounts::model::{Seat, Standing};
use crate::accounts::role::Role;
use crate::error::Refusal;

/// Why an admin is not named, or their seat not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdminRefused {
    #[error("the seat is ended by the level above or by whoever holds it")]
    NotYours,
    #[error("nobody else answers for the area")]
    OnlyOne,
    #[error("the seat is handed to oneself")]
    ToOneself,
}

impl Refusal for AdminRefused {
    fn name(&self) -> &'static str {
        match self {
            AdminRefused::NotYours => "admin-seat-of-others",
            AdminRefused::OnlyOne => "admin-only-one",
            AdminRefused::ToOneself => "admin-to-oneself",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            AdminRefused::NotYours => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        self.name().into()
    }
}

/// The role of whoever answers for an area of a level.
pub fn role_of(level: Level) -> Role {
    match level {
        Level::Country => Role::NationalAdmin,
        Level::Province => Role::ProvinceAdmin,
        Level::District => Role::DistrictAdmin,
        Level::Subdistrict => Role::SubdistrictAdmin,
    }
}

/// Whether admins are named for an area: by whoever answers for it or for what it lies in.
pub fn may_name(own: &[Seat], area: AreaCode) -> bool {
    holds(own, |seat| seat.area.contains(area))
}

/// Whether a seat is ended by a level above it. Admins of one level do not put each other away.
pub fn is_above(own: &[Seat], seat: &Seat) -> bool {
    holds(own, |one| {
        one.area != seat.area && one.area.contains(seat.area)
    })
}

fn holds(own: &[Seat], fits: impl Fn(&Seat) -> bool) -> bool {
    let mut admin = own
        .iter()
        .filter(|seat| seat.role.is_admin() && seat.standing == Standing::Held);
    admin.any(fits)
}

/// Whether a seat may be ended: by a level above always, by its holder while others answer for the area too.
///
/// # Errors
/// Why not.
pub fn may_end(
    own: &[Seat],
    seat: &Seat,
    is_own: bool,
    others_there: usize,
) -> Result<(), AdminRefused> {
    match (is_above(own, seat), is_own) {
        (true, _) => Ok(()),
        (false, false) => Err(AdminRefused::NotYours),
        (false, true) if others_there == 0 => Err(AdminRefused::OnlyOne),
        (false, true) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeatId;
    use uuid::Uuid;

    fn area(code: u32) -> AreaCode {
        AreaCode::new(code).unwrap()
    }

    fn admin(code: u32) -> Seat {
        let area = area(code);
        Seat {
            id: SeatId(Uuid::from_u128(u128::from(code))),
            role: role_of(area.level()),
            area,
            standing: Standing::Held,
            reason: String::new(),
        }
    }

    #[test]
    fn the_level_above_and_the_own_level_name() {
        let province = [admin(570_000)];
        for named in [570_000, 570_900, 570_901] {
            assert!(may_name(&province, area(named)), "{named}");
        }
        for elsewhere in [0, 560_000, 560_100] {
            assert!(!may_name(&province, area(elsewhere)), "{elsewhere}");
        }
        let ended = Seat {
            standing: Standing::Ended,
            ..admin(570_000)
        };
        assert!(!may_name(&[ended], area(570_900)));
    }

    #[test]
    fn a_seat_is_ended_from_above_or_by_its_holder_and_never_by_a_colleague() {
        let province = [admin(570_000)];
        assert_eq!(may_end(&province, &admin(570_900), false, 0), Ok(()));
        assert_eq!(
            may_end(&province, &admin(570_000), false, 3),
            Err(AdminRefused::NotYours)
        );
        assert_eq!(
            may_end(&province, &admin(570_000), true, 0),
            Err(AdminRefused::OnlyOne)
        );
        assert_eq!(may_end(&province, &admin(570_000), true, 1), Ok(()));
        let district = [admin(570_900)];
        assert_eq!(
            may_end(&district, &admin(570_000), false, 3),
            Err(AdminRefused::NotYours)
        );
    }
}
