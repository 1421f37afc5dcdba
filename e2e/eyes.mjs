// What is really on the screen: the colours of a picture of it.

/**
 * The colours in the middle of a map, away from its furniture, and how many pixels have each.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Map<string, number>>} by "red,green,blue"
 */
export async function coloursOf(page) {
  const picture = (await page.screenshot({ scale: "css" })).toString("base64");
  const found = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    const [width, height] = [image.width, image.height];
    canvas.width = width;
    canvas.height = height;
    const paint = canvas.getContext("2d");
    if (!paint) return [];
    paint.drawImage(image, 0, 0);
    const { data: pixels } = paint.getImageData(40, 200, width - 120, height - 460);
    /** @type {Map<string, number>} */
    const seen = new Map();
    for (let i = 0; i < pixels.length; i += 16) {
      const colour = `${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`;
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
    return [...seen];
  }, picture);
  return new Map(/** @type {[string, number][]} */ (found));
}

/**
 * Waits until the picture is as wished, since a map is drawn in steps.
 *
 * @param {import("playwright-core").Page} page
 * @param {(colours: Map<string, number>) => boolean} wish
 * @param {string} what
 */
export async function sees(page, wish, what) {
  for (let tries = 0; ; tries++) {
    const colours = await coloursOf(page);
    if (wish(colours)) return;
    if (tries > 30) {
      const most = [...colours].sort((a, b) => b[1] - a[1]).slice(0, 6);
      throw new Error(`${what}: not seen; most is ${JSON.stringify(most)}`);
    }
    await page.waitForTimeout(500);
  }
}
