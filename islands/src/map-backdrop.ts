// The operator's base map beneath our outlines and names: pictures, vector tiles of whatever making, or
// a whole style of MapLibre.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Backdrop } from "./map-view";

/** A base map as a part of our own style. */
export interface Ground extends Pick<StyleSpecification, "sprite" | "glyphs"> {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
  /** Drawn in the light whatever the page: its colours are given. */
  isGiven: boolean;
}

/** Fetches what has to be fetched; without it (no network, a broken style) the outlines stand alone. */
export async function groundOf(
  backdrop: Backdrop | undefined,
  colour: (name: string) => string,
): Promise<Ground | undefined> {
  if (!backdrop) return undefined;
  if (backdrop.kind === "style") return backdrop.style ? strange(backdrop.style) : undefined;
  const { tiles, minzoom, maxzoom, bounds } = backdrop;
  if (!tiles) return undefined;
  const common = {
    tiles: [tiles.startsWith("/") ? location.origin + tiles : tiles],
    ...(minzoom === undefined ? {} : { minzoom }),
    ...(maxzoom === undefined ? {} : { maxzoom }),
    ...(bounds ? { bounds } : {}),
  };
  if (backdrop.kind === "raster") {
    return {
      sources: { backdrop: { type: "raster", tileSize: 256, ...common } },
      layers: [{ id: "backdrop", type: "raster", source: "backdrop" }],
      isGiven: true,
    };
  }
  return {
    sources: { backdrop: { type: "vector", ...common } },
    layers: vectorLayers(backdrop.layers?.length ? backdrop.layers : KNOWN, colour),
    isGiven: false,
  };
}

/** What the two common ways of cutting up OpenStreetMap call their layers. */
const KNOWN = [
  ..."earth landcover landuse park water waterway roads transportation buildings building".split(
    " ",
  ),
];

/** How a layer is drawn, by what its name says. */
function vectorLayers(names: string[], colour: (name: string) => string): LayerSpecification[] {
  const looks: [RegExp, "fill" | "line", string, number?][] = [
    [/^(earth|land)$/, "fill", "--map-in"],
    [/landcover|landuse|park|green/, "fill", "--map-green"],
    [/^(water|ocean|lake|water_polygons)/, "fill", "--map-out"],
    [/waterway|river|^water$/, "line", "--map-out", 1.4],
    [/building/, "fill", "--map-built"],
    [/road|street|transport|highway/, "line", "--map-road", 1.6],
  ];
  return looks.flatMap(([said, type, token, width]) =>
    names
      .filter((name) => said.test(name))
      .map((name): LayerSpecification => {
        const from = { id: `backdrop-${type}-${name}`, source: "backdrop", "source-layer": name };
        if (type === "fill") {
          const filter = ["==", ["geometry-type"], "Polygon"] as ["==", unknown, string];
          return { ...from, type, filter, paint: { "fill-color": colour(token) } } as never;
        }
        return {
          ...from,
          type,
          filter: ["==", ["geometry-type"], "LineString"] as never,
          paint: {
            "line-color": colour(token),
            "line-width": [
              "interpolate",
              ["exponential", 1.5],
              ["zoom"],
              8,
              0.6,
              17,
              (width ?? 1) * 6,
            ],
          },
        };
      }),
  );
}

/** A style from elsewhere, its names kept apart from ours. */
async function strange(address: string): Promise<Ground | undefined> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    const style = (await response.json()) as StyleSpecification;
    const sources = Object.entries(style.sources).map(([id, source]) => [`far:${id}`, source]);
    const layers = style.layers.map((layer) => ({
      ...layer,
      id: `far:${layer.id}`,
      ...("source" in layer ? { source: `far:${layer.source}` } : {}),
    }));
    return {
      sources: Object.fromEntries(sources),
      layers: layers as LayerSpecification[],
      ...(style.sprite ? { sprite: style.sprite } : {}),
      ...(style.glyphs ? { glyphs: style.glyphs } : {}),
      isGiven: true,
    };
  } catch (fault) {
    console.warn("No base map", fault);
    return undefined;
  }
}
