//! Migrations, and that both engines come to the same schema.

use db::testing::{TestDb, run};
use db::{Class, Engine, Error, Migration};

use crate::world::*;

const FIRST: Migration = Migration::same(
    "0001_a",
    "-- class: central\nCREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY);",
);
const SECOND: Migration = Migration::same("0002_b", "ALTER TABLE a ADD COLUMN said TEXT;");
const BROKEN: Migration = Migration::same("0003_c", "CREATE INDEX c ON a (said); SELECT nonsense;");

#[test]
fn both_engines_come_to_the_same_schema() {
    run(Engine::Postgres, async |postgres: World| {
        let sqlite = TestDb::with(Engine::Sqlite, MIGRATIONS).await;
        let (one, two) = (
            sqlite.schema().await.unwrap(),
            postgres.schema().await.unwrap(),
        );
        assert_eq!(one.differences(&two), Vec::<String>::new());
        assert_eq!(one.to_string(), two.to_string());
        assert!(one.tables["boats"].primary_key == ["id"], "{one}");
        assert_eq!(one.tables["notes"].unique.len(), 1, "{one}");
        assert_eq!(one.tables["notes"].indexes.len(), 1, "{one}");
        assert_eq!(one.tables["oars"].foreign_keys.len(), 1, "{one}");

        let other = TestDb::with(Engine::Sqlite, &[FIRST]).await;
        assert!(!one.differences(&other.schema().await.unwrap()).is_empty());
    });
}

db::on_both_engines! {
    async fn migrations_run_once_and_in_order(db: TestDb) {
        assert_eq!(db.migrate(&[SECOND, FIRST]).await.unwrap(), ["0001_a", "0002_b"]);
        assert_eq!(db.migrate(&[FIRST, SECOND]).await.unwrap(), Vec::<String>::new());
        db.check_schema(&[FIRST, SECOND]).await.unwrap();
    }

    async fn a_schema_of_a_newer_program_is_refused(db: TestDb) {
        db.migrate(&[FIRST, SECOND]).await.unwrap();
        for done in [db.migrate(&[FIRST]).await.map(|_| ()), db.check_schema(&[FIRST]).await] {
            assert!(matches!(done, Err(Error::Schema { .. })), "{done:?}");
        }
        let state = db.schema_state(&[FIRST]).await.unwrap();
        assert_eq!(state.unknown, ["0002_b"]);
        assert!(!state.is_current());
    }

    async fn a_schema_that_lacks_something_is_refused(db: TestDb) {
        db.migrate(&[FIRST]).await.unwrap();
        let done = db.check_schema(&[FIRST, SECOND]).await;
        assert!(matches!(&done, Err(err) if err.to_string().contains("0002_b")), "{done:?}");
    }

    async fn a_migration_that_fails_leaves_nothing_and_can_be_tried_again(db: TestDb) {
        let done = db.migrate(&[FIRST, SECOND, BROKEN]).await;
        assert!(matches!(done, Err(Error::Migration { .. })), "{done:?}");
        let schema = db.schema().await.unwrap();
        assert!(schema.tables["a"].indexes.is_empty(), "{schema}");
        db.migrate(&[FIRST, SECOND]).await.unwrap();
    }

    async fn two_processes_migrate_at_once(db: TestDb) {
        let list = [FIRST, SECOND];
        let (one, two) = tokio::join!(db.migrate(&list), db.migrate(&list));
        let done = [one.unwrap(), two.unwrap()].concat();
        assert_eq!(done.len(), 2, "{done:?}");
    }
}

#[test]
fn classes_are_read_and_their_rules_kept() {
    const GOOD: Migration = Migration::same(
        "0001_x",
        "-- class: reference
         CREATE TABLE areas (id BIGINT NOT NULL PRIMARY KEY);
         -- class: local
         CREATE TABLE asked (province SMALLINT NOT NULL, id UUID NOT NULL, area BIGINT NOT NULL
             REFERENCES areas (id), PRIMARY KEY (province, id));
         -- class: local
         CREATE TABLE lines (province SMALLINT NOT NULL, id UUID NOT NULL, asked UUID NOT NULL,
             PRIMARY KEY (province, id),
             FOREIGN KEY (province, asked) REFERENCES asked (province, id));",
    );
    const BAD: Migration = Migration::same(
        "0002_y",
        "-- class: local
         CREATE TABLE bad (id UUID NOT NULL PRIMARY KEY, province SMALLINT);
         -- class: reference
         CREATE TABLE worse (id UUID NOT NULL PRIMARY KEY, bad UUID NOT NULL REFERENCES bad (id));",
    );
    assert_eq!(
        GOOD.classes().unwrap()[1],
        ("asked".to_owned(), Class::Local)
    );
    run(Engine::Sqlite, async |db: TestDb| {
        db.migrate(&[GOOD]).await.unwrap();
        assert_eq!(
            db.schema().await.unwrap().misplaced(&[GOOD]).unwrap(),
            Vec::<String>::new()
        );
        db.migrate(&[GOOD, BAD]).await.unwrap();
        let found = db.schema().await.unwrap().misplaced(&[GOOD, BAD]).unwrap();
        assert_eq!(found.len(), 3, "{found:#?}");
    });
}
