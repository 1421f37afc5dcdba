// Recording a household and correcting one: typed, looked over, put into the outbox. What is typed is kept
// on the phone at each change.

import { Drafts } from "../phone/drafts";
import { act, slot } from "../phone/pieces";
import { changesOf, type Draft, isOnlyHere, rewrite, seenNow } from "./changes";
import { placeOf } from "./chips";
import { HouseForm } from "./house-form";
import { making, newHandle } from "./ids";
import type { Problem, Typed } from "./model";
import { focusHeading, type Opens, type Stage } from "./stage";
import { houseInWords, personCard } from "./told";

/** What the next house begins with. */
const REMEMBERED = ["area", "village", "consent"];

export const openNew: Opens = (stage) => open(stage, undefined);
export const openEdit: Opens = (stage, handle) => open(stage, handle);

async function open(stage: Stage, handle: string | undefined) {
  const { place, pieces, book } = stage;
  const name = handle ?? "new";
  const shown = handle ? book.shown(handle) : undefined;
  if (handle && !shown) {
    stage.go("#/");
    return {};
  }
  const draft = await book.draft(name);
  // A draft of an earlier program does not know what it was begun upon.
  const seen = handle ? (draft?.seen ?? seenNow(book.households, book.outbox, handle)) : undefined;
  const root = document.createElement("div");
  root.className = "phone-view";
  root.append(pieces.view("form"));
  place.replaceChildren(root);
  if (handle) {
    slot(root, "title").textContent = pieces.word("edit");
    slot<HTMLAnchorElement>(root, "back").href = `#/h/${handle}`;
  }

  const drafts = new Drafts(() => void book.keepDraft(name, { ...form.typed(), seen }));
  const onChange = () => {
    drafts.changed();
    drop.hidden = false;
  };
  const mayRemove = (person: string) =>
    !handle || isOnlyHere(book.outbox, book.households, handle, person);
  const form = new HouseForm(pieces, root, book.areas(), book.notes.pack, mayRemove, onChange);
  const drop = act(root, "drop", () => {
    drafts.drop();
    void book.forgetDraft(name).then(() => stage.go(handle ? `#/h/${handle}` : "#/new"));
  });
  form.fill(draft ?? shown ?? beginning(stage), !handle);
  slot(root, "kept").hidden = !draft;
  drop.hidden = !draft;
  if (handle) form.show(refusals(stage, handle, form));

  const review = () => {
    const problems = form.problems();
    form.show(problems);
    if (problems.length > 0) return;
    drafts.keepNow();
    root.hidden = true;
    const over = lookOver(stage, form.typed());
    place.append(over);
    focusHeading(over);
    act(over, "back", () => {
      over.remove();
      root.hidden = false;
      focusHeading(root);
    });
    let isPressed = false;
    act(over, "send", () => {
      if (isPressed) return;
      isPressed = true;
      void send(stage, handle, { ...form.typed(), seen }).then((at) => {
        drafts.drop();
        // Whoever went on meanwhile is not fetched back.
        if (!root.isConnected) return;
        if (handle) stage.go(`#/h/${handle}`);
        else tellKept(stage, at);
      });
    });
  };
  form.form.addEventListener("submit", (event) => {
    event.preventDefault();
    review();
  });
  return { leave: () => drafts.leave() };
}

function beginning({ book }: Stage): Typed {
  const { nationality = "", ...fields } = book.notes.last;
  return { fields, persons: [{ id: making.id(), fields: { nationality } }] };
}

/** What the server has said of this household, on the fields it said it of. */
function refusals({ book }: Stage, handle: string, form: HouseForm): Problem[] {
  return book.outbox.flatMap(({ change, refused }) => {
    if (!refused || change.household !== handle) return [];
    if (refused.problems.length === 0) return [{ field: "", message: refused.message }];
    if (change.kind === "record") return form.fromSent(refused.problems, change.persons);
    return "person" in change ? form.fromPerson(refused.problems, change.person) : refused.problems;
  });
}

function lookOver(stage: Stage, { fields, persons }: Typed): HTMLElement {
  const over = document.createElement("div");
  over.className = "phone-view";
  over.append(stage.pieces.view("review"));
  houseInWords(stage, slot(over, "house"), fields);
  slot(over, "count").textContent = stage.pieces.word("persons", { n: persons.length });
  const cards = persons.map((person, nth) =>
    personCard(stage, { ...person, doses: [], waits: false, talked: false, nextTalkOn: "" }, nth),
  );
  slot(over, "persons").append(...cards);
  return over;
}

async function send(stage: Stage, handle: string | undefined, typed: Draft): Promise<string> {
  const { book } = stage;
  if (handle) {
    const { put, gone } = rewrite(making, book.households, book.outbox, handle, typed, typed.seen);
    await book.queue(put, gone);
    await book.forgetDraft(handle);
  } else {
    const [change] = changesOf(making, undefined, newHandle(typed.fields.area ?? ""), typed);
    if (change) await book.queue([{ seq: book.nextSeq(), change, tries: 0 }]);
    const last = Object.fromEntries(REMEMBERED.map((name) => [name, typed.fields[name] ?? ""]));
    await book.note({
      last: { ...last, nationality: typed.persons.at(-1)?.fields.nationality ?? "" },
    });
    await book.forgetDraft("new");
  }
  stage.sendSoon();
  return placeOf(stage, typed.fields);
}

function tellKept(stage: Stage, at: string): void {
  const { place, pieces } = stage;
  place.replaceChildren(pieces.view("kept"));
  slot(place, "place").textContent = at;
  scrollTo(0, 0);
}
