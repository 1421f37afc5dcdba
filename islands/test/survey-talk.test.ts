import assert from "node:assert/strict";
import { test } from "node:test";
import { today } from "../src/phone/day";
import { handleIn } from "../src/survey/card";
import { talkOf } from "../src/survey/changes";
import { fits, marksOf, nextTalkOf } from "../src/survey/marks";
import type { Change, Household, Waiting } from "../src/survey/model";
import { overlay, plainly } from "../src/survey/overlay";

const HOUSE = "57aaaa";
const UNWILLING = { name: "หล้า", wish: "does_not_want", reason: "family", reason_words: "ลูกไม่ให้" };

const house: Household = {
  household: HOUSE,
  version: 3,
  own: true,
  recorded_at: "2026-11-20T00:00:00Z",
  changed_at: "2026-11-20T00:00:00Z",
  fields: { landmark: "99/1" },
  persons: [
    { id: "p1", fields: UNWILLING },
    { id: "p2", fields: { name: "คำ", wish: "wants" } },
    { id: "p3", fields: { name: "ปัน", wish: "undecided", state: "moved_away" } },
  ],
};
const pulled = new Map([[HOUSE, house]]);

function talk(fields: Record<string, string>, more: Partial<Waiting> = {}): Waiting {
  const told = { id: "c1", made_at: "2026-11-27T08:00:00Z", household: HOUSE, base: 3 };
  const change = { ...told, kind: "talk", person: "p1", fields, was: {} } as Change;
  return { seq: 1, change, tries: 0, ...more };
}

/** As the server marks its wishes. */
const labels = {
  has: (_: string, code: string, mark: string) =>
    ({
      wants: ["wants"],
      asks: ["does_not_want", "undecided", "unable"],
      talk: ["does_not_want", "undecided"],
    })[mark]?.includes(code) ?? false,
};

test("a talk is told with what was known; without a wish nobody was met", () => {
  const was = { wish: "does_not_want", reason: "family", reason_words: "ลูกไม่ให้" };
  assert.deepEqual(talkOf(UNWILLING, {}, false), { fields: {}, was });
  assert.deepEqual(talkOf(UNWILLING, { reason_words: "ไปนา", next_on: "2026-12-05" }, false), {
    fields: { reason_words: "ไปนา", next_on: "2026-12-05" },
    was,
  });
  // Who wants it now has no reason any more; who still does not keeps the earlier words.
  assert.deepEqual(talkOf(UNWILLING, { wish: "wants" }, false).fields, {
    wish: "wants",
    reason: "",
    reason_words: "",
  });
  assert.deepEqual(talkOf(UNWILLING, { wish: "undecided", reason: "no_risk" }, true).fields, {
    wish: "undecided",
    reason: "no_risk",
  });
  assert.deepEqual(talkOf({}, { wish: "wants", reason_words: "ลูกฉีดแล้ว" }, false), {
    fields: { wish: "wants", reason: "", reason_words: "ลูกฉีดแล้ว" },
    was: { wish: "", reason: "", reason_words: "" },
  });
});

test("what came of a talk is laid over; where nobody was met, all stays as it was", () => {
  const met = overlay(pulled, [
    talk({ wish: "wants", reason: "", reason_words: "", next_on: "2026-12-05" }),
  ]).get(HOUSE);
  assert.deepEqual(met?.persons[0]?.fields, { name: "หล้า", wish: "wants" });
  assert.ok(met?.waits && met.persons[0]?.waits && met.persons[0].talked);
  const away = overlay(pulled, [talk({ reason_words: "ไปนา" })]).get(HOUSE);
  assert.deepEqual(away?.persons[0]?.fields, UNWILLING);
  assert.ok(away?.persons[0]?.talked && !away.persons[1]?.talked);
});

test("who is to be talked with is marked, but not again while a talk waits to be sent", () => {
  const talks = (shown = plainly(house)) =>
    marksOf({ labels }, shown).find(([name]) => name === "talk")?.[1] ?? 0;
  assert.equal(talks(), 1, "not who moved away");
  assert.equal(talks(overlay(pulled, [talk({})]).get(HOUSE)), 0);
  assert.equal(talks(plainly({ ...house, fields: { state: "moved_away" } })), 0);
});

test("the day of the next talk is the server's, or the one agreed on while that waits", () => {
  const persons = house.persons.map((one) =>
    one.id === "p1" ? { ...one, next_talk_on: "2026-12-04" } : one,
  );
  const dated = new Map([[HOUSE, { ...house, persons }]]);
  const plain = plainly({ ...house, persons });
  const due = (day: string, shown = plain) =>
    marksOf({ labels }, shown, day).find(([name]) => name === "due")?.[1] ?? 0;
  assert.deepEqual([due("2026-12-03"), due("2026-12-04"), due("2027-01-01")], [0, 1, 1]);
  assert.equal(due("2027-01-01", plainly(house)), 0, "nobody said when");
  assert.equal(nextTalkOf(labels, plain), "2026-12-04");
  assert.ok(nextTalkOf(labels, plain) < nextTalkOf(labels, plainly(house)));
  assert.ok(fits({ labels }, plain, "due", "2026-12-04"));
  assert.ok(!fits({ labels }, plain, "due", "2026-12-03"));
  const told = overlay(dated, [talk({ next_on: "2026-12-20" })]).get(HOUSE);
  assert.equal(told?.persons[0]?.nextTalkOn, "2026-12-20");
  assert.equal(overlay(dated, [talk({})]).get(HOUSE)?.persons[0]?.nextTalkOn, "");
  assert.equal(due("2027-01-01", told), 0, "not again while it waits to be sent");
});

test("days are those of the phone", () => {
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("the list is narrowed to one mark, what was refused among what waits", () => {
  const plain = plainly(house);
  const refused = { message: "", problems: [] };
  const [waiting, stopped] = [{}, { refused }].map((more) =>
    overlay(pulled, [talk({}, more)]).get(HOUSE),
  );
  assert.ok(waiting && stopped);
  for (const [shown, mark, holds] of [
    [plain, "", true],
    [plain, "wants", true],
    [plain, "talk", true],
    [plain, "waits", false],
    [plain, "conflict", false],
    [waiting, "waits", true],
    [waiting, "talk", false],
    [stopped, "waits", true],
  ] as const) {
    assert.equal(fits({ labels }, shown, mark), holds, mark);
  }
});

test("of a card only the handle is taken, of anything else nothing", () => {
  const handle = `57${"0a".repeat(16)}`;
  for (const card of [
    `https://jitasa.example/survey#/h/${handle}`,
    ` http://10.0.0.7:8080/survey?incident=COV#/h/${handle}\n`,
  ]) {
    assert.equal(handleIn(card), handle);
  }
  for (const other of [
    "",
    handle,
    "tel:1669",
    `https://jitasa.example/#/h/${handle}`,
    `https://jitasa.example/survey#/h/${handle}/edit`,
    `https://jitasa.example/survey#/h/57x`,
    `javascript:/survey#/h/${handle}`,
  ]) {
    assert.equal(handleIn(other), undefined, other);
  }
});
