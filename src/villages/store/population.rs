//! How many people live in subdistricts.

use areas::AreaCode;
use db::{Db, Row, Tx, sql};

use crate::accounts::store::read_area;
use crate::villages::model::{Population, Source};

macro_rules! columns {
    () => {
        "SELECT p.area, p.year, p.source, p.n, p.n_houses, p.entered_by, p.entered_at
        FROM population p"
    };
}

// Of one year what an admin entered goes before what was imported: `entered` stands first.
sql! { NEWEST = concat!(columns!(), "
    WHERE p.area BETWEEN $1 AND $2
        AND NOT EXISTS (
            SELECT 1 FROM population o
            WHERE o.area = p.area AND (o.year > p.year OR (o.year = p.year AND o.source < p.source))
        )
    ORDER BY p.area
") }

/// The newest figure of each subdistrict of an area that has one.
pub async fn newest(tx: &mut Tx, area: AreaCode) -> Result<Vec<Population>, db::Error> {
    let range = area.range();
    let rows = tx.all(NEWEST, &[range.start(), range.end()]).await?;
    rows.iter().map(read).collect()
}

sql! { FIND = concat!(columns!(), " WHERE p.area = $1 AND p.year = $2 AND p.source = $3") }

/// What stands there for a year, by where it comes from.
pub async fn find(
    tx: &mut Tx,
    area: AreaCode,
    year: i16,
    source: Source,
) -> Result<Option<Population>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&area.get(), &year, &source.code()];
    let row = tx.optional(FIND, &args).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_YEAR = concat!(columns!(), "
    WHERE p.year = $1 AND p.source = 'imported' AND p.area > $2 ORDER BY p.area LIMIT 1000
") }

/// What was imported for a year before, read in pieces.
pub async fn imported(db: &Db, year: i16) -> Result<Vec<Population>, db::Error> {
    let mut all = Vec::new();
    let mut last: u32 = 0;
    loop {
        let rows = db::read!(db, |tx| { tx.all(OF_YEAR, &[&year, &last]).await })?;
        for row in &rows {
            let one = read(row)?;
            last = one.area.get();
            all.push(one);
        }
        if rows.len() < 1000 {
            return Ok(all);
        }
    }
}

sql! { PUT = "
    INSERT INTO population (area, year, source, n, n_houses, entered_by, entered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (area, year, source) DO UPDATE SET n = excluded.n, n_houses = excluded.n_houses,
        entered_by = excluded.entered_by, entered_at = excluded.entered_at
" }

pub fn put(tx: &mut Tx, population: &Population) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 7] = [
        &population.area.get(),
        &population.year,
        &population.source.code(),
        &population.n,
        &population.n_houses,
        &population.entered_by,
        &population.entered_at,
    ];
    tx.post(PUT, &args)
}

fn read(row: &Row) -> Result<Population, db::Error> {
    let source: String = row.get("source")?;
    Ok(Population {
        area: read_area(row, "area")?,
        year: row.get("year")?,
        source: Source::from_code(&source).ok_or_else(|| row.contradiction("an unknown source"))?,
        n: row.get("n")?,
        n_houses: row.get("n_houses")?,
        entered_by: row.get("entered_by")?,
        entered_at: row.get("entered_at")?,
    })
}
