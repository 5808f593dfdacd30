import type { FieldError } from '../form.ts';
import type { Page } from '../page.ts';
import { rightsTexts } from '../../scoring/safeguards/rights-letters.ts';
import { groundsOf, type Right, RIGHT_RULES } from '../../scoring/safeguards/rights.ts';
import type { Wording } from '../wording.ts';

export interface UseRightContext {
  readonly right: Right;
  readonly name: string;
  readonly offer: string;
  /** Done or given at once: a button is all it takes. */
  readonly atOnce: boolean;
  readonly grounds: readonly { readonly value: string; readonly label: string }[];
  /** What a correction may be about: each datum with its value. */
  readonly records: readonly { readonly value: string; readonly label: string }[];
  readonly mayRest: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  readonly papersAtMost: number;
  readonly paperSize: string;
}

export const useRightPage: Page<UseRightContext> = {
  name: 'use-right',
  voice: 'customer',
  title: ({ name }) => name,
  section: 'rights',
};

export function presentUseRight(
  right: Right,
  given: Pick<UseRightContext, 'records' | 'values' | 'errors' | 'papersAtMost' | 'paperSize'>,
  { language, t }: Wording,
): UseRightContext {
  const texts = rightsTexts(language);
  const grounds = groundsOf(right);
  return {
    right,
    name: texts.right[right].name,
    offer: texts.right[right].offer,
    atOnce: RIGHT_RULES[right].atOnce,
    grounds:
      grounds.length === 0
        ? []
        : [
            { value: '', label: t('rights.form.choose') },
            ...grounds.map((ground) => ({ value: ground, label: texts.ground[ground] })),
          ],
    mayRest: RIGHT_RULES[right].meanwhile === 'restricted_if_asked',
    ...given,
  };
}
