// The books of a village on a phone without network: a shipment is acknowledged, masks are handed out and the day is
// counted and closed; all of it lies sealed, is sent when the network is back, and what was refused is mended.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK, looksWell, Product, phone, setOffline } from "./harness.mjs";
import { adds, setsUp } from "./officer.mjs";
import { keptFile, leaveLying, PIN, readWithoutKey } from "./surveyor.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const NATION = { username: "nation", phone: "0810000901", role: "national_admin" };
const PROVINCE = { username: "officer57", phone: "0810000902", role: "data", area: "57" };
const VILLAGE = { username: "village", phone: "0810000903", role: "data", area: "57" };
const NAME = "บ้านริมธาร หมู่ 2";

/**
 * @typedef {import("playwright-core").Page} Page
 */

/**
 * Hands out to the risk group that is named last, on a page or on the phone's own form.
 *
 * @param {Page} page
 * @param {string} quantity
 */
async function handsOut(page, quantity) {
  await page.getByRole("link", { name: "แจกจ่าย", exact: true }).click();
  const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
  await group.getByLabel("จำนวน", { exact: true }).fill(quantity);
  await looksWell(page);
  await press(page, "ลงบัญชี");
}

test("the books of a village on a phone without network", async (t) => {
  const product = await Product.open(t);
  for (const one of [NATION, PROVINCE, VILLAGE]) {
    await product.account({ ...one, password: PASSWORD });
  }
  const nation = await phone(t, { base: product.url, size: DESK });
  await signIn(nation, words, NATION.username);
  const root = await setsUp(nation);
  const province = await adds(nation, root, {
    tier: "จังหวัด",
    name: "สำนักงานจังหวัดเชียงราย",
    area: "จ.เชียงราย",
    officer: "ดารา ภูผาดี",
    phone: PROVINCE.phone,
  });
  const village = await adds(nation, province, {
    tier: "หน่วยรับปลายทาง",
    kind: "หมู่บ้าน/ชุมชน",
    name: NAME,
    area: "ต.แม่สาย อ.แม่สาย จ.เชียงราย",
    officer: "อนงค์ ใจอาสา",
    phone: VILLAGE.phone,
  });
  const sender = await phone(t, { base: product.url });
  await signIn(sender, words, PROVINCE.username);
  await sender.goto(`${province}/receive`);
  await sender.getByLabel("จำนวน", { exact: true }).fill("40 กล่อง");
  await sender.getByLabel("ได้รับจากใคร", { exact: true }).fill("องค์การเภสัชกรรม");
  await press(sender, "ลงบัญชี");
  await sender.goto(`${province}/allocate`);
  await sender.getByLabel(NAME, { exact: true }).fill("10 กล่อง");
  await press(sender, "ส่งออก");
  await sender.getByRole("heading", { name: "ติดตามของชุดนี้", exact: true }).waitFor();

  const page = await phone(t, { base: product.url });
  const says = (/** @type {RegExp} */ said) =>
    page.locator(".phone-bar [role=status]").getByText(said).waitFor();
  const seesUnit = () => page.getByRole("heading", { name: NAME, exact: true }).first().waitFor();

  await t.test("the books are kept on the phone with a PIN", async () => {
    await signIn(page, words, VILLAGE.username);
    await page.goto(village);
    await page.getByRole("link", { name: "ใช้โดยไม่มีสัญญาณ", exact: true }).click();
    await seesUnit();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await looksWell(page);
    await keptFile(page, "supply-phone");
    await page.getByRole("link", { name: "เตรียมเครื่อง", exact: true }).click();
    await page.getByLabel("รหัส PIN 6 หลัก", { exact: true }).fill(PIN);
    await page.getByLabel("ใส่ PIN อีกครั้ง", { exact: true }).fill(PIN);
    await looksWell(page);
    await press(page, "เก็บไว้ในเครื่อง");
    await page.getByText("พร้อมออกพื้นที่แล้ว ใช้ได้โดยไม่มีสัญญาณ", { exact: true }).waitFor();
    await looksWell(page);
  });

  await t.test("a shipment is acknowledged and masks are handed out without network", async () => {
    await setOffline(page, true);
    await page.reload();
    await page.getByRole("link", { name: "หน่วยของฉัน", exact: true }).click();
    await page.getByRole("link", { name: NAME, exact: true }).click();
    await seesUnit();
    await looksWell(page);
    await page.getByRole("link", { name: /สำนักงานจังหวัดเชียงราย/ }).click();
    await looksWell(page);
    await press(page, "ได้รับครบ");
    await page.getByText("10 กล่อง", { exact: true }).waitFor();
    await says(/^1 รอส่ง ตั้งแต่ \d/);
    await page.getByRole("link", { name: "แจกจ่าย", exact: true }).click();
    await page.getByText("คงเหลือ 10 กล่อง (500 ชิ้น)", { exact: true }).waitFor();
    const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
    await group.getByLabel("จำนวน", { exact: true }).fill("๑๑ กล่อง");
    await press(page, "ลงบัญชี");
    await page.getByText("หน้ากากอนามัยมีไม่พอ คงเหลือ 10 กล่อง", { exact: true }).first().waitFor();
    await looksWell(page);
    await group.getByLabel("จำนวน", { exact: true }).fill("๒ กล่อง");
    await group.getByLabel("จำนวนคน", { exact: true }).fill("50");
    // What is typed stays through a reload.
    await page.waitForTimeout(700);
    await page.reload();
    await page.getByText("นำสิ่งที่กรอกค้างไว้กลับมาแล้ว", { exact: true }).waitFor();
    assert.equal(await group.getByLabel("จำนวน", { exact: true }).inputValue(), "๒ กล่อง");
    await press(page, "ลงบัญชี");
    await page.getByText("8 กล่อง", { exact: true }).waitFor();
    await says(/^2 รอส่ง/);
    await looksWell(page);
    const read = await readWithoutKey(page);
    assert.ok(!/ริมธาร|surgical_mask/.test(read), "nothing is read without the key");
  });

  await t.test("it is sent by itself when the network is back", async () => {
    await setOffline(page, false);
    await says(/^ส่งครบแล้ว/);
    await page.getByText("8 กล่อง", { exact: true }).waitFor();
    await sender.goto(province);
    await sender.getByText("รับแล้ว", { exact: true }).waitFor();
  });

  await t.test("more is handed out and the day is closed behind the PIN", async () => {
    await setOffline(page, true);
    await leaveLying(page);
    await page.reload();
    await page.getByLabel("รหัส PIN 6 หลัก", { exact: true }).fill(PIN);
    await looksWell(page);
    await press(page, "เปิด");
    await seesUnit();
    await handsOut(page, "7 กล่อง");
    await page.getByText("1 กล่อง", { exact: true }).waitFor();
    await page.getByRole("link", { name: "ตรวจนับและปิดยอด", exact: true }).click();
    await page.getByText("−450 ชิ้น", { exact: true }).waitFor();
    await looksWell(page);
    const counted = page.getByLabel("ตรวจนับได้จริง", { exact: true });
    await counted.fill("49");
    await press(page, "ปิดยอด");
    await page.getByText("เลือกเหตุผล", { exact: true }).first().waitFor();
    await looksWell(page);
    await counted.fill("1 กล่อง");
    await press(page, "ปิดยอด");
    await page.getByText("ปิดยอดวันนี้แล้ว", { exact: true }).waitFor();
    await looksWell(page);
  });

  await t.test("what somebody else gave out meanwhile is told, and mended", async () => {
    const other = await phone(t, { base: product.url });
    await signIn(other, words, VILLAGE.username);
    await other.goto(village);
    await handsOut(other, "2 กล่อง");
    await other.getByText("6 กล่อง", { exact: true }).first().waitFor();

    await setOffline(page, false);
    await says(/^1 รายการต้องแก้ไข/);
    await page.getByRole("link", { name: "รอส่ง", exact: true }).first().click();
    await page.getByText(/^ของไม่พอ/).waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "แก้ไข", exact: true }).click();
    const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
    assert.equal(await group.getByLabel("จำนวน", { exact: true }).inputValue(), "7 กล่อง");
    await group.getByLabel("จำนวน", { exact: true }).fill("4 กล่อง");
    await looksWell(page);
    await press(page, "ลงบัญชี");
    // The day was counted upon other numbers: they are looked at again.
    await says(/^1 รายการต้องแก้ไข/);
    await page.getByRole("link", { name: "รอส่ง", exact: true }).first().click();
    await page.getByText(/^ระหว่างที่คุณนับ/).waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "แก้ไข", exact: true }).click();
    await page.getByText("−400 ชิ้น", { exact: true }).waitFor();
    await page.getByLabel("ตรวจนับได้จริง", { exact: true }).fill("100");
    await press(page, "ปิดยอด");
    await says(/^ส่งครบแล้ว/);
    await other.goto(village);
    await other.getByText("ปิดยอดวันนี้แล้ว", { exact: true }).waitFor();
    await other.getByText("2 กล่อง", { exact: true }).first().waitFor();
  });
});
