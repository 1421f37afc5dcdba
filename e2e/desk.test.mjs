// A request with only a landmark, from a phone that was never verified, comes to the desk: one volunteer claims it,
// calls, sets the pin, and the case stands on the map; a second one at the desk is not given the same.

import assert from "node:assert/strict";
import test from "node:test";
import { choose, confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("a landmark on the desk becomes a pin on the map", async (t) => {
  const product = await Product.open(t);
  const asker = await phone(t, { base: product.url });
  await confirmPhone(asker, product, words, "0810000901");
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(asker, words);
  await send(asker, words);
  const reference = await received(asker, words);

  const desks = [];
  for (const nth of [1, 2]) {
    const username = `desk${nth}`;
    const account = { username, phone: `081000091${nth}`, role: "desk", area: "57" };
    await product.account({ ...account, password: PASSWORD });
    const page = await phone(t, { base: product.url });
    await signIn(page, words, username);
    await page.goto("/desk");
    await looksWell(page);
    desks.push(page);
  }
  const [first, second] = desks;
  await press(first, "ขอเรื่องถัดไป");
  await first.waitForURL(`**/desk/${reference}`);
  await first.getByRole("link", { name: /081/ }).waitFor();
  await looksWell(first);
  await press(second, "ขอเรื่องถัดไป");
  await second.getByText(/ไม่มีเรื่องที่ต้องโทรตอนนี้|มีคนอื่นกำลังทำอยู่/).waitFor();
  await looksWell(second);

  await press(first, "บันทึกผลการโทร");
  await first.locator(".errors").waitFor();
  await looksWell(first);
  await choose(first, "รับสาย ยังรออยู่");
  await first.getByLabel("สิ่งที่คุยกัน", { exact: true }).fill("อยู่ชั้นสอง น้ำลดแล้ว");
  await press(first, "บันทึกผลการโทร");
  await first.getByText("บันทึกผลการโทรแล้ว", { exact: false }).first().waitFor();

  // What the map of the picker leaves behind when the pin is set.
  await first.locator('form[action$="/pin"]').evaluate((form) => {
    for (const [name, value] of [
      ["lat", "20.433100"],
      ["lon", "99.880100"],
      ["position_source", "map"],
    ]) {
      const field = form.querySelector(`input[name="${name}"]`);
      if (field instanceof HTMLInputElement) field.value = value ?? "";
    }
  });
  await first.getByLabel("ทำไมจึงเป็นตำแหน่งนี้", { exact: true }).fill("บอกทางโทรศัพท์ว่าหลังโรงเรียน");
  await press(first, "บันทึกตำแหน่ง");
  await first.getByText("บันทึกตำแหน่งแล้ว", { exact: false }).first().waitFor();
  await looksWell(first);

  const onMap = async () => {
    const answer = await fetch(`${product.url}/api/v1/map/requests.geojson`);
    return (await answer.json()).features.length;
  };
  for (let tries = 0; tries < 40 && (await onMap()) === 0; tries += 1) {
    await first.waitForTimeout(100);
  }
  assert.equal(await onMap(), 1);
  await asker.reload();
  await asker.getByText("ปรับตำแหน่งบนแผนที่ให้ตรงขึ้น", { exact: true }).waitFor();
});
