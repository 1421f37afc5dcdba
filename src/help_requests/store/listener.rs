//! How far a listener that works for all processes has read the feed.

use db::{Tx, sql};
use jiff::Timestamp;

sql! { READ = "SELECT seq FROM listeners WHERE name = $1" }

sql! { BEGIN = "
    SELECT coalesce(min(seq) - 1, (SELECT coalesce(max(seq), 0) FROM feed)) AS seq
    FROM feed
    WHERE at > $1
" }

/// The last event read; a listener that is new begins with those after an instant.
pub async fn read(tx: &mut Tx, name: &str, since: Timestamp) -> Result<i64, db::Error> {
    match tx.optional(READ, &[&name]).await? {
        Some(row) => row.get("seq"),
        None => tx.one(BEGIN, &[&since]).await?.get("seq"),
    }
}

// Never back: another process may be further.
sql! { ADVANCE = "
    INSERT INTO listeners (name, seq) VALUES ($1, $2)
    ON CONFLICT (name)
    DO UPDATE SET seq = CASE WHEN listeners.seq < $2 THEN $2 ELSE listeners.seq END
" }

pub async fn advance(tx: &mut Tx, name: &str, seq: i64) -> Result<(), db::Error> {
    tx.execute(ADVANCE, &[&name, &seq]).await?;
    Ok(())
}
