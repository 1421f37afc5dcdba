//! A finished tile: its bytes, the same compressed, and the ETag of both; and how spots are written
//! into one.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::legend::Legend;
use crate::mvt::{Layer, Value, encode_layers};
use crate::place::TileId;
use crate::spot::Spot;

// Below this a compressed tile is no smaller on the wire.
const WORTH_COMPRESSING: usize = 256;

/// A vector tile; cheap to clone.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Mapbox Vector Tile; no bytes when there is nothing to show (answer 204).
    pub bytes: Bytes,
    /// The same as gzip, where that was worth while and the tile came out of a cache.
    pub gzip: Option<Bytes>,
    /// Hash of the bytes in quotes, as the header wants it.
    pub etag: Arc<str>,
}

impl Tile {
    /// Bytes as a tile, not compressed.
    pub fn new(bytes: Bytes) -> Tile {
        let hash = Sha256::digest(&bytes);
        let mut etag = String::with_capacity(34);
        etag.push('"');
        for byte in &hash[..16] {
            etag.push_str(&format!("{byte:02x}"));
        }
        etag.push('"');
        Tile {
            bytes,
            gzip: None,
            etag: etag.into(),
        }
    }

    /// Whether the tile shows nothing.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Puts the gzip variant beside, when it is worth while.
    pub fn compressed(mut self) -> Tile {
        if self.bytes.len() >= WORTH_COMPRESSING {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::new(4));
            let packed = gzip.write_all(&self.bytes).and_then(|()| gzip.finish());
            self.gzip = packed
                .ok()
                .filter(|gzip| gzip.len() < self.bytes.len())
                .map(Bytes::from);
        }
        self
    }
}

/// Properties: `count`; `state`, the most urgent; `n_<state>` for each state of a sign that stands
/// for several; `kind` and `waited` where known; `id` for staff.
pub(crate) fn encode(spots: &[Spot], tile: TileId, legend: &Legend, now: i64) -> Bytes {
    let mut layer = Layer::new(legend.layer.clone());
    for spot in spots {
        let id = spot.id.map(uuid_text);
        let count = spot.count();
        let mut tags = Vec::with_capacity(12);
        tags.push(("count", Value::Int(count.into())));
        if let Some(state) = legend.state(spot.state()) {
            tags.push(("state", Value::Text(state)));
        }
        if let Some(kind) = spot.kind.and_then(|kind| legend.kind(kind)) {
            tags.push(("kind", Value::Text(kind)));
        }
        if let Some(waited) = spot.waited(legend, now) {
            tags.push(("waited", Value::Text(waited)));
        }
        if count > 1 {
            for (name, count) in legend.counts.iter().zip(spot.counts) {
                if count > 0 {
                    tags.push((name, Value::Int(count.into())));
                }
            }
        }
        if let Some(id) = &id {
            tags.push(("id", Value::Text(id)));
        }
        layer.point(&tags, tile.cell_pixel(spot.x, spot.y));
    }
    encode_layers(&[layer])
}

fn uuid_text(id: u128) -> String {
    let hex = format!("{id:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}
