// Ids and handles made on the phone, so that a household has its name before any server knows of it.
import { uuidV7 } from "../sending";
import type { Making } from "./changes";

export const making: Making = { id: () => uuidV7(), now: () => new Date() };

/** The province of the area, then an id without its lines. */
export function newHandle(area: string): string {
  return area.slice(0, 2) + uuidV7().replaceAll("-", "");
}
