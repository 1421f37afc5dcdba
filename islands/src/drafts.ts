// What was typed and the key of its sending, kept on this phone until an answer has come.
// Storage may be full, forbidden or cleared at any time: then nothing is kept, and nothing breaks.

const PREFIX = "typed:";
const KEPT_FOR = 24 * 3600 * 1000;

/** Values by field name; a ticked box or chosen card is listed by its value. */
export type Typed = Record<string, string[]>;

export interface Draft {
  at: number;
  typed: Typed;
  /** Key and content of the last try to send; the same content sent again uses the same key. */
  key?: string;
  sentContent?: string;
}

export function read(name: string, now = Date.now()): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Draft | null;
    if (draft && typeof draft.at === "number" && now - draft.at < KEPT_FOR) return draft;
    localStorage.removeItem(PREFIX + name);
  } catch {
    // As if nothing had been kept.
  }
  return undefined;
}

export function write(name: string, change: Partial<Draft>, now = Date.now()): void {
  try {
    const draft: Draft = { typed: {}, ...read(name, now), ...change, at: now };
    localStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // The page still holds what was typed.
  }
}

/** Throws a draft away; `*` stands for all of them (after signing out on a shared phone). */
export function forget(name: string): void {
  try {
    const all =
      name === "*" ? Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)) : [];
    for (const key of [PREFIX + name, ...all]) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** The fields whose values may stay on the phone. */
export function keepable(
  form: HTMLFormElement,
): (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[] {
  const never = new Set(["password", "file", "submit", "button", "image", "reset"]);
  return [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement =>
      (field instanceof HTMLInputElement ||
        field instanceof HTMLSelectElement ||
        field instanceof HTMLTextAreaElement) &&
      field.name !== "" &&
      !never.has(field.type) &&
      (field.type !== "hidden" || field.dataset.keep !== undefined) &&
      field.autocomplete !== "one-time-code" &&
      !field.closest("[data-private-no-keep]"),
  );
}

export function collect(form: HTMLFormElement): Typed {
  const typed: Typed = {};
  for (const field of keepable(form)) {
    typed[field.name] ??= [];
    const values = typed[field.name] as string[];
    if (
      field instanceof HTMLInputElement &&
      (field.type === "checkbox" || field.type === "radio")
    ) {
      if (field.checked) values.push(field.value);
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      values.push(...[...field.selectedOptions].map((option) => option.value));
    } else {
      values.push(field.value);
    }
  }
  return typed;
}

/** Puts kept values back; tells whether anything changed. Fields that are gone are passed over. */
export function restore(form: HTMLFormElement, typed: Typed, onlyEmpty = false): boolean {
  let changed = false;
  const taken = new Map<string, number>();
  for (const field of keepable(form)) {
    const values = typed[field.name];
    if (!values) continue;
    if (
      field instanceof HTMLInputElement &&
      (field.type === "checkbox" || field.type === "radio")
    ) {
      if (onlyEmpty) continue;
      const wanted = values.includes(field.value);
      changed ||= field.checked !== wanted;
      field.checked = wanted;
      continue;
    }
    if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.includes(option.value);
      continue;
    }
    // Several fields of one name (rows of persons) get their values in order.
    const nth = taken.get(field.name) ?? 0;
    taken.set(field.name, nth + 1);
    const value = values[nth];
    if (value === undefined || value === field.value || (onlyEmpty && field.value)) continue;
    field.value = value;
    changed = true;
  }
  return changed;
}
