// A volunteer at work: made by the operator, signs in, does one thing after the other with a case.

import { looksWell } from "./looks.mjs";

export const PASSWORD = "ข้าวเหนียว-7-มะม่วง";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("./words.mjs").Words} Words
 */

/**
 * An account reads Thai unless its owner chose otherwise, so the language is chosen at the first page.
 *
 * @param {Page} page
 * @param {Words} words
 * @param {string} username
 */
export async function signIn(page, words, username) {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: words.language, exact: true }).click();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: words.byPassword, exact: true }).click();
  await page.getByLabel(words.username, { exact: true }).fill(username);
  await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
  await looksWell(page);
  await page.getByRole("main").getByRole("button", { name: words.signIn, exact: true }).click();
  await page.waitForURL("**/volunteer");
}

/**
 * Finds a request on the volunteer's list and opens it.
 *
 * @param {Page} page
 * @param {string} reference
 */
export async function openFromList(page, reference) {
  await page.goto("/help-requests");
  await looksWell(page);
  await page.getByRole("link", { name: reference, exact: true }).click();
  await page.waitForURL(`**/help-requests/${reference}`);
}

/**
 * @param {Page} page
 * @param {string} button
 */
export async function press(page, button) {
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
}
