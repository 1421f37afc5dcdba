// Choosing the PIN that opens what lies on the phone when there is no network.
import { mark, read, unmark } from "./fields";
import { foldDigits } from "./fold";
import { askForKey } from "./locks";
import { act, part, say, slot } from "./pieces";
import type { Ground } from "./stage";

type Shows = Pick<Ground, "place" | "pieces" | "locks">;

/** Shows the fields of a PIN where there is none yet, and else that there is one. */
export async function showPin({ place, locks }: Shows): Promise<void> {
  const hasPin = await locks.hasPin();
  const pin = part(place, "pin") as HTMLElement;
  const tell = (isChosen: boolean) => {
    pin.hidden = isChosen;
    slot(place, "pin-has").hidden = !isChosen;
  };
  tell(hasPin);
  act(place, "pin", () => {
    tell(false);
    pin.querySelector("input")?.focus();
  });
}

/** What was typed as a PIN; empty where none is asked. Undefined where it will not do; the fields say why. */
function typedPin({ place, pieces }: Shows): string | undefined {
  if ((part(place, "pin") as HTMLElement).hidden) return "";
  const form = place.querySelector("form") as HTMLFormElement;
  const { pin = "", pin_again = "" } = read(form);
  unmark(form);
  const amiss = (field: string, word: string) => {
    mark(form, { field, message: pieces.word(word) });
    form.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  };
  if (!/^\d{6}$/.test(foldDigits(pin))) return void amiss("pin", "pin-six");
  if (foldDigits(pin) !== foldDigits(pin_again)) return void amiss("pin_again", "pin-differs");
  return foldDigits(pin);
}

/**
 * Locks what lies on the phone with the PIN, where one was typed, and asks the browser to keep it. Tells why not,
 * as the name of a word; undefined when all is well.
 */
async function keepWithPin(shows: Shows, pin: string): Promise<string | undefined> {
  const { place, pieces, locks } = shows;
  const asked = await askForKey(20_000);
  if (typeof asked === "string") return asked === "away" ? "area-offline" : "signed-out";
  if (pin && (await locks.choosePin(pin, asked.secret))) {
    (part(place, "pin") as HTMLElement).hidden = true;
    slot(place, "pin-has").hidden = false;
    for (const input of place.querySelectorAll<HTMLInputElement>('[data-part="pin"] input'))
      input.value = "";
  }
  const lasts = await navigator.storage?.persist?.().catch(() => false);
  say(place, "lasting", pieces.word(lasts ? "lasting" : "not-lasting"));
  return undefined;
}

/**
 * Once the form of a preparation is sent: keeps under the PIN, then fetches, and says at the end what came of it.
 * Pressed again meanwhile nothing happens.
 */
export function onPrepare(
  shows: Shows,
  fetchAll: () => Promise<string>,
  tell: (words: string) => void,
): void {
  const form = shows.place.querySelector("form") as HTMLFormElement;
  const button = form.querySelector(".main") as HTMLElement;
  const prepare = async (pin: string) => {
    const amiss = await keepWithPin(shows, pin);
    tell(amiss ? shows.pieces.word(amiss) : await fetchAll());
  };
  let isBusy = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isBusy) return;
    const chosen = typedPin(shows);
    if (chosen === undefined) return;
    isBusy = true;
    button.setAttribute("aria-busy", "true");
    void prepare(chosen).finally(() => {
      isBusy = false;
      button.removeAttribute("aria-busy");
    });
  });
}
