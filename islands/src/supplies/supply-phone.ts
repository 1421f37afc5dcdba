// <supply-phone data-incident data-catalog>: the books of supply units on a phone, with network or without. The
// page is a shell.
import type { Opened } from "../phone/entrance";
import { PhoneProgram } from "../phone/program";
import type { Ground } from "../phone/stage";
import { SupplyBook } from "./book";
import { supplySender } from "./exchange";
import type { Catalog } from "./model";
import type { Opens, Stage } from "./stage";
import { openClose, openShipment } from "./view-day";
import { openHandOut, openReceive, openWriteOff } from "./view-entries";
import { openOutbox, openPrepare } from "./view-outbox";
import { openUnit, openUnits } from "./view-units";

const UNIT = "#/u/(\\d{2}[0-9a-f]{32})";
const SHIPMENT = "(\\d{2}[0-9a-f]{32})";
const MENDED = "(?:/(-?\\d+))?";
const VIEWS: [RegExp, Opens][] = [
  [new RegExp(`^${UNIT}$`), openUnit],
  [new RegExp(`^${UNIT}/hand-out${MENDED}$`), openHandOut],
  [new RegExp(`^${UNIT}/receive${MENDED}$`), openReceive],
  [new RegExp(`^${UNIT}/write-off${MENDED}$`), openWriteOff],
  [new RegExp(`^${UNIT}/close${MENDED}$`), openClose],
  [new RegExp(`^${UNIT}/s/${SHIPMENT}$`), openShipment],
  [/^#\/outbox$/, openOutbox],
  [/^#\/prepare$/, openPrepare],
];

class SupplyPhone extends PhoneProgram<Stage> {
  readonly tag = "supplies";

  async setUp({ account, locks, key }: Opened, incident: string) {
    const kept = await SupplyBook.open(account, locks.db, key);
    return { kept, sender: supplySender(kept, incident) };
  }

  stageOn(ground: Ground, book: SupplyBook): Stage {
    const catalog = JSON.parse(this.dataset.catalog ?? "{}") as Catalog;
    return { ...ground, book, catalog };
  }

  async viewOf(_: Stage, hash: string) {
    const [pattern, opens] = VIEWS.find(([pattern]) => pattern.test(hash)) ?? [/^/, openUnits];
    const [, unit = "", which = ""] = pattern.exec(hash) ?? [];
    return (stage: Stage) => opens(stage, unit, which);
  }

  /** A link to a unit may be the first that is opened here. */
  override async beforeShowing({ book, sender, place, pieces }: Stage): Promise<void> {
    if (book.notes.pocket) return;
    place.textContent = pieces.word("opening");
    await sender.send();
  }

  /** The file is whole, and the books were fetched with the sending. */
  afterOpening(): void {}
}

customElements.define("supply-phone", SupplyPhone);
