// The pages that anybody can open by their address alone, read from the program's one list of addresses,
// so that a new page is looked at without being told of here.

import { readFile } from "node:fs/promises";

const ROUTES = new URL("../src/routes.rs", import.meta.url);

/**
 * @typedef {{ name: string, path: string, map: boolean }} Page
 *   `name` is fit for a file; `map` says that the page may draw one
 */

/** @returns {Promise<Page[]>} */
export async function pages() {
  return pagesIn(await readFile(ROUTES, "utf8"));
}

/**
 * @param {string} routes the text of src/routes.rs
 * @returns {Page[]}
 */
export function pagesIn(routes) {
  const gets = routes.matchAll(/\.route\(\s*"(\/[^"{]*)",\s*(?:axum::routing::)?get\(/g);
  const paths = [...new Set([...gets].map((match) => match[1]))];
  return paths.map((path) => ({
    name: path === "/" ? "front" : path.slice(1).replaceAll("/", "-"),
    path,
    map: path.startsWith("/map"),
  }));
}
