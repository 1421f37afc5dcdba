//! Importing the tree of units from the list of local governments: read as a whole, then what is not there yet is
//! made in pieces. Run again it makes nothing twice, and leaves alone what somebody changed meanwhile.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::json;

use super::{record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::areas::import::Progress;
use crate::clock;
use crate::error::Error;
use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Tier, Unit};
use crate::supplies::registers::file::{self, Amiss};
use crate::supplies::registers::tree::{self, Planned};
use crate::supplies::store::{self, units::Maker};
use crate::villages::file::NotAFile;

/// Rows of one write: a turn at the database is short.
const PIECE: usize = 500;
/// Lines that are named one by one.
const NAMED: usize = 5;

/// What came of an import; its `Display` says it in plain lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// By tier: made, and there already.
    pub tiers: Vec<(Tier, usize, usize)>,
    pub amiss: Vec<(u64, Amiss)>,
    pub dry_run: bool,
}

impl Report {
    pub fn made(&self) -> usize {
        self.tiers.iter().map(|(_, made, _)| made).sum()
    }

    pub fn there(&self) -> usize {
        self.tiers.iter().map(|(.., there)| there).sum()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] NotAFile),
    #[error("reading the file broke off: {0}")]
    BrokenOff(String),
    #[error(transparent)]
    Other(#[from] Error),
    #[error("{made} of {of} units were made, then: {cause}. Run the import again")]
    Made {
        made: usize,
        of: usize,
        cause: Error,
    },
}

impl From<db::Error> for ImportError {
    fn from(err: db::Error) -> ImportError {
        ImportError::Other(err.into())
    }
}

/// Makes the units of a list for an incident. Whoever runs the program names a national admin, who is written down
/// as having made them.
pub async fn local_governments(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    bytes: Vec<u8>,
    dry_run: bool,
    progress: impl Fn(Progress),
) -> Result<Report, ImportError> {
    if !signed_in(cx)?.is_national_admin() {
        return Err(Error::NotFound.into());
    }
    progress(Progress::Reading);
    let read = tokio::task::spawn_blocking(move || {
        let mut read = file::read(&bytes)?;
        let (planned, amiss) = tree::plan(&read.rows);
        read.amiss.extend(amiss);
        read.amiss.sort_unstable();
        Ok::<_, NotAFile>((planned, read.amiss))
    });
    let (planned, amiss) = read
        .await
        .map_err(|err| ImportError::BrokenOff(err.to_string()))??;
    let mut known = Known::of(app, incident).await?;
    let mut tiers: BTreeMap<Tier, (usize, usize)> = BTreeMap::new();
    let mut new = Vec::new();
    for one in planned {
        let n = tiers.entry(one.unit.tier).or_default();
        if known.has(&one) {
            n.1 += 1;
        } else {
            n.0 += 1;
            new.push(one);
        }
    }
    if !dry_run {
        make(app, cx, incident, &new, &mut known, progress).await?;
    }
    let tiers = tiers.into_iter();
    Ok(Report {
        tiers: tiers
            .map(|(tier, (made, there))| (tier, made, there))
            .collect(),
        amiss,
        dry_run,
    })
}

/// The units that are there, by the codes of the plan.
struct Known(HashMap<String, SupplyUnitId>);

impl Known {
    async fn of(app: &App, incident: IncidentId) -> Result<Known, db::Error> {
        let country = areas::AreaCode::COUNTRY;
        let units = db::read!(app.db, |tx| {
            store::units::of_area(tx, incident, country, i64::MAX).await
        })?;
        let mut known = HashMap::new();
        for unit in &units {
            if !unit.code.is_empty() {
                known.insert(unit.code.clone(), unit.id);
            }
            // One that somebody made by hand stands for its area as well.
            let is_of_area = matches!(unit.tier, Tier::Ministry | Tier::Province | Tier::District);
            if is_of_area && unit.closed_on.is_none() {
                known.entry(tree::code_of(unit.area)).or_insert(unit.id);
            }
        }
        Ok(Known(known))
    }

    fn has(&self, one: &Planned) -> bool {
        self.0.contains_key(&one.unit.code)
    }
}

async fn make(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    new: &[Planned],
    known: &mut Known,
    progress: impl Fn(Progress),
) -> Result<(), ImportError> {
    let by = signed_in(cx)?.account.id;
    let (of, mut made) = (new.len(), 0);
    let maker = Maker {
        by,
        at: cx.now,
        opened_on: clock::day(cx.now),
    };
    for piece in new.chunks(PIECE) {
        progress(Progress::Writing { done: made, of });
        let ids: Vec<SupplyUnitId> = piece.iter().map(|_| app.ids.at(cx.now)).collect();
        for (one, id) in piece.iter().zip(&ids) {
            known.0.insert(one.unit.code.clone(), *id);
        }
        let known = &*known;
        let written: Result<(), Error> = db::write!(app.db, |tx| {
            for (one, id) in piece.iter().zip(&ids) {
                let parent = known.0.get(&one.parent).copied();
                if !store::units::insert(tx, *id, incident, parent, &one.unit, maker).await? {
                    return Err(Error::fault("making units", "somebody makes them as well"));
                }
            }
            // One word for all: nobody looks at eight thousand.
            let root: Unit = store::units::root(tx, incident)
                .await?
                .ok_or(Error::NotFound)?;
            let payload = json!({ "n": piece.len() });
            record(app, tx, cx, "supply.units_imported", &root, payload)?;
            Ok(())
        });
        written.map_err(|cause| ImportError::Made { made, of, cause })?;
        made += piece.len();
    }
    progress(Progress::Writing { done: made, of });
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (tier, made, there) in &self.tiers {
            writeln!(f, "{}: {made} new, {there} there already", tier.code())?;
        }
        let mut by_reason: BTreeMap<Amiss, Vec<u64>> = BTreeMap::new();
        for (line, amiss) in &self.amiss {
            by_reason.entry(*amiss).or_default().push(*line);
        }
        for (amiss, lines) in by_reason {
            let named: Vec<String> = lines.iter().take(NAMED).map(u64::to_string).collect();
            let more = if lines.len() > NAMED { ", …" } else { "" };
            let named = named.join(", ");
            writeln!(
                f,
                "{} rows left out ({amiss}): lines {named}{more}",
                lines.len()
            )?;
        }
        match self.dry_run {
            true => write!(f, "Nothing was written: this was a dry run."),
            false => write!(f, "{} units were made.", self.made()),
        }
    }
}
