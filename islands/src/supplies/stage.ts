// What every view of supplies stands on, and how it names things.
import { locale } from "../hours";
import type { Ground, View } from "../phone/stage";
import type { SupplyBook } from "./book";
import type { Catalog, Item } from "./model";
import { inPacks, inUnits } from "./quantity";

export { focusHeading } from "../phone/stage";
export type { View };

export interface Stage extends Ground {
  book: SupplyBook;
  catalog: Catalog;
}

export type Opens = (stage: Stage, unit: string, which: string) => View | Promise<View>;

const language = () => document.documentElement.lang;

export const itemOf = ({ catalog }: Stage, code: string): Item | undefined =>
  catalog.items.find((item) => item.code === code);

export const itemName = (stage: Stage, code: string): string => itemOf(stage, code)?.label ?? code;

export const groupName = ({ catalog }: Stage, code: string): string =>
  catalog.groups.find((group) => group.code === code)?.label ?? code;

/** An item that a later list dropped is counted in numbers alone. */
export function packs(stage: Stage, code: string, quantity: number): string {
  const item = itemOf(stage, code);
  return item ? inPacks(item, quantity, language()) : String(quantity);
}

export function pieces(stage: Stage, code: string, quantity: number): string {
  const item = itemOf(stage, code);
  return item ? inUnits(item, quantity, language()) : String(quantity);
}

/** "28 พ.ย. 2569", of a day such as 2026-11-28. */
export function dayInWords(day: string): string {
  const form = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" });
  return form.format(new Date(day));
}
