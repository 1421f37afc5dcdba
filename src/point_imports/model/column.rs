//! What a column of a file of points means.

use std::sync::LazyLock;

use crate::incidents::preset::Field;
use crate::points::model::KINDS;
use crate::points::model::hours::DAYS;

/// Which of the three numbers of a kind of bed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Capacity,
    Used,
    Free,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Capacity, Part::Used, Part::Free];

    pub fn code(self) -> &'static str {
        match self {
            Part::Capacity => "capacity",
            Part::Used => "used",
            Part::Free => "free",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Part::Capacity => "point-import-part-capacity",
            Part::Used => "point-import-part-used",
            Part::Free => "point-import-part-free",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// In Thai, or the only one there is.
    Name,
    NameEn,
    /// A part of a name that is made of several columns.
    NamePart,
    Kind,
    /// Latitude and longitude in one cell.
    Position,
    Lat,
    Lon,
    Area,
    Subdistrict,
    District,
    Province,
    Address,
    Phone,
    Status,
    Queue,
    Hours,
    /// The times of one day of the week, Monday 0.
    Day(u8),
    Conditions,
    Audience,
    /// By what the source tells its points apart.
    SourceId,
    CheckedOn,
    /// Of a kind of bed by its code; none: the first kind of bed that the point's kind has.
    Beds(Option<&'static str>, Part),
    /// What kinds of point ask beside, by its key.
    Field(&'static str),
}

/// Every kind of bed of every kind of point, each once.
static BEDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut beds: Vec<&'static str> = Vec::new();
    for bed in KINDS.iter().flat_map(|kind| kind.beds.iter()) {
        if !beds.contains(&bed.code.as_str()) {
            beds.push(&bed.code);
        }
    }
    beds
});

/// Every field of every kind of point, each once.
pub static FIELDS: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    let mut fields: Vec<&'static Field> = Vec::new();
    for field in KINDS.iter().flat_map(|kind| kind.fields.iter()) {
        if !fields.iter().any(|known| known.key == field.key) {
            fields.push(field);
        }
    }
    fields
});

/// A kind of bed as columns name it.
pub fn bed_code(code: &str) -> Option<&'static str> {
    BEDS.iter().copied().find(|known| *known == code)
}

impl Column {
    const PLAIN: [Column; 20] = [
        Column::Name,
        Column::NameEn,
        Column::NamePart,
        Column::Kind,
        Column::Position,
        Column::Lat,
        Column::Lon,
        Column::Area,
        Column::Subdistrict,
        Column::District,
        Column::Province,
        Column::Address,
        Column::Phone,
        Column::Status,
        Column::Queue,
        Column::Hours,
        Column::Conditions,
        Column::Audience,
        Column::SourceId,
        Column::CheckedOn,
    ];

    /// All of them, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Column> {
        let beds = std::iter::once(None).chain(BEDS.iter().copied().map(Some));
        let beds = beds.flat_map(|bed| Part::ALL.map(|part| Column::Beds(bed, part)));
        let fields = FIELDS.iter().map(|field| Column::Field(&field.key));
        let days = (0..7).map(Column::Day);
        Column::PLAIN
            .into_iter()
            .chain(days)
            .chain(beds)
            .chain(fields)
    }

    pub fn code(self) -> String {
        match self {
            Column::Beds(bed, part) => format!("beds.{}.{}", bed.unwrap_or("first"), part.code()),
            Column::Field(key) => format!("fields.{key}"),
            Column::Day(day) => format!("hours.{}", DAYS[usize::from(day)]),
            plain => plain.word().to_owned(),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::NameEn => "name_en",
            Column::NamePart => "name_part",
            Column::Kind => "kind",
            Column::Position => "position",
            Column::Lat => "lat",
            Column::Lon => "lon",
            Column::Area => "area",
            Column::Subdistrict => "subdistrict",
            Column::District => "district",
            Column::Province => "province",
            Column::Address => "address",
            Column::Phone => "phone",
            Column::Status => "status",
            Column::Queue => "queue",
            Column::Hours => "hours",
            Column::Conditions => "conditions",
            Column::Audience => "audience",
            Column::SourceId => "source_id",
            Column::CheckedOn => "checked_on",
            Column::Day(_) => "hours",
            Column::Beds(..) => "beds",
            Column::Field(_) => "fields",
        }
    }

    pub fn from_code(code: &str) -> Option<Column> {
        Column::all().find(|column| column.code() == code)
    }

    /// The message key of its name; of beds the kind of bed and the part stand in arguments, of a day
    /// its name. A field has a name of its own.
    pub fn label(self) -> &'static str {
        match self {
            Column::Name => "point-import-column-name",
            Column::NameEn => "point-import-column-name-en",
            Column::NamePart => "point-import-column-name-part",
            Column::Kind => "point-import-column-kind",
            Column::Position => "point-import-column-position",
            Column::Lat => "point-import-column-lat",
            Column::Lon => "point-import-column-lon",
            Column::Area => "point-import-column-area",
            Column::Subdistrict => "point-import-column-subdistrict",
            Column::District => "point-import-column-district",
            Column::Province => "point-import-column-province",
            Column::Address => "point-import-column-address",
            Column::Phone => "point-import-column-phone",
            Column::Status => "point-import-column-status",
            Column::Queue => "point-import-column-queue",
            Column::Hours => "point-import-column-hours",
            Column::Conditions => "point-import-column-conditions",
            Column::Audience => "point-import-column-audience",
            Column::SourceId => "point-import-column-source-id",
            Column::CheckedOn => "point-import-column-checked-on",
            Column::Beds(None, _) => "point-import-column-beds",
            Column::Beds(Some(_), _) => "point-import-column-beds-of",
            Column::Day(_) => "point-import-column-day",
            Column::Field(_) => "point-import-column-field",
        }
    }

    /// Words of several columns are told together; of anything else there is one.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Column::NamePart | Column::Address | Column::Conditions
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_known_by_its_code() {
        for column in Column::all() {
            assert_eq!(Column::from_code(&column.code()), Some(column));
        }
        assert_eq!(
            Column::from_code("beds.icu.free"),
            Some(Column::Beds(Some("icu"), Part::Free))
        );
        assert_eq!(Column::from_code("owner"), None);
    }
}
