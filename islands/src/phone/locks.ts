// Opening what lies sealed: by the account that is signed in, by the key left open a little while ago, or
// by the PIN.
import { type Owner, openFor, read, write } from "./database";
import {
  newKey,
  type Sealed,
  type SealedByPin,
  unwrap,
  unwrapByPin,
  wrap,
  wrapByPin,
} from "./seals";
import { untilNextPin } from "./waits";

/** So long after the last use a reload without network asks for no PIN. */
export const OPEN_FOR = 30 * 60_000;
const PATIENCE = 4_000;

/** What the server tells of who is signed in. */
export type Asked = { account: string; secret: string } | "signed-out" | "away";

export async function askForKey(patience = PATIENCE): Promise<Asked> {
  if (!navigator.onLine) return "away";
  try {
    const answer = await fetch("/api/v1/survey/key", {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
    if (answer.status === 401 || answer.status === 403) return "signed-out";
    if (!answer.ok) return "away";
    return (await answer.json()) as { account: string; secret: string };
  } catch {
    return "away";
  }
}

interface LeftOpen {
  key: CryptoKey;
  until: number;
}

interface Wrong {
  tries: number;
  until: number;
}

/** The locks of one account's database. */
export class Locks {
  constructor(readonly db: IDBDatabase) {}

  static async of(owner: Owner): Promise<Locks> {
    return new Locks(await openFor(owner, () => location.reload()));
  }

  hasPin(): Promise<boolean> {
    return read(this.db, "meta", "lock-pin").then((lock) => lock !== undefined);
  }

  isNew(): Promise<boolean> {
    return read(this.db, "meta", "lock-account").then((lock) => lock === undefined);
  }

  /** For whoever is signed in; makes the key when there is none yet. Undefined: the secret is another one by now. */
  async bySecret(secret: string): Promise<CryptoKey | undefined> {
    const wrapped = await read<Sealed>(this.db, "meta", "lock-account");
    if (!wrapped) {
      const made = await wrap(await newKey(), secret);
      await this.#put("lock-account", made);
      return this.#leaveOpen(await unwrap(made, secret));
    }
    try {
      return await this.#leaveOpen(await unwrap(wrapped, secret));
    } catch {
      return undefined;
    }
  }

  async leftOpen(now = Date.now()): Promise<CryptoKey | undefined> {
    const left = await read<LeftOpen>(this.db, "meta", "open");
    return left && left.until > now ? left.key : undefined;
  }

  /** In use: the half hour begins anew. */
  async touch(key: CryptoKey, now = Date.now()): Promise<void> {
    await this.#put("open", { key, until: now + OPEN_FOR } satisfies LeftOpen);
  }

  async shut(): Promise<void> {
    await this.#put("open", undefined);
  }

  /** Milliseconds until a PIN may be tried again. */
  async mustWait(now = Date.now()): Promise<number> {
    const wrong = await read<Wrong>(this.db, "meta", "wrong");
    return Math.max(0, (wrong?.until ?? 0) - now);
  }

  async byPin(pin: string, now = Date.now()): Promise<CryptoKey | undefined> {
    const wrapped = await read<SealedByPin>(this.db, "meta", "lock-pin");
    if (!wrapped || (await this.mustWait(now)) > 0) return undefined;
    // Counted before it is tried, so that closing the page gives no free try.
    const tries = ((await read<Wrong>(this.db, "meta", "wrong"))?.tries ?? 0) + 1;
    await this.#put("wrong", { tries, until: now + untilNextPin(tries) } satisfies Wrong);
    try {
      const key = await unwrapByPin(wrapped, pin);
      await this.#put("wrong", undefined);
      return await this.#leaveOpen(key);
    } catch {
      return undefined;
    }
  }

  /** Under a new secret, where the old PIN still opens it: nothing is lost when the server's keys are new. */
  async renewSecret(pin: string, secret: string): Promise<void> {
    const wrapped = await read<SealedByPin>(this.db, "meta", "lock-pin");
    if (!wrapped) return;
    const key = await unwrapByPin(wrapped, pin, true);
    await this.#put("lock-account", await wrap(key, secret));
  }

  /** The PIN is chosen, or changed, while signed in. */
  async choosePin(pin: string, secret: string): Promise<boolean> {
    const wrapped = await read<Sealed>(this.db, "meta", "lock-account");
    if (!wrapped) return false;
    try {
      const key = await unwrap(wrapped, secret, true);
      await this.#put("lock-pin", await wrapByPin(key, pin));
      await this.#put("wrong", undefined);
      return true;
    } catch {
      return false;
    }
  }

  async #leaveOpen(key: CryptoKey): Promise<CryptoKey> {
    await this.touch(key);
    return key;
  }

  #put(key: string, put: unknown): Promise<void> {
    return write(this.db, [{ store: "meta", key, put }]);
  }
}
