// What every view of the survey stands on.
import type { Book } from "./book";
import type { Labels } from "./labels";
import type { Locks } from "./locks";
import type { Pieces } from "./pieces";
import type { Sender } from "./sender";

export interface Stage {
  pieces: Pieces;
  labels: Labels;
  book: Book;
  locks: Locks;
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

export type Opens = (stage: Stage, handle: string) => View | Promise<View>;

/** The heading of a new view has the focus, so that it is read out. */
export function focusHeading(place: HTMLElement): void {
  scrollTo(0, 0);
  place.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}
