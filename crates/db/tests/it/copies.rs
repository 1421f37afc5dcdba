//! Backup, restore, the lock, and the log on SQLite.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use db::testing::{TestDb, run};
use db::{Db, Engine, Error};

use crate::world::*;

/// Run on a copy before it goes in: boat 1 is gone from what is served.
const MARK: &str = "DELETE FROM boats WHERE id = 1";

#[test]
fn a_second_process_is_refused_while_the_first_lives() {
    run(Engine::Sqlite, async |world: World| {
        let folder = world.0.folder().unwrap();
        let second = Db::open_sqlite(folder, TestDb::options()).await;
        assert!(matches!(second, Err(Error::Locked { .. })), "{second:?}");

        // A command beside a server opens without the lock.
        let beside = db::Options {
            exclusive: false,
            ..TestDb::options()
        };
        let beside = Db::open_sqlite(folder, beside).await.unwrap();
        db::write!(beside, |tx| add(tx, 2).await).unwrap();
        beside.close().await;
        assert_eq!(world.boats().await, [1, 2]);

        world.close().await;
        assert!(matches!(&world.adds(3).await, Err(Refusal::Db(err)) if err.is_unavailable()));
        let second = Db::open_sqlite(folder, TestDb::options()).await.unwrap();
        db::write!(second, |tx| add(tx, 4).await).unwrap();
    });
}

#[test]
fn a_backup_taken_amid_writes_is_one_moment_and_can_be_put_back() {
    run(Engine::Sqlite, async |world: World| {
        let world = Arc::new(world);
        let folder = world.0.folder().unwrap().to_owned();
        let copy = folder.join("copy.sqlite");
        let writes = tokio::spawn({
            let world = world.clone();
            async move {
                for boat in 2..400 {
                    world.adds(boat).await.unwrap();
                }
            }
        });
        world.backup_to(&copy).await.unwrap();
        soon(writes).await.unwrap();

        let held = db::restore(&copy, &folder, MARK);
        assert!(matches!(held, Err(Error::Locked { .. })), "{held:?}");
        world.close().await;
        db::restore(&copy, &folder, MARK).unwrap();
        let again = Db::open_sqlite(&folder, TestDb::options()).await.unwrap();
        let rows = db::read!(again, |tx| tx.all(LIST, &[]).await).unwrap();
        let boats: Vec<i64> = rows.iter().map(|row| row.get("id").unwrap()).collect();
        let expected: Vec<i64> = (2..2 + i64::try_from(boats.len()).unwrap()).collect();
        assert_eq!(boats, expected, "a moment has no gaps");
        assert!(boats.len() < 398);
    });
}

#[test]
fn a_damaged_copy_is_refused_and_nothing_is_touched() {
    run(Engine::Sqlite, async |world: World| {
        let folder = world.0.folder().unwrap().to_owned();
        let copy = folder.join("copy.sqlite");
        world.backup_to(&copy).await.unwrap();
        world.adds(2).await.unwrap();
        world.close().await;
        let mut bytes = std::fs::read(&copy).unwrap();
        let end = bytes.len().min(12_000);
        bytes[4_096..end].fill(0x5a);
        std::fs::write(&copy, bytes).unwrap();
        assert!(db::restore(&copy, &folder, MARK).is_err());
        assert!(db::restore(&folder.join("absent"), &folder, MARK).is_err());
        let again = Db::open_sqlite(&folder, TestDb::options()).await.unwrap();
        let rows = db::read!(again, |tx| tx.all(LIST, &[]).await).unwrap();
        assert_eq!(rows.len(), 2);
    });
}

#[test]
fn the_log_is_brought_home_when_it_grows() {
    run(Engine::Sqlite, async |world: World| {
        let fill = db::ComposedSql::of("fill", &["UPDATE boats SET filler = $1"]);
        let log = world.0.folder().unwrap().join("jitasa.sqlite-wal");
        let size = || std::fs::metadata(&log).unwrap().len();
        let mut letters = ["x", "y"].iter().cycle();
        let mut write = async || {
            // Another text each time: SQLite does not write again what is the same.
            let filler = letters.next().unwrap().repeat(1 << 20);
            db::write!(world, |tx| tx.execute_composed(&fill, &[&filler]).await).unwrap();
        };
        while size() < 66 << 20 {
            write().await;
        }
        // Once its pages are home, the next writer begins again at the head of the log.
        soon(async {
            loop {
                // The thread looks four times a second, and cannot finish while pages are added.
                tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                let grown = size();
                write().await;
                write().await;
                if size() == grown {
                    break;
                }
            }
        })
        .await;
    });
}

/// Where the child of the next test writes. Without it, it is nobody's child and does nothing.
const CHILD_WRITES_TO: &str = "DB_TEST_CHILD_WRITES_TO";

#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(folder) = std::env::var(CHILD_WRITES_TO) else {
        return;
    };
    run(Engine::Sqlite, async |_: TestDb| {
        let db = Db::open_sqlite(folder.as_ref(), db::Options::default())
            .await
            .unwrap();
        db.migrate(MIGRATIONS).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..8 {
            let db = db.clone();
            tasks.spawn(async move {
                for n in 0.. {
                    let boat = writer + n * 8;
                    db::write!(db, |tx| add(tx, boat).await).unwrap();
                    println!("acknowledged {boat}");
                }
            });
        }
        tasks.join_all().await;
    });
}

#[test]
fn a_process_killed_amid_writes_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "copies::child_that_writes_until_it_is_killed",
            "--nocapture",
        ])
        .env(CHILD_WRITES_TO, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut note = |line: String| {
        let boat = line
            .split_once("acknowledged ")
            .map(|(_, boat)| boat.trim().parse::<i64>());
        acknowledged.extend(boat.and_then(Result::ok));
        acknowledged.len()
    };
    while note(lines.next().expect("the child died early").unwrap()) < 300 {}
    child.kill().unwrap();
    child.wait().unwrap();
    // What it still said before it died was acknowledged as well; a torn last line was not.
    for line in lines.map_while(Result::ok) {
        note(line);
    }
    acknowledged.pop();

    run(Engine::Sqlite, async |_: TestDb| {
        let db = Db::open_sqlite(folder.path(), db::Options::default())
            .await
            .unwrap();
        let rows = db::read!(db, |tx| tx.all(LIST, &[]).await).unwrap();
        let boats: BTreeSet<i64> = rows.iter().map(|row| row.get("id").unwrap()).collect();
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|boat| !boats.contains(boat))
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    });
}
