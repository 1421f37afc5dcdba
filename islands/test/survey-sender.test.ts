import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Book } from "../src/survey/book";
import { surveySender } from "../src/survey/exchange";
import type { Answer, Ask, Sent, Waiting } from "../src/survey/model";
import type { Settled } from "../src/survey/settle";

type Served = number | "cut" | ((ask: Ask) => Partial<Answer>);

let signedIn: string | undefined;
let asks: Ask[];
let serves: Served[];
const phone = { onLine: true };

Object.defineProperty(globalThis, "navigator", { value: phone, configurable: true });
// What is to be tried again later is not waited for here.
Object.assign(globalThis, { window: { setTimeout: () => 0 } });
globalThis.fetch = async (url, init) => {
  if (String(url).endsWith("/survey/key")) {
    if (!signedIn) return new Response("{}", { status: 401 });
    return Response.json({ account: signedIn, secret: "" });
  }
  const ask = JSON.parse(String(init?.body)) as Ask;
  asks.push(ask);
  const served = serves.shift() ?? (() => ({}));
  if (served === "cut") throw new TypeError("network");
  if (typeof served === "number") return new Response("{}", { status: served });
  const done = ask.changes.map(({ id }) => ({ id, outcome: "done" as const }));
  const answer = { epoch: "e", outcomes: done, households: [], gone: [], cursor: "1" };
  return Response.json({ ...answer, more: false, reset: false, ...served(ask) });
};

beforeEach(() => {
  signedIn = "me";
  asks = [];
  serves = [];
  phone.onLine = true;
});

/** A book in memory, of so many households with one change each. */
function book(n: number) {
  const outbox: Waiting[] = Array.from({ length: n }, (_, nth) => ({
    seq: nth + 1,
    change: {
      id: `c${nth + 1}`,
      made_at: "2026-11-27T08:00:00Z",
      household: `57${nth}`,
      base: 0,
      kind: "change",
      fields: {},
      was: {},
    },
    tries: 0,
  }));
  const held = {
    account: "me",
    outbox,
    notes: { epoch: null as string | null, cursor: null as string | null, seen: null },
    households: new Map(),
    loadOutbox: async () => undefined,
    sent: async (): Promise<Sent[]> => [],
    queue: async (put: readonly Waiting[]) => {
      held.outbox = held.outbox.map((one) => put.find(({ seq }) => seq === one.seq) ?? one);
    },
    settle: async ({ outbox, epoch, cursor }: Settled) => {
      held.outbox = outbox;
      Object.assign(held.notes, { epoch, cursor });
    },
  };
  return held;
}

const senderOf = (held: ReturnType<typeof book>) => surveySender(held as unknown as Book, "COV");
const ids = (ask: Ask | undefined) => ask?.changes.map(({ id }) => id);

test("all of it is sent in its order, a hundred at a time, in the format the server knows", async () => {
  const held = book(230);
  const sender = senderOf(held);
  await sender.send();
  assert.deepEqual(
    asks.map(({ changes }) => changes.length),
    [100, 100, 30],
  );
  assert.equal(ids(asks[1])?.[0], "c101");
  assert.ok(asks.every(({ v, incident }) => v === 1 && incident === "COV"));
  assert.equal(held.outbox.length, 0);
  assert.equal(sender.standing, "resting");
});

test("when the answer is lost, the same is sent again under the same id", async () => {
  const held = book(2);
  const sender = senderOf(held);
  serves = ["cut"];
  await sender.send();
  assert.equal(sender.standing, "waiting");
  assert.deepEqual(
    held.outbox.map(({ tries }) => tries),
    [1, 1],
    "the server may have it",
  );
  await sender.send();
  assert.deepEqual(ids(asks[1]), ids(asks[0]));
  assert.equal(held.outbox.length, 0);
});

test("too much at once is sent in halves, a server in trouble is asked later", async () => {
  const held = book(100);
  const sender = senderOf(held);
  serves = [413, 503];
  await sender.send();
  await sender.send();
  await sender.send();
  assert.deepEqual(
    asks.map(({ changes }) => changes.length),
    [100, 50, 50, 50],
  );
});

test("without network nothing is tried, and signed out nothing is lost", async () => {
  const held = book(1);
  const sender = senderOf(held);
  phone.onLine = false;
  await sender.send();
  assert.equal(held.outbox[0]?.tries, 0);
  phone.onLine = true;
  signedIn = undefined;
  await sender.send();
  assert.equal(sender.standing, "signed-out");
  assert.equal(held.outbox.length, 1);
  assert.equal(asks.length, 0);
});

test("what one account recorded is never sent as another's", async () => {
  const held = book(1);
  const sender = senderOf(held);
  let strangers = 0;
  sender.onStranger = () => {
    strangers += 1;
  };
  signedIn = "somebody else";
  await sender.send();
  assert.deepEqual([asks.length, strangers, held.outbox.length], [0, 1, 1]);
});

test("what the server puts off waits, and the households behind more pages are all fetched", async () => {
  const held = book(1);
  const sender = senderOf(held);
  serves = [
    () => ({ more: true, cursor: "a", outcomes: [{ id: "c1", outcome: "later" }] }),
    () => ({ more: false, cursor: "b", outcomes: [{ id: "c1", outcome: "later" }] }),
  ];
  await sender.send();
  assert.equal(sender.standing, "waiting");
  assert.equal(held.outbox.length, 1);
  serves = [() => ({ more: true, cursor: "c" }), () => ({ more: false, cursor: "d" })];
  await sender.send();
  assert.equal(held.notes.cursor, "d");
  assert.equal(sender.standing, "resting");
});
