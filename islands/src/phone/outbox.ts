// The view of what waits to be sent, since when, and what the server has refused, in its own words.
import { hour } from "../hours";
import { act, say, slot } from "./pieces";
import { focusHeading, type Ground, type View } from "./stage";

/** What every program's outbox holds of a change. */
export interface Waits {
  seq: number;
  /** From the first try on, the server may have it. */
  tries: number;
  refused?: { message: string; problems: readonly { message: string }[] };
}

/** How a change is shown. */
export interface Shown {
  place: string;
  /** Where what it is about is seen; nothing where it is no longer here. */
  placeAt: string | undefined;
  what: string;
  madeAt: string;
  /** Where it is said otherwise. */
  mendAt: string | undefined;
  /** Sends it again as it is, where that may help. */
  again?: () => void;
}

interface Outbox<W extends Waits> {
  all: () => readonly W[];
  show: (waiting: W) => Shown;
  maySend: () => boolean;
  throwAway: (seq: number) => void;
}

type Shows = Pick<Ground, "place" | "pieces" | "sender">;

export function openOutbox<W extends Waits>(stage: Shows, outbox: Outbox<W>): View {
  const { place, pieces, sender } = stage;
  place.replaceChildren(pieces.view("outbox"));
  const send = act(place, "send", () => void sender.send());
  const show = () => {
    const all = outbox.all();
    slot(place, "rows").replaceChildren(...all.map((one) => rowOf(stage, outbox, one)));
    slot(place, "empty").hidden = all.length > 0;
    const how = navigator.onLine ? "outbox-how" : "outbox-offline";
    say(place, "how", all.length === 0 ? "" : pieces.word(how));
    send.hidden = !outbox.maySend();
  };
  show();
  focusHeading(place);
  return { refresh: () => void (place.querySelector("details[open]") || show()) };
}

function rowOf<W extends Waits>({ pieces }: Shows, outbox: Outbox<W>, waiting: W): HTMLElement {
  const { refused, tries } = waiting;
  const shown = outbox.show(waiting);
  const row = pieces.piece("waiting").querySelector("li") as HTMLElement;
  const link = slot<HTMLAnchorElement>(row, "place");
  link.textContent = shown.place;
  if (shown.placeAt) link.href = shown.placeAt;
  slot(row, "chip").textContent = pieces.word(refused ? "chip-refused" : "chip-waits");
  slot(row, "chip").dataset.chip = refused ? "refused" : "waits";
  slot(row, "what").textContent = shown.what;
  slot(row, "since").textContent = pieces.word("since", { time: hour(shown.madeAt) });
  say(row, "tries", tries > 0 ? pieces.word("tries", { n: tries }) : "");
  slot(row, "refused").hidden = !refused;
  if (!refused) return row;
  const said = [refused.message, ...refused.problems.map(({ message }) => message)];
  for (const words of new Set(said.filter(Boolean))) {
    const item = document.createElement("li");
    item.textContent = words;
    slot(row, "why").append(item);
  }
  const mend = slot<HTMLAnchorElement>(row, "mend");
  if (shown.mendAt) mend.href = shown.mendAt;
  mend.hidden = shown.mendAt === undefined;
  if (shown.again) act(row, "again", shown.again);
  act(row, "throw", () => {
    row.remove();
    outbox.throwAway(waiting.seq);
  });
  return row;
}
