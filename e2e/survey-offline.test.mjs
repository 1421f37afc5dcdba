// A day without network: the area is prepared, a household recorded, corrected and kept through reloads and
// an update of the program; it is sent once. What the server refuses comes back in words and is mended.

import assert from "node:assert/strict";
import test from "node:test";
import { forgive, looksWell, Product, phone, setOffline } from "./harness.mjs";
import {
  evict,
  fillHousehold,
  keptFile,
  leaveLying,
  lookOverAndSend,
  PIN,
  prepare,
  readWithoutKey,
  tap,
  view,
} from "./surveyor.mjs";
import { relay } from "./versions.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const DATA = { username: "data1", phone: "0810000701", role: "data", area: "57" };
const OTHER = { username: "data2", phone: "0810000702", role: "data", area: "57" };
const VILLAGE = "หมู่ 3 บ้านสันทราย";
const NOT_YET = "ยังไม่ได้รับวัคซีน";
const FAMILY = {
  house: "99/1",
  village: VILLAGE,
  persons: [
    { name: "สมหญิง ใจงาม", age: "67", history: NOT_YET, wish: "ต้องการฉีดวัคซีน" },
    { name: "สมชาย ใจงาม", age: "๒๕๐๐", history: "1 เข็ม", wish: "ต้องการฉีดวัคซีน" },
    { name: "ด.ช. กล้า ใจงาม", age: "7", history: NOT_YET, wish: "ต้องการฉีดวัคซีน" },
    { name: "นางหล้า", age: "80", history: "2 เข็ม (ครบ)" },
  ],
};
const UNWILLING = {
  house: "7 ท้ายซอย",
  village: VILLAGE,
  persons: [
    {
      name: "ยายคำ ไม่แน่ใจ",
      age: "71",
      history: NOT_YET,
      wish: "ไม่ต้องการฉีดวัคซีน",
      reason: "ครอบครัวไม่เห็นด้วย หรือไม่อยากรบกวนลูกหลาน",
    },
  ],
};
const TWICE = {
  house: "12 ข้างวัด",
  village: VILLAGE,
  persons: [
    { name: "บุญมี แสงดี", age: "50", history: "2 เข็ม (ครบ)" },
    { name: "บุญมี แสงดี", age: "50", history: "2 เข็ม (ครบ)" },
  ],
};

test("the survey on a phone without network", async (t) => {
  const product = await Product.open(t);
  await product.account({ ...DATA, password: PASSWORD });
  await product.account({ ...OTHER, password: PASSWORD });
  const program = await relay(t, product);
  const page = await phone(t, { base: program.url });
  const bar = page.locator(".phone-bar [role=status]");
  const says = (/** @type {RegExp | string} */ said) => bar.getByText(said).waitFor();

  await t.test("the area is prepared with a PIN", async () => {
    await signIn(page, words, DATA.username);
    await page.goto("/volunteer");
    await page.getByRole("link", { name: "สำรวจแบบไม่มีสัญญาณ", exact: true }).click();
    await page.locator(".phone-view h1").waitFor({ state: "attached" });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await looksWell(page);
    // From the first visit on every view opens without network, also those that nobody has opened yet.
    await keptFile(page, "views");
    await setOffline(page, true);
    await page.reload();
    await view(page, "#/outbox");
    await setOffline(page, false);
    await prepare(page);
  });

  await t.test(
    "a household of four is recorded without network, in its draft through a reload",
    async () => {
      await setOffline(page, true);
      await view(page, "#/new");
      await fillHousehold(page, { ...FAMILY, persons: FAMILY.persons.slice(0, 1) });
      await looksWell(page);
      await page.waitForTimeout(700);
      await page.reload();
      await page.getByText("นำสิ่งที่กรอกค้างไว้กลับมาแล้ว", { exact: true }).waitFor();
      const name = page.getByLabel("รายชื่อ", { exact: true });
      assert.equal(await name.first().inputValue(), "สมหญิง ใจงาม");
      await fillHousehold(page, FAMILY);
      await looksWell(page);
      await lookOverAndSend(page);
      await page.getByText("เก็บไว้ในเครื่องแล้ว", { exact: true }).waitFor();
      await says(/^1 รอส่ง ตั้งแต่ \d/);
      await looksWell(page);
    },
  );

  await t.test("after a reload without network it waits, sealed, and is corrected", async () => {
    await page.reload();
    await says(/^1 รอส่ง/);
    await view(page, "#/outbox");
    await page.getByRole("link", { name: "99/1", exact: true }).waitFor();
    await looksWell(page);
    const read = await readWithoutKey(page);
    assert.ok(
      read.length > 1000 && !/สมหญิง|99\/1|ใจงาม/.test(read),
      "nothing is read without the key",
    );
    await view(page, "#/");
    await page.getByLabel("ค้นหาชื่อหรือบ้านเลขที่", { exact: true }).fill("๙๙/๑ หลา");
    await page.getByRole("link", { name: "99/1", exact: true }).click();
    await page.getByRole("heading", { name: "99/1", exact: true }).waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "แก้ไขข้อมูล", exact: true }).click();
    await page.getByLabel("บ้านเลขที่หรือจุดสังเกต", { exact: true }).fill("99/2");
    await lookOverAndSend(page);
    await page.getByRole("heading", { name: "99/2", exact: true }).waitFor();
    await says(/^1 รอส่ง/);
  });

  await t.test("left lying, it asks for the PIN; a wrong one opens nothing", async () => {
    await leaveLying(page);
    await page.reload();
    const pin = page.getByLabel("รหัส PIN 6 หลัก", { exact: true });
    await pin.fill("000000");
    await page.getByRole("button", { name: "เปิด", exact: true }).click();
    await page.getByText("PIN ไม่ถูกต้อง ลองอีกครั้ง", { exact: true }).waitFor();
    assert.equal(await page.getByText("99/2").count(), 0);
    await looksWell(page);
    await pin.fill(PIN);
    await page.getByRole("button", { name: "เปิด", exact: true }).click();
    await says(/^1 รอส่ง/);
  });

  await t.test("the program is updated under way, and what waits is still there", async () => {
    program.update();
    await setOffline(page, false);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
    });
    await says(/^ส่งครบแล้ว \d/);
    await setOffline(page, true);
    await view(page, "#/new");
    await page.getByLabel("พื้นที่", { exact: true }).waitFor();
    assert.equal(
      await page.getByLabel(/^ชื่อหรือเลขหมู่บ้าน/).inputValue(),
      VILLAGE,
      "the last village is there already",
    );
    await fillHousehold(page, TWICE);
    await lookOverAndSend(page);
    await says(/^1 รอส่ง/);
    await page.reload();
    await says(/^1 รอส่ง/);
  });

  await t.test("it was sent once; what is refused comes back in words and is mended", async () => {
    await setOffline(page, false);
    await says("1 รายการต้องแก้ไขก่อนส่ง");
    await view(page, "#/outbox");
    await page.getByText(/^ดูเหมือนเป็นคนเดียวกับคนก่อนหน้า/).waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "แก้ไข", exact: true }).click();
    await page.locator(".errors").waitFor();
    await page.locator(".person .err").waitFor();
    await looksWell(page);
    await page.locator(".person").nth(1).getByLabel("รายชื่อ", { exact: true }).fill("บุญมา แสงดี");
    await lookOverAndSend(page);
    await says(/^ส่งครบแล้ว/);
    await page.goto("/households");
    assert.equal(await page.locator("tbody tr").count(), 2, "each household is there once");
    await page.getByText(VILLAGE, { exact: true }).first().waitFor();
    await looksWell(page);
  });

  await t.test(
    "what happens to people is told: a dose, somebody moves to the other house",
    async () => {
      await view(page, "#/");
      await page.getByRole("link", { name: "99/2", exact: true }).click();
      const card = page.locator(".cards > li").filter({ hasText: "นางหล้า" });
      await card.getByText("ย้าย เสียชีวิต หรือเพิ่มเข็มวัคซีน", { exact: true }).click();
      await looksWell(page);
      await card.getByLabel("ยี่ห้อวัคซีน", { exact: true }).selectOption("ไฟเซอร์");
      await card.getByLabel("วันที่ฉีด", { exact: true }).fill("2021-10-04");
      await card.getByRole("button", { name: "เพิ่มเข็มนี้", exact: true }).click();
      await card.getByText(/ไฟเซอร์ · 4 ต\.ค\. 2564/).waitFor();
      await card.getByText("ย้าย เสียชีวิต หรือเพิ่มเข็มวัคซีน", { exact: true }).click();
      await card.getByLabel("ค้นหาบ้านที่ย้ายไป", { exact: true }).fill("วัด");
      await card.getByRole("button", { name: /^12 ข้างวัด/ }).click();
      await card.waitFor({ state: "detached" });
      await says(/^ส่งครบแล้ว/);
      await view(page, "#/");
      await page.getByRole("link", { name: "12 ข้างวัด", exact: true }).click();
      await page
        .locator(".cards > li")
        .filter({ hasText: "นางหล้า" })
        .locator("dd")
        .getByText(/ไฟเซอร์/)
        .waitFor();
    },
  );

  await t.test("who does not want it is found and talked with, without network", async () => {
    await setOffline(page, true);
    await view(page, "#/new");
    await fillHousehold(page, UNWILLING);
    await lookOverAndSend(page);
    await page.getByText("เก็บไว้ในเครื่องแล้ว", { exact: true }).waitFor();
    await view(page, "#/");
    await page.getByLabel("แสดง", { exact: true }).selectOption("ต้องคุยอีก");
    await page.getByText("1 ครัวเรือน", { exact: true }).waitFor();
    await looksWell(page);
    await page.getByRole("link", { name: "7 ท้ายซอย", exact: true }).click();
    const talk = page.locator("details").filter({ hasText: "บันทึกการพูดคุยอีกครั้ง" });
    const save = talk.getByRole("button", { name: "บันทึกการพูดคุย", exact: true });
    await talk.locator("summary").click();
    await save.click();
    await talk.getByText(/^เลือกความประสงค์ตอนนี้/).waitFor();
    await looksWell(page);
    await tap(talk, "ไม่พบตัว");
    const soon = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 10);
    await talk.getByLabel(/^นัดคุยครั้งต่อไปวันที่/).fill(soon);
    await save.click();
    await says(/^2 รอส่ง/);
    await page.getByText("นัดคุยครั้งต่อไป", { exact: true }).waitFor();
    await page.getByText("ไม่ต้องการฉีดวัคซีน", { exact: true }).first().waitFor();
    await view(page, "#/");
    // Chosen before, and nobody is left to talk with while the talk waits to be sent.
    await page.getByRole("heading", { name: "ไม่พบครัวเรือน", exact: true }).waitFor();
    await page.getByLabel("แสดง", { exact: true }).selectOption("ทุกครัวเรือน");
    await view(page, "#/outbox");
    await page.getByText("บันทึกการพูดคุย", { exact: true }).waitFor();
  });

  await t.test("a talk that the server refuses is mended where it was told", async () => {
    await view(page, "#/");
    await page.getByRole("link", { name: "7 ท้ายซอย", exact: true }).click();
    const talk = page.locator("details").filter({ hasText: "บันทึกการพูดคุยอีกครั้ง" });
    const save = talk.getByRole("button", { name: "บันทึกการพูดคุย", exact: true });
    await talk.locator("summary").click();
    await tap(talk, "ยังไม่ตัดสินใจ");
    await talk.getByLabel(/^สิ่งที่คุยกัน/).fill("ก".repeat(600));
    await looksWell(page);
    await save.click();
    await says(/^3 รอส่ง/);
    await page.getByText("ยังไม่ตัดสินใจ", { exact: true }).first().waitFor();
    await setOffline(page, false);
    await says("1 รายการต้องแก้ไขก่อนส่ง");
    await talk.locator(".err").waitFor();
    await looksWell(page);
    await tap(talk, "ต้องการฉีดวัคซีน");
    await talk.getByLabel(/^สิ่งที่คุยกัน/).fill("ลูกสาวพาไปได้");
    await save.click();
    await says(/^ส่งครบแล้ว/);
    await page.getByText("ต้องการ 1", { exact: true }).waitFor();
    assert.equal(await talk.count(), 0, "who wants it is not talked with");
    await page.getByRole("link", { name: "บัตรครัวเรือน", exact: true }).click();
    await page.getByRole("heading", { name: "บัตรครัวเรือน", exact: true }).waitFor();
    await looksWell(page);
    assert.equal(await page.getByText(/ท้ายซอย|ยายคำ/).count(), 0, "nothing of theirs on the card");
  });

  await t.test("a card of a house that is not on this phone says so", async () => {
    await setOffline(page, true);
    await view(page, `#/h/57${"0a".repeat(16)}`);
    await page.getByRole("heading", { name: "ครัวเรือนนี้ไม่อยู่ในเครื่อง", exact: true }).waitFor();
    const load = page.getByRole("button", { name: "โหลดจากระบบ", exact: true });
    await load.click();
    await page.getByText(/^ตอนนี้ไม่มีสัญญาณ/).waitFor();
    await setOffline(page, false);
    await load.click();
    await page.getByText("ครัวเรือนนี้ไม่อยู่ในพื้นที่ของคุณ", { exact: true }).waitFor();
    await looksWell(page);
  });

  await t.test("two phones tell different things of one house: a person decides", async (t) => {
    const other = await phone(t, { base: program.url });
    await signIn(other, words, DATA.username);
    for (const one of [page, other]) {
      await view(one, "#/");
      await one.getByRole("link", { name: "99/2", exact: true }).click();
      await one.getByRole("link", { name: "แก้ไขข้อมูล", exact: true }).waitFor();
    }
    await other
      .locator(".phone-bar")
      .getByText(/^ส่งครบแล้ว/)
      .waitFor();
    await setOffline(other, true);
    for (const [one, told] of /** @type {const} */ ([
      [page, "บ้านไม้สองชั้น"],
      [other, "บ้านปูนสีฟ้า"],
    ])) {
      await one.getByRole("link", { name: "แก้ไขข้อมูล", exact: true }).click();
      await one.getByLabel(/^ข้อความเพิ่มเติม/).fill(told);
      await lookOverAndSend(one);
      await one.getByText(told, { exact: true }).waitFor();
    }
    await says(/^ส่งครบแล้ว/);
    await setOffline(other, false);
    await other.locator(".survey-conflicts section").waitFor();
    await looksWell(other);
    await other.getByRole("button", { name: /ที่แจ้งมาใหม่\s*บ้านปูนสีฟ้า/ }).click();
    await other.locator(".survey-conflicts section").waitFor({ state: "detached" });
    await other
      .locator(".phone-bar")
      .getByText(/^ส่งครบแล้ว/)
      .waitFor();
    await page.reload();
    await page.getByText("บ้านปูนสีฟ้า", { exact: true }).waitFor();
  });

  await t.test("the phone loses all it kept: whoever is signed in has it back", async () => {
    await page.goto("/news");
    await evict(page);
    await view(page, "#/");
    await page.getByRole("link", { name: "99/2", exact: true }).waitFor();
    await page.getByRole("link", { name: "12 ข้างวัด", exact: true }).waitFor();
  });

  await t.test(
    "signing out asks before it leaves something unsent, and nobody else sees it",
    async () => {
      await view(page, "#/");
      await page.getByRole("link", { name: "99/2", exact: true }).click();
      await page.route("**/households/sync", (route) => route.abort("internetdisconnected"));
      await page.getByRole("link", { name: "แก้ไขข้อมูล", exact: true }).click();
      await page.getByLabel("บ้านเลขที่หรือจุดสังเกต", { exact: true }).fill("99/3");
      await tap(page.locator("form"), "เก็บตามหน้าที่ด้านสาธารณสุข");
      await lookOverAndSend(page);
      await says(/^1 รอส่ง/);
      await page.goto("/profile");
      await press(page, words.signOut);
      await page.getByText(/^มี 1 รายการยังไม่ได้ส่ง/).waitFor();
      await looksWell(page);
      await press(page, "ออกจากระบบ เก็บไว้ในเครื่อง");
      await page.getByText(words.signedOut, { exact: true }).waitFor();
      await page.unrouteAll();
      await signIn(page, words, OTHER.username);
      await view(page, "#/");
      await says(/ในเครื่องนี้มี 1 รายการของบัญชีอื่นรอส่ง/);
      assert.equal(await page.getByText("99/3").count(), 0);
      await page.goto("/profile");
      await press(page, words.signOut);
      await page.getByText(words.signedOut, { exact: true }).waitFor();
      await signIn(page, words, DATA.username);
      await view(page, "#/");
      await says(/^ส่งครบแล้ว/);
      await page.getByRole("link", { name: "99/3", exact: true }).waitFor();
      await page.goto("/profile");
      await press(page, words.signOut);
      await page.getByText(words.signedOut, { exact: true }).waitFor();
      const left = await page.evaluate(async () => (await indexedDB.databases()).length);
      assert.equal(left, 0, "with all of it sent, nothing stays on the phone");
    },
  );
  forgive(page, /ERR_CONNECTION_REFUSED|net::ERR_INTERNET_DISCONNECTED/);
});
