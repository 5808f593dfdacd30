/** Digits and capitals without those that are taken for each other (0 O, 1 I L). */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const WRITTEN = new RegExp(
  `(?<![\\w-])[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{4}-[${CODE_ALPHABET}]{5}(?![\\w-])`,
  'g',
);

/** A letter as somebody reads whose letter it is not: the code in it would open the pages as its addressee. */
export function hideCodes(text: string): string {
  return text.replaceAll(WRITTEN, '····-····-·····');
}
