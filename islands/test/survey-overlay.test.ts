import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changesOf,
  difference,
  isOnlyHere,
  type Making,
  rewrite,
  seenNow,
} from "../src/survey/changes";
import type { Change, Household, Waiting } from "../src/survey/model";
import { overlay } from "../src/survey/overlay";

const HOUSE = "57aaaa";
const OTHER = "57bbbb";

function house(household: string, more: Partial<Household> = {}): Household {
  return {
    household,
    version: 3,
    own: true,
    recorded_at: "2026-11-20T00:00:00Z",
    changed_at: "2026-11-20T00:00:00Z",
    fields: { area: "570906", landmark: "99/1" },
    persons: [{ id: "p1", fields: { name: "สมชาย", history: "none" } }],
    conflicts: [],
    ...more,
  };
}

let last = 0;
function making(): Making {
  return {
    id: () => {
      last += 1;
      return `id${last}`;
    },
    now: () => new Date("2026-11-27T08:00:00Z"),
  };
}

type Bare<T> = T extends unknown ? Omit<T, "id" | "made_at" | "household" | "base"> : never;
function waits(
  seq: number,
  bare: Bare<Change>,
  more: Partial<Waiting> = {},
  household = HOUSE,
): Waiting {
  const told = { id: `c${seq}`, made_at: "2026-11-27T08:00:00Z", household, base: 3 };
  return { seq, change: { ...told, ...bare } as Change, tries: 0, ...more };
}

const pulled = new Map([HOUSE, OTHER].map((handle) => [handle, house(handle)]));

test("what waits is laid over what the server has, in its order, and the server's stays as it is", () => {
  const laid = overlay(pulled, [
    waits(1, { kind: "change", fields: { landmark: "99/2", area: "" }, was: {} }),
    waits(2, { kind: "add_person", person: "p2", fields: { name: "หล้า" } }),
    waits(3, { kind: "change_person", person: "p2", fields: { name: "นางหล้า" }, was: {} }),
    waits(4, { kind: "dose", person: "p1", dose: "d1", fields: { brand: "pfizer" } }),
  ]);
  const shown = laid.get(HOUSE);
  assert.deepEqual(shown?.fields, { landmark: "99/2" });
  assert.deepEqual(
    shown?.persons.map(({ fields }) => fields.name),
    ["สมชาย", "นางหล้า"],
  );
  assert.deepEqual(shown?.persons[0]?.doses, [{ id: "d1", brand: "pfizer" }]);
  assert.ok(shown?.waits && !shown.refused);
  assert.equal(laid.has(OTHER), false);
  assert.equal(pulled.get(HOUSE)?.fields.landmark, "99/1");
  assert.equal(pulled.get(HOUSE)?.persons.length, 1);
});

test("a new household is shown before the server knows of it, and again once it does", () => {
  const record = waits(1, { kind: "record", fields: { landmark: "7" }, persons: [] }, {}, "57new");
  const shown = overlay(new Map(), [record]).get("57new");
  assert.equal(shown?.version, 0);
  assert.equal(shown?.fields.landmark, "7");
});

test("who moves is in one house, not in two", () => {
  const laid = overlay(pulled, [waits(1, { kind: "move_person", person: "p1", to: OTHER })]);
  assert.equal(laid.get(HOUSE)?.persons.length, 0);
  assert.equal(laid.get(OTHER)?.persons.length, 2);
  assert.ok(laid.get(HOUSE)?.waits && laid.get(OTHER)?.waits);
  const nowhere = overlay(pulled, [waits(1, { kind: "move_person", person: "p1", to: "57none" })]);
  assert.equal(nowhere.get(HOUSE)?.persons.length, 1);
});

test("a conflict that is solved is gone, with the value that was taken", () => {
  const conflict = { id: "k1", person: "p1", field: "wish", kept: "wants", told: "undecided" };
  const torn = house(HOUSE, {
    conflicts: [{ ...conflict, by: "อสม.", at: "2026-11-26T00:00:00Z" }],
  });
  for (const [take, wish] of [
    ["kept", undefined],
    ["told", "undecided"],
  ] as const) {
    const laid = overlay(new Map([[HOUSE, torn]]), [
      waits(1, { kind: "solve", conflict: "k1", take }),
    ]);
    assert.equal(laid.get(HOUSE)?.conflicts.length, 0);
    assert.equal(laid.get(HOUSE)?.persons[0]?.fields.wish, wish);
  }
});

test("only what differs is told, with what was seen before; a masked number left empty is as before", () => {
  const difference_ = difference({ a: "1", b: "2" }, { a: "1", b: "", c: "3" });
  assert.deepEqual(difference_, { fields: { b: "", c: "3" }, was: { b: "2", c: "" } });
  assert.equal(difference({ a: "1" }, { a: "1" }), undefined);
  const before = { document: "thai_id", document_number: "••••••••••294" };
  assert.equal(difference(before, { document: "thai_id", document_number: "" }), undefined);
  assert.deepEqual(difference(before, { document: "none", document_number: "" })?.fields, {
    document: "none",
    document_number: "",
  });
});

test("a form of an unknown house makes a record, of a known one its changes", () => {
  const typed = {
    fields: { landmark: "1", village: "" },
    persons: [{ id: "p1", fields: { name: "ก" } }],
  };
  const [record] = changesOf(making(), undefined, "57new", typed);
  assert.ok(record?.kind === "record" && record.base === 0);
  assert.deepEqual(record.fields, { landmark: "1" });
  const shown = overlay(pulled, [
    waits(1, { kind: "dose", person: "p1", dose: "d", fields: {} }),
  ]).get(HOUSE);
  const changes = changesOf(making(), shown, HOUSE, {
    fields: { landmark: "99/1" },
    persons: [
      { id: "p1", fields: { name: "สมชาย", history: "dose_1" } },
      { id: "p9", fields: { name: "ข", phone: "" } },
    ],
  });
  assert.deepEqual(
    changes.map(({ kind, base }) => [kind, base]),
    [
      ["change_person", 3],
      ["add_person", 3],
    ],
  );
});

test("what the server cannot have is typed anew in its place; what it may have is followed", () => {
  const record = { kind: "record", fields: { landmark: "1" }, persons: [] } as const;
  const typed = { fields: { landmark: "2" }, persons: [] };
  const bare = (more: Partial<Waiting>) => [
    waits(4, { ...record, persons: [] }, more, "57new"),
    waits(5, { kind: "change", fields: { landmark: "x" }, was: {} }, {}, "57new"),
    waits(6, { kind: "change", fields: {}, was: {} }, {}, OTHER),
  ];
  for (const more of [{}, { tries: 2, refused: { message: "", problems: [] } }]) {
    const { put, gone } = rewrite(making(), pulled, bare(more), "57new", typed);
    assert.deepEqual(gone, [5]);
    assert.deepEqual(
      put.map(({ seq, change, tries, refused }) => [seq, change.kind, tries, refused]),
      [[4, "record", 0, undefined]],
    );
    assert.notEqual(put[0]?.change.id, "c4", "a new sending has a new id");
  }
  const { put, gone } = rewrite(making(), pulled, bare({ tries: 1 }), "57new", typed);
  assert.deepEqual(gone, []);
  const [first] = put;
  assert.ok(first?.seq === 5 && first.change.kind === "change");
  assert.deepEqual(first.change.fields, { landmark: "2" });
  assert.deepEqual(first.change.was, { landmark: "1" });
});

test("who is on this phone alone can be left out, others cannot", () => {
  const persons = [{ id: "n1", fields: {} }];
  const record = waits(1, { kind: "record", fields: {}, persons }, {}, "57new");
  assert.ok(isOnlyHere([record], pulled, "57new", "n1"));
  assert.ok(!isOnlyHere([{ ...record, tries: 1 }], pulled, "57new", "n1"));
  assert.ok(!isOnlyHere([], pulled, HOUSE, "p1"));
  assert.ok(isOnlyHere([], pulled, HOUSE, "never told"));
});

test("what came from elsewhere while a form was open is neither overwritten nor claimed to be known", () => {
  const seen = seenNow(pulled, [], HOUSE);
  // Meanwhile another phone named the house otherwise, and told of the person's sex.
  const later = new Map(pulled);
  later.set(
    HOUSE,
    house(HOUSE, {
      version: 4,
      fields: { area: "570906", landmark: "หลังวัด" },
      persons: [{ id: "p1", fields: { name: "สมชาย", history: "none", sex: "male" } }],
    }),
  );
  const typed = {
    fields: { area: "570906", landmark: "99/1", village: "หมู่ 3" },
    persons: [{ id: "p1", fields: { name: "สมชาย ใจดี", history: "none" } }],
  };
  const { put } = rewrite(making(), later, [], HOUSE, typed, seen);
  const told = put.map(({ change }) => ("fields" in change ? [change.kind, change.fields] : []));
  assert.deepEqual(told, [
    ["change", { village: "หมู่ 3" }],
    ["change_person", { name: "สมชาย ใจดี" }],
  ]);
  assert.deepEqual(
    put.map(({ change }) => change.base),
    [3, 3],
  );
});

test("whom this phone added before a form was opened is not added again when that was sent meanwhile", () => {
  const added = waits(1, { kind: "add_person", person: "p2", fields: { name: "หล้า" } });
  const seen = seenNow(pulled, [added], HOUSE);
  assert.equal(seen?.persons.length, 1, "what never left the phone is told anew");
  const typed = {
    fields: { area: "570906", landmark: "99/1" },
    persons: [
      { id: "p1", fields: { name: "สมชาย", history: "none" } },
      { id: "p2", fields: { name: "นางหล้า" } },
    ],
  };
  const { put } = rewrite(making(), pulled, [{ ...added, tries: 1 }], HOUSE, typed, seen);
  const [one] = put;
  assert.equal(put.length, 1);
  assert.equal(one?.change.kind, "change_person");
});
