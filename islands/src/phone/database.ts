// The database of one account and incident on this phone (IndexedDB). What is in it is sealed; keys of rows
// are handles, numbers and names of settings, which tell nobody anything.

const PREFIX = "jitasa-survey-";
const LAST = "survey:account";
const OWNERS = "survey:owners";

export type Store =
  | "households"
  | "outbox"
  | "drafts"
  | "sent"
  | "meta"
  | "supply_outbox"
  | "supply_sent";

/** One step for each version, never changed once it was out: a phone may come from any of them. */
const STEPS: ((db: IDBDatabase) => void)[] = [
  (db) => {
    for (const store of ["households", "outbox", "drafts", "sent", "meta"]) {
      db.createObjectStore(store);
    }
  },
  (db) => {
    for (const store of ["supply_outbox", "supply_sent"]) db.createObjectStore(store);
  },
];

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whose database it is: an account's, of one incident. */
export interface Owner {
  account: string;
  incident: string;
}

const named = ({ account, incident }: Owner): string => `${account}~${incident}`;

export function openFor(owner: Owner, onTaken?: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(PREFIX + named(owner), STEPS.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const step of STEPS.slice(oldVersion)) step(request.result);
  };
  return done(request).then((db) => {
    // Another page signs out, or brings a newer version: this one lets go.
    db.onversionchange = () => {
      db.close();
      onTaken?.();
    };
    return db;
  });
}

export type Write =
  | { store: Store; key: IDBValidKey; put: unknown }
  | { store: Store; key: IDBValidKey; put?: undefined };

/** All of it or nothing. */
export function write(db: IDBDatabase, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return Promise.resolve();
  const all = db.transaction([...new Set(writes.map(({ store }) => store))], "readwrite");
  for (const { store, key, put } of writes) {
    if (put === undefined) all.objectStore(store).delete(key);
    else all.objectStore(store).put(put, key);
  }
  return new Promise((resolve, reject) => {
    all.oncomplete = () => resolve();
    all.onerror = () => reject(all.error);
    all.onabort = () => reject(all.error);
  });
}

export async function read<T>(
  db: IDBDatabase,
  store: Store,
  key: IDBValidKey,
): Promise<T | undefined> {
  return done(db.transaction(store).objectStore(store).get(key));
}

export async function readAll<T>(db: IDBDatabase, store: Store): Promise<[IDBValidKey, T][]> {
  const held = db.transaction(store).objectStore(store);
  const [keys, values] = await Promise.all([done(held.getAllKeys()), done(held.getAll())]);
  return keys.map((key, nth) => [key, values[nth] as T]);
}

/** How much waits to be sent: of the survey and of supplies. */
export async function countWaiting(db: IDBDatabase): Promise<number> {
  const count = (store: Store) => done(db.transaction(store).objectStore(store).count());
  return (await count("outbox")) + (await count("supply_outbox"));
}

export async function remove(owner: Owner): Promise<void> {
  await done(indexedDB.deleteDatabase(PREFIX + named(owner)));
  remember(
    OWNERS,
    writtenDown()
      .filter((name) => name !== named(owner))
      .join(" "),
  );
}

/** All that have something on this phone: as the browser tells, or as we have written down. */
export async function ownersHere(): Promise<Owner[]> {
  const all = (await indexedDB.databases?.())?.map(({ name }) => name ?? "");
  const ours = all
    ?.filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
  return (ours ?? writtenDown()).map((name) => {
    const [account = "", incident = ""] = name.split("~");
    return { account, incident };
  });
}

function writtenDown(): string[] {
  return recall(OWNERS)?.split(" ").filter(Boolean) ?? [];
}

/** Who opened the survey on this phone last: without network nobody else can tell. */
export const lastAccount = (): string | undefined => recall(LAST);

export function rememberOwner(owner: Owner): void {
  remember(LAST, owner.account);
  remember(OWNERS, [...new Set([...writtenDown(), named(owner)])].join(" "));
}

export const forgetAccount = (): void => remember(LAST, "");

function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(name) || undefined;
  } catch {
    return undefined;
  }
}

function remember(name: string, value: string): void {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Then the network is needed to open.
  }
}
