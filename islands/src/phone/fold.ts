// Texts as they are searched: digits of all scripts as 0-9, small letters, without tone marks. Pure.

const ZEROS = [0x0e50, 0x0ed0, 0x1040, 0x17e0];

export function foldDigits(text: string): string {
  return text.replace(/[๐-๙໐-໙၀-၉០-៩]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((one) => code >= one && code <= one + 9) ?? code;
    return String(code - zero);
  });
}

/** What is left of the text for searching; words stay apart. */
export function fold(text: string): string {
  return (
    foldDigits(text.normalize("NFKD"))
      .toLowerCase()
      // Tone marks, the short and the silent sign, and the ring of a sara am; accents of Latin letters.
      .replace(/[\u0e47-\u0e4e]|[\u0300-\u036f]|[\u200b-\u200d]/g, "")
      .replace(/[^\p{L}\p{M}\p{N}/]+/gu, " ")
      .trim()
  );
}

/** Whether each word of the query stands in the text; both folded. */
export function matches(folded: string, query: string): boolean {
  return query.split(" ").every((word) => folded.includes(word));
}
