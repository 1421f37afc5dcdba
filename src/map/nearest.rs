//! The requests nearest to a place, for the volunteer's list. Distances are to the middle of the
//! blurred cell: rough on purpose, since exact ones from three sides would give the place away.

use areas::AreaCode;
use contact::Position;
use tiles::{View, Within};
use uuid::Uuid;

use super::legend;
use super::memory::MapMemory;
use crate::help_requests::model::State;
use crate::ids::HelpRequestId;

/// A request found, with the province its row lives in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    pub province: u8,
    pub id: HelpRequestId,
    pub metres: f64,
}

const FIRST_RADIUS_M: f64 = 1_000.0;
/// Half the way around the earth: nothing is farther.
const LAST_RADIUS_M: f64 = 20_100_000.0;
/// Signs looked at in one box.
const MOST: usize = 50_000;

impl MapMemory {
    /// The requests of an area nearest to a place, the nearest first: in one state, when one is
    /// named, and of these kinds, unless none is.
    pub fn nearest(
        &self,
        at: Position,
        limit: usize,
        within: AreaCode,
        state: Option<State>,
        kinds: &[String],
    ) -> Vec<Near> {
        let any_kind = kinds.is_empty();
        let kinds: Vec<u16> = kinds
            .iter()
            .filter_map(|kind| legend::kind_number(kind))
            .collect();
        let state = state.map(legend::state_number);
        if state == Some(None) || (kinds.is_empty() && !any_kind) {
            return Vec::new();
        }
        let fits = |spot: &tiles::Spot| {
            state.is_none_or(|state| state == Some(spot.state()))
                && (any_kind || spot.kind.is_some_and(|kind| kinds.contains(&kind)))
        };
        let inside = |area: u32, _: u16| within.range().contains(&area);
        let view = View::Staff {
            within: Within::Only(&inside),
            class: None,
        };
        let mut radius = FIRST_RADIUS_M;
        loop {
            let (min, max) = around(at, radius);
            let mut found: Vec<(f64, Uuid)> = self
                .index
                .bbox(min, max, MOST, &view)
                .items
                .iter()
                .filter(|spot| fits(spot))
                .filter_map(|spot| Some((metres(at, spot)?, Uuid::from_u128(spot.id?))))
                .filter(|(metres, _)| *metres <= radius)
                .collect();
            if found.len() >= limit || radius >= LAST_RADIUS_M {
                found.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                found.truncate(limit);
                return self.with_provinces(&found);
            }
            radius = (radius * 2.0).min(LAST_RADIUS_M);
        }
    }

    fn with_provinces(&self, found: &[(f64, Uuid)]) -> Vec<Near> {
        let book = self.book();
        found
            .iter()
            .filter_map(|(metres, id)| {
                let province = book.province(*id)?;
                Some(Near {
                    province,
                    id: HelpRequestId(*id),
                    metres: *metres,
                })
            })
            .collect()
    }
}

fn metres(from: Position, spot: &tiles::Spot) -> Option<f64> {
    let (lon, lat) = spot.lon_lat();
    Some(from.distance_m(Position::new(lat, lon).ok()?))
}

/// The box of degrees around a circle.
fn around(at: Position, metres: f64) -> ((f64, f64), (f64, f64)) {
    let north = metres / 110_000.0;
    let widest = (at.lat().abs() + north).min(85.0).to_radians().cos();
    let east = metres / (110_000.0 * widest);
    let lat = |lat: f64| lat.clamp(-85.0, 85.0);
    let lon = |lon: f64| lon.clamp(-180.0, 180.0);
    (
        (lon(at.lon() - east), lat(at.lat() - north)),
        (lon(at.lon() + east), lat(at.lat() + north)),
    )
}
