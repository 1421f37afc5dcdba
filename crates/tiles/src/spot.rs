//! One sign on the map as a view sees it: a single feature, features merged at one blurred place, or
//! a cluster.

use crate::legend::{Legend, MOST_STATES};
use crate::place;

/// A place with what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub(crate) x: u32,
    pub(crate) y: u32,
    /// How many features, by state.
    pub counts: [u32; MOST_STATES],
    /// The feature's id: staff only, single features only.
    pub id: Option<u128>,
    /// The kind, when all features here are of one; unknown for clusters of several.
    pub kind: Option<u16>,
    // Since when the first of the most urgent has waited; unknown for clusters of several. Not told:
    // the public learns the band alone, and staff read their database.
    pub(crate) since: Option<i64>,
}

impl Spot {
    /// How many features this sign stands for.
    pub fn count(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The most urgent state present.
    pub fn state(&self) -> u8 {
        self.counts.iter().position(|count| *count > 0).unwrap_or(0) as u8
    }

    /// How long the first of the most urgent has waited, in the legend's words; unknown for clusters
    /// of several, and where nobody waits. `now` is Unix seconds.
    pub fn waited<'a>(&self, legend: &'a Legend, now: i64) -> Option<&'a str> {
        legend.waited(self.state(), self.since?, now)
    }

    /// (longitude, latitude) in degrees; for the public a centre of the blur grid, or a middle of
    /// several such.
    pub fn lon_lat(&self) -> (f64, f64) {
        place::degrees(self.x, self.y)
    }
}

/// The spots of a bounding box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spots {
    /// At most as many as asked for, in no order that means anything.
    pub items: Vec<Spot>,
    /// Whether there are more.
    pub more: bool,
}
