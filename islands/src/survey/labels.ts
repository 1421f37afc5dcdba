// What fields and answers are called, read from the forms themselves.
import type { Pieces } from "../phone/pieces";

const bare = (name: string): string => name.replace(/^(person|dose)\./, "");

export class Labels {
  #fields = new Map<string, string>();
  #answers = new Map<string, string>();
  /** Answers that the server has marked, as `wish/asks`. */
  #marks = new Map<string, Set<string>>();

  constructor(pieces: Pieces) {
    for (const held of [pieces.view("form"), pieces.piece("person"), pieces.piece("deeds")]) {
      for (const field of held.querySelectorAll<HTMLElement>("[data-field]")) this.#read(field);
    }
  }

  field(name: string): string {
    return this.#fields.get(name) ?? name;
  }

  /** What is told, in the order of the forms; what no form has comes last. */
  inOrder(told: Record<string, string>): [string, string][] {
    const order = [...this.#fields.keys()];
    // A village is chosen in a field of another name.
    const places = (name: string) => [`${name}_choice`, name].map((one) => order.indexOf(one));
    const place = (name: string) => places(name).find((at) => at >= 0) ?? order.length;
    return Object.entries(told).sort(([one], [other]) => place(one) - place(other));
  }

  answer(name: string, code: string): string {
    return this.#answers.get(`${name}/${code}`) ?? code;
  }

  /** Several codes, joined as they are kept. */
  answers(name: string, codes: string): string {
    const all = codes.split(",").filter(Boolean);
    return all.map((code) => this.answer(name, code)).join(" · ");
  }

  has(name: string, code: string, mark: string): boolean {
    return this.#marks.get(`${name}/${mark}`)?.has(code) ?? false;
  }

  /** A field that no form has. */
  called(field: string, words: string): void {
    this.#fields.set(field, words);
  }

  /** An answer that no form offers. */
  name(field: string, code: string, words: string): void {
    this.#answers.set(`${field}/${code}`, words.trim());
  }

  #read(field: HTMLElement): void {
    const name = bare(field.dataset.field ?? "");
    const called = field.querySelector(":scope > legend, :scope > label:not(.tick), [data-label]");
    const words = called?.cloneNode(true) as HTMLElement | undefined;
    words?.querySelector(".optional")?.remove();
    this.#fields.set(name, words?.textContent?.trim() ?? name);
    for (const one of field.querySelectorAll<HTMLInputElement>(
      "input[type=radio], input[type=checkbox]",
    )) {
      const said = one.parentElement?.querySelector("span")?.textContent ?? one.value;
      this.#keep(name, one.value, said, one.dataset);
    }
    for (const one of field.querySelectorAll("option")) {
      if (one.value) this.#keep(name, one.value, one.textContent ?? one.value, one.dataset);
    }
  }

  #keep(name: string, code: string, words: string, marks: DOMStringMap): void {
    this.#answers.set(`${name}/${code}`, words.trim());
    for (const mark of Object.keys(marks)) {
      const key = `${name}/${mark}`;
      this.#marks.set(key, (this.#marks.get(key) ?? new Set()).add(code));
    }
  }
}
