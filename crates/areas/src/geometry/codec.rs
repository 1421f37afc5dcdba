//! A shape as bytes: counts and the steps from point to point as numbers of variable length, so
//! that a vertex takes about four bytes.

use super::shape::{Point, Shape};

/// The bytes are no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes of a boundary are damaged")]
pub struct BadShape;

impl Shape {
    /// The shape in few bytes, the same for the same shape.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.vertices() * 4 + 8);
        let mut last = [0, 0];
        push(&mut out, self.polygons.len() as u64);
        for rings in &self.polygons {
            push(&mut out, rings.len() as u64);
            for ring in rings {
                push(&mut out, ring.len() as u64);
                for point in ring {
                    push_step(&mut out, last, *point);
                    last = *point;
                }
            }
        }
        out
    }

    /// What `encode` made. Every length is checked against what is there.
    pub fn decode(bytes: &[u8]) -> Result<Shape, BadShape> {
        let mut reader = Reader { bytes };
        let mut last = [0, 0];
        let polygons = reader.count()?;
        let mut shape = Shape {
            polygons: Vec::with_capacity(polygons),
        };
        for _ in 0..polygons {
            let mut rings = Vec::new();
            for _ in 0..reader.count()? {
                let mut ring = Vec::new();
                for _ in 0..reader.count()? {
                    last = reader.step(last)?;
                    ring.push(last);
                }
                rings.push(ring.into_boxed_slice());
            }
            shape.polygons.push(rings);
        }
        if reader.bytes.is_empty() {
            Ok(shape)
        } else {
            Err(BadShape)
        }
    }
}

pub(super) fn push(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn push_step(out: &mut Vec<u8>, from: Point, to: Point) {
    for axis in 0..2 {
        let step = i64::from(to[axis]) - i64::from(from[axis]);
        push(out, ((step << 1) ^ (step >> 63)) as u64);
    }
}

/// Reads what `push` wrote.
pub(super) struct Reader<'a> {
    pub bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn number(&mut self) -> Result<u64, BadShape> {
        let mut n = 0;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.bytes.split_first().ok_or(BadShape)?;
            self.bytes = rest;
            n |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(n);
            }
        }
        Err(BadShape)
    }

    /// A number of things of at least one byte each.
    pub fn count(&mut self) -> Result<usize, BadShape> {
        let n = self.number()? as usize;
        if n <= self.bytes.len() {
            Ok(n)
        } else {
            Err(BadShape)
        }
    }

    pub fn take(&mut self, n: usize) -> Result<&'a [u8], BadShape> {
        let (taken, rest) = self.bytes.split_at_checked(n).ok_or(BadShape)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn step(&mut self, from: Point) -> Result<Point, BadShape> {
        let mut to = from;
        for axis in &mut to {
            let n = self.number()?;
            let step = (n >> 1) as i64 ^ -((n & 1) as i64);
            let moved = i64::from(*axis) + step;
            let on_earth = moved.abs() <= 180_000_000;
            *axis = i32::try_from(moved)
                .ok()
                .filter(|_| on_earth)
                .ok_or(BadShape)?;
        }
        Ok(to)
    }
}
