// The map's style sheet: outlines and names below, requests above, in the colours of the page.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { colour } from "./map-view";

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

export function mapStyle(
  base: string,
  requests: string | undefined,
  lang: string,
): StyleSpecification {
  const layers: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": colour("--map-out") } },
    // Two layers: within one, the smoothed edges of what lies beneath would shine through.
    ...["near", "in"].map(
      (side): LayerSpecification => ({
        id: `land-${side}`,
        type: "fill",
        source: "base",
        "source-layer": "land",
        filter: ["==", ["get", "side"], side],
        paint: { "fill-color": colour(`--map-${side}`) },
      }),
    ),
    ...[1, 2, 3].map(
      (level): LayerSpecification => ({
        id: `lines-${level}`,
        type: "line",
        source: "base",
        "source-layer": "lines",
        minzoom: [0, 6.5, 9.5][level - 1] ?? 0,
        filter: ["==", ["get", "level"], level],
        layout: { "line-join": "round" },
        paint: {
          "line-color": colour("--map-line"),
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
      }),
    ),
    ...[1, 2, 3].map(
      (level): LayerSpecification => ({
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
          "text-color": colour("--map-label"),
          "text-halo-color": colour("--map-halo"),
          "text-halo-width": 1.6,
        },
      }),
    ),
  ];
  if (requests) layers.push(...requestLayers());
  layers.push({
    id: "here",
    type: "circle",
    source: "here",
    paint: {
      "circle-radius": 8,
      "circle-color": "#0b5cad",
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 3,
    },
  });
  return {
    version: 8,
    "font-faces": fonts,
    sources: {
      base: { type: "vector", tiles: [absolute(base)], maxzoom: 12 },
      ...(requests
        ? { requests: { type: "vector", tiles: [absolute(requests)], maxzoom: 14 } as const }
        : {}),
      here: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers,
  };
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

function nameIn(lang: string): ExpressionSpecification {
  const own = lang === "th" ? "name_th" : "name_en";
  const other = lang === "th" ? "name_en" : "name_th";
  return ["coalesce", ["get", `name_${lang}`], ["get", own], ["get", other], ""];
}

/** The worker that fetches tiles has no page to resolve an address against. */
function absolute(url: string): string {
  return url.startsWith("/") ? location.origin + url : url;
}
