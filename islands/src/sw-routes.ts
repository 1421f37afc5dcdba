// Which answers the service worker keeps, where, and when it gives them instead of the network's. Pure,
// so that nothing is kept that no test has named. What is not named here is none of its business: it
// goes to the network as if there were no worker, and so does every form that is sent.

/** Where answers of one sort are kept, and how many; the oldest go first. */
export const STORES = {
  /** Pages that are the same for everybody. */
  pages: 24,
  /** Outlines and base map, which hardly change. */
  ground: 700,
  /** Requests and points on the map, as tiles or GeoJSON. */
  signs: 500,
  /** Cards of points that somebody has read. */
  cards: 120,
} as const;
export type Store = keyof typeof STORES;

export type Route =
  /** The network's answer, or after a while the last one kept. */
  | { way: "fresh"; store: Store }
  /** The kept answer if there is one: its address changes when it does. */
  | { way: "kept"; store: Store }
  /** A file of the program itself. */
  | { way: "shell" }
  /** A page: as fresh, and an old copy says how old it is. */
  | { way: "page" };

export interface Asked {
  method: string;
  url: string;
  /** Whether a page is asked for, and not a part of one. */
  isPage: boolean;
  /** Whether the answer may be read: not one of a stranger who does not allow it. */
  isReadable: boolean;
}

const PAGES = [
  /^\/$/,
  /^\/map$/,
  /^\/map\/list$/,
  /^\/news(\/[\w-]+)?$/,
  /^\/statistics(\/supplies)?$/,
  /^\/survey$/,
  /^\/supplies\/phone$/,
  /^\/(terms|privacy)$/,
  /^\/points(\/[\w-]+)?$/,
];
/** What somebody looked for, and where they stand, is not written down on a phone that others hold too. */
const OF_THE_READER = ["lat", "lon", "near", "q"];
/** Where the map begins is the script's business: it is one page wherever it begins. */
const OF_THE_MAP = ["center", "zoom", "kinds", "open_now", "free_now"];

export function routeOf(asked: Asked, origin: string): Route | undefined {
  if (asked.method !== "GET") return undefined;
  const url = new URL(asked.url);
  if (!url.protocol.startsWith("http")) return undefined;
  // The page's policy lets it ask one stranger only: the host of the base map.
  if (url.origin !== origin) {
    return asked.isReadable && !asked.isPage ? { way: "kept", store: "ground" } : undefined;
  }
  const path = url.pathname;
  if (asked.isPage) {
    const isPersonal = OF_THE_READER.some((name) => url.searchParams.has(name));
    const isKnown = PAGES.some((page) => page.test(path));
    return isKnown && !isPersonal ? { way: "page" } : undefined;
  }
  if (path.startsWith("/assets/")) return { way: "shell" };
  if (/^\/tiles\/(base|map)\//.test(path)) return { way: "kept", store: "ground" };
  if (/^\/tiles\/(public|points)\//.test(path)) return { way: "fresh", store: "signs" };
  if (/^\/api\/v1\/map\/(requests|points)\.geojson$/.test(path)) {
    return { way: "fresh", store: "signs" };
  }
  if (/^\/points\/[\w-]+\/card$/.test(path)) return { way: "fresh", store: "cards" };
  return undefined;
}

/** Pages and cards are kept only where the server says that they hold nothing of whoever reads them. */
export function mayKeep(route: Route, status: number, header: (name: string) => string | null) {
  if (status !== 200 && status !== 204) return false;
  const isPublic = header("x-jitasa-public") === "1";
  return route.way === "page" || (route.way === "fresh" && route.store === "cards")
    ? isPublic
    : true;
}

/** The name a page is kept under: one page is one page in whatever language it was switched to. */
export function keyOf(address: string): string {
  const url = new URL(address);
  url.hash = "";
  for (const name of ["lang", ...(url.pathname === "/map" ? OF_THE_MAP : [])]) {
    url.searchParams.delete(name);
  }
  return url.href;
}

/** Which of the kept, oldest first, have to go. */
export function tooMany<T>(keys: readonly T[], most: number): T[] {
  return keys.slice(0, Math.max(0, keys.length - most));
}

/** Puts the hour of keeping into a page, for the script that tells the reader. */
export function marked(html: string, at: string): string {
  return html.replace(/<html\b/, `<html data-kept-at="${at.replace(/[^\w:.+-]/g, "")}"`);
}
