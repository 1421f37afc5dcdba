// Sends what waits, in the order it was made, and fetches what others did: at once, when the network is
// back, and again after a while. One page of the phone sends at a time.
import { askForKey } from "./locks";
import { untilNextTry } from "./waits";

const PATIENCE_FOR_KEY = 20_000;

export type Standing = "resting" | "sending" | "waiting" | "signed-out";

export type Came = "done" | "more" | "later" | "signed-out" | "stranger";

/** What is sent and fetched, and how. */
export interface Exchange {
  /** Whose it is. */
  readonly account: string;
  /** The name of the lock that the one page which sends holds. */
  readonly lock: string;
  /** Reads anew what waits: another page may have sent some of it. */
  load(): Promise<void>;
  /** One step of it. */
  once(): Promise<Came>;
  /** Whether something waits that may go. */
  hasMore(): boolean;
}

export class Sender {
  standing: Standing = "resting";
  /** Told after each page of what is fetched, and when the standing is another. */
  onStanding: () => void = () => undefined;
  /** Somebody else is signed in by now: nothing of this account's is sent as theirs. */
  onStranger: () => void = () => undefined;
  #timer = 0;
  #tries = 0;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(readonly exchange: Exchange) {}

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
      await this.exchange.load();
      let came = await this.#mayBegin();
      while (came === "more" || (came === "done" && this.#again)) {
        this.#again = false;
        came = await this.exchange.once();
        if (came === "more" || came === "done") this.#tries = 0;
        this.onStanding();
      }
      this.#rest(came);
    };
    if (!navigator.locks) return work(true);
    await navigator.locks.request(this.exchange.lock, { ifAvailable: true }, (lock) =>
      work(lock !== null),
    );
  }

  #rest(came: Came): void {
    if (came === "stranger") this.onStranger();
    const isOut = came === "signed-out" || came === "stranger";
    // What the server has put off is tried again like what did not reach it.
    const isLater = came === "later" || (!isOut && this.exchange.hasMore());
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
    return asked.account === this.exchange.account ? "more" : "stranger";
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    this.onStanding();
  }
}
