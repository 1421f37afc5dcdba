import assert from "node:assert/strict";
import { test } from "node:test";
import { untilNextPin, untilNextTry } from "../src/phone/waits";
import type { Answer, Ask, Change, Sent, Waiting } from "../src/survey/model";
import { type Kept, sendable, settle } from "../src/survey/settle";

const NOW = Date.parse("2026-11-27T08:00:00Z");
const DAY = 24 * 3600 * 1000;

function change(id: string, household = "57a", to?: string): Change {
  const told = { id, made_at: "2026-11-27T07:00:00Z", household, base: 1 };
  return to
    ? { ...told, kind: "move_person", person: "p", to }
    : { ...told, kind: "change", fields: {}, was: {} };
}
const waits = (seq: number, household = "57a", more: Partial<Waiting> = {}): Waiting => ({
  seq,
  change: change(`c${seq}`, household),
  tries: 1,
  ...more,
});
const refused = { refused: { message: "ไม่รับ", problems: [] } };
const kept = (more: Partial<Kept> = {}): Kept => ({
  epoch: "e1",
  seen: null,
  outbox: [],
  sent: [],
  handles: [],
  ...more,
});
const ask = (more: Partial<Ask> = {}): Ask => ({
  v: 1,
  incident: "COV",
  cursor: "7",
  epoch: "e1",
  changes: [],
  ...more,
});
const answer = (more: Partial<Answer> = {}): Answer => ({
  epoch: "e1",
  outcomes: [],
  households: [],
  gone: [],
  cursor: "8",
  more: false,
  reset: false,
  ...more,
});
const house = (household: string) => ({
  household,
  version: 1,
  own: true,
  recorded_at: "",
  changed_at: "",
  fields: {},
  persons: [],
});

test("in the order made, and behind a refused one its house waits while others go on", () => {
  const outbox = [
    waits(1, "57a", refused),
    waits(2, "57b"),
    waits(3, "57a"),
    { seq: 4, change: change("c4", "57b", "57a"), tries: 0 },
    waits(5, "57b"),
    waits(6, "57c"),
  ];
  assert.deepEqual(
    sendable(outbox).map(({ seq }) => seq),
    [2, 6],
    "who moves into a house that waits, waits with it",
  );
  const many = Array.from({ length: 250 }, (_, nth) => waits(nth, `57${nth}`));
  assert.equal(sendable(many).length, 100);
  assert.equal(sendable(many, 3).length, 3);
});

test("what the server puts off again and again lets other houses go first, and keeps its own order", () => {
  const outbox = [
    waits(1, "57a", { later: 2 }),
    waits(2, "57b", { later: 1 }),
    waits(3, "57a"),
    waits(4, "57c"),
    { seq: 5, change: change("c5", "57c", "57b"), tries: 0 },
    waits(6, "57c"),
    waits(7, "57d"),
  ];
  const order = (most?: number) => sendable(outbox, most).map(({ seq }) => seq);
  assert.deepEqual(order(), [4, 7, 2, 5, 6, 1, 3]);
  assert.deepEqual(order(3), [4, 7, 2]);
});

test("done leaves the outbox and is remembered, refused stays with its words, later is counted", () => {
  const outbox = [waits(1), waits(2, "57b"), waits(3, "57c"), waits(4, "57d")];
  const changes = outbox.slice(0, 3).map(({ change }) => change);
  const problems = [{ field: "landmark", message: "บอกบ้านเลขที่" }];
  const settled = settle(
    kept({ outbox, sent: [{ seq: 9, at: NOW, change: change("before") }] }),
    ask({ changes }),
    answer({
      outcomes: [
        { id: "c1", outcome: "done" },
        { id: "c2", outcome: "refused", message: "ไม่รับ", problems },
        { id: "c3", outcome: "later" },
      ],
    }),
    NOW,
  );
  assert.deepEqual(
    settled.outbox.map(({ seq }) => seq),
    [2, 3, 4],
  );
  assert.deepEqual(settled.outbox[0]?.refused, { message: "ไม่รับ", problems });
  assert.deepEqual(settled.outbox[1], { ...outbox[2], later: 1 });
  assert.equal(settled.outbox[2], outbox[3]);
  assert.deepEqual(
    settled.acknowledged.map(({ seq, change: { id } }) => [seq, id]),
    [[10, "c1"]],
  );
  assert.equal(settled.cursor, "8");
  assert.equal(settled.stuck, false);
});

test("an answer that takes nothing says so, and what is acknowledged is forgotten after thirty days", () => {
  const outbox = [waits(1)];
  const sent: Sent[] = [
    { seq: 1, at: NOW - 31 * DAY, change: change("old") },
    { seq: 2, at: NOW - 29 * DAY, change: change("young") },
  ];
  const settled = settle(
    kept({ outbox, sent }),
    ask({ changes: [change("c1")] }),
    answer({ outcomes: [{ id: "c1", outcome: "later" }] }),
    NOW,
  );
  assert.ok(settled.stuck);
  assert.deepEqual(settled.forgotten, [1]);
});

test("a server that comes back from a backup is told all again, before what is new, and asked for all", () => {
  const sent: Sent[] = [
    { seq: 2, at: NOW - DAY, change: change("s2") },
    { seq: 1, at: NOW - 2 * DAY, change: change("s1") },
  ];
  const settled = settle(
    kept({ outbox: [waits(5), waits(6)], sent }),
    ask({ changes: [change("c5")] }),
    answer({ epoch: "e2", outcomes: [{ id: "c5", outcome: "done" }] }),
    NOW,
  );
  assert.deepEqual(
    settled.outbox.map(({ change: { id } }) => id),
    ["s1", "s2", "c6"],
  );
  const seqs = settled.outbox.map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    [...seqs].sort((one, other) => one - other),
  );
  assert.deepEqual(settled.forgotten, [2, 1]);
  assert.equal(settled.acknowledged[0]?.change.id, "c5");
  assert.equal(settled.cursor, null);
  assert.equal(settled.epoch, "e2");
  assert.ok(settled.more);
});

test("after all was fetched anew, what did not come is dropped, but nothing that waits", () => {
  const handles = ["57a", "57b", "57c", "57new"];
  const outbox = [waits(1, "57b")];
  const first = settle(
    kept({ handles, outbox }),
    ask({ cursor: null }),
    answer({ households: [house("57a")], more: true, reset: true }),
    NOW,
  );
  assert.deepEqual(first.gone, []);
  assert.deepEqual(first.seen, ["57a"]);
  const second = settle(
    kept({ handles, outbox, seen: first.seen }),
    ask(),
    answer({ households: [house("57new")], gone: ["57x"] }),
    NOW,
  );
  assert.deepEqual(new Set(second.gone), new Set(["57x", "57c"]));
  assert.equal(second.seen, null);
});

test("an ordinary answer drops nothing but what is told gone", () => {
  const settled = settle(kept({ handles: ["57a", "57b"] }), ask(), answer({ gone: ["57b"] }), NOW);
  assert.deepEqual(settled.gone, ["57b"]);
});

test("tries come apart, up to five minutes, never at once", () => {
  assert.equal(untilNextTry(1, 1), 2000);
  assert.equal(untilNextTry(1, 0), 1000);
  assert.equal(untilNextTry(3, 1), 8000);
  assert.equal(untilNextTry(50, 1), 300_000);
});

test("the fifth wrong PIN has to wait, each further one longer, an hour at most", () => {
  assert.deepEqual([1, 4, 5, 6, 40].map(untilNextPin), [0, 0, 30_000, 60_000, 3_600_000]);
});
