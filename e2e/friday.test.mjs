// A province admin's Friday: how the week went, on the phone; the report of it, on paper and in a chat, on the desk.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { DESK, looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;

test("an admin sees how the week went and hands in the report", async (t) => {
  const product = await Product.open(t);
  const asker = await phone(t, { base: product.url });
  await confirmPhone(asker, product, words, "0810000801");
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(asker, words);
  await send(asker, words);
  await received(asker, words);
  const people = [
    { username: "admin57", phone: "0810000811", role: "province_admin", area: "57" },
    { username: "nation", phone: "0810000812", role: "national_admin" },
  ];
  for (const one of people) await product.account({ ...one, password: PASSWORD });

  // On the phone: seven days against the seven before.
  const admin = await phone(t, { base: product.url });
  await signIn(admin, words, "admin57");
  await admin.goto("/statistics?area=57");
  await looksWell(admin);
  await admin.getByRole("link", { name: words.sevenDays, exact: true }).click();
  await admin.waitForURL(/from=/);
  await looksWell(admin);
  const change = admin.getByRole("row", { name: new RegExp(`^${words.change}`) });
  assert.equal(await change.getByRole("cell").first().textContent(), "+1");
  const bars = admin.locator(".chart-plot rect");
  assert.equal(await bars.count(), 7);
  const heights = await bars.evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().height),
  );
  assert.ok(heights[6] > 40 && heights.slice(0, 6).every((height) => height === 0), `${heights}`);
  await admin.getByText(words.asTable, { exact: true }).click();
  await admin.locator(".chart table").getByRole("cell", { name: "1", exact: true }).waitFor();
  await looksWell(admin);
  // Days that make no span are said at their field, and nothing is lost.
  await admin.getByLabel(words.from, { exact: true }).fill("31 ธ.ค. 2569");
  await admin.getByLabel(words.to, { exact: true }).fill("1 ธ.ค. 2569");
  await press(admin, words.showArea);
  await admin.getByRole("link", { name: words.reversed }).waitFor();
  assert.equal(await admin.getByLabel(words.from, { exact: true }).inputValue(), "31 ธ.ค. 2569");
  await looksWell(admin);

  // A visitor sees the map of the country, and no days.
  const visitor = await phone(t, { base: product.url });
  await visitor.goto("/statistics");
  assert.equal(await visitor.locator(".shaded a").count(), 77);
  // One request is too few to be shown: its province is hatched, and no shade tells more.
  assert.equal(await visitor.locator('.shaded a path[class=""]').count(), 1);
  assert.equal(await visitor.locator(".shaded a path.shade-0").count(), 76);
  assert.equal(await visitor.getByRole("link", { name: words.sevenDays, exact: true }).count(), 0);
  await looksWell(visitor);

  // An incident that has been going on for weeks, so that there is a week to report.
  const nation = await phone(t, { base: product.url, size: DESK });
  await signIn(nation, words, "nation");
  await nation.goto("/incidents");
  await nation.locator("[name=preset]").selectOption({ index: 1 });
  await nation.locator("[name=prefix]").fill("FLD");
  await nation.locator("[name=name_th]").fill("น้ำท่วมภาคเหนือ");
  await nation.locator("[name=name_en]").fill("Floods in the north");
  await nation.locator("[name=starts_on]").fill("1 พ.ย. 2569");
  await nation.locator("main form.form button.main, main form button.main").last().click();
  await nation.getByText("น้ำท่วมภาคเหนือ").first().waitFor();

  const desk = await phone(t, { base: product.url, size: DESK });
  await signIn(desk, words, "admin57");
  await desk.goto("/reports");
  await desk.waitForURL("**/reports/57");
  await looksWell(desk);
  await desk.getByLabel(words.incident, { exact: true }).selectOption("FLD");
  await press(desk, words.makeReport);
  await desk.waitForURL("**/reports/57/FLD/*");
  await looksWell(desk);
  assert.equal(await desk.locator("table").first().getByRole("row").count(), 1 + 18 + 3);
  assert.ok((await desk.locator("#chat").textContent())?.includes("น้ำท่วมภาคเหนือ"));
  assert.equal(await desk.locator(".letter").isVisible(), false);
  await desk.emulateMedia({ media: "print" });
  assert.equal(await desk.locator(".letter").isVisible(), true);
  assert.equal(await desk.locator("#chat").isVisible(), false);
  await desk.emulateMedia({ media: "screen" });
  const [file] = await Promise.all([
    desk.waitForEvent("download"),
    desk.getByRole("link", { name: words.asXlsx, exact: true }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^report-57-.*\.xlsx$/);
});
