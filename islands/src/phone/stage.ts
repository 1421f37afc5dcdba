// What every view of a program on the phone stands on.
import type { Locks } from "./locks";
import type { Pieces } from "./pieces";
import type { Sender } from "./sender";

export interface Ground {
  pieces: Pieces;
  locks: Locks;
  /** Opens what lies sealed. */
  key: CryptoKey;
  sender: Sender;
  incident: string;
  /** Where the view is put. */
  place: HTMLElement;
  /** To another view. */
  go: (hash: string) => void;
  /** Tells the browser, and sends if it can. */
  sendSoon: () => void;
}

export interface View {
  /** What is kept has changed, and nothing is being typed here. */
  refresh?: () => void;
  /** Another view comes. */
  leave?: () => void;
}

/** The heading of a new view has the focus, so that it is read out. */
export function focusHeading(place: HTMLElement): void {
  scrollTo(0, 0);
  place.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}
