// What is handed out, comes from outside and is written off, entered on the phone.
import type { Fields } from "../phone/fields";
import { offer, rename } from "../phone/fields";
import { slot } from "../phone/pieces";
import { openForm } from "./form";
import { dayOf, type Ledger, sumOf } from "./ledger";
import type { HandOut, Loss, Receipt, Share, Waiting } from "./model";
import { hasPacks } from "./quantity";
import { dayInWords, itemName, itemOf, type Opens, packs, pieces, type Stage } from "./stage";
import { Reading } from "./typed";

const mendedOf = ({ book }: Stage, seq: string): Waiting | undefined =>
  book.outbox.find((one) => String(one.seq) === seq && one.refused);

/** Opens a form upon the books of a unit; the list where there are none. */
function upon(
  opens: (stage: Stage, ledger: Ledger, mending: Waiting | undefined) => ReturnType<Opens>,
): Opens {
  return (stage, unit, seq) => {
    const mending = seq ? mendedOf(stage, seq) : undefined;
    const ledger = stage.book.ledger(unit, mending?.seq);
    if (ledger) return opens(stage, ledger, mending);
    stage.go("#/");
    return {};
  };
}

export const openHandOut = upon((stage, ledger, mending) => {
  const { unit } = ledger.books;
  const there = [...new Set(ledger.stock().map(({ item }) => item))];
  return openForm<HandOut>(stage, {
    view: "hand-out",
    draft: `hand-out/${unit}${mending?.seq ?? ""}`,
    unit,
    mending,
    leadsTo: `#/u/${unit}`,
    typedOf: ({ item, lot, groups, note, happened_on = "" }) => ({
      item,
      lot,
      note,
      happened_on,
      ...byGroup(stage, item, groups),
    }),
    prepare: (root) => {
      tellUnit(stage, root, ledger);
      offerItems(stage, root, there);
      const rows = stage.catalog.groups.map(({ code, label }, nth) => {
        const row = stage.pieces.piece("group").querySelector("fieldset") as HTMLElement;
        slot(row, "group").textContent = `${nth + 1}. ${label}`;
        rename(row, "GROUP", code);
        return row;
      });
      slot(root, "groups").append(...rows);
    },
    onTyped: (root, typed) => {
      offerLots(stage, root, ledger, typed.item ?? "");
      const day = dayOf(stage.book.now());
      tellLeft(stage, root, typed, (item, lot) => ledger.free(item, lot, day));
    },
    make: (typed) => {
      const reading = new Reading(stage, typed);
      const item = reading.item();
      const happened_on = reading.happenedOn();
      const groups: Share[] = [];
      for (const { code: risk_group } of item ? stage.catalog.groups : []) {
        const persons = reading.persons(`persons_${risk_group}`);
        if (!reading.text(`quantity_${risk_group}`)) continue;
        const quantity = item && reading.quantity(item, `quantity_${risk_group}`);
        if (quantity) groups.push({ risk_group, quantity, ...(persons && { persons }) });
      }
      const first = `quantity_${stage.catalog.groups[0]?.code}`;
      if (item && groups.length === 0 && reading.problems.length === 0)
        reading.amiss(first, "groups-missing");
      const lot = reading.text("lot");
      if (item && reading.problems.length === 0) {
        const left = ledger.free(item.code, lot, dayOf(stage.book.now()));
        reading.fits(item, sumOf(groups), left, first, packs(stage, item.code, left));
      }
      if (!item || reading.problems.length > 0) return reading.problems;
      const note = reading.text("note");
      const when = happened_on ? { happened_on } : {};
      return { kind: "hand_out", unit, item: item.code, lot, groups, note, ...when };
    },
  });
});

export const openReceive = upon((stage, ledger, mending) => {
  const { unit } = ledger.books;
  return openForm<Receipt>(stage, {
    view: "receive",
    draft: `receive/${unit}${mending?.seq ?? ""}`,
    unit,
    mending,
    leadsTo: `#/u/${unit}`,
    typedOf: ({ item, quantity, happened_on = "", ...rest }) => ({
      item,
      quantity: packs(stage, item, quantity),
      happened_on,
      lot: rest.lot,
      expires_on: rest.expires_on,
      party: rest.party,
      document: rest.document,
      note: rest.note,
    }),
    prepare: (root) => {
      tellUnit(stage, root, ledger);
      offerItems(
        stage,
        root,
        stage.catalog.items.map(({ code }) => code),
      );
    },
    onTyped: (root, typed) => {
      const lots = root.querySelector<HTMLElement>('[data-part="lots"]');
      if (lots) lots.hidden = !itemOf(stage, typed.item ?? "")?.lots;
      tellPacks(stage, root, typed.item ?? "");
    },
    make: (typed) => {
      const reading = new Reading(stage, typed);
      const item = reading.item();
      const quantity = item && reading.quantity(item, "quantity");
      const party = reading.text("party");
      if (!party) reading.amiss("party", "party-missing");
      const happened_on = reading.happenedOn();
      if (!item || !quantity || reading.problems.length > 0) return reading.problems;
      const [lot, expires_on] = item.lots
        ? [reading.text("lot"), reading.text("expires_on")]
        : ["", ""];
      const when = happened_on ? { happened_on } : {};
      const [document, note] = [reading.text("document"), reading.text("note")];
      const told = { lot, expires_on, quantity, party, document, note, ...when };
      return { kind: "receipt", unit, item: item.code, ...told };
    },
  });
});

export const openWriteOff = upon((stage, ledger, mending) => {
  const { unit } = ledger.books;
  const there = [...new Set(ledger.stock().map(({ item }) => item))];
  return openForm<Loss>(stage, {
    view: "write-off",
    draft: `write-off/${unit}${mending?.seq ?? ""}`,
    unit,
    mending,
    leadsTo: `#/u/${unit}`,
    typedOf: ({ item, lot, quantity, reason, note, happened_on = "" }) => ({
      item,
      lot,
      quantity: packs(stage, item, quantity),
      reason,
      note,
      happened_on,
    }),
    prepare: (root) => {
      tellUnit(stage, root, ledger);
      offerItems(stage, root, there);
    },
    onTyped: (root, typed) => {
      offerLots(stage, root, ledger, typed.item ?? "");
      tellPacks(stage, root, typed.item ?? "");
      tellLeft(stage, root, typed, (item, lot) => ledger.left(item, lot));
    },
    make: (typed) => {
      const reading = new Reading(stage, typed);
      const item = reading.item();
      const quantity = item && reading.quantity(item, "quantity");
      const [lot, reason] = [reading.text("lot"), reading.text("reason")];
      if (!reason) reading.amiss("reason", "reason-missing");
      const happened_on = reading.happenedOn();
      if (item && quantity) {
        const left = ledger.left(item.code, lot);
        reading.fits(item, quantity, left, "quantity", packs(stage, item.code, left));
      }
      if (!item || !quantity || reading.problems.length > 0) return reading.problems;
      const when = happened_on ? { happened_on } : {};
      const note = reading.text("note");
      return { kind: "loss", unit, item: item.code, lot, quantity, reason, note, ...when };
    },
  });
});

function byGroup(stage: Stage, item: string, groups: readonly Share[]): Fields {
  const typed: Fields = {};
  for (const { risk_group, quantity, persons } of groups) {
    typed[`quantity_${risk_group}`] = packs(stage, item, quantity);
    if (persons !== undefined) typed[`persons_${risk_group}`] = String(persons);
  }
  return typed;
}

/** The way back bears the name of the unit. */
export function tellUnit(_: Stage, root: HTMLElement, { books }: Ledger): void {
  const back = slot<HTMLAnchorElement>(root, "back");
  back.href = `#/u/${books.unit}`;
  slot(back, "unit").textContent = books.name;
}

/** The only one there is needs no choice. */
function offerItems(stage: Stage, root: HTMLElement, codes: readonly string[]): void {
  const select = root.querySelector<HTMLSelectElement>('select[name="item"]');
  if (!select) return;
  offer(
    select,
    codes.map((code) => [code, itemName(stage, code)]),
  );
  if (codes.length === 1) select.value = codes[0] ?? "";
}

function offerLots(stage: Stage, root: HTMLElement, ledger: Ledger, item: string): void {
  const part = root.querySelector<HTMLElement>('[data-part="lots"]');
  const select = root.querySelector<HTMLSelectElement>('select[name="lot"]');
  if (!part || !select) return;
  const lots = ledger.stock().filter((goods) => goods.item === item && goods.lot !== "");
  part.hidden = lots.length === 0;
  const named = lots.map(({ lot, expires_on, quantity }): [string, string] => {
    const until = expires_on ? stage.pieces.word("expires", { day: dayInWords(expires_on) }) : "";
    return [lot, [lot, pieces(stage, item, quantity), until].filter(Boolean).join(" · ")];
  });
  offer(select, named);
  if (part.hidden) select.value = "";
}

type LeftOf = (item: string, lot: string) => number;

/** "In stock: 24 boxes 40 pieces", of what is chosen. */
function tellLeft(stage: Stage, root: HTMLElement, typed: Fields, leftOf: LeftOf): void {
  const place = slot(root, "left");
  const { item = "", lot = "" } = typed;
  const known = itemOf(stage, item);
  place.hidden = !known;
  if (!known) return;
  const left = leftOf(item, lot);
  const both = hasPacks(known) ? ` (${pieces(stage, item, left)})` : "";
  place.textContent = stage.pieces.word("there-is", { n: packs(stage, item, left) + both });
}

function tellPacks(stage: Stage, root: HTMLElement, code: string): void {
  const item = itemOf(stage, code);
  const place = root.querySelector<HTMLElement>('[data-slot="packs"]');
  if (place) place.textContent = item ? packsInWords(stage, code) : "";
}

/** "กล่องละ 50 ชิ้น". */
export function packsInWords(stage: Stage, code: string): string {
  const all = itemOf(stage, code)?.packs.filter(({ of }) => of > 1) ?? [];
  return all
    .map(({ of, unit }) =>
      stage.pieces.word("pack-hint", { pack: unit.label, inside: pieces(stage, code, of) }),
    )
    .join(" · ");
}
