// A picture of every page in docs/shots: phone and wide screen, Thai and English. `node shots.mjs TEXT`
// takes only pages whose name holds the text. Started by `cargo xtask shots`.

import { DESK, PHONE, Product, phone, shot } from "./harness.mjs";
import { pages } from "./pages.mjs";

const SIZES = { phone: PHONE, desk: DESK };

/** Stands in for a test: what is opened is closed at the end. */
const endings = [];
const t = { after: (/** @type {() => Promise<void>} */ end) => endings.push(end) };

try {
  const wanted = process.argv[2] ?? "";
  const product = await Product.open(t);
  const all = (await pages()).filter((page) => page.name.includes(wanted));
  for (const language of /** @type {const} */ (["th", "en"])) {
    for (const [size, window] of Object.entries(SIZES)) {
      const browser = { after: (/** @type {() => Promise<void>} */ end) => endings.push(end) };
      const page = await phone(browser, { base: product.url, language, size: window, map: true });
      for (const { name, path } of all) {
        const answer = await page.goto(path, { waitUntil: "networkidle" });
        if (!answer?.headers()["content-type"]?.includes("html")) continue;
        console.log(await shot(page, `${name}-${language}-${size}`));
      }
    }
  }
} finally {
  for (const end of endings.reverse()) {
    await end().catch((failure) => console.error(failure.message));
  }
}
