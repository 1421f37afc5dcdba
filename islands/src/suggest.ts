// A text field that offers places while one types (WAI-ARIA combobox with a list), used by the area
// field and the map's search.
import { fill } from "./words";

export interface Place {
  code: string;
  name: string;
  full_name: string;
  /** West, south, east, north; for the map. */
  bbox?: [number, number, number, number];
}

export interface Wording {
  none: string;
  found: string;
}

let lists = 0;

export class Suggest {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #live: HTMLElement;
  #places: Place[] = [];
  #at = -1;
  #timer = 0;
  #asking: AbortController | undefined;

  constructor(
    input: HTMLInputElement,
    private readonly url: string,
    private readonly wording: Wording,
    private readonly onPick: (place: Place) => void,
  ) {
    this.#input = input;
    this.#list = document.createElement("ul");
    this.#list.className = "suggestions";
    this.#list.id = `places-${++lists}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.hidden = true;
    const label = input.labels?.[0]?.textContent ?? input.getAttribute("aria-label");
    if (label) this.#list.setAttribute("aria-label", label.trim());
    this.#live = document.createElement("span");
    this.#live.className = "only-read";
    this.#live.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) {
      input.setAttribute(name, value);
    }
    const anchor = input.closest(".search") ?? input;
    anchor.after(this.#list, this.#live);

    input.addEventListener("input", () => this.#soon());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // Before blur, so that the list is still there when the finger comes up.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const row = (event.target as Element).closest("li");
      const place = row && this.#places[[...this.#list.children].indexOf(row)];
      if (place) this.#pick(place);
    });
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const typed = this.#input.value.trim();
    if (typed.length < 2) {
      this.#close();
      return;
    }
    this.#timer = window.setTimeout(() => void this.#ask(typed), 160);
  }

  async #ask(typed: string): Promise<void> {
    this.#asking = new AbortController();
    const url = new URL(this.url, location.href);
    url.searchParams.set("q", typed);
    try {
      const response = await fetch(url, {
        signal: this.#asking.signal,
        headers: { Accept: "application/json" },
      });
      if (!response.ok) return;
      const answer = (await response.json()) as { items?: Place[] };
      this.#show((answer.items ?? []).slice(0, 12));
    } catch {
      // No network: the field stays an ordinary one, and the server reads what is typed.
    }
  }

  #show(places: Place[]): void {
    if (document.activeElement !== this.#input) return;
    this.#places = places;
    this.#at = -1;
    this.#list.replaceChildren(
      ...places.map((place, i) => {
        const row = document.createElement("li");
        row.id = `${this.#list.id}-${i}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = place.full_name || place.name;
        return row;
      }),
    );
    this.#live.textContent = places.length
      ? fill(this.wording.found, { n: places.length })
      : this.wording.none;
    this.#list.hidden = places.length === 0;
    this.#input.setAttribute("aria-expanded", String(places.length > 0));
    this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event: KeyboardEvent): void {
    if (this.#list.hidden || event.isComposing) return;
    const place = this.#places[this.#at];
    if (event.key === "ArrowDown") this.#move(1);
    else if (event.key === "ArrowUp") this.#move(-1);
    else if (event.key === "Enter" && place) this.#pick(place);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(by: number): void {
    const n = this.#places.length;
    this.#at = this.#at < 0 ? (by > 0 ? 0 : n - 1) : (this.#at + by + n) % n;
    [...this.#list.children].forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === this.#at));
      if (i !== this.#at) return;
      this.#input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    });
  }

  #pick(place: Place): void {
    this.#input.value = place.full_name || place.name;
    this.#close();
    this.onPick(place);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#list.hidden = true;
    this.#live.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}
