// What waits to be sent of the survey.
import * as outbox from "../phone/outbox";
import { isTyped } from "./changes";
import { placeOf } from "./chips";
import type { Waiting } from "./model";
import { sendable } from "./settle";
import type { Opens, Stage } from "./stage";

export const openOutbox: Opens = (stage) => {
  const { book } = stage;
  return outbox.openOutbox<Waiting>(stage, {
    all: () => book.outbox,
    show: (waiting) => shown(stage, waiting),
    maySend: () => sendable(book.outbox, 1).length > 0,
    throwAway: (seq) => void book.queue([], [seq]),
  });
};

function shown(stage: Stage, { change }: Waiting): outbox.Shown {
  const household = stage.book.shown(change.household);
  const at = `#/h/${change.household}`;
  return {
    place: placeOf(stage, household?.fields ?? {}),
    placeAt: household && at,
    what: stage.pieces.word(`kind-${change.kind}`),
    madeAt: change.made_at,
    mendAt: `${at}${isTyped(change) ? "/edit" : ""}`,
  };
}
