// Outlines and names from the same vector tiles, drawn with a plain pen; the simpler map's ground.
import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import * as L from "leaflet";
import { PbfReader } from "pbf";
import { colour } from "./map-view";

const TILE = 256;
/** Names and fine outlines appear from these zooms on, by level. */
const NAMES_FROM = [0, 6, 9, 11];
const NAMES_UNTIL = [0, 9, 12, 99];
const LINES_FROM = [99, 0, 7, 10];

interface Shown {
  lines: boolean;
  labels: boolean;
}

export interface BaseLayer extends L.GridLayer {
  show(shown: Shown): void;
}

/** `land` is drawn where no base map lies beneath. */
export function baseLayer(url: string, lang: string, land: boolean): BaseLayer {
  let shown: Shown = { lines: true, labels: true };
  const Base = L.GridLayer.extend({
    createTile(at: L.Coords, done: L.DoneCallback): HTMLElement {
      const canvas = document.createElement("canvas");
      const density = Math.min(2, devicePixelRatio || 1);
      canvas.width = TILE * density;
      canvas.height = TILE * density;
      const pen = canvas.getContext("2d");
      if (pen) {
        pen.scale(density, density);
        draw(pen, at, url, lang, { ...shown, land }).then(
          () => done(undefined, canvas),
          (fault: Error) => done(fault, canvas),
        );
      }
      return canvas;
    },
    show(this: L.GridLayer, wanted: Shown) {
      if (wanted.lines === shown.lines && wanted.labels === shown.labels) return;
      shown = { lines: wanted.lines, labels: wanted.labels };
      this.redraw();
    },
  });
  return new (Base as unknown as new (options: L.GridLayerOptions) => BaseLayer)({
    tileSize: TILE,
  });
}

async function draw(
  pen: CanvasRenderingContext2D,
  at: L.Coords,
  url: string,
  lang: string,
  shown: Shown & { land: boolean },
): Promise<void> {
  // Beyond zoom 12 the tiles hold nothing finer: a part of the last one is drawn larger.
  const over = Math.max(0, at.z - 12);
  const z = at.z - over;
  const x = at.x >> over;
  const y = at.y >> over;
  const address = url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
  const response = await fetch(address);
  if (!response.ok || response.status === 204) return;
  const tile = new VectorTile(new PbfReader(await response.arrayBuffer()));
  const parts = 2 ** over;
  const place = (feature: VectorTileFeature) => {
    const scale = (TILE * parts) / feature.extent;
    const left = (at.x - x * parts) * TILE;
    const top = (at.y - y * parts) * TILE;
    return feature
      .loadGeometry()
      .map((ring) => ring.map((p) => [p.x * scale - left, p.y * scale - top] as const));
  };

  for (const feature of shown.land ? features(tile, "land") : []) {
    pen.fillStyle = colour(feature.properties.side === "in" ? "--map-in" : "--map-near");
    trace(pen, place(feature));
    pen.fill("evenodd");
  }
  pen.strokeStyle = colour("--map-line");
  pen.lineJoin = "round";
  for (const feature of shown.lines ? features(tile, "lines") : []) {
    const level = Number(feature.properties.level);
    if (at.z < (LINES_FROM[level] ?? 0)) continue;
    pen.lineWidth = 2 - level * 0.45;
    trace(pen, place(feature));
    pen.stroke();
  }
  pen.font = '12px Jitasa, "Noto Sans Thai Looped", sans-serif';
  pen.textAlign = "center";
  pen.lineWidth = 3;
  pen.strokeStyle = colour("--map-halo");
  pen.fillStyle = colour("--map-label");
  for (const feature of shown.labels ? features(tile, "labels") : []) {
    const { level, name_th, name_en } = feature.properties;
    if (at.z < (NAMES_FROM[Number(level)] ?? 0) || at.z >= (NAMES_UNTIL[Number(level)] ?? 99))
      continue;
    const name = String((lang === "th" ? name_th : name_en) ?? name_th ?? "");
    for (const [px, py] of place(feature).flat()) {
      pen.strokeText(name, px, py);
      pen.fillText(name, px, py);
    }
  }
}

function* features(tile: VectorTile, name: string): Generator<VectorTileFeature> {
  const layer = tile.layers[name];
  for (let i = 0; i < (layer?.length ?? 0); i++) if (layer) yield layer.feature(i);
}

function trace(
  pen: CanvasRenderingContext2D,
  rings: (readonly (readonly [number, number])[])[],
): void {
  pen.beginPath();
  for (const ring of rings) {
    for (const [i, [x, y]] of ring.entries()) {
      if (i === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
  }
}
