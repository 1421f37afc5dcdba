//! Who looks at the map, and what is theirs to see.

/// The eyes a tile is made for.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Everybody: public features only, on their blur grid, without ids.
    Public {
        /// Only features of this group.
        group: Option<u16>,
    },
    /// Staff: exact positions with ids.
    Staff {
        /// What they may see.
        within: Within<'a>,
        /// Two views of the same class must see the same, so that their tiles may be kept and
        /// shared; `None` is never kept.
        class: Option<u64>,
    },
}

/// The features a member of staff may see.
#[derive(Clone, Copy)]
pub enum Within<'a> {
    /// All of them.
    All,
    /// Those of the areas and groups (in this order) for which the answer is yes.
    Only(&'a (dyn Fn(u32, u16) -> bool + Sync)),
}

impl View<'_> {
    pub(crate) fn is_public(&self) -> bool {
        matches!(self, View::Public { .. })
    }

    pub(crate) fn sees_all(&self) -> bool {
        matches!(
            self,
            View::Public { group: None }
                | View::Staff {
                    within: Within::All,
                    ..
                }
        )
    }

    pub(crate) fn sees(&self, area: u32, group: u16) -> bool {
        match self {
            View::Public { group: Some(only) } => *only == group,
            View::Staff {
                within: Within::Only(may),
                ..
            } => may(area, group),
            View::Public { group: None }
            | View::Staff {
                within: Within::All,
                ..
            } => true,
        }
    }
}
