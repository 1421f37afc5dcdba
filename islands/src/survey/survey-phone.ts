// <survey-phone data-incident>: the household survey on a phone, with network or without. The page is a shell.
import type { Opened } from "../phone/entrance";
import { PhoneProgram } from "../phone/program";
import type { Ground } from "../phone/stage";
import { Book } from "./book";
import { surveySender } from "./exchange";
import { Labels } from "./labels";
import { fetchPack } from "./pack";
import type { Stage } from "./stage";
import { openList } from "./view-list";

const others = () => import("./views");
const VIEWS: [RegExp, keyof Awaited<ReturnType<typeof others>>][] = [
  [/^#\/new$/, "openNew"],
  [/^#\/h\/(\d{2}[0-9a-f]{32})$/, "openHousehold"],
  [/^#\/h\/(\d{2}[0-9a-f]{32})\/edit$/, "openEdit"],
  [/^#\/scan$/, "openScan"],
  [/^#\/outbox$/, "openOutbox"],
  [/^#\/area$/, "openArea"],
];

class SurveyPhone extends PhoneProgram<Stage> {
  readonly tag = "survey";

  async setUp({ account, locks, key }: Opened, incident: string) {
    const kept = await Book.open(account, locks.db, key);
    return { kept, sender: surveySender(kept, incident) };
  }

  stageOn(ground: Ground, book: Book): Stage {
    const labels = new Labels(this.pieces);
    for (const state of ["moved_away", "died", "mistake", "merged"]) {
      const chip = this.pieces.piece("chips").querySelector(`[data-chip="${state}"]`);
      labels.name("state", state, chip?.textContent ?? state);
    }
    labels.called("village", labels.field("village_choice"));
    for (const field of ["pin", "household"])
      labels.called(field, this.pieces.word(`field-${field}`));
    return { ...ground, labels, book };
  }

  async viewOf(_: Stage, hash: string) {
    const [pattern, name] = VIEWS.find(([pattern]) => pattern.test(hash)) ?? [/^/];
    const opens = name ? (await others().catch(() => undefined))?.[name] : openList;
    return opens && ((stage: Stage) => opens(stage, pattern.exec(hash)?.[1] ?? ""));
  }

  /** The rest of the program, so that every view opens without network as well. */
  afterOpening(stage: Stage): void {
    void others().catch(() => undefined);
    if (navigator.onLine) void this.#freshPack(stage);
  }

  async #freshPack(stage: Stage): Promise<void> {
    const pack = await fetchPack(stage.incident);
    if (!pack) return;
    const isFirst = stage.book.notes.pack === null;
    await stage.book.note({ pack });
    // The form was opened before there was a list of areas; nothing can have been chosen in it.
    if (isFirst && location.hash === "#/new") await this.show();
  }
}

customElements.define("survey-phone", SurveyPhone);
