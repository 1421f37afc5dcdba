// How a page must look to everybody: nothing that axe finds, nothing wider than the phone.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import axeCore from "axe-core";
import { isScriptless } from "./phone.mjs";

const SHOTS = join(dirname(fileURLToPath(import.meta.url)), "../docs/shots");
/** WCAG 2.2 AA, all of it. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Fails on any violation that axe finds, each with the elements it stands on. Works without the
 * page's own script as well, and past its content security policy.
 *
 * @param {import("playwright-core").Page} page
 */
export async function axe(page) {
  const scriptless = isScriptless(page.context());
  if (scriptless) await page.evaluate(timersByPromises);
  await page.evaluate(axeCore.source);
  const violations = await page.evaluate(async (rules) => {
    // @ts-expect-error: axe was put there a line above
    const result = await window.axe.run(document, {
      runOnly: { type: "tag", values: rules },
      preload: false,
    });
    return result.violations.map((/** @type {any} */ violation) => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.map((/** @type {any} */ node) => `${node.target}: ${node.html}`),
    }));
  }, RULES);
  assert.deepEqual(violations, [], `axe on ${page.url()}`);
}

/**
 * In a browser without script no timer ever rings, but promises are kept: axe's timers become promises.
 * The page has no script of its own that could notice.
 */
function timersByPromises() {
  const dropped = new Set();
  let last = 0;
  window.setTimeout = /** @type {any} */ (
    (
      /** @type {(...given: any[]) => void} */ ring,
      /** @type {any} */ _ms,
      /** @type {any[]} */ ...given
    ) => {
      last += 1;
      const id = last;
      Promise.resolve().then(() => dropped.has(id) || ring(...given));
      return id;
    }
  );
  window.clearTimeout = (id) => {
    dropped.add(id);
  };
}

/**
 * Fails when the page can be pushed sideways, and names the elements that stick out.
 *
 * @param {import("playwright-core").Page} page
 */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5,
    );
    return [
      `${root.scrollWidth} px of ${root.clientWidth} px`,
      ...out.slice(0, 10).map((element) => element.outerHTML.slice(0, 120)),
    ];
  });
  assert.deepEqual(wide, [], `${page.url()} is wider than its window`);
}

/**
 * All that is asked of every page at rest.
 *
 * @param {import("playwright-core").Page} page
 */
export async function looksWell(page) {
  await axe(page);
  await fits(page);
}

/**
 * Keeps a picture of the whole page in docs/shots, for eyes. Gives back its path.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {{ fullPage?: boolean }} how false: only what stands on the screen
 */
export async function shot(page, name, { fullPage = true } = {}) {
  await mkdir(SHOTS, { recursive: true });
  const path = join(SHOTS, `${name}.png`);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path, fullPage });
  return path;
}
