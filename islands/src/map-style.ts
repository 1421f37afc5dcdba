// The map's style sheet: the ground, outlines and names below, requests and points above, in the colours
// of the page.
import type { FeatureCollection } from "geojson";
import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Ground } from "./map-backdrop";
import type { PointKind } from "./map-points";
import { kindsQuery, type Layers } from "./map-state";
import { nameIn, pointLayers } from "./map-style-points";
import { shades, type Values } from "./map-values";
import { absolute, colour, withQuery } from "./map-view";

type FontFacesSpecification = NonNullable<StyleSpecification["font-faces"]>;

const DIGITS_AND_LATIN = ["U+20-17F", "U+2000-22FF"];

/** The page's own font files, which the browser has already fetched. */
const fonts: FontFacesSpecification = {
  Names: [
    { url: FONT_THAI, "unicode-range": ["U+E00-E7F"] },
    { url: FONT_LAO, "unicode-range": ["U+E80-EFF"] },
    { url: FONT_KHMER, "unicode-range": ["U+1780-17FF"] },
    { url: FONT_MYANMAR, "unicode-range": ["U+1000-109F"] },
    { url: FONT_BASIC, "unicode-range": DIGITS_AND_LATIN },
  ],
  Counts: [{ url: FONT_BASIC_BOLD, "unicode-range": DIGITS_AND_LATIN }],
};

const isCluster: ExpressionSpecification = [">", ["coalesce", ["get", "count"], 1], 1];

export interface StyleWish {
  base: string;
  lang: string;
  requests?: string | undefined;
  points?: { tiles: string; kinds: PointKind[] } | undefined;
  ground?: Ground | undefined;
  values?: Values | undefined;
  layers: Layers;
  here: FeatureCollection;
}

/** Colours over a base map whose own are given: that one is light, whatever the page. */
const BY_DAY: Record<string, string> = {
  "--map-line": "#6f6650",
  "--map-label": "#3d3829",
  "--map-halo": "#fffdf6",
};

export function mapStyle(wish: StyleWish): StyleSpecification {
  const { ground, lang, values } = wish;
  const tone = (name: string) => (ground?.isGiven ? BY_DAY[name] : undefined) ?? colour(name);
  const layers: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": colour("--map-out") } },
    // A base map brings its own land.
    ...(ground ? ground.layers : landLayers()),
  ];
  if (values) layers.push(valueLayer(values));
  layers.push(...outlines(tone, wish.layers.lines), ...names(tone, lang, wish.layers.labels));
  if (wish.requests)
    layers.push(...requestLayers().map((layer) => seen(layer, wish.layers.requests)));
  const kinds = kindsQuery(wish.layers.kinds);
  if (wish.points) {
    const all = pointLayers(wish.points.kinds, lang, tone);
    layers.push(...all.map((layer) => seen(layer, kinds !== undefined)));
  }
  layers.push(...hereLayers());
  const points = wish.points && withQuery(wish.points.tiles, kinds);
  return {
    version: 8,
    "font-faces": fonts,
    ...(ground?.sprite ? { sprite: ground.sprite } : {}),
    ...(ground?.glyphs ? { glyphs: ground.glyphs } : {}),
    sources: {
      ...ground?.sources,
      base: { type: "vector", tiles: [absolute(wish.base)], maxzoom: 12 },
      ...(wish.requests ? { requests: tiled(wish.requests) } : {}),
      ...(points ? { points: tiled(points) } : {}),
      ...(values ? { values: { type: "geojson", data: absolute(values.url) } as const } : {}),
      here: { type: "geojson", data: wish.here },
    },
    layers,
  };
}

function tiled(url: string): SourceSpecification {
  return { type: "vector", tiles: [absolute(url)], maxzoom: 14 };
}

function seen(layer: LayerSpecification, on: boolean): LayerSpecification {
  if (on) return layer;
  return { ...layer, layout: { ...layer.layout, visibility: "none" } } as LayerSpecification;
}

function landLayers(): LayerSpecification[] {
  // Two layers: within one, the smoothed edges of what lies beneath would shine through.
  return ["near", "in"].map((side) => ({
    id: `land-${side}`,
    type: "fill",
    source: "base",
    "source-layer": "land",
    filter: ["==", ["get", "side"], side],
    paint: { "fill-color": colour(`--map-${side}`) },
  }));
}

function outlines(tone: (name: string) => string, on: boolean): LayerSpecification[] {
  return [1, 2, 3].map((level) =>
    seen(
      {
        id: `lines-${level}`,
        type: "line",
        source: "base",
        "source-layer": "lines",
        minzoom: [0, 6.5, 9.5][level - 1] ?? 0,
        filter: ["==", ["get", "level"], level],
        layout: { "line-join": "round" },
        paint: {
          "line-color": tone("--map-line"),
          "line-width": [
            "interpolate",
            ["linear"],
            ["zoom"],
            5,
            level === 1 ? 0.7 : 0.4,
            12,
            3.2 - level * 0.7,
          ],
          "line-opacity": level === 3 ? 0.6 : 0.9,
          ...(level === 1 ? {} : { "line-dasharray": [5 - level, 1.5] }),
        },
      },
      on,
    ),
  );
}

function names(tone: (name: string) => string, lang: string, on: boolean): LayerSpecification[] {
  return [1, 2, 3].map((level) =>
    seen(
      {
        id: `labels-${level}`,
        type: "symbol",
        source: "base",
        "source-layer": "labels",
        minzoom: [4.8, 7.6, 10][level - 1] ?? 0,
        // Names of the wider area leave when those of its parts have the room.
        maxzoom: [9, 12, 24][level - 1] ?? 24,
        filter: ["==", ["get", "level"], level],
        layout: {
          "text-field": nameIn(lang),
          "text-font": ["Names"],
          "text-size": [15, 14, 13][level - 1] ?? 13,
          "text-max-width": 8,
          "text-padding": 6,
        },
        paint: {
          "text-color": tone("--map-label"),
          "text-halo-color": tone("--map-halo"),
          "text-halo-width": 1.6,
        },
      },
      on,
    ),
  );
}

function valueLayer({ steps }: Values): LayerSpecification {
  const all = shades(steps);
  const rest = steps.flatMap((step, i) => [step, all[i + 1] as string]);
  return {
    id: "values",
    type: "fill",
    source: "values",
    filter: ["==", ["typeof", ["get", "value"]], "number"],
    paint: {
      "fill-color": ["step", ["get", "value"], all[0] as string, ...rest] as never,
      "fill-opacity": 0.8,
    },
  };
}

function hereLayers(): LayerSpecification[] {
  const blue = "#0b5cad";
  const around: LayerSpecification["filter" & keyof LayerSpecification] = [
    "==",
    ["geometry-type"],
    "Polygon",
  ] as never;
  return [
    {
      id: "here-around",
      type: "fill",
      source: "here",
      filter: around,
      paint: { "fill-color": blue, "fill-opacity": 0.14 },
    },
    {
      id: "here-edge",
      type: "line",
      source: "here",
      filter: around,
      paint: { "line-color": blue, "line-width": 1.2 },
    },
    {
      id: "here",
      type: "circle",
      source: "here",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 8,
        "circle-color": blue,
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": 3,
      },
    },
  ];
}

function requestLayers(): LayerSpecification[] {
  const fromRequests = { source: "requests", "source-layer": "requests" };
  return [
    {
      id: "singles",
      type: "symbol",
      ...fromRequests,
      filter: ["!", isCluster],
      layout: {
        "icon-image": [
          "match",
          ["get", "state"],
          "waiting",
          "waiting",
          ["taken", "on_the_way"],
          "taken",
          "helping",
          "helping",
          "done",
        ],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        // Who waits lies on top.
        "symbol-sort-key": ["match", ["get", "state"], "waiting", 2, ["taken", "on_the_way"], 1, 0],
      },
    },
    {
      id: "clusters",
      type: "circle",
      ...fromRequests,
      filter: isCluster,
      paint: {
        "circle-color": "#b80f1d",
        "circle-opacity": 0.92,
        "circle-radius": [
          "interpolate",
          ["linear"],
          ["log10", ["get", "count"]],
          0.3,
          15,
          2,
          22,
          4,
          32,
        ],
        "circle-stroke-color": "#ffffff",
        "circle-stroke-opacity": 0.75,
        "circle-stroke-width": 3,
      },
    },
    {
      id: "counts",
      type: "symbol",
      ...fromRequests,
      filter: isCluster,
      layout: {
        "text-field": ["number-format", ["get", "count"], { locale: "en" }],
        "text-font": ["Counts"],
        "text-size": 14,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": "#ffffff" },
    },
  ];
}
