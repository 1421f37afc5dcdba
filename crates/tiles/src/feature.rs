//! A feature as it is handed in, and the forty bytes it is kept in.

/// One thing on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// The UUID; a feature of the same id is replaced.
    pub id: u128,
    /// The exact position as a zoom-24 quadkey ([`crate::place::quadkey`]).
    pub quadkey: i64,
    /// Number of the kind in the legend.
    pub kind: u16,
    /// Number of the state in the legend; the lower the more urgent.
    pub state: u8,
    /// Since when it waits, in Unix seconds (kept from 1970 to 2106, others are clamped).
    pub since: i64,
    /// Whether the public sees it.
    pub public: bool,
    /// Metres of the grid the public sees it on; 0 shows the exact place.
    pub blur_m: u16,
    /// What it belongs to, such as the number of an incident.
    pub group: u16,
    /// Code of the area it lies in, for the rights of staff.
    pub area: u32,
}

/// A feature as kept: no padding, forty bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed {
    id: [u64; 2],
    pub quadkey: u64,
    since: u32,
    pub area: u32,
    pub kind: u16,
    pub group: u16,
    pub blur_m: u16,
    pub state: u8,
    pub public: bool,
}

const _: () = assert!(size_of::<Packed>() == 40);

impl Packed {
    pub fn new(feature: &Feature) -> Packed {
        Packed {
            id: [(feature.id >> 64) as u64, feature.id as u64],
            quadkey: feature.quadkey as u64,
            since: feature.since.clamp(0, i64::from(u32::MAX)) as u32,
            area: feature.area,
            kind: feature.kind,
            group: feature.group,
            blur_m: feature.blur_m,
            state: feature.state,
            public: feature.public,
        }
    }

    pub fn id(&self) -> u128 {
        u128::from(self.id[0]) << 64 | u128::from(self.id[1])
    }

    pub fn since(&self) -> i64 {
        i64::from(self.since)
    }
}
