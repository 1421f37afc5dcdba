// A data volunteer tells of a shelter from where they stand; somebody on a cheap phone finds it as the
// nearest with room, with and without script; two who change it at once see each other's words.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const NAME = "ศูนย์พักพิงโรงเรียนบ้านเหมืองแดง";

test("a shelter is told of, found, and kept true", async (t) => {
  const product = await Product.open(t);
  const workers = [];
  for (const nth of [1, 2]) {
    const username = `data${nth}`;
    const account = { username, phone: `081000092${nth}`, role: "data", area: "57" };
    await product.account({ ...account, password: PASSWORD });
    const page = await phone(t, { base: product.url, position: MAE_SAI });
    await signIn(page, words, username);
    workers.push(page);
  }
  const [first, second] = workers;

  await first.goto("/points/new?kind=shelter");
  await looksWell(first);
  await press(first, "บันทึก");
  await first.locator(".errors").waitFor();
  await looksWell(first);
  await first.getByLabel("ชื่อ (ไทย)", { exact: true }).fill(NAME);
  await first.getByRole("button", { name: words.here, exact: true }).click();
  await first.locator("pin-picker [data-pin]").waitFor();
  await first.locator("#area_text").fill("ต.เวียงพางคำ");
  await first.getByText("เปิด", { exact: true }).click();
  await first.locator("[name='beds.places.free']").fill("๔๐");
  await first.locator("[name='beds.places.capacity']").fill("120");
  await first.locator("[name=contact]").fill("053 731 300");
  await first.getByLabel("ทุกวัน", { exact: true }).fill("24 ชม.");
  await first.getByLabel("ทราบได้อย่างไร", { exact: true }).selectOption("visit");
  await press(first, "บันทึก");
  await first.waitForURL(/\/points\/[0-9a-f-]{36}$/);
  await looksWell(first);
  const address = new URL(first.url()).pathname;

  const found = async () => {
    const answer = await fetch(`${product.url}/api/v1/points?kind=shelter&free_now=true`);
    return (await answer.json()).items.length;
  };
  for (let tries = 0; tries < 40 && (await found()) === 0; tries += 1) {
    await first.waitForTimeout(100);
  }
  assert.equal(await found(), 1);

  await t.test("by whoever stands nearby", async (t) => {
    const page = await phone(t, { base: product.url, position: MAE_SAI });
    await page.goto("/points");
    await looksWell(page);
    await page.getByRole("link", { name: "ใกล้ฉันที่สุด", exact: true }).click();
    await page.waitForURL("**/points?**lat=**");
    await page.getByText("0 เมตร", { exact: false }).first().waitFor();
    await page.getByRole("link", { name: NAME, exact: true }).click();
    await page.getByText("ว่าง 40", { exact: true }).waitFor();
    await page.getByText("ไปดูที่จุดนั้น", { exact: false }).waitFor();
    assert.match(
      (await page.getByRole("link", { name: "นำทาง", exact: true }).getAttribute("href")) ?? "",
      /^geo:20\.43/,
    );
    await looksWell(page);
  });

  for (const language of /** @type {const} */ (["th", "my"])) {
    await t.test(`by words and filters without script, in ${language}`, async (t) => {
      const page = await phone(t, { base: product.url, script: false, language });
      await page.goto("/points?q=เหมืองแดงง&kind=shelter&open_now=yes");
      await page.getByText(NAME, { exact: true }).waitFor();
      await looksWell(page);
      await page.goto("/points?q=ไม่มีที่ไหนชื่อนี้");
      await page.locator(".empty").waitFor();
      await looksWell(page);
    });
  }

  await t.test("two change it at once, and the second sees what the first wrote", async () => {
    for (const page of [first, second]) await page.goto(`${address}/update`);
    await looksWell(second);
    await first.getByText("เต็ม", { exact: true }).click();
    await first.locator("[name='beds.places.free']").fill("0");
    await press(first, "บันทึกว่าตรวจสอบแล้ว");
    await first.waitForURL(`**${address}`);
    await second.getByText("หยุดชั่วคราว", { exact: true }).click();
    await press(second, "บันทึกว่าตรวจสอบแล้ว");
    await second.locator("#theirs").waitFor();
    await looksWell(second);
    await press(second, "บันทึกว่าตรวจสอบแล้ว");
    await second.waitForURL(`**${address}`);
    await second.getByText("หยุดชั่วคราว", { exact: true }).waitFor();
    await looksWell(second);
  });
});
