// The books on the phone with what waits laid over them: they have to say what the server will say, since a day
// that is closed upon other numbers is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { callOf } from "../src/supplies/exchange";
import { dayOf, Ledger } from "../src/supplies/ledger";
import type { Books, Deed, Goods, Sent, Waiting } from "../src/supplies/model";
import { again, outcomeOf, sendable, toLay } from "../src/supplies/settle";

const UNIT = "57a";
const at = (day: string, hour = "03:00") => `2026-11-${day}T${hour}:00Z`;
const goods = (
  item: string,
  quantity: number,
  lot = "",
  expires_on: string | null = null,
): Goods => ({ item, lot, expires_on, quantity });
const books = (more: Partial<Books> = {}): Books => ({
  unit: UNIT,
  name: "รพ.สต.บ้านสันทราย",
  opened_on: "2026-11-20",
  last_closed_on: "2026-11-26",
  stock: [goods("mask", 1000)],
  reserved: [],
  moved: [],
  incoming: [],
  ...more,
});
type Of<K> = Extract<Deed, { kind: K }>;
const told = { id: "d", unit: UNIT, made_at: at("27"), note: "" };
const handOut = (quantity: number, more: Partial<Of<"hand_out">> = {}): Deed => ({
  ...told,
  kind: "hand_out",
  item: "mask",
  lot: "",
  groups: [{ risk_group: "medical", quantity }],
  ...more,
});
const close = (day: string, counted: number, expected: number, more = {}): Deed => ({
  ...told,
  kind: "close",
  day: `2026-11-${day}`,
  counts: [{ item: "mask", lot: "", counted, expected, note: "" }],
  ...more,
});

test("what waits is reckoned in: stock, and what is expected of the day", () => {
  const receipt: Deed = {
    ...told,
    kind: "receipt",
    item: "mask",
    lot: "",
    expires_on: "",
    quantity: 500,
    party: "มูลนิธิ",
    document: "",
  };
  const moved = {
    date: "2026-11-27",
    item: "mask",
    lot: "",
    received: 200,
    sent: 0,
    handed_out: 50,
    corrected: 0,
  };
  const ledger = new Ledger(books({ moved: [moved] }), [receipt, handOut(300)]);
  assert.equal(ledger.left("mask"), 1200);
  const [line] = ledger.lines();
  assert.ok(line);
  assert.equal(line.opening, 850);
  assert.deepEqual(line.moved, { received: 700, sent: 0, handed_out: 350, corrected: 0 });
  assert.equal(line.expected, 1200);
  assert.ok(!ledger.isQuiet());
});

test("after a day that waits to be closed, the next begins with what was counted", () => {
  const early = handOut(100);
  const late = handOut(30, { made_at: at("28") });
  const ledger = new Ledger(books(), [early, close("27", 890, 900), late]);
  assert.equal(ledger.firstOpen, "2026-11-28");
  assert.equal(ledger.left("mask"), 860);
  const [line] = ledger.lines();
  assert.equal(line?.opening, 890);
  assert.equal(line?.expected, 860);
});

test("what is told for a closed day counts for the first open one", () => {
  const ledger = new Ledger(books(), [handOut(40, { happened_on: "2026-11-25" })]);
  assert.equal(ledger.lines()[0]?.expected, 960);
  const closed = new Ledger(books(), [close("27", 1000, 1000), handOut(40)]);
  assert.equal(closed.firstOpen, "2026-11-28");
  assert.equal(closed.lines()[0]?.moved.handed_out, 40);
});

test("days are those of Thailand, by the server's clock", () => {
  assert.equal(dayOf(Date.parse("2026-11-27T16:59:59Z")), "2026-11-27");
  assert.equal(dayOf(Date.parse("2026-11-27T17:00:00Z")), "2026-11-28");
  // The phone is a day behind.
  const ledger = new Ledger(books(), [handOut(40)], 24 * 3_600_000);
  assert.equal(ledger.lines()[0]?.expected, 1000, "nothing moved on the 27th");
});

test("what expires first is taken first, and what has expired is not", () => {
  const stock = [
    goods("pills", 100, "C", "2027-05-01"),
    goods("pills", 30, "B", "2026-12-01"),
    goods("pills", 50, "A", "2026-11-01"),
  ];
  const ledger = new Ledger(books({ stock }), [handOut(60, { item: "pills" })]);
  const left = ledger.stock().map(({ lot, quantity }) => [lot, quantity]);
  assert.deepEqual(left, [
    ["A", 50],
    ["C", 70],
  ]);
});

test("what is promised to somebody is in stock, and not for others", () => {
  const stock = [goods("pills", 30, "B", "2026-12-01"), goods("pills", 100, "C", "2027-05-01")];
  const reserved = [goods("pills", 20, "B")];
  const ledger = new Ledger(books({ stock, reserved }), [handOut(60, { item: "pills" })]);
  assert.equal(ledger.left("pills"), 70);
  assert.equal(ledger.free("pills", "", "2026-11-27"), 50);
  assert.equal(ledger.free("pills", "", "2027-01-01"), 50, "B has expired, and was promised");
  assert.deepEqual(
    ledger.stock().map(({ lot, quantity }) => [lot, quantity]),
    [
      ["B", 20],
      ["C", 50],
    ],
  );
});

test("an acknowledged shipment is in stock and waits no more", () => {
  const shipment = {
    id: "57s",
    from: "อำเภอ",
    document: "",
    sent_on: "2026-11-26",
    sent_at: at("26"),
    lines: [goods("mask", 500), goods("pills", 100, "A", "2027-01-01")],
  };
  const deed: Deed = {
    ...told,
    kind: "acknowledge",
    shipment: "57s",
    lines: [
      { item: "mask", lot: "", received: 480, damaged: 20, reason: "damaged", note: "" },
      { item: "pills", lot: "A", received: 0, damaged: 0, reason: "lost", note: "" },
    ],
  };
  const ledger = new Ledger(books({ incoming: [shipment] }), [deed]);
  assert.equal(ledger.incoming().length, 0);
  assert.equal(ledger.left("mask"), 1480);
  assert.equal(ledger.left("pills"), 0);
  assert.deepEqual(
    ledger.lines().map(({ item }) => item),
    ["mask"],
  );
});

const waits = (seq: number, deed: Deed, refused = false): Waiting => ({
  seq,
  deed,
  tries: 1,
  ...(refused && { refused: { message: "ไม่รับ", problems: [] } }),
});

test("behind something refused the rest of that unit waits, and no other's", () => {
  const other = handOut(1, { unit: "57b" });
  const outbox = [waits(1, handOut(1), true), waits(2, handOut(2)), waits(3, other)];
  assert.equal(sendable(outbox)?.seq, 3);
  assert.equal(sendable(outbox.slice(0, 2)), undefined);
  assert.equal(sendable(outbox.slice(1))?.seq, 2);
});

test("what was acknowledged after the books were told is laid over them, what was refused is not", () => {
  const sent: Sent[] = [
    { seq: 1, at: 100, deed: handOut(1) },
    { seq: 2, at: 300, deed: handOut(2) },
  ];
  const outbox = [waits(1, handOut(3), true), waits(2, handOut(4))];
  const laid = toLay(outbox, sent, 200).map((deed) => (deed as Of<"hand_out">).groups[0]?.quantity);
  assert.deepEqual(laid, [2, 4]);
});

test("what was acknowledged in the millisecond in which the books were asked for is in them", () => {
  const sent: Sent[] = [{ seq: 1, at: 200, deed: handOut(2) }];
  assert.deepEqual(toLay([], sent, 200), []);
  assert.equal(toLay([], sent, 199).length, 1);
});

test("a server back from a backup gets all that it had acknowledged, before what waits", () => {
  const sent: Sent[] = [
    { seq: 7, at: 2, deed: handOut(7), skew: -250 },
    { seq: 6, at: 1, deed: handOut(6) },
  ];
  const all = again(sent, [waits(1, handOut(8))]);
  const quantities = all.map(({ deed }) => (deed as Of<"hand_out">).groups[0]?.quantity);
  assert.deepEqual(quantities, [6, 7, 8]);
  assert.deepEqual(
    all.map(({ seq }) => seq),
    [-1, 0, 1],
  );
  // Under one key it says the same instant as before.
  assert.deepEqual(
    all.map(({ skew }) => skew),
    [undefined, -250, undefined],
  );
});

test("an answer says what becomes of a deed", () => {
  assert.equal(outcomeOf(201, {}), "done");
  assert.equal(outcomeOf(401, {}), "signed-out");
  for (const status of [408, 429, 500, 502, 503]) assert.equal(outcomeOf(status, {}), "later");
  const problems = [{ field: "quantity", message: "มากเกินไป" }];
  assert.deepEqual(outcomeOf(422, { title: "แก้ไข", problems }), { message: "แก้ไข", problems });
  assert.deepEqual(outcomeOf(409, undefined), { message: "", problems: [] });
});

test("deeds are told as programs tell them, by the server's clock", () => {
  const { path, body } = callOf(handOut(5), 60_000);
  assert.equal(path, "/api/v1/supply/entries");
  assert.deepEqual(JSON.parse(JSON.stringify(body)), {
    kind: "hand_out",
    unit: UNIT,
    item: "mask",
    groups: [{ risk_group: "medical", quantity: 5 }],
    happened_at: "2026-11-27T03:00:59.000Z",
  });
  const dated = callOf(handOut(5, { happened_on: "2026-11-25" }), 0).body as Record<
    string,
    unknown
  >;
  assert.equal(dated.happened_on, "2026-11-25");
  assert.equal(dated.happened_at, undefined);
  assert.equal(callOf(close("27", 1, 1), 0).path, `/api/v1/supply/days/${UNIT}/2026-11-27/close`);
});
