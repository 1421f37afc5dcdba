// Supply units and those who keep their books, as a national admin sets them up.

import { looksWell } from "./looks.mjs";
import { press } from "./worker.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 */

/**
 * Sets up the unit of the ministry, and tells its address.
 *
 * @param {Page} page
 */
export async function setsUp(page) {
  await page.goto("/supplies");
  await press(page, "ตั้งหน่วยส่วนกลาง");
  await page.getByRole("heading", { name: "กระทรวงมหาดไทย", exact: true }).waitFor();
  return page.url();
}

/**
 * Adds a unit below the one that is shown, and names who keeps its books.
 *
 * @param {Page} page
 * @param {string} above address of the unit above
 * @param {{ tier: string, kind?: string, name: string, area: string, officer: string, phone: string }} unit
 */
export async function adds(page, above, unit) {
  await page.goto(`${above}/units`);
  await page.getByRole("main").getByRole("link", { name: "เพิ่มหน่วย", exact: true }).click();
  await page.getByLabel("ระดับ", { exact: true }).selectOption({ label: unit.tier });
  if (unit.kind) await page.getByLabel("ประเภทหน่วย").selectOption({ label: unit.kind });
  await page.getByLabel("ชื่อหน่วย", { exact: true }).fill(unit.name);
  await page.locator("#area_text").fill(unit.area);
  await page.keyboard.press("Escape");
  await looksWell(page);
  await press(page, "บันทึก");
  await page.waitForURL("**/officers");
  await page.getByLabel("ชื่อ-สกุล", { exact: true }).fill(unit.officer);
  await page.getByLabel("ตำแหน่ง", { exact: true }).fill("เจ้าหน้าที่พัสดุ");
  await page.getByLabel("เบอร์โทร", { exact: true }).fill(unit.phone);
  await press(page, "ตั้งผู้ทำบัญชี");
  await page.getByText("ตั้งผู้ทำบัญชีแล้ว", { exact: true }).waitFor();
  await looksWell(page);
  return page.url().replace("/officers", "");
}
