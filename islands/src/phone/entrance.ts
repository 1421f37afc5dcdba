// The way in: who is it, and what opens their records on this phone.
import { countWaiting, lastAccount, openFor, ownersHere, rememberOwner } from "./database";
import { foldDigits } from "./fold";
import { type Asked, askForKey, Locks } from "./locks";
import { type Pieces, slot } from "./pieces";

export interface Opened {
  account: string;
  locks: Locks;
  key: CryptoKey;
  /** Whether the session of the account still holds, as far as is known. */
  isSignedIn: boolean;
}

/** Undefined: the page says why it stays shut. */
export async function enter(
  pieces: Pieces,
  place: HTMLElement,
  incident: string,
): Promise<Opened | undefined> {
  if (!isSecureContext || !crypto.subtle) return stayShut(pieces, place, "closed-insecure");
  try {
    return await come(pieces, place, incident, await askForKey());
  } catch {
    return stayShut(pieces, place, "closed-no-room");
  }
}

async function come(
  pieces: Pieces,
  place: HTMLElement,
  incident: string,
  asked: Asked,
): Promise<Opened | undefined> {
  const isSignedIn = asked !== "signed-out";
  const account =
    typeof asked === "object" ? asked.account : (lastAccount() ?? (await ownersHere())[0]?.account);
  if (account === undefined) return stayShut(pieces, place, "closed-signed-out");
  const owner = { account, incident };
  const locks = await Locks.of(owner);
  const opened = (key: CryptoKey): Opened => {
    rememberOwner(owner);
    return { account, locks, key, isSignedIn };
  };
  if (typeof asked === "object") {
    const key = await locks.bySecret(asked.secret);
    if (key) return opened(key);
    if (!(await locks.hasPin())) return stayShut(pieces, place, "closed-other-key");
    const byPin = await askForPin(pieces, place, locks, "closed-other-key", (pin) =>
      locks.renewSecret(pin, asked.secret),
    );
    return opened(byPin);
  }
  const left = await locks.leftOpen();
  if (left) return opened(left);
  if (await locks.hasPin()) return opened(await askForPin(pieces, place, locks));
  const isEmpty = await locks.isNew();
  const why = asked === "signed-out" || isEmpty ? "closed-signed-out" : "closed-not-prepared";
  return stayShut(pieces, place, why);
}

function stayShut(pieces: Pieces, place: HTMLElement, why: string): undefined {
  place.replaceChildren(pieces.view("closed"));
  slot(place, "why").textContent = pieces.word(why);
  const hasNoUse = why === "closed-insecure" || why === "closed-no-room";
  slot(place, "way-in").hidden = hasNoUse;
  return undefined;
}

/** Asks until it is right. */
function askForPin(
  pieces: Pieces,
  place: HTMLElement,
  locks: Locks,
  first?: string,
  then?: (pin: string) => Promise<void>,
): Promise<CryptoKey> {
  place.replaceChildren(pieces.view("pin"));
  const form = place.querySelector("form") as HTMLFormElement;
  const input = form.querySelector("input") as HTMLInputElement;
  const wrong = slot(place, "wrong");
  const tell = (words: string) => {
    wrong.hidden = false;
    wrong.textContent = words;
  };
  if (first) tell(pieces.word(first));
  input.focus();
  return new Promise((open) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const pin = foldDigits(input.value.trim());
      if (!/^\d{6}$/.test(pin)) return tell(pieces.word("pin-six"));
      const key = (await locks.mustWait()) === 0 ? await locks.byPin(pin) : undefined;
      if (key) {
        await then?.(pin).catch(() => undefined);
        return open(key);
      }
      const wait = await locks.mustWait();
      const s = Math.ceil(wait / 1000);
      tell(wait > 0 ? pieces.word("pin-wait", { s }) : pieces.word("pin-wrong"));
      input.value = "";
      input.focus();
    });
  });
}

/** How many records of others wait on this phone; whose, it does not know. */
export async function waitingOfOthers(account: string): Promise<number> {
  let all = 0;
  for (const other of await ownersHere()) {
    if (other.account === account) continue;
    const db = await openFor(other);
    all += await countWaiting(db);
    db.close();
  }
  return all;
}
