// The public map: drawn by WebGL2, by Leaflet where there is none, and as a list that tells the same.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, placeByPhone, received, send } from "./asker.mjs";
import { sees } from "./eyes.mjs";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";

const words = WORDS.th;

test("the map, its simpler form and the list tell the same", async (t) => {
  const product = await Product.open(t);
  const asker = await phone(t, { base: product.url, position: MAE_SAI });
  await confirmPhone(asker, product, words, "0810000701");
  await asker.getByRole("link", { name: words.goods }).click();
  await placeByPhone(asker, words);
  await fillGoods(asker, words);
  await send(asker, words);
  await received(asker, words);

  await t.test("with WebGL2", async (t) => {
    const page = await phone(t, { base: product.url, map: true, position: MAE_SAI });
    await page.goto("/map", { waitUntil: "networkidle" });
    await page.locator("jitasa-map[data-open] canvas.maplibregl-canvas").waitFor();
    await sees(page, (colours) => colours.size > 8, "more than one colour");
    await looksWell(page);
    await page.getByRole("button", { name: words.layers, exact: true }).click();
    await page.getByRole("group", { name: words.layers, exact: true }).waitFor();
    await looksWell(page);
    await page.getByRole("button", { name: "ตำแหน่งปัจจุบัน", exact: true }).click();
    await page.waitForLoadState("networkidle");
    // The asker's own pin is blurred by up to 500 m, so it stands within a finger's reach of the middle.
    await page.waitForTimeout(1000);
    await page.locator("canvas").focus();
    await page.keyboard.press("Enter");
    await page.locator("section.sheet").getByText(words.state.waiting, { exact: true }).waitFor();
    await looksWell(page);
  });

  await t.test("without WebGL2", async (t) => {
    const page = await phone(t, { base: product.url });
    await page.addInitScript(() => {
      const get = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
        function (/** @type {any} */ kind, /** @type {any} */ ...rest) {
          // @ts-expect-error: the canvas itself
          return String(kind).startsWith("webgl") ? null : get.call(this, kind, ...rest);
        }
      );
    });
    await page.goto("/map", { waitUntil: "networkidle" });
    await page.locator("jitasa-map .leaflet-container").waitFor();
    const mark = page.locator(".leaf-shape").first();
    await mark.click();
    await page.locator("section.sheet").getByText(words.state.waiting, { exact: true }).waitFor();
    await looksWell(page);
  });

  for (const script of [true, false]) {
    await t.test(`as a list, ${script ? "with" : "without"} script`, async (t) => {
      const page = await phone(t, { base: product.url, script, map: script });
      await page.goto("/map", { waitUntil: "networkidle" });
      await page.getByRole("link", { name: words.asList, exact: true }).click();
      await page.waitForURL("**/map/list**");
      const waiting = page.locator('.kpi[data-state="waiting"] b');
      assert.equal(await waiting.textContent(), "1");
      await page
        .getByRole("table")
        .getByRole("link", { name: /เชียงราย$/ })
        .click();
      await page.getByRole("table").getByRole("link", { name: /แม่สาย/ }).click();
      const row = page.getByRole("row", { name: words.goods });
      await row.getByText(words.state.waiting, { exact: true }).waitFor();
      await looksWell(page);
    });
  }
});
