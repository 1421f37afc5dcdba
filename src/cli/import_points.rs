//! `jitasa import points`: a file of service points, by whoever holds the machine.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::bar::{bar, set};
use super::open;
use super::stopped::Stopped;
use crate::app::App;
use crate::config::Flags;
use crate::point_imports::actions::{self, Hand, NewRun, work};
use crate::point_imports::model::{Column, Figures, Likely, Run, Stage, Verdict};
use crate::points::model::{KINDS, kind};

#[derive(Debug, Args)]
pub struct Points {
    /// CSV, XLSX or GeoJSON, also packed by gzip
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the file comes from; the next one of the same source updates the same points
    #[arg(long, value_name = "NAME")]
    source: String,
    /// The kind of every row whose words name none
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Under which licence it may be passed on
    #[arg(long, value_name = "TEXT", default_value = "")]
    licence: String,
    /// The day on which the source knew what it says (2026-11-20); today when left out
    #[arg(long, value_name = "DAY")]
    known_on: Option<Date>,
    /// What becomes of rows that are likely points we know: update, new or skip
    #[arg(long, value_name = "WORD", default_value = "skip")]
    likely: String,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Points {
    pub fn run(self) -> Result<(), Stopped> {
        let flags = self.flags.clone();
        open::with_app(flags, |app| async move { self.import(&app).await })
    }

    async fn import(&self, app: &App) -> Result<(), Stopped> {
        let likely = Likely::from_code(&self.likely)
            .ok_or_else(|| Stopped::slip("--likely is update, new or skip"))?;
        if let Some(code) = &self.kind
            && kind(code).is_none()
        {
            let codes: Vec<&str> = KINDS.iter().map(|kind| kind.code.as_str()).collect();
            let said = format!("--kind is one of {}", codes.join(", "));
            return Err(Stopped::slip(said));
        }
        let bytes =
            std::fs::read(&self.file).map_err(|err| Stopped::failed("reading the file", err))?;
        let sheet = actions::parse(bytes)
            .await?
            .map_err(|err| Stopped::failed("reading the file", err))?;
        let hand = Hand::of_machine();
        let now = app.clock.now();
        let known_at = self.known_on.map(|day| {
            let thailand = TimeZone::fixed(jiff::tz::offset(7));
            day.to_zoned(thailand).map(|zoned| zoned.timestamp())
        });
        let known_at = known_at
            .transpose()
            .map_err(|err| Stopped::failed("reading --known-on", err))?;
        let name = self.file.file_name().unwrap_or_default();
        let new = NewRun {
            id: app.ids.at(now),
            owner: None,
            source: self.source.clone(),
            licence: self.licence.clone(),
            known_at,
            file_name: name.to_string_lossy().into_owned(),
        };
        let run = actions::bring(app, &hand, now, new, &sheet).await?;
        let mut mapping = run.mapping.clone();
        if self.kind.is_some() {
            mapping.kind.clone_from(&self.kind);
        }
        let has_pair = mapping.has(Column::Lat) && mapping.has(Column::Lon);
        let no_place = !(mapping.has(Column::Position) || has_pair);
        let no_kind = !mapping.has(Column::Kind) && mapping.kind.is_none();
        if no_place || no_kind {
            actions::discard(app, &hand, now, run.id).await?;
            let said = match no_place {
                true => "no columns for latitude and longitude were found",
                false => "no column for the kind was found; say --kind",
            };
            return Err(Stopped::slip(said));
        }
        tell_mapping(&run, &mapping);
        actions::map(app, &hand, now, run.id, &mapping).await?;
        let (run, checked) = with_progress(app, &hand, &run).await?;
        tell(
            &checked,
            &[
                Verdict::New,
                Verdict::Update,
                Verdict::Likely,
                Verdict::Double,
                Verdict::Problem,
            ],
        );
        if self.dry_run {
            actions::discard(app, &hand, app.clock.now(), run.id).await?;
            println!("Nothing was written.");
            return Ok(());
        }
        if checked.pending() == 0 {
            println!("No row can be imported.");
            return Ok(());
        }
        actions::start(app, &hand, app.clock.now(), run.id, Some(likely)).await?;
        let (run, done) = with_progress(app, &hand, &run).await?;
        tell(
            &done,
            &[
                Verdict::Made,
                Verdict::Changed,
                Verdict::Unchanged,
                Verdict::LeftOut,
                Verdict::Refused,
            ],
        );
        if done.facts_left > 0 {
            println!(
                "{} facts left as somebody has checked them later",
                done.facts_left
            );
        }
        println!(
            "Run {}; a national admin undoes it at /points/imports/{}",
            run.id, run.id
        );
        Ok(())
    }
}

/// What the columns were taken for.
fn tell_mapping(run: &Run, mapping: &crate::point_imports::model::Mapping) {
    for (heading, column) in run.headings.iter().zip(&mapping.columns) {
        let meant = column.map_or("not used".to_owned(), Column::code);
        println!("{heading}: {meant}");
    }
    if mapping.makes_names {
        println!(
            "No column is a name: points are called by their kind and the source's own number"
        );
    }
}

fn tell(figures: &Figures, verdicts: &[Verdict]) {
    for verdict in verdicts.iter().filter(|verdict| figures.of(**verdict) > 0) {
        println!(
            "{:>8} {}",
            figures.of(*verdict),
            verdict.code().replace('_', " ")
        );
    }
}

/// Does the round under way, with a bar on a terminal.
async fn with_progress(app: &App, hand: &Hand, run: &Run) -> Result<(Run, Figures), Stopped> {
    let bar = bar();
    let done = work::work_here(app, hand, run.id, |run, figures| {
        let left = match run.stage {
            Stage::Checking => figures.of(Verdict::Waiting),
            _ => figures.pending(),
        };
        bar.set_message(run.stage.code());
        set(&bar, run.total - left, run.total);
    })
    .await;
    bar.finish_and_clear();
    Ok(done?)
}
