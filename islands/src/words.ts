// Filling of texts that templates hand over, and how long ago something was.

export interface AgoTexts {
  now: string;
  minutes: string;
  hours: string;
  days: string;
}

/** Puts values in the place of `{name}`; names without a value stay, so that a slip is seen. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** "20 minutes ago" from two instants in milliseconds; undefined when there is nothing sensible to say. */
export function ago(then: number, now: number, texts: AgoTexts): string | undefined {
  if (!Number.isFinite(then)) return undefined;
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < -5) return undefined;
  if (minutes < 1) return texts.now;
  if (minutes < 60) return fill(texts.minutes, { n: minutes });
  if (minutes < 48 * 60) return fill(texts.hours, { n: Math.floor(minutes / 60) });
  return fill(texts.days, { n: Math.floor(minutes / 1440) });
}

/** Whole seconds until an instant, never below nought; nought when there is none. */
export function secondsUntil(instant: string | undefined, now: number): number {
  const at = Date.parse(instant ?? "");
  return Number.isFinite(at) ? Math.max(0, Math.ceil((at - now) / 1000)) : 0;
}
