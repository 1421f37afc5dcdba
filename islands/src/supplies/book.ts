// All that the phone keeps of an account's supply units, opened: in memory for showing, sealed on disk.
import { type Write, write } from "../phone/database";
import type { Fields } from "../phone/fields";
import type { Waits } from "../phone/program";
import { SealedRows } from "../phone/sealed";
import { Ledger } from "./ledger";
import type { Pocket, Sent, Waiting } from "./model";
import { again, toLay, tooOld } from "./settle";

interface Notes {
  pocket: Pocket | null;
  /** By the phone's clock, when the pocket was asked for. */
  toldAt: number;
  /** By how many milliseconds the server's clock is ahead. */
  skew: number;
  sentAt: string | null;
}

const NOTHING: Notes = { pocket: null, toldAt: 0, skew: 0, sentAt: null };
const NOTES = "supplies";

export class SupplyBook {
  outbox: Waiting[] = [];
  sent: Sent[] = [];
  notes: Notes = { ...NOTHING };
  /** Called when something is different. */
  onChange: () => void = () => undefined;
  readonly #sealed: SealedRows;

  private constructor(
    readonly account: string,
    readonly db: IDBDatabase,
    readonly key: CryptoKey,
  ) {
    this.#sealed = new SealedRows(db, key);
  }

  static async open(account: string, db: IDBDatabase, key: CryptoKey): Promise<SupplyBook> {
    const book = new SupplyBook(account, db, key);
    await book.load();
    return book;
  }

  /** Another page of this phone may have sent meanwhile. */
  async load(): Promise<void> {
    const bySeq = (one: { seq: number }, other: { seq: number }) => one.seq - other.seq;
    const values = <T>(rows: [IDBValidKey, T][]) => rows.map(([, one]) => one);
    this.outbox = values(await this.#sealed.all<Waiting>("supply_outbox")).sort(bySeq);
    this.sent = values(await this.#sealed.all<Sent>("supply_sent")).sort(bySeq);
    this.notes = { ...NOTHING, ...(await this.#sealed.one<Notes>("meta", NOTES)) };
  }

  /** The server's clock, as far as it is known here. */
  now(): number {
    return Date.now() + this.notes.skew;
  }

  /** The books of a unit with all that waits laid over them, without one deed where that is being mended. */
  ledger(unit: string, without?: number): Ledger | undefined {
    const books = this.notes.pocket?.units.find((one) => one.unit === unit);
    if (!books) return undefined;
    const outbox = this.outbox.filter(({ seq }) => without === undefined || seq < without);
    return new Ledger(books, toLay(outbox, this.sent, this.notes.toldAt), this.notes.skew);
  }

  waits(): Waits {
    const refused = this.outbox.filter((one) => one.refused).length;
    const since = this.outbox.find((one) => !one.refused)?.deed.made_at ?? "";
    return { refused, waits: this.outbox.length - refused, since, sentAt: this.notes.sentAt };
  }

  nextSeq(): number {
    return this.outbox.reduce((most, { seq }) => Math.max(most, seq), 0) + 1;
  }

  /** Puts deeds into the outbox or takes them out, and all of it is on the phone when this ends. */
  async queue(put: readonly Waiting[], gone: readonly number[] = []): Promise<void> {
    const removed = gone.map((key): Write => ({ store: "supply_outbox", key }));
    const writes = put.map((one) => this.#sealed.put("supply_outbox", one.seq, one));
    await write(this.db, [...removed, ...(await Promise.all(writes))]);
    await this.#loaded();
  }

  /** The server has it: out of the outbox and among the sent, whole or not at all. */
  async acknowledge({ seq, deed, skew }: Waiting, now: number): Promise<void> {
    const last = this.sent.reduce((most, one) => Math.max(most, one.seq), 0);
    const sent: Sent = { seq: last + 1, at: now, deed, ...(skew !== undefined && { skew }) };
    const notes = { ...this.notes, sentAt: new Date(now).toISOString() };
    await write(this.db, [
      { store: "supply_outbox", key: seq },
      await this.#sealed.put("supply_sent", sent.seq, sent),
      await this.#sealed.put("meta", NOTES, notes),
    ]);
    await this.#loaded();
  }

  /**
   * Keeps what the server told of its books. True where the server came back from a backup: then all that it had
   * acknowledged waits again.
   */
  async take(pocket: Pocket, askedAt: number): Promise<boolean> {
    const before = this.notes.pocket?.epoch;
    const isOther = before !== undefined && before !== pocket.epoch;
    const sentAt = this.outbox.length === 0 ? new Date(askedAt).toISOString() : this.notes.sentAt;
    const skew = Date.parse(pocket.now) - Date.now();
    const notes: Notes = { pocket, toldAt: askedAt, skew, sentAt };
    const forgotten = isOther ? this.sent : tooOld(this.sent, askedAt);
    const outbox = isOther ? again(this.sent, this.outbox) : [];
    await write(this.db, [
      ...forgotten.map(({ seq }): Write => ({ store: "supply_sent", key: seq })),
      ...(await Promise.all(outbox.map((one) => this.#sealed.put("supply_outbox", one.seq, one)))),
      await this.#sealed.put("meta", NOTES, notes),
    ]);
    await this.#loaded();
    return isOther && outbox.length > 0;
  }

  draft(name: string): Promise<Fields | undefined> {
    return this.#sealed.one<Fields>("drafts", `${NOTES}/${name}`);
  }

  async keepDraft(name: string, typed: Fields): Promise<void> {
    await write(this.db, [await this.#sealed.put("drafts", `${NOTES}/${name}`, typed)]);
  }

  async forgetDraft(name: string): Promise<void> {
    await write(this.db, [{ store: "drafts", key: `${NOTES}/${name}` }]);
  }

  async #loaded(): Promise<void> {
    await this.load();
    this.onChange();
  }
}
