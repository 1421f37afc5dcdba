//! Reports as they were written.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::model::{Content, Lines, Listed, Report, Which};
use crate::ids::IncidentId;
use crate::statistics::model::{Column, Counts, Days};

sql! { INSERT = "
    INSERT INTO reports (province, incident, area, first_on, last_on, made_at, made_by, content)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT DO NOTHING
" }

/// Whether there was none of these days yet.
pub async fn insert(tx: &mut Tx, report: &Report) -> Result<bool, db::Error> {
    let content = written(&report.content);
    let args: [&dyn db::ToValue; 8] = [
        &report.area.province(),
        &report.incident,
        &report.area.get(),
        &report.days.first,
        &report.days.last,
        &report.made_at,
        &report.made_by,
        &content,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { FIND = "
    SELECT incident, area, first_on, last_on, made_at, made_by, content FROM reports
    WHERE province = $1 AND incident = $2 AND area = $3 AND last_on = $4
" }

pub async fn find(tx: &mut Tx, which: Which) -> Result<Option<Report>, db::Error> {
    let (province, area) = (which.area.province(), which.area.get());
    let args: [&dyn db::ToValue; 4] = [&province, &which.incident, &area, &which.last];
    let row = tx.optional(FIND, &args).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_AREA = "
    SELECT incident, first_on, last_on, made_at, made_by FROM reports
    WHERE area = $1 ORDER BY last_on DESC, incident LIMIT $2
" }

/// The newest reports of an area.
pub async fn of_area(tx: &mut Tx, area: AreaCode, limit: i64) -> Result<Vec<Listed>, db::Error> {
    let rows = tx.all(OF_AREA, &[&area.get(), &limit]).await?;
    rows.iter()
        .map(|row| {
            let made_by: Option<uuid::Uuid> = row.get("made_by")?;
            Ok(Listed {
                incident: row.get("incident")?,
                days: days(row)?,
                made_at: row.get("made_at")?,
                is_by_hand: made_by.is_some(),
            })
        })
        .collect()
}

sql! { WITHOUT = "
    SELECT DISTINCT s.area AS area FROM seats AS s
    WHERE s.standing = 'held'
        AND s.role IN ('subdistrict_admin', 'district_admin', 'province_admin', 'national_admin')
        AND s.area > $3
        AND NOT EXISTS (
            SELECT 1 FROM reports AS r WHERE r.incident = $1 AND r.last_on = $2 AND r.area = s.area
        )
    ORDER BY area LIMIT $4
" }

/// The next areas, in the order of codes, for which somebody answers and which have no report of a last day.
pub async fn without(
    tx: &mut Tx,
    (incident, last): (IncidentId, Date),
    after: i64,
    limit: i64,
) -> Result<Vec<AreaCode>, db::Error> {
    let rows = tx.all(WITHOUT, &[&incident, &last, &after, &limit]).await?;
    rows.iter()
        .map(|row| {
            let code: u32 = row.get("area")?;
            AreaCode::new(code).ok_or_else(|| row.contradiction("no area code"))
        })
        .collect()
}

fn days(row: &Row) -> Result<Days, db::Error> {
    Ok(Days {
        first: row.get("first_on")?,
        last: row.get("last_on")?,
    })
}

fn read(row: &Row) -> Result<Report, db::Error> {
    let code: u32 = row.get("area")?;
    let content: Value = row.get("content")?;
    Ok(Report {
        area: AreaCode::new(code).ok_or_else(|| row.contradiction("no area code"))?,
        incident: row.get("incident")?,
        days: days(row)?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        content: content_of(&content),
    })
}

// Figures stand by their names: a report of today is read by the program of next year, which has more of them.

fn counts(of: &Counts) -> Value {
    let all = Column::ALL
        .into_iter()
        .filter(|column| of.get(*column) != 0);
    let all: Map<String, Value> = all
        .map(|column| (column.code().to_owned(), of.get(column).into()))
        .collect();
    Value::Object(all)
}

fn counts_of(told: &Value) -> Counts {
    let mut counts = Counts::NONE;
    for column in Column::ALL {
        counts.add(column, told[column.code()].as_i64().unwrap_or(0));
    }
    counts
}

fn lines(of: &Lines) -> Value {
    let below = of.below.iter();
    let below: Vec<Value> = below
        .map(|(area, of)| json!([area.get(), counts(of)]))
        .collect();
    json!({ "total": counts(&of.total), "below": below, "elsewhere": counts(&of.elsewhere) })
}

fn lines_of(told: &Value) -> Lines {
    let below = told["below"].as_array().into_iter().flatten();
    let below = below.filter_map(|line| {
        let code = line[0].as_u64().and_then(|code| u32::try_from(code).ok())?;
        Some((AreaCode::new(code)?, counts_of(&line[1])))
    });
    Lines {
        total: counts_of(&told["total"]),
        below: below.collect(),
        elsewhere: counts_of(&told["elsewhere"]),
    }
}

fn written(content: &Content) -> Value {
    let kinds = content.kinds.iter();
    let kinds: Vec<Value> = kinds.map(|(kind, of)| json!([kind, counts(of)])).collect();
    json!({
        "week": lines(&content.week),
        "before": counts(&content.before),
        "ever": lines(&content.ever),
        "kinds": kinds,
    })
}

fn content_of(told: &Value) -> Content {
    let kinds = told["kinds"].as_array().into_iter().flatten();
    let kinds = kinds.filter_map(|one| Some((one[0].as_str()?.to_owned(), counts_of(&one[1]))));
    Content {
        week: lines_of(&told["week"]),
        before: counts_of(&told["before"]),
        ever: lines_of(&told["ever"]),
        kinds: kinds.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let mut some = Counts::NONE;
        some.add(Column::Received, 12);
        some.add(Column::Wants, 3);
        let area = AreaCode::new(570_900).unwrap();
        let lines = Lines {
            total: some,
            below: vec![(area, some)],
            elsewhere: Counts::NONE,
        };
        let content = Content {
            week: lines.clone(),
            before: Counts::NONE,
            ever: lines,
            kinds: vec![("oxygen".to_owned(), some)],
        };
        assert_eq!(content_of(&written(&content)), content);
        assert_eq!(content_of(&json!({})), Content::default());
    }
}
