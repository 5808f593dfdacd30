import type { FieldError } from '../../review-ui/form.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { OpenCall } from '../http/route.ts';

const CHARACTERS_AT_MOST = 20_000;

/** A text that is too long goes back to its writer whole: it is never cut or dropped. Browsers send each new line as two characters. */
export function tooLong(call: OpenCall, text: string, field = 'words'): readonly FieldError[] {
  return isTooLong(text) ? [errorFor(call, field, 'common.form.tooLong')] : [];
}

/** The same of words that papers go along with: one of them holds any length. */
export function tooLongBesidePapers(call: OpenCall, words: string): readonly FieldError[] {
  return isTooLong(words) ? [errorFor(call, 'words', 'common.form.tooLongBesidePapers')] : [];
}

function isTooLong(text: string): boolean {
  return text.replaceAll('\r\n', '\n').length > CHARACTERS_AT_MOST;
}

function errorFor({ language }: OpenCall, field: string, key: string): FieldError {
  const { t, number } = wordingFor(language);
  return { field, text: t(key, { most: number(CHARACTERS_AT_MOST) }) };
}
