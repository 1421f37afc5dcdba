// Which tiles of the outlines an area needs. Pure.
import type { Box } from "./model";

const LEAST = 6;
const MOST = 11;

const column = (lon: number, n: number) => Math.floor(((lon + 180) / 360) * n);
function row(lat: number, n: number): number {
  const angle = (lat * Math.PI) / 180;
  return Math.floor(((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * n);
}

/** From far to near, so that a bound cuts off the nearest. */
export function tilesOf(boxes: readonly Box[], most = 200): string[] {
  const tiles = new Set<string>();
  for (let zoom = LEAST; zoom <= MOST; zoom++) {
    const n = 2 ** zoom;
    for (const [west, south, east, north] of boxes) {
      for (let x = column(west, n); x <= column(east, n); x++) {
        for (let y = row(north, n); y <= row(south, n); y++) {
          tiles.add(`${zoom}/${x}/${y}`);
          if (tiles.size >= most) return [...tiles];
        }
      }
    }
  }
  return [...tiles];
}
