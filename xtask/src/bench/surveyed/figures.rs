//! The figures of ten million persons and a million requests, as the program keeps them.

use anyhow::{Context, Result};
use rusqlite::params;

use super::DAYS;

const KINDS: [&str; 8] = [
    "goods",
    "medical",
    "oxygen",
    "medicine",
    "bed",
    "transport",
    "home_isolation",
    "other",
];
const STATES: [&str; 5] = ["waiting", "taken", "helping", "helped", "confirmed"];

/// The figures of each subdistrict and day, by nationality, history and wish as a country has them, and their
/// totals and figures of days as the program keeps them; with a million requests of eight kinds in five states. Gives
/// the newest day.
pub(super) fn fill(all: &rusqlite::Transaction<'_>, subdistricts: &[u32]) -> Result<String> {
    let incident: Vec<u8> = all
        .query_row("SELECT incident FROM households LIMIT 1", [], |row| {
            row.get(0)
        })
        .context("no household")?;
    let mut dims: Vec<(&str, String)> = vec![("households", "volunteer|verified".to_owned())];
    for nationality in ["th", "mm", "kh", "la"] {
        for history in [
            "none|wants",
            "none|does_not_want",
            "none|undecided",
            "dose_1|wants",
            "dose_2|",
            "unknown|wants",
        ] {
            dims.push(("persons", format!("{nationality}|{history}")));
        }
    }
    let tasks: String = all.query_row(
        "SELECT group_concat(DISTINCT dims) FROM tallies WHERE metric = 'tasks'",
        [],
        |row| row.get(0),
    )?;
    dims.extend(tasks.split(',').map(|one| ("tasks", one.to_owned())));
    let mut day = all.prepare(
        "INSERT OR REPLACE INTO tallies (province, incident, area, day, metric, dims, slot, n)
        VALUES (?1 / 10000, ?2, ?1, date(?6, '-' || ?3 || ' days'), ?4, ?5, 0, 6)",
    )?;
    let today: String = all.query_row("SELECT max(day) FROM tallies", [], |row| row.get(0))?;
    for area in subdistricts {
        for days in 0..DAYS {
            for (metric, dims) in &dims {
                day.execute(params![area, incident, days as i64, metric, dims, today])?;
            }
            // A million over so many places and days are two or three each, of any kind.
            for nth in 0..2 {
                let at = (*area as usize * 7 + days * 11 + nth * 17) % (KINDS.len() * STATES.len());
                let dims = format!("{}|{}", KINDS[at % KINDS.len()], STATES[at / KINDS.len()]);
                day.execute(params![
                    area,
                    incident,
                    days as i64,
                    "requests",
                    dims,
                    today
                ])?;
            }
        }
    }
    all.execute("UPDATE tallies SET n = 1 WHERE metric = 'requests'", [])?;
    all.execute("DELETE FROM tally_days", [])?;
    for (step, finer) in [(100, "area % 10000 <> 0"), (10_000, "1 = 1")] {
        let dims = "CASE WHEN metric = 'persons' THEN substr(dims, instr(dims, '|')) ELSE dims END";
        all.execute(
            &format!(
                "INSERT INTO tally_days (province, incident, metric, area, day, dims, slot, n)
                SELECT province, incident, metric, area / {step} * {step}, day, {dims}, 0, sum(n)
                FROM tallies WHERE metric <> 'tasks' AND {finer}
                GROUP BY province, incident, metric, area / {step} * {step}, day, {dims}"
            ),
            [],
        )?;
    }
    all.execute("DELETE FROM tally_totals", [])?;
    for (level, step, finer) in [
        (1, 10_000, "1 = 1"),
        (2, 100, "area % 10000 <> 0"),
        (3, 1, "area % 100 <> 0"),
    ] {
        all.execute(
            &format!(
                "INSERT INTO tally_totals (province, incident, metric, level, area, dims, slot, n)
                SELECT province, incident, metric, {level}, area / {step} * {step}, dims, 0, sum(n)
                FROM tallies WHERE {finer} GROUP BY province, incident, metric, area / {step} * {step}, dims"
            ),
            [],
        )?;
    }
    Ok(today)
}
