//! Coarse outlines inside the program: the provinces, used for placing a pin where no boundary
//! pack was imported and for drawing, and the neighbouring countries around them.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use super::codec::{self, BadShape, Reader};
use super::layer::Layer;
use super::shape::Shape;
use crate::code::AreaCode;

const PROVINCES: &[u8] = include_bytes!("../../../../data/outlines/provinces.bin.gz");
const NEIGHBOURS: &[u8] = include_bytes!("../../../../data/outlines/neighbours.bin.gz");

/// A country around Thailand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Neighbour {
    Cambodia,
    China,
    Laos,
    Malaysia,
    Myanmar,
    Vietnam,
}

impl Neighbour {
    pub const ALL: [Neighbour; 6] = {
        use Neighbour::*;
        [Cambodia, China, Laos, Malaysia, Myanmar, Vietnam]
    };

    /// The two letters of ISO 3166.
    pub const fn iso(self) -> &'static str {
        match self {
            Neighbour::Cambodia => "KH",
            Neighbour::China => "CN",
            Neighbour::Laos => "LA",
            Neighbour::Malaysia => "MY",
            Neighbour::Myanmar => "MM",
            Neighbour::Vietnam => "VN",
        }
    }

    /// The number of ISO 3166, which the file of outlines holds.
    pub const fn number(self) -> u32 {
        match self {
            Neighbour::Cambodia => 116,
            Neighbour::China => 156,
            Neighbour::Laos => 418,
            Neighbour::Malaysia => 458,
            Neighbour::Myanmar => 104,
            Neighbour::Vietnam => 704,
        }
    }
}

/// The outlines inside the program.
#[derive(Debug)]
pub struct Outlines {
    pub(super) provinces: Layer<AreaCode>,
    pub(super) neighbours: Layer<Neighbour>,
}

/// The one set of outlines, read at its first use (a few milliseconds).
pub fn outlines() -> &'static Outlines {
    static OUTLINES: LazyLock<Outlines> = LazyLock::new(Outlines::read);
    &OUTLINES
}

impl Outlines {
    fn read() -> Outlines {
        let provinces = keyed(PROVINCES, AreaCode::new);
        let of_number = |n| {
            Neighbour::ALL
                .into_iter()
                .find(|country| country.number() == n)
        };
        let neighbours = keyed(NEIGHBOURS, of_number);
        Outlines {
            provinces: Layer::new(provinces),
            neighbours: Layer::new(neighbours),
        }
    }

    /// The provinces, in the order of codes; good to about a kilometre.
    pub fn provinces(&self) -> &[(AreaCode, Shape)] {
        self.provinces.shapes()
    }

    /// The countries around, cut at 92–110° E and 4–24° N.
    pub fn neighbours(&self) -> &[(Neighbour, Shape)] {
        self.neighbours.shapes()
    }
}

/// The file of shapes with a number each, before compression: what `outlines` reads.
pub fn write_outlines<'a>(shapes: impl IntoIterator<Item = (u32, &'a Shape)>) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, shape) in shapes {
        let bytes = shape.encode();
        codec::push(&mut out, u64::from(key));
        codec::push(&mut out, bytes.len() as u64);
        out.extend(bytes);
    }
    out
}

fn keyed<K>(file: &[u8], key: impl Fn(u32) -> Option<K>) -> Vec<(K, Shape)> {
    let read = read_outlines(file).expect("the embedded outlines are those xtask wrote");
    read.into_iter()
        .filter_map(|(number, shape)| Some((key(number)?, shape)))
        .collect()
}

fn read_outlines(file: &[u8]) -> Result<Vec<(u32, Shape)>, BadShape> {
    let mut bytes = Vec::new();
    GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .map_err(|_| BadShape)?;
    let mut reader = Reader { bytes: &bytes };
    let mut shapes = Vec::new();
    while !reader.bytes.is_empty() {
        let key = u32::try_from(reader.number()?).map_err(|_| BadShape)?;
        let length = reader.count()?;
        shapes.push((key, Shape::decode(reader.take(length)?)?));
    }
    Ok(shapes)
}
