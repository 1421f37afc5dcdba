// Numbers of identity documents and of phones, as far as a phone can tell. Pure.
import { foldDigits } from "../phone/fold";

const bare = (text: string): string => foldDigits(text).replace(/[\s\-–.]/g, "");

/** Whether it is a number of thirteen digits whose last fits the others. */
export function hasItsCheckDigit(text: string): boolean {
  const digits = bare(text);
  // Numbers that begin with nine are given to nobody.
  if (!/^[0-8]\d{12}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 12)].reduce(
    (sum, digit, nth) => sum + Number(digit) * (13 - nth),
    0,
  );
  return (11 - (sum % 11)) % 10 === Number(digits[12]);
}

/** Mobile or fixed, with the country's number or without. */
export function isPhone(text: string): boolean {
  const digits = bare(text).replace(/[()]/g, "");
  return /^(?:\+?66|0)(?:[689]\d{8}|2\d{7}|[3457]\d{7})$/.test(digits);
}

/** A number of Thailand as people write it, such as 081-234-5678; of other countries as it is. */
export function phoneInWords(e164: string): string {
  const [, area, begin, end] = /^\+66(2|\d{2})(\d{3})(\d{3,4})$/.exec(e164) ?? [];
  return area ? `0${area}-${begin}-${end}` : e164;
}
