// The simpler map for phones without WebGL2: Leaflet, with the same outlines drawn on plain canvases.
import * as L from "leaflet";
import { baseLayer } from "./leaflet-base";
import { drawShape, SIZE, shapeOf } from "./map-shapes";
import type { Bounds, MapView, MapWish } from "./map-view";

interface Answer {
  features?: {
    geometry: { type: string; coordinates: [number, number] };
    properties: Record<string, unknown>;
  }[];
}

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

  const outlines = baseLayer(wish.base, wish.lang).addTo(map);
  const [west, south, east, north] = wish.bounds ?? [97.3, 5.6, 105.7, 20.5];
  if (wish.center) map.setView([wish.center.lat, wish.center.lon], wish.center.zoom);
  else
    map.fitBounds([
      [south, west],
      [north, east],
    ]);

  const marks = L.layerGroup().addTo(map);
  let asking: AbortController | undefined;
  const load = async () => {
    if (!wish.requests) return;
    asking?.abort();
    asking = new AbortController();
    const url = new URL(wish.requests.geojson, location.href);
    url.searchParams.set("bbox", map.getBounds().toBBoxString());
    url.searchParams.set("zoom", String(map.getZoom()));
    try {
      const response = await fetch(url, { signal: asking.signal });
      if (!response.ok) return;
      const answer = (await response.json()) as Answer;
      marks.clearLayers();
      for (const { geometry, properties } of answer.features ?? []) {
        if (geometry.type !== "Point") continue;
        const [lon, lat] = geometry.coordinates;
        const title = wish.nameOf?.(properties) ?? "";
        const mark = L.marker([lat, lon], { icon: markIcon(properties), title });
        mark.on("click", () => wish.onTap({ lon, lat, properties }));
        marks.addLayer(mark);
      }
    } catch {
      // The last marks stay until the network is back.
    }
  };
  map.on("moveend", () => void load());
  void load();
  map.on("click", (event) => wish.onTap({ lon: event.latlng.lng, lat: event.latlng.lat }));

  let dot: L.LayerGroup | undefined;
  return {
    fly: (lon, lat, zoom) => map.setView([lat, lon], zoom ?? map.getZoom()),
    fit: ([w, s, e, n]: Bounds) =>
      map.fitBounds([
        [s, w],
        [n, e],
      ]),
    zoomBy: (steps) => map.setZoom(map.getZoom() + steps),
    zoom: () => map.getZoom(),
    show: (layer, on) => outlines.show(layer, on),
    here: (lon, lat, accuracy) => {
      dot?.remove();
      const blue = { color: "#0b5cad", fillColor: "#0b5cad" };
      dot = L.layerGroup([
        L.circle([lat, lon], { radius: accuracy, ...blue, weight: 1, fillOpacity: 0.12 }),
        L.circleMarker([lat, lon], {
          radius: 8,
          ...blue,
          color: "#fff",
          weight: 3,
          fillOpacity: 1,
        }),
      ]).addTo(map);
    },
    center: () => {
      const { lat, lng } = map.getCenter();
      return { lon: lng, lat };
    },
    refresh: () => void load(),
  };
}

function markIcon(properties: Record<string, unknown>): L.DivIcon {
  const count = Number(properties.count ?? 1);
  const face = document.createElement("div");
  if (count > 1) {
    const side = Math.min(64, 28 + 9 * Math.log10(count));
    face.textContent = count.toLocaleString("en");
    return L.divIcon({ className: "leaf-shape leaf-count", html: face, iconSize: [side, side] });
  }
  const className = "leaf-shape";
  return L.divIcon({
    className,
    html: drawShape(shapeOf(properties.state), 2),
    iconSize: [SIZE, SIZE],
  });
}
