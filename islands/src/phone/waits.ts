// How long to wait: after a send that came to nothing, and after wrong PINs. Pure.

const FIRST = 2_000;
const LONGEST = 5 * 60_000;

/** Doubling with each try; half of it by chance, so that phones that lost the network together do not come back together. */
export function untilNextTry(tries: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.max(0, tries - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
}

const FREE_TRIES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 3_600_000;

/** After so many wrong PINs in a row. */
export function untilNextPin(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE_TRIES));
}
