// Two volunteers at one case: the first has it, the second is told so.

import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { openFromList, PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("two volunteers at once: the second is told", async (t) => {
  const product = await Product.open(t);
  const asker = await phone(t, { base: product.url });
  await confirmPhone(asker, product, words, "0810000601");
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(asker, words);
  await send(asker, words);
  const reference = await received(asker, words);

  const team = [];
  for (const nth of [1, 2]) {
    const username = `supplies${nth}`;
    const account = { username, phone: `081000061${nth}`, role: "supplies", area: "57" };
    await product.account({ ...account, password: PASSWORD });
    const page = await phone(t, { base: product.url });
    await signIn(page, words, username);
    await openFromList(page, reference);
    team.push(page);
  }
  const [first, second] = team;
  await press(first, words.take);
  await first.getByRole("button", { name: words.depart, exact: true }).waitFor();
  await press(second, words.take); // still shown as free
  await second.getByRole("alert").getByText(words.taken).waitFor();
  await looksWell(second);
});
