//! Files of villages and of people living in subdistricts: CSV with headings, also packed by gzip. What
//! cannot be used is passed over with its line and the reason; the rest of the file is good all the same.

use std::collections::HashSet;
use std::io::Read as _;

use areas::{AreaCode, Level};

use super::model::{MOST_PEOPLE, Village, area_of};

/// The most that a packed file is unpacked to.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// Letters of a village's name at most.
const NAME: usize = 200;
/// The years that a figure may be of.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFile {
    #[error("it cannot be unpacked")]
    Packed,
    #[error("unpacked it is larger than 100 MB")]
    TooLarge,
    #[error("it is no CSV in UTF-8: {0}")]
    NotCsv(String),
    #[error("it has no column `{0}`")]
    NoColumn(&'static str),
    #[error("it holds no row that can be used")]
    Empty,
    #[error("it does not say of which year its figures are; name the year with --year")]
    NoYear,
}

/// Why a row is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Amiss {
    #[error("no code of a village, or one that does not fit its subdistrict and number")]
    NoCode,
    #[error("a subdistrict that does not exist any more, or never did")]
    UnknownArea,
    #[error("no number of people")]
    NoNumber,
    #[error("said before in the same file")]
    Double,
}

/// What a file holds.
#[derive(Debug)]
pub struct Read<T> {
    pub rows: Vec<T>,
    /// The line and what is amiss with it.
    pub amiss: Vec<(u64, Amiss)>,
    /// Rows of other levels, which are not asked for.
    pub passed_over: usize,
}

/// People of a subdistrict as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub area: AreaCode,
    pub n: u32,
    pub n_houses: Option<u32>,
}

/// Columns: `village_code`, `name_th`; `subdistrict_code`, `moo`, `name_en`, `lat`, `lon` where it has
/// them.
pub fn villages(bytes: &[u8]) -> Result<Read<Village>, NotAFile> {
    let table = Table::read(bytes)?;
    let code = table.must("village_code")?;
    let name = table.must("name_th")?;
    let [area, moo, name_en, lat, lon] =
        ["subdistrict_code", "moo", "name_en", "lat", "lon"].map(|column| table.find(column));
    let mut seen = HashSet::new();
    let mut read = Read {
        rows: Vec::new(),
        amiss: Vec::new(),
        passed_over: 0,
    };
    for (line, row) in &table.rows {
        let number = |at: Option<usize>| row.number(at?);
        let village = row.number(code).filter(|code| area_of(*code).is_some());
        let fits = village.is_some_and(|code| {
            number(area).is_none_or(|area| area == code / 100)
                && number(moo).is_none_or(|moo| moo == code % 100)
        });
        let Some(code) = village.filter(|_| fits) else {
            read.amiss.push((*line, Amiss::NoCode));
            continue;
        };
        if area_of(code).is_none_or(|area| areas::register().get(area).is_none()) {
            read.amiss.push((*line, Amiss::UnknownArea));
            continue;
        }
        if !seen.insert(code) {
            read.amiss.push((*line, Amiss::Double));
            continue;
        }
        let text = |at: Option<usize>| {
            let cell = at.map_or("", |at| row.cell(at));
            contact::tidy_line(cell, NAME).unwrap_or_default()
        };
        let degrees = |at: Option<usize>| row.cell(at?).parse::<f64>().ok();
        read.rows.push(Village {
            code,
            moo: u16::try_from(code % 100).unwrap_or_default(),
            name: text(Some(name)),
            name_en: text(name_en),
            place: degrees(lat)
                .zip(degrees(lon))
                .filter(|(lat, lon)| contact::Position::new(*lat, *lon).is_ok()),
        });
    }
    read.checked()
}

/// Columns: `code`, `population`; `level`, `houses`, `year` where it has them. The year, Common Era, is
/// that of the first row that tells one.
pub fn population(bytes: &[u8]) -> Result<(Read<Counted>, Option<i16>), NotAFile> {
    let table = Table::read(bytes)?;
    let code = table.must("code")?;
    let people = table.must("population")?;
    let [level, houses, year] = ["level", "houses", "year"].map(|column| table.find(column));
    let mut seen = HashSet::new();
    let mut read = Read {
        rows: Vec::new(),
        amiss: Vec::new(),
        passed_over: 0,
    };
    let mut of_year = None;
    for (line, row) in &table.rows {
        let is_other = level.is_some_and(|level| row.cell(level) != "subdistrict");
        let area = row.cell(code).parse::<AreaCode>().ok();
        if is_other || area.is_some_and(|area| area.level() != Level::Subdistrict) {
            read.passed_over += 1;
            continue;
        }
        let known = area.filter(|area| areas::register().get(*area).is_some());
        let Some(area) = known else {
            read.amiss.push((*line, Amiss::UnknownArea));
            continue;
        };
        let Some(n) = row.number(people).filter(|n| *n <= MOST_PEOPLE) else {
            read.amiss.push((*line, Amiss::NoNumber));
            continue;
        };
        if !seen.insert(area) {
            read.amiss.push((*line, Amiss::Double));
            continue;
        }
        of_year = of_year.or_else(|| self::year(row.cell(year?)));
        read.rows.push(Counted {
            area,
            n,
            n_houses: houses.and_then(|houses| row.number(houses)),
        });
    }
    Ok((read.checked()?, of_year))
}

/// A year of either era, as Common Era.
pub fn year(text: &str) -> Option<i16> {
    let text = i18n::fold_digits(text.trim());
    let year: i16 = text.parse().ok()?;
    let year = if year > 2400 { year - 543 } else { year };
    YEARS.contains(&year).then_some(year)
}

/// The year that stands in the name of a file, such as `population_dopa_2021.csv.gz`.
pub fn year_in_name(name: &str) -> Option<i16> {
    let mut numbers = name.split(|letter: char| !letter.is_ascii_digit());
    numbers.find_map(|number| (number.len() == 4).then(|| year(number)).flatten())
}

impl<T> Read<T> {
    fn checked(self) -> Result<Read<T>, NotAFile> {
        match self.rows.is_empty() {
            true => Err(NotAFile::Empty),
            false => Ok(self),
        }
    }
}

/// A CSV with headings, also packed by gzip.
pub(crate) struct Table {
    headings: Vec<String>,
    pub(crate) rows: Vec<(u64, Cells)>,
}

pub(crate) struct Cells(csv::StringRecord);

impl Cells {
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.0.get(at).unwrap_or_default().trim()
    }

    fn number(&self, at: usize) -> Option<u32> {
        let digits = i18n::fold_digits(self.cell(at)).replace([',', ' '], "");
        digits.parse().ok()
    }
}

impl Table {
    pub(crate) fn read(bytes: &[u8]) -> Result<Table, NotAFile> {
        let unpacked;
        let plain = if bytes.starts_with(&[0x1F, 0x8B]) {
            unpacked = unpack(bytes)?;
            unpacked.as_slice()
        } else {
            bytes
        };
        let plain = plain.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(plain);
        let not_csv = |err: csv::Error| NotAFile::NotCsv(err.to_string());
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(plain);
        let headings = reader.headers().map_err(not_csv)?.iter();
        let headings = headings.map(|name| name.trim().to_lowercase()).collect();
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(not_csv)?;
            let line = row.position().map_or(0, csv::Position::line);
            rows.push((line, Cells(row)));
        }
        Ok(Table { headings, rows })
    }

    pub(crate) fn find(&self, column: &str) -> Option<usize> {
        self.headings.iter().position(|name| name == column)
    }

    pub(crate) fn must(&self, column: &'static str) -> Result<usize, NotAFile> {
        self.find(column).ok_or(NotAFile::NoColumn(column))
    }
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, NotAFile> {
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(MOST_UNPACKED + 1)
        .read_to_end(&mut plain)
        .map_err(|_| NotAFile::Packed)?;
    match plain.len() as u64 > MOST_UNPACKED {
        true => Err(NotAFile::TooLarge),
        false => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_villages_is_read_and_what_is_amiss_told_by_its_line() {
        let list = "\u{FEFF}Village_Code,subdistrict_code,moo,name_th,name_en,lat,lon\n\
            57090101,570901,1, บ้านเหมืองแดงใต้ ,Ban Mueang Daeng Tai,20.43,99.88\n\
            57090102,570902,2,บ้านของที่อื่น,,,\n\
            57099901,570999,1,บ้านเก่า,,,\n\
            57090101,570901,1,อีกครั้ง,,,\n\
            570901,570901,1,ไม่มีรหัส,,,\n\
            57090103,570901,3,\"บ้านยายกะตา, บ้านโรงหลวง\",,999,\n";
        let read = villages(list.as_bytes()).unwrap();
        assert_eq!(read.rows.len(), 2);
        assert_eq!(read.rows[0].name, "บ้านเหมืองแดงใต้");
        assert_eq!(read.rows[0].place, Some((20.43, 99.88)));
        assert_eq!(read.rows[1].name, "บ้านยายกะตา, บ้านโรงหลวง");
        assert_eq!(read.rows[1].place, None);
        let amiss = [
            (3, Amiss::NoCode),
            (4, Amiss::UnknownArea),
            (5, Amiss::Double),
            (6, Amiss::NoCode),
        ];
        assert_eq!(read.amiss, amiss);
    }

    #[test]
    fn people_are_read_of_subdistricts_alone() {
        let list = "level,code,population,houses,year\n\
            country,00,66171439,27708608,2564\nprovince,57,1298425,530000,2564\n\
            subdistrict,570901,\"30,732\",15219,๒๕๖๔\nsubdistrict,570902,many,,\n\
            subdistrict,579999,5,1,\nsubdistrict,570901,5,1,\n";
        let (read, year) = population(list.as_bytes()).unwrap();
        assert_eq!(year, Some(2021));
        assert_eq!(read.passed_over, 2);
        assert_eq!(
            (read.rows[0].n, read.rows[0].n_houses),
            (30_732, Some(15_219))
        );
        let amiss: Vec<Amiss> = read.amiss.iter().map(|(_, amiss)| *amiss).collect();
        assert_eq!(amiss, [Amiss::NoNumber, Amiss::UnknownArea, Amiss::Double]);
    }

    #[test]
    fn what_is_no_such_file_is_said() {
        assert_eq!(
            villages(b"a,b\n1,2\n").err(),
            Some(NotAFile::NoColumn("village_code"))
        );
        assert_eq!(
            villages(b"village_code,name_th\n").err(),
            Some(NotAFile::Empty)
        );
        assert_eq!(villages(&[0x1F, 0x8B, 1]).err(), Some(NotAFile::Packed));
        let thai_874 = b"village_code,name_th\n57090101,\xba\xe9\xd2\xb9\n";
        assert!(matches!(villages(thai_874), Err(NotAFile::NotCsv(_))));
        assert_eq!(
            population(b"code\n").err(),
            Some(NotAFile::NoColumn("population"))
        );
    }

    #[test]
    fn a_year_is_of_either_era() {
        for (text, read) in [
            ("2021", 2021),
            ("2564", 2021),
            ("๒๕๖๔", 2021),
            (" 1999 ", 1999),
        ] {
            assert_eq!(year(text), Some(read), "{text}");
        }
        assert_eq!((year("21"), year("3000"), year("")), (None, None, None));
        assert_eq!(year_in_name("population_dopa_2021.csv.gz"), Some(2021));
        assert_eq!(year_in_name("people-12345.csv"), None);
    }
}
