// A household by its card that is not on this phone: fetched with all the rest of one's area, or of another's.
import { act, say, slot } from "../phone/pieces";
import type { Stage } from "./stage";

export function showMissing(stage: Stage, handle: string): void {
  const { place, pieces, book, sender } = stage;
  place.replaceChildren(pieces.view("missing"));
  slot<HTMLAnchorElement>(place, "online").href = `/households/${handle}`;
  const button = act(place, "fetch", () => {
    if (button.ariaBusy === "true") return;
    void fetchIt();
  });
  const fetchIt = async () => {
    if (!navigator.onLine) return say(place, "said", pieces.word("missing-offline"));
    button.ariaBusy = "true";
    say(place, "said", pieces.word("missing-fetching"));
    await sender.send();
    // The view is another by now: the household came, or somebody went on.
    if (!button.isConnected || book.shown(handle)) return;
    button.ariaBusy = null;
    const { standing } = sender;
    if (standing === "signed-out") return say(place, "said", pieces.word("signed-out"));
    const isKnown = standing === "resting";
    say(place, "said", pieces.word(isKnown ? "missing-elsewhere" : "missing-offline"));
    slot(place, "online").hidden = !isKnown;
  };
}
