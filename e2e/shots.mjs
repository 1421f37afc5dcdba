// A picture of every page in docs/shots, empty, filled and refused: phone and wide screen, Thai and
// English, on the demonstration. `node shots.mjs TEXT` keeps only pictures whose name holds the text;
// without it the pictures of the documentation and of the how-to pages are made anew. Started by `cargo xtask shots`.

import { DESK, MAE_SAI, PHONE, Product, phone, shot } from "./harness.mjs";
import { makeHowToPictures } from "./how-to-pictures.mjs";
import { pages } from "./pages.mjs";
import { makePictures } from "./pictures.mjs";
import { SCENES } from "./scenes.mjs";
import { WORDS } from "./words.mjs";

const SIZES = { phone: PHONE, desk: DESK };
const wanted = process.argv[2] ?? "";

await during(async (all) => {
  const product = await Product.open(all, { command: "demo" });
  const chosen = (await pages()).filter((page) => page.name.includes(wanted));
  let asked = 0;
  for (const language of /** @type {const} */ (["th", "en"])) {
    for (const [size, window] of Object.entries(SIZES)) {
      const wish = { base: product.url, language, size: window, map: true, position: MAE_SAI };
      await during(async (round) => {
        const page = await phone(round, wish);
        for (const { name, path } of chosen) {
          const answer = await page.goto(path, { waitUntil: "networkidle" });
          if (!answer?.headers()["content-type"]?.includes("html")) continue;
          console.log(await shot(page, `${name}-${language}-${size}`));
        }
      });
      for (const scene of Object.values(SCENES)) {
        await during(async (round) => {
          const page = await phone(round, wish);
          const take = async (/** @type {string} */ name) => {
            await page.waitForLoadState("networkidle");
            const full = `${name}-${language}-${size}`;
            if (full.includes(wanted)) console.log(await shot(page, full));
          };
          asked += 1;
          await scene(page, WORDS[language], take, `08100009${String(asked).padStart(2, "0")}`);
        });
      }
    }
  }
  if (wanted) return;
  await during((round) => makePictures(round, product));
  await during((round) => makeHowToPictures(round, product));
});

/**
 * Stands in for a test: what is opened meanwhile is closed at the end. What goes wrong is told, but the
 * other pictures are taken all the same.
 *
 * @param {(t: { after: (end: () => Promise<void>) => void }) => Promise<void>} work
 */
async function during(work) {
  /** @type {(() => Promise<void>)[]} */
  const endings = [];
  const tell = (/** @type {Error} */ failure) => {
    console.error(failure.message);
    process.exitCode = 1;
  };
  await work({ after: (end) => endings.push(end) }).catch(tell);
  for (const end of endings) await end().catch(tell);
}
