// What may be sent, and what an answer does to all that waits. Pure.
import type { Deed, Problem, Sent, Waiting } from "./model";

/** So long an acknowledged deed is kept: a server may come back from an older backup. */
const KEPT_FOR = 30 * 24 * 3600 * 1000;

/** The first in the order made; what comes after something refused, of the same unit, waits behind it. */
export function sendable(outbox: readonly Waiting[]): Waiting | undefined {
  const held = new Set<string>();
  for (const waiting of outbox) {
    const { unit } = waiting.deed;
    if (waiting.refused) held.add(unit);
    else if (!held.has(unit)) return waiting;
  }
  return undefined;
}

export type Outcome = "done" | "later" | "signed-out" | { message: string; problems: Problem[] };

/** What an answer says of the deed that was sent. */
export function outcomeOf(status: number, body: unknown): Outcome {
  if (status >= 200 && status < 300) return "done";
  if (status === 401) return "signed-out";
  if (status === 408 || status === 429 || status >= 500) return "later";
  const { title = "", problems = [] } = (body ?? {}) as { title?: string; problems?: Problem[] };
  return { message: title, problems };
}

/** The outbox of a server that came back from a backup: all that was acknowledged goes first, in its order. */
export function again(sent: readonly Sent[], outbox: readonly Waiting[]): Waiting[] {
  const first = outbox.reduce((least, { seq }) => Math.min(least, seq), 1);
  const ordered = [...sent].sort((one, other) => one.seq - other.seq);
  const before = ordered.map(({ at: _at, ...one }, nth) => ({
    ...one,
    seq: first - ordered.length + nth,
    tries: 1,
  }));
  return [...before, ...outbox];
}

/** Of the acknowledged, what need not be kept any more. */
export const tooOld = (sent: readonly Sent[], now: number): Sent[] =>
  sent.filter(({ at }) => now - at > KEPT_FOR);

/**
 * What is laid over the books that the server told: what waits, and what it acknowledged after it was asked for them;
 * in the same millisecond it was acknowledged before, since the books are asked for last.
 * What it refused is not in its books.
 */
export function toLay(outbox: readonly Waiting[], sent: readonly Sent[], toldAt: number): Deed[] {
  const later = sent.filter(({ at }) => at > toldAt).sort((one, other) => one.seq - other.seq);
  const waits = outbox.filter(({ refused }) => !refused);
  return [...later, ...waits].map(({ deed }) => deed);
}
