// A picture of every page in docs/shots: phone and wide screen, Thai and English. `node shots.mjs TEXT`
// takes only pages whose name holds the text. Started by `cargo xtask shots`.

import { DESK, PHONE, Product, phone, shot } from "./harness.mjs";
import { pages } from "./pages.mjs";

const SIZES = { phone: PHONE, desk: DESK };
const wanted = process.argv[2] ?? "";

await during(async (all) => {
  const product = await Product.open(all);
  const chosen = (await pages()).filter((page) => page.name.includes(wanted));
  for (const language of /** @type {const} */ (["th", "en"])) {
    for (const [size, window] of Object.entries(SIZES)) {
      await during(async (round) => {
        const page = await phone(round, { base: product.url, language, size: window, map: true });
        for (const { name, path } of chosen) {
          const answer = await page.goto(path, { waitUntil: "networkidle" });
          if (!answer?.headers()["content-type"]?.includes("html")) continue;
          console.log(await shot(page, `${name}-${language}-${size}`));
        }
      });
    }
  }
});

/**
 * Stands in for a test: what is opened meanwhile is closed at the end. What a browser complains of is
 * told, but the other pictures are taken all the same.
 *
 * @param {(t: { after: (end: () => Promise<void>) => void }) => Promise<void>} work
 */
async function during(work) {
  /** @type {(() => Promise<void>)[]} */
  const endings = [];
  try {
    await work({ after: (end) => endings.push(end) });
  } finally {
    for (const end of endings) {
      await end().catch((failure) => {
        console.error(failure.message);
        process.exitCode = 1;
      });
    }
  }
}
