// Ages as they are told at the door: years or a year of birth in either era, in any digits. Pure.
import { foldDigits } from "../phone/fold";

const BUDDHIST_ERA = 543;
const OLDEST = 130;

export type ReadAge =
  | { year: number }
  | { problem: "age-not-a-number" | "age-too-old" | "age-in-the-future" };

export function readAge(text: string, thisYear: number): ReadAge {
  const bare = foldDigits(text).trim().replace(/\s*ปี$/, "");
  if (!/^\d{1,4}$/.test(bare)) return { problem: "age-not-a-number" };
  const number = Number(bare);
  const year =
    number <= OLDEST ? thisYear - number : number >= 2400 ? number - BUDDHIST_ERA : number;
  if (year > thisYear) return { problem: "age-in-the-future" };
  if (thisYear - year > OLDEST) return { problem: "age-too-old" };
  return { year };
}

/** The year as readers of the language write it. */
export function yearIn(language: string, year: number): number {
  return language === "th" ? year + BUDDHIST_ERA : year;
}

export interface Group {
  code: string;
  from?: number;
  to?: number;
}

/** The target group of somebody of these years: the first whose ages hold them all, else the first without ages. */
export function groupOf(groups: readonly Group[], from: number, to = from): string {
  const fits = groups.find(
    (group) =>
      group.from !== undefined && group.to !== undefined && from >= group.from && to <= group.to,
  );
  return (fits ?? groups.find((group) => group.from === undefined))?.code ?? "";
}
