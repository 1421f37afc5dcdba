// Reading what officers type on the phone, with what is amiss in the words of the page.
import type { Fields, Problem } from "../phone/fields";
import { foldDigits } from "../phone/fold";
import { dayOf } from "./ledger";
import type { Item } from "./model";
import { parse } from "./quantity";
import { itemOf, type Stage } from "./stage";

export class Reading {
  readonly problems: Problem[] = [];

  constructor(
    readonly stage: Stage,
    readonly typed: Fields,
  ) {}

  amiss(field: string, word: string, values: Record<string, string | number> = {}): void {
    this.problems.push({ field, message: this.stage.pieces.word(word, values) });
  }

  text(field: string): string {
    return this.typed[field] ?? "";
  }

  item(): Item | undefined {
    const item = itemOf(this.stage, this.text("item"));
    if (!item) this.amiss("item", "item-missing");
    return item;
  }

  /** Undefined where nothing was typed, or it is no quantity. */
  quantity(item: Item, field: string, mayBeNothing = false): number | undefined {
    const read = parse(item, this.text(field));
    if (typeof read === "string") this.amiss(field, `quantity-${read}`);
    else if (read === 0 && !mayBeNothing) this.amiss(field, "quantity-missing");
    else return read;
    return undefined;
  }

  persons(field: string): number | undefined {
    const text = foldDigits(this.text(field)).replace(/[,\s]/g, "");
    if (text === "") return undefined;
    const n = Number(text);
    if (/^\d{1,7}$/.test(text) && n <= 1_000_000) return n;
    this.amiss(field, "persons-wrong");
    return undefined;
  }

  /** The day it was so, where that was another than today. */
  happenedOn(): string | undefined {
    const day = this.text("happened_on");
    const today = dayOf(this.stage.book.now());
    if (day > today) this.amiss("happened_on", "future");
    return day && day < today ? day : undefined;
  }

  /** Not more than there is. */
  fits(item: Item, quantity: number, left: number, field: string, inWords: string): void {
    if (quantity > left) this.amiss(field, "too-few", { item: item.label, left: inWords });
  }
}
