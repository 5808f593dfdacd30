/** Whether the text says how a date is written: year, month and day once each. */
export function isDateFormat(format: string): boolean {
  return (
    format.length <= 20 &&
    partsOf(format).length === 3 &&
    ['Y', 'M', 'D'].every(
      (letter) => partsOf(format).filter((part) => part.startsWith(letter)).length === 1,
    ) &&
    /^[^A-Za-z0-9]*$/.test(format.replace(PARTS, ''))
  );
}

/** Reads a date written so into ISO form; null when the text does not have that form. Whether the day exists is for the caller to check. */
export function dateReader(format: string): (text: string) => string | null {
  const pattern = new RegExp(
    `^${format
      .split(PARTS_KEPT)
      .map((piece) => PATTERNS[piece] ?? piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
      .join('')}$`,
  );
  return (text) => {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) return null;
    return `${found.year}-${found.month!.padStart(2, '0')}-${found.day!.padStart(2, '0')}`;
  };
}

const PARTS = /YYYY|MM?|DD?/g;
const PARTS_KEPT = /(YYYY|MM?|DD?)/;

function partsOf(format: string): readonly string[] {
  return format.match(PARTS) ?? [];
}

/** A single letter takes one digit or two, as people write dates by hand. */
const PATTERNS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};
