//! Cutting to a tile: rings by Sutherland and Hodgman, lines by Liang and Barsky.

use crate::mvt::EXTENT;

type At = (f64, f64);

/// A ring cut to the tile and so much around it. Where it is cut it follows the cutting edge, so this
/// is for fills alone.
pub fn ring(ring: &[At], buffer: f64) -> Vec<(i32, i32)> {
    let (low, high) = edges(buffer);
    let mut ring = ring.to_vec();
    ring = cut(
        &ring,
        |at| at.0 >= low,
        |a, b| (low, cross(a.0, a.1, b.0, b.1, low)),
    );
    ring = cut(
        &ring,
        |at| at.0 <= high,
        |a, b| (high, cross(a.0, a.1, b.0, b.1, high)),
    );
    ring = cut(
        &ring,
        |at| at.1 >= low,
        |a, b| (cross(a.1, a.0, b.1, b.0, low), low),
    );
    ring = cut(
        &ring,
        |at| at.1 <= high,
        |a, b| (cross(a.1, a.0, b.1, b.0, high), high),
    );
    ring.into_iter().map(whole).collect()
}

/// The parts of a line within the tile and so much around it.
pub fn line(line: &[At], buffer: f64) -> Vec<Vec<(i32, i32)>> {
    let mut parts: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut end = None;
    for pair in line.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], buffer) else {
            end = None;
            continue;
        };
        match parts.last_mut() {
            Some(part) if end == Some(from) => part.push(whole(to)),
            _ => parts.push(vec![whole(from), whole(to)]),
        }
        end = Some(to);
    }
    parts
}

fn segment(from: At, to: At, buffer: f64) -> Option<(At, At)> {
    let (low, high) = edges(buffer);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enters, mut leaves) = (0.0f64, 1.0f64);
    for (step, room) in [
        (-dx, from.0 - low),
        (dx, high - from.0),
        (-dy, from.1 - low),
        (dy, high - from.1),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enters = enters.max(room / step);
        } else {
            leaves = leaves.min(room / step);
        }
    }
    if enters > leaves {
        return None;
    }
    // Points that were not cut stay what they are, so that the next segment joins on.
    let at = |part: f64| (from.0 + part * dx, from.1 + part * dy);
    let start = if enters == 0.0 { from } else { at(enters) };
    let end = if leaves == 1.0 { to } else { at(leaves) };
    Some((start, end))
}

fn cut(ring: &[At], inside: impl Fn(At) -> bool, meet: impl Fn(At, At) -> At) -> Vec<At> {
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let Some(last) = ring.last() else { return kept };
    let mut before = *last;
    for at in ring {
        if inside(before) != inside(*at) {
            kept.push(meet(before, *at));
        }
        if inside(*at) {
            kept.push(*at);
        }
        before = *at;
    }
    kept
}

/// Where the way from one point to the other crosses `edge`: the coordinate along it.
fn cross(a: f64, a_along: f64, b: f64, b_along: f64, edge: f64) -> f64 {
    a_along + (b_along - a_along) * (edge - a) / (b - a)
}

fn edges(buffer: f64) -> (f64, f64) {
    (-buffer, f64::from(EXTENT) + buffer)
}

fn whole(at: At) -> (i32, i32) {
    (at.0.round() as i32, at.1.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_that_leaves_and_returns_is_two_lines() {
        let parts = line(
            &[
                (-100.0, 10.0),
                (50.0, 10.0),
                (50.0, -500.0),
                (90.0, -500.0),
                (90.0, 20.0),
            ],
            0.0,
        );
        assert_eq!(
            parts,
            [vec![(0, 10), (50, 10), (50, 0)], vec![(90, 0), (90, 20)]]
        );
    }

    #[test]
    fn a_ring_around_the_tile_becomes_the_tile() {
        let around = [(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)];
        let mut corners = ring(&around, 64.0);
        corners.sort_unstable();
        corners.dedup();
        assert_eq!(
            corners,
            [(-64, -64), (-64, 4160), (4160, -64), (4160, 4160)]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_left_outside(points in prop::collection::vec((-9000.0..9000.0f64, -9000.0..9000.0f64), 2..30)) {
            let inside = |at: &(i32, i32)| (-64..=4160).contains(&at.0) && (-64..=4160).contains(&at.1);
            prop_assert!(ring(&points, 64.0).iter().all(inside));
            prop_assert!(line(&points, 64.0).iter().flatten().all(inside));
        }
    }
}
