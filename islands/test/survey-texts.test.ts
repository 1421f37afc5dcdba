import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, foldDigits, matches } from "../src/phone/fold";
import { groupOf, readAge, yearIn } from "../src/survey/age";
import { tilesOf } from "../src/survey/ground";
import { hasItsCheckDigit, isPhone, phoneInWords } from "../src/survey/numbers";

test("ages and years of both eras, in the digits people type", () => {
  for (const [text, year] of [
    ["0", 2026],
    ["7", 2019],
    [" ๖๗ ปี", 1959],
    ["130", 1896],
    ["2502", 1959],
    ["๒๕๐๒", 1959],
    ["1959", 1959],
    ["၆၇", 1959],
  ] as const) {
    assert.deepEqual(readAge(text, 2026), { year }, text);
  }
  for (const [text, problem] of [
    ["", "age-not-a-number"],
    ["-3", "age-not-a-number"],
    ["6 เดือน", "age-not-a-number"],
    ["99999", "age-not-a-number"],
    ["131", "age-too-old"],
    ["1895", "age-too-old"],
    ["2438", "age-too-old"],
    ["2027", "age-in-the-future"],
    ["2570", "age-in-the-future"],
  ] as const) {
    assert.deepEqual(readAge(text, 2026), { problem }, text);
  }
  assert.equal(yearIn("th", 1959), 2502);
  assert.equal(yearIn("en", 1959), 1959);
});

test("the target group of an age, or of a range where it lies within one", () => {
  const groups = [
    { code: "general" },
    { code: "elderly", from: 60, to: 130 },
    { code: "bedridden" },
    { code: "child_5_11", from: 5, to: 11 },
  ];
  assert.equal(groupOf(groups, 67), "elderly");
  assert.equal(groupOf(groups, 11), "child_5_11");
  assert.equal(groupOf(groups, 12), "general");
  assert.equal(groupOf(groups, 60, 79), "elderly");
  assert.equal(groupOf(groups, 50, 79), "general");
  assert.equal(groupOf([], 5), "");
});

test("names are found without tone marks, in any digits and letters", () => {
  assert.equal(fold("บ้านเลขที่ ๙๙/๑"), fold("บานเลขที 99/1"));
  assert.equal(fold("น้ำ"), fold("นา"));
  assert.equal(fold("José  SMITH"), "jose smith");
  assert.notEqual(fold("ดี"), fold("ดา"), "vowels tell names apart");
  const folded = fold("99/1 หมู่ 3 บ้านสันทราย สมหญิง ใจงาม");
  assert.ok(matches(folded, fold("สมหญิง ๙๙/๑")));
  assert.ok(matches(folded, fold("")));
  assert.ok(!matches(folded, fold("สมชาย")));
  assert.equal(foldDigits("๐໑၂៣4"), "01234");
});

test("five thousand households are searched while somebody types", () => {
  const rows = Array.from({ length: 5000 }, (_, nth) =>
    fold(`${nth}/${nth % 9} หมู่ ${nth % 12} สมชาย ใจดี${nth} สมหญิง หล้า มะลิ`),
  );
  const begun = performance.now();
  const found = rows.filter((row) => matches(row, fold("มะลิ ใจดี๔๙๙๙")));
  const took = performance.now() - begun;
  assert.equal(found.length, 1);
  assert.ok(took < 100, `${took} ms`);
});

test("numbers of thirteen digits fit their last one", () => {
  for (const good of [
    "1100101245294",
    "3100700123451",
    "0123456789016",
    "7000100000018",
    "6123450123457",
    "8123450123453",
    "1706690743910",
    "1883607598381",
    "1-1001-01245-29-4",
    "๑๑๐๐๑๐๑๒๔๕๒๙๔",
  ]) {
    assert.ok(hasItsCheckDigit(good), good);
  }
  for (const bad of ["1100101245299", "110010124529", "9100101245294", "", "110010124529x"]) {
    assert.ok(!hasItsCheckDigit(bad), bad);
  }
});

test("phones of Thailand, however they are written", () => {
  for (const good of ["081 000 0300", "+66810000300", "02-123-4567", "053 123456", "๐๘๑๐๐๐๐๓๐๐"]) {
    assert.ok(isPhone(good), good);
  }
  for (const bad of ["", "12345", "0810000", "081000030000", "+1 202 555 0100"]) {
    assert.ok(!isPhone(bad), bad);
  }
  for (const [number, words] of [
    ["+66812345678", "081-234-5678"],
    ["+6621234567", "02-123-4567"],
    ["+6653123456", "053-123-456"],
    ["+959123456789", "+959123456789"],
    ["", ""],
  ] as const) {
    assert.equal(phoneInWords(number), words);
  }
});

test("an area's outlines from far to near, never more than are allowed", () => {
  const maeSai: [number, number, number, number] = [99.85, 20.35, 99.98, 20.46];
  const tiles = tilesOf([maeSai]);
  assert.equal(tiles[0], "6/49/28");
  assert.ok(tiles.some((tile) => tile.startsWith("11/")));
  assert.equal(new Set(tiles).size, tiles.length);
  assert.equal(tilesOf([[97, 5, 106, 21]]).length, 200);
  assert.deepEqual(tilesOf([]), []);
});
