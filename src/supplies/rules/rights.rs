//! Who sees, keeps and arranges a unit.

use crate::ids::SupplyUnitId;

/// A unit on the way from the one in question up to the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub unit: SupplyUnitId,
    /// Whether anybody keeps its books.
    pub has_officers: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights {
    /// Its stock, entries and days.
    pub sees: bool,
    /// May enter and close in its books.
    pub keeps: bool,
    /// May make and close units below it, and name who keeps their books.
    pub arranges: bool,
    /// May name who keeps its own books, change and close it.
    pub names: bool,
}

/// An officer sees the own unit and all below, and arranges what is one level down. A unit without anybody of
/// its own is kept by the nearest above that has somebody. An admin of the area sees and arranges, and keeps no
/// books: who names the officers does not count.
pub fn rights(chain: &[Link], officer_of: &[SupplyUnitId], is_admin: bool) -> Rights {
    let holds = |link: &Link| officer_of.contains(&link.unit);
    let above = chain.iter().skip(1).any(holds);
    let own = chain.first().is_some_and(holds);
    let kept_by = chain.iter().find(|link| link.has_officers);
    Rights {
        sees: own || above || is_admin,
        keeps: kept_by.is_some_and(holds),
        arranges: own || above || is_admin,
        names: above || is_admin,
    }
}
