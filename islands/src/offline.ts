// Pages without network: brings the service worker to work, and says when a page is a copy.
import { hour } from "./hours";
import { fill } from "./words";

const WORKER = "/sw.js";

/** Called once a page, when it has all it needs. */
export async function keepForLater(): Promise<void> {
  tellAge();
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    const registration = await navigator.serviceWorker.register(WORKER, { scope: "/" });
    // A version that waits since an earlier page: this page is new, so it may take over.
    registration.waiting?.postMessage({ kind: "take-over" });
    const isFirst = !navigator.serviceWorker.controller;
    const { active } = await navigator.serviceWorker.ready;
    // The first page was fetched before there was anybody to keep it; the browser has its files at hand.
    if (isFirst) active?.postMessage({ kind: "page", url: location.href, files: filesHere() });
  } catch {
    // Private windows and full phones have none; everything works with the network alone.
  }
}

/** The program's files that this page has fetched, such as the letters of its language. */
export function filesHere(): string[] {
  const all = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const ours = all.filter((url) => url.origin === location.origin);
  return ours.map(({ pathname }) => pathname).filter((path) => path.startsWith("/assets/"));
}

/** The bar of a copy: of when it is, and the button that asks again. */
function tellAge(): void {
  // It says by itself what waits, and is not loaded anew under somebody's hands.
  if (document.querySelector("survey-phone, supply-phone")) return;
  const at = document.documentElement.dataset.keptAt;
  const { keptAsOf, keptAgain } = document.body.dataset;
  if (at === undefined || !keptAsOf || document.querySelector(".kept-bar")) return;
  const bar = document.createElement("div");
  bar.className = "kept-bar";
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  words.textContent = fill(keptAsOf, { time: hour(at) });
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-plain btn-small";
  again.textContent = keptAgain ?? "↻";
  again.addEventListener("click", () => location.reload());
  bar.append(words, again);
  document.querySelector(".notices")?.prepend(bar);
  addEventListener("online", async () => {
    const isTyping = () => document.activeElement?.matches("input, select, textarea");
    // What somebody is typing is not taken away from them.
    if ((await answersAgain()) && !isTyping()) location.reload();
  });
}

/** A phone says that it has a network a little before anything comes through. */
async function answersAgain(): Promise<boolean> {
  for (const wait of [0, 500, 1000, 2000, 4000, 8000]) {
    await new Promise((over) => setTimeout(over, wait));
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => undefined);
    if (answer?.ok) return true;
  }
  return false;
}
