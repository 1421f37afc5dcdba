// What a map can do for us, whichever library draws it, and which library that is.

export interface Tapped {
  lon: number;
  lat: number;
  /** Properties of the request under the finger; none for bare ground. */
  properties?: Record<string, unknown>;
}

export interface MapWish {
  container: HTMLElement;
  label: string;
  lang: string;
  /** Tiles of outlines and names. */
  base: string;
  /** Tiles and, for the simpler map, GeoJSON of the requests; none on a map for a pin. */
  requests?: { tiles: string; geojson: string };
  bounds?: Bounds;
  center?: { lon: number; lat: number; zoom: number };
  onTap: (tapped: Tapped) => void;
  /** A request in words, for marks that can be reached with the keyboard. */
  nameOf?: (properties: Record<string, unknown>) => string;
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

export interface MapView {
  fly(lon: number, lat: number, zoom?: number): void;
  fit(bounds: Bounds): void;
  zoomBy(steps: number): void;
  zoom(): number;
  show(layer: "lines" | "labels", on: boolean): void;
  /** A dot where the reader is, with the circle of what is uncertain, in metres. */
  here(lon: number, lat: number, accuracy: number): void;
  center(): { lon: number; lat: number };
  refresh(): void;
}

/** Opens the best map this phone can draw; throws when it can draw none. */
export async function openMap(wish: MapWish): Promise<MapView> {
  await style(MAP_CSS);
  // Asked before the large library is fetched: an old phone pays only for the small one.
  if (document.createElement("canvas").getContext("webgl2")) {
    try {
      const { openMapLibre } = await import("./maplibre-view");
      return openMapLibre(wish);
    } catch (fault) {
      console.warn("The map falls back to Leaflet", fault);
      wish.container.replaceChildren();
    }
  }
  await style(LEAFLET_CSS);
  const { openLeaflet } = await import("./leaflet-view");
  return openLeaflet(wish);
}

function style(href: string): Promise<void> {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((loaded, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => loaded();
    link.onerror = () => failed(new Error(href));
    document.head.append(link);
  });
}

/** A colour token of the page as the canvas understands it. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The page's own query on an address of tiles or GeoJSON. */
export function withQuery(url: string, query: string | undefined): string {
  return query ? `${url}${url.includes("?") ? "&" : "?"}${query}` : url;
}
