import { policyText } from '../scoring/policy/policy-text.ts';
import { characteristic } from '../scoring/characteristics/catalogue.ts';
import type { Unit } from '../scoring/characteristics/characteristic.ts';
import type { Contribution } from '../scoring/explanation/explanation.ts';
import { categoryText } from '../scoring/explanation/sentences.ts';
import type { Policy } from '../scoring/policy/policy.ts';
import type { Value } from '../scoring/scorecard/scorecard.ts';
import type { Wording } from './wording.ts';

/** A fact's name and unit in one language. */
export interface NamedFact {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
}

/**
 * Names whatever a score or a rule looked at: a characteristic, the age of its record, a number of the policy, a
 * score, what affordability or a measure came to. A column of a table of one's own has only its id.
 */
export function characteristicNamed(
  id: string,
  { policy }: { readonly policy: Policy },
  wording: Wording,
): NamedFact {
  const { t, has, language } = wording;
  const known = characteristic(id);
  if (known !== undefined) return { id, name: known.name[language] ?? known.name.en, unit: known.unit };
  const aged = /^age_days\((\w+)\)$/.exec(id)?.[1];
  if (aged !== undefined) {
    const of = characteristic(aged);
    const name = of === undefined ? aged : (of.name[language] ?? of.name.en);
    return { id, name: t('facts.age', { name }), unit: 'days' };
  }
  // A pair term by the names of both: "Income a month × Months in the job".
  const [first, second, ...more] = id.split(' × ');
  if (first !== undefined && second !== undefined && more.length === 0) {
    const [one, other] = [first, second].map((side) => characteristicNamed(side, { policy }, wording).name);
    return { id, name: `${one} × ${other}`, unit: 'category' };
  }
  const number = policy.numbers.find((each) => each.id === id);
  if (number !== undefined) {
    return {
      id,
      name: policyText(number.text, language),
      unit: number.unit === 'number' ? 'count' : number.unit,
    };
  }
  if (has(`facts.computed.${id}`) && !id.includes('.'))
    return { id, name: t(`facts.computed.${id}`), unit: 'cents' };
  const [owner = '', part = ''] = id.split('.');
  const key =
    owner === 'affordability' || owner === 'measure'
      ? `facts.computed.${owner}.${part}`
      : `facts.computed.score.${part}`;
  if (part !== '' && has(key)) return { id, name: t(key), unit: COMPUTED_UNITS[part] ?? 'cents' };
  return { id, name: id.replaceAll('_', ' '), unit: 'count' };
}

/** Units of what is computed on the way to a decision; whatever is not here is money. */
const COMPUTED_UNITS: Readonly<Record<string, Unit>> = {
  probability: 'share',
  points: 'points',
  error: 'count',
  pay_probability: 'share',
  debt_service_share: 'share',
};

/** A fact's value in words; a code of a known list is said by its name. */
export function factValue(
  value: Value,
  { id, unit }: Pick<NamedFact, 'id' | 'unit'>,
  currency: string,
  { t, has, value: inUnit, language }: Wording,
): string {
  const category = categoryText(id, value, language);
  if (category !== null) return category;
  if (typeof value === 'string' && has(`facts.code.${value}`)) return t(`facts.code.${value}`);
  return inUnit(value, unit, currency);
}

/** The value of a term: its own, or of a pair term both of its sides. */
export function termValue(
  term: Pick<Contribution, 'characteristic' | 'value' | 'pair'>,
  setting: { readonly policy: Policy },
  currency: string,
  wording: Wording,
): string {
  const sides = term.pair ?? [{ characteristic: term.characteristic, value: term.value }];
  return sides
    .map((side) =>
      factValue(side.value, characteristicNamed(side.characteristic, setting, wording), currency, wording),
    )
    .join(' × ');
}

/** A code in words; a date stays a date and an unknown code is shown as it came. */
export function codeText(text: string, { t, has, date }: Wording): string {
  if (has(`facts.code.${text}`)) return t(`facts.code.${text}`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : text.replaceAll('_', ' ');
}
