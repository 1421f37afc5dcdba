// What waits to be sent, since when, and what the server has refused, in its own words; and the PIN that opens it
// all when there is no network.
import { hour } from "../hours";
import { act, say, slot } from "../phone/pieces";
import { keepWithPin, showPin, typedPin } from "../phone/pin";
import { sumOf } from "./ledger";
import type { Deed, Waiting } from "./model";
import { sendable } from "./settle";
import { dayInWords, focusHeading, itemName, type Opens, packs, type Stage } from "./stage";

export const openOutbox: Opens = (stage) => {
  const { place, pieces, book, sender } = stage;
  place.replaceChildren(pieces.view("outbox"));
  const send = act(place, "send", () => void sender.send());
  const show = () => {
    const isEmpty = book.outbox.length === 0;
    slot(place, "rows").replaceChildren(...book.outbox.map((one) => rowOf(stage, one)));
    slot(place, "empty").hidden = !isEmpty;
    const how = navigator.onLine ? "outbox-how" : "outbox-offline";
    say(place, "how", isEmpty ? "" : pieces.word(how));
    send.hidden = sendable(book.outbox) === undefined;
  };
  show();
  focusHeading(place);
  return { refresh: () => void (place.querySelector("details[open]") || show()) };
};

/** Where a deed is said otherwise. */
function mendAt({ seq, deed }: Waiting): string {
  const unit = `#/u/${deed.unit}`;
  switch (deed.kind) {
    case "hand_out":
      return `${unit}/hand-out/${seq}`;
    case "receipt":
      return `${unit}/receive/${seq}`;
    case "loss":
      return `${unit}/write-off/${seq}`;
    case "acknowledge":
      return `${unit}/s/${deed.shipment}`;
    case "close":
      return `${unit}/close/${seq}`;
  }
}

function whatInWords(stage: Stage, deed: Deed): string {
  const word = stage.pieces.word(`kind-${deed.kind}`);
  const of = (item: string, n: number) =>
    `${word}: ${itemName(stage, item)} ${packs(stage, item, n)}`;
  switch (deed.kind) {
    case "hand_out":
      return of(deed.item, sumOf(deed.groups));
    case "receipt":
    case "loss":
      return of(deed.item, deed.quantity);
    case "close":
      return `${word} ${dayInWords(deed.day)}`;
    case "acknowledge":
      return word;
  }
}

function rowOf(stage: Stage, waiting: Waiting): HTMLElement {
  const { pieces, book } = stage;
  const { deed, refused, tries } = waiting;
  const row = pieces.piece("waiting").querySelector("li") as HTMLElement;
  const unit = book.notes.pocket?.units.find((one) => one.unit === deed.unit);
  const link = slot<HTMLAnchorElement>(row, "place");
  link.textContent = unit?.name ?? pieces.word("unit-gone");
  if (unit) link.href = `#/u/${deed.unit}`;
  slot(row, "chip").textContent = pieces.word(refused ? "chip-refused" : "chip-waits");
  slot(row, "chip").dataset.chip = refused ? "refused" : "waits";
  slot(row, "what").textContent = whatInWords(stage, deed);
  slot(row, "since").textContent = pieces.word("since", { time: hour(deed.made_at) });
  say(row, "tries", tries > 0 ? pieces.word("tries", { n: tries }) : "");
  slot(row, "refused").hidden = !refused;
  if (!refused) return row;
  const said = [refused.message, ...refused.problems.map(({ message }) => message)];
  for (const words of new Set(said.filter(Boolean))) {
    const item = document.createElement("li");
    item.textContent = words;
    slot(row, "why").append(item);
  }
  const mend = slot<HTMLAnchorElement>(row, "mend");
  mend.href = mendAt(waiting);
  mend.hidden = unit === undefined;
  act(row, "again", () => {
    void book.queue([{ seq: waiting.seq, deed, tries }]).then(() => stage.sendSoon());
  });
  act(row, "throw", () => {
    row.remove();
    void book.queue([], [waiting.seq]);
  });
  return row;
}

export const openPrepare: Opens = async (stage) => {
  const { place, pieces, book } = stage;
  place.replaceChildren(pieces.view("prepare"));
  focusHeading(place);
  await showPin(stage);
  const form = place.querySelector("form") as HTMLFormElement;
  const button = form.querySelector(".main") as HTMLElement;
  const tell = () => {
    const { toldAt } = book.notes;
    const at = toldAt > 0 ? hour(new Date(toldAt).toISOString()) : "";
    say(place, "prepared", at && pieces.word("as-of", { time: at }));
  };
  tell();
  let isBusy = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isBusy) return;
    const chosen = typedPin(stage);
    if (chosen === undefined) return;
    isBusy = true;
    button.setAttribute("aria-busy", "true");
    void prepare(stage, chosen).finally(() => {
      isBusy = false;
      button.removeAttribute("aria-busy");
    });
  });
  return { refresh: tell };
};

async function prepare(stage: Stage, pin: string): Promise<void> {
  const { place, pieces, sender } = stage;
  const amiss = await keepWithPin(stage, pin);
  if (amiss) return say(place, "stage", pieces.word(amiss));
  await sender.send();
  say(place, "stage", pieces.word(sender.standing === "resting" ? "ready" : "stopped"));
}
