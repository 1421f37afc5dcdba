// The program behind a small relay that gives its service worker out as that of a newer version, so that
// a journey can go on while the program is updated under it.

import { createServer, request } from "node:http";
import { atEnd } from "./ending.mjs";

/**
 * @param {import("node:test").TestContext} t
 * @param {{ url: string }} product
 */
export async function relay(t, product) {
  let version = 0;
  const server = createServer((asked, answer) => {
    const to = new URL(product.url);
    const { url: path, method, headers } = asked;
    const whole = {
      ...headers,
      "accept-encoding": path === "/sw.js" ? "identity" : headers["accept-encoding"],
    };
    const onward = request(
      { host: to.hostname, port: to.port, path, method, headers: whole },
      (came) => {
        if (path !== "/sw.js" || version === 0) {
          answer.writeHead(came.statusCode ?? 502, came.headers);
          came.pipe(answer);
          return;
        }
        const { "content-length": _, etag: __, ...rest } = came.headers;
        answer.writeHead(came.statusCode ?? 502, rest);
        came.on("end", () => answer.end(`\n// version ${version}\n`));
        came.pipe(answer, { end: false });
      },
    );
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  atEnd(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`,
    /** From here on a newer version is given out. */
    update: () => {
      version += 1;
    },
  };
}
