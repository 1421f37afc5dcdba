// Service points on the map, on the demonstration's: chosen by kind, opened by key and by finger, kept in
// the address and in the phone's memory; and an operator's base map that is really drawn.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { archive, picture, square } from "./archive.mjs";
import { atEnd } from "./ending.mjs";
import { sees } from "./eyes.mjs";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";

const words = WORDS.th;
const NAME = "โรงพยาบาลดอยตะวัน";

/** @param {import("playwright-core").Page} page */
async function point(page) {
  const answer = await page.request.get(`/api/v1/points?q=${encodeURIComponent(NAME)}`);
  const [found] = (await answer.json()).items;
  return found.position;
}

/** @param {import("playwright-core").Page} page @param {string} path */
async function openMap(page, path) {
  await page.goto(path, { waitUntil: "networkidle" });
  await page.locator("jitasa-map[data-open]").waitFor();
}

/** A browser that draws no WebGL2. @param {import("playwright-core").Page} page */
async function withoutWebGl(page) {
  await page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
      function (/** @type {any} */ kind, /** @type {any} */ ...rest) {
        // @ts-expect-error: the canvas itself
        return String(kind).startsWith("webgl") ? null : get.call(this, kind, ...rest);
      }
    );
  });
}

test("points on the map", async (t) => {
  const product = await Product.open(t, { command: "demo" });

  await t.test("by keyboard alone: a point's card and back", async (t) => {
    const page = await phone(t, { base: product.url, map: true });
    const { lat, lon } = await point(page);
    await openMap(page, `/map#16/${lat}/${lon}`);
    await page.locator("jitasa-map canvas").first().focus();
    const sheet = page.locator("section.sheet");
    for (let tries = 0; !(await sheet.isVisible()) && tries < 10; tries++) {
      await page.waitForTimeout(500);
      await page.keyboard.press("Enter");
    }
    await sheet.getByRole("heading", { name: NAME }).first().waitFor();
    await sheet.locator(".point-checked").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.className), "sheet");
    await looksWell(page);
    await page.keyboard.press("Escape");
    assert.ok(await sheet.isHidden());
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "CANVAS");
  });

  await t.test("layers are chosen by keys, stand in the address and are remembered", async (t) => {
    const page = await phone(t, { base: product.url, map: true, position: MAE_SAI });
    await openMap(page, "/map#12/20.43/99.88");
    const button = page.getByRole("button", { name: words.layers, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("group", { name: words.layers, exact: true });
    await panel.waitFor();
    await looksWell(page);
    const first = panel.getByRole("checkbox").first();
    assert.ok(await first.isChecked());
    await page.keyboard.press("Space");
    assert.ok(!(await first.isChecked()));
    await page.waitForURL(/#12\.00\/20\.43000\/99\.88000&points=/);
    await page.keyboard.press("Escape");
    assert.ok(await panel.isHidden());
    assert.equal(await page.evaluate(() => document.activeElement?.className), "map-button");
    await page.reload({ waitUntil: "networkidle" });
    await page.locator("jitasa-map[data-open]").waitFor();
    assert.match(page.url(), /#12\.00\/20\.43000\/99\.88000&points=/);
    // Another visit, without anything in the address.
    await openMap(page, "/map?again");
    await button.click();
    assert.ok(!(await first.isChecked()));
    await panel.getByRole("button", { name: "เลือกทั้งหมด", exact: true }).click();
    assert.ok(await first.isChecked());
    // The list of points is of those that are seen here.
    const list = page.getByRole("link", { name: "จุดบริการ", exact: true });
    await list.focus();
    assert.match((await list.getAttribute("href")) ?? "", /^\/points(\?|$)/);
  });

  await t.test("without WebGL2 the same", async (t) => {
    const page = await phone(t, { base: product.url });
    await withoutWebGl(page);
    const { lat, lon } = await point(page);
    await openMap(page, `/map#16/${lat}/${lon}`);
    const pin = page.locator(`.leaf-pin[title^="${NAME}"]`);
    await pin.focus();
    await page.keyboard.press("Enter");
    const sheet = page.locator("section.sheet");
    const row = sheet.getByRole("button", { name: NAME });
    await sheet.getByRole("heading").first().waitFor();
    if (await row.isVisible()) await row.click();
    await sheet.locator(".point-checked").waitFor();
    await looksWell(page);
  });
});

test("a base map from one file is drawn beneath the outlines", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "jitasa-archive-"));
  atEnd(t, () => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "map.pmtiles");
  const magenta = [203, 17, 161];

  for (const map of [true, false]) {
    await t.test(`pictures, ${map ? "with" : "without"} WebGL2`, async (t) => {
      await archive(path, "png", picture(magenta));
      const product = await Product.open(t, {
        env: { JITASA_MAP_FILE: path, JITASA_MAP_CREDIT: "© ผู้ทำแผนที่" },
      });
      const page = await phone(t, { base: product.url, map });
      if (!map) await withoutWebGl(page);
      await openMap(page, "/map#7/19/100");
      await page.getByText("© ผู้ทำแผนที่").waitFor();
      await sees(page, (colours) => (colours.get(magenta.join()) ?? 0) > 1000, "the picture");
      await looksWell(page);
    });
  }

  await t.test("vector tiles", async (t) => {
    await archive(path, "mvt", square("water"), { vector_layers: [{ id: "water" }] });
    const product = await Product.open(t, { env: { JITASA_MAP_FILE: path } });
    const page = await phone(t, { base: product.url, map: true });
    await openMap(page, "/map#7/19/100");
    // Water all over, where the outlines alone would show land.
    await sees(page, (colours) => (colours.get("227,234,242") ?? 0) > 1000, "water");
  });
});
