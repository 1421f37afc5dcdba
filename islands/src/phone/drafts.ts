// What is typed is kept on the phone a moment after each change, and at once when the page or the view is left.

const SOON = 400;

export class Drafts {
  #timer = 0;
  #isKept = true;
  readonly #keep: () => void;

  constructor(keep: () => void) {
    this.#keep = keep;
    addEventListener("pagehide", this.keepNow);
  }

  /** Something was typed. */
  changed(): void {
    this.#isKept = false;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.keepNow, SOON);
  }

  readonly keepNow = (): void => {
    clearTimeout(this.#timer);
    if (this.#isKept) return;
    this.#isKept = true;
    this.#keep();
  };

  /** What was typed is sent or thrown away: nothing of it is to be kept. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#isKept = true;
  }

  /** The view goes. */
  leave(): void {
    removeEventListener("pagehide", this.keepNow);
    this.keepNow();
  }
}
