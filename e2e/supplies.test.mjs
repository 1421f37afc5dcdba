// Masks from the ministry to a village: a national admin sets the tree up and names who keeps the books; officers
// receive, send, acknowledge, hand out, count and close on a phone; what cannot be is said beside what was typed.

import assert from "node:assert/strict";
import test from "node:test";
import { DESK, looksWell, Product, phone } from "./harness.mjs";
import { adds, setsUp } from "./officer.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const NATION = { username: "nation", phone: "0810000901", role: "national_admin" };
const PROVINCE = { username: "officer57", phone: "0810000902", role: "data", area: "57" };
const VILLAGE = { username: "village", phone: "0810000903", role: "data", area: "57" };

/**
 * @typedef {import("playwright-core").Page} Page
 */

/**
 * Counts one item and closes the day that is shown.
 *
 * @param {Page} page
 * @param {string} counted
 */
async function closes(page, counted) {
  await page.getByLabel("ตรวจนับได้จริง", { exact: true }).fill(counted);
  await press(page, "ปิดยอด");
}

test("masks are followed from the ministry to the village", async (t) => {
  const product = await Product.open(t);
  for (const one of [NATION, PROVINCE, VILLAGE]) {
    await product.account({ ...one, password: PASSWORD });
  }
  const nation = await phone(t, { base: product.url, size: DESK });
  let province = "";
  let village = "";

  await t.test("a national admin sets up the tree and names the officers", async () => {
    await signIn(nation, words, NATION.username);
    await nation.getByRole("main").getByRole("link", { name: "สิ่งของ", exact: true }).click();
    await looksWell(nation);
    const root = await setsUp(nation);
    province = await adds(nation, root, {
      tier: "จังหวัด",
      name: "สำนักงานจังหวัดเชียงราย",
      area: "จ.เชียงราย",
      officer: "ดารา ภูผาดี",
      phone: PROVINCE.phone,
    });
    village = await adds(nation, province, {
      tier: "หน่วยรับปลายทาง",
      kind: "หมู่บ้าน/ชุมชน",
      name: "บ้านริมธาร หมู่ 2",
      area: "ต.แม่สาย อ.แม่สาย จ.เชียงราย",
      officer: "อนงค์ ใจอาสา",
      phone: VILLAGE.phone,
    });
  });

  await t.test("the province receives boxes from outside and sends them on", async () => {
    const page = await phone(t, { base: product.url });
    await signIn(page, words, PROVINCE.username);
    await page.goto("/supplies");
    await page.waitForURL(province);
    await looksWell(page);
    await page.getByRole("link", { name: "รับจากภายนอก", exact: true }).click();
    await page.getByLabel("จำนวน", { exact: true }).fill("๔๐ ลัง");
    await press(page, "ลงบัญชี");
    await page
      .getByText(/^อ่านหน่วยนับไม่ออก/)
      .first()
      .waitFor();
    await page.getByText("กรอกว่าได้รับจากใคร", { exact: true }).first().waitFor();
    await looksWell(page);
    assert.equal(await page.getByLabel("จำนวน", { exact: true }).inputValue(), "๔๐ ลัง");
    await page.getByLabel("จำนวน", { exact: true }).fill("๔๐ กล่อง และ 30 ชิ้น");
    await page.getByLabel("ได้รับจากใคร", { exact: true }).fill("องค์การเภสัชกรรม");
    await press(page, "ลงบัญชี");
    await page.getByText("40 กล่อง 30 ชิ้น", { exact: true }).waitFor();
    await page.getByText("2,030 ชิ้น", { exact: true }).first().waitFor();
    await looksWell(page);

    await page.getByRole("link", { name: "จัดสรร/ส่งต่อ", exact: true }).click();
    await page.getByLabel("บ้านริมธาร หมู่ 2", { exact: true }).fill("60 กล่อง");
    await press(page, "ส่งออก");
    await page.getByText("ของไม่พอ ตอนนี้เหลือ 2,030", { exact: false }).first().waitFor();
    await looksWell(page);
    await page.getByLabel("บ้านริมธาร หมู่ 2", { exact: true }).fill("10 กล่อง");
    await page.getByLabel("เลขที่หนังสือ", { exact: true }).fill("ชร 0017.3/ว 905");
    await press(page, "ส่งออก");
    await page.getByRole("heading", { name: "ติดตามของชุดนี้", exact: true }).waitFor();
    await looksWell(page);
  });

  const page = await phone(t, { base: product.url });
  await t.test("the village finds one box missing, and hands out", async () => {
    await signIn(page, words, VILLAGE.username);
    await page.goto("/supplies");
    await page.waitForURL(village);
    await page.getByRole("link", { name: /ชร 0017\.3/ }).click();
    await looksWell(page);
    await page.getByText("ได้รับไม่ครบหรือมีของเสียหาย", { exact: true }).click();
    await page.getByLabel("ได้รับ (ใช้ได้)", { exact: true }).fill("9 กล่อง");
    await press(page, "ยืนยันการรับ");
    await page.getByText("จำนวนไม่ตรง ต้องเลือกเหตุผล", { exact: true }).first().waitFor();
    await looksWell(page);
    await page.getByLabel("เหตุผล", { exact: true }).selectOption({ label: "สูญหาย" });
    await press(page, "ยืนยันการรับ");
    await page.getByText("9 กล่อง", { exact: true }).waitFor();
    await page.getByRole("link", { name: "แจกจ่าย", exact: true }).click();
    const group = page.getByRole("group", { name: /^4\. กลุ่มเสี่ยงกลุ่มเปราะบาง/ });
    await group.getByLabel("จำนวน", { exact: true }).fill("1 กล่อง 10 ชิ้น");
    await group.getByLabel("จำนวนคน", { exact: true }).fill("๓๐");
    await looksWell(page);
    await press(page, "ลงบัญชี");
    await page.getByText("7 กล่อง 40 ชิ้น", { exact: true }).waitFor();
  });

  await t.test(
    "a count that differs wants its reason, and the day is closed for good",
    async () => {
      await page.getByRole("link", { name: "ตรวจนับและปิดยอด", exact: true }).click();
      await looksWell(page);
      await closes(page, "385");
      await page.getByText("จำนวนไม่ตรง ต้องเลือกเหตุผล", { exact: true }).first().waitFor();
      await looksWell(page);
      assert.equal(await page.getByLabel("ตรวจนับได้จริง", { exact: true }).inputValue(), "385");
      await page.getByLabel("เหตุผล", { exact: true }).selectOption({ label: "ครั้งก่อนนับผิด" });
      await press(page, "ปิดยอด");
      await page.getByText("ปิดยอดแล้ว", { exact: true }).first().waitFor();
      await page
        .getByText(/^รหัสยืนยัน|รหัสยืนยัน/)
        .first()
        .waitFor();
      await looksWell(page);
      await page.getByRole("link", { name: "ดูการปิดยอดทั้งเดือน", exact: true }).click();
      await press(page, "ตรวจว่ายอดที่ปิดไม่ถูกแก้");
      await page.getByText("ตรวจแล้วถูกต้องทั้ง 1 วัน", { exact: true }).waitFor();
      await looksWell(page);
    },
  );

  await t.test("the ministry sees who has not closed, and follows the goods", async () => {
    await nation.goto(`${province}/units`);
    await looksWell(nation);
    await nation
      .getByRole("row", { name: /บ้านริมธาร/ })
      .getByText("ปิดยอดแล้ว")
      .waitFor();
    await nation.goto(province);
    await nation.getByRole("link", { name: "บ้านริมธาร หมู่ 2", exact: true }).click();
    await nation.getByText("ขาดส่ง · หน้ากากอนามัย", { exact: false }).waitFor();
    await looksWell(nation);
  });
});
