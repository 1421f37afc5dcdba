//! Mapbox Vector Tiles 2.1, written by hand: the format is four small protobuf messages, and a crate
//! for them would bring a protobuf runtime along. Tests read the tiles with a decoder of other hands.

use std::collections::HashMap;

use bytes::Bytes;

/// Width and height of a tile in its own units.
pub const EXTENT: i32 = 4096;

/// A property's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

/// A layer being written; keys and values are interned.
#[derive(Debug, Clone)]
pub struct Layer {
    name: String,
    keys: Interned,
    values: Interned,
    features: Vec<u8>,
    count: usize,
    scratch: Vec<u8>,
}

type Tag<'a> = (&'a str, Value<'a>);

impl Layer {
    /// An empty layer.
    pub fn new(name: impl Into<String>) -> Layer {
        Layer {
            name: name.into(),
            keys: Interned::default(),
            values: Interned::default(),
            features: Vec::new(),
            count: 0,
            scratch: Vec::new(),
        }
    }

    /// How many features were written.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Writes a point, in units of the tile.
    pub fn point(&mut self, tags: &[Tag<'_>], at: (i32, i32)) {
        let mut pen = Pen::default();
        pen.move_to(at);
        self.feature(tags, 1, &pen.commands);
    }

    /// Writes lines as one feature; a line of fewer than two different points is left out.
    pub fn lines(&mut self, tags: &[Tag<'_>], lines: &[Vec<(i32, i32)>]) {
        let mut pen = Pen::default();
        for line in lines {
            let line = without_repeats(line);
            if line.len() >= 2 {
                pen.move_to(line[0]);
                pen.line_to(&line[1..]);
            }
        }
        self.feature(tags, 2, &pen.commands);
    }

    /// Writes polygons as one feature, each an outer ring followed by its holes. Rings may be closed
    /// or not and wound either way; those without an area are left out, and so are polygons whose
    /// holes leave nothing.
    pub fn polygons(&mut self, tags: &[Tag<'_>], polygons: &[Vec<Vec<(i32, i32)>>]) {
        let mut pen = Pen::default();
        for polygon in polygons {
            let surface = |ring: &Vec<(i32, i32)>| doubled_area(ring).abs();
            let (outer, holes) = polygon.split_first().unzip();
            let outer_surface = outer.map_or(0, surface);
            // Within a hole both rings have become the tile's own square.
            if holes.unwrap_or_default().iter().map(surface).sum::<i64>() < outer_surface {
                for (number, ring) in polygon.iter().enumerate() {
                    pen.ring(ring, number == 0);
                }
            }
        }
        self.feature(tags, 3, &pen.commands);
    }

    fn feature(&mut self, tags: &[Tag<'_>], kind: u64, geometry: &[u32]) {
        if geometry.is_empty() {
            return;
        }
        let mut numbers = Vec::with_capacity(tags.len() * 2);
        for (key, value) in tags {
            numbers.push(self.keys.number(key.as_bytes()));
            self.scratch.clear();
            write_value(&mut self.scratch, *value);
            numbers.push(self.values.number(&self.scratch));
        }
        let feature = &mut self.scratch;
        feature.clear();
        write_packed(feature, 2, &numbers);
        write_number(feature, 3, kind);
        write_packed(feature, 4, geometry);
        write_bytes(&mut self.features, 2, feature);
        self.count += 1;
    }

    fn write(&self, tile: &mut Vec<u8>) {
        let mut layer = Vec::with_capacity(self.features.len() + 256);
        write_bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend_from_slice(&self.features);
        for key in &self.keys.in_order {
            write_bytes(&mut layer, 3, key);
        }
        for value in &self.values.in_order {
            write_bytes(&mut layer, 4, value);
        }
        write_number(&mut layer, 5, EXTENT as u64);
        write_number(&mut layer, 15, 2);
        write_bytes(tile, 3, &layer);
    }
}

/// The bytes of a tile of these layers; empty layers are left out, and a tile of none has no bytes.
pub fn encode_layers(layers: &[Layer]) -> Bytes {
    let mut tile = Vec::new();
    for layer in layers.iter().filter(|layer| !layer.is_empty()) {
        layer.write(&mut tile);
    }
    tile.into()
}

#[derive(Debug, Clone, Default)]
struct Interned {
    numbers: HashMap<Vec<u8>, u32>,
    in_order: Vec<Vec<u8>>,
}

impl Interned {
    fn number(&mut self, bytes: &[u8]) -> u32 {
        if let Some(number) = self.numbers.get(bytes) {
            return *number;
        }
        let number = self.in_order.len() as u32;
        self.numbers.insert(bytes.to_vec(), number);
        self.in_order.push(bytes.to_vec());
        number
    }
}

/// Geometry commands, each point relative to the one before.
#[derive(Default)]
struct Pen {
    commands: Vec<u32>,
    at: (i32, i32),
}

impl Pen {
    fn move_to(&mut self, to: (i32, i32)) {
        self.commands.push(1 | 1 << 3);
        self.go(to);
    }

    fn line_to(&mut self, points: &[(i32, i32)]) {
        self.commands.push(2 | (points.len() as u32) << 3);
        points.iter().for_each(|point| self.go(*point));
    }

    /// Outer rings have a positive area in the tile's coordinates, holes a negative one.
    fn ring(&mut self, ring: &[(i32, i32)], outer: bool) {
        let mut ring = without_repeats(ring);
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = doubled_area(&ring);
        if area == 0 {
            return;
        }
        if (area > 0) != outer {
            ring.reverse();
        }
        self.move_to(ring[0]);
        self.line_to(&ring[1..]);
        self.commands.push(7 | 1 << 3);
    }

    fn go(&mut self, to: (i32, i32)) {
        let zigzag = |step: i32| (step << 1 ^ step >> 31) as u32;
        self.commands.push(zigzag(to.0 - self.at.0));
        self.commands.push(zigzag(to.1 - self.at.1));
        self.at = to;
    }
}

fn without_repeats(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut points = points.to_vec();
    points.dedup();
    points
}

fn doubled_area(ring: &[(i32, i32)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let part = |(a, b): (&(i32, i32), &(i32, i32))| {
        i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)
    };
    ring.iter().zip(next).map(part).sum()
}

fn write_value(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Text(text) => write_bytes(out, 1, text.as_bytes()),
        Value::Float(number) => {
            out.push(3 << 3 | 1);
            out.extend_from_slice(&number.to_le_bytes());
        }
        Value::Int(number) if number >= 0 => write_number(out, 5, number as u64),
        Value::Int(number) => write_number(out, 6, (number << 1 ^ number >> 63) as u64),
        Value::Bool(yes) => write_number(out, 7, u64::from(yes)),
    }
}

fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_number(out: &mut Vec<u8>, field: u64, number: u64) {
    write_varint(out, field << 3);
    write_varint(out, number);
}

fn write_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    write_varint(out, field << 3 | 2);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn write_packed(out: &mut Vec<u8>, field: u64, numbers: &[u32]) {
    let length = |number: &u32| (38 - number.leading_zeros() as usize).max(7) / 7;
    write_varint(out, field << 3 | 2);
    write_varint(out, numbers.iter().map(length).sum::<usize>() as u64);
    numbers
        .iter()
        .for_each(|number| write_varint(out, u64::from(*number)));
}
