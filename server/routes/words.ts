import type { FieldError } from '../../review-ui/form.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { OpenCall } from '../http/route.ts';

const CHARACTERS_AT_MOST = 20_000;

/** A text that is too long goes back to its writer whole: it is never cut or dropped. Browsers send each new line as two characters. */
export function tooLong({ language }: OpenCall, text: string, field = 'words'): readonly FieldError[] {
  if (text.replaceAll('\r\n', '\n').length <= CHARACTERS_AT_MOST) return [];
  const { t, number } = wordingFor(language);
  return [{ field, text: t('common.form.tooLong', { most: number(CHARACTERS_AT_MOST) }) }];
}
