// Who asks for help, from the first page to the page that follows the request.

import assert from "node:assert/strict";
import { looksWell } from "./looks.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("./words.mjs").Words} Words
 * @typedef {import("./product.mjs").Product} Product
 */

/**
 * From the first page over phone and code to the choice of the kind.
 *
 * @param {Page} page
 * @param {Product} product
 * @param {Words} words
 * @param {string} number
 */
export async function confirmPhone(page, product, words, number) {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: words.ask, exact: true }).click();
  await page.getByLabel(words.phone, { exact: true }).fill(number);
  await looksWell(page);
  const seen = (await product.messages()).filter((message) =>
    message.to.endsWith(number.slice(-9)),
  );
  await page.getByRole("button", { name: words.requestCode, exact: true }).click();
  await page.getByLabel(words.code).fill(await product.code(number, seen.length));
  await looksWell(page);
  await page.getByRole("button", { name: words.confirmCode, exact: true }).click();
  await page.waitForURL("**/ask/kinds");
}

/**
 * The form of goods; what is not said is made up.
 *
 * @param {Page} page
 * @param {Words} words
 */
export async function fillGoods(
  page,
  words,
  { headcount = "4", landmark = "บ้านรั้วสีเขียวข้างวัด" } = {},
) {
  await page.getByLabel(words.landmark, { exact: true }).fill(landmark);
  await page.getByLabel(words.headcount, { exact: true }).fill(headcount);
  await choose(page, words.water);
}

/**
 * Taps a card or tick by its words, as a finger does.
 *
 * @param {Page} page
 * @param {string} words
 */
export async function choose(page, words) {
  await page.locator("label").getByText(words, { exact: true }).click();
}

/**
 * Position by the phone, then the subdistrict among those offered while typing.
 *
 * @param {Page} page
 * @param {Words} words
 */
export async function placeByPhone(page, words) {
  await page.getByRole("button", { name: words.here, exact: true }).click();
  await page.getByText(words.chiangRai, { exact: true }).waitFor();
  await page.getByRole("combobox", { name: words.area, exact: true }).fill(words.maeSai);
  await page.getByRole("option", { name: words.maeSaiInFull, exact: true }).click();
}

/**
 * @param {Page} page
 * @param {Words} words
 */
export async function send(page, words) {
  await page.getByRole("main").getByRole("button", { name: words.send, exact: true }).click();
}

/**
 * Sends, and once more where the program asks whether it is the same need as one asked before.
 *
 * @param {Page} page
 * @param {Words} words
 */
export async function sendAnyway(page, words) {
  await send(page, words);
  const anew = page.getByRole("button", { name: words.newRequest, exact: true });
  await anew.or(page.locator("#ref")).first().waitFor();
  if (await anew.isVisible()) await anew.click();
  await page.waitForURL(/\/follow\//);
}

/**
 * The page that follows a request just sent. Gives back its reference.
 *
 * @param {Page} page
 * @param {Words} words
 */
export async function received(page, words) {
  await page.waitForURL(/\/follow\/[^/]+\?new=1$/);
  await page.getByText(words.received, { exact: true }).waitFor();
  const reference = (await page.locator("#ref").textContent()) ?? "";
  assert.match(reference, /^[A-Z]{3}\d\d-\w+/);
  return reference;
}

/**
 * What the follow page says has happened, oldest first.
 *
 * @param {Page} page
 */
export async function happened(page) {
  const steps = page.locator("ol.steps > li:is(.past, [aria-current]) b");
  return steps.allInnerTexts();
}

/**
 * How many requests the phone has made, by its own page.
 *
 * @param {Page} page
 */
export async function requestsMade(page) {
  await page.goto("/mine");
  return page.locator("main article").count();
}
