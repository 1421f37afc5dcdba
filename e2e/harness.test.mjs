// The harness itself: what it must find is planted on a small server of its own, and found.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";
import { atEnd } from "./ending.mjs";
import { axe, DESK, fits, looksWell, MAE_SAI, phone, setOffline } from "./harness.mjs";

/** @type {Record<string, { body: string, status?: number, head?: Record<string, string> }>} */
const PAGES = {
  "/well": { body: "<h1>ขอความช่วยเหลือ</h1><p>ทุกอย่างเรียบร้อย</p>" },
  "/refused": { status: 422, body: "<h1>กรุณาแก้ไข</h1>" },
  "/fault": { status: 503, body: "<h1>ขออภัย</h1>" },
  "/inline": {
    head: { "content-security-policy": "default-src 'self'" },
    body: "<h1>x</h1><script>document.title = 'ran'</script>",
  },
  "/strict": {
    head: { "content-security-policy": "default-src 'none'" },
    body: '<h1>x</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
  },
  "/throws": { body: '<h1>x</h1><script>throw new Error("planted")</script>' },
  "/foreign": { body: '<h1>x</h1><img alt="" src="http://localhost:1/x.png">' },
  "/missing-style": { body: '<link rel="stylesheet" href="/assets/none.css"><h1>x</h1>' },
  "/titled": { body: "<h1>x</h1><script>document.title = 'ran'</script>" },
  "/wide": { body: '<h1>x</h1><p style="width: 500px">กว้างเกินไป</p>' },
  "/pale": { body: '<h1>x</h1><p style="color: #ccc; background: #fff">จางเกินไป</p>' },
};

/** @param {import("node:test").TestContext} t */
async function planted(t) {
  const server = createServer((request, answer) => {
    const page = PAGES[request.url ?? ""];
    if (request.url === "/favicon.ico") return answer.writeHead(204).end();
    if (!page) return answer.writeHead(404).end();
    answer.writeHead(page.status ?? 200, {
      "content-type": "text/html; charset=utf-8",
      ...page.head,
    });
    answer.end(
      `<!doctype html><html lang="th"><head><title>ทดสอบ</title><meta name="viewport" content="width=device-width"></head><body><main>${page.body}</main></body></html>`,
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  atEnd(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`;
}

test("a sound page is sound, with script and without", async (t) => {
  const base = await planted(t);
  for (const script of [true, false]) {
    const page = await phone(t, { base, script });
    await page.goto("/well");
    await looksWell(page);
    await page.goto("/refused");
    await looksWell(page);
    assert.deepEqual(page.complaints, []);
  }
});

test("what a browser complains of is heard", async (t) => {
  const base = await planted(t);
  const expected = {
    "/fault": "503: ",
    "/inline": "console: ",
    "/strict": "console: ",
    "/throws": "uncaught: planted",
    "/foreign": "foreign host: http://localhost:1/x.png",
    "/missing-style": "console: Failed to load resource",
  };
  const page = await phone(t, { base });
  for (const [path, complaint] of Object.entries(expected)) {
    await page.goto(path, { waitUntil: "networkidle" });
    const heard = page.complaints.splice(0);
    assert.ok(
      heard.some((one) => one.startsWith(complaint)),
      `${path}: ${JSON.stringify(heard)}`,
    );
  }
});

test("without script a page's own script never runs, not even while axe looks", async (t) => {
  const base = await planted(t);
  const page = await phone(t, { base, script: false });
  await page.goto("/titled");
  await axe(page);
  assert.equal(await page.title(), "ทดสอบ");
  await page.goto("/titled");
  assert.equal(await page.title(), "ทดสอบ");
  await page.goto("/pale");
  await assert.rejects(axe(page), /color-contrast/);
});

test("a page that is too wide or too pale is refused", async (t) => {
  const base = await planted(t);
  const page = await phone(t, { base });
  await page.goto("/wide");
  await assert.rejects(fits(page), /กว้างเกินไป/);
  await page.goto("/pale");
  await assert.rejects(axe(page), /color-contrast/);
  const desk = await phone(t, { base, size: DESK });
  await desk.goto("/wide");
  await fits(desk);
});

test("position is given or denied, and the network cut, as wished", async (t) => {
  const base = await planted(t);
  const ask = () =>
    new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        (found) => resolve([found.coords.latitude, found.coords.longitude]),
        (refused) => resolve(refused.code),
      );
    });
  const given = await phone(t, { base, position: MAE_SAI });
  await given.goto("/well");
  assert.deepEqual(await given.evaluate(ask), [MAE_SAI.latitude, MAE_SAI.longitude]);
  const denied = await phone(t, { base, position: "denied" });
  await denied.goto("/well");
  assert.equal(await denied.evaluate(ask), 1, "PERMISSION_DENIED");

  await setOffline(given, true);
  await assert.rejects(given.goto("/well"), /ERR_INTERNET_DISCONNECTED/);
  await setOffline(given, false);
  await given.goto("/well");
});

test("a map can be drawn", async (t) => {
  const base = await planted(t);
  const page = await phone(t, { base, map: true });
  await page.goto("/well");
  const webgl = await page.evaluate(() => !!document.createElement("canvas").getContext("webgl2"));
  assert.ok(webgl);
});

test("the browser reads the language that was wished", async (t) => {
  const base = await planted(t);
  const page = await phone(t, { base, language: "my" });
  const [request] = await Promise.all([page.waitForRequest("**/well"), page.goto("/well")]);
  assert.match((await request.allHeaders())["accept-language"], /^my-MM/);
});
