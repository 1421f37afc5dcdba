// "Is it one of these?" before a second request, then a volunteer who asks for the next case: offered one with its
// reasons, passes it over, is offered the other, takes it, while a second volunteer gets what was passed over.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const SAID = {
  th: {
    isItOne: "เป็นเรื่องเดียวกันหรือไม่",
    own: "คำขอเดิมของคุณ",
    none: "ไม่ใช่ ส่งคำขอใหม่",
    next: "ขอเคสถัดไป",
    why: "ทำไมจึงเป็นเคสนี้",
    skip: "ข้ามเคสนี้",
    another: "ข้าม และขอเคสอื่น",
    nothing: "ตอนนี้ไม่มีเคสที่คุณรับได้",
  },
  en: {
    isItOne: "Is it one of these?",
    own: "Your request from before",
    none: "No, send a new request",
    next: "Give me the next case",
    why: "Why this one",
    skip: "Skip this case",
    another: "Skip, and give me another",
    nothing: "There is no case you could take now",
  },
};

for (const language of /** @type {const} */ (["th", "en"])) {
  test(`two volunteers ask for the next case and never get the same (${language})`, async (t) => {
    const [words, said] = [WORDS[language], SAID[language]];
    const product = await Product.open(t);
    const asker = await phone(t, { base: product.url });
    await asker.goto(`/?lang=${language}`);
    await confirmPhone(asker, product, words, "0810000701");
    const references = [];
    for (const landmark of ["บ้านรั้วสีเขียวข้างวัด", "ศาลากลางหมู่บ้าน"]) {
      await asker.goto("/ask/kinds");
      await asker.getByRole("link", { name: words.goods }).click();
      await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
      await fillGoods(asker, words, { landmark });
      await send(asker, words);
      if (references.length > 0) {
        await asker.getByRole("heading", { name: said.isItOne, exact: true }).waitFor();
        await asker.getByRole("link", { name: said.own, exact: true }).waitFor();
        await asker.getByText(references[0] ?? "", { exact: true }).waitFor();
        await looksWell(asker);
        await press(asker, said.none);
      }
      references.push(await received(asker, words));
    }

    const offered = async (/** @type {import("playwright-core").Page} */ page) => {
      await page.getByRole("heading", { name: said.why, exact: true }).waitFor();
      await looksWell(page);
      return (await page.locator("main .ref").first().textContent()) ?? "";
    };
    const team = [];
    for (const nth of [1, 2]) {
      const username = `supplies${nth}`;
      const account = { username, phone: `081000071${nth}`, role: "supplies", area: "57" };
      await product.account({ ...account, password: PASSWORD });
      const page = await phone(t, { base: product.url });
      await signIn(page, words, username);
      await page.goto("/help-requests/next");
      await looksWell(page);
      team.push(page);
    }
    const [first, second] = team;
    await press(first, said.next);
    const mine = await offered(first);
    await press(second, said.next);
    const theirs = await offered(second);
    assert.deepEqual([mine, theirs].sort(), [...references].sort());

    await first.locator("summary", { hasText: said.skip }).click();
    await press(first, said.another);
    await first.getByRole("heading", { name: said.nothing, exact: true }).waitFor();
    await looksWell(first);
    await press(second, words.take);
    await second.getByRole("button", { name: words.depart, exact: true }).waitFor();
    await looksWell(second);
  });
}
