// Somebody who does not want it, or has not decided, was talked with again, or was not met.

import { today } from "../phone/day";
import { fill, mark, read, rename, unmark } from "../phone/fields";
import { part } from "../phone/pieces";
import { isTyped, make, talkOf } from "./changes";
import { making } from "./ids";
import { isTalkedWith } from "./marks";
import { type Fields, isAway, type Waiting } from "./model";
import type { Shown, ShownPerson } from "./overlay";
import type { Stage } from "./stage";

/** The form, shut, below whoever is talked with; open, with what is amiss, where the server refused it. */
export function offerTalk(
  stage: Stage,
  shown: Shown,
  person: ShownPerson,
  place: HTMLElement,
): void {
  const { labels, book, pieces } = stage;
  const refused = book.outbox.find((one) => one.refused && isTalkWith(one, person.id));
  const isOffered = !shown.fields.state && !isAway(person) && isTalkedWith(labels, person);
  if (!refused && !isOffered) return;
  const piece = pieces.piece("talk");
  const prefix = `talk.${shown.persons.indexOf(person)}.`;
  rename(piece, "talk.", prefix);
  const details = piece.querySelector("details") as HTMLDetailsElement;
  const form = piece.querySelector("form") as HTMLFormElement;
  const ticked = () =>
    form.querySelector<HTMLInputElement>(`[name="${prefix}wish"]:checked`)?.dataset;
  const show = () => {
    (part(form, "reason") as HTMLElement).hidden = ticked()?.asks === undefined;
  };
  const change = refused?.change;
  const was = change?.kind === "talk" ? change.was : person.fields;
  fill(
    form,
    { reason: was.reason ?? "", ...(change?.kind === "talk" ? change.fields : {}) },
    prefix,
  );
  if (change?.kind === "talk" && !change.fields.wish) {
    const nobody = form.querySelector<HTMLInputElement>("[data-nobody]");
    if (nobody) nobody.checked = true;
  }
  show();
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = read(form, prefix);
    const tick = ticked();
    unmark(form);
    const amiss = (field: string, word: string) => {
      mark(form, { field: prefix + field, message: pieces.word(word) });
      form.querySelector<HTMLElement>(`[name="${prefix}${field}"]`)?.focus();
    };
    const asksReason = tick?.asks !== undefined;
    if (!tick) return amiss("wish", "talk-missing");
    if (asksReason && !told.reason) return amiss("reason", "reason-missing");
    if (told.next_on && told.next_on < today()) return amiss("next_on", "day-past");
    const wish = tick.nobody === undefined ? (told.wish ?? "") : "";
    void keep(stage, shown, person.id, talkOf(was, { ...told, wish }, asksReason), refused);
  });
  place.append(piece);
  if (!refused?.refused) return;
  details.open = true;
  for (const { field, message } of refused.refused.problems) {
    mark(form, { field: prefix + field, message });
  }
}

const isTalkWith = ({ change }: Waiting, person: string): boolean =>
  change.kind === "talk" && change.person === person;

/** Told anew it takes the place of what was refused, and all that waits behind that goes on. */
async function keep(
  stage: Stage,
  { household, version }: Shown,
  person: string,
  talk: { fields: Fields; was: Fields },
  refused: Waiting | undefined,
): Promise<void> {
  const { book } = stage;
  const change = make(making, household, version, { kind: "talk", person, ...talk });
  await book.queue([{ seq: refused?.seq ?? book.nextSeq(), change, tries: 0 }]);
  stage.sendSoon();
  stage.go(`#/h/${household}`);
}

/** Whether any of what was refused is mended in the form of the household. */
export const isMendedInForm = (refused: readonly Waiting[]): boolean =>
  refused.some(({ change }) => isTyped(change));
