// The map without network: what was seen before is there, says how old it is, and is fresh again when the
// network is back. Nothing of a person is kept, and nothing that is sent is touched.

import assert from "node:assert/strict";
import test from "node:test";
import { sees } from "./eyes.mjs";
import { looksWell, Product, phone, setOffline } from "./harness.mjs";

const NAME = "โรงพยาบาลดอยตะวัน";

test("the map without network", async (t) => {
  const product = await Product.open(t, { command: "demo" });
  const page = await phone(t, { base: product.url, map: true });
  const found = await page.request.get(`/api/v1/points?q=${encodeURIComponent(NAME)}`);
  const { id, position } = (await found.json()).items[0];
  const { lat, lon } = position;
  const sheet = page.locator("section.sheet");

  const openCard = async () => {
    await page.locator("jitasa-map[data-open] canvas").first().focus();
    for (let tries = 0; !(await sheet.isVisible()) && tries < 12; tries++) {
      await page.waitForTimeout(500);
      await page.keyboard.press("Enter");
    }
    await sheet.getByRole("heading", { name: NAME }).first().waitFor();
    await sheet.locator(".point-checked").waitFor();
  };

  await t.test("what is looked at is kept", async () => {
    await page.goto("/news", { waitUntil: "networkidle" });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.goto(`/map#16/${lat}/${lon}`, { waitUntil: "networkidle" });
    await openCard();
    await page.goto("/map/list", { waitUntil: "networkidle" });
    await page.goto(`/map#16/${lat}/${lon}`, { waitUntil: "networkidle" });
    await page.locator("jitasa-map[data-open]").waitFor();
    await page.waitForFunction(async (id) => {
      const has = async (/** @type {string} */ url) => (await caches.match(url)) !== undefined;
      return (await has("/map")) && (await has("/map/list")) && (await has(`/points/${id}/card`));
    }, id);
  });

  await t.test("without network the map opens as it was, with a card seen before", async () => {
    await setOffline(page, true);
    await page.reload({ waitUntil: "load" });
    await page
      .locator(".kept-bar")
      .getByText(/^ไม่มีสัญญาณ นี่คือข้อมูลเมื่อ \d/)
      .waitFor();
    await sees(page, (colours) => colours.size > 8, "outlines and points");
    await openCard();
    await looksWell(page);
    await page.goto("/map/list");
    await page.locator(".kept-bar").waitFor();
    await page.getByRole("table").first().waitFor();
    await page.goto("/news");
    await page.locator(".kept-bar").waitFor();
    await looksWell(page);
  });

  await t.test("with the network back it is fresh", async () => {
    await page.goto(`/map#16/${lat}/${lon}`);
    await page.locator(".kept-bar").waitFor();
    await setOffline(page, false);
    await page.locator(".kept-bar").waitFor({ state: "detached" });
    await page.locator("jitasa-map[data-open]").waitFor();
  });

  await t.test("nothing but what everybody sees alike was kept", async () => {
    await page.goto("/ask");
    await page.goto("/sign-in");
    const kept = await page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys())
          all.push(new URL(url).pathname);
      }
      return all;
    });
    const may =
      /^\/(?:$|map|map\/list|news|assets\/.+|tiles\/(?:base|public|points)\/.+|points\/[\w-]+\/card)$/;
    assert.deepEqual(
      kept.filter((path) => !may.test(path)),
      [],
    );
    assert.ok(kept.some((path) => path.startsWith("/tiles/points/")));
  });
});
