// An admin watches the board while somebody else takes a case elsewhere: the board changes by itself, and
// what was ticked stays ticked. Then a case is referred from the board.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { openFromList, PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("the board of an area is live, and cases are referred from it", async (t) => {
  const product = await Product.open(t);
  const references = [];
  // Two people in two places: nobody is asked whether it is one need.
  for (const [number, place] of [
    ["0810000701", "ต.เวียงพางคำ"],
    ["0810000702", "ต.ดอยฮาง"],
  ]) {
    const asker = await phone(t, { base: product.url });
    await confirmPhone(asker, product, words, number);
    await asker.getByRole("link", { name: words.goods }).click();
    await asker.getByLabel(words.area, { exact: true }).first().fill(place);
    await fillGoods(asker, words);
    await send(asker, words);
    references.push(await received(asker, words));
  }
  const people = [
    { username: "supplies1", phone: "0810000711", role: "supplies", area: "57" },
    { username: "admin57", phone: "0810000712", role: "province_admin", area: "57" },
  ];
  for (const one of people) await product.account({ ...one, password: PASSWORD });

  const admin = await phone(t, { base: product.url });
  await signIn(admin, words, "admin57");
  await admin.getByRole("main").getByRole("link", { name: words.board, exact: true }).click();
  await admin.waitForURL("**/board/57");
  await admin.getByText(words.boardLive).waitFor();
  await looksWell(admin);
  const figure = (/** @type {string} */ name, /** @type {number} */ n) =>
    admin.locator("#board-figures").getByRole("link", { name: `${n} ${name}`, exact: true });
  await figure(words.boardWaiting, 2).waitFor();
  const box = admin.locator(`input[name="reference"][value="${references[1]}"]`);
  const all = admin.getByLabel(words.boardTickAll, { exact: true });
  await all.check();
  assert.equal(await admin.locator('input[name="reference"]:checked').count(), 2);
  await admin.locator(`input[name="reference"][value="${references[0]}"]`).uncheck();
  assert.equal(await all.isChecked(), false);
  assert.equal(await box.isChecked(), true);
  await box.focus();

  const volunteer = await phone(t, { base: product.url });
  await signIn(volunteer, words, "supplies1");
  await openFromList(volunteer, references[0]);
  await press(volunteer, words.take);
  await volunteer.getByRole("button", { name: words.depart, exact: true }).waitFor();

  await figure(words.boardComing, 1).waitFor();
  await figure(words.boardWaiting, 1).waitFor();
  assert.equal(await box.isChecked(), true);
  assert.equal(await box.evaluate((input) => input === document.activeElement), true);

  await admin.getByLabel(words.boardWhat, { exact: true }).selectOption(words.boardRefer);
  await admin.getByRole("button", { name: words.boardNext, exact: true }).click();
  await admin.waitForURL("**/bulk?**");
  await looksWell(admin);
  await admin.getByLabel(words.bulkArea, { exact: true }).first().fill("จ.เชียงใหม่");
  await admin.getByLabel(words.bulkReason, { exact: true }).selectOption(words.bulkNoMeans);
  await press(admin, words.boardRefer);
  await admin.getByText(words.bulkDone).waitFor();
  await looksWell(admin);
  await admin.goto("/board/57?state=referred");
  await admin.getByRole("link", { name: references[1], exact: true }).waitFor();
  await figure(words.boardReferred, 1).waitFor();
});
