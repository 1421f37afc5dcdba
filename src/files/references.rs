//! What shows photos: one line for each column that holds a hash. A photo that none of these
//! statements finds is swept away, so a slice that keeps photos adds its line before its first row.

use db::Sql;

macro_rules! references {
    ($($name:ident = $text:literal;)*) => {
        $(db::sql! { $name = $text })*

        /// Every statement that finds a row which shows the photo `$1`.
        pub static REFERENCES: &[Sql] = &[$($name),*];
    };
}

references! {
    POINTS = "SELECT 1 AS one FROM points WHERE photo = $1";
    SUPPLY_ARRIVALS = "SELECT 1 AS one FROM supply_arrivals WHERE photo = $1 LIMIT 1";
}
