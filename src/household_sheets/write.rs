//! Writing sheets: an empty one to fill in, one with the households of an area, and one with the rows that
//! have to be mended. The first row, which is hidden, names the columns for us in every language alike.

use areas::AreaCode;
use i18n::Language;
use jiff::civil::Date;
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::columns::{self, Asks, COLUMNS, Column, DOSES, choices};
use super::file::Cells;
use super::read::Amiss;
use super::rows::Row;
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::failure::say;
use crate::survey::actions::looks::Given;
use crate::survey::fields::{self, Fields};
use crate::survey::model::Person;

/// Rows that have lists to choose from, where nothing is filled in yet.
const ROOM: u32 = 2_000;
/// Rows above those that are filled in: the names of the columns, and their words.
const HEAD: u32 = 2;
/// An input message of a spreadsheet may have so many letters.
const MOST_HINT: usize = 250;
/// A sheet of a workbook may have a name of so many letters.
const MOST_SHEET_NAME: usize = 31;
/// Letters told of a cell in which something is amiss.
const MOST_CELL: usize = 60;

/// What is proposed for an area.
#[derive(Debug, Clone, Default)]
pub struct Proposed {
    /// Full names of subdistricts.
    pub areas: Vec<String>,
    pub villages: Vec<String>,
}

/// What every sheet needs.
pub struct Book<'a> {
    pub preset: &'a Preset,
    pub language: Language,
    pub area: AreaCode,
    pub proposed: Proposed,
}

/// A row as it is written: a text for each column that says something.
type Line = Vec<(&'static str, String)>;

/// What is amiss, each with its line.
pub type Said = Vec<(u32, String)>;

impl Book<'_> {
    /// A sheet to fill in.
    pub fn empty(&self) -> Result<Vec<u8>, Error> {
        self.write(&[], false, None)
    }

    /// A sheet of these households: changed and brought in again it changes them.
    pub fn filled(&self, households: &[Given]) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::new();
        for (n, one) in households.iter().enumerate() {
            for (place, person) in one.known.persons.iter().enumerate() {
                let mut line = self.person(person);
                line.push((columns::NUMBER, (n + 1).to_string()));
                line.push((columns::HOUSEHOLD, one.household.handle().to_string()));
                line.push((columns::VERSION, one.household.version.to_string()));
                line.push((columns::PERSON, person.id.to_string()));
                if place == 0 {
                    line.extend(self.household(one));
                }
                lines.push(line);
            }
        }
        self.write(&lines, true, None)
    }

    /// The rows of households that have to be mended, as they were filled in, each with what is amiss.
    pub fn to_mend(
        &self,
        cells: &Cells,
        households: &[(&[Row<'_>], Said)],
    ) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::new();
        for (rows, said) in households {
            for row in *rows {
                let told = row.cells.iter();
                let mut line: Line = told
                    .filter_map(|(name, text)| {
                        Some((columns::column(name)?.name, (*text).to_owned()))
                    })
                    .collect();
                let here = said.iter().filter(|(line, _)| *line == row.line);
                let said: Vec<&str> = here.map(|(_, said)| said.as_str()).collect();
                line.push((columns::AMISS, said.join(" · ")));
                lines.push(line);
            }
        }
        let has_hidden = columns::HIDDEN.iter().any(|name| cells.has(name));
        let amiss = i18n::text(self.language, "sheet-amiss");
        self.write(&lines, has_hidden, Some(amiss))
    }

    fn household(&self, one: &Given) -> Line {
        let mut told = fields::of_household(&one.known.facts);
        fields::unfold_pin(&mut told);
        let language = self.language;
        let area = crate::areas::name(language, one.household.area);
        let surveyed = self.day(one.household.recorded_on);
        let mut line = vec![(columns::AREA, area), (columns::SURVEYED_ON, surveyed)];
        for column in COLUMNS.iter().filter(|column| column.of_household) {
            if let Some(text) = told
                .get(column.name)
                .filter(|_| column.name != columns::AREA)
            {
                line.push((column.name, self.shown(column, text)));
            }
        }
        line
    }

    fn person(&self, person: &Person) -> Line {
        let told: Fields = fields::shown(&person.facts);
        let mut line = Vec::new();
        for column in COLUMNS.iter().filter(|column| !column.of_household) {
            if let Some((n, field)) = column.dose() {
                let dose = person.doses.get(n - 1).filter(|_| n <= DOSES);
                let Some(dose) = dose else { continue };
                let text = match field {
                    "brand" => self.shown(column, &dose.brand),
                    _ => self.day(dose.on),
                };
                line.push((column.name, text));
            } else if let Some(text) = told.get(column.name) {
                line.push((column.name, self.shown(column, text)));
            }
        }
        line
    }

    /// A field in the reader's words.
    fn shown(&self, column: &Column, text: &str) -> String {
        let word = |code: &str| {
            let choices = choices(self.preset, column);
            let found = choices.iter().find(|choice| choice.code == code);
            found.map_or_else(|| code.to_owned(), |choice| choice.label(self.language))
        };
        match column.asks {
            Asks::Choice | Asks::Yes => word(text),
            Asks::Several => text.split(',').map(word).collect::<Vec<_>>().join(", "),
            Asks::Day => text
                .parse()
                .map_or_else(|_| text.to_owned(), |day| self.day(day)),
            Asks::Age => match text.parse::<i16>() {
                Ok(year) if self.language == Language::Th => (year + 543).to_string(),
                _ => text.to_owned(),
            },
            Asks::Phone => contact::PhoneNumber::parse(text)
                .map_or_else(|_| text.to_owned(), |number| number.plain()),
            Asks::Words | Asks::Proposed => text.to_owned(),
        }
    }

    /// As people type it, with the year of the reader's era.
    fn day(&self, day: Date) -> String {
        let year = i18n::date::year(self.language, day);
        format!("{:02}/{:02}/{year}", day.day(), day.month())
    }

    fn write(
        &self,
        lines: &[Line],
        has_hidden: bool,
        amiss: Option<String>,
    ) -> Result<Vec<u8>, Error> {
        self.written(lines, has_hidden, amiss)
            .map_err(|err| Error::fault("writing a sheet", err))
    }

    fn written(
        &self,
        lines: &[Line],
        has_hidden: bool,
        amiss: Option<String>,
    ) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let names = ["sheet-tab-data", "sheet-tab-how", "sheet-tab-choices"];
        let [data, how, words] = names.map(|key| {
            let name = i18n::text(self.language, key);
            name.chars().take(MOST_SHEET_NAME).collect::<String>()
        });
        let shown: Vec<&Column> = COLUMNS
            .iter()
            .filter(|column| has_hidden || !column.is_hidden())
            .collect();
        let sheet = book.add_worksheet();
        sheet.set_name(&data)?;
        let rows = HEAD + u32::try_from(lines.len()).unwrap_or(0) + ROOM;
        let mut lists = Vec::new();
        for (at, column) in (0_u16..).zip(&shown) {
            let listed = self.listed(column);
            let list = match listed.is_empty() {
                true => None,
                false => {
                    lists.push((column.label(self.language), listed));
                    let letter = column_number_to_name(u16::try_from(lists.len() - 1).unwrap_or(0));
                    let last = lists.last().map_or(1, |(_, words)| words.len() + 1);
                    Some(format!("='{words}'!${letter}$2:${letter}${last}"))
                }
            };
            self.head(sheet, at, column, list, rows)?;
        }
        let as_text = Format::new().set_num_format("@");
        for (line, told) in (HEAD..).zip(lines) {
            for (name, text) in told {
                let at = shown.iter().position(|column| column.name == *name);
                let at = at.and_then(|at| u16::try_from(at).ok());
                if let Some(at) = at {
                    sheet.write_string_with_format(line, at, text, &as_text)?;
                }
            }
        }
        if let Some(heading) = amiss {
            let at = u16::try_from(shown.len()).unwrap_or(u16::MAX);
            let wrapped = Format::new().set_text_wrap().set_font_color(0x00B3_261E);
            sheet.write_string(0, at, columns::AMISS)?;
            sheet.write_string_with_format(1, at, &heading, &head_format())?;
            sheet.set_column_width(at, 60)?;
            for (line, told) in (HEAD..).zip(lines) {
                let said = told.iter().find(|(name, _)| *name == columns::AMISS);
                if let Some((_, said)) = said {
                    sheet.write_string_with_format(line, at, said, &wrapped)?;
                }
            }
        }
        sheet.set_row_hidden(0)?;
        sheet.set_row_height(1, 46)?;
        sheet.set_freeze_panes(HEAD, 0)?;
        self.how(book.add_worksheet(), &how)?;
        let sheet = book.add_worksheet();
        sheet.set_name(&words)?;
        for (at, (heading, words)) in (0_u16..).zip(&lists) {
            sheet.write_string_with_format(0, at, heading, &head_format())?;
            sheet.set_column_width(at, 26)?;
            for (line, word) in (1_u32..).zip(words) {
                sheet.write_string(line, at, word)?;
            }
        }
        book.save_to_buffer()
    }

    /// What may be chosen in a column.
    fn listed(&self, column: &Column) -> Vec<String> {
        match column.name {
            columns::AREA => self.proposed.areas.clone(),
            "village" => self.proposed.villages.clone(),
            _ => choices(self.preset, column)
                .iter()
                .map(|choice| choice.label(self.language))
                .collect(),
        }
    }

    fn head(
        &self,
        sheet: &mut Worksheet,
        at: u16,
        column: &Column,
        list: Option<String>,
        rows: u32,
    ) -> Result<(), XlsxError> {
        let label = column.label(self.language);
        sheet.write_string(0, at, column.name)?;
        sheet.write_string_with_format(1, at, &label, &head_format())?;
        // As text, so that a phone keeps its first nought and a day its era.
        sheet.set_column_format(at, &Format::new().set_num_format("@"))?;
        let width = match column.name {
            columns::NUMBER | "age" => 10.0,
            "name" | "landmark" | "reason_words" | "details" | columns::AREA => 28.0,
            _ => 18.0,
        };
        sheet.set_column_width(at, width)?;
        if column.is_hidden() {
            sheet.set_column_hidden(at)?;
        }
        let hint = hint(self.language, column);
        let mut rule = match list {
            Some(list) => DataValidation::new().allow_list_formula(Formula::new(list)),
            None => DataValidation::new().allow_any_value(),
        };
        if matches!(column.asks, Asks::Several | Asks::Proposed) {
            // The list proposes; several of its words, or others, may stand there.
            rule = rule
                .show_error_message(false)
                .set_error_style(DataValidationErrorStyle::Information);
        }
        if !hint.is_empty() {
            rule = rule.set_input_message(hint)?;
        }
        sheet.add_data_validation(HEAD, at, rows, at, &rule)?;
        Ok(())
    }

    /// A page of words on how it is filled in.
    fn how(&self, sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        sheet.set_column_width(0, 100)?;
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let title = Format::new().set_bold().set_font_size(14);
        let heading = i18n::text(self.language, "sheet-how-title");
        sheet.write_string_with_format(0, 0, &heading, &title)?;
        let area = crate::areas::name(self.language, self.area);
        sheet.write_string(1, 0, area)?;
        for (line, key) in (2_u32..).zip(HOW) {
            let text = i18n::text(self.language, key);
            sheet.write_string_with_format(line, 0, &text, &wrapped)?;
        }
        Ok(())
    }
}

const HOW: [&str; 7] = [
    "sheet-how-row",
    "sheet-how-household",
    "sheet-how-age",
    "sheet-how-lists",
    "sheet-how-papers",
    "sheet-how-days",
    "sheet-how-checked",
];

/// What a spreadsheet says beside a cell.
fn hint(language: Language, column: &Column) -> String {
    let key = match column.name {
        columns::NUMBER => "sheet-household-no-hint",
        "age" => "survey-age-hint",
        "document_number" => "phone-survey-document-hint",
        "risks" | "vulnerabilities" => "sheet-several-hint",
        "wish" => "survey-wish-hint",
        "reason" => "survey-reason-hint",
        columns::SURVEYED_ON => "sheet-day-hint",
        _ if column.asks == Asks::Day => "sheet-day-hint",
        _ => return String::new(),
    };
    let hint = i18n::text(language, key);
    hint.chars().take(MOST_HINT).collect()
}

fn head_format() -> Format {
    let head = Format::new().set_bold().set_text_wrap();
    let head = head.set_align(FormatAlign::Top);
    head.set_border_bottom(FormatBorder::Thin)
}

/// What is amiss in a cell, with the words above it and what stands there.
pub fn said(language: Language, amiss: &Amiss, rows: &[Row<'_>]) -> String {
    let mut sentence = say(language, &amiss.message);
    if let Some(column) = columns::column(&amiss.column) {
        sentence = format!("{}: {sentence}", column.label(language));
    }
    let cell: String = amiss.cell(rows).chars().take(MOST_CELL).collect();
    match cell.is_empty() {
        true => sentence,
        false => format!("{sentence} «{cell}»"),
    }
}
