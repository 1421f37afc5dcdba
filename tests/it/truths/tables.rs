//! Statements, tables and migrations.

use std::path::Path;

use db::testing::{TestDb, run, unlisted_migrations};
use db::{Engine, Migration, on_both_engines};
use jitasa::app::MIGRATIONS;

use crate::world::TestApp;

const fn none() -> Vec<String> {
    Vec::new()
}

on_both_engines! {
    async fn every_statement_prepares(app: TestApp) {
        assert!(db::STATEMENTS.len() > 100, "only {} statements are registered", db::STATEMENTS.len());
        let refused = app.db().prepare_all().await.unwrap();
        assert!(refused.is_empty(), "{refused:#?}");
    }

    async fn tables_stand_where_their_class_says(app: TestApp) {
        let schema = app.db().schema().await.unwrap();
        assert_eq!(schema.misplaced(MIGRATIONS).unwrap(), none());
    }

    async fn building_twice_on_one_database_changes_nothing(app: TestApp) {
        let count = async || {
            jitasa::incidents::actions::all(app.app(), app.clock().now()).await.unwrap().len()
        };
        let before = count().await;
        jitasa::incidents::actions::ensure_one_open(app.app()).await.unwrap();
        app.clock().pass(jiff::SignedDuration::from_secs(3));
        assert_eq!(count().await, before);
        assert_eq!(app.db().migrate(MIGRATIONS).await.unwrap(), none());
        app.db().check_schema(MIGRATIONS).await.unwrap();
    }
}

#[test]
fn both_engines_come_to_the_same_schema() {
    run(Engine::Postgres, async |app: TestApp| {
        let sqlite = TestDb::with(Engine::Sqlite, MIGRATIONS).await;
        let (one, two) = (
            sqlite.schema().await.unwrap(),
            app.db().schema().await.unwrap(),
        );
        assert!(one.tables.len() > 15, "{one}");
        assert_eq!(one.differences(&two), none());
    });
}

#[test]
fn every_migration_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    assert_eq!(unlisted_migrations(&folder, MIGRATIONS), none());
    let names: Vec<&str> = MIGRATIONS
        .iter()
        .map(|migration: &Migration| migration.name)
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted, "in the order they were thought of");
}
