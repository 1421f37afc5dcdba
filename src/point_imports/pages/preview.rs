//! The rows of a file on the outlines of the provinces, as one picture: swapped degrees, and rows that
//! lie together where they should not, are seen before anything is applied. Works without script.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::areas::THAILAND;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::{Failure, Page};
use crate::point_imports::actions::{self, Hand};
use crate::point_imports::model::{PointRow, Verdict};

/// Rows read in one go.
const PIECE: i64 = 500;
/// Width of the picture at most, in its own units.
const WIDTH: f64 = 600.0;
/// Rows nearer to one another than this are one sign.
const GRID: f64 = 4.0;
/// A picture shows no less than this, in degrees.
const LEAST: f64 = 0.2;

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    let id: PointImportId = id.parse().map_err(|_| Error::NotFound)?;
    actions::find(&page.app, &hand, id).await?;
    let mut places = Vec::new();
    let mut after = 0;
    loop {
        let rows = actions::all_rows(&page.app, &hand, id, (after, PIECE)).await?;
        places.extend(rows.iter().filter_map(place));
        match rows.last() {
            Some(last) => after = last.n,
            None => break,
        }
    }
    let mut response = picture(&places).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn place(row: &PointRow) -> Option<(f64, f64, Verdict)> {
    let seen = row.seen.as_ref()?;
    Some((seen.lon, seen.lat, row.verdict))
}

/// How the signs of a verdict look: the name of the sign in the legend.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::New | Verdict::Made => "new",
        Verdict::Update | Verdict::Changed => "update",
        Verdict::Likely => "likely",
        Verdict::Problem | Verdict::Double | Verdict::Refused => "amiss",
        _ => "same",
    }
}

/// From degrees to the picture: east is true at the middle of it.
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    scale: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn around(places: &[(f64, f64, Verdict)]) -> Frame {
        let fold =
            |pick: fn(&(f64, f64, Verdict)) -> f64, start: f64, keep: fn(f64, f64) -> f64| {
                places.iter().map(pick).fold(start, keep)
            };
        let [mut west, mut south, mut east, mut north] = match places {
            [] => THAILAND,
            _ => [
                fold(|at| at.0, f64::MAX, f64::min),
                fold(|at| at.1, f64::MAX, f64::min),
                fold(|at| at.0, f64::MIN, f64::max),
                fold(|at| at.1, f64::MIN, f64::max),
            ],
        };
        let (wide, high) = ((east - west).max(LEAST), (north - south).max(LEAST));
        (west, east) = (west - wide * 0.1, east + wide * 0.1);
        (south, north) = (south - high * 0.1, north + high * 0.1);
        let across = f64::midpoint(south, north).to_radians().cos();
        // Neither a ribbon nor a tower.
        let high = (north - south).max((east - west) * across * 0.5);
        let scale = (WIDTH / ((east - west) * across)).min(WIDTH * 1.4 / high);
        Frame {
            west,
            north,
            across,
            scale,
            width: (east - west) * across * scale,
            height: high * scale,
        }
    }

    fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        let x = (lon - self.west) * self.across * self.scale;
        (x, (self.north - lat) * self.scale)
    }
}

fn picture(places: &[(f64, f64, Verdict)]) -> String {
    let frame = Frame::around(places);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0} {:.0}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#e3eaf2\"/>\
         <path fill=\"#fffdf6\" stroke=\"#a79e8a\" stroke-width=\"1\" d=\"",
        frame.width, frame.height
    );
    for (_, shape) in areas::outlines().provinces() {
        outline(&mut svg, &frame, shape);
    }
    svg.push_str("\"/>");
    // What needs a look lies on top of what is well.
    let mut cells: BTreeMap<(i64, i64), (f64, f64, &'static str)> = BTreeMap::new();
    for (lon, lat, verdict) in places {
        let (x, y) = frame.at(*lon, *lat);
        let cell = ((x / GRID) as i64, (y / GRID) as i64);
        let sign = sign(*verdict);
        let kept = cells.entry(cell).or_insert((x, y, sign));
        if weight(sign) > weight(kept.2) {
            *kept = (x, y, sign);
        }
    }
    let mut signs: Vec<&(f64, f64, &'static str)> = cells.values().collect();
    signs.sort_by_key(|(_, _, sign)| weight(sign));
    for (x, y, sign) in signs {
        // Writing into a String cannot fail.
        let _ = write!(
            svg,
            "<path transform=\"translate({x:.1} {y:.1})\" fill=\"{}\" stroke=\"#fff\" stroke-width=\".7\" d=\"{}\"/>",
            colour(sign),
            shape_of(sign)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn outline(svg: &mut String, frame: &Frame, shape: &areas::Shape) {
    let Some([west, south, east, north]) = shape.bounds() else {
        return;
    };
    let corners = [frame.at(west, north), frame.at(east, south)];
    let apart = corners[1].0 < 0.0
        || corners[0].0 > frame.width
        || corners[1].1 < 0.0
        || corners[0].1 > frame.height;
    if apart {
        return;
    }
    for polygon in &shape.to_multi_polygon() {
        let mut before = None;
        for point in polygon.exterior().coords() {
            let (x, y) = frame.at(point.x, point.y);
            let step = if before.is_none() { 'M' } else { 'L' };
            let here = (x.round() as i64, y.round() as i64);
            if before != Some(here) {
                let _ = write!(svg, "{step}{} {}", here.0, here.1);
                before = Some(here);
            }
        }
        svg.push('Z');
    }
}

fn weight(sign: &str) -> u8 {
    match sign {
        "amiss" => 4,
        "likely" => 3,
        "update" => 2,
        "new" => 1,
        _ => 0,
    }
}

fn colour(sign: &str) -> &'static str {
    match sign {
        "amiss" => "#c1121f",
        "likely" => "#b45309",
        "update" => "#0b5cad",
        "new" => "#1b7f3b",
        _ => "#5b6472",
    }
}

/// A shape for each sign, so that they differ in grey as well: cross, triangle, diamond, disc, dash.
fn shape_of(sign: &str) -> &'static str {
    match sign {
        "amiss" => "M-5-3-3-5 0-2 3-5 5-3 2 0 5 3 3 5 0 2-3 5-5 3-2 0Z",
        "likely" => "M0-5 5 4-5 4Z",
        "update" => "M0-5 5 0 0 5-5 0Z",
        "new" => "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z",
        _ => "M-4-1.500H4V1.500H-4Z",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_lies_in_the_picture_and_what_is_amiss_on_top() {
        let places = [
            (99.88, 20.43, Verdict::New),
            (99.88, 20.43, Verdict::Problem),
            (100.50, 13.75, Verdict::Likely),
            (100.47, 7.00, Verdict::Update),
        ];
        let frame = Frame::around(&places);
        for (lon, lat, _) in places {
            let (x, y) = frame.at(lon, lat);
            let inside = (0.0..=frame.width).contains(&x) && (0.0..=frame.height).contains(&y);
            assert!(inside, "{lon} {lat}");
        }
        let svg = picture(&places);
        assert_eq!(
            svg.matches("translate(").count(),
            3,
            "two at one place are one sign"
        );
        let amiss = svg.find(colour("amiss")).unwrap();
        assert!(amiss > svg.find(colour("likely")).unwrap());
        assert!(!svg.contains(colour("new")));
    }

    #[test]
    fn one_row_alone_and_none_at_all_make_a_picture() {
        for places in [&[(99.88, 20.43, Verdict::New)][..], &[]] {
            let svg = picture(places);
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
            assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}
