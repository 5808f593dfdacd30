import type { NamedFact } from '../../review-ui/facts.ts';
import type { Wording } from '../../review-ui/wording.ts';
import { centsOf } from '../http/amount.ts';

/** A figure as people type it: euros and percent, a comma or a point. */
export function typedText(value: number, { unit }: Pick<NamedFact, 'unit'>, { language }: Wording): string {
  const scale = unit === 'cents' || unit === 'share' ? 100 : 1;
  const figure = unit === 'share' ? value * scale : value / scale;
  const text = String(Math.round(figure * 100) / 100);
  return language === 'en' ? text : text.replace('.', ',');
}

/** What was typed, in the unit of the fact; null for anything that is not plainly a number. */
export function typedValue(text: string, { unit }: Pick<NamedFact, 'unit'>): number | null {
  const plain = text.replaceAll(/[\s\u00a0€%]/g, '').replace('−', '-');
  if (unit === 'cents') {
    const cents = centsOf(plain.replace(/^-/, ''));
    return cents !== null && plain.startsWith('-') ? -cents : cents;
  }
  const figure = plain.replace(',', '.');
  if (!/^-?\d{1,12}(\.\d+)?$/.test(figure)) return null;
  return unit === 'share' ? Number(figure) / 100 : Number(figure);
}

/** After the name of a fact, so that nobody need type it. */
export const UNIT_SIGNS: Readonly<Partial<Record<NamedFact['unit'], string>>> = {
  cents: ', €',
  share: ', %',
};
