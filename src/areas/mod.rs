//! Where things are: the register of areas with the boundary pack of this installation. A pin gets
//! its subdistrict from the pack, or its province from the embedded outlines.

// pub mod api;
pub mod store;
pub mod typed;

use std::sync::{Arc, PoisonError, RwLock};

use areas::{AreaCode, Boundaries, Located};
use db::Db;

use crate::error::Error;

/// The polygons in force; replaced as a whole when a pack is loaded.
pub struct AreaMap(RwLock<Arc<Boundaries>>);

impl Default for AreaMap {
    fn default() -> AreaMap {
        AreaMap(RwLock::new(Arc::new(Boundaries::without_pack())))
    }
}

impl AreaMap {
    /// Reads the boundary pack out of the database, if one was loaded.
    pub async fn load(&self, db: &Db) -> Result<(), Error> {
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
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(boundaries);
        Ok(())
    }

    /// The polygons in force: the loaded pack, or the embedded outlines.
    pub fn boundaries(&self) -> Arc<Boundaries> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The area of a position: its subdistrict with a pack, its province without.
    pub fn locate(&self, lat: f64, lon: f64) -> Located {
        self.boundaries().locate(lat, lon)
    }
}

/// The name of an area in the reader's language.
pub fn name(language: i18n::Language, area: AreaCode) -> String {
    areas::register().full_name(language == i18n::Language::Th, area)
}
