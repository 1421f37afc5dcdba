// Every page that opens by its address alone: in Thai and English, on a phone, with script and without,
// nothing amiss in the browser's console, clean for axe, no wider than the screen.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, Product, phone } from "./harness.mjs";
import { pages, pagesIn } from "./pages.mjs";

/** Pages that a visitor is refused; the refusal is a page as well. */
const REFUSED = {
  "/recover/password": 403, // before the code was entered
  "/demo/sms": 404, // outside of `jitasa demo`
};

test("the list of pages is read from the routes", () => {
  const routes = `
    .route("/ask", get(ask::phone))
    .route(
        "/mine",
        get(follow::own).post(follow::send),
    )
    .route("/ask/{kind}", get(ask::show))
    .route("/ask/phone", post(ask::send_code))
    .route("/", get(front))`;
  assert.deepEqual(
    pagesIn(routes).map((page) => [page.name, page.path]),
    [
      ["ask", "/ask"],
      ["mine", "/mine"],
      ["front", "/"],
    ],
  );
});

for (const language of /** @type {const} */ (["th", "en"])) {
  for (const script of [true, false]) {
    test(`every page is sound in ${language} ${script ? "with" : "without"} script`, async (t) => {
      const all = await pages();
      assert.ok(all.length > 0, "src/routes.rs lists no page");
      const product = await Product.open(t);
      const page = await phone(t, { base: product.url, language, script, map: true });
      for (const { path } of all) await t.test(path, () => isSound(page, path, language));
    });
  }
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} path
 * @param {string} language
 */
async function isSound(page, path, language) {
  const { "content-type": type = "" } = (await page.request.head(path)).headers();
  if (!type.includes("html")) return;
  const answer = await page.goto(path);
  assert.equal(answer?.status(), REFUSED[/** @type {keyof typeof REFUSED} */ (path)] ?? 200);
  assert.equal(await page.locator("html").getAttribute("lang"), language);
  assert.ok(await page.title(), "the page has a title");
  assert.equal(await page.locator("h1").count(), 1, "one h1");
  await looksWell(page);
}
