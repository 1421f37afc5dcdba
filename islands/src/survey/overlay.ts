// What the phone shows: the households as the server has them, with all that still waits laid over. Pure.
import type { Change, Conflict, Dose, Fields, Household, Waiting } from "./model";

export interface ShownPerson {
  id: string;
  fields: Fields;
  doses: Dose[];
  waits: boolean;
  /** A talk with them waits to be sent. */
  talked: boolean;
  /** The day of the next talk; empty where none is known. */
  nextTalkOn: string;
}

export interface Shown {
  household: string;
  version: number;
  own: boolean;
  recorded_at: string;
  changed_at: string;
  fields: Fields;
  persons: ShownPerson[];
  conflicts: Conflict[];
  waits: boolean;
  refused: boolean;
}

export function plainly(one: Household): Shown {
  return {
    ...one,
    fields: { ...one.fields },
    persons: one.persons.map((person) => ({
      id: person.id,
      fields: { ...person.fields },
      doses: [...(person.doses ?? [])],
      waits: false,
      talked: false,
      nextTalkOn: person.next_talk_on ?? "",
    })),
    conflicts: [...(one.conflicts ?? [])],
    waits: false,
    refused: false,
  };
}

/** The households that something waits for, as they will be. */
export function overlay(
  pulled: ReadonlyMap<string, Household>,
  outbox: readonly Waiting[],
): Map<string, Shown> {
  const touched = new Map<string, Shown>();
  const open = (handle: string): Shown | undefined => {
    const known = touched.get(handle);
    if (known) return known;
    const base = pulled.get(handle);
    if (!base) return undefined;
    const shown = plainly(base);
    touched.set(handle, shown);
    return shown;
  };
  for (const waiting of outbox) {
    const { change } = waiting;
    const shown = change.kind === "record" ? begun(change) : open(change.household);
    if (!shown) continue;
    if (change.kind === "record") touched.set(change.household, shown);
    lay(change, shown, open);
    for (const handle of handlesOf(change)) {
      const one = touched.get(handle);
      if (!one) continue;
      one.waits = true;
      one.refused ||= waiting.refused !== undefined;
      if (one.changed_at < change.made_at) one.changed_at = change.made_at;
    }
  }
  return touched;
}

/** Every household a change touches. */
export function handlesOf(change: Change): string[] {
  return change.kind === "move_person" ? [change.household, change.to] : [change.household];
}

function begun(change: Change): Shown {
  return {
    household: change.household,
    version: 0,
    own: true,
    recorded_at: change.made_at,
    changed_at: change.made_at,
    fields: {},
    persons: [],
    conflicts: [],
    waits: true,
    refused: false,
  };
}

function lay(change: Change, shown: Shown, open: (handle: string) => Shown | undefined): void {
  const person = "person" in change ? find(shown, change.person) : undefined;
  switch (change.kind) {
    case "record":
      put(shown.fields, change.fields);
      for (const { id, fields } of change.persons) add(shown, id, fields);
      break;
    case "change":
      put(shown.fields, change.fields);
      break;
    case "add_person":
      if (!person) add(shown, change.person, change.fields);
      break;
    case "change_person":
      if (person) {
        put(person.fields, change.fields);
        person.waits = true;
      }
      break;
    case "move_person": {
      const to = open(change.to);
      if (!person || !to || to === shown) break;
      shown.persons = shown.persons.filter((one) => one !== person);
      to.persons.push({ ...person, waits: true });
      break;
    }
    case "dose":
      if (person && !person.doses.some(({ id }) => id === change.dose)) {
        person.doses.push({ id: change.dose, ...change.fields });
        person.waits = true;
      }
      break;
    case "talk":
      if (person) {
        const { next_on: next = "", ...told } = change.fields;
        // Nobody was met: what was known stays.
        if (told.wish) put(person.fields, told);
        person.waits = true;
        person.talked = true;
        person.nextTalkOn = next;
      }
      break;
    case "solve":
      solve(shown, change.conflict, change.take);
      break;
  }
}

function solve(shown: Shown, id: string, take: "kept" | "told"): void {
  const conflict = shown.conflicts.find((one) => one.id === id);
  if (!conflict) return;
  shown.conflicts = shown.conflicts.filter((one) => one !== conflict);
  if (take === "kept") return;
  const of = conflict.person ? find(shown, conflict.person)?.fields : shown.fields;
  if (of) put(of, { [conflict.field]: conflict.told });
}

function find(shown: Shown, id: string): ShownPerson | undefined {
  return shown.persons.find((person) => person.id === id);
}

function add(shown: Shown, id: string, fields: Fields): void {
  const plain = { doses: [], waits: true, talked: false, nextTalkOn: "" };
  const person: ShownPerson = { id, fields: {}, ...plain };
  put(person.fields, fields);
  shown.persons.push(person);
}

function put(into: Fields, fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") delete into[name];
    else into[name] = value;
  }
}
