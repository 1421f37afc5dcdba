// What the phone and the server tell each other of households. All values are text; absent is empty.

import type { Fields, Problem } from "../phone/fields";

export type { Fields, Problem };

export interface NewPerson {
  id: string;
  fields: Fields;
}

export interface Dose {
  id: string;
  brand?: string;
  on?: string;
  place?: string;
}

export interface Person extends NewPerson {
  doses?: Dose[];
  /** The day of the next talk, of whoever does not want it or is undecided. The server reckons it. */
  next_talk_on?: string;
}

/** Two people told different things of one field: what is kept, and what the other told. */
export interface Conflict {
  id: string;
  person?: string | null;
  field: string;
  kept: string;
  told: string;
  by: string;
  at: string;
}

/** A household as the server has it. */
export interface Household {
  household: string;
  version: number;
  own: boolean;
  recorded_at: string;
  changed_at: string;
  fields: Fields;
  persons: Person[];
  conflicts?: Conflict[];
}

interface Told {
  id: string;
  made_at: string;
  household: string;
  /** The version last seen from the server, 0 if never. */
  base: number;
}

export type Change = Told &
  (
    | { kind: "record"; fields: Fields; persons: NewPerson[] }
    | { kind: "change"; fields: Fields; was: Fields }
    | { kind: "add_person"; person: string; fields: Fields }
    | { kind: "change_person"; person: string; fields: Fields; was: Fields }
    | { kind: "move_person"; person: string; to: string }
    | { kind: "dose"; person: string; dose: string; fields: Fields }
    | { kind: "talk"; person: string; fields: Fields; was: Fields }
    | { kind: "solve"; conflict: string; take: "kept" | "told" }
  );

/** A change in the outbox; the numbers give the order it was made in. */
export interface Waiting {
  seq: number;
  change: Change;
  /** Counted before it is sent: from the first try on, the server may have it. */
  tries: number;
  /** How often the server has put it off. */
  later?: number;
  refused?: { message: string; problems: Problem[] };
}

/** A change the server has acknowledged, kept for a server that comes back from a backup. */
export interface Sent {
  seq: number;
  at: number;
  change: Change;
}

export interface Outcome {
  id: string;
  outcome: "done" | "refused" | "later";
  message?: string | null;
  problems?: Problem[];
}

export interface Ask {
  v: 1;
  incident: string;
  cursor: string | null;
  epoch: string | null;
  changes: Change[];
}

export interface Answer {
  epoch: string;
  outcomes: Outcome[];
  households: Household[];
  gone: string[];
  cursor: string | null;
  more: boolean;
  reset: boolean;
}

export type Box = [west: number, south: number, east: number, north: number];

export interface Area {
  code: string;
  name: string;
  bbox: Box | null;
}

/** What a volunteer's areas hold. */
export interface AreaPack {
  areas: Area[];
  villages: { code: string; area: string; moo: number; name: string }[];
  points: { id: string; name: string; area: string }[];
  n_households: number;
  n_persons: number;
}

/** What a form holds: the fields of the house and its persons in order. */
export interface Typed {
  fields: Fields;
  persons: NewPerson[];
}

/** Who is not counted among those that live there. */
export const isAway = (person: NewPerson): boolean => Boolean(person.fields.state);
