/**
 * Spreadsheets run a cell that begins with one of these as a formula, also from a CSV file. A leading apostrophe
 * makes it text (OWASP, CSV injection). Plain figures such as -159 and +3725551234 stay as they are.
 */
const FORMULA = /^'*[=+\-@\t\r\n]/;
const PLAIN_FIGURE = /^[-+]?\d+(?:[.,]\d+)?$/;
const GUARDED = /^'+[=+\-@\t\r\n]/;

/** The text with an apostrophe before it where a spreadsheet might run it. {@link withoutGuard} takes it off again. */
export function guarded(text: string): string {
  return FORMULA.test(text) && !PLAIN_FIGURE.test(text) ? `'${text}` : text;
}

export function withoutGuard(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
