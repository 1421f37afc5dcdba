// Short ways of making what islands put into a page.
import { icon } from "./icons";

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  words = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

/** A square button with an icon for a face, and words for those who do not see it. */
export function faceButton(
  face: Parameters<typeof icon>[0],
  words: string,
  act: () => void,
): HTMLButtonElement {
  const button = element("button", "map-button");
  button.type = "button";
  button.title = words;
  button.setAttribute("aria-label", words);
  button.append(icon(face));
  button.addEventListener("click", act);
  return button;
}

/** A box to tick with its words. */
export function tick(on: boolean, change: (on: boolean) => void, ...words: (Node | string)[]) {
  const label = element("label", "tick");
  const box = element("input");
  box.type = "checkbox";
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  const said = element("span");
  said.append(...words);
  label.append(box, said);
  return { label, box };
}
