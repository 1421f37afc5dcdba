// What a first visit costs: bytes on the wire and time until the page can be used, each page in a browser
// that has never been here, on a slow phone and network. Started by `cargo xtask bench views`.

import { PHONE, Product, phone } from "./harness.mjs";

/** Chromium's own "slow 4G": milliseconds for each request, bytes a second. */
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: 1_474_560 / 8,
  uploadThroughput: 675_000 / 8,
};
const SLOWER = 4;
const ROUNDS = 3;
/** Each with what stands there once it can be used, and who is signed in; the forms work before their scripts. */
const PAGES = [
  ["/", "main"],
  ["/ask", "main form"],
  ["/map/list", "main"],
  ["/points", "main form"],
  ["/points?near=20.43,99.88", ".point-card"],
  ["/news", "main"],
  ["/survey", ".phone-view .filters", "anong"],
  ["/supplies/phone", ".phone-view h1", "anong"],
  ["/map", "jitasa-map[data-open] canvas.maplibregl-canvas"],
];

/** @type {(() => Promise<void>)[]} */
const endings = [];
const all = { after: (/** @type {() => Promise<void>} */ end) => endings.push(end) };
try {
  const product = await Product.open(/** @type {any} */ (all), { command: "demo" });
  console.log(
    "| page, Thai, cold | KB | KB till it can be used | text stands | can be used | all there |",
  );
  console.log("|---|---|---|---|---|---|");
  for (const [path, usable, who] of PAGES) {
    const cookies = who ? await session(product.url, who) : [];
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await firstView(product.url, path, usable, cookies));
    }
    const middle = (/** @type {keyof typeof rounds[0]} */ key) =>
      rounds.map((one) => one[key]).sort((one, other) => one - other)[(ROUNDS - 1) / 2];
    const second = (/** @type {keyof typeof rounds[0]} */ key) => (middle(key) / 1000).toFixed(1);
    const [kilobytes, first] = [middle("bytes"), middle("first")].map((n) => (n / 1000).toFixed(1));
    console.log(
      `| ${path} | ${kilobytes} | ${first} | ${second("painted")} s | ${second("usable")} s | ${second("idle")} s |`,
    );
  }
} finally {
  for (const end of endings) await end();
}

/**
 * @param {string} base
 * @param {string} path
 * @param {string} usable
 * @param {import("playwright-core").Cookie[]} cookies
 */
async function firstView(base, path, usable, cookies) {
  /** @type {(() => Promise<void>)[]} */
  const ends = [];
  const round = { after: (/** @type {() => Promise<void>} */ end) => ends.push(end) };
  try {
    const wish = { base, size: PHONE, map: path.startsWith("/map"), worker: false };
    const page = await phone(/** @type {any} */ (round), wish);
    await page.context().addCookies(cookies);
    const wire = await page.context().newCDPSession(page);
    await wire.send("Network.enable");
    await wire.send("Network.emulateNetworkConditions", SLOW_4G);
    await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const asked = new Set();
    let isUsable = false;
    let [first, bytes] = [0, 0];
    wire.on("Network.requestWillBeSent", ({ requestId }) => {
      if (!isUsable) asked.add(requestId);
    });
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength;
      if (asked.has(requestId)) first += encodedDataLength;
    });
    page.setDefaultTimeout(60_000);
    const from = Date.now();
    await page.goto(path, { waitUntil: "domcontentloaded" });
    await page.locator(usable).first().waitFor();
    isUsable = true;
    const used = Date.now() - from;
    await page.waitForLoadState("networkidle");
    // The network counts as idle after half a second without a request.
    const idle = Date.now() - from - 500;
    const painted = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    );
    return { first, bytes, painted, usable: used, idle };
  } finally {
    for (const end of ends) await end();
  }
}

/**
 * Signs somebody of the demonstration in, at another phone.
 *
 * @param {string} base
 * @param {string} username
 */
async function session(base, username) {
  /** @type {(() => Promise<void>)[]} */
  const ends = [];
  const round = { after: (/** @type {() => Promise<void>} */ end) => ends.push(end) };
  try {
    const page = await phone(/** @type {any} */ (round), { base, worker: false });
    await page.goto("/sign-in?by=password");
    await page.locator("[name=username]").fill(username);
    await page.locator("[name=password]").fill("jitasa-demo");
    await page.locator("[name=password]").press("Enter");
    await page.waitForURL("**/volunteer");
    return await page.context().cookies();
  } finally {
    for (const end of ends) await end();
  }
}
