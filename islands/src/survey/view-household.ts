// One household: who lives there, where answers differ, and what can happen to people.

import { hour } from "../hours";
import { mark, read, unmark } from "../phone/fields";
import { fold, matches } from "../phone/fold";
import { act, say, slot } from "../phone/pieces";
import type { Row } from "./book";
import { make } from "./changes";
import { chips, placeOf } from "./chips";
import { making } from "./ids";
import { marksOf } from "./marks";
import type { Conflict, Fields } from "./model";
import { isAway } from "./model";
import type { Shown, ShownPerson } from "./overlay";
import { focusHeading, type Opens, type Stage } from "./stage";
import { houseInWords, personCard, valueInWords } from "./told";
import { showMissing } from "./view-missing";
import { isMendedInForm, offerTalk } from "./view-talk";

const MOST_PLACES = 8;

export const openHousehold: Opens = (stage, handle) => {
  const { place, pieces, book } = stage;
  let isMissing = false;
  const show = () => {
    const shown = book.shown(handle);
    if (!shown) {
      // What it says stays while others are fetched.
      if (!isMissing) showMissing(stage, handle);
      isMissing = true;
      return;
    }
    isMissing = false;
    place.replaceChildren(pieces.view("household"));
    slot(place, "title").textContent = placeOf(stage, shown.fields);
    const marks = chips(stage, marksOf(stage, shown));
    slot(place, "chips").hidden = marks.length === 0;
    slot(place, "chips").append(...marks);
    houseInWords(stage, slot(place, "house"), shown.fields);
    const here = shown.persons.filter((person) => !isAway(person));
    slot(place, "count").textContent = pieces.word("persons", { n: here.length });
    slot(place, "conflicts").append(...shown.conflicts.map((one) => conflictOf(stage, shown, one)));
    slot(place, "persons").append(
      ...shown.persons.map((person, nth) => cardOf(stage, shown, person, nth)),
    );
    for (const name of ["edit", "mend"]) {
      slot<HTMLAnchorElement>(place, name).href = `#/h/${handle}/edit`;
    }
    tellRefused(stage, handle);
    offerState(stage, shown);
    offerOnline(stage, handle);
  };
  show();
  focusHeading(place);
  // Who is choosing something in an open part is not disturbed.
  const refresh = () => void (place.querySelector("details[open]") || show());
  for (const turn of ["online", "offline"]) addEventListener(turn, refresh);
  return {
    refresh,
    leave: () => {
      for (const turn of ["online", "offline"]) removeEventListener(turn, refresh);
    },
  };
};

function tellRefused({ place, book }: Stage, handle: string): void {
  const refused = book.outbox.filter((one) => one.refused && one.change.household === handle);
  slot(place, "refused").hidden = refused.length === 0;
  const said = refused.flatMap(({ refused }) => [
    refused?.message ?? "",
    ...(refused?.problems.map(({ message }) => message) ?? []),
  ]);
  slot(place, "why").append(...said.filter(Boolean).map(item));
  (slot(place, "mend").parentElement as HTMLElement).hidden = !isMendedInForm(refused);
}

function item(words: string): HTMLElement {
  const item = document.createElement("li");
  item.textContent = words;
  return item;
}

type Bare = Parameters<typeof make>[3];

async function put(stage: Stage, { household, version }: Shown, bare: Bare): Promise<void> {
  const { book } = stage;
  const change = make(making, household, version, bare);
  await book.queue([{ seq: book.nextSeq(), change, tries: 0 }]);
  stage.sendSoon();
  if (book.shown(household)) stage.go(`#/h/${household}`);
  else stage.go("#/");
}

function offerState(stage: Stage, shown: Shown): void {
  const was = shown.fields.state ?? "";
  const change = (state: string) =>
    void put(stage, shown, { kind: "change", fields: { state }, was: { state: was } });
  for (const state of ["moved_away", "mistake"]) {
    act(stage.place, `house-${state}`, () => change(state)).hidden = was !== "";
  }
  act(stage.place, "house-back", () => change("")).hidden = was === "";
}

/** What the pages of the server do for a household that it knows. */
function offerOnline({ place, book }: Stage, handle: string): void {
  const card = slot<HTMLAnchorElement>(place, "card");
  card.href = `/households/${handle}/card`;
  card.hidden = !navigator.onLine || !book.households.has(handle);
}

/** Help for somebody sick is asked for on the server's page of the household, where this person stands. */
function offerIllness(stage: Stage, { household }: Shown, person: ShownPerson, card: HTMLElement) {
  const { pieces, labels, book } = stage;
  const words = pieces.known("illness");
  const known = book.households.get(household)?.persons.some(({ id }) => id === person.id);
  if (!words || !known || !navigator.onLine || isAway(person)) return;
  const piece = pieces.piece("illness");
  const link = slot<HTMLAnchorElement>(piece, "link");
  link.href = `/households/${household}#${person.id}`;
  link.append(words);
  const isSick = labels.has("test_result", person.fields.test_result ?? "", "sick");
  link.classList.add(isSick ? "btn-urgent" : "btn-plain");
  card.append(piece);
}

function conflictOf(stage: Stage, shown: Shown, conflict: Conflict): HTMLElement {
  const { pieces, labels } = stage;
  const box = pieces.piece("conflict").querySelector("section") as HTMLElement;
  const { id, field, by } = conflict;
  const of = shown.persons.find((person) => person.id === conflict.person)?.fields.name;
  slot(box, "field").textContent = [of, labels.field(field)].filter(Boolean).join(" · ");
  slot(box, "by").textContent = pieces.word("conflict-by", { by, at: hour(conflict.at) });
  for (const take of ["kept", "told"] as const) {
    slot(box, take).textContent = valueInWords(stage, field, conflict[take]);
    act(box, take, () => void put(stage, shown, { kind: "solve", conflict: id, take }));
  }
  return box;
}

function cardOf(stage: Stage, shown: Shown, person: ShownPerson, nth: number): HTMLElement {
  const card = personCard(stage, person, nth);
  const deeds = stage.pieces.piece("deeds");
  const was = person.fields.state ?? "";
  const change = (fields: Fields, was: Fields) =>
    void put(stage, shown, { kind: "change_person", person: person.id, fields, was });
  for (const state of ["moved_away", "died", "mistake"]) {
    act(deeds, state, () => change({ state }, { state: was })).hidden = was !== "";
  }
  act(deeds, "put-back", () => change({ state: "" }, { state: was })).hidden =
    was === "" || was === "merged";
  const id = (name: string) => `${name}-${nth}`;
  for (const one of deeds.querySelectorAll<HTMLElement>("[id], [for]")) {
    if (one.id) one.id = id(one.id);
    if (one instanceof HTMLLabelElement) one.htmlFor = id(one.htmlFor);
  }
  offerDose(stage, shown, person, slot(deeds, "dose"));
  offerMove(stage, shown, person, slot(deeds, "move"));
  offerIllness(stage, shown, person, slot(card, "deeds"));
  offerTalk(stage, shown, person, slot(card, "deeds"));
  slot(card, "deeds").append(deeds);
  return card;
}

function offerDose(stage: Stage, shown: Shown, person: ShownPerson, form: HTMLElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { brand = "", on = "", place = "" } = read(form, "dose.");
    unmark(form);
    const amiss = (field: string, word: string) =>
      mark(form, { field: `dose.${field}`, message: stage.pieces.word(word) });
    if (!brand) return amiss("brand", "brand-missing");
    if (!on) return amiss("on", "date-missing");
    if (new Date(on) > new Date()) return amiss("on", "date-ahead");
    const fields = Object.fromEntries(
      Object.entries({ brand, on, place }).filter(([, told]) => told),
    );
    return void put(stage, shown, { kind: "dose", person: person.id, dose: making.id(), fields });
  });
}

function offerMove(stage: Stage, shown: Shown, person: ShownPerson, root: HTMLElement): void {
  const find = root.querySelector("input") as HTMLInputElement;
  const places = slot(root, "places");
  const mayTake = ({ shown: other }: Row) =>
    other.household !== shown.household &&
    other.household.slice(0, 2) === shown.household.slice(0, 2);
  find.addEventListener("input", () => {
    const query = fold(find.value);
    const all = stage.book.rows();
    const found = query ? all.filter((row) => mayTake(row) && matches(row.folded, query)) : [];
    places.replaceChildren(
      ...found.slice(0, MOST_PLACES).map(({ shown: to }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-plain";
        const first = to.persons[0]?.fields.name;
        button.textContent = [placeOf(stage, to.fields), first, to.fields.village]
          .filter(Boolean)
          .join(" · ");
        button.addEventListener("click", () => {
          void put(stage, shown, { kind: "move_person", person: person.id, to: to.household });
        });
        return button;
      }),
    );
  });
  // The search is no form: Enter does nothing with it.
  say(root, "places", "");
  places.hidden = false;
}
