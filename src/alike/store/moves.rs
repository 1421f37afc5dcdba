//! Doses, talks and values at odds that go from one person to another, and back.

use db::{ToValue, Tx, sql};

use crate::ids::{ConflictId, DoseId, PersonId, TalkId};
use crate::survey::handle::Handle;

sql! { MOVE_DOSE = "UPDATE doses SET person = $3 WHERE province = $1 AND id = $2" }

pub async fn move_doses(
    tx: &mut Tx,
    province: u8,
    doses: &[DoseId],
    to: PersonId,
) -> Result<(), db::Error> {
    for dose in doses {
        tx.execute(MOVE_DOSE, &[&province, dose, &to]).await?;
    }
    Ok(())
}

sql! { TALKS_OF = "SELECT id FROM talks WHERE province = $1 AND person = $2 ORDER BY id" }

pub async fn talks_of(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
) -> Result<Vec<TalkId>, db::Error> {
    let rows = tx.all(TALKS_OF, &[&province, &person]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

sql! { MOVE_TALK = "UPDATE talks SET person = $3 WHERE province = $1 AND id = $2" }

pub async fn move_talks(
    tx: &mut Tx,
    province: u8,
    talks: &[TalkId],
    to: PersonId,
) -> Result<(), db::Error> {
    for talk in talks {
        tx.execute(MOVE_TALK, &[&province, talk, &to]).await?;
    }
    Ok(())
}

sql! { MOVE_CONFLICT = "
    UPDATE household_conflicts SET household = $3, person = $4 WHERE province = $1 AND id = $2
" }

/// What is at odds about one person is at odds about the other.
pub async fn move_conflicts(
    tx: &mut Tx,
    conflicts: &[ConflictId],
    to: Handle,
    person: PersonId,
) -> Result<(), db::Error> {
    for conflict in conflicts {
        let args: [&dyn ToValue; 4] = [&to.province, conflict, &to.id, &person];
        tx.execute(MOVE_CONFLICT, &args).await?;
    }
    Ok(())
}

sql! { FORGET_CONFLICT = "DELETE FROM household_conflicts WHERE province = $1 AND id = $2" }

/// What was at odds by a merge alone is not any more.
pub async fn forget_conflicts(
    tx: &mut Tx,
    province: u8,
    conflicts: &[ConflictId],
) -> Result<(), db::Error> {
    for conflict in conflicts {
        tx.execute(FORGET_CONFLICT, &[&province, conflict]).await?;
    }
    Ok(())
}
