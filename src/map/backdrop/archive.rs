//! A PMTiles file: a whole map in one file, read a tile at a time. Read by position and not mapped into
//! memory, where a file that is cut short while in use would end the program.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, Compression, PmtError, PmtResult, TileCoord,
    TileType,
};
use serde_json::{Map, Value, json};

pub struct Archive {
    reader: AsyncPmTilesReader<OnDisk>,
    version: String,
    metadata: Value,
}

/// A tile as it lies in the file.
pub struct Found {
    pub bytes: Bytes,
    pub is_gzip: bool,
}

impl Archive {
    /// Why not is said as the end of a sentence that begins with the file's name.
    pub async fn open(path: &Path) -> Result<Archive, String> {
        let cannot_read = |err: io::Error| format!("cannot be read: {err}");
        let file = File::open(path).map_err(cannot_read)?;
        let about = file.metadata().map_err(cannot_read)?;
        let changed = about
            .modified()
            .ok()
            .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_secs());
        let reader = AsyncPmTilesReader::try_from_source(OnDisk(Arc::new(file)))
            .await
            .map_err(|err| format!("is no PMTiles file of version 3: {err}"))?;
        let header = reader.get_header();
        match header.tile_type {
            TileType::Mvt | TileType::Png | TileType::Jpeg | TileType::Webp | TileType::Avif => {}
            other => {
                return Err(format!(
                    "holds tiles of a kind that browsers cannot draw ({other:?})"
                ));
            }
        }
        match header.tile_compression {
            Compression::None | Compression::Unknown | Compression::Gzip => {}
            other => {
                return Err(format!(
                    "is compressed by {other:?}; make it anew with gzip"
                ));
            }
        }
        let metadata = match reader.get_metadata().await {
            Ok(text) => serde_json::from_str(&text).unwrap_or_default(),
            // Many tools write none.
            Err(PmtError::InvalidMetadata) => Value::Null,
            Err(err) => return Err(format!("cannot be read to its end: {err}")),
        };
        Ok(Archive {
            version: format!("{:x}-{changed:x}", about.len()),
            reader,
            metadata,
        })
    }

    /// Changes with the file.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn content_type(&self) -> &'static str {
        self.reader.get_header().tile_type.content_type()
    }

    /// Whether tiles of this zoom are to be expected.
    pub fn has_zoom(&self, z: u8) -> bool {
        let header = self.reader.get_header();
        (header.min_zoom..=header.max_zoom).contains(&z)
    }

    /// The tile at a place; none where the map ends. `plain` for those who cannot unpack.
    pub async fn tile(&self, at: TileCoord, plain: bool) -> PmtResult<Option<Found>> {
        let is_gzip = self.reader.get_header().tile_compression == Compression::Gzip;
        let bytes = if is_gzip && plain {
            self.reader.get_tile_decompressed(at).await?
        } else {
            self.reader.get_tile(at).await?
        };
        Ok(bytes.map(|bytes| Found {
            bytes,
            is_gzip: is_gzip && !plain,
        }))
    }

    /// Whom its maker wants thanked, without the links that such texts often hold.
    pub fn credit(&self) -> String {
        let text = self.metadata["attribution"].as_str().unwrap_or_default();
        let mut inside = false;
        let bare = text.chars().filter(|c| {
            let shown = !inside && *c != '<';
            inside = (inside || *c == '<') && *c != '>';
            shown
        });
        bare.collect::<String>()
            .replace("&copy;", "©")
            .trim()
            .to_owned()
    }

    /// What the browser has to know to draw it.
    pub fn told(&self) -> Map<String, Value> {
        let header = self.reader.get_header();
        let is_vector = header.tile_type == TileType::Mvt;
        let bounds = [
            header.min_longitude,
            header.min_latitude,
            header.max_longitude,
            header.max_latitude,
        ];
        let mut told = Map::new();
        let kind = if is_vector { "vector" } else { "raster" };
        told.insert("kind".to_owned(), json!(kind));
        let tiles = format!("/tiles/map/{{z}}/{{x}}/{{y}}?v={}", self.version);
        told.insert("tiles".to_owned(), json!(tiles));
        told.insert("minzoom".to_owned(), json!(header.min_zoom));
        told.insert("maxzoom".to_owned(), json!(header.max_zoom));
        if bounds[0] < bounds[2] && bounds[1] < bounds[3] {
            told.insert("bounds".to_owned(), json!(bounds));
        }
        if is_vector {
            let layers = self.metadata["vector_layers"].as_array();
            let names: Vec<&str> = layers
                .into_iter()
                .flatten()
                .filter_map(|layer| layer["id"].as_str())
                .collect();
            told.insert("layers".to_owned(), json!(names));
        }
        told
    }
}

/// The file, read at any place by any number at once.
struct OnDisk(Arc<File>);

impl AsyncBackend for OnDisk {
    async fn read(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        let file = self.0.clone();
        let reading = tokio::task::spawn_blocking(move || read_at(&file, offset, length));
        let bytes = reading.await.map_err(io::Error::other)??;
        Ok(BackendResponse::new(bytes))
    }
}

/// Up to so many bytes; fewer at the end of the file.
fn read_at(file: &File, offset: u64, length: usize) -> io::Result<Bytes> {
    // A directory that claims gigabytes is broken; what it claims is not allocated.
    let end = file.metadata()?.len();
    let left = usize::try_from(end.saturating_sub(offset)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; length.min(left)];
    let mut done = 0;
    while done < bytes.len() {
        match file.read_at(&mut bytes[done..], offset + done as u64) {
            Ok(0) => break,
            Ok(more) => done += more,
            Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
            Err(err) => return Err(err),
        }
    }
    bytes.truncate(done);
    Ok(bytes.into())
}
