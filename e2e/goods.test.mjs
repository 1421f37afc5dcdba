// Goods for people: an officer who works on a case puts boxes of the own unit aside for it, nobody else gets them, and
// what is handed over stands in the books and at the case.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const NATION = { username: "nation", phone: "0810000911", role: "national_admin" };
const OFFICER = { username: "officer", phone: "0810000912", role: "supplies", area: "57" };

test("masks of a unit are put aside for a case and handed over", async (t) => {
  const product = await Product.open(t);
  for (const one of [NATION, OFFICER]) await product.account({ ...one, password: PASSWORD });
  const nation = await phone(t, { base: product.url });
  await signIn(nation, words, NATION.username);
  await nation.goto("/supplies");
  await press(nation, "ตั้งหน่วยส่วนกลาง");
  await nation.getByRole("heading", { name: "กระทรวงมหาดไทย", exact: true }).waitFor();
  const unit = nation.url();
  await nation.goto(`${unit}/officers`);
  await nation.getByLabel("ชื่อ-สกุล", { exact: true }).fill("ดารา ภูผาดี");
  await nation.getByLabel("เบอร์โทร", { exact: true }).fill(OFFICER.phone);
  await press(nation, "ตั้งผู้ทำบัญชี");
  await nation.getByText("ตั้งผู้ทำบัญชีแล้ว", { exact: true }).waitFor();

  const asker = await phone(t, { base: product.url });
  await asker.goto("/?lang=th");
  await confirmPhone(asker, product, words, "0810000913");
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(asker, words);
  await send(asker, words);
  const reference = await received(asker, words);

  const page = await phone(t, { base: product.url });
  await signIn(page, words, OFFICER.username);
  await page.goto(`${unit}/receive`);
  await page.getByLabel("จำนวน", { exact: true }).fill("๓ กล่อง");
  await page.getByLabel("ได้รับจากใคร", { exact: true }).fill("องค์การเภสัชกรรม");
  await press(page, "ลงบัญชี");
  await page.getByText("3 กล่อง", { exact: true }).waitFor();

  await t.test("more than there is is refused with all that was typed", async () => {
    await page.goto(`/help-requests/${reference}`);
    await page.getByRole("link", { name: "จองของให้คำขอนี้", exact: true }).click();
    await looksWell(page);
    await page.getByLabel("จำนวน", { exact: true }).fill("๔ กล่อง");
    await press(page, "จองของ");
    await page.getByText("ของไม่พอ ตอนนี้เหลือ 150", { exact: false }).first().waitFor();
    await looksWell(page);
    assert.equal(await page.getByLabel("จำนวน", { exact: true }).inputValue(), "๔ กล่อง");
    await page.getByLabel("จำนวน", { exact: true }).fill("๒ กล่อง");
    await press(page, "จองของ");
    await page.getByText("จองของแล้ว", { exact: true }).waitFor();
    await page.getByText("หน้ากากอนามัย · 2 กล่อง", { exact: true }).waitFor();
    await looksWell(page);
  });

  await t.test("what is put aside goes to nobody else", async () => {
    await page.goto(unit);
    await page.getByText("จองไว้ 2 กล่อง", { exact: true }).waitFor();
    await page.getByText("จ่ายได้ 1 กล่อง", { exact: true }).waitFor();
    await looksWell(page);
    await page.goto(`${unit}/hand-out`);
    const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
    await group.getByLabel("จำนวน", { exact: true }).fill("51");
    await press(page, "ลงบัญชี");
    await page.getByText("จ่ายได้อีก 50 เท่านั้น", { exact: false }).first().waitFor();
    await looksWell(page);
  });

  await t.test("what is handed over stands in the books and at the case", async () => {
    await page.goto(unit);
    await page.getByRole("link", { name: "หน้ากากอนามัย · 2 กล่อง", exact: true }).click();
    await looksWell(page);
    const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
    await group.getByLabel("จำนวน", { exact: true }).fill("๒ กล่อง");
    await group.getByLabel("จำนวนคน", { exact: true }).fill("4");
    await press(page, "ส่งมอบ");
    await page.getByText("ลงบัญชีส่งมอบแล้ว", { exact: true }).waitFor();
    await looksWell(page);
    await page.goto(`${unit}/entries`);
    await page.getByText(reference, { exact: true }).first().waitFor();
    await page.goto(`/help-requests/${reference}`);
    await page.getByText("ส่งมอบแล้ว", { exact: true }).waitFor();
    await looksWell(page);
  });
});
