// Households and persons in words, for reading.
import { locale } from "../hours";
import { today } from "../phone/day";
import { slot, tell } from "../phone/pieces";
import { yearIn } from "./age";
import { chips, placeOf } from "./chips";
import { isDue, isTalkedWith } from "./marks";
import { type Fields, isAway } from "./model";
import { phoneInWords } from "./numbers";
import type { ShownPerson } from "./overlay";
import type { Stage } from "./stage";

type Speaks = Pick<Stage, "pieces" | "labels" | "book">;

/** Shown by themselves, or part of another. */
const NOT_OF_A_HOUSE = new Set(["lat", "lon", "accuracy_m", "position_source", "state"]);
const NOT_OF_A_PERSON = new Set(["name", "age_band", "document_sure", "state", "reason_words"]);
const SEVERAL = new Set(["risks", "vulnerabilities"]);
const PHONES = new Set(["phone", "contact_phone"]);
const YES = new Set(["bedridden", "mobile_team"]);

export function houseInWords(stage: Speaks, list: HTMLElement, fields: Fields): void {
  const { labels, pieces } = stage;
  for (const [name, value] of labels.inOrder(fields)) {
    if (!value || NOT_OF_A_HOUSE.has(name)) continue;
    tell(list, labels.field(name), valueInWords(stage, name, value));
  }
  if (fields.lat) {
    const within = pieces.word("accuracy", { m: fields.accuracy_m || "–" });
    tell(list, pieces.word("position"), within);
  }
}

export function personInWords(stage: Speaks, list: HTMLElement, person: ShownPerson): void {
  const { labels, pieces } = stage;
  for (const [name, value] of labels.inOrder(person.fields)) {
    if (!value || NOT_OF_A_PERSON.has(name)) continue;
    const words =
      name === "reason" ? reason(stage, person.fields) : valueInWords(stage, name, value);
    tell(list, labels.field(name), words);
  }
  if (person.fields.age_band && !person.fields.age) {
    tell(list, labels.field("age"), labels.answer("age_band", person.fields.age_band));
  }
  if (person.nextTalkOn && !isAway(person) && isTalkedWith(labels, person)) {
    const due = isDue(person, today()) ? pieces.word("talk-is-due") : "";
    const words = [dayInWords(person.nextTalkOn), due].filter(Boolean).join(" · ");
    tell(list, pieces.word("next-talk"), words);
  }
  const doses = person.doses.map(({ brand, on, place }) =>
    [brand && labels.answer("brand", brand), on && dayInWords(on), place]
      .filter(Boolean)
      .join(" · "),
  );
  tell(list, pieces.word("doses"), doses.join("\n"));
}

export function valueInWords(
  { labels, pieces, book }: Speaks,
  name: string,
  value: string,
): string {
  if (value === "") return pieces.word("nothing");
  if (name === "age") return ageInWords(pieces, value);
  if (name === "test_on" || name === "on") return dayInWords(value);
  if (name === "area") return book.areas().find(({ code }) => code === value)?.name ?? value;
  if (name === "point")
    return book.notes.pack?.points.find(({ id }) => id === value)?.name ?? value;
  if (name === "household") {
    const other = book.shown(value);
    return other ? placeOf({ pieces }, other.fields) : pieces.word("no-place");
  }
  if (name === "pin") return value.split(";").slice(0, 2).join(", ");
  if (PHONES.has(name)) return phoneInWords(value);
  if (SEVERAL.has(name)) return labels.answers(name, value);
  if (YES.has(name)) return pieces.word("yes");
  if (name === "state") return labels.answer("state", value);
  return labels.answer(name, value);
}

function reason({ labels }: Speaks, fields: Fields): string {
  const parts = [fields.reason && labels.answer("reason", fields.reason), fields.reason_words];
  return parts.filter(Boolean).join(" · ");
}

function ageInWords(pieces: Stage["pieces"], value: string): string {
  const year = Number(value);
  if (!(year >= 1800)) return value;
  const shown = yearIn(document.documentElement.lang, year);
  return pieces.word("years", { n: new Date().getFullYear() - year, year: shown });
}

function dayInWords(day: string): string {
  const at = new Date(`${day}T12:00:00`);
  if (Number.isNaN(at.getTime())) return day;
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(at);
}

export function personCard(stage: Speaks, person: ShownPerson, nth: number): HTMLElement {
  const card = stage.pieces.piece("person-card").querySelector("li") as HTMLElement;
  slot(card, "name").textContent = `${nth + 1}. ${person.fields.name ?? ""}`;
  personInWords(stage, slot(card, "about"), person);
  const marks: [string, number][] = person.fields.state ? [[person.fields.state, 1]] : [];
  if (person.waits) marks.push(["waits", 1]);
  slot(card, "chips").replaceChildren(...chips(stage, marks));
  return card;
}
