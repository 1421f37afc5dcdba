// On every page: small comforts, and the islands the page holds are fetched. Everything works without it.
import { forget } from "./drafts";
import { type AgoTexts, ago } from "./words";

const forms = () => import("./forms");
const islands: Record<string, () => Promise<unknown>> = {
  "keep-typed": forms,
  "send-form": forms,
  "otp-clock": forms,
  "area-picker": forms,
  "told-field": forms,
  "photo-field": forms,
  "number-steps": forms,
  "near-link": () => import("./near-link"),
  "near-form": () => import("./near-link"),
  "pin-picker": () => import("./pin-picker"),
  "jitasa-map": () => import("./jitasa-map"),
  "live-board": () => import("./live-board"),
  "survey-phone": () => import("./survey/survey-phone"),
  "supply-phone": () => import("./supplies/supply-phone"),
  "phone-sign-out": () => import("./phone/sign-out"),
};

/**
 * Looks over the page: at start, when something shut is opened, and again when send-form has put an answer
 * in its place. What lies in a shut `<details>` costs no bytes until then.
 */
function wake(): void {
  for (const [tag, load] of Object.entries(islands)) {
    if (customElements.get(tag)) continue;
    const held = [...document.querySelectorAll(tag)];
    if (held.some((one) => !one.closest("details:not([open])"))) void load();
  }
  const done = document.querySelector<HTMLMetaElement>('meta[name="typed-done"]');
  for (const key of done?.content.split(/\s+/) ?? []) forget(key);
  tellTimes();
}

function tellTimes(): void {
  const { agoNow, agoMinutes, agoHours, agoDays } = document.body.dataset;
  if (!agoNow || !agoMinutes || !agoHours || !agoDays) return;
  const texts: AgoTexts = { now: agoNow, minutes: agoMinutes, hours: agoHours, days: agoDays };
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const said = ago(Date.parse(time.dateTime), Date.now(), texts);
    if (said && said !== time.textContent) time.textContent = said;
  }
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.querySelector(button.dataset.copy ?? "");
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  const text = source?.textContent?.trim() ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without a secure page: the text is selected, so that a long press copies it.
    if (source) getSelection()?.selectAllChildren(source);
    return;
  }
  label.setAttribute("role", "status");
  label.textContent = button.dataset.copied ?? before;
  setTimeout(() => {
    label.textContent = before;
  }, 3000);
}

const sent = new WeakSet<HTMLFormElement>();
const unsaved = new Set<HTMLFormElement>();

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const button = target.closest<HTMLElement>("[data-copy]");
  if (button) void copy(button);
  if (target.closest("[data-print]")) print();
  for (const open of document.querySelectorAll("details.lang[open]")) {
    if (!open.contains(target)) open.removeAttribute("open");
  }
});

// "toggle" does not bubble.
document.addEventListener("toggle", wake, true);

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.lang[open]");
  if (!open) return;
  open.removeAttribute("open");
  open.querySelector("summary")?.focus();
});

// Two taps on one button are one sending. The button is not disabled: its name and value belong to the form.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  unsaved.delete(form);
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), 8000);
});

function free(form: HTMLFormElement): void {
  sent.delete(form);
  for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}

// Forms that are not kept on the phone ask before their text is left behind.
document.addEventListener("input", (event) => {
  const form = (event.target as Element).closest<HTMLFormElement>("form[data-confirm-leave]");
  if (form) unsaved.add(form);
});
addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
});

// A page that comes back by the back button is as it was left: free its buttons, tell its times anew.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) free(form);
  tellTimes();
});

// When all else is there: what has to do with having no network.
const atRest = () => void import("./offline").then((offline) => offline.keepForLater());
if (document.readyState === "complete") atRest();
else addEventListener("load", atRest, { once: true });

document.addEventListener("jitasa:page", wake);
document.documentElement.classList.add("js");
wake();
setInterval(tellTimes, 30_000);
