// The templates of the page: views, pieces and words, all made by the server.
import { fill } from "../words";

export class Pieces {
  #words = new Map<string, string>();

  constructor() {
    const held = document.querySelector<HTMLTemplateElement>("template[data-words]");
    for (const one of held?.content.querySelectorAll<HTMLElement>("[data-word]") ?? []) {
      this.#words.set(one.dataset.word ?? "", one.textContent ?? "");
    }
  }

  /** Words filled with values; a name nobody wrote is shown as it is, so that a slip is seen. */
  word(name: string, values: Record<string, string | number> = {}): string {
    return fill(this.#words.get(name) ?? name, values);
  }

  /** The words, where there are such. */
  known(name: string): string | undefined {
    return this.#words.get(name);
  }

  view(name: string): DocumentFragment {
    return this.#copy(`template[data-view="${name}"]`);
  }

  piece(name: string): DocumentFragment {
    return this.#copy(`template[data-piece="${name}"]`);
  }

  #copy(selector: string): DocumentFragment {
    const held = document.querySelector<HTMLTemplateElement>(selector);
    if (!held) throw new Error(`the page has no ${selector}`);
    return document.importNode(held.content, true);
  }
}

export function slot<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-slot="${name}"]`);
  if (!found) throw new Error(`no place for ${name}`);
  return found;
}

export function part(root: ParentNode, name: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-part="${name}"]`);
}

export function act(root: ParentNode, name: string, does: () => void): HTMLElement {
  const button = root.querySelector<HTMLElement>(`[data-act="${name}"]`);
  if (!button) throw new Error(`no button for ${name}`);
  button.addEventListener("click", does);
  return button;
}

/** Puts words in their place; an empty place is not shown. */
export function say(root: ParentNode, name: string, words: string): void {
  const place = slot(root, name);
  place.textContent = words;
  place.hidden = words === "";
}

/** A name and what it is, in a list of both. */
export function tell(list: HTMLElement, name: string, words: string): void {
  if (!words) return;
  const term = document.createElement("dt");
  term.textContent = name;
  const told = document.createElement("dd");
  told.textContent = words;
  list.append(term, told);
}
