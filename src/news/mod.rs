//! What everybody should know: numbers to call, and how the program is used. Notices of the areas
//! come here later.

pub mod how_to;
pub mod pages;
