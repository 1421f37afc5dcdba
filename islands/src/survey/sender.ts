// Sends what waits, in the order it was made, and fetches what others did: at once, when the network is
// back, and again after a while. One page of the phone sends at a time.
import type { Book } from "./book";
import { askForKey } from "./locks";
import type { Answer, Ask } from "./model";
import { MOST, sendable, settle } from "./settle";
import { untilNextTry } from "./waits";

const PATIENCE = 60_000;
const PATIENCE_FOR_KEY = 20_000;
const LOCK = "jitasa-survey-send";

export type Standing = "resting" | "sending" | "waiting" | "signed-out";

type Came = "done" | "more" | "later" | "signed-out" | "stranger";

export class Sender {
  standing: Standing = "resting";
  /** Told after each page of what is fetched, and when the standing is another. */
  onStanding: () => void = () => undefined;
  /** Somebody else is signed in by now: nothing of this account's is sent as theirs. */
  onStranger: () => void = () => undefined;
  #timer = 0;
  #tries = 0;
  #most = MOST;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    readonly book: Book,
    readonly incident: string,
  ) {}

  /** Comes to an end when all is sent and fetched, or when there is nothing to do but wait. */
  send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#again = false;
  }

  async #run(): Promise<void> {
    const work = async (isOurs: boolean) => {
      if (!isOurs) return;
      this.#stand("sending");
      // What another page has sent is not sent again by this one.
      await this.book.loadOutbox();
      let came = await this.#mayBegin();
      while (came === "more" || (came === "done" && this.#again)) {
        this.#again = false;
        came = await this.#once();
        this.onStanding();
      }
      this.#rest(came);
    };
    if (!navigator.locks) return work(true);
    await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => work(lock !== null));
  }

  #rest(came: Came): void {
    if (came === "stranger") this.onStranger();
    const isOut = came === "signed-out" || came === "stranger";
    // What the server has put off is tried again like what did not reach it.
    const isLater = came === "later" || (!isOut && sendable(this.book.outbox).length > 0);
    this.#tries = isLater ? this.#tries + 1 : 0;
    if (isLater) {
      this.#timer = window.setTimeout(() => void this.send(), untilNextTry(this.#tries));
    }
    this.#stand(isOut ? "signed-out" : isLater ? "waiting" : "resting");
  }

  /** The session's cookie is the browser's, not this page's: whose it is now is asked each time. */
  async #mayBegin(): Promise<Came> {
    const asked = await askForKey(PATIENCE_FOR_KEY);
    if (asked === "signed-out") return asked;
    if (asked === "away") return "later";
    return asked.account === this.book.account ? "more" : "stranger";
  }

  async #once(): Promise<Came> {
    // What was certainly not sent can still be typed anew as it is.
    if (!navigator.onLine) return "later";
    const going = sendable(this.book.outbox, this.#most);
    // The server may have them from here on, whatever becomes of the answer.
    if (going.length > 0) {
      await this.book.queue(going.map((one) => ({ ...one, tries: one.tries + 1 })));
    }
    const { cursor, epoch } = this.book.notes;
    const changes = going.map(({ change }) => change);
    const ask: Ask = { v: 1, incident: this.incident, cursor, epoch, changes };
    let response: Response;
    let answer: Answer;
    try {
      response = await fetch("/api/v1/households/sync", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(ask),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status === 401) return "signed-out";
      if (response.status === 413) this.#most = Math.max(1, Math.floor(this.#most / 2));
      if (!response.ok) return "later";
      answer = (await response.json()) as Answer;
    } catch {
      return "later";
    }
    const now = Date.now();
    const sent = await this.book.sent();
    const { notes, outbox, households } = this.book;
    const kept = { epoch: notes.epoch, seen: notes.seen, outbox, sent, handles: households.keys() };
    const settled = settle(kept, ask, answer, now);
    await this.book.settle(settled, new Date(now).toISOString());
    if (settled.stuck) return "later";
    this.#tries = 0;
    const asked = new Set(changes.map(({ id }) => id));
    const isMore = sendable(this.book.outbox).some(({ change }) => !asked.has(change.id));
    return settled.more || isMore ? "more" : "done";
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    this.onStanding();
  }
}
