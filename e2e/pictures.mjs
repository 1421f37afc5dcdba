// The few pictures that the documentation shows, in docs/pictures: single screens of a phone, and three
// of them side by side.

import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { fillGoods, placeByPhone, received, sendAnyway } from "./asker.mjs";
import { DESK, MAE_SAI, phone } from "./phone.mjs";
import { demoCode, signInToDemo } from "./scenes.mjs";
import { WORDS } from "./words.mjs";
import { press } from "./worker.mjs";

const FOLDER = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const words = WORDS.th;

/**
 * @param {{ after: (end: () => Promise<void>) => void }} t
 * @param {import("./product.mjs").Product} product
 */
export async function makePictures(t, product) {
  await mkdir(FOLDER, { recursive: true });
  const wish = { base: product.url, position: MAE_SAI, map: true };
  /** @type {(page: import("playwright-core").Page, name: string) => Promise<void>} */
  const keep = async (page, name) => {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${FOLDER}${name}.png`, scale: "css" });
    console.log(`${FOLDER}${name}.png`);
  };

  const asker = await phone(/** @type {any} */ (t), wish);
  await asker.goto("/ask");
  await asker.getByLabel(words.phone, { exact: true }).fill("0810000999");
  await press(asker, words.requestCode);
  await asker.getByLabel(words.code).fill(await demoCode(asker));
  await press(asker, words.confirmCode);
  await asker.getByRole("link", { name: words.goods }).click();
  await placeByPhone(asker, words);
  await fillGoods(asker, words);
  await asker.evaluate(() => {
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    scrollTo(0, 0);
  });
  await keep(asker, "ask-form");
  await sendAnyway(asker, words);
  await received(asker, words);
  await keep(asker, "follow");

  const volunteer = await phone(/** @type {any} */ (t), wish);
  await signInToDemo(volunteer, words, "ekkachai");
  await volunteer.goto("/help-requests");
  await volunteer.locator("table").evaluate((table) => {
    scrollTo(0, table.getBoundingClientRect().top - 120);
  });
  await keep(volunteer, "list");
  await volunteer.goto("/map", { waitUntil: "networkidle" });
  await keep(volunteer, "map");

  const wide = await phone(/** @type {any} */ (t), { ...wish, size: DESK });
  await signInToDemo(wide, words, "province57");
  await wide.goto("/help-requests");
  await keep(wide, "requests-wide");

  const images = await Promise.all(
    ["ask-form", "follow", "map"].map((name) => readFile(`${FOLDER}${name}.png`, "base64")),
  );
  const page = await phone(/** @type {any} */ (t), { size: { width: 1176, height: 788 } });
  await page.setContent(`<style>
    body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e3e8f0 }
    img { inline-size: 360px; block-size: 740px; border-radius: 12px }
    </style>${images.map((image) => `<img src="data:image/png;base64,${image}">`).join("")}`);
  await keep(page, "overview");
}
