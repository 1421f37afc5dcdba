//! Fewer points for lower zooms, by Douglas and Peucker; the ends of a line stay.

use super::topology::Point;

/// The points that must stay so that no point left out was farther than `tolerance` from the line.
/// A closed line smaller than the tolerance shrinks to its ends.
pub fn simplify(line: &[Point], tolerance: f64) -> Vec<Point> {
    let Some(last) = line.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut stays = vec![false; line.len()];
    stays[0] = true;
    stays[last] = true;
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        if let Some((at, distance)) = farthest(line, from, to)
            && distance > tolerance * tolerance
        {
            stays[at] = true;
            open.push((from, at));
            open.push((at, to));
        }
    }
    line.iter()
        .zip(stays)
        .filter(|(_, stays)| *stays)
        .map(|(point, _)| *point)
        .collect()
}

fn farthest(line: &[Point], from: usize, to: usize) -> Option<(usize, f64)> {
    (from + 1..to)
        .map(|at| (at, squared_distance(line[at], line[from], line[to])))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn squared_distance(point: Point, from: Point, to: Point) -> f64 {
    let (px, py) = minus(point, from);
    let (dx, dy) = minus(to, from);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 {
        0.0
    } else {
        ((px * dx + py * dy) / length).clamp(0.0, 1.0)
    };
    let (x, y) = (px - along * dx, py - along * dy);
    x * x + y * y
}

fn minus(a: Point, b: Point) -> (f64, f64) {
    (
        f64::from(a.0) - f64::from(b.0),
        f64::from(a.1) - f64::from(b.1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bends_go_and_corners_stay() {
        let line = [(0, 0), (50, 1), (100, 0), (100, 60), (101, 100), (100, 200)];
        assert_eq!(simplify(&line, 2.0), [(0, 0), (100, 0), (100, 200)]);
        assert_eq!(simplify(&line, 0.5).len(), line.len());
    }

    #[test]
    fn a_closed_line_keeps_a_shape_or_shrinks_to_its_ends() {
        let square = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)];
        assert_eq!(simplify(&square, 5.0), square);
        assert_eq!(simplify(&square, 500.0), [(0, 0), (0, 0)]);
        assert_eq!(simplify(&[], 1.0), []);
    }
}
