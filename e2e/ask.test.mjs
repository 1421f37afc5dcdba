// The main path: a person asks, a volunteer takes the case, goes, helps and closes it, and the person
// sees every step and confirms. In Thai and English, with script and without.

import assert from "node:assert/strict";
import test from "node:test";
import {
  choose,
  confirmPhone,
  fillGoods,
  happened,
  placeByPhone,
  received,
  send,
} from "./asker.mjs";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { openFromList, PASSWORD, press, signIn } from "./worker.mjs";

const TEAM = { username: "supplies1", phone: "0810000001", role: "supplies", area: "57" };

/** @type {{ language: "th" | "en", script: boolean }[]} */
const READERS = [
  { language: "th", script: true },
  { language: "th", script: false },
  { language: "en", script: true },
  { language: "en", script: false },
];

test("ask, take, depart, arrive, help, confirm", async (t) => {
  const product = await Product.open(t);
  await product.account({ ...TEAM, name: "สมใจ ขนของ", password: PASSWORD });
  for (const [nth, { language, script }] of READERS.entries()) {
    await t.test(`${language} ${script ? "with" : "without"} script`, async (t) => {
      const words = WORDS[language];
      const asker = await phone(t, { base: product.url, language, script, position: MAE_SAI });
      const reference = await ask(asker, product, words, { script, number: `081000010${nth}` });
      const worker = await phone(t, { base: product.url, language, script });
      await help(asker, worker, words, reference);
    });
  }
});

/**
 * @param {import("playwright-core").Page} page
 * @param {Product} product
 * @param {import("./words.mjs").Words} words
 * @param {{ script: boolean, number: string }} how
 */
async function ask(page, product, words, { script, number }) {
  await confirmPhone(page, product, words, number);
  await looksWell(page);
  await page.getByRole("link", { name: words.goods }).click();
  if (script) {
    await placeByPhone(page, words);
  } else {
    await page.getByLabel(words.area, { exact: true }).fill(words.maeSai);
  }
  await fillGoods(page, words, { headcount: words.four });
  await send(page, words);

  await page.getByRole("link", { name: words.notANumber, exact: true }).waitFor();
  assert.equal(await page.getByLabel(words.headcount, { exact: true }).inputValue(), words.four);
  assert.ok(await page.getByLabel(words.water, { exact: true }).isChecked(), "the tick is kept");
  await looksWell(page);
  if (!script) await choose(page, words.maeSaiInFull);
  await page.getByLabel(words.headcount, { exact: true }).fill("๔");
  await send(page, words);
  const reference = await received(page, words);
  await looksWell(page);
  return reference;
}

/**
 * @param {import("playwright-core").Page} asker
 * @param {import("playwright-core").Page} worker
 * @param {import("./words.mjs").Words} words
 * @param {string} reference
 */
async function help(asker, worker, words, reference) {
  const sees = async (/** @type {keyof typeof words.step} */ step) => {
    await asker.reload();
    const steps = await happened(asker);
    assert.ok(steps.at(-1)?.includes(words.step[step]), `${step}: ${steps}`);
  };
  await sees("asked");
  await signIn(worker, words, TEAM.username);
  await looksWell(worker);
  await openFromList(worker, reference);
  assert.equal(await worker.getByText("บ้านรั้วสีเขียวข้างวัด").count(), 0, "hidden until taken");
  await press(worker, words.take);
  await worker.getByText("บ้านรั้วสีเขียวข้างวัด").waitFor();
  await looksWell(worker);
  await sees("taken");
  await press(worker, words.depart);
  await worker.getByRole("button", { name: words.arrive, exact: true }).waitFor();
  await sees("departed");
  await press(worker, words.arrive);
  await worker.getByLabel(words.outcome, { exact: true }).selectOption(words.helpedInFull);
  await sees("arrived");
  await press(worker, words.close); // nothing told yet of what was given
  await worker.locator(".errors").waitFor();
  await looksWell(worker);
  await worker.getByLabel(words.given, { exact: true }).fill("น้ำดื่ม 2 แพ็ก");
  await press(worker, words.close);
  await worker.getByText(words.state.helped, { exact: true }).waitFor();
  await sees("helped");
  await looksWell(asker);
  await asker.getByRole("button", { name: words.wasHelped, exact: true }).click();
  await asker.getByText(words.noted, { exact: true }).waitFor();
  assert.ok((await happened(asker)).at(-1)?.includes(words.step.confirmed));
  await looksWell(asker);
  await worker.reload();
  await worker.getByText(words.state.confirmed, { exact: true }).waitFor();
}
