// Pages that take a sign-in, a request or a refusal to be seen, in the order in which one leads to the
// next, on the demonstration's people. Each is shown once in every language and size.

import { choose, fillGoods, send, sendAnyway } from "./asker.mjs";
import { press } from "./worker.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("./words.mjs").Words} Words
 * @typedef {(name: string) => Promise<void>} Take keeps a picture under a name
 * @typedef {(page: Page, words: Words, take: Take, number: string) => Promise<void>} Scene
 */

const PASSWORD = "jitasa-demo";
const IDLE = { waitUntil: /** @type {const} */ ("networkidle") };

/** @type {Record<string, Scene>} */
export const SCENES = {
  /** Somebody asks: every step empty, refused and filled, and the page that follows. */
  async asker(page, words, take, number) {
    await page.goto("/ask");
    await press(page, words.requestCode);
    await take("ask-refused");
    await page.getByLabel(words.phone, { exact: true }).fill(number);
    await press(page, words.requestCode);
    await take("code");
    await page.getByLabel(words.code).fill("000000");
    await press(page, words.confirmCode);
    await take("code-refused");
    await page.getByLabel(words.code).fill(await demoCode(page));
    await press(page, words.confirmCode);
    await page.waitForURL("**/ask/kinds");
    await take("ask-kinds-known");
    await page.getByRole("link", { name: words.goods }).click();
    await take("ask-form");
    await page.getByLabel(words.headcount, { exact: true }).fill(words.four);
    await page.getByLabel(words.area, { exact: true }).first().fill(words.maeSai);
    await send(page, words);
    await page.locator(".errors").waitFor();
    await take("ask-form-refused");
    await choose(page, words.maeSaiInFull);
    await page.getByRole("button", { name: words.here, exact: true }).click();
    await page.getByText(words.chiangRai, { exact: true }).first().waitFor();
    await fillGoods(page, words);
    await take("ask-form-filled");
    await sendAnyway(page, words);
    await take("follow-new");
    await page.goto("/mine");
    await take("mine-filled");
  },

  /** A volunteer's list, a case that is free, and the same case held. */
  async ekkachai(page, words, take) {
    await signInToDemo(page, words, "ekkachai");
    await take("volunteer-signed-in");
    await page.goto("/help-requests");
    await take("help-requests");
    await page.goto("/help-requests?state=helping&area=570905");
    await take("help-requests-empty");
    await page.goto("/help-requests?area=5709&state=waiting&kind=goods&sort=waiting");
    await page.locator("a.ref").last().click();
    await take("help-request-free");
    await press(page, words.take);
    await page.getByRole("button", { name: words.depart, exact: true }).waitFor();
    await take("help-request-held");
    await page.locator("summary", { hasText: words.helpDone }).click();
    await press(page, words.close);
    await page.locator(".errors").waitFor();
    await take("help-request-refused");
    await page.goto("/volunteer");
    await take("volunteer-holding");
    for (const path of ["/profile", "/notifications", "/statistics?area=57"]) {
      await page.goto(path);
      await take(`${path.split("?")[0]?.slice(1)}-volunteer`);
    }
    await page.goto("/map", IDLE);
    await take("map-volunteer");
  },

  /** A data volunteer: a household empty, refused and kept. */
  async anong(page, words, take) {
    await signInToDemo(page, words, "anong");
    await page.goto("/rounds");
    await take("rounds");
    await page.goto("/households");
    await take("households");
    await page.goto("/ask/COV/vaccination");
    await take("household-form");
    await page.locator('[name="add_person"]').click();
    await page.locator(".person").nth(1).waitFor();
    await page.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
    await send(page, words);
    await page.locator(".errors").waitFor();
    await take("household-form-refused");
    await page.goto("/households");
    await page.locator("tbody a").first().click();
    await take("household");
    await page.goto(`${new URL(page.url()).pathname}/done`);
    await take("household-done");
  },

  /** The province's admin. */
  async province57(page, words, take) {
    await signInToDemo(page, words, "province57");
    for (const [name, path] of [
      ["volunteer-admin", "/volunteer"],
      ["applicants-admin", "/applicants"],
      ["statistics-admin", "/statistics?area=57"],
      ["help-requests-admin", "/help-requests"],
      ["rounds-admin", "/rounds"],
      ["round-new", "/rounds/new"],
    ]) {
      await page.goto(path);
      await take(name);
    }
    await page.locator("a.ref").first().click();
    await take("help-request-admin");
  },

  /** The nation's admin. */
  async nation(page, words, take) {
    await signInToDemo(page, words, "nation");
    await page.goto("/incidents");
    await take("incidents-nation");
    await page.locator("main form button.main").last().click();
    await take("incidents-refused");
    await page.goto("/statistics");
    await take("statistics-nation");
  },

  /** What strangers are refused. */
  async refused(page, words, take) {
    await page.goto("/register");
    await press(page, words.requestCode);
    await page.locator(".errors").waitFor();
    await take("register-refused");
    await page.goto("/sign-in");
    await press(page, words.askCode);
    await take("sign-in-code-refused");
    await page.goto("/sign-in?by=password");
    await page.getByLabel(words.username, { exact: true }).fill("nobody");
    await page.getByLabel(words.password, { exact: true }).fill("wrong-password");
    await press(page, words.signIn);
    await take("sign-in-password-refused");
    await page.goto("/map/list?area_text=ไม่มีที่นี่");
    await take("map-list-refused");
    await page.goto("/map/list?area=57");
    await take("map-list-province");
    await page.goto("/statistics?area=57");
    await take("statistics-visitor");
    await page.goto("/follow/nothing");
    await take("not-found");
    await page.goto("/news/asking");
    await take("news-asking");
  },
};

/** @param {Page} page */
export async function demoCode(page) {
  const other = await page.context().newPage();
  await other.goto("/demo/sms");
  const text = await other.locator("dd").last().textContent();
  await other.close();
  return text?.match(/OTP\D*(\d{4,6})/)?.[1] ?? "";
}

/**
 * @param {Page} page
 * @param {Words} words
 * @param {string} username
 */
export async function signInToDemo(page, words, username) {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: words.language, exact: true }).click();
  await page.goto("/sign-in?by=password");
  await page.getByLabel(words.username, { exact: true }).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await press(page, words.signIn);
  await page.waitForURL("**/volunteer");
}
