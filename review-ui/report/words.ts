import { characteristic } from '../../scoring/characteristics/catalogue.ts';
import type { Characteristic } from '../../scoring/characteristics/characteristic.ts';
import type { AttributeCover } from '../../scoring/scorecard/locate.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import { factValue } from '../facts.ts';
import type { Wording } from '../wording.ts';

/** Names of terms and attributes. */
export interface TermWords {
  readonly name: (id: string) => string;
  /** A value of the characteristic: "€1,200", "0.35", "A14". */
  readonly value: (id: string, value: number | string) => string;
  /** What an attribute covers: "1,000 to below 2,000". */
  readonly cover: (id: string, cover: AttributeCover) => string;
}

const MOST_CATEGORIES = 4;

/**
 * A scorecard from records is told in the words of the catalogue. One from a flat table keeps the table's own: its
 * column "income" need not be what the catalogue means, nor in cents.
 */
export function termWords({ training }: Pick<Scorecard, 'training'>, wording: Wording): TermWords {
  const { t, language } = wording;
  const known = (id: string): Characteristic | undefined =>
    training.observedOn === null ? undefined : characteristic(id);
  const name = (id: string): string => {
    const described = known(id);
    return described === undefined ? id : (described.name[language] ?? described.name.en);
  };
  const value = (id: string, of: number | string): string => {
    const described = known(id);
    if (described !== undefined) return factValue(of, { id, unit: described.unit }, 'EUR', wording);
    return typeof of === 'string' ? of : plainNumber(of, wording);
  };
  return {
    name: (id) =>
      id
        .split(' × ')
        .map((part) => name(part))
        .join(' × '),
    value,
    cover(id, cover) {
      switch (cover.kind) {
        case 'range':
          if (cover.from === null && cover.to === null) return t('model.cover.all');
          if (cover.from === null) return t('model.cover.below', { to: value(id, cover.to ?? 0) });
          if (cover.to === null) return t('model.cover.from', { from: value(id, cover.from) });
          return t('model.cover.between', { from: value(id, cover.from), to: value(id, cover.to) });
        case 'categories': {
          const named = cover.values.slice(0, MOST_CATEGORIES).map((each) => value(id, each));
          const more = cover.values.length - named.length;
          return more === 0
            ? named.join(', ')
            : t('model.cover.more', { names: named.join(', '), count: more });
        }
        case 'special':
          return t('model.cover.special', { value: plainNumber(cover.value, wording) });
        case 'missing':
          return t('model.cover.missing');
        case 'other':
          return t('model.cover.other');
      }
    },
  };
}

/** With as many digits as it has, four at most. */
export function plainNumber(value: number, { number }: Pick<Wording, 'number'>): string {
  const digits = [0, 1, 2, 3].find((each) => Number(value.toFixed(each)) === value) ?? 4;
  return number(value, digits);
}
