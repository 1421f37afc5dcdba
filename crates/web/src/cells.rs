//! Cells of tables that people open in a spreadsheet.

/// A cell that a spreadsheet would take for a formula is told as words.
pub fn harmless(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_told_as_words() {
        for (cell, told) in [
            ("=1+1", "'=1+1"),
            ("+66812345678", "'+66812345678"),
            ("-", "'-"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("ข้าว=1", "ข้าว=1"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), told);
        }
    }
}
