// Quantities as people type and read them: pieces, or boxes and pieces, in digits of any of our scripts. As the
// server reads them (src/supplies/quantity.rs). Pure.
import { foldDigits } from "../phone/fold";
import type { Item, Unit } from "./model";

export type NotAQuantity = "missing" | "unknown-word" | "not-whole" | "too-much";

/** The most that one entry moves. */
const MOST = 1_000_000_000;
/** Words that join parts and count nothing. */
const JOINS = ["and", "กับ", "และ", "+", "เศษ"];
const PART = /\s*(?:(\d[\d,]*)(?:\.(\d*))?)?\s*([^\s\d]*)/y;

/** Base units of "1,430", "๒๘ กล่อง ๓๐ ชิ้น", "2 boxes and 13". A number without a word counts base units. */
export function parse(item: Item, typed: string): number | NotAQuantity {
  const text = foldDigits(typed).toLowerCase().trim();
  let sum = 0;
  let isFound = false;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [whole, digits, rest, word = ""] = PART.exec(text) ?? [];
    if (!whole) return "unknown-word";
    if (digits === undefined) {
      if (word && !JOINS.includes(word)) return "unknown-word";
      continue;
    }
    if (rest !== undefined && /[^0]/.test(rest)) return "not-whole";
    const of = word === "" || JOINS.includes(word) ? 1 : unitsIn(item, word);
    if (of === undefined) return "unknown-word";
    sum += Number(digits.replaceAll(",", "")) * of;
    isFound = true;
    if (sum > MOST) return "too-much";
  }
  return isFound ? sum : "missing";
}

function unitsIn(item: Item, word: string): number | undefined {
  const called = word.replace(/^[.,]+|[.,]+$/g, "");
  const isCalled = ({ code, names }: Unit) => called === code || names.includes(called);
  if (isCalled(item.unit)) return 1;
  return item.packs.find(({ unit }) => isCalled(unit))?.of;
}

const grouped = new Intl.NumberFormat("en");

/** The codes of units are English singulars; the labels are plurals there. */
const called = ({ code, label }: Unit, n: number, language: string): string =>
  language === "en" && n === 1 ? code : label;

/** "24 กล่อง 40 ชิ้น": in the biggest packs there are, the rest in base units. */
export function inPacks(item: Item, quantity: number, language: string): string {
  const packs = item.packs.filter(({ of }) => of > 1).sort((one, other) => other.of - one.of);
  const parts: string[] = [];
  let left = Math.abs(quantity);
  for (const { of, unit } of [...packs, { of: 1, unit: item.unit }]) {
    const n = Math.floor(left / of);
    left %= of;
    if (n > 0) parts.push(`${grouped.format(n)} ${called(unit, n, language)}`);
  }
  if (parts.length === 0) parts.push(`0 ${called(item.unit, 0, language)}`);
  return (quantity < 0 ? "−" : "") + parts.join(" ");
}

/** "1,240 ชิ้น". */
export function inUnits(item: Item, quantity: number, language: string): string {
  const n = Math.abs(quantity);
  return `${quantity < 0 ? "−" : ""}${grouped.format(n)} ${called(item.unit, n, language)}`;
}

export const hasPacks = (item: Item): boolean => item.packs.some(({ of }) => of > 1);
