// What a household bears in the list, and by what the list is narrowed. Pure but for the day it is.
import { today } from "../phone/day";
import type { Labels } from "./labels";
import { isAway } from "./model";
import type { Shown, ShownPerson } from "./overlay";

type Marks = Pick<Labels, "has">;

/** Whether somebody's wish is one that is talked about again. */
export function isTalkedWith(labels: Marks, { fields }: ShownPerson): boolean {
  return labels.has("wish", fields.wish ?? "", "talk");
}

/** Those of a house that somebody has to talk with: not again while a talk waits to be sent. */
export function toTalkWith(labels: Marks, { fields, persons }: Shown): ShownPerson[] {
  if (fields.state) return [];
  return persons.filter(
    (person) => !isAway(person) && !person.talked && isTalkedWith(labels, person),
  );
}

/** Whether the day of the next talk has come. */
export const isDue = ({ nextTalkOn }: ShownPerson, today: string): boolean =>
  nextTalkOn !== "" && nextTalkOn <= today;

/** The first day on which somebody of a house is to be talked with; behind all others where none is known. */
export function nextTalkOf(labels: Marks, shown: Shown): string {
  const days = toTalkWith(labels, shown).map(({ nextTalkOn }) => nextTalkOn);
  return days.filter(Boolean).sort()[0] ?? "9999";
}

/** Who wants it, who does not, whom to talk with, what differs, what waits. */
export function marksOf(
  { labels }: { labels: Marks },
  shown: Shown,
  day: string = today(),
): [string, number][] {
  const here = shown.persons.filter((person) => !isAway(person));
  const wishes = here.map((person) => person.fields.wish ?? "");
  const wants = wishes.filter((wish) => labels.has("wish", wish, "wants")).length;
  const not = wishes.filter((wish) => labels.has("wish", wish, "asks")).length;
  const talks = toTalkWith(labels, shown);
  const marks: [string, number][] = [
    ["wants", wants],
    ["not", not],
    ["talk", talks.length],
    ["due", talks.filter((person) => isDue(person, day)).length],
    ["conflict", shown.conflicts.length],
    ["refused", Number(shown.refused)],
    ["waits", Number(shown.waits && !shown.refused)],
  ];
  if (shown.fields.state) marks.push([shown.fields.state, 1]);
  return marks.filter(([, n]) => n > 0);
}

/** Whether a household is of those that were asked for by a mark; none asks for all. */
export function fits(
  stage: { labels: Marks },
  shown: Shown,
  mark: string,
  day: string = today(),
): boolean {
  if (!mark) return true;
  // What was refused has not arrived either.
  if (mark === "waits") return shown.waits;
  return marksOf(stage, shown, day).some(([name]) => name === mark);
}
