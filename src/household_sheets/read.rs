//! What the rows of a household say, as the fields a phone would send. Everything amiss is told at once, with its line and column. Pure, but for the register of areas.

use std::collections::HashMap;

use i18n::Language;
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use super::columns::{self, Asks, Choice, Column};
use super::rows::Row;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::imports::rules::cells::{self, Phone, folded};
use crate::incidents::preset::Preset;
use crate::survey::fields::Fields;
use crate::survey::model::Consent;

/// So many letters are the beginning of a word: shorter ones say too little.
const BEGINNING: usize = 5;

/// What is amiss, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Amiss {
    pub line: u32,
    /// The field of a column.
    pub column: String,
    pub message: Message,
}

impl Amiss {
    /// What stands in the cell it is about.
    pub fn cell<'a>(&self, rows: &[Row<'a>]) -> &'a str {
        let row = rows.iter().find(|row| row.line == self.line);
        row.map_or("", |row| row.cell(&self.column))
    }
}

/// A household as its rows tell it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub fields: Fields,
    pub persons: Vec<PersonTold>,
    /// The day on the paper.
    pub on: Option<Date>,
    pub amiss: Vec<Amiss>,
}

#[derive(Debug, Clone)]
pub struct PersonTold {
    pub line: u32,
    /// As on a sheet taken out of here.
    pub id: String,
    pub fields: Fields,
    pub doses: Vec<Fields>,
}

/// Reads households; names of places come again and again, and are looked up once.
pub struct Reader<'a> {
    pub preset: &'a Preset,
    /// Where the sheet is of.
    pub area: areas::AreaCode,
    pub consent: Consent,
    pub today: Date,
    /// Codes by the words of each column.
    words: HashMap<&'static str, HashMap<String, String>>,
    places: HashMap<String, AreaTyped>,
}

impl<'a> Reader<'a> {
    pub fn new(
        preset: &'a Preset,
        area: areas::AreaCode,
        consent: Consent,
        today: Date,
    ) -> Reader<'a> {
        let all = columns::COLUMNS.iter().map(|column| {
            let choices = columns::choices(preset, column);
            (column.name, by_words(&choices))
        });
        Reader {
            preset,
            area,
            consent,
            today,
            words: all.collect(),
            places: HashMap::new(),
        }
    }

    /// One household.
    pub fn read(&mut self, rows: &[Row<'_>]) -> Told {
        let mut told = Told::default();
        for column in columns::COLUMNS.iter().filter(|column| column.of_household) {
            self.of_household(column, rows, &mut told);
        }
        let says_nothing = !told.fields.contains_key("area") && !told.fields.contains_key("lat");
        let is_small = self.area.level() == areas::Level::Subdistrict;
        if says_nothing && is_small && !told.amiss.iter().any(|one| one.column == columns::AREA) {
            let code = self.area.get().to_string();
            told.fields.insert("area".to_owned(), code);
        }
        if !told.fields.contains_key("consent") {
            let code = self.consent.code().to_owned();
            told.fields.insert("consent".to_owned(), code);
        }
        for row in rows {
            let person = self.person(row, &mut told.amiss);
            told.persons.push(person);
        }
        told
    }

    fn of_household(&mut self, column: &Column, rows: &[Row<'_>], told: &mut Told) {
        let mut cells = rows.iter().map(|row| (row.line, row.cell(column.name)));
        let Some((line, cell)) = cells.find(|(_, cell)| !cell.is_empty()) else {
            return;
        };
        let mut amiss = |line: u32, message: Message| {
            told.amiss.push(Amiss {
                line,
                column: column.name.to_owned(),
                message,
            });
        };
        if let Some((other, _)) =
            cells.find(|(_, other)| !other.is_empty() && folded(other) != folded(cell))
        {
            amiss(other, "sheet-differs".into());
        }
        match column.name {
            columns::NUMBER | columns::HOUSEHOLD | columns::VERSION => {}
            columns::AREA => match self.place(cell) {
                AreaTyped::One(code) => {
                    told.fields
                        .insert("area".to_owned(), code.get().to_string());
                }
                unclear => {
                    let message = area_typed::problem(&unclear);
                    amiss(line, message.unwrap_or_else(|| "area-unknown".into()));
                }
            },
            columns::SURVEYED_ON => match cells::date(cell) {
                Ok(Some(day)) if day > self.today => {
                    amiss(line, "survey-day-in-the-future".into());
                }
                Ok(day) => told.on = day,
                Err(_) => amiss(line, "survey-not-a-day".into()),
            },
            name => {
                let text = self.text(column, cell);
                told.fields.insert(name.to_owned(), text);
            }
        }
    }

    /// Within the area of the sheet, else anywhere.
    fn place(&mut self, cell: &str) -> AreaTyped {
        if let Some(known) = self.places.get(cell) {
            return known.clone();
        }
        let mut typed = Typed::default();
        area_typed::put(&mut typed, cell);
        let within = area_typed::read(&typed, Some(self.area));
        let found = match within {
            AreaTyped::Unknown | AreaTyped::Nothing => area_typed::read(&typed, None),
            within => within,
        };
        self.places.insert(cell.to_owned(), found.clone());
        found
    }

    fn person(&self, row: &Row<'_>, amiss: &mut Vec<Amiss>) -> PersonTold {
        let mut fields = Fields::new();
        let mut doses: Vec<Fields> = vec![Fields::new(); columns::DOSES];
        for column in columns::COLUMNS
            .iter()
            .filter(|column| !column.of_household)
        {
            let cell = row.cell(column.name);
            if cell.is_empty() || column.name == columns::PERSON {
                continue;
            }
            let text = self.text(column, cell);
            if column.asks == Asks::Yes && !text.is_empty() && text != "yes" {
                amiss.push(Amiss {
                    line: row.line,
                    column: column.name.to_owned(),
                    message: "sheet-yes-unclear".into(),
                });
                continue;
            }
            match column.dose() {
                Some((n, field)) => {
                    doses[n - 1].insert(field.to_owned(), text);
                }
                None => {
                    fields.insert(column.name.to_owned(), text);
                }
            }
        }
        for (n, dose) in doses.iter().enumerate() {
            for field in problems_of_dose(self.preset, self.today, dose) {
                let (part, message) = field;
                amiss.push(Amiss {
                    line: row.line,
                    column: format!("dose_{}_{part}", n + 1),
                    message,
                });
            }
        }
        doses.retain(|dose| !dose.is_empty());
        PersonTold {
            line: row.line,
            id: row.cell(columns::PERSON).to_owned(),
            fields,
            doses,
        }
    }

    /// A cell as the field is sent: codes for words, days as programs write them. What cannot be read stays
    /// as it is, and is told by whoever reads the field.
    fn text(&self, column: &Column, cell: &str) -> String {
        let word = |text: &str| {
            let words = self.words.get(column.name)?;
            word(words, &folded(text))
        };
        match column.asks {
            Asks::Choice => word(cell).unwrap_or_else(|| cell.to_owned()),
            Asks::Several => {
                let parts = cell.split([',', ';', '\n']).map(str::trim);
                let codes = parts
                    .filter(|part| !part.is_empty())
                    // A code of ours has no space in it, and the reader parts codes by spaces.
                    .map(|part| word(part).unwrap_or_else(|| part.replace(' ', "_")));
                codes.collect::<Vec<_>>().join(",")
            }
            Asks::Yes if is_no(cell) => String::new(),
            Asks::Yes if is_marked(cell) => "yes".to_owned(),
            Asks::Yes => word(cell).unwrap_or_else(|| cell.to_owned()),
            Asks::Day => match cells::date(cell) {
                Ok(Some(day)) => day.to_string(),
                _ => cell.to_owned(),
            },
            Asks::Phone => match cells::phone(cell) {
                Phone::One { number, rest } if rest.is_empty() => number.e164().to_owned(),
                Phone::None => String::new(),
                _ => cell.to_owned(),
            },
            Asks::Words | Asks::Age | Asks::Proposed => cell.to_owned(),
        }
    }
}

fn by_words(choices: &[Choice]) -> HashMap<String, String> {
    let mut words = HashMap::new();
    for choice in choices {
        words.insert(folded(&choice.code), choice.code.clone());
        for language in Language::ALL {
            words
                .entry(folded(&choice.label(language)))
                .or_insert_with(|| choice.code.clone());
        }
    }
    words
}

/// The code of a word. People write the beginning of one, where no other begins so.
fn word(words: &HashMap<String, String>, text: &str) -> Option<String> {
    if let Some(code) = words.get(text) {
        return Some(code.clone());
    }
    if text.chars().count() < BEGINNING {
        return None;
    }
    let begun = words.iter().filter(|(word, _)| word.starts_with(text));
    let mut codes: Vec<&String> = begun.map(|(_, code)| code).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// A word for no, or a sentence that begins with it.
fn is_no(cell: &str) -> bool {
    const NO: [&str; 7] = ["no", "n", "0", "-", "–", "false", "n/a"];
    let cell = folded(cell);
    cell.starts_with("ไม่") || NO.contains(&cell.as_str())
}

/// A mark as people make it in a box.
fn is_marked(cell: &str) -> bool {
    const MARKS: [&str; 10] = [
        "x",
        "✓",
        "✔",
        "/",
        "1",
        "y",
        "true",
        "มี",
        "ต้องการ",
        "ติดเตียง",
    ];
    MARKS.contains(&folded(cell).as_str())
}

/// A dose has a brand and a day.
fn problems_of_dose(preset: &Preset, today: Date, dose: &Fields) -> Vec<(&'static str, Message)> {
    if dose.is_empty() {
        return Vec::new();
    }
    let read = crate::survey::actions::change::reading::dose(
        preset,
        today,
        crate::ids::DoseId(uuid::Uuid::nil()),
        dose,
    );
    let problems = read.err().unwrap_or_default();
    ["brand", "on"]
        .into_iter()
        .filter_map(|part| Some((part, problems.of(part)?.clone())))
        .collect()
}

/// Where what the form found amiss stands on the sheet.
pub fn placed(rows: &[Row<'_>], problems: &Problems) -> Vec<Amiss> {
    let first = rows.first().map_or(0, |row| row.line);
    problems
        .iter()
        .map(|(field, message)| {
            let of_person = field.strip_prefix("persons.").and_then(|rest| {
                let (n, name) = rest.split_once('.')?;
                Some((rows.get(n.parse::<usize>().ok()?)?.line, name))
            });
            let (line, column) = of_person.unwrap_or((first, field));
            let column = match column {
                "area_text" => columns::AREA,
                "pin" => "lat",
                other => other,
            };
            Amiss {
                line,
                column: column.to_owned(),
                message: message.clone(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_yes_and_a_word_for_no_is_none() {
        for yes in ["x", "X", "✓", "/", "1", "ติดเตียง"] {
            assert!(is_marked(yes) && !is_no(yes), "{yes}");
        }
        for no in ["ไม่", "ไม่ต้องการ", "ไม่ติดเตียง", "ไม่ทราบ", "No", "-", "0"]
        {
            assert!(is_no(no), "{no}");
        }
        assert!(!is_marked("บางครั้ง") && !is_no("บางครั้ง"));
    }

    #[test]
    fn people_begin_a_word_where_no_other_begins_so() {
        let preset = crate::incidents::preset::preset("covid19").unwrap();
        let words = by_words(&columns::choices(preset, columns::column("wish").unwrap()));
        let read = |text: &str| word(&words, &folded(text));
        assert_eq!(read("ต้องการ").as_deref(), Some("wants"));
        assert_eq!(read("ไม่ต้องการ").as_deref(), Some("does_not_want"));
        assert_eq!(read("ไม่"), None);
        assert_eq!(read("อาจจะ"), None);
    }
}
