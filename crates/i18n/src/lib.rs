//! Everything the program knows of languages: which there are, the messages of each with their
//! fallback, dates in the Buddhist era, digits, how typed text and names are folded, and the order
//! of words. It knows nothing of requests, areas or pages; the reader's language is handed in.

pub mod date;
mod digits;
mod language;
mod messages;
mod names;
mod order;
pub mod scan;
mod typed;

pub use digits::{fold_digits, number, thai_digits};
pub use language::{Language, UnknownLanguage};
pub use messages::{Arg, has, keys, say, text};
pub use names::{thai_name_key, without_titles};
pub use order::sort_key;
pub use typed::normalise;
