// Nobody is turned away because an SMS did not come: asked without a code, shown as unverified, off the
// public map until a volunteer has made sure of it.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fillGoods, happened, received, send } from "./asker.mjs";
import { atEnd } from "./ending.mjs";
import { looksWell, MAE_SAI, Product, phone } from "./harness.mjs";
import { WORDS } from "./words.mjs";
import { openFromList, PASSWORD, press, signIn } from "./worker.mjs";

const words = WORDS.th;
const DESK = { username: "desk1", phone: "0810000003", role: "desk", area: "57" };

/** A gateway that nobody answers at: port 1 of this machine. */
const GATEWAY = `driver = "http"
url = "http://127.0.0.1:1/sms"
body = '{"to":"{to_msisdn}","text":"{text_json}"}'

[headers]
Content-Type = "application/json"
`;

test("asked without a code, checked by a volunteer, then on the public map", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "jitasa-gateway-"));
  atEnd(t, () => rm(folder, { recursive: true, force: true }));
  const gateway = join(folder, "sms.toml");
  await writeFile(gateway, GATEWAY);
  const product = await Product.open(t, {
    env: { JITASA_SMS_DRIVER: "http", JITASA_SMS_CONFIG: gateway, JITASA_SMS_PATH: "" },
  });
  await product.account({ ...DESK, password: PASSWORD });
  const onPublicMap = async () => {
    const answer = await fetch(`${product.url}/api/v1/map/requests.geojson`);
    return (await answer.json()).features.length;
  };

  const asker = await phone(t, { base: product.url, position: MAE_SAI });
  await asker.goto("/ask");
  await asker.getByLabel(words.phone, { exact: true }).fill("0810000501");
  await press(asker, words.requestCode);
  await asker.getByLabel(words.code).waitFor();
  const without = asker.getByRole("button", { name: words.withoutCode, exact: true });
  for (let tries = 0; tries < 20 && !(await without.isVisible()); tries++) {
    await asker.waitForTimeout(500);
    await asker.reload();
  }
  await asker.getByText("ส่ง SMS ไปที่เบอร์นี้ไม่ได้ในตอนนี้", { exact: true }).waitFor();
  assert.ok(
    (await asker.getByRole("link", { name: "1669" }).count()) >= 1,
    "1669 stands beside it",
  );
  await looksWell(asker);
  await without.click();
  await asker.getByRole("link", { name: words.goods }).click();
  await asker.getByRole("button", { name: words.here, exact: true }).click();
  await asker.getByText(words.chiangRai, { exact: true }).waitFor();
  await fillGoods(asker, words);
  await send(asker, words);
  const reference = await received(asker, words);
  await asker.getByText(words.unverified, { exact: true }).waitFor();
  await looksWell(asker);
  assert.equal(await onPublicMap(), 0);

  const worker = await phone(t, { base: product.url });
  await signIn(worker, words, DESK.username);
  await openFromList(worker, reference);
  await worker.getByText(words.unverified, { exact: true }).waitFor();
  await looksWell(worker);
  await press(worker, words.verify);
  await worker.getByText(words.unverified, { exact: true }).waitFor({ state: "detached" });
  await asker.reload();
  assert.ok((await happened(asker)).includes(words.checked));
  await waitUntil(async () => (await onPublicMap()) === 1, "the request is on the public map");
  const stranger = await phone(t, { base: product.url });
  await stranger.goto("/map/list?area=57");
  const waiting = stranger.locator('.kpi[data-state="waiting"]');
  assert.equal(await waiting.locator("b").textContent(), "1");
  assert.equal(await stranger.getByText(reference).count(), 0, "no reference in public");
  await looksWell(stranger);
});

/**
 * @param {() => Promise<boolean>} ask
 * @param {string} what
 */
async function waitUntil(ask, what) {
  const end = Date.now() + 10_000;
  while (!(await ask())) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
