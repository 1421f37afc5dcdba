// Bundles what the browser gets into one folder: hashed files with their compressed forms, and
// plain tables (tab separated) from which crates/assets makes its lookup. Usage: build.mjs --out DIR
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import subsetFont from "subset-font";
import { ICONS, MARK } from "./icons.mjs";
import { shapes } from "./shapes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const outFlag = process.argv.indexOf("--out");
const out = outFlag > 0 ? process.argv[outFlag + 1] : join(here, "node_modules/.dist");
const files = join(out, "files");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".txt": "text/plain; charset=utf-8",
};
// Letters of the first view; rarer Latin letters come from the whole file, when a page has one.
const BASIC = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  ..."\u00a0\u00ab\u00b0\u00b1\u00b2\u00b7\u00bb\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2190\u2192\u203a\u2212",
].join("");
// The languages by their own names, as the switch shows them.
const NAMES = "ລາວ ខ្មែរ မြန်မာ";

const subset = {
  name: "subset",
  setup(b) {
    b.onResolve({ filter: /^subset:/ }, (a) => ({ path: a.path.slice(7), namespace: "subset" }));
    b.onLoad({ filter: /.*/, namespace: "subset" }, async ({ path }) => {
      const [, family, part] =
        /^noto-sans-(thai-looped|lao-looped|khmer|myanmar)-(.+)\.woff2$/.exec(path) ?? [];
      const source = part.replace("basic", "latin").replace("names", "400-normal");
      const letters = part.endsWith("names") ? NAMES : BASIC;
      const whole = await readFile(
        join(
          here,
          `node_modules/@fontsource/noto-sans-${family}/files/noto-sans-${family}-${source}.woff2`,
        ),
      );
      return {
        contents: await subsetFont(whole, letters, { targetFormat: "woff2" }),
        loader: "file",
      };
    });
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  outdir: files,
  target: ["chrome105", "firefox115", "safari16"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".png": "file", ".svg": "file" },
  logLevel: "warning",
};

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

/** Puts bytes under a hashed name, returns that name. */
async function place(name, bytes) {
  const ext = extname(name);
  const hashed = `${basename(name, ext)}-${hashOf(bytes)}${ext}`;
  await writeFile(join(files, hashed), bytes);
  return hashed;
}

/** Our name of each output: the entry's own, or the source's for files that CSS draws in. */
function namesOf(meta) {
  const names = new Map();
  for (const [path, info] of Object.entries(meta.outputs)) {
    const first = Object.keys(info.inputs)[0];
    const source = info.entryPoint ?? (first && extname(first) === ".woff2" ? first : undefined);
    if (!source || extname(path) === ".map") continue;
    const name = basename(source.replace(/^subset:/, ""), extname(source)) + extname(path);
    names.set(
      name.replace(/^noto-sans-(thai-looped|lao-looped|khmer|myanmar)-(.+)-normal/, "$2"),
      basename(path),
    );
  }
  return names;
}

async function icon(name, file) {
  const svg = await readFile(join(here, `node_modules/lucide-static/icons/${file}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `${name}\t<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shapes.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</svg>`;
}

await rm(out, { recursive: true, force: true });
await mkdir(files, { recursive: true });

const css = await build({
  ...common,
  entryPoints: [
    "styles/app.css",
    "styles/map.css",
    "styles/leaflet.css",
    "styles/survey.css",
    "styles/supplies.css",
    "styles/supply-phone.css",
    "styles/statistics.css",
    "styles/letter.css",
  ],
  plugins: [subset],
});
const names = namesOf(css.metafile);

// Pictures of the how-to pages, by their own names: `follow.th.webp`.
const pictures = join(here, "../data/pictures");
const pictureNames = (await readdir(pictures)).filter((name) => extname(name) === ".webp");
for (const name of pictureNames) {
  names.set(name, await place(name, await readFile(join(pictures, name))));
}
names.set("mark.svg", await place("mark.svg", markFile()));
names.set("licenses.txt", await place("licenses.txt", await licenses()));

const urlOf = (name) => JSON.stringify(`/assets/${names.get(name)}`);
// MapLibre is bundled from its sources, so that page and worker share one file: the published pair
// carries half of itself twice (363 KB against 275 KB on the wire).
const islands = (write) =>
  build({
    ...common,
    write,
    entryPoints: ["src/app.ts", "node_modules/maplibre-gl/src/source/worker.ts"],
    entryNames: "[name]-[hash]",
    format: "esm",
    splitting: true,
    plugins: [shapes(here, ICONS)],
    alias: { "maplibre-gl": "./node_modules/maplibre-gl/src/index.ts" },
    loader: { ".svg": "text" },
    // As MapLibre compiles itself: its declared fields must not wipe what a parent class has set.
    tsconfigRaw: {
      compilerOptions: { useDefineForClassFields: false, target: "es2022", strict: true },
    },
    define: {
      MAP_CSS: urlOf("map.css"),
      LEAFLET_CSS: urlOf("leaflet.css"),
      MAP_WORKER: urlOf("worker.js"),
      FONT_THAI: urlOf("thai-400.woff2"),
      FONT_LAO: urlOf("lao-400.woff2"),
      FONT_KHMER: urlOf("khmer-400.woff2"),
      FONT_MYANMAR: urlOf("myanmar-400.woff2"),
      FONT_BASIC: urlOf("basic-400.woff2"),
      FONT_BASIC_BOLD: urlOf("basic-700.woff2"),
    },
  });
// The page must know the worker's name, which holds the hash of what it imports: built once to learn
// it, and once more with it.
names.set("worker.js", namesOf((await islands(false)).metafile).get("worker.js"));
const js = await islands(true);
const built = namesOf(js.metafile);
if (built.get("worker.js") !== names.get("worker.js"))
  throw new Error("the map's worker got another name");
for (const [name, file] of built) names.set(name, file);

/** The terms of everything bundled, in one file that goes along. */
async function licenses() {
  const parts = [];
  for (const name of Object.keys(
    JSON.parse(await readFile(join(here, "package.json"), "utf8")).dependencies,
  )) {
    const folder = join(here, "node_modules", name);
    const file = (await readdir(folder)).find((f) => /^licen[cs]e/i.test(f));
    if (!file) throw new Error(`${name} comes without its licence`);
    parts.push(`${name}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

function markFile() {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>.mark-heart{fill:#b80f1d}.mark-eye{fill:#fff}</style>${MARK}</svg>`;
}

const placed = [
  ...Object.keys({ ...css.metafile.outputs, ...js.metafile.outputs }).map((path) => basename(path)),
  names.get("mark.svg"),
  names.get("licenses.txt"),
  ...pictureNames.map((name) => names.get(name)),
];
const rows = await Promise.all(placed.map(pack));

/** Writes the compressed forms that are worth it and tells the table's line. */
async function pack(file) {
  const bytes = await readFile(join(files, file));
  const squeezable = ![".woff2", ".png", ".webp"].includes(extname(file));
  const br = squeezable
    ? await promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      })
    : bytes;
  const gz = squeezable ? await promisify(gzip)(bytes, { level: 9 }) : bytes;
  const worth = br.length < bytes.length && gz.length < bytes.length;
  if (worth) {
    await writeFile(join(files, `${file}.br`), br);
    await writeFile(join(files, `${file}.gz`), gz);
  }
  return {
    file,
    type: TYPES[extname(file)],
    hash: hashOf(bytes),
    worth,
    bytes: bytes.length,
    wire: worth ? br.length : bytes.length,
  };
}

/** A script and all it needs to run, without what it may fetch later. */
function withImports(name, found = new Set()) {
  const file = names.get(name) ?? name;
  if (found.has(file)) return found;
  found.add(file);
  const [, output] = Object.entries(js.metafile.outputs).find(([path]) => basename(path) === file);
  for (const { path, kind } of output.imports) {
    if (kind === "import-statement") withImports(basename(path), found);
  }
  return found;
}

// What the service worker keeps: "shell" from the first visit on (any form or list), "map" once a map was
// opened, or "simple" where that was the simpler one, "survey" and "supplies" once those were opened.
const shellFiles = new Set([
  ...[
    "app.css",
    "thai-400.woff2",
    "thai-700.woff2",
    "basic-400.woff2",
    "basic-700.woff2",
    // The names of the languages stand on every page.
    "noto-sans-lao-looped-lao-names.woff2",
    "noto-sans-khmer-khmer-names.woff2",
    "noto-sans-myanmar-myanmar-names.woff2",
    "mark.svg",
  ].map((name) => names.get(name)),
  ...["app.js", "offline.js", "forms.js", "pin-picker.js"].flatMap((name) => [
    ...withImports(name),
  ]),
]);
const mapFiles = new Set([
  names.get("map.css"),
  ...["jitasa-map.js", "maplibre-view.js", "worker.js"].flatMap((name) => [...withImports(name)]),
]);
const simpleFiles = new Set([
  names.get("map.css"),
  names.get("leaflet.css"),
  ...["jitasa-map.js", "leaflet-view.js"].flatMap((name) => [...withImports(name)]),
]);
const surveyFiles = new Set([
  names.get("survey.css"),
  ...["survey-phone.js", "views.js"].flatMap((name) => [...withImports(name)]),
]);
const supplyFiles = new Set([names.get("supply-phone.css"), ...withImports("supply-phone.js")]);
const urls = (set) => [...set].map((file) => `/assets/${file}`);
const beyondShell = (set) => urls(set).filter((url) => !shellFiles.has(basename(url)));
const version = hashOf(
  rows
    .map((r) => r.hash)
    .sort()
    .join(),
);
const manifest = {
  version,
  shell: urls(shellFiles),
  map: beyondShell(mapFiles),
  simple: beyondShell(simpleFiles),
  survey: beyondShell(surveyFiles),
  supplies: beyondShell(supplyFiles),
  files: rows.map((r) => ({ url: `/assets/${r.file}`, bytes: r.wire })),
};

// The worker knows the manifest, so it is built when that is known; a changed file changes the worker.
const worker = await build({
  ...common,
  entryPoints: ["src/sw.ts"],
  format: "iife",
  define: { MANIFEST: JSON.stringify({ ...manifest, files: undefined }) },
});
const [workerFile] = namesOf(worker.metafile).values();
names.set("sw.js", workerFile);
rows.push(await pack(workerFile));

await writeFile(
  join(out, "files.tsv"),
  rows.map((r) => [r.file, r.type, r.hash, r.worth ? 1 : 0].join("\t")).join("\n"),
);
await writeFile(join(out, "names.tsv"), [...names].map((n) => n.join("\t")).join("\n"));
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest));
const mark = `mark\t<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${MARK}</svg>`;
await writeFile(
  join(out, "icons.tsv"),
  [mark, ...(await Promise.all(Object.entries(ICONS).map(([n, f]) => icon(n, f))))].join("\n"),
);

// The page that shows every piece, with its icons and URLs filled in, for eyes.
if (process.argv.includes("--gallery")) {
  const icons = new Map(
    (await readFile(join(out, "icons.tsv"), "utf8")).split("\n").map((l) => l.split("\t")),
  );
  const page = await readFile(join(here, "gallery.html"), "utf8");
  const filled = page
    .replace(/\{icon ([a-z-]+)\}/g, (_, n) => icons.get(n))
    .replace(/\{asset ([a-z0-9.-]+)\}/g, (_, n) => `/assets/${names.get(n)}`);
  await writeFile(join(out, "gallery.html"), filled);
}

if (process.argv.includes("--sizes")) {
  for (const r of rows.sort((a, b) => b.wire - a.wire))
    console.log(`${r.wire}\t${r.bytes}\t${r.file}`);
}
