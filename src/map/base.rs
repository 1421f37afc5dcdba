//! The ground of the map: provinces from the boundary pack or the embedded outlines, the borders of
//! districts and subdistricts where a pack has them, the countries around, and names.

use std::ops::RangeInclusive;
use std::sync::{Arc, PoisonError};

use areas::{AreaCode, Boundaries, Level, Shape};
use tiles::{Area, BaseMap, Label, Tags, Text};

use super::memory::MapMemory;
use crate::app::App;
use crate::error::Error;

/// Deeper than this the ground is not drawn: browsers enlarge the last tile.
pub const DEEPEST: u8 = 14;

const PROVINCE_NAMES: RangeInclusive<u8> = 3..=9;
const DISTRICTS: RangeInclusive<u8> = 6..=DEEPEST;
const DISTRICT_NAMES: RangeInclusive<u8> = 7..=12;
const SUBDISTRICTS: RangeInclusive<u8> = 9..=DEEPEST;
const SUBDISTRICT_NAMES: RangeInclusive<u8> = 10..=DEEPEST;

/// Whom to thank for a boundary pack; shown on the map while one is in use.
pub const PACK_CREDIT: &str = "Administrative boundaries: Royal Thai Survey Department / OCHA COD-AB (ITOS), CC BY 3.0 IGO, simplified";

/// The ground drawn from the boundaries of one version.
pub struct Base {
    pub version: i64,
    pub map: BaseMap,
}

impl MapMemory {
    fn ground(&self) -> Option<Arc<Base>> {
        self.base
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn has_no_ground(&self) -> bool {
        self.ground().is_none()
    }
}

/// The ground for the boundaries in force, prepared if it is not yet: a second or two with a pack of
/// the whole country.
pub async fn current(app: &App) -> Result<Arc<Base>, Error> {
    let fits = |base: &Arc<Base>| base.version == app.areas.version();
    if let Some(base) = app.map.ground().filter(fits) {
        return Ok(base);
    }
    let _making = app.map.base_making.lock().await;
    if let Some(base) = app.map.ground().filter(fits) {
        return Ok(base);
    }
    let (boundaries, version) = app.areas.in_force();
    let map = tokio::task::spawn_blocking(move || prepare(&boundaries))
        .await
        .map_err(|err| Error::fault("drawing the ground of the map", err))?;
    let base = Arc::new(Base { version, map });
    *app.map.base.write().unwrap_or_else(PoisonError::into_inner) = Some(base.clone());
    Ok(base)
}

fn prepare(boundaries: &Boundaries) -> BaseMap {
    let mut areas: Vec<Area> = areas::outlines()
        .neighbours()
        .iter()
        .map(|(_, shape)| area(0, 0..=DEEPEST, shape, Some("near")))
        .collect();
    if boundaries.has_pack() {
        areas.extend(under_the_border());
    }
    let mut labels = Vec::new();
    for province in areas::register().of_level(Level::Province) {
        if let Some(shape) = boundaries.outline(province.code) {
            areas.push(area(1, 0..=DEEPEST, shape, Some("in")));
            labels.extend(label(province.code, 1, PROVINCE_NAMES, shape));
        }
    }
    // The surface is the province's; of what lies within it, the border is enough.
    for (code, shape) in boundaries.outlines_of(Level::District) {
        areas.push(area(2, DISTRICTS, shape, None));
        labels.extend(label(*code, 2, DISTRICT_NAMES, shape));
    }
    for (code, shape) in boundaries.outlines_of(Level::Subdistrict) {
        areas.push(area(3, SUBDISTRICTS, shape, None));
        labels.extend(label(*code, 3, SUBDISTRICT_NAMES, shape));
    }
    BaseMap::prepare(areas, labels)
}

/// Inland provinces on a border by land.
const ON_A_BORDER: [u8; 21] = [
    27, 31, 32, 33, 34, 37, 38, 42, 43, 48, 49, 50, 53, 55, 56, 57, 58, 63, 65, 71, 95,
];

/// The neighbours' outlines meet the embedded ones of the provinces, not those of a pack: where a
/// pack's border runs farther in, there would be a sliver of sea. The coarse outline beneath fills it.
fn under_the_border() -> impl Iterator<Item = Area> {
    let provinces = areas::outlines().provinces().iter();
    provinces
        .filter(|(code, _)| ON_A_BORDER.contains(&code.province()))
        .map(|(_, shape)| area(0, 0..=DEEPEST, shape, Some("near")))
}

/// `side` is that of a surface: in Thailand, or near it.
fn area(level: u8, zooms: RangeInclusive<u8>, shape: &Shape, side: Option<&str>) -> Area {
    let tags = side.map(|side| ("side".to_owned(), Text::Text(side.to_owned())));
    Area {
        level,
        zooms,
        polygons: polygons(shape),
        fill: side.is_some(),
        tags: tags.into_iter().collect(),
    }
}

fn polygons(shape: &Shape) -> Vec<Vec<Vec<(f64, f64)>>> {
    let shape = shape.to_multi_polygon();
    shape
        .iter()
        .map(|polygon| {
            std::iter::once(polygon.exterior())
                .chain(polygon.interiors())
                .map(|ring| ring.coords().map(|at| (at.x, at.y)).collect())
                .collect()
        })
        .collect()
}

fn label(code: AreaCode, level: i64, zooms: RangeInclusive<u8>, shape: &Shape) -> Option<Label> {
    let [lon, lat] = shape.label_point()?;
    let register = areas::register();
    let (thai, english) = match register.get(code) {
        Some(area) => (area.name_th, Some(area.name_en)),
        None => {
            let former = register.abolished(code)?;
            (former.name_th, former.name_en)
        }
    };
    let text = |name: &str, value: &str| (name.to_owned(), Text::Text(value.to_owned()));
    let mut tags: Tags = vec![text("name_th", thai)];
    tags.extend(english.map(|english| text("name_en", english)));
    tags.push(("level".to_owned(), Text::Int(level)));
    Some(Label {
        at: (lon, lat),
        zooms,
        tags,
    })
}
