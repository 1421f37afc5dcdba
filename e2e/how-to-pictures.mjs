// The pictures of the how-to pages, in data/pictures: parts of a phone's screen, in Thai and English, as the
// demonstration shows them. Each is a WebP small enough for a slow network; Chromium itself writes it.

import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { fillGoods, placeByPhone, received, sendAnyway } from "./asker.mjs";
import { MAE_SAI, phone } from "./phone.mjs";
import { demoCode, signInToDemo } from "./scenes.mjs";
import { WORDS } from "./words.mjs";
import { press } from "./worker.mjs";

const FOLDER = fileURLToPath(new URL("../data/pictures/", import.meta.url));
const MOST_BYTES = 25 * 1024;
/** A short phone: what matters stands at the top. */
const SIZE = { width: 360, height: 560 };
/** Width in pixels and quality, the best looking first; letters stay readable down to the last. */
const TRIES = /** @type {const} */ ([
  [540, 0.8],
  [540, 0.65],
  [540, 0.5],
  [450, 0.6],
  [450, 0.45],
]);
const IDLE = { waitUntil: /** @type {const} */ ("networkidle") };

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("playwright-core").Locator} Locator
 * @typedef {import("./words.mjs").Words} Words
 * @typedef {{ after: (end: () => Promise<void>) => void }} Round
 * @typedef {(page: Page, name: string, part?: { from: Locator, to: Locator }) => Promise<void>} Keep
 *   keeps the screen, or the part of the page from the top of one thing to the foot of another
 */

/**
 * @param {Round} t
 * @param {import("./product.mjs").Product} product
 */
export async function makeHowToPictures(t, product) {
  await mkdir(FOLDER, { recursive: true });
  const writer = await phone(/** @type {any} */ (t));
  for (const language of /** @type {const} */ (["th", "en"])) {
    const wish = { base: product.url, language, position: MAE_SAI, map: true, size: SIZE };
    const open = () => phone(/** @type {any} */ (t), wish);
    /** @type {Keep} */
    const keep = async (page, name, part) => {
      const path = `${FOLDER}${name}.${language}.webp`;
      await writeFile(path, await webp(writer, await seen(page, part)));
      console.log(path);
    };
    const number = language === "th" ? "0810000801" : "0810000802";
    await ofTheAsker(await open(), WORDS[language], keep, number);
    await ofTheMap(await open(), WORDS[language], keep);
    await ofTheVolunteer(await open(), WORDS[language], keep);
    await ofTheAdmin(await open(), WORDS[language], keep);
  }
}

/** @type {(page: Page, words: Words, keep: Keep, number: string) => Promise<void>} */
async function ofTheAsker(page, words, keep, number) {
  await page.goto("/");
  await keep(page, "front");
  await page.goto("/ask");
  await page.getByLabel(words.phone, { exact: true }).fill(number);
  await press(page, words.requestCode);
  await page.getByLabel(words.code).fill(await demoCode(page));
  await press(page, words.confirmCode);
  const kinds = page.locator("a.choice");
  await keep(page, "ask-kinds", { from: page.locator("main .over"), to: kinds.nth(2) });
  await page.getByRole("link", { name: words.goods }).click();
  await placeByPhone(page, words);
  await fillGoods(page, words, { landmark: words.exampleLandmark });
  await keep(page, "ask-place", {
    from: page.locator("fieldset:has(pin-picker)"),
    to: page.getByLabel(words.landmark, { exact: true }),
  });
  // In the second language the same was asked before.
  await sendAnyway(page, words);
  await received(page, words);
  await keep(page, "follow", {
    from: page.locator("main section.card").first(),
    to: page.locator("ol.steps"),
  });
}

/** @type {(page: Page, words: Words, keep: Keep) => Promise<void>} */
async function ofTheMap(page, words, keep) {
  await page.goto("/map", IDLE);
  await page.locator("jitasa-map[data-open] canvas.maplibregl-canvas").waitFor();
  for (const button of [words.mapHere, ...Array(4).fill(words.zoomOut)]) {
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.waitForTimeout(1000);
  }
  await keep(page, "map");
  await page.goto("/points", IDLE);
  await page.getByRole("link", { name: words.nearestPoints, exact: true }).click();
  await page.waitForURL(/[?&]lat=/);
  const cards = page.locator(".point-card");
  await keep(page, "points", { from: cards.first(), to: cards.nth(1) });
}

/** @type {(page: Page, words: Words, keep: Keep) => Promise<void>} */
async function ofTheVolunteer(page, words, keep) {
  await signInToDemo(page, words, "ekkachai");
  await page.goto("/help-requests/next");
  await press(page, words.nextCase);
  const practice = page.locator("main section .ref", { hasText: "TRY" });
  await page.locator("main section .ref").waitFor();
  if (await practice.isVisible()) {
    await page.locator("summary", { hasText: words.skipCase }).click();
    await press(page, words.anotherCase);
    await practice.waitFor({ state: "detached" });
  }
  const take = page.getByRole("button", { name: words.take, exact: true });
  await keep(page, "next-case", { from: page.locator("h1"), to: take });
  await take.click();
  const depart = page.getByRole("button", { name: words.depart, exact: true });
  await keep(page, "case-held", { from: page.locator("main .box-care"), to: depart });
  await depart.click();
  await press(page, words.arrive);
  const close = page.getByRole("button", { name: words.close, exact: true });
  await keep(page, "case-close", {
    from: page.locator("summary", { hasText: words.helpDone }),
    to: close,
  });
  // Whoever comes next finds the volunteer free.
  await press(page, words.release);
}

/** @type {(page: Page, words: Words, keep: Keep) => Promise<void>} */
async function ofTheAdmin(page, words, keep) {
  await signInToDemo(page, words, "province57");
  await page.goto("/board/57", IDLE);
  await keep(page, "board");
  await page.goto("/board/57?state=waiting", IDLE);
  await page.locator("a.ref").first().click();
  await page.getByRole("link", { name: words.assignCase, exact: true }).click();
  await keep(page, "assign", {
    from: page.locator("label", { hasText: words.volunteer }),
    to: page.getByRole("button", { name: words.assign, exact: true }),
  });
  await page.goto("/applicants", IDLE);
  await keep(page, "applicants", {
    from: page.locator("h1"),
    to: page.locator("main article").first(),
  });
}

/**
 * A PNG of the screen or of a part of the page, without the bars that stand over it.
 *
 * @param {Page} page
 * @param {Parameters<Keep>[2]} part
 */
async function seen(page, part) {
  await page.waitForLoadState("networkidle");
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    scrollTo(0, 0);
    await document.fonts.ready;
  });
  if (!part) return page.screenshot();
  await showBars(page, false);
  const from = await part.from.boundingBox();
  const to = await part.to.boundingBox();
  if (!from || !to) throw new Error("a part of the picture is not on the page");
  const [top, foot] = [Math.max(0, from.y - 10), to.y + to.height + 8];
  const clip = { x: 0, y: top, width: SIZE.width, height: foot - top };
  const png = await page.screenshot({ fullPage: true, clip });
  await showBars(page, true);
  return png;
}

/** @type {(page: Page, shown: boolean) => Promise<void>} */
async function showBars(page, shown) {
  await page.evaluate((shown) => {
    for (const bar of document.querySelectorAll(".top, .tabs"))
      bar.toggleAttribute("hidden", !shown);
  }, shown);
}

/**
 * @param {Page} writer a page that may draw
 * @param {Buffer} png
 */
async function webp(writer, png) {
  for (const [width, quality] of TRIES) {
    const url = await writer.evaluate(
      async ({ source, width, quality }) => {
        const image = new Image();
        image.src = `data:image/png;base64,${source}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = width;
        canvas.height = Math.round((image.height * width) / image.width);
        const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
        pen.imageSmoothingQuality = "high";
        pen.drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL("image/webp", quality);
      },
      { source: png.toString("base64"), width, quality },
    );
    const bytes = Buffer.from(url.slice("data:image/webp;base64,".length), "base64");
    if (bytes.length <= MOST_BYTES) return bytes;
  }
  throw new Error("the picture is too rich to be small: show less of the page");
}
