// <jitasa-map>: the map of requests with its search, layers, own position and the sheet of what was
// tapped. Its content (the list) stays what is shown when no map can be drawn.
import { icon } from "./icons";
import { shapeOf } from "./map-shapes";
import { type Bounds, type MapView, openMap, type Tapped, withQuery } from "./map-view";
import { Suggest } from "./suggest";
import { whereAmI } from "./where";
import { fill } from "./words";

const REFRESH = 60_000;
/** From this zoom on the tiles hold single requests, and a tap tells what is there. */
const DEEPEST = 14;

class JitasaMap extends HTMLElement {
  #ready = false;
  #view: MapView | undefined;
  #sheet: HTMLElement | undefined;
  #opener: Element | null = null;
  #timer = 0;

  /** The board it stands on has heard of something. */
  readonly #fresh = () => this.#view?.refresh();

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    void this.#open();
    document.addEventListener("board:fresh", this.#fresh);
    this.#timer = window.setInterval(() => {
      if (!document.hidden) this.#view?.refresh();
    }, REFRESH);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
    document.removeEventListener("board:fresh", this.#fresh);
  }

  async #open(): Promise<void> {
    const under = element("div", "map-under");
    under.append(...[...this.childNodes].filter((node) => !(node instanceof HTMLTemplateElement)));
    under.hidden = true;
    const canvas = element("div", "map-canvas");
    const say = element("p", "map-say");
    say.setAttribute("role", "status");
    this.append(canvas, element("div", "map-cross"), say, under);
    const { tiles, base, geojson, query, lang } = this.dataset;
    try {
      this.#view = await openMap({
        container: canvas,
        label: this.dataset.label ?? "",
        lang: lang ?? document.documentElement.lang,
        base: base ?? "/tiles/base/{z}/{x}/{y}.mvt",
        requests: {
          tiles: withQuery(tiles ?? "/tiles/public/{z}/{x}/{y}.mvt", query),
          geojson: withQuery(geojson ?? "/api/v1/map/requests.geojson", query),
        },
        ...this.#startingPlace(),
        onTap: (tapped) => this.#tapped(tapped),
        nameOf: (properties) => this.#nameOf(properties),
      });
    } catch (fault) {
      console.warn("No map can be drawn here", fault);
      canvas.remove();
      say.textContent = this.#text("noMap");
      say.classList.remove("map-say");
      under.prepend(say);
      under.hidden = false;
      return;
    }
    this.append(...this.#furniture(say));
    this.dataset.open = "";
  }

  #startingPlace(): { bounds: Bounds } | { center: { lon: number; lat: number; zoom: number } } {
    const numbers = (text: string | undefined) => (text ?? "").split(",").map(Number);
    const [lat, lon] = numbers(this.dataset.center);
    if (this.dataset.center && lat !== undefined && lon !== undefined) {
      return { center: { lon, lat, zoom: Number(this.dataset.zoom) || 11 } };
    }
    const bounds = numbers(this.dataset.bounds);
    return { bounds: bounds.length === 4 ? (bounds as Bounds) : [97.3, 5.6, 105.7, 20.5] };
  }

  #text(name: string): string {
    return this.dataset[`t${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  }

  /** Search, buttons and the way to the list. */
  #furniture(say: HTMLElement): HTMLElement[] {
    const view = this.#view as MapView;
    const parts: HTMLElement[] = [];

    const search = element("div", "map-search");
    const box = element("label", "search");
    const input = element("input");
    input.type = "search";
    input.placeholder = this.#text("search");
    input.setAttribute("aria-label", this.#text("search"));
    box.append(icon("search"), input);
    search.append(box);
    parts.push(search);
    const wording = { none: this.#text("none"), found: this.#text("found") };
    new Suggest(input, this.dataset.searchUrl ?? "/api/v1/areas/search", wording, (place) => {
      if (place.bbox) view.fit(place.bbox);
      else if (this.dataset.list) {
        location.assign(
          withQuery(withQuery(this.dataset.list, this.dataset.query), `area=${place.code}`),
        );
      }
    });

    const panel = this.#layers(view);
    const buttons = element("div", "map-buttons");
    const layers = this.#button("layers", "layers", () => {
      panel.hidden = !panel.hidden;
      layers.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) panel.querySelector("input")?.focus();
    });
    layers.setAttribute("aria-expanded", "false");
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      panel.hidden = true;
      layers.setAttribute("aria-expanded", "false");
      layers.focus();
    });
    const here = this.#button("locate", "here", async () => {
      here.setAttribute("aria-busy", "true");
      const found = await whereAmI();
      here.removeAttribute("aria-busy");
      if (typeof found === "string") {
        say.textContent = this.#text("denied");
        return;
      }
      say.textContent = "";
      view.here(found.lon, found.lat, found.accuracy);
      view.fly(found.lon, found.lat, 13);
    });
    buttons.append(
      layers,
      here,
      this.#button("plus", "zoomIn", () => view.zoomBy(1)),
      this.#button("minus", "zoomOut", () => view.zoomBy(-1)),
    );
    parts.push(buttons, panel);

    if (this.dataset.list) {
      const foot = element("div", "map-foot");
      const list = element("a", "btn btn-plain btn-small");
      list.href = withQuery(this.dataset.list, this.dataset.query);
      list.append(icon("list"), this.#text("list"));
      foot.append(list);
      parts.push(foot);
    }
    if (this.dataset.credit) {
      const credit = element("small", "map-credit");
      credit.textContent = this.dataset.credit;
      parts.push(credit);
    }
    this.#sheet = element("section", "sheet");
    this.#sheet.hidden = true;
    this.#sheet.tabIndex = -1;
    this.#sheet.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#closeSheet();
    });
    parts.push(this.#sheet);
    return parts;
  }

  #button(face: Parameters<typeof icon>[0], text: string, act: () => void): HTMLButtonElement {
    const button = element("button", "map-button");
    button.type = "button";
    button.title = this.#text(text);
    button.setAttribute("aria-label", this.#text(text));
    button.append(icon(face));
    button.addEventListener("click", act);
    return button;
  }

  /** What may be shown or hidden, and the legend. */
  #layers(view: MapView): HTMLElement {
    const panel = element("div", "map-layers");
    panel.hidden = true;
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", this.#text("layers"));
    for (const [layer, text] of [
      ["lines", "outlines"],
      ["labels", "names"],
    ] as const) {
      const tick = element("label", "tick");
      const box = element("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => view.show(layer, box.checked));
      const word = element("span");
      word.textContent = this.#text(text);
      tick.append(box, word);
      panel.append(tick);
    }
    const legend = element("ul", "map-legend");
    const seen = new Set<string>();
    for (const state of this.#words("states")) {
      const name = state.dataset.state ?? "";
      const shape = shapeOf(name);
      // One line a shape, except that "taken" and "on the way" are both worth their words.
      if (seen.has(shape) && shape !== "taken") continue;
      seen.add(shape);
      const row = element("li");
      const word = element("span", "shape");
      word.dataset.state = name;
      word.textContent = state.textContent;
      row.append(word);
      legend.append(row);
    }
    panel.append(element("hr"), legend);
    return panel;
  }

  #words(kind: "kinds" | "states" | "waited"): HTMLElement[] {
    const template = this.querySelector<HTMLTemplateElement>(`template[data-${kind}]`);
    return [
      ...(template?.content.querySelectorAll<HTMLElement>(`[data-${kind.replace(/s$/, "")}]`) ??
        []),
    ];
  }

  #word(kind: "kinds" | "states" | "waited", value: unknown): string {
    const key = kind.replace(/s$/, "");
    return this.#words(kind).find((word) => word.dataset[key] === String(value))?.textContent ?? "";
  }

  #nameOf(properties: Record<string, unknown>): string {
    const count = Number(properties.count ?? 1);
    if (count > 1) return fill(this.#text("several"), { n: count });
    const { kind, state, waited } = properties;
    const words = [
      this.#word("kinds", kind),
      this.#word("states", state),
      this.#word("waited", waited),
    ];
    return words.filter(Boolean).join(" · ");
  }

  #tapped(tapped: Tapped): void {
    const properties = tapped.properties;
    if (!properties) {
      this.#closeSheet();
      return;
    }
    const count = Number(properties.count ?? 1);
    const zoom = this.#view?.zoom() ?? 0;
    if (count > 1 && zoom < DEEPEST) {
      this.#closeSheet();
      this.#view?.fly(tapped.lon, tapped.lat, Math.min(zoom + 2, DEEPEST));
      return;
    }
    this.#showSheet(properties, count);
  }

  #showSheet(properties: Record<string, unknown>, count: number): void {
    const sheet = this.#sheet;
    if (!sheet) return;
    if (sheet.hidden) this.#opener = document.activeElement;
    const title = element("h2");
    title.id = "map-sheet-title";
    title.textContent =
      count > 1 ? fill(this.#text("several"), { n: count }) : this.#word("kinds", properties.kind);
    const head = element("div", "sheet-head");
    head.append(
      title,
      this.#button("close", "close", () => this.#closeSheet()),
    );
    const facts = element("p", "row");
    if (count <= 1) {
      const state = element("span", "state");
      state.dataset.state = String(properties.state);
      state.textContent = this.#word("states", properties.state);
      const waited = element("span", "soft");
      waited.textContent = this.#word("waited", properties.waited);
      facts.append(state, waited);
    }
    const parts: Node[] = [head, facts];
    if (typeof properties.href === "string" && properties.href.startsWith("/")) {
      const link = element("a", "btn btn-plain");
      link.href = properties.href;
      link.textContent = String(properties.reference ?? title.textContent);
      parts.push(link);
    }
    const more = this.querySelector<HTMLTemplateElement>("template[data-more]");
    if (more) parts.push(document.importNode(more.content, true));
    sheet.replaceChildren(...parts);
    sheet.setAttribute("aria-labelledby", title.id);
    sheet.hidden = false;
    sheet.focus({ preventScroll: true });
  }

  #closeSheet(): void {
    if (!this.#sheet || this.#sheet.hidden) return;
    this.#sheet.hidden = true;
    if (this.#opener instanceof HTMLElement) this.#opener.focus({ preventScroll: true });
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}

customElements.define("jitasa-map", JitasaMap);
