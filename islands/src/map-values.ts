// Areas in shades by a figure (a choropleth): GeoJSON of areas with a property `value`, in steps that
// grow darker, so that they are told apart in grey as well.

export interface Values {
  /** GeoJSON. */
  url: string;
  /** Where each step but the first begins, rising. */
  steps: number[];
}

/** From light to dark, each a clear step in lightness. */
export const SHADES = ["#eef3f8", "#c3d6ea", "#8fb2d6", "#5486b8", "#235a92", "#0b3157"];

/** `data-values` and `data-values-steps="1,10,50"`; none where either is missing or unordered. */
export function readValues(data: DOMStringMap): Values | undefined {
  const steps = (data.valuesSteps ?? "").split(",").map(Number);
  const rising = steps.every((step, i) => Number.isFinite(step) && step > (steps[i - 1] ?? -1e15));
  if (!data.values || !rising || steps.length >= SHADES.length) return undefined;
  return { url: data.values, steps };
}

/** The shade of a value; the darkest ones are kept for the highest steps, however few there are. */
export function shadeOf(value: unknown, steps: number[]): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return shades(steps)[steps.filter((step) => value >= step).length];
}

export function shades(steps: number[]): string[] {
  const last = SHADES.length - 1;
  return [0, ...steps].map((_, i) => SHADES[Math.round((i * last) / steps.length)] as string);
}

/** What each shade says: "< 1", "1 – 9", "≥ 10"; whole numbers end before the next step begins. */
export function rangesOf(steps: number[]): string[] {
  const whole = steps.every(Number.isInteger);
  const told = (n: number) => n.toLocaleString("en");
  return [0, ...steps].map((from, i) => {
    const next = steps[i];
    if (i === 0) return `< ${told(next ?? 0)}`;
    if (next === undefined) return `≥ ${told(from)}`;
    const until = whole ? next - 1 : next;
    return from === until ? told(from) : `${told(from)} – ${told(until)}`;
  });
}

/** The legend: shades in order with what they say. */
export function valuesLegend(values: Values, title: string): HTMLElement {
  const legend = document.createElement("div");
  legend.className = "map-values";
  const words = document.createElement("b");
  words.textContent = title;
  const list = document.createElement("ul");
  for (const [i, range] of rangesOf(values.steps).entries()) {
    const row = document.createElement("li");
    const shade = document.createElement("canvas");
    shade.width = shade.height = 1;
    shade.setAttribute("aria-hidden", "true");
    const pen = shade.getContext("2d");
    if (pen) {
      pen.fillStyle = shades(values.steps)[i] ?? "";
      pen.fillRect(0, 0, 1, 1);
    }
    row.append(shade, range);
    list.append(row);
  }
  legend.append(words, list);
  return legend;
}
