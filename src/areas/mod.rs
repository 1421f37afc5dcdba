//! Where things are: the register of areas with the boundary pack of this installation. A pin gets
//! its subdistrict from the pack, or its province from the embedded outlines.

pub mod api;
pub mod import;
pub mod model;
pub mod store;
pub mod typed;

use std::sync::{Arc, PoisonError, RwLock};

use areas::{AreaCode, Boundaries, Located};
use db::Db;

use crate::error::Error;

/// The polygons in force; replaced as a whole when a pack is loaded.
pub struct AreaMap(RwLock<InForce>);

#[derive(Clone)]
struct InForce {
    boundaries: Arc<Boundaries>,
    /// Tells one pack from another; 0 while there is none.
    version: i64,
}

impl Default for AreaMap {
    fn default() -> AreaMap {
        let boundaries = Arc::new(Boundaries::without_pack());
        AreaMap(RwLock::new(InForce {
            boundaries,
            version: 0,
        }))
    }
}

impl AreaMap {
    /// Reads the boundary pack out of the database, if one was loaded.
    pub async fn load(&self, db: &Db) -> Result<(), Error> {
        let version = store::version(db).await?.map_or(0, |stand| stand.newest);
        self.read(db, version).await
    }

    /// Reads it again when another one has been loaded since, and loaded to its end.
    pub async fn refresh(&self, db: &Db) -> Result<(), Error> {
        match store::version(db).await? {
            Some(stand) if stand.is_whole() && stand.newest != self.version() => {
                self.read(db, stand.newest).await
            }
            _ => Ok(()),
        }
    }

    async fn read(&self, db: &Db, version: i64) -> Result<(), Error> {
        let shapes = store::all(db).await?;
        if shapes.is_empty() {
            return Ok(());
        }
        let boundaries = tokio::task::spawn_blocking(move || {
            Boundaries::from_parts(shapes.iter().map(|(area, shape)| (*area, shape.as_slice())))
        })
        .await
        .map_err(|err| Error::fault("reading boundaries", err))?
        .map_err(|err| Error::fault("reading boundaries", err))?;
        let boundaries = Arc::new(boundaries);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = InForce {
            boundaries,
            version,
        };
        Ok(())
    }

    /// The polygons in force: the loaded pack, or the embedded outlines.
    pub fn boundaries(&self) -> Arc<Boundaries> {
        self.in_force().0
    }

    /// The polygons in force and the number that tells them from others.
    pub fn in_force(&self) -> (Arc<Boundaries>, i64) {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (held.boundaries.clone(), held.version)
    }

    pub fn version(&self) -> i64 {
        self.in_force().1
    }

    /// The area of a position: its subdistrict with a pack, its province without.
    pub fn locate(&self, lat: f64, lon: f64) -> Located {
        self.boundaries().locate(lat, lon)
    }
}

/// The box of the country: west, south, east, north.
pub const THAILAND: [f64; 4] = [97.3, 5.6, 105.7, 20.5];

/// The name of an area without those of the areas around it, where these stand beside it.
pub fn short_name(language: i18n::Language, area: AreaCode) -> String {
    let known = areas::register().get(area);
    known.map_or_else(
        || name(language, area),
        |known| match language {
            i18n::Language::Th => known.name_th.to_owned(),
            _ => known.name_en.to_owned(),
        },
    )
}

/// The name of an area in the reader's language.
pub fn name(language: i18n::Language, area: AreaCode) -> String {
    areas::register().full_name(language == i18n::Language::Th, area)
}
