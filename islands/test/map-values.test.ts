import assert from "node:assert/strict";
import { test } from "node:test";
import { circle } from "../src/map-here";
import { rangesOf, readValues, SHADES, shadeOf, shades } from "../src/map-values";

/** Lightness as grey shows it. */
function grey(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(colour.slice(at, at + 2), 16),
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("shades grow darker by clear steps, so that they are told apart in grey", () => {
  for (const [i, shade] of SHADES.entries()) {
    const before = SHADES[i - 1];
    if (before) assert.ok(grey(before) - grey(shade) > 22, `${before} ${shade}`);
  }
  for (const steps of [[1], [1, 10], [1, 10, 50, 100, 500]]) {
    assert.equal(new Set(shades(steps)).size, steps.length + 1);
    assert.equal(shades(steps).at(-1), SHADES.at(-1));
  }
});

test("a value falls into its step, and no value into none", () => {
  const steps = [1, 10, 50];
  const all = shades(steps);
  assert.deepEqual(
    [0, 1, 9.5, 10, 999].map((value) => shadeOf(value, steps)),
    [all[0], all[1], all[1], all[2], all[3]],
  );
  assert.equal(shadeOf(null, steps), undefined);
  assert.equal(shadeOf("7", steps), undefined);
  assert.deepEqual(rangesOf(steps), ["< 1", "1 – 9", "10 – 49", "≥ 50"]);
  assert.deepEqual(rangesOf([1, 2]), ["< 1", "1", "≥ 2"]);
});

test("steps that do not rise are none", () => {
  assert.deepEqual(readValues({ values: "/x", valuesSteps: "1,2" }), { url: "/x", steps: [1, 2] });
  for (const valuesSteps of ["", "2,1", "1,1", "a", "1,2,3,4,5,6"]) {
    const read = readValues({ values: "/x", valuesSteps });
    if (valuesSteps !== "") assert.equal(read, undefined, valuesSteps);
  }
  assert.equal(readValues({ valuesSteps: "1" }), undefined);
});

test("the circle of what is uncertain is as wide as it says", () => {
  const at = { lon: 99.8762, lat: 20.4331 };
  for (const [lon = 0, lat = 0] of circle(at.lon, at.lat, 500)) {
    const north = (lat - at.lat) * 111_320;
    const east = (lon - at.lon) * 111_320 * Math.cos((at.lat * Math.PI) / 180);
    assert.ok(Math.abs(Math.hypot(north, east) - 500) < 2);
  }
});
