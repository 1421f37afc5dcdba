// How supplies are sent and fetched: what waits one by one by the addresses that programs use, each under its own
// key, and then the books as they are now.
import { type Came, type Exchange, Sender } from "../phone/sender";
import type { SupplyBook } from "./book";
import type { Deed, Pocket, Waiting } from "./model";
import { outcomeOf, sendable } from "./settle";

const PATIENCE = 60_000;
/** The phone's idea of the server's clock may be a little ahead of it, and nothing is entered ahead of time. */
const MARGIN = 1_000;

export interface Call {
  path: string;
  body: unknown;
}

/** Where a deed is sent, and as what. `skew`: by how much the server's clock is ahead. */
export function callOf(deed: Deed, skew: number): Call {
  const { unit } = deed;
  const at = new Date(Date.parse(deed.made_at) + skew - MARGIN).toISOString();
  const when = (day?: string) => (day ? { happened_on: day } : { happened_at: at });
  const some = (text: string) => text || undefined;
  switch (deed.kind) {
    case "close": {
      const { day, counts } = deed;
      return { path: `/api/v1/supply/days/${unit}/${day}/close`, body: { counts } };
    }
    case "acknowledge": {
      const { shipment, lines, note } = deed;
      const path = `/api/v1/supply/allocations/${shipment}/acknowledge`;
      return { path, body: { unit, lines, note: some(note), happened_at: at } };
    }
    default: {
      const { id: _id, made_at: _made, happened_on, note, lot, ...told } = deed;
      const body = { ...told, ...when(happened_on), lot: some(lot), note: some(note) };
      if (deed.kind !== "receipt") return { path: "/api/v1/supply/entries", body };
      const { expires_on, party, document } = deed;
      const paper = {
        expires_on: some(expires_on),
        party: some(party),
        document: some(document),
      };
      return { path: "/api/v1/supply/entries", body: { ...body, ...paper } };
    }
  }
}

class SupplyExchange implements Exchange {
  readonly lock = "jitasa-supplies-send";

  constructor(
    readonly book: SupplyBook,
    readonly incident: string,
  ) {}

  get account(): string {
    return this.book.account;
  }

  load(): Promise<void> {
    return this.book.load();
  }

  hasMore(): boolean {
    return sendable(this.book.outbox) !== undefined;
  }

  async once(): Promise<Came> {
    // What was certainly not sent can still be typed anew as it is.
    if (!navigator.onLine) return "later";
    const going = sendable(this.book.outbox);
    try {
      return going ? await this.#send(going) : await this.#fetch();
    } catch {
      return "later";
    }
  }

  async #send(going: Waiting): Promise<Came> {
    const skew = going.skew ?? this.book.notes.skew;
    const waiting = { ...going, tries: going.tries + 1, skew };
    // The server may have it from here on, whatever becomes of the answer.
    await this.book.queue([waiting]);
    const { path, body } = callOf(waiting.deed, skew);
    const response = await fetch(path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "Idempotency-Key": waiting.deed.id,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said: unknown = await response.json().catch(() => undefined);
    const outcome = outcomeOf(response.status, said);
    if (outcome === "done") await this.book.acknowledge(waiting, Date.now());
    else if (typeof outcome === "object") {
      await this.book.queue([{ ...waiting, refused: outcome }]);
    } else return outcome;
    return "more";
  }

  async #fetch(): Promise<Came> {
    const askedAt = Date.now();
    const query = new URLSearchParams({ incident: this.incident });
    const response = await fetch(`/api/v1/supply/phone?${query}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401) return "signed-out";
    if (!response.ok) return "later";
    const isBehind = await this.book.take((await response.json()) as Pocket, askedAt);
    return isBehind ? "more" : "done";
  }
}

export const supplySender = (book: SupplyBook, incident: string): Sender =>
  new Sender(new SupplyExchange(book, incident));
