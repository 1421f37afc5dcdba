//! Villages in the database.

pub mod population;

use areas::AreaCode;
use db::{Db, Row, Tx, sql};

use super::model::Village;
use super::rules;

macro_rules! columns {
    () => {
        "SELECT code, moo, name, name_en, lat, lon FROM villages"
    };
}

sql! { OF_AREA = concat!(columns!(), " WHERE area = $1 ORDER BY moo, code") }

/// The villages of a subdistrict, by their numbers.
pub async fn of_area(tx: &mut Tx, area: AreaCode) -> Result<Vec<Village>, db::Error> {
    let rows = tx.all(OF_AREA, &[&area.get()]).await?;
    rows.iter().map(read).collect()
}

sql! { FIND = concat!(columns!(), " WHERE code = $1") }

pub async fn find(tx: &mut Tx, code: u32) -> Result<Option<Village>, db::Error> {
    let row = tx.optional(FIND, &[&code]).await?;
    row.map(|row| read(&row)).transpose()
}

/// The village of a subdistrict that was meant, where that is clear.
pub async fn meant(tx: &mut Tx, area: AreaCode, typed: &str) -> Result<Option<u32>, db::Error> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Ok(rules::meant(&of_area(tx, area).await?, typed))
}

sql! { IN_RANGE = concat!(columns!(), " WHERE area BETWEEN $1 AND $2 ORDER BY code") }

/// All villages of an area of any size below the country.
pub async fn within(tx: &mut Tx, area: AreaCode) -> Result<Vec<Village>, db::Error> {
    let range = area.range();
    let rows = tx.all(IN_RANGE, &[range.start(), range.end()]).await?;
    rows.iter().map(read).collect()
}

sql! { PAGE = concat!(columns!(), " WHERE code > $1 ORDER BY code LIMIT 1000") }

/// Every village, read in pieces so that no read lasts long.
pub async fn all(db: &Db) -> Result<Vec<Village>, db::Error> {
    let mut villages = Vec::new();
    let mut last: u32 = 0;
    loop {
        let rows = db::read!(db, |tx| { tx.all(PAGE, &[&last]).await })?;
        for row in &rows {
            let village = read(row)?;
            last = village.code;
            villages.push(village);
        }
        if rows.len() < 1000 {
            return Ok(villages);
        }
    }
}

sql! { PUT = "
    INSERT INTO villages (code, area, moo, name, name_en, lat, lon)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (code) DO UPDATE SET moo = excluded.moo, name = excluded.name,
        name_en = excluded.name_en, lat = excluded.lat, lon = excluded.lon
" }

pub fn put(tx: &mut Tx, village: &Village) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 7] = [
        &village.code,
        &(village.code / 100),
        &village.moo,
        &village.name,
        &village.name_en,
        &village.place.map(|(lat, _)| lat),
        &village.place.map(|(_, lon)| lon),
    ];
    tx.post(PUT, &args)
}

fn read(row: &Row) -> Result<Village, db::Error> {
    let lat: Option<f64> = row.get("lat")?;
    let lon: Option<f64> = row.get("lon")?;
    Ok(Village {
        code: row.get("code")?,
        moo: row.get("moo")?,
        name: row.get("name")?,
        name_en: row.get("name_en")?,
        place: lat.zip(lon),
    })
}
