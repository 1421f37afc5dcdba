// A data volunteer with the survey on the phone: what they prepare, type and read.

import { looksWell } from "./looks.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {{ name: string, age: string, history: string, wish?: string, reason?: string }} Who
 */

export const PIN = "246810";

/**
 * Opens a view of the survey; it stands there when its heading does.
 *
 * @param {Page} page
 * @param {string} hash
 */
export async function view(page, hash) {
  await page.goto(`/survey${hash}`);
  await page.locator(".phone-view h1").first().waitFor({ state: "attached" });
}

/**
 * Waits until the service worker keeps a file of the program.
 *
 * @param {Page} page
 * @param {string} name
 */
export async function keptFile(page, name) {
  const isKept = async (/** @type {string} */ beginning) => {
    const caches = await Promise.all(
      (await self.caches.keys()).map((one) => self.caches.open(one)),
    );
    const kept = (await Promise.all(caches.map((one) => one.keys()))).flat();
    return kept.some(({ url }) => url.includes(beginning));
  };
  for (let tries = 0; !(await page.evaluate(isKept, `/assets/${name}-`)); tries += 1) {
    if (tries > 100) throw new Error(`the worker does not keep ${name}`);
    await page.waitForTimeout(100);
  }
}

/** @param {Page} page */
export async function prepare(page) {
  await view(page, "#/area");
  await page.getByLabel("เพิ่มพื้นที่ที่จะสำรวจ", { exact: true }).fill("แม่สาย");
  await page.getByRole("button", { name: "ต.แม่สาย อ.แม่สาย จ.เชียงราย", exact: true }).click();
  await page.getByText("ต.แม่สาย อ.แม่สาย จ.เชียงราย", { exact: true }).waitFor();
  await looksWell(page);
  const button = page.getByRole("button", { name: "เตรียมพื้นที่ของฉัน", exact: true });
  await page.getByLabel("รหัส PIN 6 หลัก", { exact: true }).fill(PIN);
  await page.getByLabel("ใส่ PIN อีกครั้ง", { exact: true }).fill("111111");
  await button.click();
  await page.getByText("PIN สองช่องไม่ตรงกัน", { exact: true }).waitFor();
  await page.getByLabel("ใส่ PIN อีกครั้ง", { exact: true }).fill(PIN);
  await button.click();
  await page.getByText("พร้อมออกพื้นที่แล้ว ใช้ได้โดยไม่มีสัญญาณ", { exact: true }).waitFor();
  await looksWell(page);
}

/**
 * Fills the empty form as far as the button that looks it over.
 *
 * @param {Page} page
 * @param {{ house: string, village: string, persons: Who[] }} household
 */
export async function fillHousehold(page, { house, village, persons }) {
  await page.getByLabel("บ้านเลขที่หรือจุดสังเกต", { exact: true }).fill(house);
  await page.getByLabel(/^ชื่อหรือเลขหมู่บ้าน/).fill(village);
  await tap(page, "ผู้ให้ข้อมูลยินยอมให้เก็บและใช้ข้อมูลนี้");
  for (const [nth, person] of persons.entries()) {
    if (nth > 0) await page.getByRole("button", { name: "เพิ่มรายชื่อ", exact: true }).click();
    const row = page.locator(".person").nth(nth);
    await row.getByLabel("รายชื่อ", { exact: true }).fill(person.name);
    await row.getByLabel("อายุหรือปีเกิด", { exact: true }).fill(person.age);
    if (nth === 0) await row.getByLabel("สัญชาติ", { exact: true }).selectOption("ไทย");
    await tap(row, person.history);
    if (person.wish) await tap(row, person.wish);
    if (person.reason) await row.getByLabel("เหตุผล", { exact: true }).selectOption(person.reason);
  }
}

/** @param {Page} page */
export async function lookOverAndSend(page) {
  await page.getByRole("button", { name: "ตรวจทาน", exact: true }).click();
  await page.getByRole("heading", { name: "ตรวจทาน", exact: true }).waitFor();
  await looksWell(page);
  await page.getByRole("button", { name: "ส่งข้อมูล", exact: true }).click();
}

/**
 * @param {Page | import("playwright-core").Locator} within
 * @param {string} words
 */
export async function tap(within, words) {
  await within.locator("label.choice").filter({ hasText: words }).first().click();
}

/**
 * Leaves the phone alone for longer than it stays open.
 *
 * @param {Page} page
 */
export async function leaveLying(page) {
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((opened, failed) => {
        const asked = indexedDB.open(name ?? "");
        asked.onsuccess = () => opened(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      const change = db.transaction("meta", "readwrite");
      change.objectStore("meta").delete("open");
      await new Promise((done) => {
        change.oncomplete = done;
      });
      db.close();
    }
  });
}

/**
 * What a phone that is nearly full does to a site's data.
 *
 * @param {Page} page
 */
export async function evict(page) {
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done) => {
        indexedDB.deleteDatabase(name ?? "").onsuccess = done;
      });
    }
    localStorage.clear();
  });
}

/**
 * All that lies in the phone's databases, as somebody who takes it apart would read it.
 *
 * @param {Page} page
 */
export async function readWithoutKey(page) {
  return page.evaluate(async () => {
    const found = [];
    const text = (/** @type {any} */ value) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder().decode(/** @type {any} */ (value))
        : undefined;
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((opened) => {
        const asked = indexedDB.open(name ?? "");
        asked.onsuccess = () => opened(asked.result);
      });
      for (const store of db.objectStoreNames) {
        const all = await new Promise((done) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
        });
        for (const one of all) {
          found.push(JSON.stringify(one), ...Object.values(one).map(text));
        }
      }
      db.close();
    }
    return found.filter(Boolean).join("\n");
  });
}
