// A volunteer joins a team by an invite and takes a case for it: the case and the page that follows it
// name the team.

import assert from "node:assert/strict";
import test from "node:test";
import { confirmPhone, fillGoods, received, send } from "./asker.mjs";
import { DESK, looksWell, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { openFromList, PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const TEAM = "ทีมเรือริมกก";

test("joins a team by invite, takes a case for it", async (t) => {
  const product = await Product.open(t);
  const admin = { username: "admin57", phone: "0810000701", role: "province_admin", area: "57" };
  await product.account({ ...admin, password: PASSWORD });
  const board = await phone(t, { base: product.url, ...DESK });
  await signIn(board, words, admin.username);
  await makeTeam(board);
  const address = await makeInvite(board);

  const helper = { username: "helper1", phone: "0810000702", role: "supplies", area: "57" };
  await product.account({ ...helper, password: PASSWORD });
  const volunteer = await phone(t, { base: product.url });
  await signIn(volunteer, words, helper.username);
  await volunteer.goto(address);
  await volunteer.getByText(TEAM).first().waitFor();
  await looksWell(volunteer);
  await press(volunteer, words.join);
  await volunteer.waitForURL("**/volunteer");
  await volunteer.getByText(words.joined).waitFor();
  await volunteer.getByRole("link", { name: TEAM }).waitFor();
  await looksWell(volunteer);

  const asker = await phone(t, { base: product.url });
  await confirmPhone(asker, product, words, "0810000703");
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByLabel(words.area, { exact: true }).first().fill("ต.เวียงพางคำ");
  await fillGoods(asker, words);
  await send(asker, words);
  const reference = await received(asker, words);

  await openFromList(volunteer, reference);
  assert.ok(await volunteer.getByRole("radio", { name: TEAM }).isChecked());
  await looksWell(volunteer);
  await press(volunteer, words.take);
  await volunteer.getByRole("button", { name: words.depart, exact: true }).waitFor();
  await volunteer.getByRole("main").getByText(TEAM).first().waitFor();
  await asker.reload();
  await asker.getByText(`${TEAM} ${words.step.taken}`).waitFor();
  await looksWell(asker);
});

/** @param {import("playwright-core").Page} page */
async function makeTeam(page) {
  await page.goto("/organisations");
  await looksWell(page);
  await page.getByRole("link", { name: words.organisationNew, exact: true }).click();
  await page.getByLabel(words.organisationKind, { exact: true }).selectOption(words.foundation);
  await page.getByLabel(words.organisationName, { exact: true }).fill("มูลนิธิเรือริมกก");
  await page.getByRole("combobox", { name: words.areaAdd }).fill("จ.เชียงราย");
  await looksWell(page);
  await press(page, words.save);
  await page.locator("summary").getByText(words.teamNew, { exact: true }).click();
  await page.getByLabel(words.teamName, { exact: true }).fill(TEAM);
  await press(page, words.teamMake);
  await page.waitForURL("**/teams/*");
  await looksWell(page);
}

/**
 * From the team's page; gives the address to be passed on.
 *
 * @param {import("playwright-core").Page} page
 */
async function makeInvite(page) {
  await page.getByRole("link", { name: words.inviteNew, exact: true }).click();
  await page.getByLabel(words.inviteName, { exact: true }).fill("อาสาริมกก");
  await page.getByLabel(words.inviteTag, { exact: true }).fill("rimkok");
  await page.getByLabel(words.role, { exact: true }).selectOption(words.supplies);
  await looksWell(page);
  await press(page, words.inviteNew);
  await page.waitForURL("**/invites/*");
  const picture = page.locator("img.qr");
  await picture.waitFor();
  const drawn = await picture.evaluate((img) => img.complete && img.naturalWidth > 0);
  assert.ok(drawn, "the picture of the address is drawn");
  await looksWell(page);
  return (await page.locator("#link").getAttribute("href")) ?? "";
}
