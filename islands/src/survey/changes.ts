// From what was typed to the changes that say so: only what is different, with what was seen before. Pure.
import type { Change, Fields, Household, Typed, Waiting } from "./model";
import { overlay, plainly, type Shown } from "./overlay";

export interface Making {
  id: () => string;
  now: () => Date;
}

/** A plain change from `Omit` would lose its kinds. */
type Bare<T> = T extends unknown ? Omit<T, "id" | "made_at" | "household" | "base"> : never;

export function make(making: Making, household: string, base: number, bare: Bare<Change>): Change {
  const told = { id: making.id(), made_at: making.now().toISOString(), household, base };
  return { ...told, ...bare } as Change;
}

/** What is new and what it was, of fields that differ. An identity number comes back masked: empty is as before. */
export function difference(
  before: Fields,
  after: Fields,
): { fields: Fields; was: Fields } | undefined {
  const fields: Fields = {};
  const was: Fields = {};
  for (const name of Object.keys(after)) {
    const [old, now] = [before[name] ?? "", after[name] ?? ""];
    const isKept = name === "document_number" && now === "" && after.document === before.document;
    if (old === now || isKept) continue;
    fields[name] = now;
    was[name] = old;
  }
  return Object.keys(fields).length > 0 ? { fields, was } : undefined;
}

export function changesOf(
  making: Making,
  before: Shown | undefined,
  handle: string,
  typed: Typed,
): Change[] {
  if (!before) {
    const persons = typed.persons.map(({ id, fields }) => ({ id, fields: told(fields) }));
    return [make(making, handle, 0, { kind: "record", fields: told(typed.fields), persons })];
  }
  const changes: Change[] = [];
  const add = (bare: Bare<Change>) => changes.push(make(making, handle, before.version, bare));
  const house = difference(before.fields, typed.fields);
  if (house) add({ kind: "change", ...house });
  for (const { id, fields } of typed.persons) {
    const old = before.persons.find((person) => person.id === id);
    if (!old) {
      add({ kind: "add_person", person: id, fields: told(fields) });
      continue;
    }
    const changed = difference(old.fields, fields);
    if (changed) add({ kind: "change_person", person: id, ...changed });
  }
  return changes;
}

function told(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}

/** A talk as it went, with what was known before. Without a wish nobody was met, and nothing else is known. */
export function talkOf(
  before: Fields,
  { wish = "", reason = "", reason_words = "", next_on = "" }: Fields,
  asksReason: boolean,
): { fields: Fields; was: Fields } {
  const fields: Fields = told({ reason_words, next_on });
  // Earlier words stay while the wish has a reason at all, unless there are new ones.
  if (wish) Object.assign(fields, { wish, reason }, asksReason ? {} : { reason_words });
  const was = Object.fromEntries(
    ["wish", "reason", "reason_words"].map((name) => [name, before[name] ?? ""]),
  );
  return { fields, was };
}

const TYPED_KINDS = new Set(["record", "change", "add_person", "change_person"]);

/** Whether it was told in the form of a household, and is mended there. */
export const isTyped = ({ kind }: Change): boolean => TYPED_KINDS.has(kind);

/** What was typed but certainly is not with the server: never tried, or refused. */
function isOpen({ change, tries, refused }: Waiting, handle: string): boolean {
  return change.household === handle && isTyped(change) && (tries === 0 || !!refused);
}

/** A form that was left: what is typed, and what stood there when it was opened. */
export interface Draft extends Typed {
  seen?: Shown | undefined;
}

export interface Rewritten {
  /** Numbers of what is taken out of the outbox. */
  gone: number[];
  /** What comes in, in the places that became free and then at the end. */
  put: Waiting[];
}

/** A household as the server has it, or will once what left the phone is there: what a form is compared with. */
export function seenNow(
  pulled: ReadonlyMap<string, Household>,
  outbox: readonly Waiting[],
  handle: string,
): Shown | undefined {
  const rest = outbox.filter((waiting) => !isOpen(waiting, handle));
  const base = pulled.get(handle);
  return overlay(pulled, rest).get(handle) ?? (base && plainly(base));
}

/**
 * The outbox after a form was filled in again. What the server may have already is not touched: what is
 * new is told after it. `seen` is what stood there when the form was opened: what came from elsewhere since was
 * seen by nobody, and is neither overwritten nor claimed to have been known.
 */
export function rewrite(
  making: Making,
  pulled: ReadonlyMap<string, Household>,
  outbox: readonly Waiting[],
  handle: string,
  typed: Typed,
  seen?: Shown,
): Rewritten {
  const open = outbox.filter((waiting) => isOpen(waiting, handle));
  const now = seenNow(pulled, outbox, handle);
  const before = seen ? withNewcomers(seen, now) : now;
  const free = open.map(({ seq }) => seq);
  const last = outbox.reduce((most, { seq }) => Math.max(most, seq), 0);
  const put = changesOf(making, before, handle, typed).map((change, nth) => ({
    seq: free[nth] ?? last + 1 + nth,
    change,
    tries: 0,
  }));
  const taken = new Set(put.map(({ seq }) => seq));
  return { gone: free.filter((seq) => !taken.has(seq)), put };
}

/** What was seen, with those whom this phone has told of since. */
function withNewcomers(seen: Shown, now: Shown | undefined): Shown {
  const known = new Set(seen.persons.map(({ id }) => id));
  const others = now?.persons.filter(({ id }) => !known.has(id)) ?? [];
  return { ...seen, persons: [...seen.persons, ...others] };
}

/** Whether somebody of a household is on this phone alone, so that leaving them out says it all. */
export function isOnlyHere(
  outbox: readonly Waiting[],
  pulled: ReadonlyMap<string, Household>,
  handle: string,
  person: string,
): boolean {
  if (pulled.get(handle)?.persons.some(({ id }) => id === person)) return false;
  const tells = ({ change }: Waiting) =>
    (change.kind === "record" && change.persons.some(({ id }) => id === person)) ||
    (change.kind === "add_person" && change.person === person);
  return outbox
    .filter((one) => one.change.household === handle && tells(one))
    .every((one) => isOpen(one, handle));
}
