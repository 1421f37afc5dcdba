// A day counted and closed on the phone, with what waits reckoned in; and what came of a shipment.
import { rename } from "../phone/fields";
import { say, slot } from "../phone/pieces";
import { openForm, queue } from "./form";
import { dayOf, type Line } from "./ledger";
import type { Acknowledgement, Came, Closing, Count, Goods } from "./model";
import { hasPacks, parse } from "./quantity";
import { dayInWords, itemName, itemOf, type Opens, packs, pieces, type Stage } from "./stage";
import { Reading } from "./typed";
import { packsInWords, tellUnit } from "./view-entries";
import { lotInWords } from "./view-units";

export const openClose: Opens = (stage, unit, seq) => {
  const { book } = stage;
  const mending = book.outbox.find((one) => String(one.seq) === seq && one.refused);
  const ledger = book.ledger(unit, mending?.seq);
  const day = ledger?.next(dayOf(book.now()));
  if (!ledger || day === undefined) {
    stage.go(`#/u/${unit}`);
    return {};
  }
  const lines = ledger.lines();
  const closing = (counts: Count[]) => ({ kind: "close" as const, unit, day, counts });
  return openForm<Closing>(stage, {
    view: "close",
    draft: `close/${unit}/${day}`,
    unit,
    mending,
    leadsTo: `#/u/${unit}`,
    // The numbers are new: what was counted then is counted again.
    typedOf: () => ({}),
    prepare: (root) => {
      tellUnit(stage, root, ledger);
      say(root, "title", stage.pieces.word("close-day", { day: dayInWords(day) }));
      slot(root, "late").hidden = day === dayOf(book.now());
      slot(root, "lines").append(...lines.map((line, nth) => lineCard(stage, line, nth)));
      slot(root, "nothing").hidden = lines.length > 0;
      const quiet = root.querySelector<HTMLElement>('[data-act="same"]');
      if (!quiet) return;
      quiet.hidden = !ledger.isQuiet() || lines.length === 0;
      quiet.addEventListener("click", () => {
        const same = lines.map(({ item, lot, expected }) => ({
          ...{ item, lot, expected },
          counted: expected,
          note: "",
        }));
        void queue(stage, closing(same), mending)
          .then(() => book.forgetDraft(`close/${unit}/${day}`))
          .then(() => stage.go(`#/u/${unit}`));
      });
    },
    onTyped: (root, typed) => {
      for (const [nth, line] of lines.entries()) {
        const counted = countedOf(stage, line, typed[`counted_${nth}`] ?? "");
        const by = counted === undefined ? 0 : counted - line.expected;
        const part = root.querySelector<HTMLElement>(`[data-part="differs_${nth}"]`);
        if (part) part.hidden = by === 0;
        say(
          root,
          `by_${nth}`,
          by === 0 ? "" : stage.pieces.word("differs-by", { n: signed(stage, line, by) }),
        );
      }
    },
    make: (typed) => {
      const reading = new Reading(stage, typed);
      const counts: Count[] = [];
      for (const [nth, line] of lines.entries()) {
        const { item: code, lot, expected } = line;
        const item = itemOf(stage, code);
        const counted = item ? reading.quantity(item, `counted_${nth}`, true) : expected;
        if (counted === undefined) continue;
        const [reason, note] = [reading.text(`reason_${nth}`), reading.text(`note_${nth}`)];
        if (counted !== expected && !reason) reading.amiss(`reason_${nth}`, "reason-missing");
        const why = counted === expected ? { note: "" } : { reason, note };
        counts.push({ item: code, lot, counted, expected, ...why });
      }
      return reading.problems.length > 0 ? reading.problems : closing(counts);
    },
  });
};

function countedOf(stage: Stage, { item }: Line, typed: string): number | undefined {
  const known = itemOf(stage, item);
  const read = known ? parse(known, typed) : undefined;
  return typeof read === "number" ? read : undefined;
}

const signed = (stage: Stage, { item }: Line, n: number): string =>
  n > 0 ? `+${pieces(stage, item, n)}` : pieces(stage, item, n);

function lineCard(stage: Stage, line: Line, nth: number): HTMLElement {
  const card = stage.pieces.piece("line").querySelector("section") as HTMLElement;
  const { item, opening, moved, expected } = line;
  slot(card, "item").textContent = itemName(stage, item);
  say(card, "lot", lotInWords(stage, line));
  const told: [string, number][] = [
    ["opening", opening],
    ["received", moved.received],
    ["sent", -moved.sent],
    ["handed-out", -moved.handed_out],
    ["corrected", moved.corrected],
  ];
  for (const [name, n] of told) {
    if (n === 0 && name !== "opening")
      for (const one of card.querySelectorAll(`[data-of="${name}"]`)) one.remove();
    else
      slot(card, name).textContent =
        name === "opening" ? pieces(stage, item, n) : signed(stage, line, n);
  }
  slot(card, "expected").textContent = pieces(stage, item, expected);
  const known = itemOf(stage, item);
  const both = known && hasPacks(known);
  say(card, "hint", both ? `${packs(stage, item, expected)} · ${packsInWords(stage, item)}` : "");
  // An item that a later list dropped stays as it is.
  slot(card, "count").hidden = !known;
  rename(card, "NTH", String(nth));
  return card;
}

export const openShipment: Opens = (stage, unit, which) => {
  const { book } = stage;
  const mending = book.outbox.find(
    ({ deed, refused }) => refused && deed.kind === "acknowledge" && deed.shipment === which,
  );
  const ledger = book.ledger(unit, mending?.seq);
  const shipment = ledger?.incoming().find(({ id }) => id === which);
  if (!ledger || !shipment) {
    stage.go(`#/u/${unit}`);
    return {};
  }
  const told = (lines: Came[], note: string) => ({
    kind: "acknowledge" as const,
    unit,
    shipment: which,
    lines,
    note,
  });
  const whole = ({ item, lot, quantity }: Goods): Came => ({
    item,
    lot,
    received: quantity,
    damaged: 0,
    note: "",
  });
  return openForm<Acknowledgement>(stage, {
    view: "shipment",
    draft: `shipment/${which}`,
    unit,
    mending,
    leadsTo: `#/u/${unit}`,
    typedOf: () => ({}),
    prepare: (root) => {
      tellUnit(stage, root, ledger);
      slot(root, "from").textContent = shipment.from;
      slot(root, "sent").textContent = dayInWords(shipment.sent_on);
      say(root, "document", shipment.document);
      const rows = shipment.lines.map((goods) => {
        const row = document.createElement("li");
        const lot = lotInWords(stage, goods);
        const n = packs(stage, goods.item, goods.quantity);
        row.textContent = [`${itemName(stage, goods.item)} ${n}`, lot].filter(Boolean).join(" · ");
        return row;
      });
      slot(root, "goods").append(...rows);
      slot(root, "lines").append(
        ...shipment.lines.map((goods, nth) => cameCard(stage, goods, nth)),
      );
      root.querySelector('[data-act="whole"]')?.addEventListener("click", () => {
        void queue(stage, told(shipment.lines.map(whole), ""), mending)
          .then(() => book.forgetDraft(`shipment/${which}`))
          .then(() => stage.go(`#/u/${unit}`));
      });
    },
    make: (typed) => {
      const reading = new Reading(stage, typed);
      const lines: Came[] = [];
      for (const [nth, goods] of shipment.lines.entries()) {
        const item = itemOf(stage, goods.item);
        const at = (name: string) => `${name}_${nth}`;
        if (!item) {
          lines.push(whole(goods));
          continue;
        }
        const damaged = reading.text(at("damaged"))
          ? reading.quantity(item, at("damaged"), true)
          : 0;
        const received = reading.quantity(item, at("received"), true);
        if (damaged === undefined || received === undefined) continue;
        if (received + damaged > goods.quantity)
          reading.amiss(at("received"), "more-than-sent", {
            n: packs(stage, goods.item, goods.quantity),
          });
        const reason = reading.text(at("reason"));
        const isWhole = received === goods.quantity;
        if (!isWhole && !reason) reading.amiss(at("reason"), "reason-missing");
        const why = isWhole ? {} : { reason };
        lines.push({ ...whole(goods), received, damaged, ...why });
      }
      return reading.problems.length > 0 ? reading.problems : told(lines, reading.text("note"));
    },
  });
};

function cameCard(stage: Stage, goods: Goods, nth: number): HTMLElement {
  const card = stage.pieces.piece("came").querySelector("section") as HTMLElement;
  slot(card, "item").textContent = itemName(stage, goods.item);
  say(card, "lot", lotInWords(stage, goods));
  const sent = packs(stage, goods.item, goods.quantity);
  say(card, "sent", stage.pieces.word("of-sent", { sent }));
  rename(card, "NTH", String(nth));
  card.hidden = itemOf(stage, goods.item) === undefined;
  return card;
}
