// The caches of the service worker: one of files for each version of the program, and one for each sort
// of answer. A version's files stay until the next but one is at work, since pages made by the last one
// may still be open, or kept.
import { STORES, type Store, tooMany } from "./sw-routes";

const FILES = "files:";
/** Trimmed now and then; asking for all keys at each of a hundred tiles would cost more than it saves. */
const EACH = 25;
const written = new Map<Store, number>();

export const filesNow = `${FILES}${MANIFEST.version}`;

/** Fetches files of the program that this version has not got. */
export async function fetchFiles(urls: readonly string[]): Promise<void> {
  const files = await caches.open(filesNow);
  const missing: string[] = [];
  for (const url of urls) if (!(await files.match(url))) missing.push(url);
  await files.addAll(missing);
}

export async function keepFile(request: Request, answer: Response): Promise<void> {
  if (answer.status === 200) await (await caches.open(filesNow)).put(request, answer);
}

/** The addresses of all kept files, of whatever version. */
export async function namesOfFiles(): Promise<string[]> {
  const all: string[] = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(FILES)) continue;
    all.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
  }
  return all;
}

/** Of the versions before this one, only the last is kept. */
export async function forgetOldFiles(): Promise<void> {
  const versions = (await caches.keys()).filter((name) => name.startsWith(FILES));
  const before = versions.filter((name) => name !== filesNow);
  for (const name of tooMany(before, 1)) await caches.delete(name);
}

const open = (store: Store) => caches.open(`kept:${store}`);

export async function find(store: Store, key: string): Promise<Response | undefined> {
  return (await open(store)).match(key, { ignoreVary: true });
}

export async function keys(store: Store): Promise<readonly Request[]> {
  return (await open(store)).keys();
}

/** Keeps an answer with the hour of keeping; what was longest not renewed makes room. */
export async function keep(store: Store, key: string, answer: Response): Promise<void> {
  const headers = new Headers(answer.headers);
  // What is kept is unpacked.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  headers.set("x-kept-at", new Date().toISOString());
  const { status, statusText } = answer;
  const body = status === 204 ? null : await answer.blob();
  const cache = await open(store);
  try {
    await cache.put(key, new Response(body, { status, statusText, headers }));
  } catch {
    // The phone is full: the answer was given, it is only not kept.
    return;
  }
  const since = (written.get(store) ?? EACH - 1) + 1;
  written.set(store, since % EACH);
  if (since < EACH) return;
  for (const old of tooMany(await cache.keys(), STORES[store])) await cache.delete(old);
}
