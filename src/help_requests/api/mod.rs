//! Help requests for programs: asked, listed, seen, taken and closed by the same readers and actions
//! as on the pages.

pub mod act;
pub mod ask;
pub mod assign;
pub mod desk;
pub mod json;
pub mod likely;
pub mod list;
pub mod next;
pub mod see;
