import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EVERYTHING,
  fromHash,
  fromQuery,
  type Layers,
  pointsQuery,
  remember,
  remembered,
  toHash,
  withKind,
  withoutPlace,
} from "../src/map-state";

const MAE_SAI = { lon: 99.8762, lat: 20.4331, zoom: 13.5 };
const FEW: Layers = { kinds: ["hospital", "test"], requests: false, lines: true, labels: false };

test("a view goes into an address and comes out the same", () => {
  assert.equal(toHash(MAE_SAI, EVERYTHING), "#13.50/20.43310/99.87620");
  assert.deepEqual(fromHash(toHash(MAE_SAI, EVERYTHING)), { place: MAE_SAI });
  assert.deepEqual(fromHash(toHash(MAE_SAI, FEW)), { place: MAE_SAI, layers: FEW });
  const none = { ...EVERYTHING, kinds: [] };
  assert.deepEqual(fromHash(toHash(MAE_SAI, none)).layers, none);
});

test("what is no view is passed over", () => {
  for (const hash of [
    "",
    "#",
    "#main",
    "#1/2",
    "#1/2/3/4",
    "#x/20/99",
    "#13/99/20000",
    "#13//99",
    "#-1/2/3",
  ]) {
    assert.deepEqual(fromHash(hash), {}, hash);
  }
  const mangled = fromHash("#13/20/99&points=hospital,<b>,,X&other=1&requests").layers;
  assert.deepEqual(mangled, { ...EVERYTHING, kinds: ["hospital"] });
});

test("layers are remembered, and storage that fails forgets", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  assert.equal(remembered(store), undefined);
  remember(store, FEW);
  assert.deepEqual(remembered(store), FEW);
  for (const scribble of ["{", "null", '"x"', "7"]) {
    kept.set("map:layers", scribble);
    const layers = remembered(store);
    assert.ok(layers === undefined || layers.kinds === "all", scribble);
  }
  const full = {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("full");
    },
  };
  assert.equal(remembered(full), undefined);
  remember(full, FEW);
});

test("kinds one by one lead to all and to none", () => {
  const all = ["hospital", "test"];
  const one = withKind(EVERYTHING, all, "test", false);
  assert.deepEqual(one.kinds, ["hospital"]);
  assert.equal(withKind(one, all, "test", true).kinds, "all");
  assert.deepEqual(withKind(one, all, "hospital", false).kinds, []);
});

test("the list shows what the map does, and no exact place", () => {
  assert.equal(pointsQuery(MAE_SAI, FEW), "kinds=hospital,test&near=20.433,99.876");
  assert.equal(pointsQuery({ ...MAE_SAI, zoom: 5 }, EVERYTHING), "");
  assert.equal(pointsQuery(MAE_SAI, { ...EVERYTHING, kinds: [] }), "near=20.433,99.876");
});

test("a link of another page leads to its place, and the place leaves the address", () => {
  const place = { lat: 20.3, lon: 99.9, zoom: 10 };
  assert.deepEqual(fromQuery("?center=20.3,99.9&zoom=10"), { place });
  assert.deepEqual(fromQuery("?center=20.3,99.9&kinds=test,<b>"), {
    place: { ...place, zoom: 13 },
    layers: { ...EVERYTHING, kinds: ["test"] },
  });
  for (const search of [
    "",
    "?center=",
    "?center=20.3",
    "?center=99.9,20.3",
    "?center=1,2,3",
    "?zoom=9",
  ]) {
    assert.deepEqual(fromQuery(search), {}, search);
  }
  const url = new URL("https://jitasa.example/map?center=1,2&zoom=3&kinds=x&incident=FLD");
  assert.equal(withoutPlace(url).href, "https://jitasa.example/map?incident=FLD");
});
