//! The public part as files: points, counts, news, outlines and a page to read, written anew every so
//! often for whoever serves files better than we do. A reader with a bad network gets them from a CDN, and
//! they stand when the program does not. Nothing in them is about a person, and practice is left out.

mod counts;
mod files;
mod news;
mod outlines;
pub mod pages;
mod points;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use self::files::{Body, Draft, Listed};
use crate::app::App;
use crate::error::Error;
use crate::{incidents, map};

/// What readers of `index.json` may rely on; a change of shape is another number.
const VERSION: u32 = 1;
const INDEX: &str = "index.json";

/// Where the files lie.
pub fn folder(app: &App) -> PathBuf {
    let settings = &app.settings;
    let set = settings.snapshot.clone();
    set.unwrap_or_else(|| settings.data.join("public"))
}

/// Writes the files as long as the program runs.
pub async fn follow(app: App) {
    let pause = Duration::from_secs(app.settings.snapshot_seconds.into());
    if pause.is_zero() {
        return;
    }
    let mut maker = Maker::default();
    let mut is_well = true;
    loop {
        let outcome = maker.make(&app).await;
        if let Err(err) = &outcome
            && is_well
        {
            tracing::warn!(%err, "the public snapshot is not written");
        }
        is_well = outcome.is_ok();
        tokio::time::sleep(pause).await;
    }
}

/// Makes the files, and knows which it has made. Several processes may write into one folder: they write
/// the same, each file as a whole.
#[derive(Default)]
pub struct Maker(Made);

#[derive(Default)]
struct Made {
    files: BTreeMap<String, Listed>,
    /// The version of the book of points that was written last.
    points: Option<u64>,
    has_tidied: bool,
}

impl Maker {
    /// One round. While the database is away nothing is written: the files keep the time they are of.
    pub async fn make(&mut self, app: &App) -> Result<(), Error> {
        let now = app.clock.now();
        map::catch_up(app).await?;
        incidents::actions::all(app, now).await?;
        let mut made = std::mem::take(&mut self.0);
        let app = app.clone();
        let writing = tokio::task::spawn_blocking(move || {
            let outcome = made.write(&app, now);
            (made, outcome)
        });
        let (made, outcome) = writing
            .await
            .map_err(|err| Error::fault("writing the public snapshot", err))?;
        self.0 = made;
        outcome.map_err(|err| Error::fault("writing the public snapshot", err))
    }
}

impl Made {
    fn write(&mut self, app: &App, now: Timestamp) -> io::Result<()> {
        let folder = folder(app);
        std::fs::create_dir_all(folder.join("points"))?;
        if !self.has_tidied {
            files::tidy(&folder)?;
            self.has_tidied = true;
        }
        self.write_points(app, &folder, now)?;
        let drafts = [
            counts::draft(app, now),
            news::draft(app, now),
            outlines::draft(),
            Draft::new("map.css", Body::Plain(pages::STYLE.into())),
        ];
        for draft in drafts.into_iter().chain(pages::drafts(app, now)?) {
            self.put(&folder, draft, now)?;
        }
        let index = json!({
            "made_at": files::second(now),
            "version": VERSION,
            "files": self.files,
        });
        // Last, so that it names nothing that is not there yet.
        let index = Draft::new(INDEX, Body::Plain(index.to_string().into_bytes()));
        files::put(&folder, &index, now)?;
        Ok(())
    }

    fn write_points(&mut self, app: &App, folder: &Path, now: Timestamp) -> io::Result<()> {
        let (version, points) = app.points.all();
        let is_there = folder.join(points::ALL).exists();
        if self.points == Some(version) && is_there {
            return Ok(());
        }
        self.points = None;
        for draft in points::drafts(&points) {
            self.put(folder, draft, now)?;
        }
        self.points = Some(version);
        Ok(())
    }

    fn put(&mut self, folder: &Path, draft: Draft, now: Timestamp) -> io::Result<()> {
        let listed = files::put(folder, &draft, now)?;
        self.files.insert(draft.name, listed);
        Ok(())
    }
}
