// The user guide's own journey, in Thai and by its labels letter for letter: a data volunteer
// registers, signs in both ways, records a household of two, and the figures move.

import assert from "node:assert/strict";
import test from "node:test";
import { choose, placeByPhone } from "./asker.mjs";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const ADMIN = { username: "province57", phone: "0810000002", role: "province_admin", area: "57" };

test("register, sign in both ways, record a household, see the figures move", async (t) => {
  const product = await Product.open(t);
  await product.account({ ...ADMIN, password: PASSWORD });
  const admin = await phone(t, { base: product.url });
  await signIn(admin, words, ADMIN.username);
  for (const script of [true, false]) {
    await t.test(`${script ? "with" : "without"} script`, async (t) => {
      const page = await phone(t, { base: product.url, script, position: MAE_SAI });
      const who = script
        ? { number: "0810000201", username: "somying1", village: "หมู่ 3 บ้านสันทราย" }
        : { number: "0810000202", username: "somying2", village: "หมู่ 7 บ้านป่าแดง" };
      await register(page, product, who);
      await signOut(page);
      await signInByCode(page, product, who.number);
      await signOut(page);
      await signInByPassword(page, who.username);
      const before = await figures(admin);
      await record(page, { script, village: who.village });
      const after = await figures(admin);
      const moved = after.map((figure, nth) => figure - (before[nth] ?? 0));
      assert.deepEqual(moved, [1, 2, 1, 1], "households, people, want it, do not want it");
      await page.goto("/statistics");
      await page.getByRole("table").waitFor();
      await looksWell(page);
    });
  }
});

/**
 * @param {import("playwright-core").Page} page
 * @param {Product} product
 * @param {{ number: string, username: string }} who
 */
async function register(page, product, { number, username }) {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "ลงทะเบียนใหม่", exact: true }).click();
  await page.getByText("การลงทะเบียนจะต้องกรอกข้อมูลจริงเท่านั้น", { exact: true }).waitFor();
  const field = (/** @type {string} */ label) => page.getByLabel(label, { exact: true });

  // Everything missing is told at once.
  await press(page, "ขอรหัส OTP");
  await page.locator(".errors").waitFor();
  assert.ok((await page.locator(".errors li").count()) >= 7);
  await looksWell(page);

  await field("ชื่อ-นามสกุล").fill("สมหญิง ใจงาม");
  await field("เบอร์โทรศัพท์").fill(number);
  await field("บทบาท").selectOption("อาสาข้อมูล");
  await field("สังกัด").fill("อสม. บ้านสันทราย (moicovid)");
  await field("จังหวัด").selectOption("เชียงราย");
  await field("ชื่อผู้ใช้").fill(username);
  await field("รหัสผ่าน").fill(PASSWORD);
  await field("ยืนยันรหัสผ่าน").fill(PASSWORD);
  await field("ยอมรับเงื่อนไขและข้อตกลงการใช้งานระบบ").check();
  await page.getByLabel(/^ยินยอมให้เก็บและใช้ข้อมูลส่วนบุคคล/).check();
  await press(page, "ขอรหัส OTP");

  await page.getByText("หมายเลขอ้างอิง").waitFor();
  await page
    .getByText(/มีเวลาเหลือ \d+\s+วินาที/)
    .first()
    .waitFor();
  await page.getByRole("link", { name: "ย้อนกลับ", exact: true }).waitFor();
  await page.getByRole("button", { name: "ขอรหัส OTP อีกครั้ง", exact: true }).waitFor();
  await page.getByLabel(words.code).fill(await product.code(number));
  await press(page, "ยืนยัน OTP");
  await page.getByText("เสร็จสิ้น", { exact: true }).waitFor();
  await page.getByText("ลงทะเบียนเรียบร้อยแล้ว", { exact: true }).first().waitFor();
  await looksWell(page);

  await page.getByRole("link", { name: "ไปที่แผนที่", exact: true }).click();
  await page.getByRole("button", { name: "ไม่ใช้ตำแหน่ง" }).waitFor();
  await looksWell(page);
  await press(page, "ยอมรับ");
  await page.getByRole("button", { name: "ไม่ใช้ตำแหน่ง" }).waitFor({ state: "detached" });
  await page.goto("/profile");
  await page.getByText("moicovid", { exact: true }).waitFor();
  assert.equal(await field("สังกัด").inputValue(), "อสม. บ้านสันทราย");
}

/** @param {import("playwright-core").Page} page */
async function signOut(page) {
  await page.goto("/profile");
  await looksWell(page);
  await press(page, words.signOut);
  await page.getByText(words.signedOut, { exact: true }).waitFor();
}

/**
 * @param {import("playwright-core").Page} page
 * @param {Product} product
 * @param {string} number
 */
async function signInByCode(page, product, number) {
  await page.getByRole("navigation").getByRole("link", { name: "อาสาสมัคร", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: "เข้าสู่ระบบ", exact: true }).click();
  await page.getByRole("link", { name: "เข้าสู่ระบบด้วยระบบ OTP", exact: true }).click();
  await page.getByLabel("เบอร์โทรศัพท์", { exact: true }).fill(number);
  await page.getByLabel("ยอมรับเงื่อนไขและข้อตกลงการใช้งานระบบ", { exact: true }).check();
  await page.getByLabel("จดจำ", { exact: true }).check();
  await press(page, "ขอรับ OTP");
  await page.getByLabel(words.code).fill("000000");
  await press(page, "ยืนยัน OTP");
  await page.getByText("รหัสไม่ถูกต้อง ลองได้อีก 4 ครั้ง").first().waitFor();
  await looksWell(page);
  await page.getByLabel(words.code).fill(await product.code(number, 1));
  await press(page, "ยืนยัน OTP");
  await page.waitForURL("**/volunteer");
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} username
 */
async function signInByPassword(page, username) {
  await page.goto("/sign-in");
  const way = "เข้าสู่ระบบด้วยบัญชีผู้ใช้และรหัสผ่าน";
  await page.getByRole("link", { name: way, exact: true }).click();
  await page.getByLabel("ชื่อผู้ใช้", { exact: true }).fill(username);
  await page.getByLabel("รหัสผ่าน", { exact: true }).fill("ไม่ใช่รหัสนี้");
  await press(page, "เข้าสู่ระบบ");
  await page.locator(".errors").waitFor();
  assert.equal(await page.getByLabel("ชื่อผู้ใช้", { exact: true }).inputValue(), username);
  await page.getByLabel("รหัสผ่าน", { exact: true }).fill(PASSWORD);
  await press(page, "เข้าสู่ระบบ");
  await page.waitForURL("**/volunteer");
}

/**
 * @param {import("playwright-core").Page} page
 * @param {{ script: boolean, village: string }} how
 */
async function record(page, { script, village }) {
  const tab = "บันทึกข้อมูล/ขอความช่วยเหลือ";
  await page.getByRole("navigation").getByRole("link", { name: tab, exact: true }).click();
  await page.getByRole("link", { name: /^แจ้งการฉีดวัคซีน/ }).click();
  await page.getByRole("group", { name: "ตำแหน่ง", exact: true }).waitFor();
  await looksWell(page);
  if (script) {
    await placeByPhone(page, words);
  } else {
    await page.getByLabel(words.area, { exact: true }).fill("ต.แม่สาย");
  }
  await page.getByLabel("ที่อยู่หรือจุดสังเกต", { exact: true }).fill("บ้านเลขที่ 9 ตรงข้ามโรงเรียน");
  await page.getByLabel("หมู่บ้านหรือหมู่ที่", { exact: true }).fill(village);

  const last = page.locator(".person").last();
  await person(last, { name: "สมชาย ใจงาม", history: "ยังไม่ได้รับวัคซีน" });
  await choose(page, "ต้องการฉีดวัคซีน");
  await press(page, "เพิ่มรายชื่อ");
  await page.locator(".person").nth(1).waitFor();
  await looksWell(page);
  await person(last, { name: "นางหล้า", history: "1 เข็ม" });
  await last.locator("label").getByText("ไม่ต้องการฉีดวัคซีน", { exact: true }).click();
  await press(page, words.send); // the reason is missing
  await page.locator(".errors").waitFor();
  await looksWell(page);
  assert.equal(await last.getByLabel("รายชื่อ", { exact: true }).inputValue(), "นางหล้า");
  if (!script) await settleArea(page);
  await last.getByLabel("เหตุผล", { exact: true }).selectOption("ไม่มั่นใจว่าวัคซีนได้ผล");
  await press(page, words.send);
  await page.waitForURL("**/households/*/done**");
  await page.getByText("บันทึกครัวเรือนแล้ว", { exact: true }).first().waitFor();
  await looksWell(page);
  await page.goto("/households");
  await page.getByText(village, { exact: true }).waitFor();
  await looksWell(page);
}

/**
 * Words that mean several places are answered with a choice.
 *
 * @param {import("playwright-core").Page} page
 */
async function settleArea(page) {
  if (await page.locator('input[name="area_choice"]').count()) {
    await choose(page, words.maeSaiInFull);
  }
}

/**
 * @param {import("playwright-core").Locator} row
 * @param {{ name: string, history: string }} who
 */
async function person(row, { name, history }) {
  await row.getByLabel("รายชื่อ", { exact: true }).fill(name);
  await row.getByLabel("เบอร์โทรติดต่อ", { exact: true }).fill("081 000 0300");
  await row.getByLabel("สัญชาติ", { exact: true }).selectOption("ไทย");
  await row.getByLabel("ประวัติการรับวัคซีน", { exact: true }).selectOption(history);
}

/**
 * Exact figures of the province as its admin sees them: households, people, want it, do not want it.
 *
 * @param {import("playwright-core").Page} admin
 */
async function figures(admin) {
  await admin.goto("/statistics?area=57");
  const total = admin.locator("tbody tr").first();
  const read = async (/** @type {string} */ column) =>
    Number(await total.locator(`td[data-label="${column}"]`).textContent());
  return Promise.all(["ครัวเรือน", "คนที่สำรวจ", "ต้องการฉีด", "ไม่ต้องการ"].map(read));
}
