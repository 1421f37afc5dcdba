//! The operator's base map, drawn beneath our own outlines and names: a PMTiles file that is served
//! from here, or the address of tiles or of a style that browsers fetch by themselves. Without one the
//! outlines are the whole ground.

mod archive;

use serde_json::{Map, Value, json};

use crate::config::{Settings, is_vector};
pub use archive::{Archive, Found};

/// The base map as the pages and the router need it.
#[derive(Default)]
pub struct Backdrop {
    archive: Option<Archive>,
    told: String,
    origin: Option<String>,
}

impl Backdrop {
    /// Opens what the settings name, or says in a sentence why it is of no use.
    pub async fn open(settings: &Settings) -> Result<Backdrop, String> {
        let credit = settings.map_credit.clone();
        if let Some(path) = &settings.map_file {
            let archive = Archive::open(path)
                .await
                .map_err(|why| format!("map_file: {} {why}", path.display()))?;
            let mut told = archive.told();
            let credit = credit.unwrap_or_else(|| archive.credit().to_owned());
            told.insert("credit".to_owned(), json!(credit));
            return Ok(Backdrop {
                told: Value::Object(told).to_string(),
                archive: Some(archive),
                origin: None,
            });
        }
        let (kind, name, address) = match (&settings.map_tiles, &settings.map_style) {
            (Some(tiles), _) if is_vector(tiles) => ("vector", "tiles", tiles),
            (Some(tiles), _) => ("raster", "tiles", tiles),
            (None, Some(style)) => ("style", "style", style),
            (None, None) => return Ok(Backdrop::default()),
        };
        let mut told = Map::new();
        told.insert("kind".to_owned(), json!(kind));
        told.insert(name.to_owned(), json!(address.as_str()));
        told.insert("credit".to_owned(), json!(credit.unwrap_or_default()));
        Ok(Backdrop {
            archive: None,
            told: Value::Object(told).to_string(),
            origin: Some(address.origin().to_owned()),
        })
    }

    /// The program starts without a base map rather than not at all: people find help by the outlines.
    pub async fn open_or_go_without(settings: &Settings) -> Backdrop {
        Backdrop::open(settings).await.unwrap_or_else(|why| {
            tracing::error!(%why, "the map has no base map");
            Backdrop::default()
        })
    }

    /// What the browser has to know, as JSON; empty when there is no base map.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// The other host that browsers fetch from, if there is one.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    pub fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref()
    }
}

/// What is wrong with the base map, for `check-config`.
pub fn problems(settings: &Settings) -> Vec<String> {
    let opened = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .map_err(|err| err.to_string())
        .and_then(|runtime| runtime.block_on(Backdrop::open(settings)));
    opened.err().into_iter().collect()
}
