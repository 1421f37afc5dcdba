// <jitasa-map>: the map of requests and service points with its search, layers, own position and the
// sheet of what was tapped. Its content (the list) stays what is shown when no map can be drawn.
import { element, faceButton } from "./elements";
import { Chooser } from "./map-chooser";
import { followed, hereButton, listLink, searchBox, shareButton } from "./map-furniture";
import { Sheet } from "./map-sheet";
import { MapPoints, MapRequests } from "./map-signs";
import {
  EVERYTHING,
  fromHash,
  fromQuery,
  type Layers,
  onlyThose,
  pointsQuery,
  remember,
  remembered,
  toHash,
  withoutPlace,
} from "./map-state";
import { readValues, valuesLegend } from "./map-values";
import {
  type Bounds,
  countOf,
  type MapView,
  openMap,
  readBackdrop,
  type Sign,
  type Tapped,
  withQuery,
} from "./map-view";

const REFRESH = 60_000;
/** From this zoom on the tiles hold single signs, and a tap tells what is there. */
const DEEPEST = 14;

class JitasaMap extends HTMLElement {
  #ready = false;
  #view: MapView | undefined;
  #layers: Layers = EVERYTHING;
  #points!: MapPoints;
  #requests!: MapRequests;
  #sheet!: Sheet;
  #chooser: Chooser | undefined;
  #say = element("p", "map-say");
  #timer = 0;

  /** The board it stands on has heard of something, or the network is back. */
  readonly #fresh = () => this.#view?.refresh();
  /** From now on a worker keeps what is fetched: what is on the screen is fetched once more, for it. */
  readonly #kept = () => this.#view?.refresh(true);
  /** Somebody pasted another view into the address, or went back to one. */
  readonly #moved = () => {
    const { place } = fromHash(location.hash);
    if (place) this.#view?.fly(place.lon, place.lat, place.zoom);
  };

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    void this.#open();
    document.addEventListener("board:fresh", this.#fresh);
    addEventListener("online", this.#kept);
    navigator.serviceWorker?.addEventListener("controllerchange", this.#kept);
    if (this.#isLinked) addEventListener("hashchange", this.#moved);
    this.#timer = window.setInterval(() => {
      if (!document.hidden) this.#view?.refresh();
    }, REFRESH);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
    document.removeEventListener("board:fresh", this.#fresh);
    removeEventListener("online", this.#kept);
    navigator.serviceWorker?.removeEventListener("controllerchange", this.#kept);
    removeEventListener("hashchange", this.#moved);
  }

  /** Whether the view stands in the address: on the page that is the map, not where it is one part. */
  get #isLinked(): boolean {
    return this.dataset.tShare !== undefined;
  }

  async #open(): Promise<void> {
    const under = element("div", "map-under");
    under.append(...[...this.childNodes].filter((node) => !(node instanceof HTMLTemplateElement)));
    under.hidden = true;
    const canvas = element("div", "map-canvas");
    this.#say.setAttribute("role", "status");
    this.append(canvas, element("div", "map-cross"), this.#say, under);

    const data = this.dataset;
    const lang = data.lang ?? document.documentElement.lang;
    this.#points = new MapPoints(this, lang, {
      several: this.#text("pointsSeveral"),
      free: this.#text("pointsFree"),
    });
    this.#requests = new MapRequests(this, this.#text("several"));
    // What was looked at last, behind the #, goes before where the link of another page led.
    const linked = this.#isLinked
      ? { ...fromQuery(location.search), ...fromHash(location.hash) }
      : {};
    const kept = this.#isLinked ? remembered(storage()) : undefined;
    this.#layers = linked.layers ?? kept ?? EVERYTHING;
    const only = this.#isLinked ? onlyThose(location.search) : "";
    const values = readValues(data);
    const backdrop = readBackdrop(data.backdrop);
    try {
      this.#view = await openMap({
        container: canvas,
        label: data.label ?? "",
        lang,
        base: data.base ?? "/tiles/base/{z}/{x}/{y}.mvt",
        backdrop,
        values,
        layers: this.#layers,
        requests: {
          tiles: withQuery(data.tiles ?? "/tiles/public/{z}/{x}/{y}.mvt", data.query),
          geojson: withQuery(data.geojson ?? "/api/v1/map/requests.geojson", data.query),
        },
        points: this.#points.kinds.length
          ? {
              tiles: withQuery(data.points ?? "/tiles/points/{z}/{x}/{y}.mvt", only),
              geojson: withQuery(data.pointsGeojson ?? "/api/v1/map/points.geojson", only),
              kinds: this.#points.kinds,
            }
          : undefined,
        ...(linked.place ? { center: linked.place } : { bounds: this.#bounds() }),
        onTap: (tapped) => this.#tapped(tapped),
        onMove: () => this.#keepView(),
        nameOf: (sign) => this.#nameOf(sign),
      });
    } catch (fault) {
      console.warn("No map can be drawn here", fault);
      canvas.remove();
      this.#say.textContent = this.#text("noMap");
      this.#say.classList.remove("map-say");
      under.prepend(this.#say);
      under.hidden = false;
      return;
    }
    const legend = values ? [valuesLegend(values, this.#text("values"))] : [];
    this.append(...this.#furniture(this.#view, legend));
    const credit = [backdrop?.credit, data.credit].filter(Boolean).join(" · ");
    if (credit) this.append(element("small", "map-credit", credit));
    data.open = "";
    const kind = this.querySelector(".leaflet-container") ? "simple-map" : "map";
    void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ kind }));
  }

  #bounds(): Bounds {
    const bounds = (this.dataset.bounds ?? "").split(",").map(Number);
    return bounds.length === 4 ? (bounds as Bounds) : [97.3, 5.6, 105.7, 20.5];
  }

  #text(name: string): string {
    return this.dataset[`t${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  }

  #texts<K extends string>(...names: K[]): Record<K, string> {
    return Object.fromEntries(names.map((name) => [name, this.#text(name)])) as Record<K, string>;
  }

  #furniture(view: MapView, legend: Node[]): HTMLElement[] {
    const say = (words: string) => {
      this.#say.textContent = words;
    };
    const searchUrl = this.dataset.searchUrl ?? "/api/v1/areas/search";
    const search = searchBox(searchUrl, this.#texts("search", "none", "found"), (place) => {
      if (place.bbox) view.fit(place.bbox);
      else if (this.dataset.list) location.assign(this.#list(`area=${place.code}`));
    });
    const chooser = new Chooser(
      {
        ...this.#texts("layers", "close", "all", "outlines", "names", "faded", "legend"),
        points: this.#text("points"),
        none: this.#text("noneOf"),
        requests: this.#text("requests"),
        showRequests: this.#text("requests"),
        ground: this.#text("onMap"),
      },
      this.#layers,
      this.#points,
      this.#requests,
      legend,
      (layers) => this.#show(layers),
    );
    this.#chooser = chooser;
    const texts = this.#texts("close", "back", "loading", "noCard", "details", "pointsHere");
    this.#sheet = new Sheet(texts, () =>
      this.querySelector<HTMLElement>("canvas[tabindex], .leaflet-container"),
    );
    const buttons = element("div", "map-buttons");
    buttons.append(
      chooser.button,
      hereButton(view, this.#texts("here", "denied"), say),
      ...(this.#isLinked
        ? [shareButton(() => this.#address(), this.#texts("share", "shared"), say)]
        : []),
      faceButton("plus", this.#text("zoomIn"), () => view.zoomBy(1)),
      faceButton("minus", this.#text("zoomOut"), () => view.zoomBy(-1)),
    );
    const parts = [search, buttons, chooser.element];
    if (this.dataset.list) parts.push(listLink(this.#list(), this.#text("list")));
    this.#linkPoints(view);
    return [...parts, this.#sheet.element];
  }

  #show(layers: Layers): void {
    this.#layers = layers;
    if (this.#isLinked) remember(storage(), layers);
    this.#view?.show(layers);
    this.#keepView();
  }

  /** The view in the address, so that a reload, the back button and a copied address lead to it. */
  #keepView(): void {
    if (!this.#isLinked || !this.#view) return;
    const url = withoutPlace(new URL(location.href));
    url.hash = toHash(this.#view.place(), this.#layers);
    history.replaceState(history.state, "", url);
  }

  #address(): string {
    const url = withoutPlace(new URL(location.href));
    // Each reads the map in their own language.
    url.searchParams.delete("lang");
    if (this.#view) url.hash = toHash(this.#view.place(), this.#layers);
    return url.href;
  }

  #list(more = ""): string {
    const list = withQuery(this.dataset.list ?? "", this.dataset.query);
    return withQuery(list, more);
  }

  /** The page's link to the list of points leads to those that are seen here. */
  #linkPoints(view: MapView): void {
    const link = this.parentElement?.querySelector<HTMLAnchorElement>("a[data-points-list]");
    if (!link) return;
    followed(link, () =>
      withQuery("/points", pointsQuery(view.place(), this.#layers, onlyThose(location.search))),
    );
  }

  #nameOf(sign: Sign): string {
    if (sign.of === "requests") return this.#requests.nameOf(sign);
    return [this.#points.nameOf(sign), this.#points.about(sign)].filter(Boolean).join(" · ");
  }

  #tapped({ signs }: Tapped): void {
    this.#chooser?.close();
    const [first] = signs;
    if (!first) {
      this.#sheet.close();
      return;
    }
    const zoom = this.#view?.place().zoom ?? 0;
    if (countOf(first.properties) > 1 && zoom < DEEPEST) {
      this.#sheet.close();
      this.#view?.fly(first.lon, first.lat, Math.min(zoom + 2, DEEPEST));
      return;
    }
    if (first.of === "requests") {
      this.#request(first);
      return;
    }
    const points = signs.filter(
      ({ of, properties }) => of === "points" && countOf(properties) <= 1,
    );
    if (points.length > 1) this.#sheet.list(points, this.#points);
    else void this.#sheet.card(first, this.#points);
  }

  #request({ properties }: Sign): void {
    const count = countOf(properties);
    const sign = { properties } as Sign;
    const title =
      count > 1
        ? this.#requests.nameOf(sign)
        : (this.#requests.kinds.get(String(properties.kind)) ?? "");
    const facts = element("p", "row");
    if (count <= 1) {
      const state = element("span", "state", this.#requests.states.get(String(properties.state)));
      state.dataset.state = String(properties.state);
      const waited = this.#requests.waited.get(String(properties.waited));
      facts.append(state, element("span", "soft", waited));
    }
    const parts: Node[] = [facts];
    if (typeof properties.href === "string" && properties.href.startsWith("/")) {
      const link = element("a", "btn btn-plain", String(properties.reference ?? title));
      link.href = properties.href;
      parts.push(link);
    }
    const more = this.querySelector<HTMLTemplateElement>("template[data-more]");
    if (more) parts.push(document.importNode(more.content, true));
    this.#sheet.open(title, parts);
  }
}

/** Storage of this phone, where it may be used at all. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

customElements.define("jitasa-map", JitasaMap);
