// <live-board data-url data-on data-off data-ended>: keeps the board fresh. What happens in the area is told by
// server-sent events; then the page's own address is fetched and its parts are put in place of the old ones, at most
// once a second. Whatever somebody is at stays: focus, ticked boxes, opened details, the place they have scrolled to.
import { fill } from "./words";

/** Parts by their id; the map and the filters are not among them. */
const PARTS = [
  "board-figures",
  "board-ages",
  "board-cases",
  "board-parts",
  "board-holding",
  "board-free",
];
const AT_MOST_EVERY = 1000;
/** The figures follow the same events, in whichever process answers, within this time. */
const FIGURES_FOLLOW = 350;
/** Ages and limits pass even when nothing happens. */
const ANYWAY = 60_000;
/** What tells of a change; the server names its events, and a listener must name them too. */
const TOLD = [
  "asked verified taken assigned released departed arrived helped helped_in_part confirmed reopened cancelled safe",
  "lapsed referred acknowledged sent_back transfer_asked transfer_declined transferred unreachable false_report",
  "merged kept unmerged triaged checked medic_status escalated still_asked still_waiting amended pin_moved called",
  "expired removed",
]
  .join(" ")
  .split(" ");

class LiveBoard extends HTMLElement {
  #source: EventSource | undefined;
  #due = 0;
  #anyway = 0;
  #last = 0;
  #busy = false;
  #at = Date.now();

  connectedCallback(): void {
    this.#listen();
    document.addEventListener("visibilitychange", this.#seen);
    this.addEventListener("change", this.#ticked);
    this.#anyway = window.setInterval(() => this.#soon(), ANYWAY);
  }

  disconnectedCallback(): void {
    this.#source?.close();
    clearTimeout(this.#due);
    clearInterval(this.#anyway);
    document.removeEventListener("visibilitychange", this.#seen);
    this.removeEventListener("change", this.#ticked);
  }

  /** Nobody looks: nothing is fetched until somebody does. */
  readonly #seen = () => {
    if (!document.hidden && this.#last === -1) this.#soon();
  };

  /** One box for all of the page; when one of them is unticked, it no longer says "all". */
  readonly #ticked = (event: Event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
    const form = box.form;
    const all = form?.querySelector<HTMLInputElement>("[data-tick-all]");
    if (!form || !all) return;
    const rows = [...form.querySelectorAll<HTMLInputElement>('input[name="reference"]')];
    if (box === all) for (const row of rows) row.checked = all.checked;
    else all.checked = rows.every((row) => row.checked);
  };

  #listen(): void {
    this.#source?.close();
    const source = new EventSource(this.dataset.url ?? "/api/v1/events");
    this.#source = source;
    source.addEventListener("listening", () => {
      this.#say("on");
      // What happened just before the line was open may be missing in the page as it came.
      this.#soon();
    });
    for (const name of TOLD) source.addEventListener(`help_request.${name}`, () => this.#soon());
    source.addEventListener("error", () => {
      this.#say("off");
      // Refused for good (the session ended): the browser does not come back by itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => void this.#ask(), 5000);
    });
  }

  async #ask(): Promise<void> {
    if (!this.isConnected) return;
    try {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 404) return this.#say("ended");
    } catch {
      // No network yet: asked again below.
    }
    this.#listen();
  }

  #soon(): void {
    if (document.hidden) {
      this.#last = -1;
      return;
    }
    if (this.#due) return;
    const wait = Math.max(FIGURES_FOLLOW, this.#last + AT_MOST_EVERY - performance.now());
    this.#due = window.setTimeout(() => void this.#refresh(), wait);
  }

  async #refresh(): Promise<void> {
    this.#due = 0;
    if (this.#busy) return this.#soon();
    this.#busy = true;
    this.#last = performance.now();
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected || answer.status === 404) return this.#say("ended");
      if (!answer.ok) return this.#say("off");
      this.#put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      this.#at = Date.now();
      this.#say(this.#source?.readyState === EventSource.OPEN ? "on" : "off");
    } catch {
      this.#say("off");
    } finally {
      this.#busy = false;
    }
  }

  #put(fresh: Document): void {
    for (const id of PARTS) {
      const old = document.getElementById(id);
      const next = fresh.getElementById(id);
      if (!old || !next) continue;
      const kept = keep(old);
      if (old.innerHTML !== next.innerHTML) old.innerHTML = next.innerHTML;
      giveBack(old, kept);
    }
    document.dispatchEvent(new Event("jitasa:page"));
    this.dispatchEvent(new Event("board:fresh", { bubbles: true }));
  }

  #say(state: "on" | "off" | "ended"): void {
    this.dataset.live = state;
    const place = this.querySelector("[data-said]");
    const time = new Date(this.#at).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZone: "Asia/Bangkok",
    });
    const words = fill(this.dataset[state] ?? "", { time });
    if (!place || place.textContent === words) return;
    // Read out when the line breaks or comes back, not at every change.
    if (place.getAttribute("data-state") !== state) place.setAttribute("role", "status");
    else place.removeAttribute("role");
    place.setAttribute("data-state", state);
    place.textContent = words;
  }
}

interface Kept {
  ticked: string[];
  fields: [string, string][];
  open: string[];
  focus: string | undefined;
  scroll: number;
}

const boxes = 'input[type="checkbox"]';

function keep(part: HTMLElement): Kept {
  const ticked = [...part.querySelectorAll<HTMLInputElement>(`${boxes}:checked`)];
  const fields = [...part.querySelectorAll<HTMLSelectElement>("select[id]")];
  const open = [...part.querySelectorAll<HTMLDetailsElement>("details[id][open]")];
  const active = document.activeElement;
  return {
    ticked: ticked.map((box) => box.value),
    fields: fields.map((field) => [field.id, field.value]),
    open: open.map((details) => details.id),
    focus: active && part.contains(active) ? pathOf(active) : undefined,
    scroll: part.scrollLeft,
  };
}

/** How the element that has the focus is found again in fresh parts. */
function pathOf(element: Element): string {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element instanceof HTMLInputElement) return `input[value="${CSS.escape(element.value)}"]`;
  if (element instanceof HTMLAnchorElement) {
    return `a[href="${CSS.escape(element.getAttribute("href") ?? "")}"]`;
  }
  return element.localName;
}

function giveBack(part: HTMLElement, kept: Kept): void {
  for (const box of part.querySelectorAll<HTMLInputElement>(boxes)) {
    box.checked = kept.ticked.includes(box.value);
  }
  for (const [id, value] of kept.fields) {
    const field = part.querySelector<HTMLSelectElement>(`#${CSS.escape(id)}`);
    if (field) field.value = value;
  }
  for (const id of kept.open) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  part.scrollLeft = kept.scroll;
  if (kept.focus) part.querySelector<HTMLElement>(kept.focus)?.focus({ preventScroll: true });
}

customElements.define("live-board", LiveBoard);
