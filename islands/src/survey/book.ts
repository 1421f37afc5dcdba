// All of an account's survey on this phone, opened: in memory for showing and searching, sealed on disk.

import type { Draft } from "./changes";
import { read, readAll, type Store, type Write, write } from "./database";
import { fold } from "./fold";
import type { Area, AreaPack, Household, Sent, Waiting } from "./model";
import { isAway } from "./model";
import { overlay, plainly, type Shown } from "./overlay";
import { type Sealed, seal, unseal } from "./seals";
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

interface SealedSent extends Sealed {
  at: number;
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

  constructor(
    readonly account: string,
    readonly db: IDBDatabase,
    readonly key: CryptoKey,
  ) {}

  static async open(account: string, db: IDBDatabase, key: CryptoKey): Promise<Book> {
    const book = new Book(account, db, key);
    await book.load();
    return book;
  }

  async load(): Promise<void> {
    this.households.clear();
    for (const [, one] of await this.#all<Household>("households")) {
      this.households.set(one.household, one);
    }
    const notes = await read<Sealed>(this.db, "meta", "notes");
    this.notes = notes
      ? { ...NOTHING, ...(await this.#open<Notes>("meta", "notes", notes)) }
      : this.notes;
    this.#rows.clear();
    this.#look([...this.households.keys()]);
    await this.loadOutbox();
  }

  /** Another page of this phone may have sent meanwhile. */
  async loadOutbox(): Promise<void> {
    const before = [...this.#laid.keys()];
    const found = await this.#all<Waiting>("outbox");
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
    await write(this.db, [await this.#write("meta", "notes", this.notes)]);
  }

  /** Puts changes into the outbox or takes them out, and all of it is on the phone when this ends. */
  async queue(put: readonly Waiting[], gone: readonly number[] = []): Promise<void> {
    const writes = await Promise.all(put.map((one) => this.#write("outbox", one.seq, one)));
    const removed = gone.map((key): Write => ({ store: "outbox", key }));
    await write(this.db, [...removed, ...writes]);
    await this.loadOutbox();
    this.onChange();
  }

  nextSeq(): number {
    return this.outbox.reduce((most, { seq }) => Math.max(most, seq), 0) + 1;
  }

  async sent(): Promise<Sent[]> {
    return (await this.#all<Sent>("sent")).map(([, one]) => one);
  }

  /** Whole or not at all, so that a page closed in between has neither lost nor doubled anything. */
  async settle(settled: Settled, at: string): Promise<void> {
    const writes: Write[] = [];
    const stays = new Set(settled.outbox.map(({ seq }) => seq));
    for (const { seq } of this.outbox)
      if (!stays.has(seq)) writes.push({ store: "outbox", key: seq });
    const before = new Map(this.outbox.map((one) => [one.seq, one]));
    for (const one of settled.outbox) {
      if (before.get(one.seq) !== one) writes.push(await this.#write("outbox", one.seq, one));
    }
    for (const key of settled.forgotten) writes.push({ store: "sent", key });
    for (const one of settled.acknowledged) {
      const put: SealedSent = { at: one.at, ...(await seal(this.key, `sent/${one.seq}`, one)) };
      writes.push({ store: "sent", key: one.seq, put });
    }
    for (const one of settled.put) {
      writes.push(await this.#write("households", one.household, one));
      this.households.set(one.household, one);
    }
    for (const key of settled.gone) {
      writes.push({ store: "households", key });
      this.households.delete(key);
    }
    const { epoch, cursor, seen } = settled;
    const sentAt = settled.acknowledged.length > 0 || stays.size === 0 ? at : this.notes.sentAt;
    this.notes = { ...this.notes, epoch, cursor, seen, sentAt };
    writes.push(await this.#write("meta", "notes", this.notes));
    await write(this.db, writes);
    await this.loadOutbox();
    this.#look([...settled.put.map(({ household }) => household), ...settled.gone]);
    this.onChange();
  }

  async draft(name: string): Promise<Draft | undefined> {
    const kept = await read<Sealed>(this.db, "drafts", name);
    return kept && this.#open<Draft>("drafts", name, kept);
  }

  async keepDraft(name: string, typed: Draft): Promise<void> {
    await write(this.db, [await this.#write("drafts", name, typed)]);
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

  async #all<T>(store: Store): Promise<[IDBValidKey, T][]> {
    const sealed = await readAll<Sealed>(this.db, store);
    return Promise.all(
      sealed.map(
        async ([key, one]): Promise<[IDBValidKey, T]> => [
          key,
          await this.#open<T>(store, key, one),
        ],
      ),
    );
  }

  #open<T>(store: Store, key: IDBValidKey, sealed: Sealed): Promise<T> {
    return unseal<T>(this.key, `${store}/${key}`, sealed);
  }

  async #write(store: Store, key: IDBValidKey, value: unknown): Promise<Write> {
    return { store, key, put: await seal(this.key, `${store}/${key}`, value) };
  }
}

function foldedOf({ fields, persons }: Shown): string {
  const names = persons
    .filter((person) => !isAway(person))
    .map((person) => person.fields.name ?? "");
  return fold([fields.landmark ?? "", fields.village ?? "", ...names].join(" "));
}
