// One person on the form: what is asked follows from what was answered.

import { fill, read, rename } from "../phone/fields";
import { act, type Pieces, part, say } from "../phone/pieces";
import { type Group, groupOf, readAge, yearIn } from "./age";
import type { Fields, NewPerson, Problem } from "./model";
import { hasItsCheckDigit, isPhone } from "./numbers";

/** The server shows no more of a number than its end. */
export const isMasked = (number: string): boolean => /[•*●…]|x{3,}/i.test(number);

export class PersonRow {
  readonly root: HTMLElement;
  readonly details: HTMLDetailsElement;
  /** What the form does not ask, kept as it is. */
  #beside: Fields;
  #masked: string;
  /** Whether the age still decides the group: nobody has chosen one. */
  #follows: boolean;
  #groups: Group[];

  constructor(
    readonly pieces: Pieces,
    readonly number: number,
    readonly id: string,
    readonly given: Fields,
    options: {
      isNew: boolean;
      points: readonly [string, string][];
      onRemove: (() => void) | undefined;
    },
  ) {
    this.root = pieces.piece("person").querySelector("li") as HTMLElement;
    this.details = this.root.querySelector("details") as HTMLDetailsElement;
    this.#follows = options.isNew && !given.target_group;
    const known = given.document_number ?? "";
    this.#masked = isMasked(known) ? known : "";
    rename(this.root, "person.", this.prefix);
    const point = this.#select("point");
    for (const [id, name] of options.points) point.add(new Option(name, id));
    (part(this.root, "point") as HTMLElement).hidden = options.points.length === 0;
    this.#groups = [...this.#select("target_group").options]
      .filter(({ value }) => value)
      .map(({ value, dataset }) =>
        dataset.from === undefined
          ? { code: value }
          : { code: value, from: Number(dataset.from), to: Number(dataset.to) },
      );
    const shown: Fields = { ...given, document_number: this.#masked ? "" : known };
    const age = Number(given.age);
    if (age >= 1800) shown.age = String(yearIn(document.documentElement.lang, age));
    fill(this.root, shown, this.prefix);
    const asked = read(this.root, this.prefix);
    this.#beside = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in asked)));
    const remove = act(this.root, "remove", () => options.onRemove?.());
    (remove.parentElement as HTMLElement).hidden = !options.onRemove;
    this.root.addEventListener("input", (event) => {
      const { name } = event.target as HTMLInputElement;
      if (/\.(age|age_band)$/.test(name)) this.#follows = !given.target_group;
      if (/\.target_group$/.test(name)) this.#follows = false;
      this.refresh(/\.(age|age_band)$/.test(name));
    });
    this.refresh(true);
  }

  get prefix(): string {
    return `persons.${this.number}.`;
  }

  isBlank(): boolean {
    const { name, age, history, age_band } = this.fields();
    return !name && !age && !history && !age_band;
  }

  fields(): Fields {
    const fields = read(this.root, this.prefix);
    const age = this.#year(fields.age ?? "");
    if (age !== undefined) fields.age = String(age);
    // The server finds the band of an age.
    if (fields.age)
      fields.age_band = fields.age === this.given.age ? (this.given.age_band ?? "") : "";
    if (this.#masked && !fields.document_number && fields.document === this.given.document) {
      fields.document_sure = this.given.document_sure ?? "";
    }
    return { ...this.#beside, ...fields };
  }

  told(): NewPerson {
    return { id: this.id, fields: this.fields() };
  }

  refresh(chooseGroup = false): void {
    const fields = read(this.root, this.prefix);
    this.#show("wish", this.#marked("history", "asks"));
    this.#show("reason", this.#marked("history", "asks") && this.#marked("wish", "asks"));
    const year = this.#year(fields.age ?? "");
    const years = year === undefined ? undefined : new Date().getFullYear() - year;
    this.#show("band", !fields.age);
    say(this.root, "years", this.#age(year, years));
    if (chooseGroup) this.#chooseGroup(years);
    const hasNumber = Boolean(fields.document) && !this.#marked("document", "none");
    this.#show("number", hasNumber);
    say(
      this.root,
      "masked",
      this.#masked ? this.pieces.word("masked", { number: this.#masked }) : "",
    );
    this.#show("sure", hasNumber && this.#hasWrongDigit());
    this.#show("test", Boolean(fields.test_kind));
    say(this.root, "head", fields.name || this.pieces.word("no-name"));
    const wish = this.#ticked("wish")?.parentElement?.textContent?.trim() ?? "";
    const about = [
      years === undefined ? "" : String(years),
      this.#marked("history", "asks") ? wish : "",
    ];
    say(this.root, "about", about.filter(Boolean).join(" · "));
  }

  problems(): Problem[] {
    const fields = this.fields();
    const shown = read(this.root, this.prefix);
    const problems: Problem[] = [];
    const amiss = (name: string, word: string) =>
      problems.push({ field: this.prefix + name, message: this.pieces.word(word) });
    if (!fields.name) amiss("name", "name-missing");
    if (shown.age) {
      const age = readAge(shown.age, new Date().getFullYear());
      if ("problem" in age) amiss("age", age.problem);
    }
    if (!fields.nationality) amiss("nationality", "nationality-missing");
    if (!fields.history) amiss("history", "history-missing");
    else if (this.#marked("history", "asks") && !fields.wish) amiss("wish", "wish-missing");
    else if (this.#marked("history", "asks") && this.#marked("wish", "asks") && !fields.reason) {
      amiss("reason", "reason-missing");
    }
    if (fields.phone && !isPhone(fields.phone)) amiss("phone", "phone-wrong");
    const needsNumber = fields.document && !this.#marked("document", "none");
    if (needsNumber && !fields.document_number && !this.#masked)
      amiss("document_number", "number-missing");
    if (this.#hasWrongDigit() && !fields.document_sure) amiss("document_number", "number-wrong");
    if (fields.test_kind && !fields.test_on) amiss("test_on", "date-missing");
    if (fields.test_on && new Date(fields.test_on) > new Date()) amiss("test_on", "date-ahead");
    return problems;
  }

  #age(year: number | undefined, years: number | undefined): string {
    if (year === undefined || years === undefined) return "";
    const shown = yearIn(document.documentElement.lang, year);
    return this.pieces.word("years", { n: years, year: shown });
  }

  #year(text: string): number | undefined {
    if (!text) return undefined;
    const age = readAge(text, new Date().getFullYear());
    return "year" in age ? age.year : undefined;
  }

  #chooseGroup(years: number | undefined): void {
    if (!this.#follows) return;
    const band = this.#ticked("age_band")?.dataset;
    const group = this.#select("target_group");
    if (years !== undefined) group.value = groupOf(this.#groups, years);
    else if (band?.from) group.value = groupOf(this.#groups, Number(band.from), Number(band.to));
  }

  #hasWrongDigit(): boolean {
    const number = read(this.root, this.prefix).document_number;
    return Boolean(number) && this.#marked("document", "digits") && !hasItsCheckDigit(number ?? "");
  }

  #show(name: string, on: boolean): void {
    const place = part(this.root, name);
    if (place) place.hidden = !on;
  }

  #ticked(name: string): HTMLInputElement | null {
    return this.root.querySelector(`input[name="${this.prefix}${name}"]:checked`);
  }

  #marked(name: string, mark: string): boolean {
    return this.#ticked(name)?.dataset[mark] !== undefined;
  }

  #select(name: string): HTMLSelectElement {
    return this.root.querySelector(`select[name="${this.prefix}${name}"]`) as HTMLSelectElement;
  }
}
