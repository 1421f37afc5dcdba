// The books of a unit with what waits laid over them, as the server will have them when all of it has arrived.
// The same rules as there (src/supplies/rules). Pure.
import type {
  Acknowledgement,
  Books,
  Closing,
  Deed,
  Goods,
  Incoming,
  Moved,
  Receipt,
} from "./model";

const HOUR = 3_600_000;

/** The day in Thailand of an instant in milliseconds. */
export function dayOf(at: number): string {
  return new Date(at + 7 * HOUR).toISOString().slice(0, 10);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * HOUR).toISOString().slice(0, 10);
}

/** What a day says of a lot. */
export interface Line extends Goods {
  opening: number;
  moved: Omit<Moved, "date" | "item" | "lot">;
  /** What ought to be there: what was there, came and went. */
  expected: number;
}

const NOTHING = { received: 0, sent: 0, handed_out: 0, corrected: 0 };
const netOf = ({ received, sent, handed_out, corrected }: typeof NOTHING): number =>
  received - sent - handed_out + corrected;
const nameOf = ({ item, lot }: { item: string; lot: string }) => `${item}\t${lot}`;

/** What was handed out to all groups together. */
export const sumOf = (groups: readonly { quantity: number }[]): number =>
  groups.reduce((sum, { quantity }) => sum + quantity, 0);

/** The books of a unit as they stand. */
export class Ledger {
  readonly #stock = new Map<string, Goods>();
  readonly #opening = new Map<string, number>();
  #moved: Moved[];
  #incoming: Incoming[];
  /** The first day that is not closed. */
  firstOpen: string;

  /** `skew`: by how many milliseconds the server's clock is ahead of the phone's. */
  constructor(
    readonly books: Books,
    deeds: readonly Deed[],
    readonly skew = 0,
  ) {
    this.firstOpen = books.last_closed_on ? dayAfter(books.last_closed_on) : books.opened_on;
    this.#moved = books.moved.map((moved) => ({ ...moved }));
    this.#incoming = [...books.incoming];
    for (const goods of books.stock) {
      this.#stock.set(nameOf(goods), { ...goods });
      this.#opening.set(nameOf(goods), goods.quantity);
    }
    for (const moved of books.moved) {
      const name = nameOf(moved);
      this.#opening.set(name, (this.#opening.get(name) ?? 0) - netOf(moved));
    }
    for (const deed of deeds) if (deed.unit === books.unit) this.#lay(deed);
  }

  /** What there is now, what expires first coming first. */
  stock(): Goods[] {
    return [...this.#stock.values()].filter(({ quantity }) => quantity > 0).sort(byExpiry);
  }

  /** So much of an item, of one lot where one is named. */
  left(item: string, lot = ""): number {
    const goods = this.stock().filter((one) => one.item === item && (!lot || one.lot === lot));
    return sumOf(goods);
  }

  /** So much of an item may be handed out on a day: what is not promised, and has not expired. */
  free(item: string, lot: string, day: string): number {
    return sumOf(this.#usable(item, lot, day));
  }

  incoming(): readonly Incoming[] {
    return this.#incoming;
  }

  /** The first day that may be closed. */
  next(today: string): string | undefined {
    return this.firstOpen <= today ? this.firstOpen : undefined;
  }

  /** The lines of the first open day. */
  lines(): Line[] {
    const lines = new Map<string, Line>();
    for (const [name, opening] of this.#opening) {
      if (opening !== 0) lines.set(name, this.#line(name, opening));
    }
    for (const moved of this.#moved) {
      if (moved.date !== this.firstOpen) continue;
      const name = nameOf(moved);
      const line = lines.get(name) ?? this.#line(name, 0);
      for (const what of ["received", "sent", "handed_out", "corrected"] as const) {
        line.moved[what] += moved[what];
      }
      line.expected = line.opening + netOf(line.moved);
      lines.set(name, line);
    }
    const inOrder = (one: Line, other: Line) => (nameOf(one) < nameOf(other) ? -1 : 1);
    return [...lines.values()].sort(inOrder);
  }

  /** Nothing moved on the first open day. */
  isQuiet(): boolean {
    return !this.#moved.some(({ date }) => date === this.firstOpen);
  }

  #line(name: string, opening: number): Line {
    const [item = "", lot = ""] = name.split("\t");
    const expires_on = this.#stock.get(name)?.expires_on ?? null;
    return {
      item,
      lot,
      expires_on,
      quantity: opening,
      opening,
      moved: { ...NOTHING },
      expected: opening,
    };
  }

  #lay(deed: Deed): void {
    switch (deed.kind) {
      case "receipt":
        this.#receive(deed);
        break;
      case "hand_out":
        this.#take(deed, sumOf(deed.groups), (n) => ({ handed_out: n }));
        break;
      case "loss":
        this.#take(deed, deed.quantity, (n) => ({ corrected: -n }));
        break;
      case "acknowledge":
        this.#acknowledge(deed);
        break;
      case "close":
        this.#close(deed);
    }
  }

  #receive(receipt: Receipt): void {
    const { item, lot, quantity } = receipt;
    const goods = { item, lot, expires_on: receipt.expires_on || null, quantity };
    this.#move(this.#bookedOn(receipt), goods, { received: quantity });
  }

  #acknowledge(told: Acknowledgement): void {
    const shipment = this.#incoming.find(({ id }) => id === told.shipment);
    this.#incoming = this.#incoming.filter((one) => one !== shipment);
    for (const came of told.lines.filter(({ received }) => received > 0)) {
      const sent = shipment?.lines.find((line) => nameOf(line) === nameOf(came));
      const goods = { ...came, expires_on: sent?.expires_on ?? null, quantity: came.received };
      this.#move(this.#bookedOn(told), goods, { received: came.received });
    }
  }

  #close({ day, counts }: Closing): void {
    if (day !== this.firstOpen) return;
    this.#opening.clear();
    for (const count of counts) {
      const stock = this.#stock.get(nameOf(count));
      if (stock) stock.quantity += count.counted - count.expected;
      this.#opening.set(nameOf(count), count.counted);
    }
    this.firstOpen = dayAfter(day);
    this.#moved = this.#moved.filter(({ date }) => date >= this.firstOpen);
  }

  /** What is late for a closed day counts for the first open one. */
  #bookedOn({ made_at, ...deed }: Deed): string {
    const told = "happened_on" in deed ? deed.happened_on : undefined;
    const day = told || dayOf(Date.parse(made_at) + this.skew);
    const isOpen = day > this.firstOpen;
    return isOpen ? day : this.firstOpen;
  }

  /** From the lot that is named, else from what expires first. */
  #take(
    deed: Deed & { item: string; lot: string },
    quantity: number,
    moves: (n: number) => Partial<typeof NOTHING>,
  ): void {
    const day = this.#bookedOn(deed);
    const isOf = ({ item, lot }: Goods) => item === deed.item && (!deed.lot || lot === deed.lot);
    // What is spoilt is spoilt for whomever it was meant, and expired or not.
    const lots =
      deed.kind === "loss" ? this.stock().filter(isOf) : this.#usable(deed.item, deed.lot, day);
    let left = quantity;
    for (const goods of lots) {
      const taken = Math.min(left, goods.quantity);
      if (taken > 0) this.#move(day, { ...goods, quantity: -taken }, moves(taken));
      left -= taken;
    }
  }

  /** Lots from which goods are given to people, without what is promised to others. */
  #usable(item: string, lot: string, day: string): Goods[] {
    const lots = this.stock().filter(
      (goods) =>
        goods.item === item &&
        (!lot || goods.lot === lot) &&
        (!goods.expires_on || goods.expires_on >= day),
    );
    return lots.map((goods) => {
      const promised = this.books.reserved.filter((one) => nameOf(one) === nameOf(goods));
      return { ...goods, quantity: Math.max(0, goods.quantity - sumOf(promised)) };
    });
  }

  #move(date: string, goods: Goods, how: Partial<typeof NOTHING>): void {
    const { item, lot, expires_on, quantity } = goods;
    const known = this.#stock.get(nameOf(goods));
    if (known) known.quantity += quantity;
    else this.#stock.set(nameOf(goods), { item, lot, expires_on, quantity });
    this.#moved.push({ date, item, lot, ...NOTHING, ...how });
  }
}

function byExpiry(one: Goods, other: Goods): number {
  if (one.item !== other.item) return one.item < other.item ? -1 : 1;
  const last = "9999";
  const [a, b] = [one.expires_on ?? last, other.expires_on ?? last];
  return a === b ? (one.lot < other.lot ? -1 : 1) : a < b ? -1 : 1;
}
