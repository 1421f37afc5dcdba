import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, uuidV7 } from "../src/sending";

test("keys are UUIDs of version 7 and grow with time", () => {
  const early = uuidV7(Date.parse("2026-11-21T07:00:00Z"));
  const late = uuidV7(Date.parse("2026-11-21T07:00:01Z"));
  assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < late);
  assert.equal(
    Number.parseInt(early.replaceAll("-", "").slice(0, 12), 16),
    Date.parse("2026-11-21T07:00:00Z"),
  );
  assert.notEqual(uuidV7(0), uuidV7(0));
});

test("the same words are the same content, whatever the server made up for the page", () => {
  const form = (_csrf: string, details: string) =>
    contentOf(new URLSearchParams({ _csrf, idempotency_key: _csrf, kind: "supplies", details }));
  assert.equal(form("a", "ข้าวสาร"), form("b", "ข้าวสาร"));
  assert.notEqual(form("a", "ข้าวสาร"), form("a", "ข้าวสาร 2 ถุง"));
});

test("a fingerprint does not confuse a field's end with the next one's beginning", () => {
  const of = (pairs: [string, string][]) => contentOf(new URLSearchParams(pairs));
  assert.notEqual(
    of([
      ["a", "b"],
      ["c", "d"],
    ]),
    of([
      ["a", "bc"],
      ["", "d"],
    ]),
  );
  assert.notEqual(
    of([["a", "1\nb=2"]]),
    of([
      ["a", "1"],
      ["b", "2"],
    ]),
  );
});
