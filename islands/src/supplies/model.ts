// What the phone and the server tell each other of the books of supply units. Quantities are base units; days
// are such as 2026-11-28, of Thailand.

export interface Goods {
  item: string;
  /** Empty for items that keep none. */
  lot: string;
  expires_on: string | null;
  quantity: number;
}

/** What moved of a lot on a day. */
export interface Moved {
  date: string;
  item: string;
  lot: string;
  received: number;
  sent: number;
  handed_out: number;
  /** Above zero where there became more. */
  corrected: number;
}

export interface Incoming {
  id: string;
  from: string;
  document: string;
  sent_on: string;
  sent_at: string;
  lines: Goods[];
}

/** The books of a unit as the server told them. */
export interface Books {
  unit: string;
  name: string;
  opened_on: string;
  last_closed_on: string | null;
  stock: Goods[];
  /** What of it is promised to requests and goes to nobody else. */
  reserved: Goods[];
  moved: Moved[];
  incoming: Incoming[];
}

export interface Pocket {
  epoch: string;
  now: string;
  units: Books[];
  has_more: boolean;
}

export interface Share {
  risk_group: string;
  quantity: number;
  persons?: number;
}

export interface Came {
  item: string;
  lot: string;
  received: number;
  damaged: number;
  reason?: string;
  note: string;
}

export interface Count {
  item: string;
  lot: string;
  counted: number;
  /** What ought to be there, as the phone saw it. */
  expected: number;
  reason?: string;
  note: string;
}

interface Told {
  id: string;
  unit: string;
  /** By the phone's own clock. */
  made_at: string;
}

/** Told for an earlier day than that it was typed on. */
interface Dated {
  happened_on?: string;
}

export interface Receipt extends Told, Dated {
  kind: "receipt";
  item: string;
  lot: string;
  expires_on: string;
  quantity: number;
  party: string;
  document: string;
  note: string;
}

export interface HandOut extends Told, Dated {
  kind: "hand_out";
  item: string;
  /** What expires first where it is empty. */
  lot: string;
  groups: Share[];
  note: string;
}

export interface Loss extends Told, Dated {
  kind: "loss";
  item: string;
  lot: string;
  quantity: number;
  reason: string;
  note: string;
}

export interface Acknowledgement extends Told {
  kind: "acknowledge";
  shipment: string;
  lines: Came[];
  note: string;
}

export interface Closing extends Told {
  kind: "close";
  day: string;
  counts: Count[];
}

export type Deed = Receipt | HandOut | Loss | Acknowledgement | Closing;

export interface Problem {
  field: string;
  message: string;
}

/** A deed in the outbox; the numbers give the order it was made in. */
export interface Waiting {
  seq: number;
  deed: Deed;
  /** Counted before it is sent: from the first try on, the server may have it. */
  tries: number;
  /**
   * By how many milliseconds the server's clock was ahead when it was first sent: sent again under its key it says
   * the same instant, whatever is known of the clock by then.
   */
  skew?: number;
  refused?: { message: string; problems: Problem[] };
}

/** A deed the server has acknowledged, kept for a server that comes back from a backup. */
export interface Sent {
  seq: number;
  at: number;
  deed: Deed;
  skew?: number;
}

export interface Unit {
  code: string;
  label: string;
  /** All that people call it, in small letters. */
  names: string[];
}

export interface Item {
  code: string;
  label: string;
  /** Lot and expiry are kept. */
  lots: boolean;
  unit: Unit;
  packs: { of: number; unit: Unit }[];
}

/** What the incident counts, and for whom. */
export interface Catalog {
  items: Item[];
  groups: { code: string; label: string }[];
}
