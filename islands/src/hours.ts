// Hours as the reader writes them.

/** The hour alone today, the day as well otherwise; in the reader's language with digits as everywhere. */
export function hour(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return "–";
  const isToday = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale(), {
    ...(isToday ? {} : { dateStyle: "medium" }),
    timeStyle: "short",
  }).format(at);
}

/** The reader's, with days and hours as the server's pages write them, and digits as everywhere. */
export function locale(): string {
  const { lang } = document.documentElement;
  return `${lang === "en" ? "en-GB" : lang}-u-nu-latn`;
}
