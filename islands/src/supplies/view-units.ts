// The units whose books are on this phone, and one of them.

import { hour } from "../hours";
import { act, say, slot } from "../phone/pieces";
import { dayOf } from "./ledger";
import type { Goods } from "./model";
import { hasPacks } from "./quantity";
import {
  dayInWords,
  focusHeading,
  itemName,
  itemOf,
  type Opens,
  packs,
  pieces,
  type Stage,
} from "./stage";

export const openUnits: Opens = (stage) => {
  const { place, book } = stage;
  place.replaceChildren(stage.pieces.view("units"));
  const show = () => {
    const { pocket, toldAt } = book.notes;
    const units = pocket?.units ?? [];
    slot(place, "rows").replaceChildren(...units.map(({ unit }) => rowOf(stage, unit)));
    slot(place, "empty").hidden = units.length > 0;
    slot(place, "more").hidden = !pocket?.has_more;
    say(place, "as-of", asOf(stage, toldAt));
  };
  show();
  focusHeading(place);
  return { refresh: show };
};

const asOf = ({ pieces }: Stage, toldAt: number): string =>
  toldAt > 0 ? pieces.word("as-of", { time: hour(new Date(toldAt).toISOString()) }) : "";

function rowOf(stage: Stage, unit: string): HTMLElement {
  const row = stage.pieces.piece("unit").querySelector("li") as HTMLElement;
  const ledger = stage.book.ledger(unit);
  if (!ledger) return row;
  const link = slot<HTMLAnchorElement>(row, "unit");
  link.href = `#/u/${unit}`;
  link.textContent = ledger.books.name;
  const next = ledger.next(dayOf(stage.book.now()));
  slot(row, "open").hidden = next === undefined;
  slot(row, "closed").hidden = next !== undefined;
  const n = ledger.incoming().length;
  say(row, "incoming", n > 0 ? stage.pieces.word("n-incoming", { n }) : "");
  const day = ledger.books.last_closed_on;
  say(row, "last", day ? stage.pieces.word("last-closed", { day: dayInWords(day) }) : "");
  return row;
}

export const openUnit: Opens = (stage, unit) => {
  const { place, book } = stage;
  if (!book.ledger(unit)) {
    stage.go("#/");
    return {};
  }
  place.replaceChildren(stage.pieces.view("unit"));
  for (const link of place.querySelectorAll<HTMLAnchorElement>("a[data-to]"))
    link.href = `#/u/${unit}/${link.dataset.to}`;
  const show = () => tellBooks(stage, unit);
  show();
  act(place, "send", () => void stage.sender.send());
  focusHeading(place);
  return { refresh: show };
};

function tellBooks(stage: Stage, unit: string): void {
  const { place, book } = stage;
  const ledger = book.ledger(unit);
  if (!ledger) return;
  slot(place, "name").textContent = ledger.books.name;
  say(place, "as-of", asOf(stage, book.notes.toldAt));
  const waits = book.outbox.filter(({ deed }) => deed.unit === unit).length;
  say(place, "waits", waits > 0 ? stage.pieces.word("n-waiting", { n: waits }) : "");
  slot(place, "waiting").hidden = waits === 0;
  slot(place, "incoming").hidden = ledger.incoming().length === 0;
  slot(place, "shipments").replaceChildren(
    ...ledger.incoming().map(({ id, from, sent_on, document: paper }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#/u/${unit}/s/${id}`;
      link.textContent = [from, dayInWords(sent_on), paper].filter(Boolean).join(" · ");
      item.append(link);
      return item;
    }),
  );
  const stock = ledger.stock();
  slot(place, "no-stock").hidden = stock.length > 0;
  const items = [...new Set(stock.map(({ item }) => item))];
  const cards = items.map((item) => stockCard(stage, item, stock));
  slot(place, "stock").replaceChildren(...cards);
  for (const name of ["hand-out", "write-off"]) {
    const link = place.querySelector<HTMLElement>(`a[data-to="${name}"]`);
    if (link) link.hidden = stock.length === 0;
  }
  const next = ledger.next(dayOf(book.now()));
  slot(place, "day-open").hidden = next === undefined;
  slot(place, "day-closed").hidden = next !== undefined;
  if (next) say(place, "day", stage.pieces.word("not-closed", { day: dayInWords(next) }));
}

function stockCard(stage: Stage, item: string, stock: readonly Goods[]): HTMLElement {
  const card = stage.pieces.piece("stock").querySelector("li") as HTMLElement;
  const lots = stock.filter((goods) => goods.item === item);
  const sum = lots.reduce((sum, { quantity }) => sum + quantity, 0);
  slot(card, "item").textContent = itemName(stage, item);
  slot(card, "packs").textContent = packs(stage, item, sum);
  const known = itemOf(stage, item);
  say(card, "pieces", known && hasPacks(known) ? pieces(stage, item, sum) : "");
  const told = lots.filter(({ lot, expires_on }) => lot !== "" || expires_on !== null);
  slot(card, "lots").hidden = told.length === 0;
  slot(card, "lots").append(
    ...told.map((goods) => {
      const row = document.createElement("li");
      row.textContent = `${lotInWords(stage, goods)} ${pieces(stage, item, goods.quantity)}`;
      return row;
    }),
  );
  return card;
}

/** "ล็อต A12 · หมดอายุ 31 ธ.ค. 2570", empty where nothing is kept of it. */
export function lotInWords(
  { pieces }: Stage,
  { lot, expires_on }: Pick<Goods, "lot" | "expires_on">,
): string {
  const name = lot ? pieces.word("lot-n", { lot }) : "";
  const until = expires_on ? pieces.word("expires", { day: dayInWords(expires_on) }) : "";
  return [name, until].filter(Boolean).join(" · ");
}
