// The server cannot be reached although the phone believes itself online. What was recorded waits, and is sent
// when the browser wakes the program, not when the program happens to try again.

import assert from "node:assert/strict";
import test from "node:test";
import { forgive, Product, phone } from "./harness.mjs";
import { fillHousehold, prepare, view } from "./surveyor.mjs";
import { waker, wokenFor } from "./waker.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, signIn } from "./worker.mjs";

const DATA = { username: "data1", phone: "0810000701", role: "data", area: "57" };
const SYNC = "**/households/sync";
const ALONE = {
  house: "99/1",
  village: "หมู่ 3 บ้านสันทราย",
  persons: [{ name: "นางหล้า", age: "80", history: "2 เข็ม (ครบ)" }],
};

test("what waits is sent when the browser says that the network is back", async (t) => {
  const product = await Product.open(t);
  await product.account({ ...DATA, password: PASSWORD });
  const page = await phone(t, { base: product.url });
  const bar = page.locator(".phone-bar [role=status]");
  const says = (/** @type {RegExp} */ said) => bar.getByText(said).waitFor();
  const browser = await waker(page, product.url);

  await signIn(page, WORDS.th, DATA.username);
  await prepare(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // With its clock held the page tries nothing again by itself.
  await page.clock.install();
  const fetched = page.waitForResponse(SYNC);
  await page.reload();
  await fetched;
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));

  /** @type {Promise<import("playwright-core").Route>} */
  const sent = new Promise((came) => void page.route(SYNC, came, { times: 1 }));
  await view(page, "#/new");
  await fillHousehold(page, ALONE);
  await page.getByRole("button", { name: "ตรวจทาน", exact: true }).click();
  await page.getByRole("button", { name: "ส่งข้อมูล", exact: true }).click();
  const first = await sent;
  await says(/^กำลังส่ง 1/);
  await first.abort("connectionrefused");
  await says(/^1 รอส่ง/);
  assert.equal(await page.evaluate(() => navigator.onLine), true);

  // The server can be reached again, and nobody knows.
  assert.deepEqual(
    await wokenFor(page),
    ["survey"],
    "what came to nothing is to be woken for again",
  );
  await browser.says("survey");
  await says(/^ส่งครบแล้ว/);
  await page.goto("/households");
  assert.equal(await page.locator("tbody tr").count(), 1);
  forgive(page, /ERR_CONNECTION_REFUSED/);
});
