// The simpler map for phones without WebGL2: Leaflet, with the same outlines drawn on plain canvases.
import type { FeatureCollection } from "geojson";
import * as L from "leaflet";
import { baseLayer } from "./leaflet-base";
import { Marks, type Wish } from "./leaflet-marks";
import { EVERYTHING, kindsQuery, type Layers } from "./map-state";
import { shadeOf, type Values } from "./map-values";
import { type Bounds, type MapView, type MapWish, withQuery } from "./map-view";

export function openLeaflet(wish: MapWish): MapView {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(wish.container, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 4,
    maxZoom: 17,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
  });
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", wish.label);
  let shown = wish.layers ?? EVERYTHING;

  const pictures = backdrop(wish)?.addTo(map);
  if (wish.values) void shade(map, wish.values);
  const outlines = baseLayer(wish.base, wish.lang, !pictures).addTo(map);
  outlines.show(shown);
  const [west, south, east, north] = wish.bounds ?? [97.3, 5.6, 105.7, 20.5];
  if (wish.center) map.setView([wish.center.lat, wish.center.lon], wish.center.zoom);
  else
    map.fitBounds([
      [south, west],
      [north, east],
    ]);

  const common: Omit<Wish, "of"> = {
    kinds: wish.points?.kinds ?? [],
    lang: wish.lang,
    nameOf: wish.nameOf ?? (() => ""),
    onTap: ({ lon, lat }, signs) => wish.onTap({ lon, lat, signs }),
  };
  const requests = new Marks(map, { of: "requests", ...common });
  const points = new Marks(map, { of: "points", ...common });
  const load = () => {
    const kinds = kindsQuery(shown.kinds);
    void requests.load(shown.requests ? wish.requests?.geojson : undefined);
    const address = wish.points?.geojson;
    void points.load(
      address === undefined || kinds === undefined ? undefined : withQuery(address, kinds),
    );
  };
  map.on("moveend", () => {
    load();
    wish.onMove?.();
  });
  load();
  map.on("click", ({ latlng }) => wish.onTap({ lon: latlng.lng, lat: latlng.lat, signs: [] }));

  let dot: L.LayerGroup | undefined;
  return {
    fly: (lon, lat, zoom) => map.setView([lat, lon], Math.round(zoom ?? map.getZoom())),
    fit: ([w, s, e, n]: Bounds) =>
      map.fitBounds([
        [s, w],
        [n, e],
      ]),
    zoomBy: (steps) => map.setZoom(map.getZoom() + steps),
    place: () => {
      const { lat, lng } = map.getCenter();
      return { lon: lng, lat, zoom: map.getZoom() };
    },
    show: (layers: Layers) => {
      const redraw = layers.lines !== shown.lines || layers.labels !== shown.labels;
      shown = layers;
      if (redraw) outlines.show(layers);
      load();
    },
    here: (lon, lat, accuracy) => {
      dot?.remove();
      const blue = { color: "#0b5cad", fillColor: "#0b5cad", interactive: false };
      dot = L.layerGroup([
        L.circle([lat, lon], { radius: accuracy, ...blue, weight: 1, fillOpacity: 0.14 }),
        L.circleMarker([lat, lon], {
          radius: 8,
          ...blue,
          color: "#fff",
          weight: 3,
          fillOpacity: 1,
        }),
      ]).addTo(map);
    },
    refresh: (all = false) => {
      load();
      if (all) outlines.redraw();
    },
  };
}

/** Of base maps, this one shows pictures; above vector tiles and styles it keeps to the outlines. */
function backdrop({ backdrop }: MapWish): L.TileLayer | undefined {
  if (backdrop?.kind !== "raster" || !backdrop.tiles) return undefined;
  const [west, south, east, north] = backdrop.bounds ?? [];
  const isBounded =
    west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  return L.tileLayer(backdrop.tiles, {
    // Asked for openly, so that the answer may be kept for a time without network.
    crossOrigin: "anonymous",
    minNativeZoom: backdrop.minzoom ?? 0,
    maxNativeZoom: backdrop.maxzoom ?? 17,
    ...(isBounded ? { bounds: L.latLngBounds([south, west], [north, east]) } : {}),
  });
}

async function shade(map: L.Map, values: Values): Promise<void> {
  try {
    const areas = (await (await fetch(values.url)).json()) as FeatureCollection;
    const pane = map.createPane("values");
    pane.style.zIndex = "250";
    L.geoJSON(areas, {
      pane: "values",
      interactive: false,
      style: (area) => {
        const fill = shadeOf(area?.properties?.value, values.steps);
        const edge = { color: "#6f6650", weight: 0.7 };
        return { ...edge, fill: fill !== undefined, fillColor: fill ?? "", fillOpacity: 0.75 };
      },
    }).addTo(map);
  } catch (fault) {
    console.warn("No figures by area", fault);
  }
}
