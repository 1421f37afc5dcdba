//! What a store relies on, on both engines.

use db::testing::{OnEngine, TestDb};
use db::{Engine, Error, Migration, sql};
use uuid::Uuid;

const NOTES: &[Migration] = &[Migration::same(
    "0001_notes",
    "-- class: central
     CREATE TABLE notes (
         id UUID NOT NULL PRIMARY KEY,
         n SMALLINT NOT NULL,
         said TEXT,
         yes BOOLEAN NOT NULL DEFAULT FALSE,
         at TIMESTAMPTZ,
         on_day DATE,
         weight DOUBLE PRECISION,
         raw BYTEA,
         extra JSONB
     );
     CREATE INDEX notes_at ON notes (at);",
)];

struct Notes(TestDb);

impl OnEngine for Notes {
    async fn on(engine: Engine) -> Notes {
        Notes(TestDb::with(engine, NOTES).await)
    }
}

sql! { ADD = "INSERT INTO notes (id, n, said) VALUES ($1, $2, $3)" }
sql! { COUNT = "SELECT count(*) AS n FROM notes" }

db::on_both_engines! {
    async fn a_note_is_kept_and_read_back(notes: Notes) {
        let db = notes.0.db();
        let id = Uuid::now_v7();
        db::write!(db, |tx| {
            tx.execute(ADD, &[&id, &7, &"น้ำ"]).await?;
            Ok::<_, Error>(())
        }).unwrap();
        let n: i64 = db::read!(db, |tx| { tx.one(COUNT, &[]).await?.get("n") }).unwrap();
        assert_eq!(n, 1);
    }
}
