// What may be sent, and what the server's answer does to all that is kept. Pure.
import type { Answer, Ask, Household, Sent, Waiting } from "./model";
import { handlesOf } from "./overlay";

export const MOST = 100;
/** So long an acknowledged change is kept: a server may come back from an older backup. */
const KEPT_FOR = 30 * 24 * 3600 * 1000;

/**
 * In the order made. What comes after something refused, of the same household, waits behind it. Where not all
 * of it goes at once, households that the server has put off let the others go first: what waits for a phone
 * that is lost stops nothing else.
 */
export function sendable(outbox: readonly Waiting[], most = MOST): Waiting[] {
  const held = new Set<string>();
  const turns = new Map<string, number>();
  const may: { turn: number; waiting: Waiting }[] = [];
  for (const waiting of outbox) {
    const handles = handlesOf(waiting.change);
    if (waiting.refused || handles.some((handle) => held.has(handle))) {
      for (const handle of handles) held.add(handle);
      continue;
    }
    // Never before what was made earlier of the same household.
    const turn = Math.max(waiting.later ?? 0, ...handles.map((handle) => turns.get(handle) ?? 0));
    for (const handle of handles) turns.set(handle, turn);
    may.push({ turn, waiting });
  }
  may.sort((one, other) => one.turn - other.turn);
  return may.slice(0, most).map(({ waiting }) => waiting);
}

export interface Kept {
  epoch: string | null;
  /** While all is fetched anew: what came so far. */
  seen: string[] | null;
  outbox: readonly Waiting[];
  sent: readonly Sent[];
  handles: Iterable<string>;
}

export interface Settled {
  epoch: string;
  cursor: string | null;
  seen: string[] | null;
  /** The outbox as it stands now. */
  outbox: Waiting[];
  /** Newly acknowledged. */
  acknowledged: Sent[];
  /** Of the acknowledged, what is not kept any more: too old, or in the outbox again. */
  forgotten: number[];
  put: Household[];
  gone: string[];
  /** Whether there is more to fetch. */
  more: boolean;
  /** Whether the answer took nothing of what was sent. */
  stuck: boolean;
}

export function settle(kept: Kept, ask: Ask, answer: Answer, now: number): Settled {
  const outcomes = new Map(answer.outcomes.map((one) => [one.id, one]));
  const lastSent = kept.sent.reduce((most, { seq }) => Math.max(most, seq), 0);
  const acknowledged: Sent[] = [];
  let outbox: Waiting[] = [];
  for (const waiting of kept.outbox) {
    const outcome = outcomes.get(waiting.change.id);
    if (outcome?.outcome === "done") {
      acknowledged.push({
        seq: lastSent + 1 + acknowledged.length,
        at: now,
        change: waiting.change,
      });
    } else if (outcome?.outcome === "refused") {
      const refused = { message: outcome.message ?? "", problems: outcome.problems ?? [] };
      outbox.push({ ...waiting, refused });
    } else if (outcome) {
      outbox.push({ ...waiting, later: (waiting.later ?? 0) + 1 });
    } else {
      outbox.push(waiting);
    }
  }
  const isOther = kept.epoch !== null && kept.epoch !== answer.epoch;
  const forgotten = kept.sent.filter(({ at }) => isOther || now - at > KEPT_FOR);
  if (isOther) outbox = [...again(kept.sent, outbox), ...outbox];

  const base = {
    epoch: answer.epoch,
    outbox,
    acknowledged,
    forgotten: forgotten.map(({ seq }) => seq),
    put: answer.households,
  };
  const stuck =
    ask.changes.length > 0 && answer.outcomes.every(({ outcome }) => outcome === "later");
  // The server is another one than before: everything is asked for anew.
  if (isOther) return { ...base, cursor: null, seen: null, gone: answer.gone, more: true, stuck };

  const isWhole = ask.cursor === null || answer.reset;
  let seen = isWhole ? [] : kept.seen;
  if (seen) seen = [...seen, ...answer.households.map(({ household }) => household)];
  const gone = new Set(answer.gone);
  if (seen && !answer.more) {
    const stays = new Set(seen);
    for (const { change } of outbox) for (const handle of handlesOf(change)) stays.add(handle);
    for (const handle of kept.handles) if (!stays.has(handle)) gone.add(handle);
    seen = null;
  }
  const { cursor, more } = answer;
  return { ...base, cursor, seen, gone: [...gone], more, stuck };
}

/** All that was acknowledged, before all that waits, in its order. */
function again(sent: readonly Sent[], outbox: readonly Waiting[]): Waiting[] {
  const first = outbox.reduce((least, { seq }) => Math.min(least, seq), 1);
  const ordered = [...sent].sort((one, other) => one.seq - other.seq);
  return ordered.map(({ change }, nth) => ({
    seq: first - ordered.length + nth,
    change,
    tries: 1,
  }));
}
