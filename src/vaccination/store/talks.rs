//! Talks that are due.

use areas::{AreaCode, Level};
use db::{ComposedSql, Row, ToValue, Tx};
use jiff::civil::Date;

use crate::accounts::store::read_area;
use crate::ids::{AccountId, IncidentId, PersonId};
use crate::vaccination::model::DueTalk;

/// Whose talks are listed.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    Of(AreaCode),
    /// Given to somebody, or to nobody and found by them.
    Own(AccountId),
}

// A country or province is read along its index by day, from the last one of the page before. A smaller area, and
// one's own, is picked out first: the planner could take an index by day for it as well, and walk a whole country
// for the few of a village.
const COUNTRY: &str =
    "WITH t AS (SELECT * FROM survey_tasks WHERE incident = $1 AND kind = 'talk')";
const PROVINCE: &str = "WITH t AS (
    SELECT * FROM survey_tasks WHERE incident = $1 AND kind = 'talk' AND province = $5)";
const AREA: &str = "WITH t AS MATERIALIZED (
    SELECT * FROM survey_tasks WHERE incident = $1 AND kind = 'talk' AND area BETWEEN $5 AND $6)";
const OWN: &str = "WITH t AS MATERIALIZED (
    SELECT * FROM survey_tasks WHERE incident = $1 AND kind = 'talk' AND assigned = $5
    UNION ALL
    SELECT found.* FROM households AS h
    JOIN persons AS m ON m.province = h.province AND m.household = h.id
    JOIN survey_tasks AS found ON found.province = m.province AND found.person = m.id
    WHERE h.recorded_by = $5 AND found.incident = $1 AND found.kind = 'talk' AND found.assigned IS NULL)";

const LIST: &str = "
    SELECT t.province, t.person, t.household, t.area, t.due_on, h.village, p.age_band, p.reason,
        a.display_name AS assigned
    FROM t
    JOIN households AS h ON h.province = t.province AND h.id = t.household
    JOIN persons AS p ON p.province = t.province AND p.id = t.person
    LEFT JOIN accounts AS a ON a.id = t.assigned
    WHERE (t.due_on, t.person) > ($2, $3)
    ORDER BY t.due_on, t.person LIMIT $4";

/// The talks that are due soonest, after the last one of the page before.
pub async fn list(
    tx: &mut Tx,
    incident: IncidentId,
    whose: Whose,
    after: (Date, PersonId),
    limit: i64,
) -> Result<Vec<DueTalk>, db::Error> {
    let mut args: Vec<&dyn ToValue> = vec![&incident, &after.0, &after.1, &limit];
    let (range, province);
    let picked = match &whose {
        Whose::Of(area) if area.level() == Level::Country => COUNTRY,
        Whose::Of(area) if area.level() == Level::Province => {
            province = i64::from(area.province());
            args.push(&province);
            PROVINCE
        }
        Whose::Of(area) => {
            range = area.range();
            args.extend([range.start() as &dyn ToValue, range.end()]);
            AREA
        }
        Whose::Own(account) => {
            args.push(account);
            OWN
        }
    };
    let statement = ComposedSql::of("vaccination::talks", &[picked, LIST]);
    tx.all_composed(&statement, &args)
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<DueTalk, db::Error> {
    Ok(DueTalk {
        province: row.get("province")?,
        person: row.get("person")?,
        household: row.get("household")?,
        area: read_area(row, "area")?,
        village: row.get("village")?,
        age_band: row.get("age_band")?,
        reason: row.get("reason")?,
        due_on: row.get("due_on")?,
        assigned: row.get("assigned")?,
    })
}
