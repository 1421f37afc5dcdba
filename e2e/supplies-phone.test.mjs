// What may befall a phone that keeps books: goods with lots, a server that comes back from a backup, signing out
// while something waits, and a network that is back without the phone's knowing.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK, forgive, looksWell, Product, phone, setOffline } from "./harness.mjs";
import { adds, setsUp } from "./officer.mjs";
import { waker, wokenFor } from "./waker.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const NATION = { username: "nation", phone: "0810000911", role: "national_admin" };
const OFFICER = { username: "officer57", phone: "0810000912", role: "data", area: "57" };
const NAME = "สำนักงานจังหวัดเชียงราย";
const ENTRIES = "**/api/v1/supply/entries";

/**
 * @typedef {import("playwright-core").Page} Page
 */

/**
 * Opens the books of the province on a phone.
 *
 * @param {Page} page
 */
async function opensBooks(page) {
  await page.goto("/supplies/phone");
  await page.getByRole("link", { name: NAME, exact: true }).click();
  await page.getByRole("link", { name: "รับจากภายนอก", exact: true }).waitFor();
}

/**
 * Types what came from outside.
 *
 * @param {Page} page
 * @param {{ item: string, quantity: string, lot?: string, expires?: string }} what
 */
async function receives(page, { item, quantity, lot, expires }) {
  await page.getByRole("link", { name: "รับจากภายนอก", exact: true }).click();
  await page.getByLabel("สิ่งของ", { exact: true }).selectOption({ label: item });
  await page.getByLabel("จำนวน", { exact: true }).fill(quantity);
  await page.getByLabel("ได้รับจากใคร", { exact: true }).fill("องค์การเภสัชกรรม");
  if (lot) await page.getByLabel(/^ล็อต/).fill(lot);
  if (expires) await page.getByLabel(/^วันหมดอายุ/).fill(expires);
}

/**
 * The same, looked at and sent.
 *
 * @param {Page} page
 * @param {{ item: string, quantity: string, lot?: string, expires?: string }} what
 */
async function receivesAndLooks(page, what) {
  await receives(page, what);
  await looksWell(page);
  await press(page, "ลงบัญชี");
}

/**
 * The server has said what it makes of an entry of an item.
 *
 * @param {Page} page
 * @param {string} item
 */
const answered = (page, item) =>
  page.waitForResponse(
    (response) =>
      response.url().endsWith("/supply/entries") &&
      (response.request().postData() ?? "").includes(item),
  );

/** @param {Page} page */
const standing = (page) => (/** @type {RegExp} */ said) =>
  page.locator(".phone-bar [role=status]").getByText(said).waitFor();

test("a phone that keeps books, and what may befall it", async (t) => {
  const product = await Product.open(t);
  for (const one of [NATION, OFFICER]) await product.account({ ...one, password: PASSWORD });
  const desk = await phone(t, { base: product.url, size: DESK });
  await signIn(desk, words, NATION.username);
  const unit = await adds(desk, await setsUp(desk), {
    tier: "จังหวัด",
    name: NAME,
    area: "จ.เชียงราย",
    officer: "ดารา ภูผาดี",
    phone: OFFICER.phone,
  });
  const page = await phone(t, { base: product.url });
  const says = standing(page);
  await signIn(page, words, OFFICER.username);
  await opensBooks(page);

  await t.test("goods with lots come in and go out by their lots, without network", async () => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await setOffline(page, true);
    await receivesAndLooks(page, {
      item: "หน้ากาก N95",
      quantity: "2 กล่อง",
      lot: "A1",
      expires: "2030-01-31",
    });
    await receivesAndLooks(page, {
      item: "หน้ากาก N95",
      quantity: "1 กล่อง",
      lot: "B2",
      expires: "2029-12-31",
    });
    await page.getByText("B2", { exact: false }).first().waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "แจกจ่าย", exact: true }).click();
    await page.getByText("กรอกเพิ่มเติม", { exact: true }).click();
    const lots = page.getByLabel("ล็อต", { exact: true });
    const offered = await lots.locator("option").allTextContents();
    assert.ok(
      offered.some((one) => one.includes("A1")) && offered.some((one) => one.includes("B2")),
    );
    await lots.selectOption({ index: offered.findIndex((one) => one.includes("A1")) });
    const group = page.getByRole("group", { name: /^1\. / });
    await group.getByLabel("จำนวน", { exact: true }).fill("50");
    await press(page, "ลงบัญชี");
    await page
      .getByText(/มีไม่พอ คงเหลือ 2 กล่อง/)
      .first()
      .waitFor();
    await looksWell(page);
    await group.getByLabel("จำนวน", { exact: true }).fill("1 กล่อง 5 ชิ้น");
    await press(page, "ลงบัญชี");
    await says(/^3 รอส่ง/);
    await setOffline(page, false);
    await says(/^ส่งครบแล้ว/);
    await desk.goto(unit);
    // Of A1 are left fifteen of forty, of B2 all twenty.
    await desk.getByText("1 กล่อง 15 ชิ้น", { exact: true }).first().waitFor();
  });

  await t.test("a server that comes back from a backup is told again what it forgot", async () => {
    await product.run(["backup", "before.sqlite"]);
    const sent = answered(page, "surgical_mask");
    await receivesAndLooks(page, { item: "หน้ากากอนามัย", quantity: "3 กล่อง" });
    await sent;
    await says(/^ส่งครบแล้ว/);
    await desk.goto(unit);
    await desk.getByText("3 กล่อง", { exact: true }).first().waitFor();
    await product.stop();
    await product.run(["restore", "before.sqlite"]);
    await product.startAgain();
    await desk.goto(unit);
    assert.equal(await desk.getByText("3 กล่อง", { exact: true }).count(), 0, "it is forgotten");
    const again = answered(page, "surgical_mask");
    await page.reload();
    await again;
    await says(/^ส่งครบแล้ว/);
    await desk.goto(unit);
    await desk.getByText("3 กล่อง", { exact: true }).first().waitFor();
    // Nothing of what it still knew is there twice.
    await desk.getByText("1 กล่อง 15 ชิ้น", { exact: true }).first().waitFor();
  });

  await t.test("signing out asks before it leaves something unsent", async () => {
    await page.route(ENTRIES, (route) => route.abort("internetdisconnected"));
    await receivesAndLooks(page, { item: "หน้ากากอนามัย", quantity: "5 กล่อง" });
    await says(/^1 รอส่ง/);
    await page.goto("/profile");
    await press(page, words.signOut);
    await page.getByText(/^มี 1 รายการยังไม่ได้ส่ง/).waitFor();
    await looksWell(page);
    await press(page, "ออกจากระบบ เก็บไว้ในเครื่อง");
    await page.getByText(words.signedOut, { exact: true }).waitFor();
    await page.unrouteAll();
    await signIn(page, words, OFFICER.username);
    const sent = answered(page, "surgical_mask");
    await opensBooks(page);
    await sent;
    await says(/^ส่งครบแล้ว/);
    await page.getByText("8 กล่อง", { exact: true }).first().waitFor();
    await page.goto("/profile");
    await press(page, words.signOut);
    await page.getByText(words.signedOut, { exact: true }).waitFor();
    const left = await page.evaluate(async () => (await indexedDB.databases()).length);
    assert.equal(left, 0, "with all of it sent, nothing stays on the phone");
  });

  await t.test("what waits is sent when the browser says that the network is back", async () => {
    const other = await phone(t, { base: product.url });
    const browser = await waker(other, product.url);
    await signIn(other, words, OFFICER.username);
    await opensBooks(other);
    await other.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // With its clock held the page tries nothing again by itself.
    await other.clock.install();
    const fetched = other.waitForResponse("**/api/v1/supply/phone?*");
    await other.reload();
    await fetched;
    await other.clock.pauseAt(await other.evaluate(() => Date.now() + 1_000));
    /** @type {Promise<import("playwright-core").Route>} */
    const first = new Promise((came) => void other.route(ENTRIES, came, { times: 1 }));
    await receives(other, { item: "หน้ากากอนามัย", quantity: "2 กล่อง" });
    // Nobody looks at it while the clock stands: what looks waits for time to pass.
    await press(other, "ลงบัญชี");
    const going = await first;
    await standing(other)(/^กำลังส่ง 1/);
    await going.abort("connectionrefused");
    await standing(other)(/^1 รอส่ง/);
    assert.equal(await other.evaluate(() => navigator.onLine), true);
    assert.deepEqual(await wokenFor(other), ["supplies"]);
    const sent = answered(other, "surgical_mask");
    await browser.says("supplies");
    await sent;
    await standing(other)(/^ส่งครบแล้ว/);
    await desk.goto(unit);
    await desk.getByText("10 กล่อง", { exact: true }).first().waitFor();
    forgive(other, /ERR_CONNECTION_REFUSED/);
  });
  forgive(page, /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/);
  forgive(desk, /ERR_CONNECTION_REFUSED/);
});
