// The sheet of what was tapped: a request, a service point with its card, or a list of what lies in one
// place. Focus goes into it and, when it is closed, back to where it was.
import { element, faceButton } from "./elements";
import { icon } from "./icons";
import type { MapPoints } from "./map-signs";
import type { Sign } from "./map-view";

/** More than these are found by zooming in, or in the list. */
const MOST_LISTED = 20;

export interface SheetTexts {
  close: string;
  back: string;
  loading: string;
  /** The card could not be fetched. */
  noCard: string;
  details: string;
  /** `{n}` points in one place. */
  pointsHere: string;
}

export class Sheet {
  readonly element = element("section", "sheet");
  readonly #texts: SheetTexts;
  readonly #home: () => HTMLElement | null;
  #opener: Element | null = null;
  #asking: AbortController | undefined;

  /** `home` takes the focus when what had it is gone. */
  constructor(texts: SheetTexts, home: () => HTMLElement | null) {
    this.#texts = texts;
    this.#home = home;
    this.element.hidden = true;
    this.element.tabIndex = -1;
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Shows parts under a title; `back` leads to what was shown before. */
  open(title: string, parts: Node[], back?: () => void): void {
    if (!this.isOpen) this.#opener = document.activeElement;
    this.#asking?.abort();
    const heading = element("h2", "", title);
    heading.id = "map-sheet-title";
    const head = element("div", "sheet-head");
    if (back) head.append(faceButton("back", this.#texts.back, back));
    head.append(
      heading,
      faceButton("close", this.#texts.close, () => this.close()),
    );
    this.element.replaceChildren(head, ...parts);
    this.element.setAttribute("aria-labelledby", heading.id);
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.element.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.isOpen) return;
    this.#asking?.abort();
    this.element.hidden = true;
    const opener = this.#opener;
    const goal = opener instanceof HTMLElement && opener.isConnected ? opener : this.#home();
    goal?.focus({ preventScroll: true });
  }

  /** Several points in one place: each with its name, to choose from. */
  list(points: Sign[], signs: MapPoints): void {
    const list = element("ul", "sheet-list");
    for (const sign of points.slice(0, MOST_LISTED)) {
      const row = element("li");
      const button = element("button", "sheet-row");
      button.type = "button";
      const words = element("span");
      words.append(
        element("b", "", signs.nameOf(sign)),
        element("small", "soft", signs.about(sign)),
      );
      button.append(signs.pinOf(sign), words, icon("next"));
      button.addEventListener(
        "click",
        () => void this.card(sign, signs, () => this.list(points, signs)),
      );
      row.append(button);
      list.append(row);
    }
    this.open(this.#texts.pointsHere.replace("{n}", String(points.length)), [list]);
  }

  /** A point's card as the server tells it; without network, what the map itself knows. */
  async card(sign: Sign, signs: MapPoints, back?: () => void): Promise<void> {
    const id = encodeURIComponent(String(sign.properties.id ?? ""));
    const place = element("div", "sheet-card");
    place.setAttribute("aria-live", "polite");
    const known = element("p", "soft", signs.about(sign));
    place.append(known, element("p", "soft", this.#texts.loading));
    this.open(signs.nameOf(sign), [place], back);
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const response = await fetch(`/points/${id}/card`, {
        headers: { Accept: "text/html" },
        signal: asking.signal,
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const holder = element("template");
      holder.innerHTML = await response.text();
      if (asking.signal.aborted) return;
      // The card brings the name in full, which takes the place of the one that stood for it.
      const name = holder.content.querySelector("h2");
      if (name) this.element.querySelector("#map-sheet-title")?.replaceWith(name);
      place.replaceChildren(holder.content);
      // Times are told, and what wakes up wakes up.
      document.dispatchEvent(new CustomEvent("jitasa:page"));
    } catch {
      if (asking.signal.aborted) return;
      const details = element("a", "btn btn-plain", this.#texts.details);
      details.href = `/points/${id}`;
      place.replaceChildren(known, element("p", "", this.#texts.noCard), details);
    }
  }
}
