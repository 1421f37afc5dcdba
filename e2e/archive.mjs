// A base map as small as can be: a PMTiles file (version 3) of one tile that covers the world, for
// journeys that must see whether it is really drawn.

import { writeFile } from "node:fs/promises";
import { crc32, deflateSync, gzipSync } from "node:zlib";

const HEADER = 127;
const KINDS = { mvt: 1, png: 2 };

/**
 * @param {string} path
 * @param {"mvt" | "png"} kind
 * @param {Buffer} tile
 * @param {object} about such as `{ vector_layers: [{ id: "water" }] }`
 */
export async function archive(path, kind, tile, about = {}) {
  // One entry: tile 0, one of it, so long, at the beginning.
  const root = gzipSync(Buffer.from([1, 0, 1, ...varint(tile.length), 1]));
  const metadata = gzipSync(Buffer.from(JSON.stringify(about)));
  const head = Buffer.alloc(HEADER);
  head.write("PMTiles", 0, "latin1");
  head.writeUInt8(3, 7);
  let at = HEADER;
  for (const [field, length] of [root.length, metadata.length, 0, tile.length].entries()) {
    head.writeBigUInt64LE(BigInt(at), 8 + 16 * field);
    head.writeBigUInt64LE(BigInt(length), 16 + 16 * field);
    at += length;
  }
  for (const field of [72, 80, 88]) head.writeBigUInt64LE(1n, field);
  head.writeUInt8(1, 96); // clustered
  head.writeUInt8(2, 97); // directories are gzip
  head.writeUInt8(1, 98); // tiles are plain
  head.writeUInt8(KINDS[kind], 99);
  for (const [place, degrees] of [-180, -85, 180, 85].entries()) {
    head.writeInt32LE(degrees * 1e7, 102 + 4 * place);
  }
  await writeFile(path, Buffer.concat([head, root, metadata, tile]));
}

/** A picture of one colour, 256 by 256. @param {number[]} colour */
export function picture(colour) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array(256).fill(colour).flat())]);
  const size = Buffer.alloc(13);
  size.writeUInt32BE(256, 0);
  size.writeUInt32BE(256, 4);
  size.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", size),
    chunk("IDAT", deflateSync(Buffer.concat(Array(256).fill(row)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), 4 + body.length);
  return out;
}

/** A vector tile with one layer that covers all of it. @param {string} layer */
export function square(layer) {
  const extent = 4096;
  const zigzag = (/** @type {number} */ n) => (n << 1) ^ (n >> 31);
  const moves = [9, 0, 0, 26, zigzag(extent), 0, 0, zigzag(extent), zigzag(-extent), 0, 15];
  const feature = [...field(3, [3], 0), ...field(4, moves.flatMap(varint))];
  const name = [...Buffer.from(layer)];
  const body = [
    ...field(15, [2], 0),
    ...field(1, name),
    ...field(2, feature),
    ...field(5, varint(extent), 0),
  ];
  return Buffer.from(field(3, body));
}

/** @param {number} number @param {number[]} bytes @param {number} type */
function field(number, bytes, type = 2) {
  const key = varint((number << 3) | type);
  return type === 2 ? [...key, ...varint(bytes.length), ...bytes] : [...key, ...bytes];
}

/** @param {number} n */
function varint(n) {
  const bytes = [];
  let left = n >>> 0;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left >>>= 7;
  }
  return [...bytes, left];
}
