// The map drawn by MapLibre GL.
import {
  type GeoJSONSource,
  Map as GlMap,
  type MapGeoJSONFeature,
  type Point,
  setWorkerUrl,
  type VectorTileSource,
} from "maplibre-gl";
import { groundOf } from "./map-backdrop";
import { hereShapes, NOWHERE } from "./map-here";
import { drawPin, drawSquare, type Status } from "./map-points";
import { drawShape, isShape } from "./map-shapes";
import { EVERYTHING, kindsQuery, type Layers } from "./map-state";
import { mapStyle } from "./map-style";
import { PIN_MIDDLE, POINT_LAYERS } from "./map-style-points";
import {
  absolute,
  type Bounds,
  colour,
  countOf,
  type MapView,
  type MapWish,
  type Sign,
  withQuery,
} from "./map-view";

setWorkerUrl(MAP_WORKER);

const DENSITY = 2;
const REQUEST_LAYERS = ["clusters", "counts", "singles"];

/** Throws when this browser gives no WebGL2. */
export async function openMapLibre(wish: MapWish): Promise<MapView> {
  const ground = () => groundOf(wish.backdrop, colour);
  let beneath = await ground();
  let shown = wish.layers ?? EVERYTHING;
  let here = NOWHERE;
  const styleNow = () =>
    mapStyle({
      base: wish.base,
      lang: wish.lang,
      requests: wish.requests?.tiles,
      points: wish.points,
      ground: beneath,
      values: wish.values,
      layers: shown,
      here,
    });
  const map = new GlMap({
    container: wish.container,
    style: styleNow(),
    ...(wish.center
      ? { center: [wish.center.lon, wish.center.lat], zoom: wish.center.zoom }
      : {
          bounds: wish.bounds ?? [97.3, 5.6, 105.7, 20.5],
          fitBoundsOptions: { padding: { top: 76, right: 16, bottom: 64, left: 16 } },
        }),
    minZoom: 4,
    maxZoom: 17,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
    locale: { "Map.Title": wish.label },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver((id) => {
    const canvas = picture(id);
    const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    if (pixels) map.addImage(id, pixels, { pixelRatio: DENSITY });
  });
  map.on("error", (event) => console.warn("map", event.error?.message));
  map.on("moveend", () => wish.onMove?.());

  const near = (at: Point, reach: number): Sign[] => {
    const wanted = [
      ...(wish.requests && shown.requests ? REQUEST_LAYERS : []),
      ...(wish.points && kindsQuery(shown.kinds) !== undefined ? POINT_LAYERS : []),
    ].filter((layer) => map.getLayer(layer));
    if (!wanted.length) return [];
    const box: [[number, number], [number, number]] = [
      [at.x - reach, at.y - reach],
      [at.x + reach, at.y + reach],
    ];
    const found = map.queryRenderedFeatures(box, { layers: wanted });
    const far = (sign: Sign) => {
      const seen = map.project([sign.lon, sign.lat]);
      // A pin stands above its place.
      if (sign.of === "points" && countOf(sign.properties) <= 1) seen.y -= PIN_MIDDLE;
      return seen.dist(at);
    };
    return distinct(found.flatMap(signOf)).sort((a, b) => far(a) - far(b));
  };
  const tell = (at: Point, reach: number) => {
    const signs = near(at, reach);
    const ground = map.unproject(at);
    const spot = signs[0] ?? { lon: ground.lng, lat: ground.lat };
    wish.onTap({ lon: spot.lon, lat: spot.lat, signs });
  };
  map.on("click", (event) => tell(event.point, 14));
  // With the keyboard: move the map until the sign is in the middle, then Enter.
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") tell(map.project(map.getCenter()), 48);
  });
  map.on("mousemove", (event) => {
    map.getCanvas().classList.toggle("over", near(event.point, 4).length > 0);
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", async () => {
    if (wish.backdrop?.kind === "vector") beneath = await ground();
    map.setStyle(styleNow());
  });

  const visible = (layer: string, on: boolean) => {
    if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", on ? "visible" : "none");
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const pace = () => (calm.matches ? { duration: 0 } : { duration: 700 });

  return {
    fly: (lon, lat, zoom) =>
      map.easeTo({ center: [lon, lat], zoom: zoom ?? map.getZoom(), ...pace() }),
    fit: (bounds: Bounds) => map.fitBounds(bounds, { padding: 32, ...pace() }),
    zoomBy: (steps) => map.zoomTo(map.getZoom() + steps, { duration: calm.matches ? 0 : 250 }),
    place: () => {
      const { lng, lat } = map.getCenter();
      return { lon: lng, lat, zoom: map.getZoom() };
    },
    show: (layers: Layers) => {
      const before = kindsQuery(shown.kinds);
      shown = layers;
      for (const level of [1, 2, 3]) {
        visible(`lines-${level}`, layers.lines);
        visible(`labels-${level}`, layers.labels);
      }
      for (const layer of REQUEST_LAYERS) visible(layer, layers.requests);
      const kinds = kindsQuery(layers.kinds);
      for (const layer of POINT_LAYERS) visible(layer, kinds !== undefined);
      const source = map.getSource<VectorTileSource>("points");
      if (!source || !wish.points || kinds === undefined || kinds === before) return;
      source.setTiles([absolute(withQuery(wish.points.tiles, kinds))]);
    },
    here: (lon, lat, accuracy) => {
      here = hereShapes(lon, lat, accuracy);
      map.getSource<GeoJSONSource>("here")?.setData(here);
    },
    refresh: (all = false) => {
      for (const id of ["requests", "points", ...(all ? ["base", "backdrop"] : [])]) {
        if (map.getSource(id)) map.refreshTiles(id);
      }
    },
  };
}

/** The picture of a style's image, where it is one of ours. */
function picture(id: string): HTMLCanvasElement | undefined {
  if (id === "square") return drawSquare(DENSITY);
  if (isShape(id)) return drawShape(id, DENSITY);
  const [pin, icon = "", status, faded] = id.split(":");
  return pin === "pin" ? drawPin(icon, status as Status, faded === "1", DENSITY) : undefined;
}

function signOf(feature: MapGeoJSONFeature): Sign[] {
  if (feature.geometry.type !== "Point") return [];
  const [lon, lat] = feature.geometry.coordinates;
  if (lon === undefined || lat === undefined) return [];
  const of = feature.source === "points" ? "points" : "requests";
  return [{ of, lon, lat, properties: feature.properties }];
}

/** One and the same sign is found in several layers, and twice where tiles meet. */
function distinct(signs: Sign[]): Sign[] {
  const known = new Map<string, Sign>();
  for (const sign of signs) {
    const { id, kind, state, count } = sign.properties;
    const place = `${sign.lon.toFixed(5)}/${sign.lat.toFixed(5)}`;
    const name = `${sign.of} ${id ?? `${place} ${kind} ${state} ${count}`}`;
    if (!known.has(name)) known.set(name, sign);
  }
  return [...known.values()];
}
