//! What columns meant the last time, so that the next file of the same shape comes mapped.

use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::ids::AccountId;
use crate::imports::rules::cells::folded;
use crate::point_imports::model::{Column, Mapping, Run};
use crate::point_imports::rules::columns::fingerprint;

sql! { REMEMBER = "
    INSERT INTO point_import_mappings (account, fingerprint, source, mapping, used_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (account, fingerprint, source)
        DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at
" }

pub async fn remember(
    tx: &mut Tx,
    run: &Run,
    mapping: &Mapping,
    now: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 5] = [
        &of(run.account),
        &fingerprint(&run.headings),
        &folded(&run.source),
        &write_mapping(mapping),
        &now,
    ];
    tx.execute(REMEMBER, &args).await?;
    Ok(())
}

sql! { REMEMBERED = "
    SELECT mapping
    FROM point_import_mappings
    WHERE account = $1 AND fingerprint = $2
    ORDER BY CASE WHEN source = $3 THEN 0 ELSE 1 END, used_at DESC
    LIMIT 1
" }

/// What the same headings meant to the same person: in a file of the same source, else of any.
pub async fn remembered(tx: &mut Tx, run: &Run) -> Result<Option<Mapping>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [
        &of(run.account),
        &fingerprint(&run.headings),
        &folded(&run.source),
    ];
    let row = tx.optional(REMEMBERED, &args).await?;
    row.map(|row| Ok(read_mapping(&row.get("mapping")?)))
        .transpose()
}

/// The command line remembers as nobody.
fn of(account: Option<AccountId>) -> AccountId {
    account.unwrap_or(AccountId(Uuid::nil()))
}

pub fn write_mapping(mapping: &Mapping) -> Value {
    let columns = mapping.columns.iter();
    let columns: Vec<Option<String>> = columns.map(|column| column.map(Column::code)).collect();
    json!({
        "columns": columns,
        "kind": mapping.kind,
        "kinds": mapping.kinds,
        "makes_names": mapping.makes_names,
        "no_phone_known": mapping.no_phone_known,
    })
}

pub fn read_mapping(kept: &Value) -> Mapping {
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
        makes_names: kept["makes_names"] == true,
        no_phone_known: kept["no_phone_known"] != false,
    }
}
