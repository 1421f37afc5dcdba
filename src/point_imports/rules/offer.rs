//! What a row says of the questions that its kind of point asks beside: prices, brands, sizes. Answers are
//! taken by their code or by their name in any language, as sheets have them.

use i18n::Language;
use jiff::civil::Date;

use super::amiss::{Amiss, Cells};
use crate::imports::rules::cells::folded;
use crate::incidents::preset::{Answer, Choice, Field, Value};
use crate::point_imports::model::Column;
use crate::points::model::PointKind;

/// What stands between several answers in one cell.
const BETWEEN: [char; 5] = [',', ';', '/', '|', '\n'];
const YES: [&str; 8] = ["ใช่", "มี", "ได้", "รับ", "y", "✓", "✔", "x"];
const NO: [&str; 6] = ["ไม่", "ไม่ใช่", "ไม่ได้", "ไม่รับ", "n", "✗"];
const FREE: [&str; 4] = ["ฟรี", "ไม่เสียเงิน", "ไม่เสียค่าใช้จ่าย", "free"];

/// The answers of a row to the fields of a kind, in the kind's order. `today` is the day in Bangkok.
pub(super) fn answers(
    kind: &'static PointKind,
    cells: &Cells<'_>,
    today: Date,
    amiss: &mut Amiss,
) -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    for field in &kind.fields {
        let column = Column::Field(&field.key);
        let cell = match field.answer {
            // Here a dash is nothing too, but "ไม่มี" is an answer.
            Answer::YesNo => cells.one(column).trim_matches(['-', '–', ' ']).to_owned(),
            _ => super::cells::words(cells.one(column)),
        };
        if cell.is_empty() {
            continue;
        }
        match field.read(&plain(field, &cell), Language::Th, today) {
            Ok(value) => answers.extend(value.map(|value| (field.key.clone(), value))),
            Err(_) => amiss.of(column, unreadable(field)),
        }
    }
    answers
}

/// Which message says what such an answer looks like.
fn unreadable(field: &Field) -> &'static str {
    match field.answer {
        Answer::YesNo => "point-import-not-yes-or-no",
        Answer::Choice(_) | Answer::Multi(_) => "point-import-not-a-choice",
        Answer::Number { .. } | Answer::Decimal { .. } => "point-import-not-a-number",
        Answer::Text { .. } | Answer::Date { .. } => "point-import-text-unreadable",
    }
}

/// A cell as the field itself reads it.
fn plain(field: &Field, cell: &str) -> String {
    let text = folded(cell);
    let is_one = |words: &[&str]| words.contains(&text.as_str());
    match &field.answer {
        Answer::YesNo if is_one(&YES) => "yes".to_owned(),
        Answer::YesNo if is_one(&NO) || text == "ไม่มี" => "no".to_owned(),
        Answer::Number { .. } | Answer::Decimal { .. } if is_one(&FREE) => "0".to_owned(),
        Answer::Number { .. } => {
            let number = i18n::fold_digits(cell).replace(',', "");
            // A whole number as programs write it that know only one kind of number.
            number.strip_suffix(".00").unwrap_or(&number).to_owned()
        }
        Answer::Decimal { .. } => cell.replace(',', ""),
        Answer::Choice(choices) => coded(cell, choices.iter()),
        // A name may hold what stands between names.
        Answer::Multi(choices) if code(cell, choices.iter()).is_some() => {
            coded(cell, choices.iter())
        }
        Answer::Multi(choices) => {
            let words = cell.split(BETWEEN).map(str::trim);
            let words = words.filter(|word| !word.is_empty());
            let codes: Vec<String> = words.map(|word| coded(word, choices.iter())).collect();
            codes.join(",")
        }
        _ => cell.to_owned(),
    }
}

fn coded<'a>(words: &str, choices: impl Iterator<Item = &'a Choice>) -> String {
    code(words, choices).unwrap_or(words).to_owned()
}

/// The code of what words name, whichever way spaces and dashes are written.
fn code<'a>(words: &str, mut choices: impl Iterator<Item = &'a Choice>) -> Option<&'a str> {
    let bare = |text: &str| folded(text).replace(['-', '_', ' '], "");
    let words = bare(words);
    let named = |choice: &&Choice| {
        let labels = Language::ALL.map(|language| bare(choice.label(language)));
        bare(&choice.code) == words || labels.contains(&words)
    };
    choices.find(named).map(|choice| choice.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::model::kind;

    fn read(kind_code: &str, row: &[(&'static str, &str)]) -> (Vec<(String, Value)>, Vec<String>) {
        let columns: Vec<Option<Column>> = row
            .iter()
            .map(|(key, _)| Some(Column::Field(key)))
            .collect();
        let row: Vec<String> = row.iter().map(|(_, cell)| (*cell).to_owned()).collect();
        let cells = Cells {
            columns: &columns,
            row: &row,
        };
        let mut amiss = Amiss(Vec::new());
        let today = jiff::civil::date(2026, 11, 27);
        let answers = answers(kind(kind_code).unwrap(), &cells, today, &mut amiss);
        let keys = amiss.0.into_iter().map(|problem| problem.key).collect();
        (answers, keys)
    }

    #[test]
    fn answers_are_taken_as_sheets_have_them() {
        let number = |n| ("price_baht".to_owned(), Value::Number(n));
        let several = |key: &str, codes: &[&str]| {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            (key.to_owned(), Value::Multi(codes))
        };
        let yes = |yes| ("walk_in".to_owned(), Value::YesNo(yes));
        for (price, told) in [
            ("1,500 บาท", 1500),
            ("๒๕๐", 250),
            ("120.00", 120),
            ("ฟรี", 0),
        ] {
            assert_eq!(
                read("test_point", &[("price_baht", price)]).0,
                [number(told)]
            );
        }
        for (tests, told) in [
            ("RT-PCR / ATK", vec!["atk", "rt_pcr"]),
            ("rt pcr", vec!["rt_pcr"]),
            ("ตรวจภูมิ;atk", vec!["atk", "antibody"]),
        ] {
            let read = read("test_point", &[("test_kinds", tests)]).0;
            assert_eq!(read, [several("test_kinds", &told)], "{tests}");
        }
        for (words, told) in [("ได้", true), ("Yes", true), ("ไม่มี", false), ("ไม่ได้", false)]
        {
            assert_eq!(read("test_point", &[("walk_in", words)]).0, [yes(told)]);
        }
        let sizes = read("oxygen_point", &[("oxygen_sizes", "1.5 คิว, 6 คิว")]);
        let told = several("oxygen_sizes", &["one_half_cubic", "six_cubic"]);
        assert_eq!(sizes, (vec![told], vec![]));
    }

    #[test]
    fn nothing_is_no_answer_and_what_cannot_be_is_told() {
        let nothing = [
            ("price_baht", "-"),
            ("walk_in", ""),
            ("test_kinds", "ไม่ระบุ"),
        ];
        assert_eq!(read("test_point", &nothing), (vec![], vec![]));
        // Of a kind that does not ask, nothing is read.
        assert_eq!(read("shelter", &[("price_baht", "ถูก")]), (vec![], vec![]));
        for (key, cell, problem) in [
            ("price_baht", "ถูก", "point-import-not-a-number"),
            ("price_baht", "-5", "point-import-not-a-number"),
            ("walk_in", "บางวัน", "point-import-not-yes-or-no"),
            ("test_kinds", "ATK, ดมกลิ่น", "point-import-not-a-choice"),
        ] {
            assert_eq!(
                read("test_point", &[(key, cell)]),
                (vec![], vec![problem.to_owned()])
            );
        }
    }
}
