//! Talks that are due.

use areas::AreaCode;
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

const LIST: &str = "
    SELECT t.province, t.person, t.household, t.area, t.due_on, h.village, p.age_band, p.reason,
        a.display_name AS assigned
    FROM survey_tasks AS t
    JOIN households AS h ON h.province = t.province AND h.id = t.household
    JOIN persons AS p ON p.province = t.province AND p.id = t.person
    LEFT JOIN accounts AS a ON a.id = t.assigned
    WHERE t.incident = $1 AND t.kind = 'talk' AND (t.due_on, t.person) > ($2, $3)";

/// The talks that are due soonest, after the last one of the page before.
pub async fn list(
    tx: &mut Tx,
    incident: IncidentId,
    whose: Whose,
    after: (Date, PersonId),
    limit: i64,
) -> Result<Vec<DueTalk>, db::Error> {
    let mut args: Vec<&dyn ToValue> = vec![&incident, &after.0, &after.1, &limit];
    let range;
    let statement = ComposedSql::of("vaccination::talks", &[LIST]);
    let statement = match &whose {
        Whose::Of(area) => {
            range = area.range();
            args.extend([range.start() as &dyn ToValue, range.end()]);
            statement.push("AND t.area BETWEEN $5 AND $6")
        }
        Whose::Own(account) => {
            args.push(account);
            statement.push("AND (t.assigned = $5 OR (t.assigned IS NULL AND h.recorded_by = $5))")
        }
    };
    let statement = statement.push("ORDER BY t.due_on, t.person LIMIT $4");
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
