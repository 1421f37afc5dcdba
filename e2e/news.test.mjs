// An admin announces an emergency; a visitor meets it on every page; withdrawn, it is shown as withdrawn.

import assert from "node:assert/strict";
import test from "node:test";
import { looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const TITLE = "น้ำหลากเข้าตลาดแม่สาย ขึ้นที่สูงทันที";

test("announces an emergency, which stands on every page until it is withdrawn", async (t) => {
  const product = await Product.open(t);
  const admin = { username: "admin57", phone: "0810000711", role: "province_admin", area: "57" };
  await product.account({ ...admin, password: PASSWORD });
  const desk = await phone(t, { base: product.url });
  await signIn(desk, words, admin.username);
  await desk.goto("/news");
  await looksWell(desk);
  await desk.getByRole("link", { name: words.announcementNew, exact: true }).click();
  await looksWell(desk);
  await press(desk, words.announce);
  await desk.locator(".errors").waitFor();
  await looksWell(desk);
  await desk.locator(".choice", { hasText: words.emergency }).click();
  await desk.getByLabel(words.announcementTitle, { exact: true }).fill(TITLE);
  await desk
    .getByLabel(words.announcementWords, { exact: true })
    .fill("น้ำสูงหนึ่งเมตร\nไปที่วัดพรหมวิหาร");
  await desk.getByLabel(words.announcementSource, { exact: true }).fill("จังหวัดเชียงราย");
  await desk.getByLabel(words.announcementUntil, { exact: true }).fill("2099-01-01T18:00");
  await desk.getByLabel(words.announcementPin).check();
  await press(desk, words.announce);
  await desk.waitForURL(/\/news\/[0-9a-f-]{36}$/);
  const address = new URL(desk.url()).pathname;
  await looksWell(desk);

  const visitor = await phone(t, { base: product.url });
  for (const path of ["/", "/map", "/ask"]) {
    await visitor.goto(path);
    const band = visitor.locator(".emergencies").getByRole("link", { name: TITLE });
    await band.waitFor();
    const box = await band.boundingBox();
    assert.ok(box && box.height >= 48, `${path}: ${box?.height}`);
    await looksWell(visitor);
  }
  await visitor.locator(".emergencies").getByRole("link", { name: TITLE }).click();
  await visitor.waitForURL(`**${address}`);
  await visitor.getByRole("main").getByText("ไปที่วัดพรหมวิหาร").waitFor();
  await looksWell(visitor);

  await desk.getByRole("link", { name: words.announcementWithdraw, exact: true }).click();
  await looksWell(desk);
  await desk.getByLabel(words.announcementReason, { exact: true }).fill("น้ำลดแล้ว");
  await press(desk, words.announcementWithdraw);
  await desk.waitForURL(`**${address}`);
  await visitor.goto("/ask");
  assert.equal(await visitor.locator(".emergencies").count(), 0);
  await visitor.goto("/news");
  await visitor.locator("s").getByText(TITLE).waitFor();
  await visitor.getByText("น้ำลดแล้ว").waitFor();
  await looksWell(visitor);
  await visitor.goto(address);
  await visitor.getByText(words.announcementWithdrawn, { exact: true }).first().waitFor();
  await looksWell(visitor);
});
