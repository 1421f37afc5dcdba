//! Help requests for programs: asked, listed, seen, taken and closed by the same readers and actions
//! as on the pages.

pub mod act;
pub mod ask;
pub mod desk;
pub mod json;
pub mod list;
pub mod see;
