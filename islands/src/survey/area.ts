// Fetching a whole area before setting out: what it holds, its households, its outlines.
import { keyOf } from "../sw-routes";
import { tilesOf } from "./ground";
import type { Area, AreaPack, Box } from "./model";
import { fetchPack } from "./pack";
import type { Stage } from "./stage";

/** Bytes a household and a person take, about, as they are kept. */
const HOUSEHOLD = 900;
const PERSON = 600;
const GROUND = 1_500_000;
const AT_ONCE = 6;

/** Subdistricts by what is typed of their names. */
export async function findAreas(query: string): Promise<Area[]> {
  try {
    const answer = await fetch(`/api/v1/areas/search?limit=20&q=${encodeURIComponent(query)}`, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) return [];
    const { items } = (await answer.json()) as { items: Found[] };
    const found = items.filter(({ level }) => level === "subdistrict");
    return found.map(({ code, full_name, bbox }) => ({
      code,
      name: full_name,
      bbox: bbox ?? null,
    }));
  } catch {
    return [];
  }
}

interface Found {
  code: string;
  full_name: string;
  level: string;
  bbox?: Box;
}

export function sizeOf({ n_households, n_persons }: AreaPack): number {
  return n_households * HOUSEHOLD + n_persons * PERSON + GROUND;
}

/** Room that the browser still gives, where it tells. */
export async function room(): Promise<number | undefined> {
  const told = await navigator.storage?.estimate?.();
  return told?.quota === undefined ? undefined : told.quota - (told.usage ?? 0);
}

export type Told = (stage: "loading-households" | "loading-ground", n: number, all: number) => void;

/** True when all of it is on the phone. */
export async function prepare({ book, sender, incident }: Stage, told: Told): Promise<boolean> {
  const pack = await fetchPack(incident);
  if (!pack) return false;
  await book.note({ pack });
  const tell = () =>
    told(
      "loading-households",
      book.households.size,
      Math.max(pack.n_households, book.households.size),
    );
  const before = sender.onStanding;
  sender.onStanding = () => {
    before();
    tell();
  };
  tell();
  await sender.send();
  sender.onStanding = before;
  if (sender.standing !== "resting") return false;
  const boxes = book
    .areas()
    .map(({ bbox }) => bbox)
    .filter((box): box is Box => box !== null);
  const isWhole = (await fetchGround(tilesOf(boxes), told)) && (await keepPage());
  if (isWhole) await book.note({ preparedAt: new Date().toISOString() });
  return isWhole;
}

/** The page itself, with all its files: true once they are seen to be kept. */
async function keepPage(): Promise<boolean> {
  // Fetched by every page when it is at rest; named here by itself, so that no page fetches one more file.
  const { filesHere } = await import("../offline");
  // Where no worker may be, the promise of one is never kept.
  const late = new Promise<undefined>((over) => setTimeout(() => over(undefined), 5_000));
  const worker = (await Promise.race([navigator.serviceWorker?.ready, late]))?.active;
  worker?.postMessage({ kind: "page", url: location.href, files: filesHere() });
  const wanted = [keyOf(location.href), ...filesHere()];
  for (let tries = 0; worker && tries < 80; tries++) {
    if (await areKept(wanted)) return true;
    await new Promise((over) => setTimeout(over, 250));
  }
  return false;
}

async function areKept(addresses: readonly string[]): Promise<boolean> {
  const found = addresses.map((one) => caches.match(one, { ignoreVary: true }));
  return (await Promise.all(found)).every((one) => one !== undefined);
}

/** By the service worker, which keeps what it has fetched; by an address that is the map's own. */
async function fetchGround(tiles: readonly string[], told: Told): Promise<boolean> {
  let isWhole = true;
  for (let from = 0; from < tiles.length; from += AT_ONCE) {
    told("loading-ground", from, tiles.length);
    const some = tiles.slice(from, from + AT_ONCE).map(async (tile) => {
      const answer = await fetch(`/tiles/base/${tile}.mvt`).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (!answer || answer.status >= 500) isWhole = false;
    });
    await Promise.all(some);
    if (!isWhole) return false;
  }
  told("loading-ground", tiles.length, tiles.length);
  return true;
}
