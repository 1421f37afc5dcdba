// The list: every household of the area, found by a name or a house number as fast as it is typed.

import { fold, matches } from "../phone/fold";
import { act, say, slot } from "../phone/pieces";
import type { Row } from "./book";
import { mayScan } from "./cameras";
import { chips, placeOf } from "./chips";
import { fits, marksOf, nextTalkOf } from "./marks";
import { isAway } from "./model";
import type { Opens, Stage } from "./stage";

const AT_ONCE = 50;
/** The marks of those who are talked with. */
const TALKS = new Set(["talk", "due"]);
/** How the list is narrowed stays from house to house, until the page is closed. */
const narrowed = { village: "", mark: "" };

export const openList: Opens = (stage) => {
  const { place, pieces, book } = stage;
  place.replaceChildren(pieces.view("list"));
  const find = slot<HTMLInputElement>(place, "find");
  const village = slot<HTMLSelectElement>(place, "of-village");
  const mark = slot<HTMLSelectElement>(place, "of-mark");
  mark.value = narrowed.mark;
  let most = AT_ONCE;

  const show = () => {
    const all = book.rows();
    const query = fold(find.value);
    const found = all.filter(
      ({ shown, folded }) =>
        (!village.value || shown.fields.village === village.value) &&
        fits(stage, shown, mark.value) &&
        matches(folded, query),
    );
    if (TALKS.has(mark.value)) found.sort(bySoonest(stage));
    slot(place, "rows").replaceChildren(...found.slice(0, most).map((row) => rowOf(stage, row)));
    say(place, "found", found.length > 0 ? pieces.word("found", { n: found.length }) : "");
    more.hidden = found.length <= most;
    slot(place, "empty").hidden = found.length > 0;
  };
  const more = act(place, "more", () => {
    most += AT_ONCE;
    show();
  });
  const anew = () => {
    most = AT_ONCE;
    Object.assign(narrowed, { village: village.value, mark: mark.value });
    show();
  };
  find.addEventListener("input", anew);
  village.addEventListener("change", anew);
  mark.addEventListener("change", anew);
  const scan = slot(place, "scan");
  void mayScan().then((may) => {
    scan.hidden = !may;
  });
  const refresh = () => {
    offerVillages(stage, village);
    show();
  };
  refresh();
  return { refresh };
};

/** Those to talk with stand by the day of the talk, those of one day as in every list. */
const bySoonest = ({ labels }: Stage) => {
  const days = new Map<Row, string>();
  const of = (row: Row) => {
    const day = days.get(row) ?? nextTalkOf(labels, row.shown);
    days.set(row, day);
    return day;
  };
  return (one: Row, other: Row) => of(one).localeCompare(of(other));
};

function offerVillages({ book }: Stage, village: HTMLSelectElement): void {
  const names = [...new Set(book.rows().map(({ shown }) => shown.fields.village ?? ""))].filter(
    Boolean,
  );
  const chosen = village.value || narrowed.village;
  village.length = 1;
  for (const name of names) village.add(new Option(name, name));
  village.value = names.includes(chosen) ? chosen : "";
  (village.parentElement as HTMLElement).hidden = names.length < 2;
}

function rowOf(stage: Stage, { shown }: Row): HTMLElement {
  const row = stage.pieces.piece("row").querySelector("li") as HTMLElement;
  const link = slot<HTMLAnchorElement>(row, "place");
  link.textContent = placeOf(stage, shown.fields);
  link.href = `#/h/${shown.household}`;
  const here = shown.persons.filter((person) => !isAway(person));
  say(row, "name", here[0]?.fields.name ?? "");
  say(row, "village", shown.fields.village ?? "");
  say(row, "persons", stage.pieces.word("persons", { n: here.length }));
  const marks = chips(stage, marksOf(stage, shown));
  const held = slot(row, "chips");
  held.hidden = marks.length === 0;
  held.replaceChildren(...marks);
  return row;
}
