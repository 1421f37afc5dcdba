// A form of supplies on the phone: filled, kept as a draft, read, marked where something is amiss, put into the
// outbox in place of what it mends.
import { Drafts } from "../phone/drafts";
import { type Fields, fill, mark, type Problem, read, unmark } from "../phone/fields";
import { slot } from "../phone/pieces";
import { uuidV7 } from "../sending";
import type { Deed, Waiting } from "./model";
import { focusHeading, type Stage, type View } from "./stage";

/** What a form makes of what was typed; without its id and its hour. */
export type Making<D extends Deed> = D extends Deed ? Omit<D, "id" | "made_at"> : never;

/** A deed that was refused, on its way to be said otherwise. */
export type Mending = Waiting | undefined;

export interface FormOf<D extends Deed> {
  /** The view of the page that holds the form. */
  view: string;
  /** Under which name what was typed is kept. */
  draft: string;
  unit: string;
  mending: Mending;
  /** What is typed where a deed is mended. */
  typedOf: (deed: D) => Fields;
  /** Fills in what the books say, before anything is typed. */
  prepare: (root: HTMLElement) => void;
  /** Problems by field, with words of the page; or the deed. */
  make: (typed: Fields) => Making<D> | Problem[];
  /** Where it leads when it is kept. */
  leadsTo: string;
  /** Called at each change, with what is typed. */
  onTyped?: (root: HTMLElement, typed: Fields) => void;
}

export async function openForm<D extends Deed>(stage: Stage, of: FormOf<D>): Promise<View> {
  const { place, pieces, book } = stage;
  const root = document.createElement("div");
  root.className = "phone-view";
  root.append(pieces.view(of.view));
  of.prepare(root);
  const form = root.querySelector("form") as HTMLFormElement;
  const { mending } = of;
  const draft = await book.draft(of.draft);
  const begun = draft ?? (mending && of.typedOf(mending.deed as D));
  if (begun) fill(form, begun);
  const kept = root.querySelector<HTMLElement>('[data-slot="kept"]');
  if (kept) kept.hidden = !draft;
  place.replaceChildren(root);
  focusHeading(root);
  of.onTyped?.(root, read(form));
  if (mending?.refused) show(stage, root, problemsOf(mending.refused));

  const drafts = new Drafts(() => void book.keepDraft(of.draft, read(form)));
  form.addEventListener("input", () => {
    drafts.changed();
    of.onTyped?.(root, read(form));
  });
  let isPressed = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isPressed) return;
    const made = of.make(read(form));
    if (Array.isArray(made)) return show(stage, root, made);
    isPressed = true;
    drafts.drop();
    void putInto(stage, of, made as unknown as Making<Deed>).then(() => stage.go(of.leadsTo));
  });
  return { leave: () => drafts.leave() };
}

async function putInto<D extends Deed>(
  stage: Stage,
  { draft, mending }: FormOf<D>,
  made: Making<Deed>,
): Promise<void> {
  await queue(stage, made, mending);
  await stage.book.forgetDraft(draft);
}

/** Into the outbox; in the place of what it mends, and with its hour, since it was then that it happened. */
export async function queue(stage: Stage, made: Making<Deed>, mending?: Mending): Promise<void> {
  const { book } = stage;
  const at = mending?.deed.made_at ?? new Date().toISOString();
  const deed = { ...made, id: uuidV7(), made_at: at } as Deed;
  await book.queue([{ seq: mending?.seq ?? book.nextSeq(), deed, tries: 0 }]);
  stage.sendSoon();
}

/** What the server said, on the fields it said it of. */
function problemsOf({ message, problems }: NonNullable<Waiting["refused"]>): Problem[] {
  return problems.length > 0 ? [...problems] : [{ field: "", message }];
}

/** All that is amiss, above the form and on its fields. */
function show({ pieces }: Stage, root: HTMLElement, problems: readonly Problem[]): void {
  const form = root.querySelector("form") as HTMLFormElement;
  unmark(form);
  const place = slot(root, "errors");
  const piece = pieces.piece("errors");
  const list = piece.querySelector("ul") as HTMLElement;
  const head = piece.querySelector("h2") as HTMLElement;
  head.textContent = pieces.word("errors", { n: problems.length });
  for (const problem of problems) {
    const item = document.createElement("li");
    if (mark(form, problem)) {
      const link = document.createElement("a");
      link.href = `#${problem.field}`;
      link.textContent = problem.message;
      link.addEventListener("click", (event) => {
        // The address names the view; it is not changed by going to a field.
        event.preventDefault();
        document.getElementById(problem.field)?.focus();
      });
      item.append(link);
    } else item.textContent = problem.message;
    list.append(item);
  }
  place.replaceChildren(piece);
  place.querySelector<HTMLElement>(".errors")?.focus();
}
