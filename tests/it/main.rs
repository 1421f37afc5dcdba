//! The tests of the whole program, in one binary: behaviour through the router on both engines, and
//! truths about the program as a whole.

mod api;
mod asking;
mod map;
mod statistics;
mod survey;
mod tidy;
mod world;
