// <pin-picker>: a position by the phone's own sense of place or by a map, told back in words.
import { icon } from "./icons";
import { type MapView, openMap, readBackdrop, type Tapped } from "./map-view";
import { whereAmI } from "./where";
import { fill } from "./words";

interface Located {
  in_thailand?: boolean;
  items?: { code: string; full_name: string }[];
  code?: string;
  full_name?: string;
}

class PinPicker extends HTMLElement {
  #ready = false;
  #map: MapView | undefined;
  #asking: AbortController | undefined;

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#part("[data-here]")?.addEventListener("click", () => void this.#here());
    this.#part("[data-open]")?.addEventListener("click", () => void this.#open());
    this.closest("form")?.addEventListener("jitasa:restored", () => this.#showGiven());
    this.#showGiven();
  }

  #part<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }

  #field(name: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  }

  /** A position that the form already holds: shown again by the server, or kept on the phone. */
  #showGiven(): void {
    const lat = Number(this.#field("lat")?.value || Number.NaN);
    const lon = Number(this.#field("lon")?.value || Number.NaN);
    if (!Number.isFinite(lat) || !Number.isFinite(lon)) return;
    void this.#tell(lon, lat, Number(this.#field("accuracy_m")?.value) || undefined);
  }

  async #here(): Promise<void> {
    this.#say(this.dataset.asking);
    const found = await whereAmI();
    if (typeof found === "string") {
      this.#say(this.dataset[found]);
      return;
    }
    this.#set(found.lon, found.lat, "gps", found.accuracy);
    this.#map?.here(found.lon, found.lat, found.accuracy);
    this.#map?.fly(found.lon, found.lat, 15);
  }

  async #open(): Promise<void> {
    const place = this.#part("[data-map]");
    const pin = this.#part("[data-pin]");
    if (!place || !pin || this.#map) return;
    pin.hidden = false;
    place.hidden = false;
    const canvas = document.createElement("div");
    canvas.className = "map-canvas";
    const needle = document.createElement("div");
    needle.className = "map-pin";
    needle.append(icon("pin"));
    const set = document.createElement("button");
    set.type = "button";
    set.className = "btn";
    set.textContent = this.dataset.set ?? "";
    const foot = document.createElement("div");
    foot.className = "map-foot";
    foot.append(set);
    place.append(canvas, needle, foot);

    const [lat = 13.5, lon = 101] = (this.dataset.center ?? "")
      .split(",")
      .map(Number)
      .filter(Number.isFinite);
    const own = { lon: Number(this.#field("lon")?.value), lat: Number(this.#field("lat")?.value) };
    const center =
      own.lon && own.lat
        ? { ...own, zoom: 14 }
        : { lon, lat, zoom: Number(this.dataset.zoom) || 6 };
    try {
      this.#map = await openMap({
        container: canvas,
        label: this.dataset.mapLabel ?? "",
        lang: this.dataset.lang ?? document.documentElement.lang,
        base: this.dataset.base ?? "/tiles/base/{z}/{x}/{y}.mvt",
        backdrop: readBackdrop(this.dataset.backdrop),
        center,
        onTap: (tapped: Tapped) => {
          this.#map?.fly(tapped.lon, tapped.lat);
          this.#set(tapped.lon, tapped.lat, "map");
        },
      });
    } catch {
      place.replaceChildren();
      place.hidden = true;
      this.#say(this.dataset.noMap);
      return;
    }
    set.addEventListener("click", () => {
      const at = this.#map?.place();
      if (at) this.#set(at.lon, at.lat, "map");
    });
  }

  #set(lon: number, lat: number, source: "gps" | "map", accuracy?: number): void {
    const values = {
      lat: lat.toFixed(6),
      lon: lon.toFixed(6),
      accuracy_m: accuracy === undefined ? "" : String(accuracy),
      position_source: source,
    };
    for (const [name, value] of Object.entries(values)) {
      const field = this.#field(name);
      if (field) field.value = value;
    }
    this.#field("lat")?.dispatchEvent(new Event("change", { bubbles: true }));
    void this.#tell(lon, lat, accuracy);
  }

  async #tell(lon: number, lat: number, accuracy?: number): Promise<void> {
    const pin = this.#part("[data-pin]");
    const area = this.#part("[data-area]");
    const detail = this.#part("[data-detail]");
    if (!pin || !area || !detail) return;
    pin.hidden = false;
    area.textContent = this.dataset.picked ?? "";
    const numbers = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    const within = accuracy === undefined ? "" : fill(this.dataset.accuracy ?? "", { m: accuracy });
    detail.textContent = [within, numbers].filter(Boolean).join(" · ");
    this.#say("");

    this.#asking?.abort();
    this.#asking = new AbortController();
    const url = new URL(this.dataset.locateUrl ?? "/api/v1/areas/locate", location.href);
    url.searchParams.set("lat", lat.toFixed(6));
    url.searchParams.set("lon", lon.toFixed(6));
    try {
      const response = await fetch(url, {
        signal: this.#asking.signal,
        headers: { Accept: "application/json" },
      });
      if (response.status === 404 || response.status === 422) {
        area.textContent = "";
        this.#say(this.dataset.outside);
        return;
      }
      if (!response.ok) return;
      const answer = (await response.json()) as Located;
      if (answer.in_thailand === false) {
        area.textContent = "";
        this.#say(this.dataset.outside);
        return;
      }
      const found = answer.items?.[0] ?? answer;
      if (!found.full_name) return;
      area.textContent = found.full_name;
      this.#offer(found.code ?? "", found.full_name);
    } catch {
      // Without a network the pin stands without its name; the server finds the area.
    }
  }

  /** The form's own area field, when the person has not filled it. */
  #offer(code: string, name: string): void {
    const form = this.closest("form");
    const text = form?.querySelector<HTMLInputElement>("input[name='area_text']");
    const hidden = form?.querySelector<HTMLInputElement>("input[name='area']");
    if (!text || (text.value && text.dataset.byPin === undefined)) return;
    text.value = name;
    text.dataset.byPin = "";
    text.addEventListener("input", () => delete text.dataset.byPin, { once: true });
    if (hidden) hidden.value = code;
  }

  #say(words: string | undefined): void {
    const place = this.#part("[data-say]");
    if (place) place.textContent = words ?? "";
  }
}

customElements.define("pin-picker", PinPicker);
