// A person's browser: real Chromium in the size of a cheap phone, in a language, with or without script,
// position and network. Whatever the browser complains of on the way fails the test at its end.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { atEnd } from "./ending.mjs";

const CHROMIUM = "/usr/bin/chromium";
const ALWAYS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** WebGL2 by the processor, for pages with a map. */
const WITH_WEBGL = [
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
];

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };
const LOCALES = { th: "th-TH", en: "en-GB", my: "my-MM", km: "km-KH", lo: "lo-LA" };

/** Mae Sai, where the made-up people of the tests live. */
export const MAE_SAI = { latitude: 20.4331, longitude: 99.8762, accuracy: 12 };

/** @type {WeakSet<import("playwright-core").BrowserContext>} */
const SCRIPTLESS = new WeakSet();

/**
 * @typedef {object} Wish
 * @property {keyof typeof LOCALES} [language] what the browser says it reads; Thai unless told
 * @property {boolean} [script] false: a browser without JavaScript
 * @property {{ latitude: number, longitude: number, accuracy?: number } | "denied"} [position]
 *   the position given when a page asks; denied unless told
 * @property {{ width: number, height: number }} [size] of the window; a phone unless told
 * @property {boolean} [map] whether the browser can draw maps (WebGL2)
 * @property {boolean} [worker] false: no service worker, as at the first page of all
 * @property {string} [base] what relative addresses go by, such as `product.url`
 */

/**
 * Opens a browser with one page; both end with the test, which then fails if the browser complained.
 *
 * @param {import("node:test").TestContext} t
 * @param {Wish} wish
 */
export async function phone(t, wish = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? CHROMIUM,
    args: wish.map ? [...ALWAYS, ...WITH_WEBGL] : ALWAYS,
    chromiumSandbox: false,
  });
  const given = wish.position && wish.position !== "denied" ? wish.position : undefined;
  const size = wish.size ?? PHONE;
  const context = await browser.newContext({
    viewport: size,
    isMobile: size.width < 600,
    hasTouch: size.width < 600,
    deviceScaleFactor: size.width < 600 ? 2 : 1,
    locale: LOCALES[wish.language ?? "th"],
    timezoneId: "Asia/Bangkok",
    javaScriptEnabled: wish.script ?? true,
    baseURL: wish.base,
    geolocation: given,
    permissions: given ? ["geolocation"] : [],
    reducedMotion: "reduce",
    serviceWorkers: wish.worker === false ? "block" : "allow",
  });
  context.setDefaultTimeout(10_000);
  if (wish.script === false) SCRIPTLESS.add(context);
  const complaints = listen(context);
  atEnd(t, async () => {
    await browser.close();
    assert.deepEqual(complaints, [], "the browser complained");
  });
  const page = await context.newPage();
  return Object.assign(page, { complaints });
}

/**
 * Whether a browser was wished for without script.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
export function isScriptless(context) {
  return SCRIPTLESS.has(context);
}

/**
 * Cuts or restores the network of a page. What fails to load meanwhile is no complaint.
 *
 * @param {import("playwright-core").Page} page
 * @param {boolean} offline
 */
export async function setOffline(page, offline) {
  await page.context().setOffline(offline);
}

/**
 * Forgives what a test has brought about itself, such as the errors while the program was killed.
 *
 * @param {{ complaints: string[] }} page
 * @param {RegExp} pattern
 */
export function forgive(page, pattern) {
  const left = page.complaints.filter((complaint) => !pattern.test(complaint));
  page.complaints.splice(0, page.complaints.length, ...left);
}

/**
 * Collects what no page of ours may do: errors in the console (a broken content security policy is
 * one), uncaught errors, answers of a fault, and any request that leaves this machine.
 *
 * @param {import("playwright-core").BrowserContext} context
 */
function listen(context) {
  /** @type {string[]} */
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() !== "error" || isExpected(message)) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") {
      complaints.push(`foreign host: ${request.url()}`);
    }
  });
  context.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/**
 * Chromium prints an error for every answer of 4xx: for a page shown again with its problems that is
 * no complaint, for a missing style or script it is. Nor is it one that nothing loads while offline.
 *
 * @param {import("playwright-core").ConsoleMessage} message
 */
function isExpected(message) {
  const text = message.text();
  if (text.includes("net::ERR_INTERNET_DISCONNECTED")) return true;
  const refused = /the server responded with a status of 4\d\d/.test(text);
  const asset = /\/assets\/|\.(?:css|js|mjs|woff2|png|svg|ico|webmanifest)(?:\?|$)/;
  return refused && !asset.test(message.location().url);
}
