// Fields of a form read, filled and marked. What is not shown is not answered.
export type Fields = Record<string, string>;

export interface Problem {
  field: string;
  message: string;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controls(root: ParentNode, prefix: string): Control[] {
  const all = [...root.querySelectorAll<Control>("input[name], select[name], textarea[name]")];
  return all.filter(({ name }) => (prefix ? name.startsWith(prefix) : !name.includes(".")));
}

const isTick = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");

export function read(root: ParentNode, prefix = ""): Fields {
  const fields: Fields = {};
  for (const control of controls(root, prefix)) {
    const name = control.name.slice(prefix.length);
    fields[name] ??= "";
    // The form as a whole may be out of sight while it is looked over.
    const shut = control.type === "hidden" ? null : control.closest("[hidden]");
    if (shut && shut !== root && root.contains(shut)) continue;
    if (!isTick(control)) fields[name] = control.value.trim();
    else if (control.checked && control.type === "radio") fields[name] = control.value;
    else if (control.checked) {
      fields[name] = [fields[name], control.value].filter(Boolean).join(",");
    }
  }
  return fields;
}

export function fill(root: ParentNode, fields: Fields, prefix = ""): void {
  for (const control of controls(root, prefix)) {
    const value = fields[control.name.slice(prefix.length)] ?? "";
    if (!isTick(control)) control.value = value;
    else if (control.type === "radio") control.checked = control.value === value;
    else control.checked = value.split(",").includes(control.value);
  }
}

const NAMING = ["id", "name", "for", "aria-describedby", "data-field", "data-part", "data-slot"];

/** Gives the fields of a copied piece the names of this very one. */
export function rename(root: ParentNode, from: string, to: string): void {
  for (const attribute of NAMING) {
    for (const one of root.querySelectorAll(`[${attribute}*="${from}"]`)) {
      const value = one.getAttribute(attribute) ?? "";
      one.setAttribute(attribute, value.replaceAll(from, to));
    }
  }
}

export function unmark(root: ParentNode): void {
  for (const bad of root.querySelectorAll(".bad")) bad.classList.remove("bad");
  for (const said of root.querySelectorAll("[data-field] > .err")) said.remove();
  for (const one of root.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
}

/** Marks a field as amiss, with its sentence, and opens what it lies in. False where there is no such field. */
export function mark(root: ParentNode, { field, message }: Problem): boolean {
  const place = root.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  if (!place) return false;
  place.classList.add("bad");
  const said = document.createElement("p");
  said.className = "err";
  said.id = `${field}-err`;
  said.textContent = message;
  const before = place.querySelector(
    ":scope > .choices, :scope > .input, :scope > .select, :scope > .textarea, :scope > .tick",
  );
  if (before) before.before(said);
  else place.append(said);
  for (const one of place.querySelectorAll<Control>("input, select, textarea")) {
    one.setAttribute("aria-invalid", "true");
    const known = (one.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    if (!isTick(one))
      one.setAttribute("aria-describedby", [...new Set([...known, said.id])].join(" "));
  }
  for (let up = place.closest("details"); up; up = up.parentElement?.closest("details") ?? null) {
    up.open = true;
  }
  return true;
}

/** Puts choices behind the one that asks to choose. */
export function offer(select: HTMLSelectElement, choices: readonly [string, string][]): void {
  const chosen = select.value;
  select.length = 1;
  for (const [value, words] of choices) select.add(new Option(words, value));
  select.value = chosen;
}
