// The icons as bare lines, for the pens of canvases: each SVG of lucide becomes the text of one path.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** @param {string} tag */
function attributes(tag) {
  return Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v]));
}

/** Each kind of shape that lucide draws with, as a path. */
const LINES = {
  path: ({ d }) => d,
  line: ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}`,
  polyline: ({ points }) => `M${points.trim()}`,
  polygon: ({ points }) => `M${points.trim()}Z`,
  circle: ({ cx, cy, r }) => round(cx, cy, r, r),
  ellipse: ({ cx, cy, rx, ry }) => round(cx, cy, rx, ry),
  rect: ({ x = "0", y = "0", width, height, rx, ry }) => {
    const [left, top, across, down] = [x, y, width, height].map(Number);
    const a = Math.min(Number(rx ?? ry ?? 0), across / 2);
    const b = Math.min(Number(ry ?? rx ?? 0), down / 2);
    const bend = (h, v) => (a ? `a${a} ${b} 0 0 1 ${h} ${v}` : "");
    return `M${left + a} ${top}h${across - 2 * a}${bend(a, b)}v${down - 2 * b}${bend(-a, b)}h${2 * a - across}${bend(-a, -b)}v${2 * b - down}${bend(a, -b)}Z`;
  },
};

function round(cx, cy, rx, ry) {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
}

/** @param {string} svg */
export function linesOf(svg) {
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return [...inside.matchAll(/<(\w+)\s[^>]*>/g)]
    .map(([tag, name]) => {
      const draw = LINES[name];
      if (!draw) throw new Error(`an icon draws with <${name}>, for which there is no line`);
      return draw(attributes(tag));
    })
    .join("");
}

/** `import shapes from "jitasa:shapes"`: our name of each icon and its lines. */
export function shapes(here, icons) {
  return {
    name: "shapes",
    setup(b) {
      b.onResolve({ filter: /^jitasa:shapes$/ }, ({ path }) => ({ path, namespace: "shapes" }));
      b.onLoad({ filter: /.*/, namespace: "shapes" }, async () => {
        const read = async ([name, file]) => {
          const path = join(here, `node_modules/lucide-static/icons/${file}.svg`);
          return [name, linesOf(await readFile(path, "utf8"))];
        };
        const all = await Promise.all(Object.entries(icons).map(read));
        return { contents: JSON.stringify(Object.fromEntries(all)), loader: "json" };
      });
    },
  };
}
