// What a household and a person bear wherever they are shown: the name of the place, and the marks.
import type { Fields } from "./model";
import type { Stage } from "./stage";

type Speaks = Pick<Stage, "pieces">;

export function placeOf({ pieces }: Speaks, fields: Fields): string {
  return fields.landmark || pieces.word("no-place");
}

export function chips({ pieces }: Speaks, marks: readonly [string, number][]): HTMLElement[] {
  const all = pieces.piece("chips");
  return marks.flatMap(([name, n]) => {
    const chip = all.querySelector<HTMLElement>(`[data-chip="${name}"]`)?.cloneNode(true);
    if (!(chip instanceof HTMLElement)) return [];
    const words = pieces.known(name);
    if (words !== undefined && chip.textContent === "") chip.textContent = pieces.word(name, { n });
    return [chip];
  });
}
