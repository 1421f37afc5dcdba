// A visitor says that a place is closed; somebody at the desk is given what nobody has checked, then what
// was reported, calls, and writes down on the same screen how it is; the hospital's own officer updates
// its beds on a phone and all of its points at once.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("points are kept true by those who report, call and own", async (t) => {
  const product = await Product.open(t);
  const at = async (/** @type {string} */ username, /** @type {string} */ role, nth = 0) => {
    const account = { username, phone: `081000093${nth}`, role, area: "57" };
    await product.account({ ...account, password: PASSWORD });
    const page = await phone(t, { base: product.url, position: MAE_SAI });
    await signIn(page, words, username);
    return page;
  };
  const admin = await at("prov57", "province_admin", 1);
  const desk = await at("desk1", "desk", 2);

  /** A point told of through the API with the browser's own session. */
  const made = async (/** @type {string} */ name, /** @type {object} */ more) => {
    const answer = await admin.request.post("/api/v1/points", {
      headers: { origin: product.url },
      data: {
        names: { th: name },
        position: { lat: 20.4331, lon: 99.8801 },
        area: "570906",
        status: "open",
        contact: "053 731 300",
        ...more,
      },
    });
    assert.equal(answer.status(), 201, await answer.text());
    return (await answer.json()).id;
  };
  const never = await made("ที่จอดรถหนีน้ำบนเนิน", { kind: "parking" });
  const told = await made("ศูนย์พักพิงวัดเหนือ", { kind: "shelter", how: "visit" });

  await t.test("anybody says what is wrong", async (t) => {
    for (const script of [true, false]) {
      const page = await phone(t, { base: product.url, script });
      await page.goto(`/points/${told}`);
      await page.getByRole("link", { name: "แจ้งว่าข้อมูลไม่ตรง", exact: true }).click();
      await looksWell(page);
      await page.locator("main form button").last().click();
      await page.locator(".errors").waitFor();
      await looksWell(page);
      await page.getByText("ปิดอยู่", { exact: true }).click();
      await page.locator("main form button").last().click();
      await page.waitForURL(`**/points/${told}`);
      await looksWell(page);
    }
  });

  await t.test("the desk calls what nobody checked, then what was reported", async () => {
    await desk.goto("/points/queue");
    await looksWell(desk);
    await press(desk, "ขอจุดถัดไป");
    await desk.waitForURL(`**/points/queue/${never}`);
    await looksWell(desk);
    await press(desk, "ไม่รับสาย");
    await desk.waitForURL("**/points/queue");
    await press(desk, "ขอจุดถัดไป");
    await desk.waitForURL(`**/points/queue/${told}`);
    await looksWell(desk);
    await desk.getByText("เต็ม", { exact: true }).last().click();
    await desk.locator("[name='beds.places.free']").fill("9");
    await desk.locator("[name='beds.places.capacity']").fill("4");
    await press(desk, "บันทึกว่าตรวจสอบแล้ว");
    await desk.locator(".errors").waitFor();
    await looksWell(desk);
    await desk.locator("[name='beds.places.free']").fill("๐");
    await press(desk, "บันทึกว่าตรวจสอบแล้ว");
    await desk.waitForURL("**/points/queue");
    await desk.getByText(/ไม่มีจุด/).first().waitFor();
    await looksWell(desk);
    await desk.goto(`/points/${told}`);
    await desk.getByText("ว่าง 0", { exact: true }).waitFor();
    await looksWell(desk);
  });

  await t.test("an officer keeps their own points on a phone", async () => {
    const officer = await at("officer1", "data", 3);
    await admin.goto("/organisations/new");
    await admin.getByLabel("ประเภท").first().selectOption("hospital");
    await admin.locator("[name=name_th]").fill("โรงพยาบาลริมสาย");
    await admin.locator("#area_text").fill("จ.เชียงราย");
    await press(admin, "บันทึก");
    await admin.waitForURL(/\/organisations\/[0-9a-f-]{36}$/);
    const organisation = new URL(admin.url()).pathname;
    await admin
      .locator("details", { has: admin.locator("[name=username]") })
      .first()
      .click();
    await admin.locator("[name=username]").fill("officer1");
    await admin.locator(`form[action="${organisation}/officers"] button`).click();
    await admin.waitForURL(`**${organisation}`);
    const owner = organisation.split("/").pop();
    const own = await made("โรงพยาบาลริมสาย", { kind: "hospital", owner, how: "call" });
    await officer.goto(`${organisation}/points`);
    await looksWell(officer);
    await officer.goto(`/points/${own}/update`);
    const free = officer.locator("[name='beds.general.free']");
    await free.fill("11");
    await officer.locator("number-steps button").last().waitFor();
    await looksWell(officer);
    await press(officer, "บันทึกว่าตรวจสอบแล้ว");
    await officer.waitForURL(`**/points/${own}`);
    await officer.getByText("แจ้งโดยหน่วยงานเจ้าของ", { exact: false }).first().waitFor();
    const sheet = await officer.request.get(`${organisation}/points/sheet.xlsx`);
    assert.equal(sheet.status(), 200);
    assert.match(sheet.headers()["content-type"] ?? "", /spreadsheetml/);
  });
});
