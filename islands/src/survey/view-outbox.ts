// What waits to be sent, since when, and what the server has refused, in its own words.
import { hour } from "../hours";
import { act, say, slot } from "../phone/pieces";
import { isTyped } from "./changes";
import { chips, placeOf } from "./chips";
import type { Waiting } from "./model";
import { sendable } from "./settle";
import { focusHeading, type Opens, type Stage } from "./stage";
import { item } from "./view-household";

export const openOutbox: Opens = (stage) => {
  const { place, pieces, book, sender } = stage;
  place.replaceChildren(pieces.view("outbox"));
  const send = act(place, "send", () => void sender.send());
  const show = () => {
    const isEmpty = book.outbox.length === 0;
    slot(place, "rows").replaceChildren(...book.outbox.map((one) => rowOf(stage, one)));
    slot(place, "empty").hidden = !isEmpty;
    const how = navigator.onLine ? "outbox-how" : "outbox-offline";
    say(place, "how", isEmpty ? "" : pieces.word(how));
    send.hidden = sendable(book.outbox, 1).length === 0;
  };
  show();
  focusHeading(place);
  return { refresh: () => void (place.querySelector("details[open]") || show()) };
};

function rowOf(stage: Stage, waiting: Waiting): HTMLElement {
  const { pieces, book } = stage;
  const { change, refused, tries } = waiting;
  const row = pieces.piece("waiting").querySelector("li") as HTMLElement;
  const link = slot<HTMLAnchorElement>(row, "place");
  const shown = book.shown(change.household);
  link.textContent = placeOf(stage, shown?.fields ?? {});
  if (shown) link.href = `#/h/${change.household}`;
  slot(row, "chips").replaceChildren(...chips(stage, [[refused ? "refused" : "waits", 1]]));
  slot(row, "what").textContent = pieces.word(`kind-${change.kind}`);
  slot(row, "since").textContent = pieces.word("since", { time: hour(change.made_at) });
  say(row, "tries", tries > 0 ? pieces.word("tries", { n: tries }) : "");
  slot(row, "refused").hidden = !refused;
  if (!refused) return row;
  const said = [refused.message, ...refused.problems.map(({ message }) => message)].filter(Boolean);
  slot(row, "why").append(...said.map(item));
  const mend = slot<HTMLAnchorElement>(row, "mend");
  mend.href = `#/h/${change.household}${isTyped(change) ? "/edit" : ""}`;
  act(row, "throw", () => {
    row.remove();
    void book.queue([], [waiting.seq]);
  });
  return row;
}
