// What happens to a form while networks, programs and people are as they are: it is kept, it is sent
// once, and the page says in words how it stands.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, requestsMade, send } from "./asker.mjs";
import { forgive, looksWell, Product, phone, setOffline } from "./harness.mjs";
import { WORDS } from "./words.mjs";

const words = WORDS.th;
const HOUSE = "บ้านรั้วสีเขียวข้างวัด";
let last = 0;

/**
 * A person before the form of goods, with all of it filled in.
 *
 * @param {import("node:test").TestContext} t
 * @param {Product} product
 * @param {import("./phone.mjs").Wish} wish
 */
async function beforeSending(t, product, wish = {}) {
  const page = await phone(t, { base: product.url, ...wish });
  last += 1;
  await confirmPhone(page, product, words, `08100004${String(last).padStart(2, "0")}`);
  await page.getByRole("link", { name: words.goods }).click();
  await page.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(page, words, { landmark: HOUSE });
  return page;
}

/** @param {import("playwright-core").Page} page */
async function isKept(page) {
  await page.getByText(words.kept, { exact: true }).waitFor();
  assert.equal(await page.getByLabel(words.landmark, { exact: true }).inputValue(), HOUSE);
  assert.equal(await page.getByLabel(words.headcount, { exact: true }).inputValue(), "4");
  assert.ok(await page.getByLabel(words.water, { exact: true }).isChecked());
}

test("sending", async (t) => {
  const product = await Product.open(t);

  await t.test("the network is cut: kept though the page is closed, sent once", async (t) => {
    const first = await beforeSending(t, product);
    await setOffline(first, true);
    await send(first, words);
    await first.getByText(words.notSent).waitFor();
    await looksWell(first);
    const page = await first.context().newPage();
    await first.close();
    await setOffline(page, false);
    await page.goto("/ask/kinds");
    await page.getByRole("link", { name: words.goods }).click();
    await isKept(page);
    await setOffline(page, true);
    await send(page, words);
    await page.getByText(words.notSent).waitFor();
    await setOffline(page, false); // by itself, nothing is pressed
    await received(page, words);
    assert.equal(await requestsMade(page), 1);
  });

  await t.test("the answer is lost on its way: sent again after a reload, once", async (t) => {
    const page = await beforeSending(t, product);
    await page.route(/\/ask\/\w+\/goods/, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      await route.fetch({ maxRedirects: 0 });
      await route.abort("internetdisconnected");
    });
    await send(page, words);
    await page.getByText(words.notSent).waitFor();
    await page.unrouteAll();
    await page.reload();
    await isKept(page);
    await send(page, words);
    await received(page, words);
    assert.equal(await requestsMade(page), 1);
  });

  await t.test("the program is killed and started again: sent, once", async (t) => {
    const page = await beforeSending(t, product);
    await product.kill();
    await send(page, words);
    await page.getByText(words.notSent).waitFor();
    await product.startAgain();
    await page.getByRole("button", { name: words.retry, exact: true }).click();
    const reference = await received(page, words);
    await product.kill();
    await product.startAgain();
    await page.reload();
    assert.equal(
      await page.locator("#ref").textContent(),
      reference,
      "what was told is still there",
    );
    assert.equal(await requestsMade(page), 1);
    forgive(page, /ERR_CONNECTION_REFUSED/);
  });

  for (const script of [true, false]) {
    const how = script ? "with" : "without";
    await t.test(`two quick taps and the back button send once, ${how} script`, async (t) => {
      const page = await beforeSending(t, product, { script });
      const button = page.getByRole("main").getByRole("button", { name: words.send, exact: true });
      await button.dblclick();
      const reference = await received(page, words);
      assert.equal(await requestsMade(page), 1);
      await page.goBack();
      assert.equal(await page.locator("#ref").textContent(), reference);
      await page.goBack();
      // The form as the browser brings it back, sent once more: the same request, or one thing to mend.
      await send(page, words);
      const again = page.getByText(words.received, { exact: true }).or(page.locator(".errors"));
      await again.waitFor();
      assert.equal(await requestsMade(page), 1);
    });

    await t.test(`a session that ended loses nothing of the form, ${how} script`, async (t) => {
      const page = await beforeSending(t, product, { script });
      await page.context().clearCookies({ name: "jitasa_session" });
      await send(page, words);
      await page.getByText(words.signInNeeded).waitFor();
      await looksWell(page);
      const other = Object.assign(await page.context().newPage(), { complaints: [] });
      last += 1;
      await confirmPhone(other, product, words, `08100004${String(last).padStart(2, "0")}`);
      await page.getByRole("button", { name: words.sendAgain, exact: true }).click();
      await received(page, words);
      await page.getByText(/^ข้อมูลที่เรามี$/).click();
      await page.getByText(HOUSE, { exact: true }).waitFor();
      assert.equal(await requestsMade(page), 1);
    });
  }

  await t.test(
    "a position that is denied is said in words, and the form goes on without",
    async (t) => {
      const page = await beforeSending(t, product, { position: "denied" });
      await page.getByRole("button", { name: words.here, exact: true }).click();
      await page.getByText(words.denied).waitFor();
      await looksWell(page);
      await send(page, words);
      await received(page, words);
    },
  );
});
