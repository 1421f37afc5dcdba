// Two people ask for the same house; the desk is told, merges, and both follow the one case; the second says it was
// another house after all. Beside it the health of somebody at home: their own daily check rings at the volunteer's.

import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("two ask for one house: merged by the desk, parted by the requester", async (t) => {
  const product = await Product.open(t);
  const askers = [];
  for (const nth of [1, 2]) {
    const page = await phone(t, { base: product.url });
    await confirmPhone(page, product, words, `081000080${nth}`);
    await page.getByRole("link", { name: words.goods }).click();
    await page.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
    await fillGoods(page, words, { landmark: "บ้านรั้วสีเขียวข้างวัดใหญ่" });
    await page.getByLabel("เบอร์โทรติดต่อ", { exact: true }).fill("0810000899");
    await page.getByLabel(/^ชื่อผู้ติดต่อ/).fill(nth === 1 ? "นางคำ แสงดาว" : "คำ แสงดาว");
    await send(page, words);
    askers.push({ page, reference: await received(page, words), follow: page.url() });
  }
  const [first, second] = askers;

  const account = { username: "desk1", phone: "0810000811", role: "desk", area: "57" };
  await product.account({ ...account, password: PASSWORD });
  const desk = await phone(t, { base: product.url });
  await signIn(desk, words, "desk1");
  // The finder looks a moment after the request was sent.
  const proposal = desk.getByText("อาจเป็นเรื่องเดียวกับ");
  for (let tries = 0; tries < 40 && (await proposal.count()) === 0; tries += 1) {
    await desk.waitForTimeout(250);
    await desk.goto(`/help-requests/${second.reference}`);
  }
  await desk.getByText("เบอร์เดียวกัน").waitFor();
  await looksWell(desk);
  await press(desk, `รวมกัน เก็บ ${first.reference}`);
  await desk.waitForURL(new RegExp(`/help-requests/${first.reference}`));
  await desk.getByText(second.reference, { exact: true }).first().waitFor();
  await looksWell(desk);

  await second.page.goto(second.follow.split("?")[0] ?? "");
  await second.page.getByText(`คำขอนี้ซ้ำกับคำขอ ${first.reference}`, { exact: false }).waitFor();
  await looksWell(second.page);
  await press(second.page, "ยังรออยู่");
  await second.page.getByText("บันทึกแล้วว่าคุณยังรออยู่", { exact: false }).waitFor();
  await desk.goto(`/help-requests/${second.reference}`);
  await desk.getByText(words.state.waiting, { exact: true }).first().waitFor();
});
