// A subdistrict that surveys on paper, by its admin on a phone: the empty sheet, a sheet filled in by the office,
// what has to be mended, recording, the rows to mend, and the households taken out again.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const ADMIN = {
  username: "admin570901",
  phone: "0810000821",
  role: "subdistrict_admin",
  area: "570901",
};

const PAPER = [
  "ครัวเรือนที่,หมู่บ้านหรือหมู่ที่,บ้านเลขที่หรือจุดสังเกต,ชื่อและนามสกุล,สัญชาติ,อายุหรือปีเกิด,ประวัติการรับวัคซีน,ความประสงค์,เหตุผล,ผู้กรอก",
  "๑,หมู่ 3,12/1,นางคำแก้ว ใจดี,ไทย,๖๗,ยังไม่ได้รับวัคซีน,ต้องการฉีดวัคซีน,,ป้าสี",
  "๑,,,Aung Kyaw,เมียนมา,2540,1 เข็ม,ต้องการฉีดวัคซีน,,",
  "2,หมู่ 3,12/2,นายบุญ ใจดี,ไทย,สามสิบ,ยังไม่ได้รับวัคซีน,ต้องการฉีดวัคซีน,,",
].join("\n");

test("households come in by a sheet and go out again", async (t) => {
  const product = await Product.open(t);
  await product.account({ ...ADMIN, password: PASSWORD });
  const page = await phone(t, { base: product.url });
  await signIn(page, words, ADMIN.username);
  await page.goto("/rounds");
  await page.getByRole("link", { name: "สำรวจด้วยไฟล์ตาราง", exact: true }).click();
  await page.waitForURL("**/households/sheets");
  await looksWell(page);
  const empty = await downloaded(page, "ดาวน์โหลดแบบสำรวจเปล่า (.xlsx)");
  assert.equal(empty, "households-570901.xlsx");

  // Without a ground nothing is read, and the area stays typed.
  const file = { name: "หมู่ 3.csv", mimeType: "text/csv", buffer: Buffer.from(PAPER) };
  await page.locator("#file").setInputFiles(file);
  await press(page, "อ่านและตรวจไฟล์");
  await page.getByText("เลือกว่าเก็บข้อมูลนี้โดยความยินยอมหรือตามหน้าที่").first().waitFor();
  await looksWell(page);
  assert.match(await page.locator("#area_text").inputValue(), /แม่สาย/);
  await page.getByText("ผู้ให้ข้อมูลยินยอม", { exact: true }).click();
  await page.locator("#file").setInputFiles(file);
  await press(page, "อ่านและตรวจไฟล์");
  await page.waitForURL("**/households/sheets/*");
  await page.getByText("ตรวจแล้ว ยังไม่ได้บันทึกอะไร").waitFor();
  await page.getByText("«สามสิบ»").waitFor();
  await looksWell(page);
  await press(page, "บันทึก 1 ครัวเรือน");
  await page.getByText("บันทึกเสร็จแล้ว", { exact: true }).waitFor();
  await looksWell(page);
  assert.equal(await downloaded(page, "ดาวน์โหลดแถวที่ต้องแก้ไข (.xlsx)"), "households-to-mend.xlsx");

  await page.getByRole("link", { name: /^บันทึกแล้ว/ }).click();
  await page.getByRole("link", { name: "ดูครัวเรือน" }).click();
  await page.waitForURL("**/households/57*");
  await page.getByText("Aung Kyaw").first().waitFor();

  await page.goto("/households/sheets/export");
  await looksWell(page);
  await press(page, "นำออกเป็นไฟล์ (.xlsx)");
  await page.getByText("เลือกว่านำข้อมูลออกไปเพื่ออะไร").first().waitFor();
  await looksWell(page);
  await page.getByText("นัดและฉีดวัคซีน", { exact: true }).click();
  const button = page.getByRole("button", { name: "นำออกเป็นไฟล์ (.xlsx)", exact: true });
  const [out] = await Promise.all([page.waitForEvent("download"), button.click()]);
  assert.equal(out.suggestedFilename(), "households-570901.xlsx");
});

/**
 * The name of the file behind a link.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} link
 */
async function downloaded(page, link) {
  const at = page.getByRole("link", { name: link, exact: true });
  const [file] = await Promise.all([page.waitForEvent("download"), at.click()]);
  return file.suggestedFilename();
}
