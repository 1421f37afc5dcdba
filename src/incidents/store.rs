//! Incidents in the database.

use areas::AreaCode;
use db::{Row, Tx, sql};

use super::model::{Incident, Prefix};
use super::preset::{self, Labels};
use crate::ids::IncidentId;

sql! { INSERT = "
    INSERT INTO incidents (id, prefix, preset, names, areas, starts_on, ends_on, blur_m,
        otp_required, practice, retention_days, reopen_days, opened_by, opened_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT DO NOTHING
" }

/// Writes a new incident; `false` when the prefix is taken.
pub async fn insert(tx: &mut Tx, new: &Incident) -> Result<bool, db::Error> {
    let names = serde_json::json!({
        "th": new.names.th, "en": new.names.en, "my": new.names.my,
        "km": new.names.km, "lo": new.names.lo,
    });
    let areas: Vec<u32> = new.areas.iter().map(|area| area.get()).collect();
    let n = tx
        .execute(
            INSERT,
            &[
                &new.id,
                &new.prefix.as_str(),
                &new.preset.name.as_str(),
                &names,
                &serde_json::json!(areas),
                &new.starts_on,
                &new.ends_on,
                &new.blur_m,
                &new.otp_required,
                &new.practice,
                &new.retention_days,
                &new.reopen_days,
                &new.opened_by,
                &new.opened_at,
            ],
        )
        .await?;
    Ok(n == 1)
}

sql! { ALL = "
    SELECT id, prefix, preset, names, areas, starts_on, ends_on, blur_m, otp_required, practice,
        retention_days, reopen_days, opened_by, opened_at, closed_at
    FROM incidents
    ORDER BY opened_at, id
" }

/// Every incident there ever was; a handful.
pub async fn all(tx: &mut Tx) -> Result<Vec<Incident>, db::Error> {
    tx.all(ALL, &[]).await?.iter().map(read).collect()
}

sql! { CLOSE = "UPDATE incidents SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL" }

pub async fn close(tx: &mut Tx, id: IncidentId, at: jiff::Timestamp) -> Result<bool, db::Error> {
    Ok(tx.execute(CLOSE, &[&id, &at]).await? == 1)
}

fn read(row: &Row) -> Result<Incident, db::Error> {
    let preset_name: String = row.get("preset")?;
    let prefix: String = row.get("prefix")?;
    let names: serde_json::Value = row.get("names")?;
    let areas: serde_json::Value = row.get("areas")?;
    let name = |code: &str| names[code].as_str().unwrap_or_default().to_owned();
    let areas = areas
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|code| AreaCode::new(u32::try_from(code.as_u64()?).ok()?))
        .collect();
    Ok(Incident {
        id: row.get("id")?,
        prefix: Prefix::parse(&prefix).map_err(|err| row.contradiction(err))?,
        preset: preset::preset(&preset_name)
            .ok_or_else(|| row.contradiction("an unknown preset"))?,
        names: Labels {
            th: name("th"),
            en: name("en"),
            my: name("my"),
            km: name("km"),
            lo: name("lo"),
        },
        areas,
        starts_on: row.get("starts_on")?,
        ends_on: row.get("ends_on")?,
        blur_m: row.get("blur_m")?,
        otp_required: row.get("otp_required")?,
        practice: row.get("practice")?,
        retention_days: row.get("retention_days")?,
        reopen_days: row.get("reopen_days")?,
        opened_by: row.get("opened_by")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
    })
}
