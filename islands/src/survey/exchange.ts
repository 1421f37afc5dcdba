// How the survey sends and fetches: changes and households by one address, a page at a time.
import type { Came, Exchange } from "../phone/sender";
import { Sender } from "../phone/sender";
import type { Book } from "./book";
import type { Answer, Ask } from "./model";
import { MOST, sendable, settle } from "./settle";

const PATIENCE = 60_000;

class SurveyExchange implements Exchange {
  readonly lock = "jitasa-survey-send";
  #most = MOST;

  constructor(
    readonly book: Book,
    readonly incident: string,
  ) {}

  get account(): string {
    return this.book.account;
  }

  load(): Promise<void> {
    return this.book.loadOutbox();
  }

  hasMore(): boolean {
    return sendable(this.book.outbox).length > 0;
  }

  async once(): Promise<Came> {
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
    const asked = new Set(changes.map(({ id }) => id));
    const isMore = sendable(this.book.outbox).some(({ change }) => !asked.has(change.id));
    return settled.more || isMore ? "more" : "done";
  }
}

export const surveySender = (book: Book, incident: string): Sender =>
  new Sender(new SurveyExchange(book, incident));
