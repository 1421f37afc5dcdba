// What waits to be sent of the supplies; and the PIN that opens it all when there is no network.
import { hour } from "../hours";
import * as outbox from "../phone/outbox";
import { say } from "../phone/pieces";
import { onPrepare, showPin } from "../phone/pin";
import { sumOf } from "./ledger";
import type { Deed, Waiting } from "./model";
import { sendable } from "./settle";
import { dayInWords, focusHeading, itemName, type Opens, packs, type Stage } from "./stage";

export const openOutbox: Opens = (stage) => {
  const { book } = stage;
  return outbox.openOutbox<Waiting>(stage, {
    all: () => book.outbox,
    show: (waiting) => shown(stage, waiting),
    maySend: () => sendable(book.outbox) !== undefined,
    throwAway: (seq) => void book.queue([], [seq]),
  });
};

function shown(stage: Stage, waiting: Waiting): outbox.Shown {
  const { pieces, book } = stage;
  const { refused: _refused, ...whole } = waiting;
  const { deed } = whole;
  const unit = book.notes.pocket?.units.find((one) => one.unit === deed.unit);
  return {
    place: unit?.name ?? pieces.word("unit-gone"),
    placeAt: unit && `#/u/${deed.unit}`,
    what: whatInWords(stage, deed),
    madeAt: deed.made_at,
    mendAt: unit && mendAt(waiting),
    again: () => void book.queue([whole]).then(() => stage.sendSoon()),
  };
}

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

export const openPrepare: Opens = async (stage) => {
  const { place, pieces, book } = stage;
  place.replaceChildren(pieces.view("prepare"));
  focusHeading(place);
  await showPin(stage);
  const tell = () => {
    const { toldAt } = book.notes;
    const at = toldAt > 0 ? hour(new Date(toldAt).toISOString()) : "";
    say(place, "prepared", at && pieces.word("as-of", { time: at }));
  };
  tell();
  onPrepare(
    stage,
    () => fetchAll(stage),
    (words) => say(place, "stage", words),
  );
  return { refresh: tell };
};

async function fetchAll({ pieces, sender }: Stage): Promise<string> {
  await sender.send();
  return pieces.word(sender.standing === "resting" ? "ready" : "stopped");
}
