//! Lists themselves: how far each is, and how many of its rows came to what.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::ids::{AccountId, ImportId};
use crate::imports::model::{Column, Figures, Import, Mapping, Stage, Verdict};

macro_rules! columns {
    () => {
        "
    SELECT id, account, incident, file_name, source, stage, round, headings, mapping, encoding,
        total, passed_over, created_at, changed_at, swept_at, figures
    FROM imports"
    };
}

sql! { INSERT = "
    INSERT INTO imports (id, account, incident, file_name, source, stage, round, headings, mapping,
        encoding, total, passed_over, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12, $12)
    ON CONFLICT DO NOTHING
" }

/// Begins to keep a list; one that is begun already stays as it is.
pub async fn insert(tx: &mut Tx, import: &Import) -> Result<(), db::Error> {
    tx.execute(
        INSERT,
        &[
            &import.id,
            &import.account,
            &import.incident,
            &import.file_name,
            &import.source,
            &import.stage.code(),
            &json!(import.headings),
            &write_mapping(&import.mapping),
            &import.encoding,
            &import.total,
            &import.passed_over,
            &import.created_at,
        ],
    )
    .await?;
    Ok(())
}

sql! { FIND = concat!(columns!(), " WHERE id = $1") }

pub async fn find(tx: &mut Tx, id: ImportId) -> Result<Option<Import>, db::Error> {
    let row = tx.optional(FIND, &[&id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_ACCOUNT = concat!(columns!(), "
    WHERE account = $1
    ORDER BY created_at DESC
    LIMIT 50
") }

/// The lists somebody brought, the newest first.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Import>, db::Error> {
    let rows = tx.all(OF_ACCOUNT, &[&account]).await?;
    rows.iter().map(read).collect()
}

sql! { SET_STAGE = "
    UPDATE imports
    SET stage = $3, round = $4, changed_at = $5, ended_at = $6
    WHERE id = $1 AND round = $2
" }

/// Moves a list on; `false` when somebody else has meanwhile.
pub async fn set_stage(
    tx: &mut Tx,
    import: &Import,
    stage: Stage,
    round: u32,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let ended_at = matches!(stage, Stage::Done | Stage::Discarded).then_some(now);
    let args: [&dyn db::ToValue; 6] = [
        &import.id,
        &import.round,
        &stage.code(),
        &round,
        &now,
        &ended_at,
    ];
    Ok(tx.execute(SET_STAGE, &args).await? == 1)
}

sql! { READY = "UPDATE imports SET stage = 'mapping' WHERE id = $1 AND stage = 'reading'" }

/// All rows are kept.
pub async fn ready(tx: &mut Tx, id: ImportId) -> Result<(), db::Error> {
    tx.execute(READY, &[&id]).await?;
    Ok(())
}

sql! { SET_MAPPING = "UPDATE imports SET mapping = $2, changed_at = $3 WHERE id = $1" }

pub async fn set_mapping(
    tx: &mut Tx,
    id: ImportId,
    mapping: &Mapping,
    now: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(SET_MAPPING, &[&id, &write_mapping(mapping), &now])
        .await?;
    Ok(())
}

sql! { FIGURES = "
    SELECT verdict, count(*) AS n FROM import_rows WHERE import = $1 GROUP BY verdict
" }

pub async fn figures(tx: &mut Tx, id: ImportId) -> Result<Figures, db::Error> {
    let mut figures = Figures::default();
    for row in tx.all(FIGURES, &[&id]).await? {
        let verdict: String = row.get("verdict")?;
        let verdict =
            Verdict::from_code(&verdict).ok_or_else(|| row.contradiction("an unknown verdict"))?;
        figures.set(verdict, row.get("n")?);
    }
    Ok(figures)
}

sql! { UNSWEPT = concat!(columns!(), "
    WHERE swept_at IS NULL AND changed_at < $1
    ORDER BY changed_at
    LIMIT 20
") }

/// Lists nobody has touched since, whose rows are still kept.
pub async fn unswept(tx: &mut Tx, before: Timestamp) -> Result<Vec<Import>, db::Error> {
    let rows = tx.all(UNSWEPT, &[&before]).await?;
    rows.iter().map(read).collect()
}

sql! { SWEEP_ROWS = "
    DELETE FROM import_rows
    WHERE import = $1 AND n IN (SELECT n FROM import_rows WHERE import = $1 ORDER BY n LIMIT 500)
" }

/// Forgets up to 500 rows; gives how many.
pub async fn sweep_rows(tx: &mut Tx, id: ImportId) -> Result<u64, db::Error> {
    tx.execute(SWEEP_ROWS, &[&id]).await
}

sql! { KEEP_FIGURES = "UPDATE imports SET figures = $2 WHERE id = $1" }

/// How many rows there were, before they go.
pub async fn keep_figures(tx: &mut Tx, id: ImportId, figures: &Figures) -> Result<(), db::Error> {
    let told: Map<String, Value> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.code().to_owned(), json!(figures.of(*verdict))))
        .collect();
    tx.execute(KEEP_FIGURES, &[&id, &Value::Object(told)])
        .await?;
    Ok(())
}

sql! { SWEEP_LEFT = "
    UPDATE imports SET swept_at = $2, mapping = $3, stage = $4 WHERE id = $1
" }

/// The rows of a list are gone.
pub async fn sweep_left(tx: &mut Tx, import: &Import, now: Timestamp) -> Result<(), db::Error> {
    let stage = match import.stage {
        Stage::Done => Stage::Done,
        _ => Stage::Discarded,
    };
    let nothing = write_mapping(&Mapping::default());
    let args: [&dyn db::ToValue; 4] = [&import.id, &now, &nothing, &stage.code()];
    tx.execute(SWEEP_LEFT, &args).await?;
    Ok(())
}

fn write_mapping(mapping: &Mapping) -> Value {
    let columns: Vec<Option<&str>> = mapping
        .columns
        .iter()
        .map(|column| column.map(Column::code))
        .collect();
    json!({
        "columns": columns,
        "kind": mapping.kind,
        "kinds": mapping.kinds,
        "area": mapping.area.map(AreaCode::get),
        "is_checked": mapping.is_checked,
        "with_doubles": mapping.with_doubles,
    })
}

fn read_mapping(kept: &Value) -> Mapping {
    let columns = kept["columns"].as_array().into_iter().flatten();
    let kinds = kept["kinds"].as_object().into_iter().flatten();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Mapping {
        columns: columns
            .map(|code| code.as_str().and_then(Column::from_code))
            .collect(),
        kind: text(&kept["kind"]),
        kinds: kinds
            .filter_map(|(words, kind)| Some((words.clone(), text(kind)?)))
            .collect(),
        area: kept["area"]
            .as_u64()
            .and_then(|code| AreaCode::new(u32::try_from(code).ok()?)),
        is_checked: kept["is_checked"] == true,
        with_doubles: kept["with_doubles"] == true,
    }
}

fn read(row: &Row) -> Result<Import, db::Error> {
    let stage: String = row.get("stage")?;
    let headings: Value = row.get("headings")?;
    let kept: Option<Value> = row.get("figures")?;
    let kept_figures = kept.map(|kept| {
        let mut figures = Figures::default();
        for verdict in Verdict::ALL {
            figures.set(verdict, kept[verdict.code()].as_i64().unwrap_or_default());
        }
        figures
    });
    Ok(Import {
        id: row.get("id")?,
        account: row.get("account")?,
        incident: row.get("incident")?,
        file_name: row.get("file_name")?,
        source: row.get("source")?,
        stage: Stage::from_code(&stage).ok_or_else(|| row.contradiction("an unknown stage"))?,
        round: row.get("round")?,
        headings: headings
            .as_array()
            .into_iter()
            .flatten()
            .map(|heading| heading.as_str().unwrap_or_default().to_owned())
            .collect(),
        mapping: read_mapping(&row.get("mapping")?),
        encoding: row.get("encoding")?,
        total: row.get("total")?,
        passed_over: row.get("passed_over")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        swept_at: row.get("swept_at")?,
        kept_figures,
    })
}
