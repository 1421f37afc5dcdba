//! What befalls a database while a program runs on it: the process dies and another one takes over, and a
//! copy that was taken before is put back.

use tempfile::TempDir;

use super::{Place, TestDb, postgres};
use crate::Db;

/// A test's database as it stood when [`TestDb::copy`] was called; dropped with it.
pub struct Copy(Place);

/// The name of the copy within its folder.
const FILE: &str = "copy.sqlite";

impl TestDb {
    /// The process that used the database is gone: what it had under way fails or is done, and clones of its
    /// `Db` are closed. `self` is opened anew for another one.
    pub async fn starts_again(&mut self) {
        self.db.close().await;
        let options = self.options.clone();
        let opened = match &self.place {
            Place::Folder(folder) => Db::open_sqlite(folder.path(), options).await,
            Place::Database { url, .. } => Db::open_postgres(url, options).await,
        };
        self.db = opened.expect("the database opens again");
    }

    /// Takes a copy: on SQLite as `jitasa backup` does, beside whoever writes; on PostgreSQL as a database
    /// like this one, for which connections are cut.
    pub async fn copy(&self) -> Copy {
        match &self.place {
            Place::Folder(_) => {
                let folder = tempfile::tempdir().expect("a folder for the copy");
                let copied = self.db.backup_to(&folder.path().join(FILE)).await;
                copied.expect("the database is copied");
                Copy(Place::Folder(folder))
            }
            Place::Database { name, .. } => {
                self.goes_away().await;
                let copy = postgres::place_of(&postgres::maintenance().await, name).await;
                self.comes_back().await;
                Copy(copy)
            }
        }
    }

    /// The process is gone and the database is as it was when the copy was taken, with the statements `mark`
    /// run on it; a copy may be put back more than once. `self` is opened anew.
    pub async fn goes_back(&mut self, copy: &Copy, mark: &str) {
        self.db.close().await;
        match (&self.place, &copy.0) {
            (Place::Folder(folder), Place::Folder(from)) => put_back(from, folder, mark),
            (Place::Database { name, url }, Place::Database { name: from, .. }) => {
                let client = postgres::maintenance().await;
                let removed = postgres::remove(&client, name).await;
                removed.expect("the database is removed");
                postgres::create(&client, name, from).await;
                postgres::execute(url, mark).await;
            }
            _ => panic!("the copy is of another engine"),
        }
        self.starts_again().await;
    }
}

fn put_back(from: &TempDir, folder: &TempDir, mark: &str) {
    let restored = crate::restore(&from.path().join(FILE), folder.path(), mark);
    restored.expect("the copy is put back");
}
