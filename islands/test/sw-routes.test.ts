import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf, marked, mayKeep, routeOf, tooMany } from "../src/sw-routes";

const HERE = "https://jitasa.example";
const part = (path: string, more = {}) =>
  routeOf({ method: "GET", url: HERE + path, isPage: false, isReadable: true, ...more }, HERE);
const page = (path: string) => part(path, { isPage: true });

test("what is sent, and what belongs to one person, goes past the worker", () => {
  assert.equal(part("/ask/COV/goods", { method: "POST" }), undefined);
  assert.equal(part("/map", { method: "POST", isPage: true }), undefined);
  for (const path of [
    "/ask",
    "/mine",
    "/follow/57abc",
    "/help-requests",
    "/board/57",
    "/points/1/update",
    "/codes/1",
    "/sign-in",
    "/households",
    "/survey/57",
    "/supplies",
    "/supplies/57a",
    "/points?near=20.43,99.87",
    "/points?q=hospital",
    "/map/list?lat=20&lon=99",
  ]) {
    assert.equal(page(path), undefined, path);
  }
  for (const path of [
    "/tiles/staff/6/50/28.mvt",
    "/api/v1/help-requests",
    "/api/v1/survey/key",
    "/api/v1/supply/phone?incident=COV",
    "/api/v1/survey/area?incident=COV",
    "/api/v1/events",
    "/metrics",
    "/sw.js",
  ]) {
    assert.equal(part(path), undefined, path);
  }
});

test("each sort of answer is kept in its own way", () => {
  for (const path of [
    "/",
    "/map",
    "/map?incident=FLD",
    "/map/list?area=57",
    "/news",
    "/news/asking",
    "/points",
    "/points/018f",
    "/survey",
    "/supplies/phone",
    "/survey?incident=COV",
  ]) {
    assert.deepEqual(page(path), { way: "page" }, path);
  }
  assert.deepEqual(part("/assets/app-X.css"), { way: "shell" });
  assert.deepEqual(part("/tiles/base/5/24/14.mvt?v=0"), { way: "kept", store: "ground" });
  assert.deepEqual(part("/tiles/map/5/24/14?v=a"), { way: "kept", store: "ground" });
  assert.deepEqual(part("/tiles/points/5/24/14.mvt"), { way: "fresh", store: "signs" });
  assert.deepEqual(part("/tiles/public/5/24/14.mvt"), { way: "fresh", store: "signs" });
  assert.deepEqual(part("/points/018f/card"), { way: "fresh", store: "cards" });
});

test("of strangers, only what they let be read is kept", () => {
  const far = { method: "GET", url: "https://tiles.example/1/2/3.png", isPage: false };
  assert.deepEqual(routeOf({ ...far, isReadable: true }, HERE), { way: "kept", store: "ground" });
  assert.equal(routeOf({ ...far, isReadable: false }, HERE), undefined);
  assert.equal(
    routeOf({ ...far, url: "chrome-extension://x/y.js", isReadable: true }, HERE),
    undefined,
  );
});

test("pages and cards are kept only when the server calls them public", () => {
  const said = (value: string | null) => () => value;
  const card = { way: "fresh", store: "cards" } as const;
  assert.ok(mayKeep({ way: "page" }, 200, said("1")) && mayKeep(card, 200, said("1")));
  assert.ok(!mayKeep({ way: "page" }, 200, said(null)) && !mayKeep(card, 200, said(null)));
  assert.ok(!mayKeep({ way: "page" }, 422, said("1")));
  const tile = { way: "fresh", store: "signs" } as const;
  assert.ok(mayKeep(tile, 200, said(null)) && mayKeep(tile, 204, said(null)));
  assert.ok(!mayKeep(tile, 404, said(null)) && !mayKeep(tile, 0, said(null)));
});

test("the oldest go, and no more than have to", () => {
  assert.deepEqual(tooMany([1, 2, 3, 4, 5], 3), [1, 2]);
  assert.deepEqual(tooMany([1, 2], 3), []);
});

test("one page is one page in every language, and a copy says when it was", () => {
  assert.equal(keyOf(`${HERE}/map?lang=en&incident=FLD#13/20/99`), `${HERE}/map?incident=FLD`);
  assert.equal(keyOf(`${HERE}/map?center=20.3,99.9&zoom=13&kinds=test`), `${HERE}/map`);
  assert.equal(
    marked('<!doctype html>\n<html lang="th"><head>', "2026-11-27T08:00:00.000Z"),
    '<!doctype html>\n<html data-kept-at="2026-11-27T08:00:00.000Z" lang="th"><head>',
  );
  assert.ok(!marked("<html>", '"><script>').includes("script>"));
});
