//! The tests of the whole program, in one binary: behaviour through the router on both engines, and
//! truths about the program as a whole.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a test says what went wrong by where it stops, and its tables are what they are"
)]

mod accounts;
mod admins;
mod alike;
mod api;
mod asking;
mod bad_input;
mod board;
mod casework;
mod desk;
mod events;
mod files;
mod flood_day;
mod handing;
mod household_sheets;
mod how_to;
mod imports;
mod map;
mod news;
mod offers;
mod organisations;
mod point_imports;
mod points;
mod points_desk;
mod points_reports;
mod points_sheet;
mod practice;
mod races;
mod registering;
mod reports;
mod rounds;
mod server;
mod snapshot;
mod statistics;
mod statistics_goods;
mod supplies;
mod supply_programs;
mod survey;
mod survey_card;
mod survey_programs;
mod survey_sync;
mod tidy;
mod truths;
mod vaccination;
mod villages;
mod volunteers;
mod work;
mod world;
