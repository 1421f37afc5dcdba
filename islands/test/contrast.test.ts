// Every pair of text and ground that the pieces use, in both schemes, against WCAG AA.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const text = ["ink", "soft", "accent", "urgent", "taken", "helping", "done"];
/** Words on a ground: 4.5 to 1. */
const words: [string, string][] = [
  ...text.flatMap((t): [string, string][] => [
    [t, "paper"],
    [t, "ground"],
  ]),
  ["ink", "accent-soft"],
  ["ink", "helping-soft"],
  ["ink", "taken-soft"],
  ["ink", "urgent-soft"],
  ["ink", "done-soft"],
  ["soft", "head"],
  ["soft", "accent-soft"],
  ["accent", "accent-soft"],
  ["accent", "urgent-soft"],
  ["accent", "helping-soft"],
  ["accent", "taken-soft"],
  ["urgent", "accent-soft"],
  ["urgent", "urgent-soft"],
  ["taken", "taken-soft"],
  ["helping", "helping-soft"],
  ["done", "done-soft"],
  ["soft", "done-soft"],
  ["on-fill", "accent-fill"],
  ["on-fill", "urgent-fill"],
  ["side-ink", "side"],
];
/** Borders of controls, shapes and the focus ring: 3 to 1. */
const marks: [string, string][] = [
  ["edge", "paper"],
  ["edge", "ground"],
  ["accent", "paper"],
  ["urgent", "paper"],
  ["taken", "taken-soft"],
  ["mark", "paper"],
  ["focus", "ink"],
  ["focus", "side"],
];
const mapMarks: [string, string][] = [
  ["map-label", "map-in"],
  ["map-label", "map-near"],
];

const luminance = (hex: string): number => {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

function tokens(file: string): { light: Map<string, string>; dark: Map<string, string> } {
  const css = readFileSync(new URL(`../../styles/${file}`, import.meta.url), "utf8");
  const at = css.indexOf("@media (prefers-color-scheme: dark)");
  const read = (part: string) =>
    new Map(
      [...part.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,8})/gi)].map((m): [string, string] => [
        m[1] ?? "",
        long(m[2] ?? ""),
      ]),
    );
  const light = read(css.slice(0, at));
  return { light, dark: new Map([...light, ...read(css.slice(at))]) };
}
const long = (hex: string) =>
  hex.length === 4 ? `#${[...hex.slice(1)].map((c) => c + c).join("")}` : hex;

function check(file: string, pairs: [string, string][], least: number): void {
  for (const [scheme, colours] of Object.entries(tokens(file))) {
    for (const [front, back] of pairs) {
      const [a, b] = [colours.get(front), colours.get(back)];
      assert.ok(a && b, `${front} and ${back} are tokens of ${file}`);
      const found = contrast(a, b);
      // The focus ring is two rings: yellow beside ink; in the dark scheme ink is the light one and yellow stands on paper.
      if (front === "focus" && back === "ink" && scheme === "dark") {
        assert.ok(contrast(a, colours.get("paper") ?? "") >= least, "focus on paper in the dark");
        continue;
      }
      assert.ok(
        found >= least,
        `${scheme}: ${front} on ${back} is ${found.toFixed(2)}, wanted ${least}`,
      );
    }
  }
}

test("words can be read on their ground in both schemes", () => check("tokens.css", words, 4.5));
test("borders, shapes and focus rings can be seen in both schemes", () =>
  check("tokens.css", marks, 3));
test("names on the map can be read in both schemes", () => check("map.css", mapMarks, 4.5));
