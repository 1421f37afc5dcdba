// An admin brings a file of hospitals on a phone: names its columns, looks at the rows, imports them, finds
// them, brings the file of another source, decides what is likely the same, and takes an import back.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

const HOSPITALS = [
  "รหัส,ชื่อโรงพยาบาล,ประเภท,ละติจูด,ลองจิจูด,เตียง,เบอร์โทร",
  "11196,โรงพยาบาลแม่สาย,โรงพยาบาลชุมชน,20.4268,99.8836,90,53731300",
  "11190,โรงพยาบาลแม่จัน,โรงพยาบาลชุมชน,99.8563,20.1443,120,053771056",
  "11191,โรงพยาบาลกลางทะเล,โรงพยาบาลชุมชน,9.5,100.9,60,",
].join("\n");
const OTHERS =
  "name,lat,lon,phone\nรพ.แม่สาย,20.4270,99.8838,053731300\nศูนย์พักพิงวัดเวียงหวาย,20.3700,99.8900,\n";

test("a file of points is brought in, matched and taken back", async (t) => {
  const product = await Product.open(t);
  const admin57 = { username: "admin57", phone: "0810000811", role: "province_admin", area: "57" };
  await product.account({ ...admin57, password: PASSWORD });
  const page = await phone(t, { base: product.url });
  await signIn(page, words, "admin57");
  await page.getByRole("link", { name: "นำเข้าจุดบริการ", exact: true }).click();
  await page.waitForURL("**/points/imports");
  await looksWell(page);

  await brings(page, "กระทรวงสาธารณสุข", "hospitals.csv", HOSPITALS);
  await looksWell(page);
  // The columns are named already, and so is the word of the kind column.
  assert.equal(await page.getByLabel("โรงพยาบาลชุมชน", { exact: true }).inputValue(), "hospital");
  await press(page, "ตรวจไฟล์");
  await page.getByText("ตรวจแล้ว ยังไม่มีอะไรเปลี่ยน").waitFor();
  await page.getByText("อยู่นอกประเทศไทยหรืออยู่ในทะเล").first().waitFor();
  await looksWell(page);
  await press(page, "นำเข้า 2 แถว");
  await page.getByText("นำเข้าเสร็จแล้ว", { exact: true }).waitFor();
  await looksWell(page);
  const first = page.url();

  await page.goto("/points/imports");
  await brings(page, "เพจแม่สาย", "others.csv", OTHERS);
  await page.locator("#kind").selectOption("hospital");
  await press(page, "ตรวจไฟล์");
  await page.getByText("น่าจะเป็นจุดเดียวกับ").waitFor();
  await looksWell(page);
  await page.locator("#decision-2").selectOption("update");
  await press(page, "เลือก");
  await page.waitForURL("**show=likely**");
  assert.equal(await page.locator("#decision-2").inputValue(), "update");
  await press(page, "นำเข้า 1 แถว");
  await page.getByText("นำเข้าเสร็จแล้ว", { exact: true }).waitFor();

  await press(page, "ยกเลิกการนำเข้านี้");
  await page.getByText("จุดที่ไฟล์นี้สร้างถูกเอาออกจากแผนที่").waitFor();
  await looksWell(page);
  await page.goto(first);
  await page.getByRole("link", { name: /^สร้างแล้ว/ }).click();
  await page
    .getByRole("row", { name: /โรงพยาบาลแม่สาย/ })
    .getByRole("link")
    .click();
  await page.waitForURL("**/points/*");
  await page.getByRole("heading", { name: "โรงพยาบาลแม่สาย", exact: true }).waitFor();
  await page.getByText("กระทรวงสาธารณสุข").first().waitFor();
  await looksWell(page);
});

/**
 * @param {import("playwright-core").Page} page
 * @param {string} source
 * @param {string} name
 * @param {string} text
 */
async function brings(page, source, name, text) {
  await page.locator("#source").fill(source);
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator("#file").setInputFiles(file);
  await press(page, "อ่านไฟล์");
  await page.waitForURL("**/points/imports/*");
}
