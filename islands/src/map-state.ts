// What a person has before them on the map, in words that a link, the back button and the next visit
// understand: where, how close, and which layers. It stands behind the # of the address, which is
// never sent to a server.

export interface Place {
  lon: number;
  lat: number;
  zoom: number;
}

export interface Layers {
  /** Kinds of service points; "all" also means kinds that come later. */
  kinds: "all" | readonly string[];
  requests: boolean;
  lines: boolean;
  labels: boolean;
}

export const EVERYTHING: Layers = { kinds: "all", requests: true, lines: true, labels: true };

const REMEMBERED = "map:layers";
const CODE = /^[a-z0-9_-]{1,40}$/;
const SWITCHES = { requests: "requests", lines: "lines", labels: "names" } as const;

/** The view as the part of an address after the #; layers only where something is hidden. */
export function toHash(place: Place, layers: Layers): string {
  const parts = [`${place.zoom.toFixed(2)}/${place.lat.toFixed(5)}/${place.lon.toFixed(5)}`];
  if (layers.kinds !== "all") parts.push(`points=${layers.kinds.join(",")}`);
  for (const [layer, word] of Object.entries(SWITCHES)) {
    if (!layers[layer as keyof typeof SWITCHES]) parts.push(`${word}=0`);
  }
  return `#${parts.join("&")}`;
}

/** Reads such an address, also a mangled one; what makes no sense is passed over. */
export function fromHash(hash: string): { place?: Place; layers?: Layers } {
  const [where = "", ...rest] = hash.replace(/^#/, "").split("&");
  const numbers = where.split("/").map((text) => (text === "" ? Number.NaN : Number(text)));
  const [zoom = Number.NaN, lat = Number.NaN, lon = Number.NaN] = numbers;
  const onEarth = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 22;
  if (numbers.length !== 3 || !onEarth) return {};
  const place = { lon, lat, zoom };
  const said = new Map(rest.map((part) => part.split("=", 2) as [string, string | undefined]));
  if (said.size === 0) return { place };
  const kinds = said.get("points");
  const on = (word: string) => said.get(word) !== "0";
  const layers: Layers = {
    kinds: kinds === undefined ? "all" : kinds.split(",").filter((code) => CODE.test(code)),
    requests: on(SWITCHES.requests),
    lines: on(SWITCHES.lines),
    labels: on(SWITCHES.labels),
  };
  return { place, layers };
}

/**
 * Reads where a link of another page leads: `?center=lat,lon&zoom=13&kinds=shelter`, each of them or none.
 */
export function fromQuery(search: string): { place?: Place; layers?: Layers } {
  const query = new URLSearchParams(search);
  const center = query.get("center")?.split(",") ?? [];
  const zoom = query.get("zoom") || "13";
  const { place } = fromHash([zoom, ...center].join("/"));
  const kinds = (query.get("kinds") ?? "").split(",").filter((code) => CODE.test(code));
  return {
    ...(place && center.length === 2 ? { place } : {}),
    ...(kinds.length > 0 ? { layers: { ...EVERYTHING, kinds } } : {}),
  };
}

/** The filters of the list of points that hold on the map as well: open now, has room now. */
export function onlyThose(search: string): string {
  const query = new URLSearchParams(search);
  return ["open_now", "free_now"]
    .filter((name) => query.get(name) === "yes")
    .map((name) => `${name}=yes`)
    .join("&");
}

/** The address without what `fromQuery` reads, for those to whom the view is told behind the #. */
export function withoutPlace(url: URL): URL {
  for (const name of ["center", "zoom", "kinds"]) url.searchParams.delete(name);
  return url;
}

/** The layers of the last visit on this phone. */
export function remembered(store: Pick<Storage, "getItem"> | undefined): Layers | undefined {
  try {
    const kept = JSON.parse(store?.getItem(REMEMBERED) ?? "null") as Partial<Layers> | null;
    if (!kept) return undefined;
    const kinds = Array.isArray(kept.kinds)
      ? kept.kinds.filter((code) => typeof code === "string" && CODE.test(code))
      : "all";
    const on = (layer: keyof typeof SWITCHES) => kept[layer] !== false;
    return { kinds, requests: on("requests"), lines: on("lines"), labels: on("labels") };
  } catch {
    // Storage may be forbidden, full or scribbled on by somebody else.
    return undefined;
  }
}

export function remember(store: Pick<Storage, "setItem"> | undefined, layers: Layers): void {
  try {
    store?.setItem(REMEMBERED, JSON.stringify(layers));
  } catch {
    // The next visit begins with everything.
  }
}

/** Whether a kind is to be seen. */
export function shows(layers: Layers, kind: string): boolean {
  return layers.kinds === "all" || layers.kinds.includes(kind);
}

/** Shows or hides one kind; with all of them shown it is "all" again. */
export function withKind(
  layers: Layers,
  all: readonly string[],
  kind: string,
  on: boolean,
): Layers {
  const kinds = all.filter((code) => (code === kind ? on : shows(layers, code)));
  return { ...layers, kinds: kinds.length === all.length ? "all" : kinds };
}

/** The query of the tiles and of the list for the kinds shown; undefined when none is. */
export function kindsQuery(kinds: Layers["kinds"]): string | undefined {
  if (kinds === "all") return "";
  return kinds.length > 0 ? `kinds=${kinds.join(",")}` : undefined;
}

/** From this zoom on "near here" says something. */
const NEAR_FROM = 8;

/**
 * The list of the service points that the map shows. The middle is rounded to a hundred metres; it says
 * what was looked at, not where somebody is.
 */
export function pointsQuery(place: Place, layers: Layers, only = ""): string {
  const near = `near=${place.lat.toFixed(3)},${place.lon.toFixed(3)}`;
  const parts = [kindsQuery(layers.kinds), place.zoom >= NEAR_FROM ? near : "", only];
  return parts.filter(Boolean).join("&");
}
