import { toldMonths } from '../foretold.ts';
import { monthsOf } from '../hazard.ts';
import { locate, locatorOf } from '../locate.ts';
import { cellOf, placePairs } from '../pairs.ts';
import { targetKindOf } from '../prediction.ts';
import type { Scorecard } from '../scorecard.ts';
import { probabilityIn, type SqlDialect } from './dialect.ts';

/** What a curve over months asks of the SELECT beyond the score of its first month. */
export interface CurveSql {
  /** The place of the characteristic that counts the months, and what its first month hits, counted from 1. */
  readonly months: { readonly place: number; readonly firstAttribute: number };
  /** By group of months that are alike: what their log-odds have beyond those of the first month. */
  readonly later: readonly NamedExpression[];
  /** By group of months, once the log-odds of the first month are known. */
  readonly hazards: readonly NamedExpression[];
  /** What has come by each month that is told, in the order of `foretoldNames`. */
  readonly foretold: readonly string[];
}

export interface NamedExpression {
  readonly value: string;
  readonly name: string;
}

/** Null for a scorecard of anything else. `attributeName`: the column of a characteristic's attribute, by its place. */
export function curveSqlOf(
  scorecard: Scorecard,
  dialect: SqlDialect,
  attributeName: (place: number) => string,
): CurveSql | null {
  if (targetKindOf(scorecard) !== 'hazard') return null;
  const { characteristic, horizon, recovered = [1] } = monthsOf(scorecard);
  const place = scorecard.characteristics.findIndex(({ id }) => id === characteristic);
  const counted = scorecard.characteristics[place];
  if (counted === undefined) throw new Error(`a curve has no characteristic "${characteristic}"`);
  const locator = locatorOf(counted);
  const hits = Array.from({ length: horizon }, (_, at) => locate(locator, at + 1));
  const first = hits[0]!;
  const groups = [...new Set(hits)];
  const hazardIn = hits.map((hit) => hazardName(groups.indexOf(hit)));
  const months = toldMonths(scorecard);
  return {
    months: { place, firstAttribute: first + 1 },
    later: groups.map((hit, at) => ({
      value: [
        dialect.number(counted.attributes[hit]!.logOdds - counted.attributes[first]!.logOdds),
        ...laterInPairs(scorecard, dialect, attributeName, { place, first, hit }),
      ].join(' + '),
      name: laterName(at),
    })),
    hazards: groups.map((_, at) => ({
      value: probabilityIn(dialect, `(log_odds + ${laterName(at)})`),
      name: hazardName(at),
    })),
    foretold: [
      ...months.map((month) => comeBy(hazardIn.slice(0, month), () => null)),
      ...months.map((month) =>
        comeBy(hazardIn.slice(0, month), (at) => {
          const share = recovered[Math.min(month - 1 - at, recovered.length - 1)]!;
          return share === 1 ? null : dialect.number(share);
        }),
      ),
    ],
  };
}

const laterName = (group: number): string => `later_${group + 1}`;
const hazardName = (group: number): string => `hazard_${group + 1}`;

interface Later {
  readonly place: number;
  /** Attributes of the months' characteristic. */
  readonly first: number;
  readonly hit: number;
}

/** The month is known beforehand, so that a pair with it is a list over the attributes of its other side. */
function laterInPairs(
  scorecard: Scorecard,
  dialect: SqlDialect,
  attributeName: (place: number) => string,
  { place, first, hit }: Later,
): readonly string[] {
  return placePairs(scorecard).flatMap((pair) => {
    if (pair.first !== place && pair.second !== place) return [];
    const other = pair.first === place ? pair.second : pair.first;
    const logOdds = (month: number, at: number): number => {
      const cell = pair.first === place ? cellOf(pair.term, month, at) : cellOf(pair.term, at, month);
      return pair.term.logOdds[cell]!;
    };
    const change = scorecard.characteristics[other]!.attributes.map(
      (_, at) => logOdds(hit, at) - logOdds(first, at),
    );
    return [`${dialect.list(change, 'number')}[${attributeName(other)}]`];
  });
}

/**
 * Σ P(first in the month) × share come since, as h₁ s₁ + (1 − h₁) (h₂ s₂ + (1 − h₂) (…)): so written no month's chance
 * is spelled out again for each later one. A share of null is all of it.
 */
function comeBy(hazards: readonly string[], shareOf: (at: number) => string | null): string {
  return hazards.reduceRight((later, hazard, at) => {
    const share = shareOf(at);
    const now = share === null ? hazard : `${hazard} * ${share}`;
    return later === '' ? now : `${now} + (1 - ${hazard}) * (${later})`;
  }, '');
}
