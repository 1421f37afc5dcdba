// What the map shows and hides, and what its signs mean: kinds of service points with how many there
// are, requests, outlines, names.
import { element, faceButton, tick } from "./elements";
import { drawMark, drawPin, STATUSES } from "./map-points";
import { shapeOf } from "./map-shapes";
import type { MapPoints, MapRequests } from "./map-signs";
import { type Layers, shows, withKind } from "./map-state";

export interface ChooserTexts {
  layers: string;
  close: string;
  points: string;
  all: string;
  none: string;
  requests: string;
  showRequests: string;
  ground: string;
  outlines: string;
  names: string;
  /** A pin that was not checked for long. */
  faded: string;
  legend: string;
}

export class Chooser {
  readonly element = element("div", "map-layers");
  readonly button: HTMLButtonElement;
  #layers: Layers;
  readonly #change: (layers: Layers) => void;

  constructor(
    texts: ChooserTexts,
    layers: Layers,
    points: MapPoints,
    requests: MapRequests,
    more: Node[],
    change: (layers: Layers) => void,
  ) {
    this.#layers = layers;
    this.#change = change;
    this.button = faceButton("layers", texts.layers, () =>
      this.#turn(this.element.hidden === true),
    );
    this.button.setAttribute("aria-expanded", "false");
    this.element.hidden = true;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", texts.layers);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    const head = element("div", "map-layers-head");
    head.append(
      element("b", "", texts.layers),
      faceButton("close", texts.close, () => this.close()),
    );
    this.element.append(head);
    if (points.kinds.length) this.element.append(this.#kinds(texts, points));
    this.element.append(this.#switches(texts), ...more, legend(texts, points, requests));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  close(): void {
    if (!this.isOpen) return;
    const held = this.element.contains(document.activeElement);
    this.#turn(false);
    if (held) this.button.focus();
  }

  #turn(open: boolean): void {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.element.querySelector("input")?.focus({ preventScroll: true });
  }

  #set(layers: Layers): void {
    this.#layers = layers;
    this.#change(layers);
  }

  #kinds(texts: ChooserTexts, { kinds }: MapPoints): HTMLElement {
    const codes = kinds.map(({ code }) => code);
    const group = fieldset(texts.points);
    const boxes: HTMLInputElement[] = [];
    const every = (on: boolean) => {
      for (const box of boxes) box.checked = on;
      this.#set({ ...this.#layers, kinds: on ? "all" : [] });
    };
    const both = element("div", "map-layers-all");
    for (const [words, on] of [
      [texts.all, true],
      [texts.none, false],
    ] as const) {
      const button = element("button", "btn btn-plain btn-small", words);
      button.type = "button";
      button.addEventListener("click", () => every(on));
      both.append(button);
    }
    group.append(both);
    for (const { code, label, icon, count } of kinds) {
      const pin = drawPin(icon, undefined, false, 2);
      pin.setAttribute("aria-hidden", "true");
      const number = element("span", "soft", count.toLocaleString("en"));
      const words = element("span", "map-kind", label);
      const row = tick(
        shows(this.#layers, code),
        (on) => this.#set(withKind(this.#layers, codes, code, on)),
        pin,
        words,
        number,
      );
      boxes.push(row.box);
      group.append(row.label);
    }
    return group;
  }

  #switches(texts: ChooserTexts): HTMLElement {
    const group = fieldset(texts.ground);
    for (const [layer, words] of [
      ["requests", texts.showRequests],
      ["lines", texts.outlines],
      ["labels", texts.names],
    ] as const) {
      const change = (on: boolean) => this.#set({ ...this.#layers, [layer]: on });
      group.append(tick(this.#layers[layer], change, words).label);
    }
    return group;
  }
}

function fieldset(words: string): HTMLElement {
  const group = element("fieldset", "map-group");
  group.append(element("legend", "", words));
  return group;
}

/** The shapes of requests and the signs of points, each with its word. */
function legend(texts: ChooserTexts, points: MapPoints, requests: MapRequests): HTMLElement {
  const holder = element("div", "map-group");
  holder.append(element("b", "", texts.legend));
  const list = element("ul", "map-legend");
  const seen = new Set<string>();
  for (const [state, words] of requests.states) {
    const shape = shapeOf(state);
    // One line a shape, except that "taken" and "on the way" are both worth their words.
    if (seen.has(shape) && shape !== "taken") continue;
    seen.add(shape);
    const row = element("li");
    const word = element("span", "shape", words);
    word.dataset.state = state;
    row.append(word);
    list.append(row);
  }
  if (points.kinds.length) {
    for (const status of STATUSES) {
      list.append(pictured(drawMark(status, 2), points.statuses.get(status) ?? status));
    }
    list.append(pictured(drawPin("clock", "unknown", true, 2), texts.faded));
  }
  holder.append(list);
  return holder;
}

function pictured(picture: HTMLCanvasElement, words: string): HTMLElement {
  picture.setAttribute("aria-hidden", "true");
  const row = element("li", "map-legend-mark");
  row.append(picture, words);
  return row;
}
