//! What people write about themselves, parsed at the border: phones, identity numbers, names,
//! usernames, passwords, positions, counts, free text. Every type can only hold a proper value,
//! every refusal names the one thing the person must be told, and `Debug` shows no personal data.
//! Pure: no input or output, no clock, no random source.

mod digits;
mod headcount;
mod identity;
mod password;
mod person_name;
mod phone;
mod position;
mod quadkey;
mod text;
mod username;

pub use digits::fold_digits;
pub use headcount::{CannotCount, Headcount};
pub use identity::{DocumentKind, IdentityDocument, IdentityError};
pub use password::{Password, PasswordError};
pub use person_name::{NameError, PersonName};
pub use phone::{PhoneError, PhoneNumber, ThaiMobile, WrittenPhone};
pub use position::{Position, PositionError};
pub use quadkey::{QUADKEY_ZOOM, tile_range};
pub use text::{FreeText, TextError, tidy_line};
pub use username::{Username, UsernameError};
