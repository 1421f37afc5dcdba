// The form of a household with its persons: filled, read, and marked where something is amiss.

import { fill, mark, offer, read, unmark } from "../phone/fields";
import { act, type Pieces, part, say, slot } from "../phone/pieces";
import { whereAmI } from "../where";
import { making } from "./ids";
import type { Area, AreaPack, Fields, NewPerson, Problem, Typed } from "./model";
import { isPhone } from "./numbers";
import { PersonRow } from "./person-row";

const OTHER = "-";

export class HouseForm {
  readonly form: HTMLFormElement;
  #rows: PersonRow[] = [];
  #next = 0;
  #beside: Fields = {};
  #nationality = "";

  constructor(
    readonly pieces: Pieces,
    readonly root: HTMLElement,
    readonly areas: readonly Area[],
    readonly pack: AreaPack | null,
    readonly mayRemove: (person: string) => boolean,
    readonly onChange: () => void,
  ) {
    this.form = root.querySelector("form") as HTMLFormElement;
    offer(
      this.#select("area"),
      areas.map(({ code, name }) => [code, name]),
    );
    slot(root, "no-area").hidden = areas.length > 0;
    act(root, "add", () => this.#add());
    act(root, "here", () => void this.#here());
    act(root, "not-here", () =>
      this.#put({ lat: "", lon: "", accuracy_m: "", position_source: "" }),
    );
    this.form.addEventListener("input", (event) => {
      const { name } = event.target as HTMLInputElement;
      if (name === "area") this.#offerVillages();
      if (name === "area" || name === "village_choice") this.#showVillage();
      this.onChange();
    });
  }

  fill({ fields, persons }: Typed, isNew: boolean): void {
    const known = { ...fields };
    if (!known.area && this.areas.length === 1) known.area = this.areas[0]?.code ?? "";
    const area = this.#select("area");
    // An area that is not among mine any more stays what it is.
    if (known.area && ![...area.options].some(({ value }) => value === known.area)) {
      area.add(new Option(known.area, known.area));
    }
    fill(this.form, known);
    this.#offerVillages();
    const choice = this.#select("village_choice");
    const isListed = [...choice.options].some(({ value }) => value === known.village);
    choice.value = known.village ? (isListed ? known.village : OTHER) : "";
    this.#showVillage();
    this.#showHere();
    const asked = read(this.form);
    this.#beside = Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in asked)));
    for (const row of this.#rows) row.root.remove();
    this.#rows = [];
    for (const person of persons)
      this.#putPerson(person, isNew).details.open = persons.length === 1;
  }

  typed(): Typed {
    const { village_choice = "", ...fields } = read(this.form);
    if (village_choice && village_choice !== OTHER) fields.village = village_choice;
    if (!village_choice && !part(this.root, "village-list")?.hidden) fields.village = "";
    const told = this.#rows.filter((row) => !row.isBlank());
    return { fields: { ...this.#beside, ...fields }, persons: told.map((row) => row.told()) };
  }

  problems(): Problem[] {
    const { fields } = this.typed();
    const problems: Problem[] = [];
    const amiss = (field: string, word: string) =>
      problems.push({ field, message: this.pieces.word(word) });
    if (!fields.area) amiss("area", "area-missing");
    if (!fields.landmark && !fields.lat) amiss("landmark", "landmark-missing");
    if (!fields.consent) amiss("consent", "consent-missing");
    const told = this.#rows.filter((row) => !row.isBlank());
    if (told.length === 0) problems.push(...(this.#rows[0]?.problems().slice(0, 1) ?? []));
    for (const row of told) problems.push(...row.problems());
    if (fields.contact_phone && !isPhone(fields.contact_phone))
      amiss("contact_phone", "phone-wrong");
    return problems;
  }

  /** Numbers of persons as they were sent become those of the rows here. */
  fromSent(problems: readonly Problem[], persons: readonly NewPerson[]): Problem[] {
    return problems.map(({ field, message }) => {
      const [, nth, name] = /^persons\.(\d+)\.(.+)$/.exec(field) ?? [];
      const id = nth === undefined ? undefined : persons[Number(nth)]?.id;
      const row = this.#rows.find((row) => row.id === id);
      return row ? { field: row.prefix + name, message } : { field, message };
    });
  }

  /** Of one person, by its own names. */
  fromPerson(problems: readonly Problem[], person: string): Problem[] {
    const row = this.#rows.find((row) => row.id === person);
    return problems.map(({ field, message }) => ({
      field: row ? row.prefix + field.replace(/^persons?\.(\d+\.)?/, "") : field,
      message,
    }));
  }

  show(problems: readonly Problem[]): void {
    unmark(this.form);
    const place = slot(this.root, "errors");
    place.replaceChildren();
    if (problems.length === 0) return;
    const piece = this.pieces.piece("errors");
    const list = piece.querySelector("ul") as HTMLElement;
    (piece.querySelector("h2") as HTMLElement).textContent = this.pieces.word("errors", {
      n: problems.length,
    });
    for (const problem of problems) {
      const isShown = mark(this.form, problem);
      const item = document.createElement("li");
      const words = this.#ofPerson(problem);
      if (isShown) {
        const link = document.createElement("a");
        link.href = `#${problem.field}`;
        link.textContent = words;
        link.addEventListener("click", (event) => {
          // The address names the view; it is not changed by going to a field.
          event.preventDefault();
          document.getElementById(problem.field)?.focus();
        });
        item.append(link);
      } else item.textContent = words;
      list.append(item);
    }
    place.append(piece);
    place.querySelector<HTMLElement>(".errors")?.focus();
  }

  #ofPerson({ field, message }: Problem): string {
    const number = /^persons\.(\d+)\./.exec(field)?.[1];
    const nth = this.#rows.findIndex((row) => String(row.number) === number);
    return nth < 0 || this.#rows.length < 2
      ? message
      : this.pieces.word("of-person", { n: nth + 1, said: message });
  }

  /** The one more that is typed next: those in order are folded, their nationality is likely again. */
  #add(): void {
    for (const row of this.#rows) row.details.open = row.problems().length > 0 && !row.isBlank();
    const last = this.#rows.at(-1)?.fields().nationality || this.#nationality;
    const row = this.#putPerson({ id: making.id(), fields: { nationality: last } }, true);
    row.details.open = true;
    row.root.querySelector("input")?.focus();
    this.onChange();
  }

  #putPerson(person: NewPerson, isNew: boolean): PersonRow {
    this.#nationality ||= person.fields.nationality ?? "";
    const points = this.pack?.points.map(({ id, name }): [string, string] => [id, name]) ?? [];
    const row: PersonRow = new PersonRow(this.pieces, this.#next, person.id, person.fields, {
      isNew,
      points,
      onRemove: this.mayRemove(person.id) ? () => this.#remove(row) : undefined,
    });
    this.#next += 1;
    this.#rows.push(row);
    slot(this.root, "persons").append(row.root);
    return row;
  }

  #remove(row: PersonRow): void {
    row.root.remove();
    this.#rows = this.#rows.filter((one) => one !== row);
    if (this.#rows.length === 0) this.#add();
    slot(this.root, "persons").focus();
    this.onChange();
  }

  #offerVillages(): void {
    const area = this.#select("area").value;
    const villages = this.pack?.villages.filter((village) => village.area === area) ?? [];
    const names = villages.map(({ moo, name }) =>
      this.pieces.word("village", { moo, name }).trim(),
    );
    const choices = names.map((name): [string, string] => [name, name]);
    choices.push([OTHER, this.pieces.word("other-village")]);
    offer(this.#select("village_choice"), choices);
    const list = part(this.root, "village-list") as HTMLElement;
    list.hidden = villages.length === 0;
  }

  #showVillage(): void {
    const hasList = !part(this.root, "village-list")?.hidden;
    const words = part(this.root, "village") as HTMLElement;
    words.hidden = hasList && this.#select("village_choice").value !== OTHER;
  }

  async #here(): Promise<void> {
    say(this.root, "here", this.pieces.word("asking"));
    const found = await whereAmI();
    if (typeof found === "string") return say(this.root, "here", this.pieces.word(found));
    this.#put({
      lat: found.lat.toFixed(6),
      lon: found.lon.toFixed(6),
      accuracy_m: String(found.accuracy),
      position_source: "gps",
    });
  }

  #put(position: Fields): void {
    for (const [name, value] of Object.entries(position)) {
      const input = this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
      if (input) input.value = value;
    }
    this.#showHere();
    this.onChange();
  }

  #showHere(): void {
    const { lat, accuracy_m } = read(this.form);
    const not = this.root.querySelector<HTMLElement>('[data-act="not-here"]');
    if (not) not.hidden = !lat;
    say(this.root, "here", lat ? this.pieces.word("accuracy", { m: accuracy_m || "–" }) : "");
  }

  #select(name: string): HTMLSelectElement {
    return this.form.querySelector(`select[name="${name}"]`) as HTMLSelectElement;
  }
}
