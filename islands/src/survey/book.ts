// All of an account's survey on this phone, opened: in memory for showing and searching, sealed on disk.

import { type Write, write } from "../phone/database";
import { fold } from "../phone/fold";
import type { Waits } from "../phone/program";
import { SealedRows } from "../phone/sealed";
import type { Draft } from "./changes";
import type { Area, AreaPack, Household, Sent, Waiting } from "./model";
import { isAway } from "./model";
import { overlay, plainly, type Shown } from "./overlay";
import type { Settled } from "./settle";

/** What is kept beside households and changes. */
export interface Notes {
  epoch: string | null;
  cursor: string | null;
  seen: string[] | null;
  pack: AreaPack | null;
  /** Areas that somebody surveys without having been given them. */
  added: Area[];
  /** What the next household begins with. */
  last: Record<string, string>;
  preparedAt: string | null;
  sentAt: string | null;
}

const NOTHING: Notes = {
  epoch: null,
  cursor: null,
  seen: null,
  pack: null,
  added: [],
  last: {},
  preparedAt: null,
  sentAt: null,
};

/** A household as the list finds and shows it. */
export interface Row {
  shown: Shown;
  folded: string;
}

export class Book {
  readonly households = new Map<string, Household>();
  outbox: Waiting[] = [];
  notes: Notes = { ...NOTHING };
  /** Called when something is different. */
  onChange: () => void = () => undefined;
  #laid = new Map<string, Shown>();
  #rows = new Map<string, Row>();
  #sorted: Row[] | undefined;
  readonly #sealed: SealedRows;

  constructor(
    readonly account: string,
    readonly db: IDBDatabase,
    readonly key: CryptoKey,
  ) {
    this.#sealed = new SealedRows(db, key);
  }

  static async open(account: string, db: IDBDatabase, key: CryptoKey): Promise<Book> {
    const book = new Book(account, db, key);
    await book.load();
    return book;
  }

  async load(): Promise<void> {
    this.households.clear();
    for (const [, one] of await this.#sealed.all<Household>("households")) {
      this.households.set(one.household, one);
    }
    const notes = await this.#sealed.one<Notes>("meta", "notes");
    this.notes = notes ? { ...NOTHING, ...notes } : this.notes;
    this.#rows.clear();
    this.#look([...this.households.keys()]);
    await this.loadOutbox();
  }

  /** Another page of this phone may have sent meanwhile. */
  async loadOutbox(): Promise<void> {
    const before = [...this.#laid.keys()];
    const found = await this.#sealed.all<Waiting>("outbox");
    this.outbox = found.map(([, waiting]) => waiting).sort((one, other) => one.seq - other.seq);
    this.#lay(before);
  }

  /** Given or added. */
  areas(): Area[] {
    const given = this.notes.pack?.areas ?? [];
    const added = this.notes.added.filter(({ code }) => !given.some((area) => area.code === code));
    return [...given, ...added];
  }

  shown(handle: string): Shown | undefined {
    return this.#rows.get(handle)?.shown;
  }

  /** By village, then by house, numbers in their order. */
  rows(): readonly Row[] {
    if (!this.#sorted) {
      const order = new Intl.Collator("th", { numeric: true });
      const place = ({ shown: { fields } }: Row) =>
        `${fields.village ?? ""}\t${fields.landmark ?? ""}`;
      const placed = [...this.#rows.values()].map((row) => [place(row), row] as const);
      placed.sort(([one], [other]) => order.compare(one, other));
      this.#sorted = placed.map(([, row]) => row);
    }
    return this.#sorted;
  }

  async note(notes: Partial<Notes>): Promise<void> {
    this.notes = { ...this.notes, ...notes };
    await write(this.db, [await this.#sealed.put("meta", "notes", this.notes)]);
  }

  /** Puts changes into the outbox or takes them out, and all of it is on the phone when this ends. */
  async queue(put: readonly Waiting[], gone: readonly number[] = []): Promise<void> {
    const writes = await Promise.all(put.map((one) => this.#sealed.put("outbox", one.seq, one)));
    const removed = gone.map((key): Write => ({ store: "outbox", key }));
    await write(this.db, [...removed, ...writes]);
    await this.loadOutbox();
    this.onChange();
  }

  waits(): Waits {
    const refused = this.outbox.filter((one) => one.refused).length;
    const since = this.outbox.find((one) => !one.refused)?.change.made_at ?? "";
    return { refused, waits: this.outbox.length - refused, since, sentAt: this.notes.sentAt };
  }

  nextSeq(): number {
    return this.outbox.reduce((most, { seq }) => Math.max(most, seq), 0) + 1;
  }

  async sent(): Promise<Sent[]> {
    return (await this.#sealed.all<Sent>("sent")).map(([, one]) => one);
  }

  /** Whole or not at all, so that a page closed in between has neither lost nor doubled anything. */
  async settle(settled: Settled, at: string): Promise<void> {
    const writes: Write[] = [];
    const stays = new Set(settled.outbox.map(({ seq }) => seq));
    for (const { seq } of this.outbox)
      if (!stays.has(seq)) writes.push({ store: "outbox", key: seq });
    const before = new Map(this.outbox.map((one) => [one.seq, one]));
    for (const one of settled.outbox) {
      if (before.get(one.seq) !== one) writes.push(await this.#sealed.put("outbox", one.seq, one));
    }
    for (const key of settled.forgotten) writes.push({ store: "sent", key });
    for (const one of settled.acknowledged) {
      writes.push(await this.#sealed.put("sent", one.seq, one));
    }
    for (const one of settled.put) {
      writes.push(await this.#sealed.put("households", one.household, one));
      this.households.set(one.household, one);
    }
    for (const key of settled.gone) {
      writes.push({ store: "households", key });
      this.households.delete(key);
    }
    const { epoch, cursor, seen } = settled;
    const sentAt = settled.acknowledged.length > 0 || stays.size === 0 ? at : this.notes.sentAt;
    this.notes = { ...this.notes, epoch, cursor, seen, sentAt };
    writes.push(await this.#sealed.put("meta", "notes", this.notes));
    await write(this.db, writes);
    await this.loadOutbox();
    this.#look([...settled.put.map(({ household }) => household), ...settled.gone]);
    this.onChange();
  }

  async draft(name: string): Promise<Draft | undefined> {
    return this.#sealed.one<Draft>("drafts", name);
  }

  async keepDraft(name: string, typed: Draft): Promise<void> {
    await write(this.db, [await this.#sealed.put("drafts", name, typed)]);
  }

  async forgetDraft(name: string): Promise<void> {
    await write(this.db, [{ store: "drafts", key: name }]);
  }

  #lay(before: readonly string[]): void {
    this.#laid = overlay(this.households, this.outbox);
    this.#look([...before, ...this.#laid.keys()]);
  }

  #look(handles: readonly string[]): void {
    for (const handle of handles) {
      const base = this.households.get(handle);
      const shown = this.#laid.get(handle) ?? (base && plainly(base));
      if (shown && shown.fields.state !== "mistake") {
        this.#rows.set(handle, { shown, folded: foldedOf(shown) });
      } else this.#rows.delete(handle);
    }
    this.#sorted = undefined;
  }
}

function foldedOf({ fields, persons }: Shown): string {
  const names = persons
    .filter((person) => !isAway(person))
    .map((person) => person.fields.name ?? "");
  return fold([fields.landmark ?? "", fields.village ?? "", ...names].join(" "));
}
