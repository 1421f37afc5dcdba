// What every view of the survey stands on.
import type { Ground, View } from "../phone/stage";
import type { Book } from "./book";
import type { Labels } from "./labels";

export { focusHeading } from "../phone/stage";
export type { View };

export interface Stage extends Ground {
  labels: Labels;
  book: Book;
}

export type Opens = (stage: Stage, handle: string) => View | Promise<View>;
