// The how-to pages on a phone with a slow network: light before their pictures come, nothing jumps when they
// do, and each list of contents leads to its part. In the five languages they are sound for axe and fit.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK, looksWell, Product, phone } from "./harness.mjs";

const CHAPTERS = ["asking", "finding", "volunteering", "officers"];
/** The budget of a first view; a page in a script of its own brings its font in addition. */
const MOST_BYTES = 60 * 1024;

/** @typedef {import("playwright-core").Page} Page */

test("a how-to page is light, and its pictures take the place kept for them", async (t) => {
  const product = await Product.open(t);
  for (const chapter of CHAPTERS) {
    const page = await phone(t, { base: product.url });
    const bytes = await weight(page, `/news/${chapter}`);
    t.diagnostic(`${chapter}: ${bytes} bytes without pictures`);
    assert.ok(bytes <= MOST_BYTES, `${chapter} weighs ${bytes} bytes`);
    const before = await heights(page);
    assert.ok(before.length >= 2, `${chapter} has pictures`);
    for (const image of await page.locator("article img").all()) {
      await image.scrollIntoViewIfNeeded();
      await image.evaluate((/** @type {HTMLImageElement} */ one) => one.decode());
    }
    assert.deepEqual(await heights(page), before, `${chapter} jumps`);
    assert.deepEqual(await page.locator("article img").evaluateAll(told), [], chapter);
  }
});

test("the list of contents leads to its parts", async (t) => {
  const product = await Product.open(t);
  const page = await phone(t, { base: product.url, size: DESK });
  for (const chapter of CHAPTERS) {
    await page.goto(`/news/${chapter}`);
    const links = page.locator("nav.contents a");
    assert.ok((await links.count()) >= 3);
    await links.last().click();
    const anchor = new URL(page.url()).hash.slice(1);
    const top = (await page.locator(`h2[id="${anchor}"]`).boundingBox())?.y ?? -1;
    assert.ok(top > 0 && top < DESK.height, `${anchor} stands at ${top}`);
  }
});

test("every how-to page is sound in every language", async (t) => {
  const product = await Product.open(t);
  for (const language of /** @type {const} */ (["my", "km", "lo"])) {
    const page = await phone(t, { base: product.url, language });
    for (const path of ["", ...CHAPTERS.map((chapter) => `/${chapter}`)]) {
      await page.goto(`/news${path}?lang=${language}`);
      await looksWell(page);
    }
  }
});

/**
 * What comes over the wire for a first view, pictures left out.
 *
 * @param {Page} page
 * @param {string} path
 */
async function weight(page, path) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  /** @type {Map<string, string>} */
  const types = new Map();
  let bytes = 0;
  wire.on("Network.responseReceived", (event) =>
    types.set(event.requestId, event.response.mimeType),
  );
  wire.on("Network.loadingFinished", (event) => {
    if (types.get(event.requestId) !== "image/webp") bytes += event.encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  return bytes;
}

/** @param {Page} page */
function heights(page) {
  return page
    .locator("article img")
    .evaluateAll((images) => images.map((image) => image.getBoundingClientRect().height));
}

/**
 * Pictures whose written size is not their own, or without words.
 *
 * @param {Element[]} images
 */
function told(images) {
  return /** @type {HTMLImageElement[]} */ (images)
    .filter(
      (one) =>
        one.naturalWidth !== Number(one.getAttribute("width")) ||
        one.naturalHeight !== Number(one.getAttribute("height")) ||
        one.alt.length < 5,
    )
    .map((one) => one.src);
}
