// Requests and points on the simpler map: marks from GeoJSON, each of them reached with the keyboard.
import * as L from "leaflet";
import { drawPin, isFaded, nameIn, PIN, type PointKind, statusOf } from "./map-points";
import { drawShape, SIZE, shapeOf } from "./map-shapes";
import { countOf, type Sign } from "./map-view";

interface Answer {
  features?: {
    geometry: { type: string; coordinates: [number, number] };
    properties: Record<string, unknown>;
  }[];
}

/** From this zoom on a pin has its name beneath it. */
const NAMES_FROM = 14;

export interface Wish {
  of: Sign["of"];
  kinds: PointKind[];
  lang: string;
  nameOf: (sign: Sign) => string;
  onTap: (sign: Sign, near: Sign[]) => void;
}

/** Marks of one kind of sign; `load` takes the address for the view, undefined for none at all. */
export class Marks {
  readonly #group = L.layerGroup();
  readonly #map: L.Map;
  readonly #wish: Wish;
  #signs: Sign[] = [];
  #asking: AbortController | undefined;

  constructor(map: L.Map, wish: Wish) {
    this.#map = map;
    this.#wish = wish;
    this.#group.addTo(map);
  }

  async load(address: string | undefined): Promise<void> {
    this.#asking?.abort();
    if (address === undefined) {
      this.#signs = [];
      this.#group.clearLayers();
      return;
    }
    this.#asking = new AbortController();
    const url = new URL(address, location.href);
    url.searchParams.set("bbox", this.#map.getBounds().toBBoxString());
    url.searchParams.set("zoom", String(this.#map.getZoom()));
    try {
      const response = await fetch(url, { signal: this.#asking.signal });
      if (!response.ok) return;
      const answer = (await response.json()) as Answer;
      this.#signs = (answer.features ?? [])
        .filter(({ geometry }) => geometry.type === "Point")
        .map(({ geometry: { coordinates }, properties }) => ({
          of: this.#wish.of,
          lon: coordinates[0],
          lat: coordinates[1],
          properties,
        }));
      this.#draw();
    } catch {
      // The last marks stay until the network is back.
    }
  }

  #draw(): void {
    this.#group.clearLayers();
    for (const sign of this.#signs) {
      const title = this.#wish.nameOf(sign);
      const mark = L.marker([sign.lat, sign.lon], { icon: this.#face(sign), title, alt: title });
      const tap = () => this.#wish.onTap(sign, this.#near(sign));
      mark.on("click", tap);
      // Leaflet makes a mark a button by name, but of its keys it knows none.
      mark.on("keydown", (event) => {
        if (["Enter", " "].includes(event.originalEvent.key)) tap();
      });
      this.#group.addLayer(mark);
    }
  }

  /** This sign first, then those that lie under or over it. */
  #near(sign: Sign): Sign[] {
    const at = this.#map.latLngToContainerPoint([sign.lat, sign.lon]);
    const far = (one: Sign) => this.#map.latLngToContainerPoint([one.lat, one.lon]).distanceTo(at);
    const others = this.#signs.filter((one) => one !== sign && far(one) < 14);
    return [sign, ...others];
  }

  #face({ of, properties }: Sign): L.DivIcon {
    const count = countOf(properties);
    if (count > 1) {
      const side = Math.min(64, 28 + 9 * Math.log10(count));
      const html = document.createElement("div");
      html.textContent = count.toLocaleString("en");
      const className = `leaf-shape leaf-count leaf-${of}`;
      return L.divIcon({ className, html, iconSize: [side, side] });
    }
    if (of === "requests") {
      const html = drawShape(shapeOf(properties.state), 2);
      return L.divIcon({ className: "leaf-shape", html, iconSize: [SIZE, SIZE] });
    }
    const icon = this.#wish.kinds.find(({ code }) => code === properties.kind)?.icon ?? "pin";
    const html = document.createElement("div");
    html.append(drawPin(icon, statusOf(properties), isFaded(properties), 2));
    if (this.#map.getZoom() >= NAMES_FROM) {
      const name = document.createElement("span");
      name.textContent = nameIn(this.#wish.lang, properties);
      html.append(name);
    }
    return L.divIcon({
      className: "leaf-pin",
      html,
      iconSize: [PIN.width, PIN.height],
      iconAnchor: [PIN.width / 2, PIN.height],
    });
  }
}
