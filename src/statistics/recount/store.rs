//! The records as they count, of one province each; and what stands in the tables of figures.

use db::{Row, Sql, Tx, sql};
use jiff::civil::Date;

use super::model::{Counted, Kept};
use crate::ids::PointId;
use crate::tallies::Metric;

sql! { REQUESTS = "
    SELECT incident, area, asked_on AS day, kind AS a, state AS b, CAST(count(*) AS BIGINT) AS n
    FROM help_requests
    WHERE province = $1 AND NOT practice
    GROUP BY incident, area, asked_on, kind, state
" }

sql! { HOUSEHOLDS = "
    SELECT incident, area, recorded_on AS day, source AS a,
        CASE WHEN verified THEN 'verified' ELSE 'unverified' END AS b, CAST(count(*) AS BIGINT) AS n
    FROM households
    WHERE province = $1 AND NOT practice AND state <> 'mistake'
    GROUP BY incident, area, recorded_on, source, verified
" }

sql! { PERSONS = "
    SELECT h.incident AS incident, h.area AS area, p.recorded_on AS day, p.nationality AS a, p.history AS b,
        p.wish AS c, CAST(count(*) AS BIGINT) AS n
    FROM households AS h
    JOIN persons AS p ON p.province = h.province AND p.household = h.id
    WHERE h.province = $1 AND NOT h.practice AND h.state = '' AND p.state = ''
    GROUP BY h.incident, h.area, p.recorded_on, p.nationality, p.history, p.wish
" }

sql! { TASKS = "
    SELECT h.incident AS incident, h.area AS area, p.recorded_on AS day, t.kind AS a, t.point AS point,
        t.brand AS b, t.mobile_team AS is_mobile, CAST(count(*) AS BIGINT) AS n
    FROM survey_tasks AS t
    JOIN households AS h ON h.province = t.province AND h.id = t.household
    JOIN persons AS p ON p.province = t.province AND p.household = t.household AND p.id = t.person
    WHERE t.province = $1 AND NOT h.practice
    GROUP BY h.incident, h.area, p.recorded_on, t.kind, t.point, t.brand, t.mobile_team
" }

sql! { RECEIVED = "
    SELECT u.incident AS incident, u.area AS area, e.booked_on AS day, e.item AS a, u.tier AS b,
        CAST(sum(CASE WHEN e.reverses IS NULL THEN e.quantity ELSE -e.quantity END) AS BIGINT) AS n
    FROM supply_entries AS e
    JOIN supply_units AS u ON u.id = e.unit
    WHERE e.province = $1 AND e.kind IN ('receipt', 'arrival')
    GROUP BY u.incident, u.area, e.booked_on, e.item, u.tier
" }

sql! { HANDED_OUT = "
    SELECT u.incident AS incident, u.area AS area, e.booked_on AS day, e.item AS a, e.risk_group AS b,
        CAST(sum(CASE WHEN e.reverses IS NULL THEN e.quantity ELSE -e.quantity END) AS BIGINT) AS n
    FROM supply_entries AS e
    JOIN supply_units AS u ON u.id = e.unit
    WHERE e.province = $1 AND e.kind = 'hand_out'
    GROUP BY u.incident, u.area, e.booked_on, e.item, e.risk_group
" }

/// What the records of a province come to.
pub async fn records(tx: &mut Tx, metric: Metric, province: u8) -> Result<Counted, db::Error> {
    let statement = match metric {
        Metric::Requests => REQUESTS,
        Metric::Households => HOUSEHOLDS,
        Metric::Persons => PERSONS,
        Metric::Tasks => TASKS,
        Metric::SuppliesReceived => RECEIVED,
        Metric::SuppliesHandedOut => HANDED_OUT,
    };
    let mut counted = Counted::default();
    for row in tx.all(statement, &[&province]).await? {
        let dims = dims(metric, &row)?;
        put(&mut counted, &row, &dims)?;
    }
    Ok(counted)
}

fn dims(metric: Metric, row: &Row) -> Result<String, db::Error> {
    let (a, b): (String, String) = (row.get("a")?, row.get("b")?);
    Ok(match metric {
        Metric::Persons => {
            let wish: String = row.get("c")?;
            format!("{a}|{b}|{wish}")
        }
        Metric::Tasks => {
            let point: Option<PointId> = row.get("point")?;
            let point = point.map_or(String::new(), |point| point.to_string());
            let is_mobile: bool = row.get("is_mobile")?;
            let mobile = if is_mobile { "mobile" } else { "" };
            format!("{a}|{point}|{b}|{mobile}")
        }
        Metric::Requests
        | Metric::Households
        | Metric::SuppliesReceived
        | Metric::SuppliesHandedOut => format!("{a}|{b}"),
    })
}

fn put(counted: &mut Counted, row: &Row, dims: &str) -> Result<(), db::Error> {
    let day: Option<Date> = row.get("day")?;
    counted.add(
        row.get("incident")?,
        row.get("area")?,
        day,
        dims,
        row.get("n")?,
    );
    Ok(())
}

sql! { TALLIES = "
    SELECT incident, area, day, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tallies WHERE province = $1 AND metric = $2
    GROUP BY incident, area, day, dims
" }

sql! { TOTALS = "
    SELECT incident, area, CAST(NULL AS DATE) AS day, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tally_totals WHERE province = $1 AND metric = $2
    GROUP BY incident, area, dims
" }

sql! { DAYS = "
    SELECT incident, area, day, dims, CAST(sum(n) AS BIGINT) AS n
    FROM tally_days WHERE province = $1 AND metric = $2
    GROUP BY incident, area, day, dims
" }

/// What stands in a table of figures under a province.
pub async fn told(
    tx: &mut Tx,
    kept: Kept,
    metric: Metric,
    province: u8,
) -> Result<Counted, db::Error> {
    let statement: Sql = match kept {
        Kept::Tallies => TALLIES,
        Kept::Totals => TOTALS,
        Kept::Days => DAYS,
    };
    let mut told = Counted::default();
    for row in tx.all(statement, &[&province, &metric.code()]).await? {
        let dims: String = row.get("dims")?;
        put(&mut told, &row, &dims)?;
    }
    Ok(told)
}
