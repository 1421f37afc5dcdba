//! One row read as a request: every cell before anything is refused, so that whoever mends the list
//! learns all of it at once.

use std::collections::HashMap;

use areas::AreaCode;
use contact::{FreeText, PersonName, Position, PositionError};
use i18n::Language;
use web::{Problems, Typed};

use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::help_requests::model::{NewHelpRequest, Relation};
use crate::imports::model::{Column, Import, ImportRow, RowProblem};
use crate::imports::rules::cells::{self, Phone};
use crate::incidents::model::Incident;
use crate::incidents::place::place;
use crate::incidents::preset::{Kind, Preset};

/// Letters of a landmark; more goes to the details.
const MOST_LANDMARK: usize = 500;

/// Reads the rows of one list. Names of places come again and again, and are looked up once.
pub(super) struct Reader<'a> {
    pub app: &'a App,
    pub import: &'a Import,
    pub incident: &'a Incident,
    /// Where whoever brought the list may bring any.
    pub reach: &'a [AreaCode],
    pub places: HashMap<String, AreaTyped>,
}

/// What a row says.
pub(super) struct Reading {
    /// None where there are problems.
    pub new: Option<NewHelpRequest>,
    pub problems: Vec<RowProblem>,
    pub phone_hash: Option<[u8; 32]>,
    /// The same need of the same person in the same list.
    pub need: Option<[u8; 32]>,
    /// The same number in the same source.
    pub origin: Option<[u8; 32]>,
}

impl Reader<'_> {
    pub fn read(&mut self, row: &ImportRow) -> Reading {
        let cells = Cells {
            columns: &self.import.mapping.columns,
            row,
        };
        let mut problems = Vec::new();
        let mut amiss = |column: Option<Column>, key: &str| {
            let key = key.to_owned();
            problems.push(RowProblem { column, key });
        };
        for column in cells.broken() {
            amiss(Some(column), "import-broken-letters");
        }
        if cells.has_spilled(&self.import.headings) {
            amiss(None, "import-too-many-cells");
        }
        let mut beside = Vec::new();
        let name = cells.one(Column::Name);
        let contact_name = PersonName::parse(name).ok();
        if contact_name.is_none() && !name.is_empty() {
            beside.push(told("import-told-name", name));
        }
        let contact_phone = match cells::phone(cells.one(Column::Phone)) {
            Phone::None => None,
            Phone::One { number, rest } => {
                if !rest.is_empty() {
                    beside.push(told("import-told-phones", &rest));
                }
                Some(number)
            }
            Phone::Unreadable => {
                amiss(Some(Column::Phone), "import-phone-unreadable");
                None
            }
        };
        let headcount = cells::headcount(cells.one(Column::Headcount));
        if headcount.is_err() {
            amiss(Some(Column::Headcount), "import-headcount-unreadable");
        }
        let kind = self.kind(cells.one(Column::Kind));
        if kind.is_none() {
            amiss(Some(Column::Kind), "import-kind-unknown");
        }
        match cells::date(cells.one(Column::AskedOn)) {
            Ok(Some(day)) => {
                let day = i18n::date::to_date(Language::Th, day);
                beside.push(told("import-told-asked-on", &day));
            }
            Ok(None) => {}
            Err(_) => amiss(Some(Column::AskedOn), "import-date-unreadable"),
        }
        let original = cells.one(Column::Original);
        if !original.is_empty() {
            beside.push(told("import-told-original", original));
        }
        let mut landmark = cells.all(Column::Landmark).join(", ");
        if landmark.chars().count() > MOST_LANDMARK {
            beside.push(std::mem::take(&mut landmark));
        }
        let found = match self.place(&cells, &landmark) {
            Ok((area, pin)) => {
                if !self.reach.iter().any(|reach| reach.contains(area)) {
                    amiss(Some(Column::Area), "import-not-your-area");
                }
                if pin.is_none() && landmark.is_empty() && contact_phone.is_none() {
                    amiss(Some(Column::Landmark), "import-nowhere");
                }
                Some((area, pin))
            }
            Err((column, key)) => {
                amiss(Some(column), key);
                None
            }
        };
        let mut words = cells.all(Column::Details);
        words.extend(beside);
        let details = match FreeText::optional(&words.join("\n")) {
            Ok(text) => text.map_or_else(String::new, |text| text.as_str().to_owned()),
            Err(_) => {
                amiss(Some(Column::Details), "import-details-unreadable");
                String::new()
            }
        };
        let vault = &self.app.vault;
        let phone_hash = contact_phone.as_ref().map(|phone| phone_hash(vault, phone));
        let need = contact_phone.as_ref().zip(kind).map(|(phone, kind)| {
            let who = i18n::thai_name_key(name);
            let need = format!("{}|{}|{who}", phone.e164(), kind.code);
            vault.lookup("import.need", need.as_bytes())
        });
        let origin = (!original.is_empty()).then(|| {
            let source = cells::folded(&self.import.source);
            let origin = format!("{source}|{}", cells::folded(original));
            vault.lookup("import.origin", origin.as_bytes())
        });
        let new = match (found, kind, headcount) {
            (Some((area, pin)), Some(kind), Ok(headcount)) if problems.is_empty() => {
                Some(NewHelpRequest {
                    incident: self.incident.id,
                    kind: kind.code.clone(),
                    area,
                    pin,
                    landmark,
                    headcount,
                    vulnerabilities: Vec::new(),
                    persons: Vec::new(),
                    nationality: String::new(),
                    details,
                    extra: Vec::new(),
                    contact_name,
                    contact_phone,
                    relation: Relation::Volunteer,
                    source: Some(self.import.source.clone()),
                })
            }
            _ => None,
        };
        Reading {
            new,
            problems,
            phone_hash,
            need,
            origin,
        }
    }

    fn kind(&self, cell: &str) -> Option<&'static Kind> {
        let mapping = &self.import.mapping;
        let preset = self.incident.preset;
        let chosen = mapping.kinds.get(&cells::folded(cell)).map(String::as_str);
        let named = chosen.or_else(|| propose_kind(preset, cell));
        let code = named.or(mapping.kind.as_deref())?;
        preset.kind(code).filter(|kind| !kind.household)
    }

    /// Where it is: by pin, by the columns for areas, by the address, or where the whole list is.
    fn place(
        &mut self,
        cells: &Cells<'_>,
        landmark: &str,
    ) -> Result<(AreaCode, Option<crate::areas::model::Pin>), (Column, &'static str)> {
        let mut form = Typed::default();
        let has_pin = put_position(cells, &mut form)?;
        let levels = [Column::Subdistrict, Column::District, Column::Province];
        let named: Vec<&str> = levels.iter().map(|level| cells.one(*level)).collect();
        let whole = named.join(" ");
        let coarser = named[1..].join(" ");
        let tries = [
            whole.trim(),
            cells.one(Column::Area),
            in_address(landmark),
            coarser.trim(),
        ];
        let mut unclear = None;
        let mut area = None;
        for words in tries.into_iter().filter(|words| !words.is_empty()) {
            match self.look_up(words) {
                AreaTyped::One(found) => {
                    area = Some(found);
                    break;
                }
                AreaTyped::Several(_) => unclear = unclear.or(Some("area-several")),
                AreaTyped::Unknown => unclear = unclear.or(Some("area-unknown")),
                AreaTyped::Nothing => {}
            }
        }
        // The pin says it better than words that may be meant in several ways.
        match (area, self.import.mapping.area, unclear) {
            (Some(area), ..) => form.set("area", area.get().to_string()),
            _ if has_pin => {}
            (None, Some(area), None) => form.set("area", area.get().to_string()),
            (None, _, Some(key)) => return Err((Column::Area, key)),
            (None, None, None) => {}
        }
        let mut problems = Problems::default();
        let found = place(self.app, self.incident, &form, &mut problems);
        found.ok_or_else(|| {
            let first = problems
                .iter()
                .next()
                .map(|(field, said)| (field, said.key));
            match first {
                Some(("pin", key)) => (Column::Position, key),
                Some((_, key)) => (Column::Area, key),
                None => (Column::Area, "area-missing"),
            }
        })
    }

    fn look_up(&mut self, words: &str) -> AreaTyped {
        if let Some(known) = self.places.get(words) {
            return known.clone();
        }
        let mut typed = Typed::default();
        typed.set("area_text", words);
        let found = area_typed::read(&typed, None);
        self.places.insert(words.to_owned(), found.clone());
        found
    }
}

/// The kind that words of a list most likely mean: its code, its label, or a part of it.
pub fn propose_kind<'a>(preset: &'a Preset, raw: &str) -> Option<&'a str> {
    let words = cells::folded(raw);
    if words.is_empty() {
        return None;
    }
    let kinds = || preset.kinds.iter().filter(|kind| !kind.household);
    let names = |kind: &Kind| {
        [Language::Th, Language::En]
            .map(|language| cells::folded(kind.label(language)))
            .to_vec()
    };
    let very = kinds().find(|kind| kind.code == words || names(kind).contains(&words));
    let part = |kind: &&Kind| {
        let long = words.chars().count() > 2;
        long && names(kind)
            .iter()
            .any(|name| name.contains(&words) || words.contains(name.as_str()))
    };
    let piece = |kind: &&Kind| {
        let mut pieces =
            raw.split(|letter: char| letter.is_whitespace() || ",/+()".contains(letter));
        let labels = names(kind);
        pieces.any(|piece| {
            let piece = cells::folded(piece);
            piece.chars().count() > 3 && labels.iter().any(|name| name.contains(&piece))
        })
    };
    let found = very
        .or_else(|| kinds().find(part))
        .or_else(|| kinds().find(piece))?;
    Some(found.code.as_str())
}

/// Puts a pin into the form, if the row has one; gives whether it has.
fn put_position(cells: &Cells<'_>, form: &mut Typed) -> Result<bool, (Column, &'static str)> {
    let both = cells::position(cells.one(Column::Position));
    let apart = (
        cells.one(Column::Lat).to_owned(),
        cells.one(Column::Lon).to_owned(),
    );
    let (lat, lon) = match both {
        Some(pair) => pair,
        None if apart.0.is_empty() && apart.1.is_empty() => return Ok(false),
        None => apart,
    };
    // Written the other way round, nothing else can be meant: Thailand's figures do not overlap.
    let (lat, lon) = match Position::parse(&lat, &lon) {
        Err(PositionError::Swapped) => (lon, lat),
        _ => (lat, lon),
    };
    if Position::parse(&lat, &lon).is_err() {
        return Err((Column::Position, "import-position-unreadable"));
    }
    form.set("lat", lat);
    form.set("lon", lon);
    Ok(true)
}

/// The part of an address that names its area: from the first mark of a level on.
fn in_address(address: &str) -> &str {
    let marks = ["ต.", "ตำบล", "แขวง", "อ.", "อำเภอ", "เขต", "จ.", "จังหวัด"];
    let first = marks.iter().filter_map(|mark| address.find(mark)).min();
    first.map_or("", |at| &address[at..])
}

/// A line of the details: what the list said that has no field of its own.
fn told(key: &str, words: &str) -> String {
    i18n::say(Language::Th, key, &[("words", words.into())])
}

/// The cells of a row by what they mean.
struct Cells<'a> {
    columns: &'a [Option<Column>],
    row: &'a ImportRow,
}

impl<'a> Cells<'a> {
    fn of(&self, wanted: Column) -> impl Iterator<Item = &'a str> {
        let cells = self.columns.iter().zip(&self.row.cells);
        cells
            .filter(move |(column, _)| **column == Some(wanted))
            .map(|(_, cell)| cell.trim())
    }

    fn one(&self, wanted: Column) -> &'a str {
        self.of(wanted).next().unwrap_or_default()
    }

    /// The words of every column of a meaning.
    fn all(&self, wanted: Column) -> Vec<String> {
        self.of(wanted)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Whether something stands right of the last heading, in a column nobody has given a meaning: a
    /// separator inside a cell has pushed the others aside.
    fn has_spilled(&self, headings: &[String]) -> bool {
        let named = headings.iter().rposition(|one| !one.trim().is_empty());
        let cells = self.columns.iter().zip(&self.row.cells).enumerate();
        let mut beyond = cells.filter(|(n, (column, cell))| {
            let is_right = named.is_some_and(|named| *n > named);
            is_right && column.is_none() && !cell.trim().is_empty()
        });
        beyond.next().is_some()
    }

    fn broken(&self) -> Vec<Column> {
        let cells = self.columns.iter().zip(&self.row.cells);
        cells
            .filter(|(_, cell)| cells::is_broken(cell))
            .filter_map(|(column, _)| *column)
            .collect()
    }
}
