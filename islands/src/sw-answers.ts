// How the service worker answers: from the network, from what is kept, or from whichever comes first.
import { keyOf, marked, mayKeep, type Route, type Store } from "./sw-routes";
import { find, keep, keepFile } from "./sw-stores";

/** So long a network that is there but gives nothing is waited for, when there is a copy. */
const PATIENCE = 4000;

export type Later = (work: Promise<unknown>) => void;

export function answer(request: Request, route: Route, later: Later): Promise<Response> {
  if (route.way === "shell") return file(request, later);
  if (route.way === "page") return fresh(request, route, "pages", later, withItsHour);
  if (route.way === "fresh") return fresh(request, route, route.store, later, (copy) => copy);
  return kept(request, route, route.store, later);
}

/** Files have their content's hash in their name: whichever version has one, it is the one. */
async function file(request: Request, later: Later): Promise<Response> {
  const known = await caches.match(request.url, { ignoreVary: true });
  if (known) return known;
  const answered = await fetch(request);
  later(keepFile(request, answered.clone()));
  return answered;
}

async function kept(request: Request, route: Route, store: Store, later: Later) {
  const known = await find(store, keyOf(request.url));
  return known ?? ask(request, route, store, later);
}

async function ask(request: Request, route: Route, store: Store, later: Later): Promise<Response> {
  const answered = await fetch(request);
  if (mayKeep(route, answered.status, (name) => answered.headers.get(name))) {
    later(keep(store, keyOf(request.url), answered.clone()));
  }
  return answered;
}

async function fresh(
  request: Request,
  route: Route,
  store: Store,
  later: Later,
  copied: (copy: Response) => Response | Promise<Response>,
): Promise<Response> {
  const asking = ask(request, route, store, later);
  // What comes too late for this page is still kept for the next.
  later(asking.catch(() => undefined));
  const copy = await find(store, keyOf(request.url));
  if (!copy) return asking;
  const first = await Promise.race([asking.catch(() => undefined), patience()]);
  // A gateway that says the program is away says less than the copy does.
  const isAway = first !== undefined && [502, 503, 504].includes(first.status);
  return first && !isAway ? first : copied(copy);
}

function patience(): Promise<undefined> {
  return new Promise((over) => setTimeout(() => over(undefined), PATIENCE));
}

async function withItsHour(copy: Response): Promise<Response> {
  const html = marked(await copy.text(), copy.headers.get("x-kept-at") ?? "");
  return new Response(html, { status: copy.status, headers: copy.headers });
}
