// What a map can do for us, whichever library draws it, and which library that is.
import type { PointKind } from "./map-points";
import type { Layers, Place } from "./map-state";
import type { Values } from "./map-values";

/** One sign on the map: a request or a service point, or several in one. */
export interface Sign {
  of: "requests" | "points";
  lon: number;
  lat: number;
  properties: Record<string, unknown>;
}

export interface Tapped {
  lon: number;
  lat: number;
  /** What is under the finger, the nearest first; none for bare ground. */
  signs: Sign[];
}

/** Tiles and, for the simpler map, GeoJSON of the same. */
export interface Source {
  tiles: string;
  geojson: string;
}

/** The operator's base map, as the page tells it. */
export interface Backdrop {
  kind: "raster" | "vector" | "style";
  tiles?: string;
  style?: string;
  minzoom?: number;
  maxzoom?: number;
  bounds?: [number, number, number, number];
  /** Names of the layers in vector tiles, when the file tells them. */
  layers?: string[];
  credit: string;
}

export interface MapWish {
  container: HTMLElement;
  label: string;
  lang: string;
  /** Tiles of outlines and names. */
  base: string;
  /** The operator's base map beneath them. */
  backdrop?: Backdrop | undefined;
  /** None on a map for a pin. */
  requests?: Source | undefined;
  points?: (Source & { kinds: PointKind[] }) | undefined;
  /** Areas in shades by a figure. */
  values?: Values | undefined;
  layers?: Layers | undefined;
  bounds?: Bounds | undefined;
  center?: Place | undefined;
  onTap: (tapped: Tapped) => void;
  /** The middle or the zoom has changed. */
  onMove?: () => void;
  /** A sign in words, for marks that can be reached with the keyboard. */
  nameOf?: (sign: Sign) => string;
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

export interface MapView {
  fly(lon: number, lat: number, zoom?: number): void;
  fit(bounds: Bounds): void;
  zoomBy(steps: number): void;
  place(): Place;
  show(layers: Layers): void;
  /** A dot where the reader is, with the circle of what is uncertain, in metres. */
  here(lon: number, lat: number, accuracy: number): void;
  /** Asks anew for what changes; with `all` for the ground as well. */
  refresh(all?: boolean): void;
}

/** Opens the best map this phone can draw; throws when it can draw none. */
export async function openMap(wish: MapWish): Promise<MapView> {
  await style(MAP_CSS);
  // Asked before the large library is fetched: an old phone pays only for the small one.
  if (document.createElement("canvas").getContext("webgl2")) {
    try {
      const { openMapLibre } = await import("./maplibre-view");
      return await openMapLibre(wish);
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

/** How many a sign stands for. */
export function countOf(properties: Record<string, unknown>): number {
  return Number(properties.count ?? 1);
}

/** The worker that fetches tiles has no page to resolve an address against. */
export function absolute(url: string): string {
  return url.startsWith("/") ? location.origin + url : url;
}

/** What stands in the page, `data-backdrop`; none when there is none or it cannot be read. */
export function readBackdrop(text: string | undefined): Backdrop | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(text) as Backdrop;
  } catch {
    return undefined;
  }
}
