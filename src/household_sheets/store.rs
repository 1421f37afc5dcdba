//! Sheets in the database, with what became of each household on them.

use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;

use super::model::{Entry, Figures, Sheet, Stage, Verdict};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, HouseholdExportId, HouseholdSheetId, IncidentId};
use crate::survey::model::Consent;

macro_rules! columns {
    () => {
        "
    SELECT id, account, incident, area, consent, file_name, stage, round, with_doubles, n_rows,
        created_at, changed_at, cells_sealed IS NULL AS is_swept
    FROM household_sheets"
    };
}

sql! { INSERT = "
    INSERT INTO household_sheets (id, account, incident, area, consent, file_name, stage, round,
        with_doubles, n_rows, cells_sealed, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
    ON CONFLICT DO NOTHING
" }

/// Keeps a sheet with its rows; false where one of this id is there already.
pub async fn insert(tx: &mut Tx, sheet: &Sheet, sealed: &[u8]) -> Result<bool, db::Error> {
    let (area, sealed) = (sheet.area.get(), sealed.to_vec());
    let args: [&dyn ToValue; 12] = [
        &sheet.id,
        &sheet.account,
        &sheet.incident,
        &area,
        &sheet.consent.code(),
        &sheet.file_name,
        &sheet.stage.code(),
        &sheet.round,
        &sheet.with_doubles,
        &sheet.n_rows,
        &sealed,
        &sheet.created_at,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { FIND = concat!(columns!(), " WHERE id = $1") }

pub async fn find(tx: &mut Tx, id: HouseholdSheetId) -> Result<Option<Sheet>, db::Error> {
    let row = tx.optional(FIND, &[&id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { CELLS = "SELECT cells_sealed FROM household_sheets WHERE id = $1" }

/// The rows, packed and sealed; none once they are swept.
pub async fn cells(tx: &mut Tx, id: HouseholdSheetId) -> Result<Option<Vec<u8>>, db::Error> {
    tx.one(CELLS, &[&id]).await?.get("cells_sealed")
}

sql! { OF_ACCOUNT = concat!(columns!(), "
    WHERE account = $1
    ORDER BY created_at DESC
    LIMIT 50
") }

/// The sheets somebody brought, the newest first.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Sheet>, db::Error> {
    let rows = tx.all(OF_ACCOUNT, &[&account]).await?;
    rows.iter().map(read).collect()
}

sql! { SET_STAGE = "
    UPDATE household_sheets SET stage = $3, round = round + 1, with_doubles = $4, changed_at = $5
    WHERE id = $1 AND round = $2
" }

/// Moves a sheet on, to the next round; false when somebody else has meanwhile.
pub async fn set_stage(
    tx: &mut Tx,
    sheet: &Sheet,
    stage: Stage,
    with_doubles: bool,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn ToValue; 5] = [&sheet.id, &sheet.round, &stage.code(), &with_doubles, &now];
    Ok(tx.execute(SET_STAGE, &args).await? == 1)
}

sql! { PUT_ENTRY = "
    INSERT INTO household_sheet_entries (sheet, n, line, n_persons, verdict)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING
" }

pub fn put_entry(tx: &mut Tx, id: HouseholdSheetId, entry: &Entry) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 5] = [
        &id,
        &entry.n,
        &entry.line,
        &entry.n_persons,
        &entry.verdict.code(),
    ];
    tx.post(PUT_ENTRY, &args)
}

sql! { MARK = "
    UPDATE household_sheet_entries
    SET verdict = $3, like_household = $4, household = $5, problem = $6
    WHERE sheet = $1 AND n = $2
" }

/// Writes down what became of a household.
pub fn mark(tx: &mut Tx, id: HouseholdSheetId, entry: &Entry) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 6] = [
        &id,
        &entry.n,
        &entry.verdict.code(),
        &entry.like,
        &entry.household,
        &entry.problem,
    ];
    tx.post(MARK, &args)
}

macro_rules! entries {
    () => {
        "
    SELECT n, line, n_persons, verdict, like_household, household, problem
    FROM household_sheet_entries"
    };
}

sql! { OF_VERDICT = concat!(entries!(), "
    WHERE sheet = $1 AND verdict = $2 AND n >= $3
    ORDER BY n
    LIMIT $4
") }

/// Households of one verdict from a number on.
pub async fn of_verdict(
    tx: &mut Tx,
    id: HouseholdSheetId,
    verdict: Verdict,
    (from, limit): (u32, i64),
) -> Result<Vec<Entry>, db::Error> {
    let args: [&dyn ToValue; 4] = [&id, &verdict.code(), &from, &limit];
    let rows = tx.all(OF_VERDICT, &args).await?;
    rows.iter().map(read_entry).collect()
}

sql! { FIGURES = "
    SELECT verdict, count(*) AS n, CAST(sum(n_persons) AS BIGINT) AS persons
    FROM household_sheet_entries
    WHERE sheet = $1
    GROUP BY verdict
" }

pub async fn figures(tx: &mut Tx, id: HouseholdSheetId) -> Result<Figures, db::Error> {
    let mut figures = Vec::new();
    for row in tx.all(FIGURES, &[&id]).await? {
        figures.push((verdict(&row)?, row.get("n")?, row.get("persons")?));
    }
    figures.sort_unstable();
    Ok(Figures(figures))
}

sql! { UNSWEPT = concat!(columns!(), "
    WHERE cells_sealed IS NOT NULL AND changed_at < $1
    ORDER BY changed_at
    LIMIT 20
") }

/// Sheets nobody has touched since, whose rows are still kept.
pub async fn unswept(tx: &mut Tx, before: Timestamp) -> Result<Vec<Sheet>, db::Error> {
    let rows = tx.all(UNSWEPT, &[&before]).await?;
    rows.iter().map(read).collect()
}

sql! { SWEEP = "UPDATE household_sheets SET cells_sealed = NULL, stage = $2 WHERE id = $1" }

/// Forgets the rows; what became of them stays.
pub async fn sweep(tx: &mut Tx, sheet: &Sheet) -> Result<(), db::Error> {
    let stage = match sheet.stage {
        Stage::Done => Stage::Done,
        _ => Stage::Discarded,
    };
    tx.execute(SWEEP, &[&sheet.id, &stage.code()]).await?;
    Ok(())
}

/// What was taken out as a file.
#[derive(Debug, Clone)]
pub struct Export {
    pub id: HouseholdExportId,
    pub account: AccountId,
    pub incident: IncidentId,
    pub area: areas::AreaCode,
    pub purpose: String,
    pub n_households: i64,
    pub n_persons: i64,
    pub made_at: Timestamp,
}

sql! { PUT_EXPORT = "
    INSERT INTO household_exports (id, account, incident, area, purpose, n_households, n_persons,
        made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
" }

pub async fn put_export(tx: &mut Tx, export: &Export) -> Result<(), db::Error> {
    let area = export.area.get();
    let args: [&dyn ToValue; 8] = [
        &export.id,
        &export.account,
        &export.incident,
        &area,
        &export.purpose,
        &export.n_households,
        &export.n_persons,
        &export.made_at,
    ];
    tx.execute(PUT_EXPORT, &args).await?;
    Ok(())
}

fn verdict(row: &Row) -> Result<Verdict, db::Error> {
    let code: String = row.get("verdict")?;
    Verdict::from_code(&code).ok_or_else(|| row.contradiction("an unknown verdict"))
}

fn read_entry(row: &Row) -> Result<Entry, db::Error> {
    Ok(Entry {
        n: row.get("n")?,
        line: row.get("line")?,
        n_persons: row.get("n_persons")?,
        verdict: verdict(row)?,
        like: row.get("like_household")?,
        household: row.get("household")?,
        problem: row.get("problem")?,
    })
}

fn read(row: &Row) -> Result<Sheet, db::Error> {
    let stage: String = row.get("stage")?;
    let consent: String = row.get("consent")?;
    Ok(Sheet {
        id: row.get("id")?,
        account: row.get("account")?,
        incident: row.get("incident")?,
        area: read_area(row, "area")?,
        consent: Consent::from_code(&consent)
            .ok_or_else(|| row.contradiction("an unknown consent"))?,
        file_name: row.get("file_name")?,
        stage: Stage::from_code(&stage).ok_or_else(|| row.contradiction("an unknown stage"))?,
        round: row.get("round")?,
        with_doubles: row.get("with_doubles")?,
        n_rows: row.get("n_rows")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        is_swept: row.get("is_swept")?,
    })
}
