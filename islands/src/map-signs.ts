// The words of signs: what the page's templates tell of requests and of service points, and names made
// of them, the same for sheet, keyboard and screen reader.
import {
  drawPin,
  isFaded,
  nameIn,
  type PointKind,
  readKinds,
  STATUSES,
  statusOf,
} from "./map-points";
import { countOf, type Sign } from "./map-view";
import { fill } from "./words";

/** The page's templates of words, and the attribute that holds the code of each word. */
const WORDS = {
  kinds: "kind",
  states: "state",
  waited: "waited",
  "point-statuses": "status",
  "point-fresh": "fresh",
} as const;

/** The words of one of the page's templates, by their code. */
export function wordsOf(root: ParentNode, which: keyof typeof WORDS): Map<string, string> {
  const key = WORDS[which];
  const template = root.querySelector<HTMLTemplateElement>(`template[data-${which}]`);
  const spans = template?.content.querySelectorAll<HTMLElement>(`[data-${key}]`) ?? [];
  return new Map(
    [...spans].map((span) => [span.dataset[key] ?? "", span.textContent?.trim() ?? ""]),
  );
}

export class MapPoints {
  readonly kinds: PointKind[];
  readonly statuses: Map<string, string>;
  readonly #fresh: Map<string, string>;
  readonly #lang: string;
  readonly #several: string;
  readonly #free: string;

  constructor(root: HTMLElement, lang: string, texts: { several: string; free: string }) {
    this.kinds = readKinds(root);
    this.statuses = wordsOf(root, "point-statuses");
    this.#fresh = wordsOf(root, "point-fresh");
    this.#lang = lang;
    this.#several = texts.several;
    this.#free = texts.free;
  }

  /** How many points there are to see at all. */
  get total(): number {
    return this.kinds.reduce((sum, kind) => sum + kind.count, 0);
  }

  #kind(sign: Sign): PointKind | undefined {
    return this.kinds.find(({ code }) => code === sign.properties.kind);
  }

  nameOf(sign: Sign): string {
    const count = countOf(sign.properties);
    if (count > 1) return fill(this.#several, { n: count });
    return nameIn(this.#lang, sign.properties) || (this.#kind(sign)?.label ?? "");
  }

  /** Kind, status, what is free and how sure that is, in one line; of many, how many are open and so on. */
  about(sign: Sign): string {
    const { properties } = sign;
    if (countOf(properties) > 1) {
      const of = STATUSES.filter((status) => Number(properties[`n_${status}`]) > 0);
      return of
        .map((status) => `${this.statuses.get(status) ?? status} ${properties[`n_${status}`]}`)
        .join(" · ");
    }
    const free = properties.free;
    const parts = [
      this.#kind(sign)?.label,
      this.statuses.get(statusOf(properties)),
      typeof free === "number" ? fill(this.#free, { n: free }) : "",
      isFaded(properties) ? this.#fresh.get(String(properties.fresh)) : "",
    ];
    return parts.filter(Boolean).join(" · ");
  }

  pinOf(sign: Sign): HTMLCanvasElement {
    const { properties } = sign;
    const icon = this.#kind(sign)?.icon ?? "pin";
    const pin = drawPin(icon, statusOf(properties), isFaded(properties), 2);
    pin.setAttribute("aria-hidden", "true");
    return pin;
  }
}

/** A request in words. */
export class MapRequests {
  readonly kinds: Map<string, string>;
  readonly states: Map<string, string>;
  readonly waited: Map<string, string>;
  readonly #several: string;

  constructor(root: HTMLElement, several: string) {
    this.kinds = wordsOf(root, "kinds");
    this.states = wordsOf(root, "states");
    this.waited = wordsOf(root, "waited");
    this.#several = several;
  }

  nameOf({ properties }: Sign): string {
    const count = countOf(properties);
    if (count > 1) return fill(this.#several, { n: count });
    const { kind, state, waited } = properties;
    return [
      this.kinds.get(String(kind)),
      this.states.get(String(state)),
      this.waited.get(String(waited)),
    ]
      .filter(Boolean)
      .join(" · ");
  }
}
