// Hours as the reader writes them.

/** The hour alone today, the day as well otherwise; in the reader's language with digits as everywhere. */
export function hour(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return "–";
  const isToday = at.toDateString() === new Date().toDateString();
  const locale = `${document.documentElement.lang}-u-nu-latn`;
  return new Intl.DateTimeFormat(locale, {
    ...(isToday ? {} : { dateStyle: "medium" }),
    timeStyle: "short",
  }).format(at);
}
