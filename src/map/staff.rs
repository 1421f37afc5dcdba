//! The tile for people at work: every open request of their areas, unverified ones too, each with
//! its reference and a link. Places are on the same grid as for the public.

use std::collections::HashMap;

use areas::AreaCode;
use jiff::Timestamp;
use tiles::{Layer, Spot, Tile, TileId, Value, View, Within, encode_layers};
use uuid::Uuid;

use super::{legend, store};
use crate::access::SignedIn;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::State;

/// Requests at one place: one sign.
struct Sign {
    at: (f64, f64),
    counts: [u32; legend::STATES.len()],
    kind: Option<u16>,
    waited: Option<&'static str>,
    ids: Vec<Uuid>,
}

/// The tile as this person may see it. Practice is shown only when its incident is named.
pub async fn tile(
    app: &App,
    who: &SignedIn,
    tile: TileId,
    only: Option<u16>,
    now: Timestamp,
) -> Result<Tile, Error> {
    let areas: Vec<AreaCode> = who.held().map(|seat| seat.area).collect();
    let practice = app.map.book().practice();
    let within = |area: u32, group: u16| {
        let asked = only.map_or(!practice.contains(&group), |only| only == group);
        asked && areas.iter().any(|seat| seat.range().contains(&area))
    };
    let view = View::Staff {
        within: Within::Only(&within),
        class: None,
    };
    let signs = merge(app, &app.map.index.spots(tile, &view), now);
    let told = tell(app, &signs).await?;
    let mut layer = Layer::new(legend::LAYER);
    for sign in &signs {
        draw(&mut layer, sign, tile, &told);
    }
    Ok(Tile::new(encode_layers(&[layer])).compressed())
}

/// Signs at one place become one, or they would lie upon each other and only one could be tapped.
fn merge(app: &App, spots: &[Spot], now: Timestamp) -> Vec<Sign> {
    let words = app.map.index.legend();
    let mut at_place: HashMap<(u64, u64), usize> = HashMap::new();
    let mut signs: Vec<Sign> = Vec::new();
    for spot in spots {
        let at = spot.lon_lat();
        let waited = spot.waited(words, now.as_second()).and_then(band);
        let place = *at_place
            .entry((at.0.to_bits(), at.1.to_bits()))
            .or_insert(signs.len());
        if place == signs.len() {
            signs.push(Sign {
                at,
                counts: [0; 4],
                kind: spot.kind,
                waited,
                ids: Vec::new(),
            });
        }
        let sign = &mut signs[place];
        if sign.kind != spot.kind {
            sign.kind = None;
        }
        sign.waited = sign.waited.max_by_wait(waited);
        for (sum, n) in sign.counts.iter_mut().zip(spot.counts) {
            *sum += n;
        }
        sign.ids.extend(spot.id.map(Uuid::from_u128));
    }
    signs
}

trait Longer {
    fn max_by_wait(self, other: Self) -> Self;
}

impl Longer for Option<&'static str> {
    fn max_by_wait(self, other: Self) -> Self {
        let place = |band: Self| {
            legend::BANDS
                .iter()
                .position(|(_, name)| Some(*name) == band)
        };
        if place(other) > place(self) {
            other
        } else {
            self
        }
    }
}

fn band(name: &str) -> Option<&'static str> {
    legend::BANDS
        .iter()
        .map(|(_, band)| *band)
        .find(|band| *band == name)
}

/// References of all requests that stand alone, and areas of those that stand together.
async fn tell(app: &App, signs: &[Sign]) -> Result<HashMap<Uuid, store::Told>, Error> {
    let wanted: Vec<(u8, Uuid)> = {
        let book = app.map.book();
        let ids = signs.iter().flat_map(|sign| &sign.ids);
        ids.filter_map(|id| Some((book.province(*id)?, *id)))
            .collect()
    };
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let told = db::read!(app.db, |tx| { store::told(tx, &wanted).await })?;
    Ok(told.into_iter().map(|told| (told.id, told)).collect())
}

fn draw(layer: &mut Layer, sign: &Sign, tile: TileId, told: &HashMap<Uuid, store::Told>) {
    let count: u32 = sign.counts.iter().sum();
    let state = sign.counts.iter().position(|n| *n > 0).unwrap_or_default();
    let names: Vec<String> = legend::STATES
        .iter()
        .map(|state: &State| format!("n_{}", state.code()))
        .collect();
    let known: Vec<&store::Told> = sign.ids.iter().filter_map(|id| told.get(id)).collect();
    let href = href(&known);
    let mut tags = vec![
        ("count", Value::Int(i64::from(count))),
        ("state", Value::Text(legend::STATES[state].code())),
    ];
    let kind = sign
        .kind
        .and_then(|kind| legend::KINDS.get(usize::from(kind)));
    tags.extend(kind.map(|kind| ("kind", Value::Text(kind.code.as_str()))));
    tags.extend(sign.waited.map(|waited| ("waited", Value::Text(waited))));
    if count > 1 {
        for (name, n) in names.iter().zip(sign.counts) {
            if n > 0 {
                tags.push((name.as_str(), Value::Int(i64::from(n))));
            }
        }
    } else if let [one] = known.as_slice() {
        tags.push(("reference", Value::Text(&one.reference)));
        if !one.verified {
            tags.push(("unverified", Value::Bool(true)));
        }
    }
    tags.extend(href.as_deref().map(|href| ("href", Value::Text(href))));
    layer.point(&tags, tile.pixel(sign.at));
}

/// To the request, or to the list of the smallest area that holds all of them.
fn href(known: &[&store::Told]) -> Option<String> {
    match known {
        [] => None,
        [one] => Some(format!("/help-requests/{}", one.reference)),
        [first, rest @ ..] => {
            let mut area = first.area;
            while !rest.iter().all(|one| area.contains(one.area)) {
                area = area.parent()?;
            }
            Some(format!("/help-requests?area={area}"))
        }
    }
}
