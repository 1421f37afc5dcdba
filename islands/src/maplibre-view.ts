// The map drawn by MapLibre GL.
import {
  type GeoJSONSource,
  Map as GlMap,
  type MapGeoJSONFeature,
  type Point,
  setWorkerUrl,
} from "maplibre-gl";
import { drawShape, type Shape } from "./map-shapes";
import { mapStyle } from "./map-style";
import type { Bounds, MapView, MapWish } from "./map-view";

setWorkerUrl(MAP_WORKER);

const DENSITY = 2;

/** Throws when this browser gives no WebGL2. */
export function openMapLibre(wish: MapWish): MapView {
  const styleNow = () => mapStyle(wish.base, wish.requests?.tiles, wish.lang);
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
    const canvas = drawShape(id as Shape, DENSITY);
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    if (pixels) map.addImage(id, pixels, { pixelRatio: DENSITY });
  });
  map.on("error", (event) => console.warn("map", event.error?.message));

  const requestLayers = wish.requests ? ["clusters", "counts", "singles"] : [];
  const near = (at: Point, reach: number): MapGeoJSONFeature | undefined => {
    if (!requestLayers.length || !map.getLayer("clusters")) return undefined;
    const found = map.queryRenderedFeatures(
      [
        [at.x - reach, at.y - reach],
        [at.x + reach, at.y + reach],
      ],
      { layers: requestLayers },
    );
    const distance = (feature: MapGeoJSONFeature) => {
      const spot = spotOf(feature);
      return spot ? map.project([spot.lon, spot.lat]).dist(at) : Number.POSITIVE_INFINITY;
    };
    return found.sort((a, b) => distance(a) - distance(b))[0];
  };
  const tell = (at: Point, reach: number) => {
    const feature = near(at, reach);
    const ground = map.unproject(at);
    const spot = (feature && spotOf(feature)) ?? { lon: ground.lng, lat: ground.lat };
    wish.onTap({ ...spot, ...(feature ? { properties: feature.properties } : {}) });
  };
  map.on("click", (event) => tell(event.point, 14));
  // With the keyboard: move the map until the request is in the middle, then Enter.
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key === "Enter") tell(map.project(map.getCenter()), 48);
  });
  map.on("mousemove", (event) => {
    map.getCanvas().classList.toggle("over", near(event.point, 4) !== undefined);
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    map.setStyle(styleNow()),
  );

  const visible = (layer: string, on: boolean) =>
    map.setLayoutProperty(layer, "visibility", on ? "visible" : "none");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const pace = () => (calm.matches ? { duration: 0 } : { duration: 700 });

  return {
    fly: (lon, lat, zoom) =>
      map.easeTo({ center: [lon, lat], zoom: zoom ?? map.getZoom(), ...pace() }),
    fit: (bounds: Bounds) => map.fitBounds(bounds, { padding: 32, ...pace() }),
    zoomBy: (steps) => map.zoomTo(map.getZoom() + steps, { duration: calm.matches ? 0 : 250 }),
    zoom: () => map.getZoom(),
    show: (layer, on) => {
      for (const level of [1, 2, 3]) visible(`${layer}-${level}`, on);
    },
    here: (lon, lat) => {
      const source = map.getSource<GeoJSONSource>("here");
      source?.setData({
        type: "Feature",
        properties: {},
        geometry: { type: "Point", coordinates: [lon, lat] },
      });
    },
    center: () => {
      const { lng, lat } = map.getCenter();
      return { lon: lng, lat };
    },
    refresh: () => {
      if (wish.requests && map.getSource("requests")) map.refreshTiles("requests");
    },
  };
}

function spotOf(feature: MapGeoJSONFeature): { lon: number; lat: number } | undefined {
  if (feature.geometry.type !== "Point") return undefined;
  const [lon, lat] = feature.geometry.coordinates;
  return lon === undefined || lat === undefined ? undefined : { lon, lat };
}
