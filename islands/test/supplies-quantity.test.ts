// The same cases as the server's own (src/supplies/quantity.rs): what one reads, the other reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item } from "../src/supplies/model";
import { inPacks, inUnits, parse } from "../src/supplies/quantity";

const unit = (code: string, th: string, en: string) => ({
  code,
  label: th,
  names: [th, en.toLowerCase()],
});
const mask: Item = {
  code: "surgical_mask",
  label: "หน้ากากอนามัย",
  lots: false,
  unit: unit("piece", "ชิ้น", "pieces"),
  packs: [{ of: 50, unit: unit("box", "กล่อง", "boxes") }],
};
const tablet: Item = {
  code: "paracetamol",
  label: "พาราเซตามอล",
  lots: true,
  unit: unit("tablet", "เม็ด", "tablets"),
  packs: [
    { of: 100, unit: unit("box", "กล่อง", "boxes") },
    { of: 10, unit: unit("strip", "แผง", "strips") },
  ],
};

test("what people type is read in base units", () => {
  const cases: [string, number][] = [
    ["1430", 1430],
    ["1,430", 1430],
    ["๑,๔๓๐", 1430],
    ["28 กล่อง 30 ชิ้น", 1430],
    ["๒๘กล่อง๓๐ชิ้น", 1430],
    ["2 boxes and 13", 113],
    ["2 box + 13 pieces", 113],
    ["1 Box", 50],
    ["0", 0],
    [" 24 กล่อง  และ 40 ", 1240],
    ["12.0", 12],
  ];
  for (const [typed, n] of cases) assert.equal(parse(mask, typed), n, typed);
  assert.equal(parse(tablet, "1 กล่อง 3 แผง 2 เม็ด"), 132);
});

test("what is no quantity says why", () => {
  const cases: [string, string][] = [
    ["", "missing"],
    ["กล่อง", "unknown-word"],
    ["2 ลัง", "unknown-word"],
    ["-5", "unknown-word"],
    ["1.5 กล่อง", "not-whole"],
    ["99999999999999999999", "too-much"],
    ["2000000000", "too-much"],
  ];
  for (const [typed, why] of cases) assert.equal(parse(mask, typed), why, typed);
});

test("what is shown is read back as the same", () => {
  for (const item of [mask, tablet]) {
    for (const n of [0, 1, 49, 50, 51, 1240, 123_456]) {
      assert.equal(parse(item, inPacks(item, n, "th")), n);
      assert.equal(parse(item, inUnits(item, n, "th")), n);
    }
  }
  assert.equal(inPacks(mask, 1240, "th"), "24 กล่อง 40 ชิ้น");
  assert.equal(inUnits(mask, -1240, "th"), "−1,240 ชิ้น");
});
