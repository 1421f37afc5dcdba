// The service worker: keeps the program's files, and of what everybody may see the last that was seen,
// for a time without network. It answers GET alone; what is sent goes past it, and is kept by the page
// that sends it. A new version takes over when a page is opened anew, never under one that is open.
import { answer } from "./sw-answers";
import { keyOf, mayKeep, routeOf } from "./sw-routes";
import { scope } from "./sw-scope";
import { fetchFiles, filesNow, forgetOldFiles, keep, keys, namesOfFiles } from "./sw-stores";

/** A program that works without network: where its page is, by which tag it is woken, and what it needs. */
interface Program {
  path: string;
  tag: string;
  /** Part of the name of a file by which one knows that it was opened here. */
  file: string;
  files: readonly string[];
}
const PROGRAMS: readonly Program[] = [
  { path: "/survey", tag: "survey", file: "/survey-phone-", files: MANIFEST.survey },
  { path: "/supplies/phone", tag: "supplies", file: "/supply-phone-", files: MANIFEST.supplies },
];

scope.addEventListener("install", (event) => {
  event.waitUntil(fetchFiles(MANIFEST.shell));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver(): Promise<void> {
  // Who had the map has it with the new version too.
  const before = (await caches.keys()).filter((name) => name.startsWith("files:"));
  const isUpdate = before.some((name) => name !== filesNow);
  await scope.clients.claim();
  if (!isUpdate) return;
  // Kept pages name files of the version that made them: they are fetched anew before those go.
  try {
    const pages = await keys("pages");
    const had = await namesOfFiles();
    if (had.some((name) => name.includes("/leaflet-view-"))) await fetchFiles(MANIFEST.simple);
    if (had.some((name) => name.includes("/maplibre-view-"))) await fetchFiles(MANIFEST.map);
    for (const { file, files } of PROGRAMS)
      if (had.some((name) => name.includes(file))) await fetchFiles(files);
    for (const { url } of pages) await keepPage(url);
  } catch {
    // Without network now; the last version's files stay, and with them the pages it made.
    return;
  }
  await forgetOldFiles();
}

async function keepPage(url: string): Promise<void> {
  const page = await fetch(url, { headers: { Accept: "text/html" } });
  if (mayKeep({ way: "page" }, page.status, (name) => page.headers.get(name))) {
    await keep("pages", url, page);
  }
}

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const route = routeOf(
    {
      method: request.method,
      url: request.url,
      isPage: request.mode === "navigate",
      isReadable: request.mode === "cors",
    },
    scope.location.origin,
  );
  if (route) event.respondWith(answer(request, route, (work) => event.waitUntil(work)));
});

scope.addEventListener("message", (event) => {
  const kind = event.data?.kind;
  // Said by a page that was just opened: nobody reads in the old version any more but there.
  if (kind === "take-over") event.waitUntil(scope.skipWaiting());
  if (kind === "map") event.waitUntil(fetchFiles(MANIFEST.map));
  if (kind === "simple-map") event.waitUntil(fetchFiles(MANIFEST.simple));
  if (kind === "page" && event.data?.url) {
    const { url, files = [] } = event.data;
    event.waitUntil(fetchFiles(files.filter((path) => path.startsWith("/assets/"))));
    // Its views are fetched one after the other; without network each of them opens.
    const program = PROGRAMS.find(({ path }) => path === new URL(url).pathname);
    if (program) event.waitUntil(fetchFiles(program.files));
    const asked = { method: "GET", url, isPage: true, isReadable: true };
    const route = routeOf(asked, scope.location.origin);
    if (route?.way === "page") event.waitUntil(keepPage(keyOf(url)));
  }
});

// The network is back, and the browser says so even to a page that sleeps. What waits lies
// sealed, and the key is with the page alone: it is told. Where none is open, nothing is said to anybody;
// what waits is sent when the program is opened next.
scope.addEventListener("sync", (event) => {
  const program = PROGRAMS.find(({ tag }) => tag === event.tag);
  if (program) event.waitUntil(tellPages(program));
});

/** So long a page may take to send; one that is shut by its PIN says nothing at all. */
const PATIENCE = 90_000;

/** Comes to a bad end while something waits: then the browser wakes us once more. A network that is there need not reach us. */
async function tellPages({ path, tag }: Program): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window" });
  const open = pages.filter(({ url }) => new URL(url).pathname === path);
  const sent = open.map((page) => {
    const { port1, port2 } = new MessageChannel();
    page.postMessage({ kind: tag }, [port2]);
    return new Promise<boolean>((told) => {
      port1.onmessage = ({ data }) => told(data === true);
      setTimeout(() => told(false), PATIENCE);
    });
  });
  if ((await Promise.all(sent)).includes(false)) throw new Error("something waits");
}
