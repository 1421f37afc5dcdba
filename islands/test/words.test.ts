import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, fill, secondsUntil } from "../src/words";

const texts = { now: "เมื่อสักครู่", minutes: "{n} นาทีที่แล้ว", hours: "{n} ชม. ที่แล้ว", days: "{n} วันที่แล้ว" };
const at = Date.parse("2026-11-21T07:00:00Z");
const after = (minutes: number) => ago(at, at + minutes * 60_000, texts);

test("time passed is told in the largest unit that says enough", () => {
  assert.equal(after(0.9), "เมื่อสักครู่");
  assert.equal(after(20), "20 นาทีที่แล้ว");
  assert.equal(after(60), "1 ชม. ที่แล้ว");
  assert.equal(after(47 * 60), "47 ชม. ที่แล้ว");
  assert.equal(after(48 * 60), "2 วันที่แล้ว");
});

test("a time that cannot be, or lies ahead, is left as it was written", () => {
  assert.equal(ago(Number.NaN, at, texts), undefined);
  assert.equal(after(-30), undefined);
  assert.equal(after(-1), "เมื่อสักครู่");
});

test("values fill their places, and a place without a value stays to be seen", () => {
  assert.equal(fill("{n} จาก {m}", { n: 1 }), "1 จาก {m}");
  assert.equal(fill("$& {n}", { n: "$1" }), "$& $1");
});

test("seconds are whole and never below nought", () => {
  assert.equal(secondsUntil("2026-11-21T07:00:30Z", at), 30);
  assert.equal(secondsUntil("2026-11-21T06:59:00Z", at), 0);
  assert.equal(secondsUntil(undefined, at), 0);
  assert.equal(secondsUntil("soon", at), 0);
});
