// Rows of a phone's database, sealed with the account's key: none is written but sealed.
import { read, readAll, type Store, type Write } from "./database";
import { type Sealed, seal, unseal } from "./seals";

export class SealedRows {
  constructor(
    readonly db: IDBDatabase,
    readonly key: CryptoKey,
  ) {}

  async one<T>(store: Store, key: IDBValidKey): Promise<T | undefined> {
    const kept = await read<Sealed>(this.db, store, key);
    return kept && unseal<T>(this.key, `${store}/${key}`, kept);
  }

  async all<T>(store: Store): Promise<[IDBValidKey, T][]> {
    const sealed = await readAll<Sealed>(this.db, store);
    const opened = sealed.map(
      async ([key, one]): Promise<[IDBValidKey, T]> => [
        key,
        await unseal<T>(this.key, `${store}/${key}`, one),
      ],
    );
    return Promise.all(opened);
  }

  /** To be written, with others, whole or not at all. */
  async put(store: Store, key: IDBValidKey, value: unknown): Promise<Write> {
    return { store, key, put: await seal(this.key, `${store}/${key}`, value) };
  }
}
