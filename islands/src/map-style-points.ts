// The layers of service points: pins by kind, status and freshness, squares where many lie together,
// and names when one is close.
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { PIN, type PointKind, STATUSES } from "./map-points";

const NAMES_FROM = 14;
const isMany: ExpressionSpecification = [">", ["coalesce", ["get", "count"], 1], 1];

export const POINT_LAYERS = ["points", "point-clusters"];

/** The name of a pin's picture: `pin:bed:open:0`; the last says whether it is faded. */
function pinOf(kinds: PointKind[]): ExpressionSpecification {
  const icons = kinds.flatMap(({ code, icon }) => [code, icon]);
  const icon = icons.length ? ["match", ["get", "kind"], ...icons, "pin"] : "pin";
  const status = ["match", ["get", "status"], [...STATUSES], ["get", "status"], "unknown"];
  const faded = ["match", ["get", "fresh"], ["stale", "never"], "1", "0"];
  return ["concat", "pin:", icon, ":", status, ":", faded] as unknown as ExpressionSpecification;
}

export function pointLayers(
  kinds: PointKind[],
  lang: string,
  tone: (name: string) => string,
): LayerSpecification[] {
  const from = { source: "points", "source-layer": "points" };
  return [
    {
      id: "points",
      type: "symbol",
      ...from,
      filter: ["!", isMany],
      layout: {
        "icon-image": pinOf(kinds),
        "icon-anchor": "bottom",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        // What is open lies on top, what may have changed beneath.
        "symbol-sort-key": ["match", ["get", "status"], "open", 3, "full", 2, "paused", 1, 0],
        "text-field": ["step", ["zoom"], "", NAMES_FROM, nameIn(lang)],
        "text-font": ["Names"],
        "text-size": 13,
        "text-max-width": 9,
        "text-anchor": "top",
        "text-offset": [0, 0.2],
        "text-optional": true,
      },
      paint: {
        "text-color": tone("--map-label"),
        "text-halo-color": tone("--map-halo"),
        "text-halo-width": 1.8,
      },
    },
    {
      id: "point-clusters",
      type: "symbol",
      ...from,
      filter: isMany,
      layout: {
        "icon-image": "square",
        "icon-size": [
          "interpolate",
          ["linear"],
          ["log10", ["get", "count"]],
          0.3,
          0.75,
          2,
          1.05,
          4,
          1.6,
        ],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
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

/** How far above its place a pin is seen, for the finger that means it. */
export const PIN_MIDDLE = PIN.height / 2;

export function nameIn(lang: string): ExpressionSpecification {
  const own = lang === "th" ? "name_th" : "name_en";
  const other = lang === "th" ? "name_en" : "name_th";
  return ["coalesce", ["get", `name_${lang}`], ["get", own], ["get", other], ""];
}
