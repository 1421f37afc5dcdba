//! Tasks and talks in the database.

use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, PersonId, TalkId};
use crate::survey::handle::Handle;
use crate::survey::model::Household;
use crate::survey::tasks::{self, Task};

// A talk that was put off stays so while it is a talk; whoever it was given to keeps it.
sql! { PUT = "
    INSERT INTO survey_tasks (province, person, household, incident, area, village_code, kind, point,
        brand, mobile_team, due_on, since_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (province, person) DO UPDATE SET household = excluded.household,
        area = excluded.area, village_code = excluded.village_code, point = excluded.point,
        brand = excluded.brand, mobile_team = excluded.mobile_team,
        due_on = CASE WHEN survey_tasks.kind = 'talk' AND excluded.kind = 'talk'
            THEN survey_tasks.due_on ELSE excluded.due_on END,
        assigned = CASE WHEN survey_tasks.kind = excluded.kind
            THEN survey_tasks.assigned ELSE NULL END,
        since_on = CASE WHEN survey_tasks.kind = excluded.kind
            THEN survey_tasks.since_on ELSE excluded.since_on END,
        kind = excluded.kind
" }

sql! { TAKE_AWAY = "DELETE FROM survey_tasks WHERE province = $1 AND person = $2" }

/// Writes a person's task, or takes it away.
pub fn put(
    tx: &mut Tx,
    household: &Household,
    person: PersonId,
    task: Option<&Task>,
    today: Date,
) -> Result<(), db::Error> {
    let Some(task) = task else {
        return tx.post(TAKE_AWAY, &[&household.province, &person]);
    };
    let due_on = task.due_on.unwrap_or_else(|| tasks::talk_again(today));
    let args: [&dyn ToValue; 12] = [
        &household.province,
        &person,
        &household.id,
        &household.incident,
        &household.area.get(),
        &household.village_code,
        &task.kind.code(),
        &task.point,
        &task.brand,
        &task.mobile_team,
        &due_on,
        &today,
    ];
    tx.post(PUT, &args)
}

/// When a task is due, since when it is one, and whose: what does not follow from what is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    kind: String,
    due_on: Date,
    since_on: Date,
    assigned: Option<AccountId>,
}

sql! { STANDING = "
    SELECT kind, due_on, since_on, assigned FROM survey_tasks WHERE province = $1 AND person = $2
" }

/// How a person's task stands, if there is one.
pub async fn standing(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
) -> Result<Option<Standing>, db::Error> {
    let row = tx.optional(STANDING, &[&province, &person]).await?;
    let read = |row: Row| -> Result<Standing, db::Error> {
        Ok(Standing {
            kind: row.get("kind")?,
            due_on: row.get("due_on")?,
            since_on: row.get("since_on")?,
            assigned: row.get("assigned")?,
        })
    };
    row.map(read).transpose()
}

sql! { STAND_AGAIN = "
    UPDATE survey_tasks SET due_on = $4, since_on = $5, assigned = $6
    WHERE province = $1 AND person = $2 AND kind = $3
" }

/// A task that is put back stands as it stood.
pub async fn stand_again(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
    standing: &Standing,
) -> Result<(), db::Error> {
    let Standing {
        kind,
        due_on,
        since_on,
        assigned,
    } = standing;
    let args: [&dyn ToValue; 6] = [&province, &person, kind, due_on, since_on, assigned];
    tx.execute(STAND_AGAIN, &args).await?;
    Ok(())
}

sql! { PUT_OFF = "
    UPDATE survey_tasks SET due_on = $3 WHERE province = $1 AND person = $2 AND kind = 'talk'
" }

/// Agrees on the day of the next talk.
pub async fn put_off(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
    until: Date,
) -> Result<(), db::Error> {
    tx.execute(PUT_OFF, &[&province, &person, &until]).await?;
    Ok(())
}

sql! { ASSIGN = "
    UPDATE survey_tasks SET assigned = $3, due_on = $4
    WHERE province = $1 AND person = $2 AND kind = 'talk'
" }

/// Gives a talk to somebody, for a day; false where there is none.
pub async fn assign(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
    to: Option<AccountId>,
    on: Date,
) -> Result<bool, db::Error> {
    let args: [&dyn ToValue; 4] = [&province, &person, &to, &on];
    Ok(tx.execute(ASSIGN, &args).await? == 1)
}

/// One talk, as it went.
#[derive(Debug, Clone)]
pub struct Talk {
    pub id: TalkId,
    pub by: Option<AccountId>,
    /// Empty where nobody was met.
    pub wish: String,
    pub words: String,
    pub next_on: Option<Date>,
    pub made_at: Timestamp,
}

sql! { INSERT_TALK = "
    INSERT INTO talks (province, id, person, account, wish, words, next_on, made_at, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT DO NOTHING
" }

pub async fn insert_talk(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
    talk: &Talk,
    now: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 9] = [
        &province,
        &talk.id,
        &person,
        &talk.by,
        &talk.wish,
        &talk.words,
        &talk.next_on,
        &talk.made_at,
        &now,
    ];
    tx.execute(INSERT_TALK, &args).await?;
    Ok(())
}

sql! { TALKS = "
    SELECT t.id AS id, t.person AS person, t.account AS account, t.wish AS wish, t.words AS words,
        t.next_on AS next_on, t.made_at AS made_at
    FROM talks AS t
    JOIN persons AS p ON p.province = t.province AND p.id = t.person
    WHERE p.province = $1 AND p.household = $2
    ORDER BY t.at, t.id
" }

/// Every talk with somebody of a household, the first one first.
pub async fn talks(tx: &mut Tx, household: Handle) -> Result<Vec<(PersonId, Talk)>, db::Error> {
    let rows = tx.all(TALKS, &[&household.province, &household.id]).await?;
    rows.iter().map(talk).collect()
}

fn talk(row: &Row) -> Result<(PersonId, Talk), db::Error> {
    let talk = Talk {
        id: row.get("id")?,
        by: row.get("account")?,
        wish: row.get("wish")?,
        words: row.get("words")?,
        next_on: row.get("next_on")?,
        made_at: row.get("made_at")?,
    };
    Ok((row.get("person")?, talk))
}
