//! What holds for the whole program, compared with lists that the program itself makes: statements,
//! tables, routes, forms, words.

mod reading;
pub mod routes;
mod tables;
mod who_may;
mod words;
